//! Members of directory groups become recipients, once somebody has read them.

use std::collections::{BTreeMap, HashMap};

use super::{codes, recipient, values};
use crate::base::diag::Diagnostic;
use crate::model::declared::Desired;
use crate::model::group::{Exception, Group, Membership};
use crate::model::invitation::{Delivery, Invitation, Recipient};
use crate::model::person::{Person, e164};

/// The people of each group that was read, by directory and name.
pub type Members = BTreeMap<(String, String), Vec<Person>>;

/// Puts the members of the groups read among the recipients of every invitation that names them. Groups that
/// are not there stay unread. Returns warnings.
pub fn join(desired: &mut Desired, members: &Members) -> Vec<Diagnostic> {
    let invitations = desired.invitations.values_mut();
    invitations.flat_map(|i| join_one(i, members)).collect()
}

fn join_one(invitation: &mut Invitation, members: &Members) -> Vec<Diagnostic> {
    let unread = std::mem::take(&mut invitation.groups.unread);
    if unread.is_empty() {
        return Vec::new();
    }
    let keys = invitation.recipients.iter().map(|r| (r.key.clone(), None));
    let mut roll = Roll {
        send: invitation.send,
        seen: keys.collect(),
        recipients: std::mem::take(&mut invitation.recipients),
    };
    for group in unread {
        match members.get(&(group.directory.clone(), group.name.clone())) {
            Some(people) => invitation.groups.read.push(roll.group(&group, people)),
            None => invitation.groups.unread.push(group),
        }
    }
    invitation.recipients = roll.recipients;
    let exceptions = std::mem::take(&mut invitation.groups.exceptions);
    let findings = except(&mut invitation.recipients, exceptions);
    invitation.recipients.sort_by(|a, b| a.key.cmp(&b.key));
    findings
}

/// Recipients while members join them.
struct Roll {
    send: Delivery,
    /// Keys of everybody, with the group that brought them; none: named by the repository.
    seen: HashMap<String, Option<String>>,
    recipients: Vec<Recipient>,
}

impl Roll {
    fn group(&mut self, group: &Group, people: &[Person]) -> Membership {
        let mut found = Membership {
            group: group.name.clone(),
            unreachable: 0,
            listed: 0,
        };
        // Two entries may share an address; the same one of them is invited every time.
        let mut people: Vec<&Person> = people.iter().collect();
        people.sort_by_key(|person| &person.username);
        for person in people {
            if self.is_listed(person) {
                found.listed += 1;
                continue;
            }
            match member(person, group, self.send) {
                Some(recipient) if self.seen.contains_key(&recipient.key) => {}
                Some(recipient) => {
                    let from = Some(group.name.clone());
                    self.seen.insert(recipient.key.clone(), from);
                    self.recipients.push(recipient);
                }
                None => found.unreachable += 1,
            }
        }
        found
    }

    /// Whether the repository itself names this person, by any of their addresses.
    fn is_listed(&self, person: &Person) -> bool {
        let phones = person.phones.iter().filter_map(|phone| e164(phone));
        let mut addresses = person.emails.iter().cloned().chain(phones);
        addresses.any(|a| matches!(self.seen.get(&values::identity(&a)), Some(None)))
    }
}

/// The recipient that a member is; none without an address that the message could go to.
fn member(person: &Person, group: &Group, send: Delivery) -> Option<Recipient> {
    let mut emails = person.emails.iter();
    let email = emails.find(|e| values::check_email(e).is_ok()).cloned();
    let mut phones = person.phones.iter().filter_map(|phone| e164(phone));
    let phone = phones.find(|p| values::check_phone(p).is_ok());
    let reached = match send {
        Delivery::Email => email.as_ref(),
        Delivery::Sms => phone.as_ref(),
        Delivery::Both | Delivery::None => email.as_ref().or(phone.as_ref()),
    };
    reached?;
    // RFC 2798: the attribute is a list of languages with weights, as in the header Accept-Language.
    let first = |text: &String| text.split([',', ';']).next().map(|t| t.trim().to_owned());
    let language = person.language.as_ref().and_then(first);
    Some(Recipient {
        key: values::identity(email.as_ref().or(phone.as_ref())?),
        email,
        phone,
        name: person.name.clone(),
        language: language.filter(|l| values::check_language(l).is_ok()),
        user: Some(person.username.clone()),
        place: group.place.clone(),
        ..recipient::empty()
    })
}

