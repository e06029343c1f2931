//! A plan over the files that changed says what a plan over all of them says, and reads less.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use enroll::base::time::{DAY, Timestamp};
use enroll::model::source::Unread;
use enroll::ops::plan::Question;
use enroll::ops::{changed, clock, load, plan};
use enroll::plan::Plan;

use crate::apply::write_root;
use crate::support::binary::Repo;

/// Ten files of two invitations each, one of them with a list of people.
fn repository(url: &str, limits: &str) -> Repo {
    let repo = Repo::new();
    write_root(&repo, url, limits, "");
    repo.write("policies.yaml", "link: { login: none }\n");
    for n in 0..10 {
        repo.write(&format!("invitations.d/{n}.yaml"), &two(n));
    }
    repo.write(
        "invitations.d/list.yaml",
        "listed: { policy: link, to: [{ csv: people/a.csv }] }\n",
    );
    repo.write("people/a.csv", "email\nlia@example.com\nlea@example.com\n");
    let _ = repo
        .run(&["apply", "--auto-approve", "--no-send"])
        .expect_code(0);
    repo
}

fn two(n: u8) -> String {
    let one = |id: String| {
        format!(
            "{id}:\n  policy: link\n  expires: {}d\n  to: [a{n}@example.com, b{n}@example.com]\n",
            n + 1
        )
    };
    format!("{}{}", one(format!("left-{n}")), one(format!("right-{n}")))
}

/// The plan over what changed, with what was passed over, and the plan over everything.
async fn plans(root: &Path, now: Timestamp) -> (Option<Unread>, Plan, Plan) {
    let question = Question {
        now: Some(now),
        ..Question::default()
    };
    let part = changed::repository(root, Some(now), None).await.unwrap();
    let part = part.desired.unwrap();
    let all = load::repository(root, Some(now)).unwrap().desired.unwrap();
    let quick = plan::plan(&part, root, &question).await.unwrap();
    let whole = plan::plan(&all, root, &question).await.unwrap();
    (part.sources.unread, quick, whole)
}

/// Both plans are the same now and when half of the links have ended; answers the ids that were compared.
async fn same(repo: &Repo) -> Option<BTreeSet<String>> {
    let later = clock::now().plus(5 * DAY);
    let (_, quick, whole) = plans(&repo.path(), later).await;
    assert_eq!(quick, whole);
    assert!(!quick.facts.is_empty(), "nothing ended: {quick:?}");
    let (unread, quick, whole) = plans(&repo.path(), clock::now()).await;
    assert_eq!(quick, whole);
    let compared = unread?.compared;
    Some(compared.into_iter().map(|id| id.0).collect())
}

fn ids(all: &[&str]) -> Option<BTreeSet<String>> {
    Some(all.iter().map(|id| (*id).to_owned()).collect())
}

both_databases!(only_changed_files_are_compared, |url| async {
    let repo = repository(url, "auto_approve: 99, messages_percent: 90");
    assert_eq!(same(&repo).await, ids(&[]));
    // An edit, an entry that leaves, one that comes.
    repo.write("invitations.d/3.yaml", &two(3).replace("4d", "9d"));
    assert_eq!(same(&repo).await, ids(&["left-3", "right-3"]));
    repo.write(
        "invitations.d/3.yaml",
        "new: { policy: link, to: [cid@example.com] }\n",
    );
    assert_eq!(same(&repo).await, ids(&["left-3", "new", "right-3"]));
    // An entry that moves to another file, and a file that leaves.
    fs::remove_file(repo.path().join("invitations.d/4.yaml")).unwrap();
    repo.write("invitations.d/3.yaml", &format!("{}{}", two(3), two(4)));
    let moved = same(&repo).await;
    assert_eq!(moved, ids(&["left-3", "left-4", "right-3", "right-4"]));
    let _ = repo
        .run(&["apply", "--auto-approve", "--no-send"])
        .expect_code(0);
    assert_eq!(same(&repo).await, ids(&[]));
    // A list is a part of the file that names it.
    repo.write("people/a.csv", "email\nlia@example.com\n");
    assert_eq!(same(&repo).await, ids(&["listed"]));
});

both_databases!(what_somebody_holds_is_said_all_the_same, |url| async {
    let repo = repository(url, "auto_approve: 99");
    let _ = repo
        .run(&["revoke", "left-1", "--reason", "lost"])
        .expect_code(0);
    let _ = repo
        .run(&["revoke", "left-2", "a2@example.com", "--reason", "left"])
        .expect_code(0);
    assert_eq!(same(&repo).await, ids(&[]));
    // Somebody who joins a held invitation waits for a link until the hold is lifted, without any edit.
    let joined = two(1).replace("a1@", "late@example.com, a1@");
    repo.write("invitations.d/1.yaml", &joined);
    let _ = repo
        .run(&["apply", "--auto-approve", "--no-send"])
        .expect_code(0);
    let _ = repo.run(&["revoke", "left-1", "--lift"]).expect_code(0);
    assert_eq!(same(&repo).await, ids(&["left-1", "right-1"]));
    let (_, quick, _) = plans(&repo.path(), clock::now()).await;
    assert_eq!(quick.messages(), 1);
});

both_databases!(everything_is_read_where_that_is_safer, |url| async {
    let repo = repository(url, "auto_approve: 99");
    let renamed = two(5).replace("left-5:", "left-5b:\n  was: left-5");
    repo.write("invitations.d/5.yaml", &renamed);
    assert_eq!(same(&repo).await, None);
    repo.write("invitations.d/5.yaml", &two(5));
    repo.write("policies.yaml", "link: { login: none, sites: [] }\n");
    assert_eq!(same(&repo).await, None);
    repo.write("policies.yaml", "link: { login: none }\n");
    assert_eq!(same(&repo).await, ids(&[]));
    // One entry was applied, the file it stands in went back: the database knows better than the digest.
    repo.write("invitations.d/5.yaml", &two(5).replace("6d", "8d"));
    let _ = repo
        .run(&["apply", "--only", "left-5", "--auto-approve", "--no-send"])
        .expect_code(0);
    repo.write("invitations.d/5.yaml", &two(5));
    assert_eq!(same(&repo).await, None);
    let (_, quick, _) = plans(&repo.path(), clock::now()).await;
    assert_eq!(quick.changes.len(), 1);
});

both_databases!(the_same_id_in_an_unread_file_is_found, |url| async {
    let repo = repository(url, "auto_approve: 99");
    repo.write("invitations.d/9.yaml", &two(8));
    let refused = repo.run(&["plan"]).expect_code(7);
    assert!(refused.stderr.contains("E008"), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("invitations.d/8.yaml"),
        "{}",
        refused.stderr
    );
});

#[test]
fn a_warning_is_said_again_every_time() {
    let repo = repository("sqlite://.enroll/enroll.db", "auto_approve: 99");
    repo.write(
        "invitations.d/7.yaml",
        "long: { policy: link, to: [a@example.com], expires: 400d }\n",
    );
    let _ = repo
        .run(&["apply", "--auto-approve", "--no-send"])
        .expect_code(0);
    let quiet = repo.run(&["plan"]).expect_code(0);
    assert!(quiet.stderr.contains("W041"), "{}", quiet.stderr);
}
