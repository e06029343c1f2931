//! The example that documentation shows: its plan reads as written down beside it.

use std::fs;

use crate::plan::{copy, empty, forms};
use crate::support::{slapd, source};

/// The instant its plan is made for.
const NOW: &str = "2027-01-04T12:00:00Z";

#[test]
fn the_example_plans_as_written_down_beside_it() {
    let examples = source::root().join("examples");
    let repo = empty();
    copy(&examples.join("riverside"), &repo.path());
    let text = repo.read("enroll.yaml");
    let here = text
        .replace("ldaps://ldap.riverside.example", &slapd::shared().url())
        .replace(
            "cn=enroll,ou=services,dc=riverside,dc=example",
            slapd::SERVICE,
        )
        .replace(
            "postgres://enroll@db.riverside.example/enroll",
            "sqlite://.enroll/enroll.db",
        );
    assert_eq!(here.lines().filter(|line| !text.contains(*line)).count(), 3);
    repo.write("enroll.yaml", &here);
    for (name, text) in forms(&repo, NOW) {
        let golden = examples.join(format!("riverside-{name}"));
        if std::env::var_os("ENROLL_BLESS").is_some() {
            fs::write(&golden, &text).unwrap();
        }
        let there = fs::read_to_string(&golden).unwrap_or_default();
        assert_eq!(there, text, "look, then run with ENROLL_BLESS=1");
        for hidden in ["maya.chen@", "Front Desk", "rui.costa@", "DMPXK0TEST01"] {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
    }
}
