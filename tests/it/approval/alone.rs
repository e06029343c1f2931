//! `--only`: one entry is looked at and applied, nothing else is touched.

use serde_json::Value;

use crate::apply::{BOTH, OWN, mailed, repository, write_root};

both_databases!(one_entry_is_applied_alone, |url| async {
    let repo = repository(url, "auto_approve: 9");
    repo.write(
        "invitations.d/b.yaml",
        "more: { to: [cid@example.com], policy: link }\n",
    );
    let early = repo
        .run(&["apply", "--only", "more", "--auto-approve"])
        .expect_code(4);
    assert!(early.stderr.contains("policy/link"), "{}", early.stderr);
    let _ = repo
        .run(&["apply", "--only", "policy/link", "--auto-approve"])
        .expect_code(0);
    // A raise in the working tree is no part of one entry.
    write_root(&repo, url, "auto_approve: 99, messages: 0", "");
    let json = ["plan", "--only", "more", "--format", "json"];
    let plan: Value = serde_json::from_str(&repo.run(&json).expect_code(0).stdout).unwrap();
    assert_eq!(plan["scope"]["complete"], false);
    assert_eq!(plan["scope"]["only"], "more");
    assert_eq!(plan["summary"]["messages"], 1);
    write_root(&repo, url, "auto_approve: 9", "");
    let shown = repo
        .run(&["plan", "--only", "more", "--out", "plan.json"])
        .expect_code(0);
    assert!(shown.stdout.contains("incomplete"), "{}", shown.stdout);
    let _ = repo.run(&["apply", "plan.json"]).expect_code(0);
    assert_eq!(mailed(&repo), ["cid@example.com"]);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    assert_eq!(mailed(&repo), [BOTH[0], BOTH[1], "cid@example.com"]);
});

#[test]
fn the_fingerprint_says_what_was_looked_at() {
    let repo = repository(OWN, "auto_approve: 9");
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo.write(
        "invitations.d/b.yaml",
        "more: { to: [cid@example.com], policy: link }\n",
    );
    let fingerprint = |arguments: &[&str]| {
        let plan = repo.run(&[&["plan", "--format", "json"], arguments].concat());
        let plan: Value = serde_json::from_str(&plan.expect_code(0).stdout).unwrap();
        plan["fingerprint"].as_str().unwrap().to_owned()
    };
    let alone = fingerprint(&["--only", "more"]);
    assert_ne!(alone, fingerprint(&[]));
    let _ = repo.run(&["apply", "--approve", &alone]).expect_code(5);
    let _ = repo
        .run(&["apply", "--only", "more", "--approve", &alone])
        .expect_code(0);
}

#[test]
fn what_is_unknown_or_still_needed_is_refused() {
    let repo = repository(OWN, "auto_approve: 9");
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    let _ = repo.run(&["plan", "--only", "stafff"]).expect_code(1);
    repo.write("policies.yaml", "other: { login: none }\n");
    repo.write(
        "invitations.d/a.yaml",
        "staff: { to: [ada@example.com, bea@example.com], policy: other }\n",
    );
    let needed = repo.run(&["plan", "--only", "link"]).expect_code(4);
    assert!(
        needed.stderr.contains("invitation/staff"),
        "{}",
        needed.stderr
    );
}
