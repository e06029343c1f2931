//! Verbs that help to begin: `init`, `schema`, `completions`, `explain`.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{json, plain, satisfies};
use crate::support::binary::Repo;
use crate::support::source;

#[test]
fn init_writes_what_validates_plans_and_applies_and_never_overwrites() {
    let repo = Repo::new();
    let flags = [
        "--yes",
        "--name",
        "Riverside: \"Schools\"",
        "--time-zone",
        "Europe/Berlin",
    ];
    let told = repo
        .run(&[&["init", "here"][..], &flags].concat())
        .expect_code(0);
    let password = told.stdout.split('`').nth(3).unwrap();
    let here = repo.path().join("here");
    for file in [
        "enroll.yaml",
        "sites.yaml",
        "policies.yaml",
        "accounts.yaml",
        ".gitignore",
    ] {
        assert!(here.join(file).exists(), "{file}");
    }
    let all = fs::read_to_string(here.join("accounts.yaml")).unwrap();
    assert!(
        !all.contains(password) && all.contains("$argon2id$"),
        "{all}"
    );
    let run = |arguments: &[&str]| repo.run(&[&["-C", "here"], arguments].concat());
    let valid = run(&["validate"]).expect_code(0);
    assert!(
        valid.stdout.starts_with("valid: 1 invitation"),
        "{}",
        valid.stdout
    );
    let _ = run(&["plan", "--detailed-exitcode"]).expect_code(2);
    let _ = run(&["apply", "--auto-approve"]).expect_code(0);
    let _ = run(&["plan", "--detailed-exitcode"]).expect_code(0);
    let _ = run(&["doctor"]).expect_code(0);

    let before = fs::read_to_string(here.join("enroll.yaml")).unwrap();
    let refused = repo
        .run(&["init", "here", "--yes", "--name", "Other"])
        .expect_code(4);
    assert!(
        refused.stderr.contains("exists already"),
        "{}",
        refused.stderr
    );
    assert_eq!(
        fs::read_to_string(here.join("enroll.yaml")).unwrap(),
        before
    );
    repo.write("partly/policies.yaml", "mine: { login: none }\n");
    let _ = repo.run(&["init", "partly", "--yes"]).expect_code(4);
    assert!(
        !repo.path().join("partly/enroll.yaml").exists(),
        "all or nothing"
    );
    assert_eq!(repo.read("partly/policies.yaml"), "mine: { login: none }\n");
}

#[test]
fn init_with_a_mail_server_and_a_directory_validates_too() {
    let repo = Repo::new();
    let _ = repo
        .run(&[
            "init",
            "--yes",
            "--url",
            "https://enroll.example.com",
            "--smtp",
            "smtps://enroll@smtp.example.com",
            "--ldap",
            "ldaps://ldap.example.com",
        ])
        .expect_code(0);
    let _ = repo.run(&["validate"]).expect_code(0);
    let git = repo.read(".gitignore");
    assert!(git.contains("/.enroll/"), "{git}");
}

#[test]
fn schemas_of_outputs_are_written_with_the_others() {
    let repo = Repo::new();
    let _ = repo.run(&["schema", "out"]).expect_code(0);
    let ours = source::root().join("schemas");
    let mut names: Vec<_> = fs::read_dir(&ours)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.contains(&"plan.json".to_owned()) && names.contains(&"report.json".to_owned()));
    for name in names {
        let kept = fs::read_to_string(ours.join(&name)).unwrap();
        assert_eq!(
            repo.read(&format!("out/{name}")),
            kept,
            "{name}: run `enroll schema`"
        );
    }
}

#[test]
fn every_plan_satisfies_its_schema() {
    let repo = plain("auto_approve: 9, messages: 1");
    let plan = |repo: &Repo| json(&repo.run(&["plan", "--format", "json"]).expect_code(0));
    let first = plan(&repo);
    satisfies(&first, "plan");
    assert_eq!(first["summary"]["messages"], 2);
    let _ = repo
        .run(&["apply", "--auto-approve", "--ack", "messages=2"])
        .expect_code(0);
    satisfies(&plan(&repo), "plan");
    repo.write(
        "invitations.d/a.yaml",
        "a: { to: [ada@example.com], policy: link, uses: 3 }\n",
    );
    repo.write("sites.yaml", "main: { name: Main }\n");
    let edited = plan(&repo);
    satisfies(&edited, "plan");
    assert!(
        edited["changes"].as_array().unwrap().len() >= 3,
        "{edited:#}"
    );
}

#[test]
fn completions_are_scripts_that_shells_read() {
    let repo = Repo::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = repo.run(&["completions", shell]).expect_code(0).stdout;
        for verb in ["validate", "apply", "revoke", "outbox"] {
            assert!(script.contains(verb), "{shell}: {verb}");
        }
        if shell == "bash" {
            let path = repo.path().join("enroll.bash");
            fs::write(&path, script).unwrap();
            assert!(reads(&path), "bash -n");
        }
    }
    let _ = repo.run(&["completions", "cmd"]).expect_code(64);
}

fn reads(script: &Path) -> bool {
    let checked = Command::new("bash").arg("-n").arg(script).status();
    checked.unwrap().success()
}

#[test]
fn codes_and_keys_are_explained() {
    let repo = Repo::new();
    let explain = |about: &str| repo.run(&["explain", about]);
    assert!(
        explain("E021")
            .expect_code(0)
            .stdout
            .contains("personally owned")
    );
    assert!(
        explain("invitation.uses")
            .expect_code(0)
            .stdout
            .contains("devices")
    );
    let near = explain("expire").expect_code(64);
    assert!(near.stderr.contains("`expires`"), "{}", near.stderr);
}
