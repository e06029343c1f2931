//! Plans as an administrator reads them, and what a plan must never do.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::binary::Repo;
use crate::support::{postgres, slapd};

/// The instant that the plans of `tests/plans` are made for.
const NOW: &str = "2090-01-04T12:00:00Z";

/// A repository of one site, one policy and one invitation, on the database at `url`.
fn repository(url: &str) -> Repo {
    let repo = Repo::new();
    repo.write(
        "enroll.yaml",
        &format!(
            "version: 1\norganization: {{ name: Riverside }}\nportal: {{ url: http://127.0.0.1:8600 }}\n\
             database: {url}\nlimits: {{ auto_approve: 20 }}\n"
        ),
    );
    repo.write("policies.yaml", "link: { login: none }\n");
    repo.write("invitations.d/a.yaml", STAFF);
    repo
}

const STAFF: &str =
    "staff:\n  to: [ada@example.com, bea@example.com]\n  policy: link\n  expires: 14d\n";

#[test]
fn every_case_reads_as_written_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans");
    let mut cases: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    cases.sort();
    assert!(cases.len() >= 14, "{cases:?}");
    let mut wrong = Vec::new();
    for case in cases {
        for (name, text) in shown(&case) {
            let golden = case.join(name);
            if std::env::var_os("ENROLL_BLESS").is_some() {
                fs::write(&golden, &text).unwrap();
            }
            if fs::read_to_string(&golden).unwrap_or_default() != text {
                wrong.push(format!("{}:\n{text}", golden.display()));
            }
            assert!(
                ["rui.costa@", "Rui", "Ortiz", "argon2id"]
                    .iter()
                    .all(|s| !text.contains(s)),
                "{text}"
            );
        }
    }
    assert!(
        wrong.is_empty(),
        "look, then run with ENROLL_BLESS=1:\n{}",
        wrong.join("\n")
    );
}

