//! Invitations of Jamf Pro: its records in, entries of this repository out, and a note for all that has no counterpart.
//!
//! Must not know files or clocks. To take in one more form of its exports: a reader in [`read`]; one more field: an
//! arm of [`entry`]. A field that nobody takes becomes a comment and a note, never nothing.

pub mod entry;
mod moment;
pub mod read;

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;

use super::write::value::{self, Yaml};
use crate::model::declared::Desired;
use crate::model::policy::LoginRule;
use entry::Entry;
use read::{Broken, Record};

/// The policy of invitations for which Jamf asked for no login, unless the repository has one.
const LINK_ONLY: &str = "jamf-link-only";

/// How to bring invitations over.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Time zone of Jamf's server, in which it writes dates.
    pub zone: TimeZone,
    /// Write to people again, as Jamf did; else links wait to be handed over.
    pub send: bool,
}

/// What the repository has already that imported invitations can name.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    /// Sites: name in lower case, id.
    pub sites: BTreeMap<String, String>,
    /// A policy that asks for no login.
    pub link_only: Option<String>,
}

impl Ground {
    /// Of a repository.
    pub fn of(desired: &Desired) -> Self {
        let sites = desired.sites.values();
        let mut policies = desired.policies.values();
        Self {
            sites: sites
                .map(|s| (s.name.to_lowercase(), s.id.0.clone()))
                .collect(),
            link_only: policies
                .find(|p| p.login == LoginRule::None)
                .map(|p| p.id.0.clone()),
        }
    }
}

/// What is written for the records.
#[derive(Debug, Default)]
pub struct Imported {
    /// Texts by path.
    pub files: BTreeMap<String, String>,
    /// Invitations written.
    pub invitations: usize,
    /// What has no counterpart here, by record; without anything personal.
    pub notes: Vec<String>,
    /// Records that could not be brought over.
    pub left_out: usize,
}

/// Brings over what stands in `files` (name and text).
///
/// # Errors
/// A file that cannot be read: its place, the reason, the remedy.
pub fn import(
    files: &[(String, String)],
    ground: &Ground,
    wish: &Wish,
) -> Result<Imported, Broken> {
    let mut records = Vec::new();
    for (name, text) in files {
        records.extend(read::records(name, text)?);
    }
    Ok(write(&records, ground, wish))
}

fn write(records: &[Record], ground: &Ground, wish: &Wish) -> Imported {
    let mut out = Imported::default();
    let mut sites = ground.sites.clone();
    let mut new_sites = String::new();
    let mut seen = BTreeSet::new();
    let mut text = String::from(
        "# Brought over from Jamf Pro. Links are new here; the old ones end with Jamf.\n",
    );
    let mut link_only = false;
    for record in records {
        let mut entry = Entry::of(record, wish);
        if !seen.insert(entry.id.clone()) {
            out.left_out += 1;
            out.notes.push(format!(
                "{}: {} a second time; left out",
                record.place, entry.id
            ));
            continue;
        }
        if let Some(name) = entry.site.take() {
            let id = site(name, &mut sites, &mut new_sites);
            entry.keys.push(("site".to_owned(), Yaml::Text(id)));
        }
        if entry.no_login {
            link_only |= ground.link_only.is_none();
            let policy = ground.link_only.as_deref().unwrap_or(LINK_ONLY);
            entry
                .keys
                .push(("policy".to_owned(), Yaml::Text(policy.to_owned())));
        }
        out.notes.extend(
            entry
                .notes
                .iter()
                .map(|note| format!("{} ({}): {note}", entry.id, record.place)),
        );
        out.invitations += 1;
        text.push('\n');
        entry.print(&mut text);
    }
    if out.invitations > 0 {
        out.files.insert("invitations.d/jamf.yaml".to_owned(), text);
    }
    if link_only {
        out.files.insert(
            "policies.d/jamf.yaml".to_owned(),
            format!("{LINK_ONLY}:\n  login: none\n"),
        );
    }
    if !new_sites.is_empty() {
        out.files.insert("sites.d/jamf.yaml".to_owned(), new_sites);
    }
    out
}

/// The id of the site of this name; a new one is written.
fn site(name: String, sites: &mut BTreeMap<String, String>, new: &mut String) -> String {
    let key = name.to_lowercase();
    if let Some(known) = sites.get(&key) {
        return known.clone();
    }
    let id = free(&name, sites);
    value::block(&id, &[("name".to_owned(), Yaml::Text(name))], new);
    sites.insert(key, id.clone());
    id
}

