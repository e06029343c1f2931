//! Logging in: who is let in, and what nobody learns from being refused.

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr};
use std::process::{Command, Stdio};
use std::sync::Arc;

use enroll::base::secret::Secret;
use enroll::ops::login::{Attempt, Refusal, Sources, With, log_in};
use tokio::task::JoinSet;

use super::school::{School, TESS};
use crate::installation::Installation;
use crate::support::slapd::Slapd;

both_databases!(only_the_invited_person_passes, |url| async {
    let school = School::without_root(url);
    let visitor = school.visitor();
    let login = visitor.start(&school.link("maya")).await;
    let other = visitor.log_in(&login, "rui.costa", "rui.costa-pass").await;
    let other = other.expect(
        403,
        "/enroll/login",
        "This invitation is for another person",
    );
    let text = other.text();
    assert!(
        text.contains("m•••@riverside.example") && text.contains("rui.costa"),
        "{text}"
    );
    assert!(!text.contains("maya.chen@"));
    let page = visitor.open("/enroll/profile").await;
    let page = page.expect(200, "/enroll/login", "Log in");
    let page = visitor.log_in(&page, "maya.chen", "maya.chen-pass").await;
    page.expect(200, "/enroll/profile", "Install the management profile");
});

both_databases!(only_the_groups_of_the_policy_pass, |url| async {
    let school = School::without_root(url);
    let link = school.link("teachers");
    let pupil = school.visitor();
    let login = pupil.start(&link).await;
    let refused = pupil.log_in(&login, "sam.park", "sam.park-pass").await;
    refused.expect(403, "/enroll/login", "Your account can’t enroll devices");
    let local = [
        ("source", "account"),
        ("username", "tess"),
        ("password", TESS),
    ];
    let local = pupil.send(&login, "/enroll/login", &local).await;
    assert_eq!(local.status, 422, "this policy names the directory alone");
    let teacher = school.visitor();
    let login = teacher.start(&link).await;
    let page = teacher.log_in(&login, "rui.costa", "rui.costa-pass").await;
    page.expect(200, "/enroll/profile", "Install the management profile");
});

/// A page without what differs by visit: the token, and the name typed.
fn bare(text: &str, name: &str) -> String {
    let mut text = text.replace(name, "NAME");
    while let Some(at) = text.find("name=\"csrf\" value=\"") {
        let start = at + "name=\"csrf\" value=\"".len();
        text.replace_range(at..start + 64, "");
    }
    text
}

