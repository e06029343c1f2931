//! The recipients of an invitation. Addresses stay out of messages: the excerpt shows them, masked.

use std::collections::HashMap;

use super::field::Field;
use super::field::Map;
use super::{codes, invitation, keys, values};
use crate::base::diag::Span;
use crate::model::invitation::{ANYONE, Delivery, Recipient};

/// The recipients named by `to`; the one link for whoever holds it if there is no `to`.
pub fn recipients(field: &Field<'_>, map: &Map<'_>, send: Delivery) -> Vec<Recipient> {
    let Some(to) = map.get("to") else {
        invitation::check_to(field, send);
        let mut anyone = empty();
        ANYONE.clone_into(&mut anyone.key);
        anyone.place = field.key_place();
        return vec![anyone];
    };
    let Some(items) = to.list() else {
        return Vec::new();
    };
    if items.is_empty() {
        to.error(codes::EMPTY, "`to` is empty")
            .hint("name somebody, or remove the invitation");
    }
    let mut seen: HashMap<String, Span> = HashMap::new();
    let mut recipients = Vec::with_capacity(items.len());
    for item in items {
        let Some(recipient) = recipient(&item, send) else {
            continue;
        };
        if let Some(first) = seen.get(&recipient.key) {
            item.error(codes::SAME_RECIPIENT, "the same recipient a second time")
                .label("again")
                .hint("everybody gets one link; `uses` says for how many devices")
                .related(first.clone(), "first here");
            continue;
        }
        seen.insert(recipient.key.clone(), item.span());
        recipients.push(recipient);
    }
    recipients
}

fn empty() -> Recipient {
    Recipient {
        key: String::new(),
        email: None,
        phone: None,
        name: None,
        language: None,
        user: None,
        revoked: None,
        place: crate::base::diag::Place::default(),
    }
}

fn recipient(item: &Field<'_>, send: Delivery) -> Option<Recipient> {
    let mut recipient = if item.is_map() {
        detailed(item)?
    } else {
        short(item)?
    };
    if recipient.email.is_none() && recipient.phone.is_some() && send != Delivery::None {
        item.error(codes::LATER_SMS, "this recipient has a phone number alone")
            .label("coming: text messages")
            .hint("add an email, or `send: none` and hand the link over yourself");
    }
    let address = recipient.email.as_ref().or(recipient.phone.as_ref())?;
    recipient.key = values::identity(address);
    recipient.place = item.place();
    Some(recipient)
}

/// An address alone.
fn short(item: &Field<'_>) -> Option<Recipient> {
    let text = item.text()?;
    let mut recipient = empty();
    if text.starts_with('+') && !text.contains('@') {
        recipient.phone = Some(values::phone(item)?);
    } else {
        recipient.email = Some(values::email(item)?);
    }
    Some(recipient)
}

fn detailed(item: &Field<'_>) -> Option<Recipient> {
    let map = item.map(&keys::RECIPIENT)?;
    let email = map.get("email").map(|f| values::email(&f));
    let phone = map.get("phone").map(|f| values::phone(&f));
    let named = ["email", "phone", "csv", "group", "serial"];
    if !named.iter().any(|key| map.has(key)) {
        item.error(
            codes::MISSING_KEY,
            "a recipient needs an `email` or a `phone`",
        );
    }
    Some(Recipient {
        // An address that cannot be read has been reported; no other takes its place.
        email: match email {
            Some(email) => Some(email?),
            None => None,
        },
        phone: phone.flatten(),
        name: map.text("name"),
        language: map.get("language").and_then(|f| values::language(&f)),
        user: map.text("user"),
        ..empty()
    })
}

/// `except`: revokes single links.
pub fn except(field: &Field<'_>, recipients: &mut [Recipient]) {
    for entry in field.entries().unwrap_or_default() {
        let key = values::identity(entry.key);
        match recipients.iter_mut().find(|r| r.key == key) {
            Some(recipient) => recipient.revoked = entry.text().map(str::to_owned),
            None => {
                entry
                    .key_error(
                        codes::NOT_A_RECIPIENT,
                        "nobody of this address is invited here",
                    )
                    .hint("`except` names recipients of `to`, by the same address");
            }
        }
    }
}