/// The plan from `before` (applied) to `after`.
fn shown(case: &Path) -> [(&'static str, String); 2] {
    let repo = empty();
    if case.join("before").exists() {
        copy(&case.join("before"), &repo.path());
        let _ = repo
            .run(&["apply", "--auto-approve", "--no-send"])
            .expect_code(0);
        clear(&repo);
    }
    copy(&case.join("after"), &repo.path());
    forms(&repo, NOW)
}

/// A repository that may ask the directory of the tests.
pub fn empty() -> Repo {
    let mut repo = Repo::new();
    repo.env("LDAP_PASSWORD", slapd::SERVICE_PASSWORD);
    repo
}

/// Takes out everything but the database.
pub fn clear(repo: &Repo) {
    for entry in fs::read_dir(repo.path()).unwrap().map(Result::unwrap) {
        if entry.file_name() == ".enroll" {
            continue;
        }
        if entry.path().is_dir() {
            fs::remove_dir_all(entry.path()).unwrap();
        } else {
            fs::remove_file(entry.path()).unwrap();
        }
    }
}

/// The plan in each written form, with what is random left out.
pub fn forms(repo: &Repo, now: &str) -> [(&'static str, String); 2] {
    let plan = ["plan", "--now", now];
    let text = repo.run(&plan).expect_code(0).stdout;
    let comment = [&plan[..], &["--format", "markdown"]].concat();
    let comment = repo.run(&comment).expect_code(0).stdout;
    [
        ("plan.txt", steady(&text)),
        ("comment.md", steady(&comment)),
    ]
}

/// A plan without its fingerprint, which is another one in each installation.
fn steady(plan: &str) -> String {
    let mut lines = Vec::new();
    for line in plan.lines() {
        let line = line.trim_end();
        lines.push(match line.split_once("sha256:") {
            Some((before, after)) => format!("{before}sha256:…{}", &after[64..]),
            None => line.to_owned(),
        });
    }
    lines.join("\n") + "\n"
}

/// Copies a repository; the directory of the tests stands in for the one it names.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else if entry.file_name() == "enroll.yaml" {
            let text = fs::read_to_string(entry.path()).unwrap();
            let url = slapd::shared().url();
            fs::write(to, text.replace("ldap://directory.invalid", &url)).unwrap();
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

both_databases!(a_second_plan_is_one_line_and_exits_0, |url| async {
    let repo = repository(url);
    let _ = repo.run(&["plan", "--detailed-exitcode"]).expect_code(2);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    let plan = repo.run(&["plan", "--detailed-exitcode"]).expect_code(0);
    assert_eq!(plan.stdout, "Nothing to do. 1 invitation matches git.\n");
});

both_databases!(editing_expires_is_one_update_and_no_message, |url| async {
    let repo = repository(url);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo.write("invitations.d/a.yaml", &STAFF.replace("14d", "21d"));
    let plan = json(&repo);
    assert_eq!(plan["summary"]["changes"], 1);
    assert_eq!(plan["summary"]["messages"], 0);
    assert_eq!(plan["changes"][0]["action"], "update");
    assert_eq!(plan["changes"][0]["diff"][1]["before"], "14d");
    let unified = plan["changes"][0]["unified"].as_array().unwrap();
    assert!(unified.contains(&"-  expires: 14d".into()));
    assert!(unified.contains(&"+  expires: 21d".into()));
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    assert_eq!(json(&repo)["summary"]["changes"], 0);
    assert_eq!(mails(&repo), 2);
});

both_databases!(removing_an_invitation_revokes_its_links, |url| async {
    let repo = repository(url);
    repo.write(
        "invitations.d/b.yaml",
        "poster: { send: none, policy: link }\n",
    );
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    fs::remove_file(repo.path().join("invitations.d/a.yaml")).unwrap();
    let plan = json(&repo);
    let actions: Vec<_> = plan["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| &c["action"])
        .collect();
    assert_eq!(actions, ["revoke", "revoke", "remove"]);
    assert_eq!(plan["changes"][0]["effects"][0]["effect"], "revoke_link");
    assert_eq!(plan["summary"]["messages"], 0);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    assert_eq!(json(&repo)["summary"]["changes"], 0);
});

both_databases!(an_invitation_that_comes_back_is_a_new_one, |url| async {
    let repo = repository(url);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo.write(
        "invitations.d/a.yaml",
        "poster: { send: none, policy: link }\n",
    );
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo.write("invitations.d/a.yaml", STAFF);
    assert_eq!(json(&repo)["summary"]["messages"], 2);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    assert_eq!(mails(&repo), 4);
    assert_eq!(json(&repo)["summary"]["changes"], 0);
});

both_databases!(a_rename_sends_nothing_and_keeps_the_links, |url| async {
    let repo = repository(url);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    let before = link(&repo, "staff");
    let renamed = STAFF.replace("staff:", "phones:") + "  was: staff\n";
    repo.write("invitations.d/a.yaml", &renamed);
    let plan = json(&repo);
    assert_eq!(plan["summary"]["changes"], 1, "{plan}");
    assert_eq!(plan["changes"][0]["action"], "rename");
    assert_eq!(plan["changes"][0]["reason"], "was staff");
    assert_eq!(plan["summary"]["messages"], 0);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    assert_eq!(link(&repo, "phones"), before);
    assert_eq!(mails(&repo), 2);
    assert_eq!(json(&repo)["summary"]["changes"], 0);
    repo.write("invitations.d/a.yaml", &STAFF.replace("staff:", "phones:"));
    assert_eq!(json(&repo)["summary"]["changes"], 0);
});

both_databases!(raising_resend_sends_the_same_link_once_more, |url| async {
    let repo = repository(url);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    let before = link(&repo, "staff");
    for (counter, messages) in [(1, 2), (1, 0), (0, 0), (1, 2)] {
        let before = mails(&repo);
        repo.write(
            "invitations.d/a.yaml",
            &format!("{STAFF}  resend: {counter}\n"),
        );
        assert_eq!(json(&repo)["summary"]["messages"], messages);
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        assert_eq!(mails(&repo) - before, messages);
        assert_eq!(json(&repo)["summary"]["changes"], 0);
    }
    assert_eq!(link(&repo, "staff"), before);
});

both_databases!(
    raising_rotate_ends_the_old_links_and_sends_new_ones,
    |url| async {
        let repo = repository(url);
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        let before = link(&repo, "staff");
        repo.write("invitations.d/a.yaml", &format!("{STAFF}  rotate: 1\n"));
        let plan = json(&repo);
        assert_eq!(plan["summary"]["messages"], 2, "{plan}");
        assert_eq!(plan["summary"]["links_ended"], 2);
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        assert_ne!(link(&repo, "staff"), before);
        assert_eq!(mails(&repo), 4);
        assert_eq!(json(&repo)["summary"]["changes"], 0);
    }
);

both_databases!(an_operators_word_stands_and_the_plan_says_so, |url| async {
    let repo = repository(url);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    let _ = repo
        .run(&[
            "revoke",
            "staff",
            "ada@example.com",
            "--reason",
            "phone lost",
        ])
        .expect_code(0);
    let plan = repo.run(&["plan"]).expect_code(0).stdout;
    assert!(plan.starts_with("Nothing to do."), "{plan}");
    assert!(
        plan.contains("a•••@example.com") && plan.contains("phone lost"),
        "{plan}"
    );
    repo.write("invitations.d/a.yaml", &STAFF.replace("14d", "21d"));
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    assert_eq!(json(&repo)["observed"][0]["fact"], "held");
});

#[test]
fn the_order_of_files_and_keys_never_matters() {
    let one = repository("sqlite://.enroll/enroll.db");
    one.write("sites.yaml", "a: { name: A }\nb: { name: B }\n");
    let other = repository("sqlite://.enroll/enroll.db");
    other.write("sites.d/z.yaml", "a: { name: A }\n");
    other.write("sites.d/c/y.yaml", "b: { name: B }\n");
    fs::rename(
        other.path().join("invitations.d/a.yaml"),
        other.path().join("invitations.d/z.yaml"),
    )
    .unwrap();
    other.write(
        "invitations.d/z.yaml",
        "staff:\n  expires: 14d\n  policy: link\n  to: [bea@example.com, ada@example.com]\n",
    );
    assert_eq!(json(&one)["fingerprint"], json(&other)["fingerprint"]);
}

#[test]
fn a_plan_leaves_every_byte_as_it_is() {
    let repo = repository("sqlite://.enroll/enroll.db");
    let _ = repo.run(&["plan"]).expect_code(0);
    assert!(!repo.path().join(".enroll").exists());
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo.write("invitations.d/a.yaml", &STAFF.replace("14d", "21d"));
    let before = bytes(&repo.path().join(".enroll"));
    let _ = repo.run(&["plan"]).expect_code(0);
    let _ = repo.run(&["plan", "--format", "json"]).expect_code(0);
    assert_eq!(bytes(&repo.path().join(".enroll")), before);
    // The server key is nobody's business here.
    fs::remove_file(repo.path().join(".enroll/key")).unwrap();
    let _ = repo.run(&["plan"]).expect_code(0);
    assert!(!repo.path().join(".enroll/key").exists());
}

#[test]
fn a_plan_needs_only_a_role_that_reads() {
    let database = postgres::fresh_database();
    let repo = repository(database.as_str());
    let _ = repo
        .run(&["apply", "--auto-approve", "--no-send"])
        .expect_code(0);
    repo.write("invitations.d/a.yaml", &STAFF.replace("14d", "21d"));
    let reader = postgres::read_only_role(&database);
    let plan = repo
        .run(&["plan", "--database", reader.as_str()])
        .expect_code(0);
    assert!(
        plan.stdout.contains("expires 14d -> 21d"),
        "{}",
        plan.stdout
    );
    let refused = repo.run(&["apply", "--database", reader.as_str(), "--auto-approve"]);
    let _ = refused.expect_code(1);
}

#[test]
fn the_document_keeps_to_its_schema_and_hides_addresses() {
    let repo = repository("sqlite://.enroll/enroll.db");
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/plan.json"));
    let schema: serde_json::Value = serde_json::from_str(&text.unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let first = json(&repo);
    assert!(
        validator.is_valid(&first),
        "{:?}",
        validator.validate(&first)
    );
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo.write(
        "invitations.d/a.yaml",
        "staff:\n  to: [cid@example.com, bea@example.com]\n  policy: link\n",
    );
    let second = json(&repo);
    assert!(
        validator.is_valid(&second),
        "{:?}",
        validator.validate(&second)
    );
    for name in ["ada@", "bea@", "cid@"] {
        assert!(!first.to_string().contains(name) && !second.to_string().contains(name));
    }
    let full = repo
        .run(&["plan", "--format", "json", "--pii", "full"])
        .expect_code(0);
    assert!(full.stdout.contains("cid@example.com"));
}

fn json(repo: &Repo) -> serde_json::Value {
    let plan = repo.run(&["plan", "--format", "json"]).expect_code(0);
    serde_json::from_str(&plan.stdout).unwrap()
}

/// Ada's link.
fn link(repo: &Repo, id: &str) -> String {
    let shown = repo.run(&["link", id, "ada@example.com", "--pii", "full"]);
    shown.expect_code(0).stdout
}

fn mails(repo: &Repo) -> usize {
    fs::read_dir(repo.path().join(".enroll/outbox"))
        .unwrap()
        .count()
}

fn bytes(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            all.extend(bytes(&entry.path()));
        } else {
            all.push((entry.path(), fs::read(entry.path()).unwrap()));
        }
    }
    all.sort();
    all
}
