//! `apply`: who may, what it does, and that nothing happens twice.

use std::fs;
use std::time::Duration;

use enroll::base::error::Kind;
use enroll::base::time::HOUR;
use enroll::model::declared::Desired;
use enroll::model::id::InvitationId;
use enroll::model::invitation::Expiry;
use enroll::ops::apply::{Agreed, Applied, By, commit, lock};
use enroll::ops::plan::Question;
use enroll::ops::{self, App, Error, load};
use enroll::plan::guard::Acks;

use crate::support::binary::Repo;
use crate::support::smtp::{Mode, Smtp};

pub const OWN: &str = "sqlite://.enroll/enroll.db";
pub const TWO: &str = "staff:\n  to: [ada@example.com, bea@example.com]\n  policy: link\n";

/// A repository of one policy and one invitation to two people.
pub fn repository(url: &str, limits: &str) -> Repo {
    let repo = Repo::new();
    write_root(&repo, url, limits, "");
    repo.write("policies.yaml", "link: { login: none }\n");
    repo.write("invitations.d/a.yaml", TWO);
    repo
}

pub fn write_root(repo: &Repo, url: &str, limits: &str, rest: &str) {
    repo.write(
        "enroll.yaml",
        &format!(
            "version: 1\norganization: {{ name: Riverside }}\nportal: {{ url: http://127.0.0.1:8600 }}\n\
             database: {url}\nlimits: {{ {limits} }}\n{rest}"
        ),
    );
}

pub fn fingerprint(repo: &Repo) -> String {
    let plan = repo.run(&["plan", "--format", "json"]).expect_code(0);
    let plan: serde_json::Value = serde_json::from_str(&plan.stdout).unwrap();
    plan["fingerprint"].as_str().unwrap().to_owned()
}

/// Captured mail, by recipient, sorted.
pub fn mailed(repo: &Repo) -> Vec<String> {
    let Ok(folder) = fs::read_dir(repo.path().join(".enroll/outbox")) else {
        return Vec::new();
    };
    let mut all: Vec<String> = folder
        .map(|file| {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            let to = text.lines().find(|line| line.starts_with("To: ")).unwrap();
            to.trim_start_matches("To: ").trim().to_owned()
        })
        .collect();
    all.sort();
    all
}

pub const BOTH: [&str; 2] = ["ada@example.com", "bea@example.com"];

#[test]
fn without_consent_nothing_is_even_looked_at() {
    let repo = repository(OWN, "auto_approve: 1");
    let refused = repo.run(&["apply"]).expect_code(4);
    assert!(
        refused.stderr.contains("nobody agreed"),
        "{}",
        refused.stderr
    );
    let above = repo.run(&["apply", "--auto-approve"]).expect_code(4);
    assert!(
        above.stderr.contains("limits.auto_approve"),
        "{}",
        above.stderr
    );
    assert!(!repo.path().join(".enroll").exists());
}

both_databases!(an_approved_plan_is_applied_once, |url| async {
    let repo = repository(url, "");
    let agreed = fingerprint(&repo);
    let other = format!("sha256:{}", "0".repeat(64));
    let _ = repo.run(&["apply", "--approve", &other]).expect_code(5);
    let _ = repo.run(&["apply", "--approve", &agreed]).expect_code(0);
    assert_eq!(mailed(&repo), BOTH);
    let again = repo.run(&["apply", "--approve", &agreed]).expect_code(0);
    assert!(
        again.stdout.contains("was applied before"),
        "{}",
        again.stdout
    );
    assert_eq!(mailed(&repo), BOTH);
    let _ = repo.run(&["apply", "--approve", &other]).expect_code(5);
});