both_databases!(nobody_learns_whether_a_name_exists, |url| async {
    let school = School::without_root(url);
    let link = school.link("anybody");
    let mut answers = Vec::new();
    for (source, name, password) in [
        ("directory", "maya.chen", "wrong"),
        ("directory", "nobody.here", "wrong"),
        ("directory", "*", "maya.chen-pass"),
        ("directory", ")(uid=*", "maya.chen-pass"),
        ("directory", "maya.chen", " "),
    ] {
        let visitor = school.visitor();
        let login = visitor.start(&link).await;
        let fields = [
            ("source", source),
            ("username", name),
            ("password", password),
        ];
        let answer = visitor.send(&login, "/enroll/login", &fields).await;
        assert_eq!(
            (answer.status, &*answer.heading()),
            (422, "Log in"),
            "{name}"
        );
        assert!(answer.text().contains("The username or password is wrong."));
        answers.push(bare(&answer.text(), name));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let mut answers = Vec::new();
    for (name, password) in [("tess", "wrong"), ("nobody", "wrong")] {
        let visitor = school.visitor();
        let login = visitor.start(&link).await;
        let fields = [
            ("source", "account"),
            ("username", name),
            ("password", password),
        ];
        let answer = visitor.send(&login, "/enroll/login", &fields).await;
        assert_eq!(answer.status, 422);
        answers.push(bare(&answer.text(), name));
    }
    assert_eq!(answers[0], answers[1]);
});

both_databases!(
    failures_slow_down_and_a_right_password_does_not_help_meanwhile,
    |url| async {
        let school = School::without_root(url);
        let visitor = school.visitor();
        let login = visitor.start(&school.link("anybody")).await;
        for name in ["tess", "Tess ", "tess", "TESS", "tess"] {
            let fields = [
                ("source", "account"),
                ("username", name),
                ("password", "wrong"),
            ];
            assert_eq!(
                visitor.post(&login, "/enroll/login", &fields).await.status,
                422
            );
        }
        let right = [
            ("source", "account"),
            ("username", "tess"),
            ("password", TESS),
        ];
        let locked = visitor.send(&login, "/enroll/login", &right).await;
        let locked = locked.expect(429, "/enroll/login", "Too many tries");
        assert!(!locked.header("retry-after").is_empty());
        let other = [
            ("source", "directory"),
            ("username", "maya.chen"),
            ("password", "maya.chen-pass"),
        ];
        let page = visitor.send(&login, "/enroll/login", &other).await;
        page.expect(200, "/enroll/profile", "Install the management profile");
        school
            .sql("UPDATE login_failure SET last_at = last_at - 11000000")
            .await;
        let visitor = school.visitor();
        let login = visitor.start(&school.link("anybody")).await;
        let page = visitor.send(&login, "/enroll/login", &right).await;
        page.expect(200, "/enroll/profile", "Install the management profile");
        let clean = "SELECT COUNT(*) FROM login_failure WHERE failures > 0";
        school.holds(1, clean).await;
    }
);

both_databases!(
    a_school_behind_one_address_goes_on_and_no_account_is_locked_for_good,
    |url| async {
        let school = School::without_root(url);
        let link = school.link("anybody");
        for name in ["rui.costa", "nobody.1", "nobody.2"] {
            let visitor = school.visitor();
            let login = visitor.start(&link).await;
            let wrong = visitor.log_in(&login, name, "wrong").await;
            assert_eq!(wrong.status, 422, "{name}");
        }
        // As after a day of wrong passwords, of these accounts and of their common address.
        school.sql("UPDATE login_failure SET failures = 5000").await;
        let visitor = school.visitor();
        let login = visitor.start(&link).await;
        let other = visitor.log_in(&login, "maya.chen", "maya.chen-pass").await;
        other.expect(200, "/enroll/profile", "Install the management profile");
        for name in ["rui.costa", "nobody.1"] {
            let visitor = school.visitor();
            let login = visitor.start(&link).await;
            let locked = visitor.log_in(&login, name, "wrong").await;
            locked.expect(429, "/enroll/login", "Too many tries");
        }
        school
            .sql("UPDATE login_failure SET last_at = last_at - 3601000000")
            .await;
        let visitor = school.visitor();
        let login = visitor.start(&link).await;
        let page = visitor.log_in(&login, "rui.costa", "rui.costa-pass").await;
        page.expect(200, "/enroll/profile", "Install the management profile");
    }
);

#[tokio::test]
async fn a_directory_that_is_down_is_nobodys_fault() {
    let database = crate::support::database::Database::sqlite();
    let directory = Slapd::start();
    let school = School::beside(database.url(), &directory);
    let visitor = school.visitor();
    let login = visitor.start(&school.link("anybody")).await;
    directory.down();
    for _ in 0..7 {
        let page = visitor.log_in(&login, "maya.chen", "maya.chen-pass").await;
        let page = page.expect(
            503,
            "/enroll/login",
            "We can’t check your password right now",
        );
        assert_eq!(page.header("retry-after"), "60");
    }
    let tess = [
        ("source", "account"),
        ("username", "tess"),
        ("password", TESS),
    ];
    let page = visitor.send(&login, "/enroll/login", &tess).await;
    assert_eq!(page.path, "/enroll/certificate", "accounts work meanwhile");
    directory.up();
    let visitor = school.visitor();
    let login = visitor.start(&school.link("anybody")).await;
    let page = visitor.log_in(&login, "maya.chen", "maya.chen-pass").await;
    assert_eq!(page.path, "/enroll/certificate");
}

#[tokio::test]
async fn an_empty_password_never_reaches_the_directory() {
    let database = crate::support::database::Database::sqlite();
    let directory = Slapd::start();
    let school = School::beside(database.url(), &directory);
    let visitor = school.visitor();
    let login = visitor.start(&school.link("anybody")).await;
    let before = directory.asked().len();
    for password in ["", " ", "\t", "a\0b"] {
        let answer = visitor.log_in(&login, "maya.chen", password).await;
        assert_eq!(answer.status, 422, "{password:?}");
    }
    assert_eq!(directory.asked().len(), before, "not one packet");
}

/// Runs `enroll password` with this on its standard input; the exit code and what it prints.
fn password(input: &str) -> (Option<i32>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_enroll"))
        .arg("password")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stdout).unwrap(),
    )
}

#[test]
fn a_password_becomes_a_hash_of_its_own_each_time() {
    let (code, first) = password("correct horse\n");
    assert_eq!(code, Some(0));
    assert!(first.starts_with("$argon2id$v=19$m=19456,t=2,p=1$") && first.ends_with('\n'));
    let (_, second) = password("correct horse");
    assert_ne!(first, second);
    assert_eq!(password("").0, Some(64));
}

both_databases!(a_thousand_guesses_at_once_are_a_thousand, |url| async {
    let here = Installation::open(url).await;
    let replicas = [
        Arc::new(here.replica().await),
        Arc::new(here.replica().await),
    ];
    let mut guesses = JoinSet::new();
    for guess in 0..60 {
        let app = Arc::clone(&replicas[guess % 2]);
        guesses.spawn(async move {
            let sources = Sources {
                accounts: true,
                ..Sources::default()
            };
            let password = Secret::new(format!("guess {guess}"));
            let attempt = Attempt {
                username: if guess % 3 == 0 { "tess" } else { "TESS" },
                password: &password,
                with: With::Account,
                address: IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
            };
            log_in(&app, &sources, &attempt).await
        });
    }
    let (mut looked_at, mut refused) = (0, 0);
    for answer in guesses.join_all().await {
        match answer {
            Err(Refusal::BadLogin) => looked_at += 1,
            Err(Refusal::TooMany { seconds }) if seconds <= 11 => refused += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((looked_at, refused), (5, 55), "however many replicas");
});
