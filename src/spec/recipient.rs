//! The recipients of an invitation. Addresses stay out of messages: the excerpt shows them, masked.

use std::collections::{BTreeMap, HashMap};

use super::field::{Field, Map};
use super::people::{self, Row};
use super::{codes, invitation, keys, values};
use crate::base::diag::Span;
use crate::model::invitation::{ANYONE, Delivery, Recipient};

/// The recipients named by `to`; the one link for whoever holds it if there is no `to`. `lists` are the CSV files
/// of the repository, by path.
pub fn recipients(
    field: &Field<'_>,
    map: &Map<'_>,
    send: Delivery,
    lists: &BTreeMap<&str, &str>,
) -> Vec<Recipient> {
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
    let mut roll = Roll {
        send,
        seen: HashMap::new(),
        recipients: Vec::with_capacity(items.len()),
    };
    for item in items {
        if item.child("csv").is_some() {
            roll.list(&item, lists);
        } else if let Some(recipient) = recipient(&item) {
            roll.single(&item, recipient);
        }
    }
    roll.recipients
}

/// Recipients while they are gathered.
struct Roll {
    send: Delivery,
    /// Where each address stood first.
    seen: HashMap<String, Span>,
    recipients: Vec<Recipient>,
}

impl Roll {
    fn single(&mut self, item: &Field<'_>, recipient: Recipient) {
        if self.lacks_email(&recipient) {
            item.error(codes::LATER_SMS, "this recipient has a phone number alone")
                .label("coming: text messages")
                .hint("add an email, or `send: none` and hand the link over yourself");
        }
        if let Err(first) = self.add(recipient, item.span()) {
            item.error(codes::SAME_RECIPIENT, "the same recipient a second time")
                .label("again")
                .hint("everybody gets one link; `uses` says for how many devices")
                .related(first, "first here");
        }
    }

    /// Everybody in a CSV file.
    fn list(&mut self, item: &Field<'_>, lists: &BTreeMap<&str, &str>) {
        let Some(csv) = item.map(&keys::LIST).and_then(|map| map.get("csv")) else {
            return;
        };
        for Row { recipient, span } in people::people(&csv, lists) {
            if self.lacks_email(&recipient) {
                let label = "no email, and text messages are not available yet";
                csv.sheet.push(people::unusable(span.clone(), label));
            }
            if let Err(first) = self.add(recipient, span.clone()) {
                let finding = people::unusable(span, "the same person a second time");
                csv.sheet.push(finding.related(first, "first here"));
            }
        }
    }

    fn lacks_email(&self, recipient: &Recipient) -> bool {
        recipient.email.is_none() && recipient.phone.is_some() && self.send != Delivery::None
    }

    /// Adds somebody, or says where they stand already.
    fn add(&mut self, mut recipient: Recipient, span: Span) -> Result<(), Span> {
        let Some(address) = recipient.email.as_ref().or(recipient.phone.as_ref()) else {
            return Ok(());
        };
        recipient.key = values::identity(address);
        if let Some(first) = self.seen.get(&recipient.key) {
            return Err(first.clone());
        }
        self.seen.insert(recipient.key.clone(), span);
        self.recipients.push(recipient);
        Ok(())
    }
}

/// Nobody in particular.
pub fn empty() -> Recipient {
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

fn recipient(item: &Field<'_>) -> Option<Recipient> {
    let recipient = if item.is_map() {
        detailed(item)?
    } else {
        short(item)?
    };
    Some(Recipient {
        place: item.place(),
        ..recipient
    })
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
    let named = ["email", "phone", "group", "serial"];
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
