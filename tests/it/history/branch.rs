//! Reports on a branch of their own.

use super::{commit, repository};
use crate::support::binary::Repo;

const NAME: &str = "enroll-status";

fn school(url: &str) -> Repo {
    let repo = repository(url);
    commit(&repo, "dana", "Start");
    let _ = repo
        .run(&["apply", "--auto-approve", "--no-send"])
        .expect_code(0);
    repo
}

fn tip(repo: &Repo) -> String {
    repo.git(&["rev-parse", NAME]).trim().to_owned()
}

both_databases!(
    a_report_is_committed_past_working_tree_and_index,
    |url| async {
        let repo = school(url);
        repo.write("half.txt", "being written");
        repo.write("policies.yaml", "link: { login: none } # staged\n");
        repo.git(&["add", "policies.yaml"]);
        let state = repo.git(&["status", "--porcelain"]);
        let report = || {
            repo.run(&["report", "--git-branch", NAME])
                .expect_code(0)
                .stdout
        };

        assert!(report().starts_with("Committed "));
        let first = tip(&repo);
        assert_eq!(repo.git(&["status", "--porcelain"]), state);
        assert_eq!(repo.git(&["branch", "--show-current"]), "main\n");
        assert!(
            !repo.path().join("report").exists(),
            "no folder unless named"
        );
        let files = repo.git(&["ls-tree", "--name-only", NAME]);
        assert_eq!(
            files,
            "devices.csv\nmetrics.txt\nrecipients.csv\nreport.html\nreport.json\nreport.md\n"
        );
        let everything = repo.git(&["log", "-p", NAME]);
        assert!(
            !everything.contains("example.com"),
            "pseudonyms: {everything}"
        );
        assert!(everything.contains("[skip ci]"));

        assert!(report().starts_with("Nothing changed since "));
        assert_eq!(tip(&repo), first, "the same state, no commit");
        let _ = repo
            .run(&["revoke", "staff", "--reason", "over"])
            .expect_code(0);
        assert!(report().starts_with("Committed "));
        assert_eq!(repo.git(&["rev-list", "--count", NAME]), "2\n");
        assert_eq!(repo.git(&["rev-parse", &format!("{NAME}~1")]).trim(), first);
        let shared = repo.git(&["rev-list", "--max-parents=0", "--all"]);
        assert_eq!(shared.lines().count(), 2, "two histories");
    }
);

#[test]
fn runs_at_once_lose_nothing() {
    let repo = school("sqlite://.enroll/enroll.db");
    let branch = ["report", "--git-branch", NAME];
    let mut running: Vec<_> = (0..4).map(|_| repo.spawn(&branch)).collect();
    for run in &mut running {
        let _ = run.wait().expect_code(0);
    }
    assert_eq!(
        repo.git(&["rev-list", "--count", NAME]),
        "1\n",
        "all say the same"
    );
    let _ = repo.git(&["fsck", "--strict"]);
}

#[test]
fn a_branch_with_something_else_is_left_alone() {
    let repo = school("sqlite://.enroll/enroll.db");
    let refused = |name: &str, code: i32| {
        let ended = repo
            .run(&["report", "--git-branch", name])
            .expect_code(code);
        ended.stderr
    };
    let before = repo.git(&["show-ref"]);
    assert!(refused("main", 4).contains("checked out"));
    repo.git(&["branch", "work"]);
    assert!(refused("work", 4).contains("something else than reports"));
    repo.git(&["branch", "-D", "work"]);
    assert!(refused("no..name", 64).contains("no name for a branch"));
    let full = ["report", "--git-branch", NAME, "--pii", "full"];
    assert!(repo.run(&full).expect_code(64).stderr.contains("for ever"));
    assert_eq!(repo.git(&["show-ref"]), before);
}