#[test]
fn an_approved_plan_that_is_another_one_by_now_is_refused() {
    let repo = repository(OWN, "");
    let agreed = fingerprint(&repo);
    repo.write(
        "invitations.d/b.yaml",
        "more: { to: [cid@example.com], policy: link }\n",
    );
    let stale = repo.run(&["apply", "--approve", &agreed]).expect_code(5);
    assert!(stale.stderr.contains("enroll plan"), "{}", stale.stderr);
    assert!(!repo.path().join(".enroll").exists());
}

#[test]
fn at_a_terminal_the_number_is_typed() {
    let repo = repository(OWN, "");
    let wrong = repo.run_at_terminal(&["apply"], "3\n").expect_code(4);
    assert!(wrong.stdout.contains("Type 2 to go on"), "{}", wrong.stdout);
    let _ = repo.run_at_terminal(&["apply"], "yes\n").expect_code(4);
    assert_eq!(mailed(&repo), Vec::<String>::new());
    let _ = repo.run_at_terminal(&["apply"], "2\n").expect_code(0);
    assert_eq!(mailed(&repo), BOTH);
}

both_databases!(a_guard_passes_only_by_its_number, |url| async {
    let repo = repository(url, "messages: 1, auto_approve: 9");
    let refused = repo.run(&["apply", "--auto-approve"]).expect_code(4);
    assert!(
        refused.stderr.contains("--ack messages=2"),
        "{}",
        refused.stderr
    );
    let _ = repo
        .run(&["apply", "--auto-approve", "--ack", "messages=3"])
        .expect_code(4);
    let _ = repo
        .run(&["apply", "--auto-approve", "--ack", "messages"])
        .expect_code(64);
    let _ = repo
        .run(&["apply", "--auto-approve", "--ack", "messages=2"])
        .expect_code(0);
    // The last invitation leaves, and both its links with it.
    fs::remove_dir_all(repo.path().join("invitations.d")).unwrap();
    let emptied = repo.run(&["apply", "--auto-approve"]).expect_code(4);
    assert!(
        emptied.stderr.contains("--ack empty_invitation=1"),
        "{}",
        emptied.stderr
    );
    let _ = repo
        .run(&["apply", "--auto-approve", "--ack", "empty_invitation=1"])
        .expect_code(0);
    let _ = repo.run(&["plan", "--detailed-exitcode"]).expect_code(0);
});

#[test]
fn a_raised_limit_counts_from_the_next_apply_on() {
    let repo = repository(OWN, "messages: 2, auto_approve: 9");
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    let more = "more: { to: [a@example.com, b@example.com, c@example.com], policy: link }\n";
    write_root(&repo, OWN, "messages: 9, auto_approve: 9", "");
    repo.write("invitations.d/b.yaml", more);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(4);
    fs::remove_file(repo.path().join("invitations.d/b.yaml")).unwrap();
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo.write("invitations.d/b.yaml", more);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    assert_eq!(mailed(&repo).len(), 5);
}

both_databases!(
    an_automated_run_never_takes_a_new_database_for_granted,
    |url| async {
        let mut repo = repository(url, "auto_approve: 9");
        repo.env("CI", "true");
        let plan = repo.run(&["plan"]).expect_code(0).stdout;
        assert!(
            plan.lines().next().unwrap().contains("new_database=1"),
            "{plan}"
        );
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(4);
        let _ = repo
            .run(&["apply", "--auto-approve", "--ack", "new_database=1"])
            .expect_code(0);
        assert_eq!(mailed(&repo), BOTH);
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    }
);

both_databases!(another_server_key_stops_before_any_work, |url| async {
    let repo = repository(url, "auto_approve: 9");
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo.write(".enroll/key", &"7".repeat(64));
    repo.write(
        "invitations.d/b.yaml",
        "more: { to: [cid@example.com], policy: link }\n",
    );
    let wrong = repo.run(&["apply", "--auto-approve"]).expect_code(1);
    assert!(wrong.stderr.contains("server key"), "{}", wrong.stderr);
    assert_eq!(mailed(&repo), BOTH);
});

