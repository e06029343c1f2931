//! What the files mean, and what holds for any files.

use proptest::prelude::*;

use super::*;
use crate::model::invitation::{ANYONE, Delivery, Expiry, SiteRule};
use crate::model::policy::{AssignUser, LoginRule, Ownership, PasswordHash};
use crate::model::settings::{SecretSource, SmtpSecurity};

const ROOT_TEXT: &str = "\
version: 1
organization: { name: Riverside Schools, time_zone: America/New_York }
portal: { url: https://enroll.riverside.example }
mail: { smtp: 'smtps://enroll%40riverside@smtp.riverside.example?ca=certs/mail.pem', password: { env: PW } }
defaults: { policy: open }
directory: { main: { url: 'ldaps://ldap.riverside.example', people: 'ou=people' } }
";

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

fn repository(more: &[(&str, &str)]) -> Vec<SourceFile> {
    let mut files = vec![
        file("enroll.yaml", ROOT_TEXT),
        file(
            "sites.yaml",
            "berlin: { name: Berlin, time_zone: Europe/Berlin }\nnorth: { name: North }\n",
        ),
        file(
            "policies.yaml",
            "open: { login: none }\nstaff: { groups: [staff], terms: terms/a.md }\n",
        ),
        file("terms/a.md", "Be kind.\n"),
    ];
    files.extend(more.iter().map(|(path, text)| file(path, text)));
    files
}

fn desired(more: &[(&str, &str)]) -> Desired {
    let loaded = load(&repository(more));
    let said = format!("{:#?}", loaded.diagnostics);
    loaded.desired.unwrap_or_else(|| panic!("{said}"))
}

fn invitation(text: &str) -> crate::model::invitation::Invitation {
    let desired = desired(&[("invitations.d/x.yaml", text)]);
    desired.invitations.into_values().next().unwrap()
}

fn at(text: &str) -> Expiry {
    Expiry::At(text.parse().unwrap())
}

#[test]
fn three_keys_are_enough() {
    let text = "version: 1\norganization: { name: O }\nportal: { url: http://localhost:8600 }\n";
    let loaded = load(&[file("enroll.yaml", text)]);
    assert_eq!(loaded.diagnostics, []);
    let desired = loaded.desired.unwrap();
    assert_eq!(desired.organization.short, "O");
    assert_eq!(desired.organization.time_zone, "UTC");
    assert_eq!(desired.organization.languages[..2], ["en", "de"]);
    assert_eq!(desired.settings.database, "sqlite://.enroll/enroll.db");
    assert_eq!(desired.settings.mail.from, "enroll@localhost");
    assert_eq!(desired.settings.portal.listen, "127.0.0.1:8600");
    assert_eq!(desired.settings.mdm.rights_personal, 5139);
    assert_eq!(desired.limits.messages, 300);
    let default = &desired.policies[&PolicyId::from("default")];
    assert_eq!(default.login, LoginRule::Required);
}

#[test]
fn the_smallest_invitation_takes_the_defaults() {
    let i = invitation("maya:\n  to: [Maya.Chen@Riverside.Example]\n");
    assert_eq!(i.send, Delivery::Email);
    assert_eq!(i.site, SiteRule::None);
    assert_eq!(i.policy.0, "open");
    assert_eq!(i.uses, Some(1));
    assert_eq!(i.expires, Expiry::After(14 * crate::base::time::DAY));
    assert_eq!(i.expires_text, "14d");
    assert_eq!(i.recipients[0].key, "maya.chen@riverside.example");
    assert_eq!(
        i.recipients[0].email.as_deref(),
        Some("Maya.Chen@Riverside.Example")
    );
    assert_eq!(i.place.to_string(), "invitations.d/x.yaml:1");
    assert_eq!(i.recipients[0].place.column, 8);
    assert_eq!(i.source, "maya:\n  to: [Maya.Chen@Riverside.Example]");
}

#[test]
fn dates_are_in_the_zone_of_the_site_else_of_the_organization() {
    let expires = |site: &str, when: &str| {
        let text = format!("a: {{ to: [a@b.example], {site} expires: {when} }}\n");
        invitation(&text).expires
    };
    assert_eq!(
        expires("site: berlin,", "2027-03-14 17:00"),
        at("2027-03-14T16:00:00Z")
    );
    assert_eq!(
        expires("site: north,", "2027-03-14 17:00"),
        at("2027-03-14T21:00:00Z")
    );
    assert_eq!(
        expires("site: choose,", "2027-03-14T17:00"),
        at("2027-03-14T21:00:00Z")
    );
    assert_eq!(
        expires("site: berlin,", "2027-03-14"),
        at("2027-03-14T22:59:59Z")
    );
    assert_eq!(
        expires("site: berlin,", "2027-03-14T17:00-07:00"),
        at("2027-03-15T00:00:00Z")
    );
    assert_eq!(expires("", "never"), Expiry::Never);
    let opens = invitation("a: { to: [a@b.example], site: berlin, opens: 2027-03-14 }\n").opens;
    assert_eq!(opens, Some("2027-03-13T23:00:00Z".parse().unwrap()));
}

#[test]
fn a_default_date_is_read_in_the_zone_of_each_site() {
    let root = ROOT_TEXT.replace(
        "{ policy: open }",
        "{ policy: open, expires: 2027-03-14 17:00 }",
    );
    let mut files = repository(&[(
        "invitations.yaml",
        "a: { to: [a@b.example], site: berlin }\nb: { to: [a@b.example] }\n",
    )]);
    files[0].text = root;
    let invitations = load(&files).desired.unwrap().invitations;
    let ends: Vec<_> = invitations.into_values().map(|i| i.expires).collect();
    assert_eq!(
        ends,
        [at("2027-03-14T16:00:00Z"), at("2027-03-14T21:00:00Z")]
    );
}

#[test]
fn without_recipients_there_is_one_link_for_whoever_holds_it() {
    let i = invitation("room: { send: none, uses: unlimited, revoked: Over }\n");
    assert_eq!(i.recipients.len(), 1);
    assert_eq!(i.recipients[0].key, ANYONE);
    assert_eq!(i.uses, None);
    assert_eq!(i.revoked.as_deref(), Some("Over"));
}

#[test]
fn recipients_are_ordered_and_exceptions_meet_them() {
    let i = invitation(
        "a:\n  send: none\n  to:\n    - rui@b.example\n    - { email: ada@b.example, phone: '+12015550132', user: ada }\n    \
         - +4930123456\n  except: { RUI@b.example: Left }\n",
    );
    let keys: Vec<_> = i.recipients.iter().map(|r| r.key.as_str()).collect();
    assert_eq!(keys, ["+4930123456", "ada@b.example", "rui@b.example"]);
    assert_eq!(i.recipients[1].user.as_deref(), Some("ada"));
    assert_eq!(i.recipients[1].phone.as_deref(), Some("+12015550132"));
    assert_eq!(i.recipients[2].revoked.as_deref(), Some("Left"));
}

#[test]
fn settings_name_secrets_and_never_read_them() {
    let settings = desired(&[]).settings;
    let smtp = settings.mail.smtp.unwrap();
    assert_eq!(
        (smtp.host.as_str(), smtp.port),
        ("smtp.riverside.example", 465)
    );
    assert_eq!(smtp.security, SmtpSecurity::Implicit);
    assert_eq!(smtp.user.as_deref(), Some("enroll@riverside"));
    assert_eq!(smtp.password, Some(SecretSource::Env("PW".into())));
    assert_eq!(smtp.ca.as_deref(), Some("certs/mail.pem"));
    assert_eq!(settings.mail.from, "enroll@enroll.riverside.example");
    assert_eq!(settings.directories["main"].attributes.email, "mail");
    assert_eq!(settings.mdm.url, settings.portal.url);
}

#[test]
fn mail_is_plain_text_to_this_computer_alone() {
    for (url, port, security) in [
        ("smtp://mail.riverside.example", 25, SmtpSecurity::StartTls),
        ("smtp://localhost", 25, SmtpSecurity::Loopback),
        ("smtp://[::1]:2525", 2525, SmtpSecurity::Loopback),
        (
            "smtps://mail.riverside.example:4650",
            4650,
            SmtpSecurity::Implicit,
        ),
    ] {
        let text = format!(
            "version: 1\norganization: {{ name: O }}\nportal: {{ url: http://localhost }}\nmail: {{ smtp: \"{url}\" }}\n"
        );
        let loaded = load(&[file("enroll.yaml", &text)]);
        let smtp = loaded.desired.unwrap().settings.mail.smtp.unwrap();
        assert_eq!((smtp.port, smtp.security), (port, security), "{url}");
        assert!(!smtp.host.contains('['), "{url}");
    }
}

#[test]
fn rules_resolve_their_references_and_terms_come_with_their_text() {
    let hash = "$argon2id$v=19$m=19456,t=2,p=1$pcOB8klkHubmPOqWZ6F/0Q$mzs3A72asoqG9e4FJF9U0+RLPTi2IXeJOllam0htRZs";
    let accounts = format!("dana:\n  password_hash: \"{hash}\" # of the word demo\n  name: Dana\n");
    let policies = "tech: { accounts: local, directory: main, assign_user: optional, sites: [north], ownership: [institution] }\n";
    let desired = desired(&[
        ("accounts.yaml", &accounts),
        ("policies.d/more.yaml", policies),
    ]);
    let staff = &desired.policies[&PolicyId::from("staff")];
    let terms = staff.terms.as_ref().unwrap();
    assert_eq!(terms.text, "Be kind.\n");
    assert_eq!(terms.sha256, crate::base::digest::sha256_hex(b"Be kind.\n"));
    let tech = &desired.policies[&PolicyId::from("tech")];
    assert_eq!(tech.assign_user, AssignUser::Optional);
    assert_eq!(tech.ownership, [Ownership::Institution]);
    assert_eq!(tech.sites, [SiteId::from("north")]);
    let dana = &desired.accounts[&AccountId::from("dana")];
    assert_eq!(dana.password_hash, PasswordHash::Inline(hash.to_owned()));
    assert_eq!(
        dana.source,
        "dana:\n  password_hash: ••• # of the word demo\n  name: Dana"
    );
}

#[test]
fn aliases_of_whole_values_are_allowed() {
    let desired = desired(&[(
        "invitations.yaml",
        "a: { to: &both [x@b.example, y@b.example] }\nb: { to: *both, uses: &n 3 }\nc: { to: *both, uses: *n }\n",
    )]);
    let all: Vec<_> = desired.invitations.into_values().collect();
    assert!(all.iter().all(|i| i.recipients.len() == 2));
    assert_eq!(all[2].uses, Some(3));
    assert_eq!(all[1].source, "b: { to: *both, uses: &n 3 }");
}

#[test]
fn one_hidden_file_raises_no_doubts_about_references_into_it() {
    let loaded = load(&repository(&[
        ("sites.d/x.yaml", "south: { name: [South }\n"),
        (
            "invitations.yaml",
            "a: { to: [a@b.example], site: south, uses: 0 }\n",
        ),
    ]));
    let codes: Vec<_> = loaded.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["E017", "E001"]);
}

