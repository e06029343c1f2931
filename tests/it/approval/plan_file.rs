//! A plan file is applied as it was looked at, once, in time, by the installation it was made for.

use serde_json::Value;

use crate::apply::{BOTH, OWN, mailed, repository};
use crate::support::binary::Repo;

const MORE: &str = "more: { to: [cid@example.com], policy: link }\n";

/// Writes the plan to `plan.json` and reads it.
fn planned(repo: &Repo) -> Value {
    let _ = repo.run(&["plan", "--out", "plan.json"]).expect_code(0);
    serde_json::from_str(&repo.read("plan.json")).unwrap()
}

both_databases!(a_plan_file_is_applied_once, |url| async {
    let repo = repository(url, "");
    let file = planned(&repo);
    assert_eq!(file["format"], "enroll.planfile");
    assert!(file["plan_id"].is_string() && file["instance"].is_null());
    let first = repo.run(&["apply", "plan.json"]).expect_code(0);
    assert!(first.stdout.contains("Applied"), "{}", first.stdout);
    assert_eq!(mailed(&repo), BOTH);
    // Even when the repository has gone on since, the first outcome is what it tells.
    repo.write("invitations.d/b.yaml", MORE);
    let again = repo.run(&["apply", "plan.json"]).expect_code(0);
    assert!(
        again.stdout.contains("was applied before, by run"),
        "{}",
        again.stdout
    );
    assert_eq!(mailed(&repo), BOTH);
    let rest = planned(&repo);
    assert!(rest["instance"].is_string());
    let _ = repo.run(&["apply", "plan.json"]).expect_code(0);
    assert_eq!(mailed(&repo).len(), 3);
});

both_databases!(another_plan_is_refused_with_what_differs, |url| async {
    let repo = repository(url, "");
    planned(&repo);
    repo.write("invitations.d/b.yaml", MORE);
    let stale = repo.run(&["apply", "plan.json"]).expect_code(5);
    assert!(
        stale.stderr.contains("now create invitation/more c•••@"),
        "{}",
        stale.stderr
    );
    assert_eq!(mailed(&repo), Vec::<String>::new());
});

both_databases!(another_installation_is_refused, |url| async {
    let one = repository(OWN, "");
    planned(&one);
    let _ = one.run(&["apply", "plan.json"]).expect_code(0);
    one.write("invitations.d/b.yaml", MORE);
    planned(&one);
    let other = repository(url, "auto_approve: 9");
    let _ = other.run(&["apply", "--auto-approve"]).expect_code(0);
    other.write("invitations.d/b.yaml", MORE);
    other.write("plan.json", &one.read("plan.json"));
    let stale = other.run(&["apply", "plan.json"]).expect_code(5);
    assert!(
        stale.stderr.contains("another installation"),
        "{}",
        stale.stderr
    );
    assert_eq!(mailed(&other), BOTH);
});

#[test]
fn after_a_day_it_is_too_late() {
    let repo = repository(OWN, "");
    let mut file = planned(&repo);
    file["valid_until"] = "2026-01-01T00:00:00Z".into();
    repo.write("plan.json", &file.to_string());
    let late = repo.run(&["apply", "plan.json"]).expect_code(5);
    assert!(late.stderr.contains("valid until"), "{}", late.stderr);
    let text = repo.read("plan.json").replace("enroll.planfile", "else");
    repo.write("plan.json", &text);
    let _ = repo.run(&["apply", "plan.json"]).expect_code(64);
    let _ = repo
        .run(&["plan", "--out", "p", "--now", "2090-01-01T00:00:00Z"])
        .expect_code(64);
    assert_eq!(mailed(&repo), Vec::<String>::new());
}

#[test]
fn it_holds_no_address_and_is_valid_for_a_day() {
    let repo = repository(OWN, "auto_approve: 9");
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo.write("invitations.d/a.yaml", "staff: { to: [bea@example.com], policy: link, except: { bea@example.com: 'ask dora@example.com' } }\n");
    let file = planned(&repo);
    let text = repo.read("plan.json");
    for name in ["ada@", "bea@", "dora@"] {
        assert!(!text.contains(name), "{name} in {text}");
    }
    let instant = |key: &str| {
        file[key]
            .as_str()
            .unwrap()
            .parse::<enroll::base::time::Timestamp>()
    };
    let (from, until) = (
        instant("created_at").unwrap(),
        instant("valid_until").unwrap(),
    );
    assert_eq!(until.since(from), enroll::base::time::DAY);
}
