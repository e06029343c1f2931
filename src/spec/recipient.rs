//! The recipients of an invitation. Addresses stay out of messages: the excerpt shows them, masked.

use std::collections::{BTreeMap, HashMap};

use super::field::{Field, Map};
use super::people::{self, Row};
use super::{codes, invitation, keys, values};
use crate::base::diag::Span;
use crate::model::group::{Exception, Group, Groups};
use crate::model::invitation::{ANYONE, Delivery, Recipient};

/// What recipients are taken from, beside the file they are named in.
pub struct Sources<'a> {
    /// CSV files of the repository, by path.
    pub lists: &'a BTreeMap<&'a str, &'a str>,
    /// Directories.
    pub directories: &'a [Field<'a>],
    /// The directory that the policy names.
    pub directory: Option<&'a str>,
}

/// Who is invited, as far as the repository says.
#[derive(Default)]
pub struct Invited {
    /// Recipients by name and by list.
    pub recipients: Vec<Recipient>,
    /// Groups whose members the directory knows.
    pub groups: Groups,
}

/// Whom `to` names; the one link for whoever holds it if there is no `to`.
pub fn invited(field: &Field<'_>, map: &Map<'_>, send: Delivery, of: &Sources<'_>) -> Invited {
    let Some(to) = map.get("to") else {
        invitation::check_to(field, send);
        let mut anyone = empty();
        ANYONE.clone_into(&mut anyone.key);
        anyone.place = field.key_place();
        return Invited {
            recipients: vec![anyone],
            ..Invited::default()
        };
    };
    let Some(items) = to.list() else {
        return Invited::default();
    };
    if items.is_empty() {
        to.error(codes::EMPTY, "`to` is empty")
            .hint("name somebody, or remove the invitation");
    }
    let mut roll = Roll {
        send,
        seen: HashMap::new(),
        recipients: Vec::with_capacity(items.len()),
        groups: Vec::new(),
    };
    for item in items {
        if item.child("csv").is_some() {
            roll.list(&item, of.lists);
        } else if item.child("group").is_some() {
            roll.group(&item, of);
        } else if let Some(recipient) = recipient(&item) {
            roll.single(&item, recipient);
        }
    }
    Invited {
        recipients: roll.recipients,
        groups: Groups {
            unread: roll.groups,
            ..Groups::default()
        },
    }
}

/// Recipients while they are gathered.
struct Roll {
    send: Delivery,
    /// Where each address stood first.
    seen: HashMap<String, Span>,
    recipients: Vec<Recipient>,
    groups: Vec<Group>,
}

impl Roll {
    fn single(&mut self, item: &Field<'_>, recipient: Recipient) {
        if let Some((message, hint)) = self.unreached(&recipient) {
            item.error(codes::UNREACHED, message).hint(hint);
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
            if let Some((message, hint)) = self.unreached(&recipient) {
                csv.sheet
                    .push(people::unusable(span.clone(), message).hint(hint));
            }
            if let Err(first) = self.add(recipient, span.clone()) {
                let finding = people::unusable(span, "the same person a second time");
                csv.sheet.push(finding.related(first, "first here"));
            }
        }
    }

    /// A group: its members are read when a plan is made.
    fn group(&mut self, item: &Field<'_>, of: &Sources<'_>) {
        let Some(named) = item.map(&keys::GROUP).and_then(|map| map.get("group")) else {
            return;
        };
        let Some(name) = named.text() else {
            return;
        };
        let found = match of.directory {
            Some(id) => of.directories.iter().find(|d| d.key == id),
            None => of.directories.first(),
        };
        let several = of.directory.is_none() && of.directories.len() > 1;
        let Some(directory) = found.filter(|d| !several && d.child("groups").is_some()) else {
            let finding = named.error(
                codes::GROUPS_WITHOUT,
                "no directory tells who is in a group",
            );
            match found {
                None => finding.hint("add a `directory` in enroll.yaml"),
                Some(_) if several => finding
                    .hint("there are several directories: the policy says which, by `directory`"),
                Some(d) => finding.related(d.key_span(), "without `groups`, where they are"),
            };
            return;
        };
        if let Some(first) = self.groups.iter().find(|group| group.name == name) {
            named
                .error(codes::SAME_RECIPIENT, "the same group a second time")
                .label("again")
                .related(first.span.clone(), "first here");
            return;
        }
        self.groups.push(Group {
            name: name.to_owned(),
            directory: directory.key.to_owned(),
            place: named.place(),
            span: named.span(),
        });
    }

    /// Why no message reaches somebody, and what to do.
    fn unreached(&self, recipient: &Recipient) -> Option<(&'static str, &'static str)> {
        match (self.send, &recipient.email, &recipient.phone) {
            (Delivery::Email, None, Some(_)) => Some((
                "this recipient has a phone number alone",
                "add an email, or `send: sms` for a text message",
            )),
            (Delivery::Sms, Some(_), None) => Some((
                "this recipient has no phone number",
                "add a `phone`, or `send: both` to send an email to whoever has none",
            )),
            _ => None,
        }
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
        serial: None,
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
    let named = ["email", "phone"];
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
        serial: map.get("serial").and_then(|f| values::serial(&f)),
        ..empty()
    })
}

impl Invited {
    /// `except`: revokes single links. What might name a member of a group is decided when the group is read.
    pub fn except(&mut self, field: &Field<'_>) {
        for entry in field.entries().unwrap_or_default() {
            let key = values::identity(entry.key);
            let reason = entry.text().map(str::to_owned);
            if let Some(recipient) = self.recipients.iter_mut().find(|r| r.key == key) {
                recipient.revoked = reason;
            } else if !self.groups.unread.is_empty() {
                self.groups.exceptions.push(Exception {
                    key,
                    reason,
                    span: entry.key_span(),
                });
            } else {
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
