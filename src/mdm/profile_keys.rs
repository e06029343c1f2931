//! Every key of every profile, held against a table of what devices accept: which keys there are, which must be there,
//! type, range, form and nesting. Anything that is not in the table is a mistake.

use plist::{Dictionary, Value};

use super::names::Names;
use super::ota::identity;
use super::profile::{Account, Acme, Identity, Management, Scep, Texts, enrollment, trust};
use super::rights::AccessRights;
use crate::base::secret::Secret;
use crate::model::enrollment::EnrollmentMode;

/// What a value must be.
#[derive(Clone, Copy)]
enum Rule {
    /// This text.
    Is(&'static str),
    /// A text that is not empty.
    Text,
    /// Capital letters in five groups.
    Uuid,
    /// Reverse domain name.
    Identifier,
    /// `https://…`
    Https,
    /// `https://…` or `http://…`
    Web,
    /// A push topic.
    Topic,
    /// A whole number from, to.
    Number(i64, i64),
    /// Access rights: 2 needs 1, 128 needs 64.
    Rights,
    /// This truth.
    Truth(bool),
    /// Bytes, so many unless 0.
    Bytes(usize),
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// Texts of this list.
    Words(&'static [&'static str]),
    /// Relative names: arrays of arrays of two texts.
    Name,
    /// Language to text, `default` among them.
    Languages,
    /// A dictionary with keys of its own.
    Inner(&'static [Key]),
    /// Payloads.
    Payloads,
}

/// A key, whether it must be there, and its rule.
type Key = (&'static str, bool, Rule);

const COMMON: [Key; 4] = [
    ("PayloadVersion", true, Rule::Number(1, 1)),
    ("PayloadIdentifier", true, Rule::Identifier),
    ("PayloadUUID", true, Rule::Uuid),
    ("PayloadDisplayName", false, Rule::Text),
];
const TOP: &[Key] = &[
    ("PayloadType", true, Rule::Is("Configuration")),
    ("PayloadDescription", false, Rule::Text),
    ("PayloadOrganization", false, Rule::Text),
    ("TargetDeviceType", false, Rule::Number(0, 6)),
    ("ConsentText", false, Rule::Languages),
    ("PayloadContent", true, Rule::Payloads),
];
const ROOT: &[Key] = &[
    ("PayloadType", true, Rule::Is("com.apple.security.root")),
    ("PayloadContent", true, Rule::Bytes(0)),
];
const SCEP: &[Key] = &[
    ("PayloadType", true, Rule::Is("com.apple.security.scep")),
    ("PayloadContent", true, Rule::Inner(SCEP_INNER)),
];
const SCEP_INNER: &[Key] = &[
    ("URL", true, Rule::Web),
    ("Name", false, Rule::Text),
    ("Subject", false, Rule::Name),
    ("Challenge", false, Rule::Text),
    ("Keysize", false, Rule::Number(2048, 4096)),
    ("Key Type", false, Rule::Is("RSA")),
    ("Key Usage", false, Rule::Number(5, 5)),
    ("CAFingerprint", false, Rule::Bytes(20)),
];
/// Only a key of this kind is bound to the hardware, and only such a key is attested.
const ACME: &[Key] = &[
    ("PayloadType", true, Rule::Is("com.apple.security.acme")),
    ("DirectoryURL", true, Rule::Https),
    ("ClientIdentifier", true, Rule::Text),
    ("KeyType", true, Rule::Is("ECSECPrimeRandom")),
    ("KeySize", true, Rule::Number(384, 384)),
    ("HardwareBound", true, Rule::Truth(true)),
    ("Attest", false, Rule::Truth(true)),
    ("Subject", true, Rule::Name),
    ("UsageFlags", false, Rule::Number(1, 1)),
    (
        "ExtendedKeyUsage",
        false,
        Rule::Words(&["1.3.6.1.5.5.7.3.2"]),
    ),
];
const MDM: &[Key] = &[
    ("PayloadType", true, Rule::Is("com.apple.mdm")),
    ("IdentityCertificateUUID", true, Rule::Uuid),
    ("Topic", true, Rule::Topic),
    ("ServerURL", true, Rule::Https),
    ("CheckInURL", false, Rule::Https),
    ("SignMessage", false, Rule::Truth(true)),
    ("CheckOutWhenRemoved", false, Rule::Truth(true)),
    ("AccessRights", false, Rule::Rights),
    ("EnrollmentMode", false, Rule::OneOf(&["BYOD", "ADDE"])),
    ("AssignedManagedAppleID", false, Rule::Text),
    (
        "ServerCapabilities",
        false,
        Rule::Words(&[
            "com.apple.mdm.per-user-connections",
            "com.apple.mdm.bootstraptoken",
        ]),
    ),
];

/// Every mistake in a dictionary.
fn mistakes(found: &Dictionary, keys: &[Key], out: &mut Vec<String>) {
    for (name, needed, rule) in keys {
        match found.get(name) {
            Some(value) if obeys(value, *rule, out) => {}
            Some(value) => out.push(format!("{name}: {value:?}")),
            None if *needed => out.push(format!("{name} is missing")),
            None => {}
        }
    }
    for name in found.keys() {
        if !keys.iter().any(|(known, _, _)| known == name) {
            out.push(format!("{name} is not a key of this"));
        }
    }
}

fn obeys(value: &Value, rule: Rule, out: &mut Vec<String>) -> bool {
    let text = value.as_string();
    let number = value.as_signed_integer();
    let items = || value.as_array().into_iter().flatten();
    match rule {
        Rule::Is(wanted) => text == Some(wanted),
        Rule::Text => text.is_some_and(|text| !text.is_empty()),
        Rule::Uuid => text.is_some_and(|text| {
            text == text.to_uppercase() && uuid::Uuid::parse_str(text).is_ok() && text.len() == 36
        }),
        Rule::Identifier => text.is_some_and(|text| {
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
            let part = |part: &str| !part.is_empty() && part.chars().all(plain);
            text.contains('.') && text.split('.').all(part)
        }),
        Rule::Https => text.is_some_and(|text| is_address(text, &["https"])),
        Rule::Web => text.is_some_and(|text| is_address(text, &["https", "http"])),
        Rule::Topic => text.is_some_and(|text| text.starts_with("com.apple.mgmt.")),
        Rule::Number(from, to) => number.is_some_and(|found| (from..=to).contains(&found)),
        Rule::Rights => number.is_some_and(|bits| {
            let lonely = |change, see| bits & change != 0 && bits & see == 0;
            (1..=8191).contains(&bits) && !lonely(2, 1) && !lonely(128, 64)
        }),
        Rule::Truth(wanted) => value.as_boolean() == Some(wanted),
        Rule::Bytes(length) => value
            .as_data()
            .is_some_and(|bytes| !bytes.is_empty() && (length == 0 || bytes.len() == length)),
        Rule::OneOf(words) => value.as_string().is_some_and(|text| words.contains(&text)),
        Rule::Words(known) => {
            items().all(|word| word.as_string().is_some_and(|word| known.contains(&word)))
        }
        Rule::Name => {
            let pair = |pair: &Value| {
                pair.as_array().is_some_and(|pair| {
                    pair.len() == 2 && pair.iter().all(|text| text.as_string().is_some())
                })
            };
            let set = |set: &Value| set.as_array().is_some_and(|set| set.iter().all(pair));
            items().count() > 0 && items().all(set)
        }
        Rule::Languages => value
            .as_dictionary()
            .is_some_and(|texts| texts.contains_key("default")),
        Rule::Inner(keys) => value.as_dictionary().is_some_and(|inner| {
            mistakes(inner, keys, out);
            true
        }),
        Rule::Payloads => {
            items().for_each(|payload| check_payload(payload, out));
            items().count() > 0
        }
    }
}

fn is_address(text: &str, schemes: &[&str]) -> bool {
    url::Url::parse(text).is_ok_and(|url| schemes.contains(&url.scheme()) && url.has_host())
}

fn check_payload(payload: &Value, out: &mut Vec<String>) {
    let found = payload.as_dictionary();
    let kind = found
        .and_then(|found| found.get("PayloadType"))
        .and_then(Value::as_string);
    let keys = match kind {
        Some("com.apple.security.root") => ROOT,
        Some("com.apple.security.scep") => SCEP,
        Some("com.apple.security.acme") => ACME,
        Some("com.apple.mdm") => MDM,
        other => return out.push(format!("no payload {other:?}")),
    };
    mistakes(found.unwrap(), &[keys, &COMMON].concat(), out);
}

/// What is wrong with a profile as a whole.
fn check(profile: &Dictionary) -> Vec<String> {
    let mut out = Vec::new();
    mistakes(profile, &[TOP, &COMMON].concat(), &mut out);
    out
}

fn read(bytes: &[u8]) -> Dictionary {
    let value = Value::from_reader_xml(bytes).unwrap();
    value.into_dictionary().unwrap()
}

fn profiles() -> Vec<Dictionary> {
    let challenge = Secret::new("CHALLENGE".to_owned());
    let mut all = Vec::new();
    for host in ["enroll.example.com", "127.0.0.1", "localhost"] {
        let names = Names::new(host, "instance");
        for (rights, consent, root) in [
            (AccessRights::INSTITUTION, None, None),
            (AccessRights::PERSONAL, Some("I agree."), Some(&b"root"[..])),
        ] {
            let texts = Texts {
                organization: "Riverside & Sons",
                display_name: "Riverside Enrollment",
                description: "Connects this device.",
                consent,
            };
            let scep = Scep {
                url: "https://mdm.example.com/scep",
                challenge: Some(&challenge),
                common_name: "enrollment-1",
                fingerprint: Some(&[7; 20]),
            };
            let elsewhere = Scep {
                url: "http://ca.example.com/scep",
                challenge: None,
                common_name: "enrollment-1",
                fingerprint: None,
            };
            let acme = Acme {
                directory: "https://ca.example.com/acme/mdm/directory",
                serial: "F2LXK9P7Q9K7",
            };
            let identities = [
                Identity::Scep(scep),
                Identity::Scep(elsewhere),
                Identity::Acme(acme),
            ];
            let management = Management {
                topic: "com.apple.mgmt.External.X",
                server_url: "https://mdm.example.com/mdm",
                check_in_url: "https://mdm.example.com/mdm/checkin",
                rights,
                account: None,
            };
            for identity in &identities {
                let made = enrollment(&names, &texts, identity, &management, root).unwrap();
                all.push(read(&made));
            }
            for mode in [EnrollmentMode::Byod, EnrollmentMode::Adde] {
                let managed = "ada@example.com";
                let management = Management {
                    account: Some(Account { mode, managed }),
                    ..management
                };
                let made = enrollment(&names, &texts, &identities[0], &management, root).unwrap();
                all.push(read(&made));
            }
            all.push(read(&identity(&names, &texts, &scep).unwrap()));
            all.push(read(&trust(&names, &texts, b"root").unwrap()));
        }
    }
    all
}

#[test]
fn every_profile_has_the_keys_that_devices_accept_and_no_others() {
    for profile in profiles() {
        assert_eq!(check(&profile), Vec::<String>::new());
    }
}

#[test]
fn a_device_that_is_not_named_is_asked_for_no_rights() {
    for profile in profiles() {
        let payloads = profile["PayloadContent"].as_array().unwrap();
        let payloads = payloads.iter().filter_map(Value::as_dictionary);
        for mdm in payloads.filter(|one| one["PayloadType"].as_string() == Some("com.apple.mdm")) {
            let mode = mdm.get("EnrollmentMode").and_then(Value::as_string);
            assert_eq!(mdm.contains_key("AccessRights"), mode != Some("BYOD"));
            assert_eq!(mdm.contains_key("AssignedManagedAppleID"), mode.is_some());
        }
    }
}

#[test]
fn the_table_notices_what_devices_refuse() {
    let good = profiles().remove(0);
    let spoil = |change: &dyn Fn(&mut Dictionary)| {
        let mut profile = good.clone();
        change(&mut profile);
        check(&profile).len()
    };
    let payload = |profile: &mut Dictionary, at: usize, key: &str, value: Option<Value>| {
        let all = profile.get_mut("PayloadContent").unwrap();
        let one = &mut all.as_array_mut().unwrap()[at];
        let one = one.as_dictionary_mut().unwrap();
        match value {
            Some(value) => one.insert(key.to_owned(), value),
            None => one.remove(key),
        };
    };
    assert_eq!(spoil(&|_| ()), 0);
    for (at, key, value) in [
        (1, "Topic", None),
        (1, "IdentityCertificateUUID", None),
        (1, "ServerURL", Some("http://mdm.example.com".into())),
        (1, "AccessRights", Some(0.into())),
        (1, "AccessRights", Some(2.into())),
        (1, "SignMessage", Some("true".into())),
        (1, "ManagedAppleID", Some("ada@example.com".into())),
        (0, "PayloadContent", Some(Vec::new().into())),
        (0, "Challenge", Some("outside of PayloadContent".into())),
        (0, "PayloadUUID", Some("cb90e976".into())),
    ] {
        let found = spoil(&|profile| payload(profile, at, key, value.clone()));
        assert_eq!(found, 1, "{key}");
    }
    let forbidden = "PayloadRemovalDisallowed".to_owned();
    let found = spoil(&|profile| {
        profile.insert(forbidden.clone(), true.into());
    });
    assert_eq!(found, 1);
}