both_databases!(
    of_two_at_once_one_wins_and_nothing_is_doubled,
    |url| async {
        let repo = repository(url, "auto_approve: 99");
        let people: Vec<String> = (0..60).map(|n| format!("p{n}@example.com")).collect();
        let list = people.join(", ");
        repo.write(
            "invitations.d/a.yaml",
            &format!("many:\n  to: [{list}]\n  policy: link\n"),
        );
        // The database is there already: what races is the work, not its making.
        let _ = repo
            .run(&["apply", "--auto-approve", "--no-send"])
            .expect_code(0);
        repo.write(
            "invitations.d/a.yaml",
            &format!("much:\n  to: [{list}]\n  policy: link\n"),
        );
        let ack = ["apply", "--auto-approve", "--ack", "revocations=60"];
        let mut both = [repo.spawn(&ack), repo.spawn(&ack)];
        let codes = both.each_mut().map(|run| run.wait().code.unwrap());
        assert!(codes.contains(&0), "{codes:?}");
        assert!(
            codes.iter().all(|code| [0, 5, 6].contains(code)),
            "{codes:?}"
        );
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        assert_eq!(mailed(&repo).len(), 60);
    }
);

async fn locked_commit(
    app: &App,
    desired: &Desired,
    agreed: &Agreed<'_>,
) -> Result<Applied, Error> {
    let lock = lock(app, Duration::from_secs(20), |_| {}).await?;
    commit(app, desired, agreed, lock).await
}

both_databases!(two_agreed_plans_are_committed_once, |url| async {
    let repo = repository(url, "auto_approve: 9");
    let desired = load::repository(&repo.path(), None)
        .unwrap()
        .desired
        .unwrap();
    let root = repo.path();
    let open = || App::open(desired.settings.clone(), &root);
    let (one, two) = (open().await.unwrap(), open().await.unwrap());
    let plan = ops::plan::plan(&desired, &repo.path(), &Question::default())
        .await
        .unwrap();
    let acks = Acks::default();
    let agreed = Agreed {
        fingerprint: &plan.fingerprint,
        acks: &acks,
        ci: false,
        scope: &plan.scope,
        plan_file: None,
        asked: &[],
        by: By::Person,
    };
    let (first, second) = tokio::join!(
        locked_commit(&one, &desired, &agreed),
        locked_commit(&two, &desired, &agreed)
    );
    let (won, lost) = if first.is_ok() {
        (first, second)
    } else {
        (second, first)
    };
    assert!(won.unwrap().run.is_some());
    assert_eq!(lost.unwrap_err().kind(), Kind::Stale);
    let mut tx = one.db.read().await.unwrap();
    assert_eq!(tx.messages(None).await.unwrap().len(), 2);
    assert_eq!(tx.runs().await.unwrap().len(), 1);
});

both_databases!(whatever_ends_it_the_next_run_finishes, |url| async {
    let mut repo = repository(url, "auto_approve: 9");
    for point in ["A1", "A2", "A3", "A4", "A5", "A6", "A7"] {
        let name = point.to_lowercase();
        let invitation = TWO
            .replace("staff", &name)
            .replace("@", &format!(".{name}@"));
        repo.write(&format!("invitations.d/{name}.yaml"), &invitation);
        repo.env("ENROLL_ABORT_AT", point);
        let ended = repo.run(&["apply", "--auto-approve"]);
        assert_eq!(ended.code, None, "{point}: {}", ended.stderr);
        repo.env("ENROLL_ABORT_AT", "");
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        let mails = mailed(&repo);
        let sent = |who: &str| {
            mails
                .iter()
                .filter(|m| **m == format!("{who}.{name}@example.com"))
                .count()
        };
        assert_eq!((sent("ada"), sent("bea")), (1, 1), "{point}: {mails:?}");
        let _ = repo.run(&["plan", "--detailed-exitcode"]).expect_code(0);
    }
});