fn except(recipients: &mut [Recipient], exceptions: Vec<Exception>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for Exception { key, reason, span } in exceptions {
        match recipients.iter_mut().find(|r| r.key == key) {
            Some(recipient) => recipient.revoked = reason,
            None => findings.push(
                Diagnostic::warning(
                    codes::NOT_A_MEMBER,
                    Some(span),
                    "nobody of this address is named here or in a group",
                )
                .hint("check the address; whoever left the group has no link any more, so the line can go"),
            ),
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{SourceFile, load};

    const ROOT: &str = "version: 1\norganization: { name: O }\nportal: { url: http://localhost }\n\
        directory:\n  main: { url: ldaps://d.example, people: \"dc=p\", groups: \"dc=g\" }\n";

    fn desired(invitations: &str) -> Desired {
        let file = |path: &str, text: &str| SourceFile {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        let loaded = load(&[
            file("enroll.yaml", ROOT),
            file("invitations.yaml", invitations),
        ]);
        assert_eq!(loaded.diagnostics, []);
        loaded.desired.unwrap()
    }

    fn person(username: &str, email: Option<&str>) -> Person {
        Person {
            username: username.to_owned(),
            name: Some(username.to_uppercase()),
            emails: email.map(str::to_owned).into_iter().collect(),
            language: Some("es-MX, en;q=0.5".to_owned()),
            ..Person::default()
        }
    }

    fn members(groups: &[(&str, Vec<Person>)]) -> Members {
        let named = |(name, people): &(&str, Vec<Person>)| {
            (("main".to_owned(), (*name).to_owned()), people.clone())
        };
        groups.iter().map(named).collect()
    }

    #[test]
    fn members_bring_what_the_directory_says_and_lists_win() {
        let mut desired = desired(
            "a:\n  to: [b@x.example, { group: staff }]\n  except: { C@x.example: Away, zz@x.example: Gone }\n",
        );
        assert!(desired.unread_group().is_some());
        let staff = vec![
            person("c", Some("c@x.example")),
            person("b", Some("B@x.example")),
            person("a", None),
        ];
        let findings = join(&mut desired, &members(&[("staff", staff)]));
        let codes: Vec<_> = findings.iter().map(|f| f.code).collect();
        assert_eq!(codes, [codes::NOT_A_MEMBER]);
        assert!(desired.unread_group().is_none());
        let invitation = desired.invitations.values().next().unwrap();
        let [b, c] = invitation.recipients.as_slice() else {
            panic!("{:?}", invitation.recipients);
        };
        assert_eq!((b.key.as_str(), &b.name), ("b@x.example", &None));
        assert_eq!(c.revoked.as_deref(), Some("Away"));
        assert_eq!(
            (c.name.as_deref(), c.user.as_deref(), c.language.as_deref()),
            (Some("C"), Some("c"), Some("es-MX"))
        );
        assert_eq!(c.place.line, 2);
        let read = &invitation.groups.read[0];
        assert_eq!((read.unreachable, read.listed), (1, 1));
    }

    #[test]
    fn two_groups_share_a_person_and_their_order_means_nothing() {
        let groups = [
            ("one", vec![person("b", Some("b@x.example"))]),
            (
                "two",
                vec![
                    person("b", Some("b@x.example")),
                    person("a", Some("a@x.example")),
                ],
            ),
        ];
        let mut found = Vec::new();
        for text in [
            "{ group: one }, { group: two }",
            "{ group: two }, { group: one }",
        ] {
            let mut desired = desired(&format!("a: {{ to: [{text}] }}\n"));
            assert_eq!(join(&mut desired, &members(&groups)), []);
            let recipients = &desired.invitations.values().next().unwrap().recipients;
            found.push(recipients.iter().map(|r| r.key.clone()).collect::<Vec<_>>());
        }
        assert_eq!(found[0], ["a@x.example", "b@x.example"]);
        assert_eq!(found[0], found[1]);
    }

    #[test]
    fn a_group_that_nobody_read_stays_unread() {
        let mut desired = desired("a: { to: [{ group: staff }] }\n");
        join(&mut desired, &Members::new());
        assert_eq!(
            desired.unread_group().map(|(_, g)| g.name.as_str()),
            Some("staff")
        );
    }
}
