//! The demonstration: it tells its story once, and notices each thing that goes wrong.

use std::net::TcpListener;

use crate::support::binary::{Outcome, Repo};

fn demo(more: &[&str]) -> Outcome {
    let mut arguments = vec!["demo", "--once", "--port", "0"];
    arguments.extend(more);
    Repo::new().run(&arguments)
}

#[test]
fn one_run_goes_from_the_mail_to_the_report() {
    let told = demo(&[]).expect_code(0).stdout;
    let order = [
        "sample repository, valid",
        "plan: 3 invitations, 4 emails",
        "apply: 4 messages captured",
        "opens the link in her mail",
        "certificate installed and trusted",
        "profile verified",
        "identity issued",
        "checked in",
        "enrolled",
        "receipt captured",
        "Report",
        "maya-iphone",
        "1 used up",
        "SERIAL",
        "F2L…K97",
    ];
    let mut rest = told.as_str();
    for part in order {
        let at = rest
            .find(part)
            .unwrap_or_else(|| panic!("{part:?} is missing, or late, in\n{told}"));
        rest = &rest[at + part.len()..];
    }
    for secret in ["maya.chen@", "luis.alvarez@", "/e/"] {
        assert!(!told.contains(secret), "{secret} stands in\n{told}");
    }
}

#[track_caller]
fn fails(fault: &str, words: &str) {
    let ended = demo(&["--inject", fault]).expect_code(1);
    assert!(
        ended.stderr.contains(words),
        "{words:?} is missing in\n{}",
        ended.stderr
    );
    assert!(
        !ended.stdout.contains("Report"),
        "a report in spite of it\n{}",
        ended.stdout
    );
}

#[test]
fn a_person_who_goes_away_is_noticed() {
    fails("abandoned", "the person went away from the page");
}

#[test]
fn a_page_that_was_closed_is_noticed() {
    fails("closed-page", "the person went away from the page");
}

#[test]
fn a_wrong_challenge_is_noticed() {
    fails("wrong-challenge", "no identity certificate: refused");
}

#[test]
fn an_unsigned_profile_is_noticed() {
    fails(
        "unsigned-profile",
        "the profile's signature is not accepted",
    );
}

#[test]
fn a_foreign_authority_is_noticed() {
    fails(
        "foreign-ca",
        "the profile's signature is not accepted: its signer is not trusted",
    );
}

#[test]
fn a_failed_check_in_is_noticed() {
    fails("failed-check-in", "check-in Authenticate answered 400");
}

#[test]
fn mail_that_is_not_written_is_noticed() {
    let ended = demo(&["--inject", "mail-not-written"]);
    assert!(matches!(ended.code, Some(1 | 3)), "{ended:?}");
    assert!(ended.stderr.contains("outbox"), "{}", ended.stderr);
}

#[test]
fn a_taken_port_is_noticed() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ended = Repo::new()
        .run(&["demo", "--once", "--port", &port])
        .expect_code(1);
    assert!(
        ended
            .stderr
            .contains(&format!("port {port} cannot be used")),
        "{}",
        ended.stderr
    );
    assert!(ended.stderr.contains("--port 0"), "{}", ended.stderr);
}