both_databases!(a_message_that_was_not_accepted_is_exit_3, |url| async {
    let smtp = Smtp::start(Mode::Greylist);
    let repo = repository(url, "auto_approve: 9");
    let mail = format!(
        "mail: {{ from: it@example.com, smtp: \"{}\" }}\n",
        smtp.url()
    );
    write_root(&repo, url, "auto_approve: 9", &mail);
    let partly = repo
        .run(&["apply", "--auto-approve", "--wait", "0s"])
        .expect_code(3);
    assert!(partly.stdout.contains("2 waiting"), "{}", partly.stdout);
    smtp.set_mode(Mode::Normal);
    let done = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    assert!(done.stdout.contains("2 sent"), "{}", done.stdout);
    assert_eq!(smtp.messages().len(), 2);
});

both_databases!(
    what_was_not_sent_yet_is_withdrawn_with_its_link,
    |url| async {
        let repo = repository(url, "auto_approve: 9");
        let left = repo
            .run(&["apply", "--auto-approve", "--no-send"])
            .expect_code(0);
        assert!(left.stdout.contains("2 messages wait"), "{}", left.stdout);
        assert_eq!(mailed(&repo), Vec::<String>::new());
        repo.write(
            "invitations.d/a.yaml",
            &TWO.replace("ada@example.com, ", ""),
        );
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        assert_eq!(mailed(&repo), ["bea@example.com"]);
    }
);

#[test]
fn the_database_holds_no_link_and_no_output_an_address() {
    let repo = repository(OWN, "auto_approve: 9");
    let human = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    let again = repo
        .run(&["apply", "--auto-approve", "--format", "json"])
        .expect_code(0);
    let database = fs::read(repo.path().join(".enroll/enroll.db")).unwrap();
    let holds = |text: &str| database.windows(text.len()).any(|w| w == text.as_bytes());
    assert!(holds("ada@example.com"));
    for file in fs::read_dir(repo.path().join(".enroll/outbox")).unwrap() {
        let mail = fs::read_to_string(file.unwrap().path()).unwrap();
        let (_, rest) = mail.split_once("/e/").unwrap();
        let link = &rest[..20];
        assert!(link.chars().all(|c| c.is_ascii_alphanumeric()), "{link}");
        assert!(!holds(link));
        for said in [&human, &again] {
            assert!(!said.stdout.contains(link) && !said.stderr.contains(link));
            assert!(!said.stdout.contains("ada@") && !said.stderr.contains("ada@"));
        }
    }
    let document: serde_json::Value = serde_json::from_str(&again.stdout).unwrap();
    assert_eq!(document["format"], "enroll.apply");
    assert_eq!(document["plan"]["summary"]["changes"], 0);
}

both_databases!(
    an_end_by_time_is_recorded_once_with_its_instant,
    |url| async {
        let repo = repository(url, "auto_approve: 9");
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        let desired = load::repository(&repo.path(), None).unwrap();
        let settings = desired.desired.unwrap().settings;
        let app = App::open(settings, &repo.path()).await.unwrap();
        let mut tx = app.db.write().await.unwrap();
        let end = tx.now().await.unwrap().plus(-HOUR);
        let staff = InvitationId::from("staff");
        tx.set_link_ends(&staff, &Expiry::At(end)).await.unwrap();
        tx.commit().await.unwrap();
        let plan = repo.run(&["plan", "--detailed-exitcode"]).expect_code(0);
        assert!(plan.stdout.starts_with("Nothing to do."), "{}", plan.stdout);
        for _ in 0..2 {
            let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        }
        let mut tx = app.db.read().await.unwrap();
        for link in tx.stored_recipients().await.unwrap() {
            let events = tx.events_of_recipient(&link.uid.0).await.unwrap();
            let ends: Vec<_> = events.iter().filter(|e| e.action == "expired").collect();
            assert_eq!(ends.len(), 1, "{events:?}");
            assert_eq!(ends[0].at, end);
        }
    }
);
