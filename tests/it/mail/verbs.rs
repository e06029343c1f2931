//! The verbs around mail, by the real program: `outbox`, `doctor`, `apply` interrupted, `serve` sending.

use std::time::Duration;

use crate::support::binary::Repo;
use crate::support::database::Database;
use crate::support::port;
use crate::support::process::until;
use crate::support::smtp::{Access, Mode, PASSWORD, Smtp};

const PATIENCE: Duration = Duration::from_secs(30);

/// A repository that invites `people` by `smtp`.
pub fn repository(smtp: &Smtp, database: &str, people: &[&str]) -> Repo {
    let (repo, port) = (Repo::new(), port::free());
    let password = match smtp.url().contains('@') {
        true => ", password: { env: SMTP_PASSWORD }",
        false => "",
    };
    repo.write(
        "enroll.yaml",
        &format!(
            "version: 1\norganization: {{ name: Riverside Schools }}\n\
             portal: {{ url: 'http://localhost:{port}', listen: '127.0.0.1:{port}' }}\n\
             mdm: {{ url: 'https://mdm.riverside.example' }}\n\
             database: {database}\nmail: {{ smtp: '{}'{password} }}\n",
            smtp.url()
        ),
    );
    let people: Vec<String> = people
        .iter()
        .map(|name| format!("{name}@riverside.example"))
        .collect();
    repo.write("policies.yaml", "open: { login: none }\n");
    repo.write(
        "invitations.d/a.yaml",
        &format!("tablets: {{ policy: open, to: [{}] }}\n", people.join(", ")),
    );
    repo
}

pub fn json(repo: &Repo, arguments: &[&str]) -> serde_json::Value {
    let outcome = repo.run(arguments).expect_code(0);
    serde_json::from_str(&outcome.stdout).unwrap()
}

pub fn fingerprint(repo: &Repo) -> String {
    let plan = json(repo, &["plan", "--format", "json"]);
    plan["fingerprint"].as_str().unwrap().to_owned()
}

/// One doubt ends as sent, the other as not sent; every other way of saying it is refused.
fn settle(repo: &Repo, maya: &str, rui: &str) {
    let reason = ["--reason", "she has it on her phone"];
    let resolve = ["outbox", "resolve", maya, "--sent", reason[0], reason[1]];
    let _ = repo.run(&resolve).expect_code(0);
    let again = repo.run(&resolve).expect_code(5);
    assert!(
        again.stderr.contains("accepted, not in doubt"),
        "{}",
        again.stderr
    );
    let _ = repo
        .run(&["outbox", "resolve", rui, "--not-sent"])
        .expect_code(0);
    let _ = repo
        .run(&["outbox", "resolve", "nobody", "--sent"])
        .expect_code(1);
    let _ = repo.run(&["outbox", "resolve", rui]).expect_code(64);
    let _ = repo
        .run(&["outbox", "list", "--state", "lost"])
        .expect_code(64);
}

