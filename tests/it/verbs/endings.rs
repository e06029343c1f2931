//! How verbs end: exit codes, and what they leave alone.

use std::path::Path;

use super::plain;
use crate::support::certificate;
use crate::support::database::Database;

#[test]
fn every_verb_ends_with_the_code_that_says_why() {
    let repo = plain("auto_approve: 9");
    for wrong in [
        &["nothing"][..],
        &["plan", "--format", "csv"],
        &["apply", "--now", "2027-01-01T00:00:00Z"],
        &["apply", "--ack", "messages"],
        &["apply", "--approve", "sha256:0", "--auto-approve"],
        &["get"],
        &["why"],
        &["status", "--pii", "some"],
    ] {
        let ended = repo.run(wrong);
        assert_eq!(ended.code, Some(64), "{wrong:?}: {}", ended.stderr);
    }
    for verb in ["status", "report", "why", "get", "link", "outbox", "revoke"] {
        let more: &[&str] = match verb {
            "why" => &["ada@example.com"],
            "get" => &["devices"],
            "link" => &["a", "--pii", "full"],
            "outbox" => &["list"],
            "revoke" => &["a", "--lift"],
            _ => &[],
        };
        let ended = repo.run(&[&[verb], more].concat());
        assert_eq!(
            ended.code,
            Some(1),
            "{verb} without a database: {}",
            ended.stderr
        );
        assert!(ended.stderr.contains("help"), "{verb}: {}", ended.stderr);
    }
    let _ = repo.run(&["apply"]).expect_code(4);
    let _ = repo.run(&["apply", "--approve", "sha256:0"]).expect_code(5);
    repo.write("sites.yaml", "main: { nmae: Main }\n");
    for verb in [
        &["validate"][..],
        &["plan"],
        &["apply", "--auto-approve"],
        &["status"],
        &["serve"],
        &["doctor"],
        &["report"],
    ] {
        let ended = repo.run(verb).expect_code(7);
        assert!(ended.stderr.contains("E003"), "{verb:?}: {}", ended.stderr);
    }
}

#[test]
fn a_database_that_is_nobodys_business_stays_untouched() {
    let database = Database::sqlite();
    let mut repo = plain("auto_approve: 9");
    repo.env("ENROLL_DATABASE_URL", database.url());
    for verb in [
        &["validate"][..],
        &["plan"],
        &["status"],
        &["report"],
        &["why", "ada"],
    ] {
        let _ = repo.run(verb).code;
    }
    let file = database.url().trim_start_matches("sqlite://").to_owned();
    assert!(
        !Path::new(&file).exists(),
        "only apply and serve make a database"
    );
    assert!(!repo.path().join(".enroll").exists());
}

#[test]
fn serve_says_at_its_start_which_file_devices_could_not_use() {
    let repo = plain("auto_approve: 9");
    let settings = std::fs::read_to_string(repo.path().join("enroll.yaml")).unwrap();
    let nobody = std::fs::read_to_string(certificate::server()).unwrap();
    for (name, content, code, said) in [
        ("none.pem", None, 1, "none.pem"),
        ("words.pem", Some("words"), 7, "mdm.ca"),
        (
            "leaf.pem",
            Some(&*nobody),
            7,
            "mdm.ca holds no certificate of an authority",
        ),
    ] {
        if let Some(content) = content {
            repo.write(name, content);
        }
        let mdm = format!("mdm: {{ url: \"https://mdm.example.com\", ca: {name} }}\n");
        repo.write("enroll.yaml", &format!("{settings}{mdm}"));
        let ended = repo.run(&["serve"]);
        assert_eq!(ended.code, Some(code), "{name}: {}", ended.stderr);
        assert!(ended.stderr.contains(said), "{name}: {}", ended.stderr);
        assert!(!ended.stderr.contains("listening"), "{name}");
    }
}