/// An id for a site of this name that no other has.
fn free(name: &str, sites: &BTreeMap<String, String>) -> String {
    let word = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let slug: String = name.chars().map(word).collect();
    let slug = slug
        .split('-')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    let slug = if slug.is_empty() || slug == "choose" {
        "site".to_owned()
    } else {
        slug.chars().take(48).collect()
    };
    let taken = |id: &String| sites.values().any(|known| known == id);
    let numbered = (2..).map(|n| format!("{slug}-{n}"));
    std::iter::once(slug.clone())
        .chain(numbered)
        .find(|id| !taken(id))
        .unwrap_or(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(zone: &str) -> Wish {
        Wish {
            zone: TimeZone::get(zone).unwrap(),
            send: false,
        }
    }

    fn one(text: &str) -> Imported {
        let files = [("export".to_owned(), text.to_owned())];
        import(&files, &Ground::default(), &wish("America/New_York")).unwrap()
    }

    const XML: &str = "<?xml version=\"1.0\"?><mobile_device_invitation><id>7</id><invitation>30812345</invitation>\
        <invitation_type>USER_INITIATED_EMAIL</invitation_type><expiration_date>2030-12-31 23:58:59.306</expiration_date>\
        <multiple_uses_allowed>true</multiple_uses_allowed><times_used>3</times_used><login_required>false</login_required>\
        <enroll_into_site><id>4</id><name>High &amp; Low</name></enroll_into_site><keep_existing_site_membership>true\
        </keep_existing_site_membership><subject>Enroll</subject><sent_to>ada@example.com, bea@example.com</sent_to>\
        <username>ada</username></mobile_device_invitation>";

    #[test]
    fn every_field_is_translated_or_said() {
        let found = one(XML);
        let text = &found.files["invitations.d/jamf.yaml"];
        for line in [
            "jamf-7:\n",
            "to: [ada@example.com, bea@example.com]",
            "send: none",
            "site: high-low",
            "uses: unlimited",
            "policy: jamf-link-only",
            "expires: \"2030-12-31T23:59:00-05:00\"",
            "# Jamf subject: Enroll",
            "# Jamf times_used: 3",
            "# Jamf username: ada",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(
            !text.contains("30812345"),
            "a code that still opens Jamf's door"
        );
        assert_eq!(
            found.files["sites.d/jamf.yaml"],
            "high-low:\n  name: \"High & Low\"\n"
        );
        let notes = found.notes.join("\n");
        for field in [
            "subject",
            "keep_existing_site_membership",
            "username",
            "invitation",
        ] {
            assert!(notes.contains(field), "{field}\n{notes}");
        }
        assert!(!notes.contains('@'));
    }

    #[test]
    fn the_three_forms_say_the_same() {
        let json = r#"{"mobile_device_invitations":[{"id":9,"invitation_type":"USER_INITIATED_SMS","expiration_date":"Unlimited",
            "expiration_date_epoch":0,"login_required":true,"sent_to":"+49 30 123456","enroll_into_site":{"id":-1,"name":"None"}}]}"#;
        let xml = "<mobile_device_invitations><size>1</size><mobile_device_invitation><id>9</id><invitation_type>USER_INITIATED_SMS\
            </invitation_type><expiration_date>Unlimited</expiration_date><expiration_date_epoch>0</expiration_date_epoch>\
            <login_required>true</login_required><sent_to>+49 30 123456</sent_to><enroll_into_site><id>-1</id><name>None</name>\
            </enroll_into_site></mobile_device_invitation></mobile_device_invitations>";
        let csv = "ID;Invitation Type;Expiration Date;Login Required;Sent To;Site\n9;USER_INITIATED_SMS;Unlimited;true;\"+49 30 123456\";None\n";
        let texts = [json, xml, csv].map(|text| one(text).files["invitations.d/jamf.yaml"].clone());
        assert!(
            texts[0].contains("to: [\"+4930123456\"]") && texts[0].contains("expires: never"),
            "{}",
            texts[0]
        );
        assert_eq!(texts[0], texts[1]);
        assert_eq!(texts[0], texts[2]);
    }

    #[test]
    fn a_broken_file_gives_place_reason_and_remedy() {
        for (text, place) in [
            (
                "<mobile_device_invitation><id>1</name></mobile_device_invitation>",
                "export:1",
            ),
            (
                "<computer_invitation><id>1</id></computer_invitation>",
                "export:1",
            ),
            (
                "{\n \"mobile_device_invitations\": [ {\"id\": } ] }",
                "export:2",
            ),
            ("a,b\n1,2\n", "export:1"),
            ("", "export:1"),
        ] {
            let files = [("export".to_owned(), text.to_owned())];
            let broken = import(&files, &Ground::default(), &wish("UTC")).unwrap_err();
            assert!(broken.to_string().starts_with(place), "{broken}");
            assert!(!broken.hint.is_empty());
        }
    }

    #[test]
    fn what_is_used_up_or_unknown_invites_nobody() {
        let used = one(
            r#"[{"id":1,"invitation_type":"USER_INITIATED_URL","multiple_uses_allowed":"false","times_used":"1","login_required":true}]"#,
        );
        assert!(used.files["invitations.d/jamf.yaml"].contains("revoked: used in Jamf already"));
        let odd = one(
            r#"[{"id":2,"invitation_type":"DEP_CUSTOM_ENROLL","expiration_date":"03/04/2027","flavour":"new"}]"#,
        );
        let text = &odd.files["invitations.d/jamf.yaml"];
        assert!(
            text.contains("# Jamf flavour: new")
                && text.contains("# Jamf expiration_date: 03/04/2027"),
            "{text}"
        );
        assert!(text.contains("revoked:"), "{text}");
        assert!(odd.notes.iter().any(|n| n.contains("expiration_date")));
    }

    #[test]
    fn epochs_count_seconds_or_milliseconds() {
        for epoch in ["1924991940", "1924991940000"] {
            let found = one(&format!(
                r#"[{{"id":1,"invitation_type":"USER_INITIATED_URL","login_required":true,"expiration_date_epoch":{epoch}}}]"#
            ));
            let text = &found.files["invitations.d/jamf.yaml"];
            assert!(text.contains("2030-12-31T18:59:00-05:00"), "{text}");
        }
    }
}