both_databases!(a_doubt_is_listed_shown_and_resolved, |url| async {
    let smtp = Smtp::start(Mode::DropKept);
    let repo = repository(&smtp, url, &["maya", "rui"]);
    let _ = repo
        .run(&["apply", "--approve", &fingerprint(&repo)])
        .expect_code(3);
    smtp.set_mode(Mode::Normal);

    let list = ["outbox", "list", "--state", "in_doubt", "--format", "json"];
    let rows = json(&repo, &list);
    assert_eq!(rows.as_array().unwrap().len(), 2);
    assert_eq!(
        rows[0]["to"], "m•••@riverside.example",
        "masked unless asked"
    );
    let [maya, rui] = [0, 1].map(|n| rows[n]["id"].as_str().unwrap().to_owned());

    let shown = repo.run(&["outbox", "show", &maya]).expect_code(0).stdout;
    assert!(shown.contains("state       in doubt"), "{shown}");
    assert!(
        shown.contains(&format!("enroll outbox resolve {maya} --sent")),
        "{shown}"
    );

    settle(&repo, &maya, &rui);
    let _ = repo
        .run(&["apply", "--approve", &fingerprint(&repo)])
        .expect_code(0);
    assert_eq!(json(&repo, &list), serde_json::json!([]));
    let story = json(&repo, &["outbox", "show", &maya, "--format", "json"]);
    assert_eq!(story["state"], "accepted");
    assert!(
        story["reply"]
            .as_str()
            .unwrap()
            .contains("she has it on her phone")
    );
    let actions: Vec<_> = story["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| &e["action"])
        .collect();
    assert_eq!(actions, ["in_doubt", "resolved_sent"]);
    let mut to: Vec<_> = smtp.messages().iter().map(|m| m.rcpt[0].clone()).collect();
    to.sort();
    let expected = [
        "maya@riverside.example",
        "rui@riverside.example",
        "rui@riverside.example",
    ];
    assert_eq!(
        to, expected,
        "the one that was said not to be sent went again"
    );
});

both_databases!(
    a_second_ctrl_c_leaves_one_doubt_and_the_next_run_the_rest,
    |url| async {
        let smtp = Smtp::start(Mode::Normal);
        smtp.set_mode_for("slow", Mode::HangKept);
        let repo = repository(&smtp, url, &["slow", "maya", "rui"]);
        let fingerprint = fingerprint(&repo);
        let mut running = repo.spawn(&["apply", "--approve", &fingerprint]);
        let hangs = until(PATIENCE, || {
            let kept = smtp.messages();
            kept.iter()
                .any(|mail| mail.rcpt[0].starts_with("slow"))
                .then_some(())
        });
        assert!(hangs.is_some());
        running.signal("INT");
        running.wait_for("Stopping after the messages under way");
        running.signal("INT");
        assert_eq!(running.wait().code, Some(130));

        smtp.set_mode(Mode::Normal);
        let again = self::fingerprint(&repo);
        let _ = repo.run(&["apply", "--approve", &again]).expect_code(3);
        let mut to: Vec<_> = smtp.messages().iter().map(|m| m.rcpt[0].clone()).collect();
        to.sort();
        let all = [
            "maya@riverside.example",
            "rui@riverside.example",
            "slow@riverside.example",
        ];
        assert_eq!(to, all, "each once");
    }
);

both_databases!(serve_sends_what_apply_left, |url| async {
    let smtp = Smtp::start(Mode::Normal);
    let repo = repository(&smtp, url, &["maya", "rui", "tom"]);
    let approve = ["apply", "--no-send", "--approve", &fingerprint(&repo)];
    let _ = repo.run(&approve).expect_code(0);
    assert!(smtp.messages().is_empty());
    let mut running = repo.spawn(&["serve"]);
    running.wait_for("listening");
    let all = until(PATIENCE, || (smtp.messages().len() == 3).then_some(()));
    assert!(all.is_some(), "{}", running.stderr());
    let _ = running.stop().expect_code(0);
    let _ = repo
        .run(&["apply", "--approve", &self::fingerprint(&repo)])
        .expect_code(0);
    assert_eq!(smtp.messages().len(), 3);
});

#[test]
fn doctor_tries_the_server_and_sends_nothing() {
    let smtp = Smtp::start_with(Mode::Normal, Access::Login);
    let database = Database::sqlite();
    let mut repo = repository(&smtp, database.url(), &["maya"]);
    let missing = repo.run(&["doctor"]).expect_code(1);
    assert!(missing.stdout.contains("✗ mail"), "{}", missing.stdout);
    assert!(
        missing.stdout.contains("$SMTP_PASSWORD"),
        "{}",
        missing.stdout
    );

    repo.env("SMTP_PASSWORD", "guess");
    let wrong = repo.run(&["doctor"]).expect_code(1);
    assert!(wrong.stdout.contains("535"), "{}", wrong.stdout);

    repo.env("SMTP_PASSWORD", PASSWORD);
    let well = repo.run(&["doctor"]).expect_code(0);
    assert!(well.stdout.contains("✓ mail"), "{}", well.stdout);
    assert!(
        well.stdout
            .contains("! database    there is no database yet"),
        "{}",
        well.stdout
    );
    assert!(!smtp.commands().iter().any(|line| line.starts_with("MAIL")));
    assert!(
        !repo.path().join(".enroll/key").exists(),
        "a doctor makes no key"
    );

    let findings = json(&repo, &["doctor", "--format", "json"]);
    let verdict = |subject: &str| {
        let all = findings.as_array().unwrap();
        all.iter().find(|f| f["subject"] == subject).unwrap()["verdict"].clone()
    };
    assert_eq!(verdict("mail"), "good");
    assert_eq!(verdict("database"), "doubtful");
    assert_eq!(verdict("disk"), "good");
}

both_databases!(doctor_knows_the_key_of_a_database, |url| async {
    let smtp = Smtp::start(Mode::Normal);
    let repo = repository(&smtp, url, &["maya"]);
    let approve = ["apply", "--approve", &fingerprint(&repo)];
    let _ = repo.run(&approve).expect_code(0);
    let well = repo.run(&["doctor"]).expect_code(0).stdout;
    for line in ["✓ database", "✓ server key", "✓ clock", "✓ mail"] {
        assert!(well.contains(line), "{well}");
    }
    let key = repo.path().join(".enroll/key");
    std::fs::remove_file(&key).unwrap();
    let gone = repo.run(&["doctor"]).expect_code(1).stdout;
    assert!(gone.contains("✗ server key"), "{gone}");
    assert!(!key.exists(), "a doctor makes no key");
    repo.write(".enroll/key", &"ab".repeat(32));
    let other = repo.run(&["doctor"]).expect_code(1).stdout;
    assert!(other.contains("not the server key"), "{other}");

    repo.write(".enroll/outbox", "not a folder");
    let yaml = repo.read("enroll.yaml");
    let without: Vec<&str> = yaml
        .lines()
        .filter(|line| !line.starts_with("mail"))
        .collect();
    repo.write("enroll.yaml", &without.join("\n"));
    let folder = repo.run(&["doctor"]).expect_code(1).stdout;
    assert!(folder.contains("✗ mail"), "{folder}");
});
