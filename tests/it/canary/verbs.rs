//! Every verb, with everything that may go wrong.

use super::*;

/// Verbs that look at what is there now, and those that act on one thing.
pub(super) fn every_verb(aviary: &mut Aviary) {
    let report = aviary.run(&["report", "mine"]);
    assert_eq!(report.code, Some(0), "{}", report.stderr);
    let doubtful = aviary.run(&["outbox", "list", "--state", "in_doubt", "--format", "json"]);
    let doubtful: serde_json::Value = serde_json::from_str(&doubtful.stdout).unwrap();
    let doubtful = doubtful[0]["id"].as_str().unwrap().to_owned();
    let rejected = aviary.run(&["outbox", "list", "--state", "rejected", "--format", "json"]);
    let rejected: serde_json::Value = serde_json::from_str(&rejected.stdout).unwrap();
    let rejected = rejected[0]["id"].as_str().unwrap().to_owned();
    for arguments in [
        &["plan"][..],
        &["ci", "comment"],
        &["status"],
        &["status", "one"],
        &["status", "some"],
        &["status", "by-phone"],
        &["get", "invitations"],
        &["get", "recipients"],
        &["get", "devices", "--invitation", "one"],
        &["get", "messages", "--site", "main"],
        &["why", "canary-7f3a@leak.example"],
        &["why", "F2LCANARY0K9"],
        &["why", "maya.chen"],
        &["why", "+15557355608"],
        &["why", "canary-nobody@leak.example"],
        &["why", &doubtful],
        &["outbox", "list"],
        &["outbox", "show", &doubtful],
        &["outbox", "show", &rejected],
        &["link", "one"],
        &["link", "some"],
        &["link", "some", "canary-nobody@leak.example"],
        &["doctor"],
        &["explain", "E021"],
        &[
            "revoke",
            "some",
            "canary-nobody@leak.example",
            "--reason",
            "lost",
        ],
    ] {
        aviary.in_every_format(arguments);
    }
    let reason = "canary-asks@leak.example says that +15557355608 is lost";
    let _ = aviary
        .run(&["revoke", "one", "--reason", reason])
        .expect_code(0);
    let who = "canary-rejected@leak.example";
    let _ = aviary
        .run(&["revoke", "some", who, "--reason", reason])
        .expect_code(0);
    for arguments in [
        &["plan"][..],
        &["status", "one"],
        &["status", "some"],
        &["why", "canary-7f3a@leak.example"],
        &["get", "recipients"],
    ] {
        aviary.in_every_format(arguments);
    }
    let _ = aviary.run(&["report", "mine"]).expect_code(0);
    let _ = aviary.run(&["revoke", "one", "--lift"]).expect_code(0);
    let _ = aviary
        .run(&["revoke", "some", who, "--lift"])
        .expect_code(0);
    let _ = aviary
        .run(&["outbox", "resolve", &doubtful, "--sent", "--reason", reason])
        .expect_code(0);
    aviary.in_every_format(&["outbox", "show", &doubtful]);
}

/// Plans that change people, names and passwords.
pub(super) fn edits(aviary: &mut Aviary) {
    let changed = INVITATIONS
        .replace("Quillian Canarywright", "Quillian C. Canarywright")
        .replace("    - canary-rejected@leak.example\n", "")
        .replace("name: Quillian }", "name: Quillian, language: en }")
        .replace("left; ask canary-asks", "gone; ask canary-asks");
    let repo = &aviary.repo;
    repo.write("invitations.d/people.yaml", &changed);
    repo.write("accounts.yaml", &accounts("Clara C. Canaryclerk"));
    aviary.in_every_format(&["plan"]);
    let stale = ["apply", "--approve", "sha256:0", "--report", "mine"];
    assert_eq!(aviary.run(&stale).code, Some(5));
    let events = aviary.run(&["apply", "--auto-approve", "--format", "ndjson"]);
    assert_eq!(events.code, Some(0));
    assert!(events.stdout.contains("lock_acquired"), "{events:?}");
    let untidy = aviary.run(&["fmt", "--check"]);
    assert!(matches!(untidy.code, Some(0 | 2)), "{untidy:?}");
    let exported = aviary.run(&["export", "exported"]);
    assert!(matches!(exported.code, Some(0 | 3)), "{exported:?}");
}

/// Repositories and addresses that do not work.
pub(super) fn mistakes(aviary: &mut Aviary) {
    let repo = &aviary.repo;
    let good = repo.read("enroll.yaml");
    let bad = good
        .replace(
            "password: { env: SMTP_PASSWORD }",
            &format!("password: {WRONG_PASSWORD}"),
        )
        .replace("version: 1", "version: 7");
    repo.write("enroll.yaml", &bad);
    let people = "bad:\n  to: [canary-7f3a@leak.example, canary-7f3a@leak.example, 'canary-asks@', '7355608']\n  \
                  polcy: x\n  except: { canary-asks@leak.example: never invited }\n";
    repo.write("invitations.d/bad.yaml", people);
    let arguments = ["validate", "plan", "status"];
    for verb in arguments {
        for format in FORMATS.split(' ') {
            let outcome = aviary.run(&[verb, "--format", format]);
            assert!(matches!(outcome.code, Some(7 | 64)), "{verb}: {outcome:?}");
        }
    }
    let inside = format!("smtp: smtp://enroll:{WRONG_PASSWORD}@localhost:25");
    let line = good.lines().find(|line| line.starts_with("mail:")).unwrap();
    let mail = format!("mail: {{ from: enroll@riverside.example, {inside} }}");
    aviary.repo.write("enroll.yaml", &good.replace(line, &mail));
    for format in ["human", "json", "sarif", "junit"] {
        let outcome = aviary.run(&["validate", "--format", format]);
        assert_eq!(outcome.code, Some(7), "{outcome:?}");
    }
    aviary.repo.write("enroll.yaml", &good);
    fs::remove_file(aviary.repo.path().join("invitations.d/bad.yaml")).unwrap();
    let nowhere = format!("postgres://clerk:{WRONG_PASSWORD}@127.0.0.1:1/canary");
    let verbs = ["plan", "status", "doctor"].map(|verb| [verb, "--database", &nowhere]);
    let mut running = verbs.map(|arguments| aviary.repo.spawn(&arguments));
    for (arguments, run) in verbs.iter().zip(&mut running) {
        let outcome = run.wait().expect_code(1);
        aviary.heard.outcome(arguments, &outcome);
    }
}