#[test]
fn hostile_files_end_early() {
    let aliases = format!(
        "a: &a '{}'\nb: [{}]\n",
        "x".repeat(10_000),
        "*a,".repeat(2_000)
    );
    let unknown: String = (0..3_000).map(|n| format!("k{n}: 1, ")).collect();
    for (text, code, most) in [
        ("[".repeat(100_000), "E001", 1),
        (aliases, "E020", 1),
        (format!("a: {{ {unknown} }}\n"), "E003", 1_000),
    ] {
        let findings = load(&repository(&[("invitations.yaml", &text)])).diagnostics;
        assert!(
            (1..=most).contains(&findings.len()),
            "{code}: {}",
            findings.len()
        );
        assert!(
            findings.iter().any(|d| d.code == code),
            "{code}: {:?}",
            findings[0]
        );
    }
}

/// Pieces that a hasty hand puts together.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "a: ",
        "to: ",
        "b:\n",
        "  ",
        "\n",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "x@y.example",
        "expires: ",
        "14d",
        "2027-03-28 02:30",
        "uses: ",
        "0",
        "-1",
        "unlimited",
        "&n ",
        "*n",
        "<<: ",
        "---\n",
        "#",
        " # c\n",
        "\"",
        "'",
        "|\n",
        ">\n",
        "!t ",
        "? ",
        "~",
        "\t",
        "ü",
        "😀",
        "site: ",
        "choose",
        "except: ",
        "policy: ",
        "\r\n",
        "%",
        "\u{feff}",
    ]);
    prop_oneof![9 => known.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whatever stands in a file: no panic, and every place lies in its text, on a character.
    #[test]
    fn every_place_lies_in_its_text(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        for path in ["invitations.yaml", "enroll.yaml", "policies.d/z.yaml"] {
            let mut files = repository(&[]);
            files.retain(|f| f.path != path);
            files.push(file(path, &text));
            for finding in load(&files).diagnostics {
                for span in finding.span.iter().chain(finding.related.iter().map(|(s, _)| s)) {
                    let there = files.iter().find(|f| f.path == span.file).unwrap();
                    prop_assert!(there.text.get(span.start..span.end).is_some(), "{finding:?}");
                }
            }
        }
    }

    /// The order of files, and of entries in them, changes nothing but places.
    #[test]
    fn order_never_matters(order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
        let entries: Vec<String> = (0..6)
            .map(|n| format!("i{n}: {{ to: [p{n}@b.example], site: berlin, uses: {} }}\n", n + 1))
            .collect();
        let shuffled: String = order.iter().map(|n| entries[*n].as_str()).collect();
        let mut files = repository(&[("invitations.yaml", &shuffled)]);
        files.rotate_left(order[0] % 4);
        let straight = desired(&[("invitations.yaml", &entries.concat())]);
        let digest = |d: &Desired| {
            let value = (&d.organization, &d.sites, &d.policies, &d.invitations);
            crate::base::digest::digest_of(&value).ok()
        };
        prop_assert_eq!(load(&files).desired.as_ref().map(digest), Some(digest(&straight)));
    }
}
