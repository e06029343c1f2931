//! One writer at a time: who waits, who gives up, and that a process which slept past its lease cannot write.

use std::fs;
use std::time::Duration;

use enroll::base::error::Kind;
use enroll::ops::{Error, apply};
use enroll::store::lease;
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use crate::installation::Installation;
use crate::support::binary::{Outcome, Repo, Running};
use crate::support::process::until;
use crate::support::smtp::{Mode, Smtp};

const PATIENCE: Duration = Duration::from_secs(60);

/// A repository that invites two people by a server of its own.
struct Scene {
    repo: Repo,
    smtp: Smtp,
    url: String,
}

impl Scene {
    fn new(url: &str) -> Self {
        let (repo, smtp) = (Repo::new(), Smtp::start(Mode::Normal));
        repo.write(
            "enroll.yaml",
            &format!(
                "version: 1\norganization: {{ name: Riverside }}\n\
                 portal: {{ url: 'http://127.0.0.1:8600', listen: '127.0.0.1:0' }}\n\
                 mdm: {{ url: 'https://mdm.riverside.example' }}\n\
                 database: {url}\nmail: {{ smtp: '{}' }}\n",
                smtp.url()
            ),
        );
        repo.write("policies.yaml", "link: { login: none }\n");
        repo.write(
            "invitations.d/a.yaml",
            "staff: { policy: link, to: [ada@riverside.example, bea@riverside.example] }\n",
        );
        Self {
            repo,
            smtp,
            url: url.to_owned(),
        }
    }

    fn fingerprint(&self) -> String {
        let plan = self.repo.run(&["plan", "--format", "json"]).expect_code(0);
        let plan: serde_json::Value = serde_json::from_str(&plan.stdout).unwrap();
        plan["fingerprint"].as_str().unwrap().to_owned()
    }

    /// Starts an apply that stops itself at `point`, and waits until it has.
    fn stopped_at(&mut self, point: &str, fingerprint: &str) -> Running {
        self.stopped(point, &["apply", "--approve", fingerprint])
    }

    fn stopped(&mut self, point: &str, arguments: &[&str]) -> Running {
        self.repo.env("ENROLL_STOP_AT", point);
        let running = self.repo.spawn(arguments);
        self.repo.env("ENROLL_STOP_AT", "");
        let stat = format!("/proc/{}/stat", running.id());
        let stopped = until(PATIENCE, || {
            let stat = fs::read_to_string(&stat).ok()?;
            stat.rsplit_once(')')?
                .1
                .trim_start()
                .starts_with('T')
                .then_some(())
        });
        assert!(stopped.is_some(), "{}", running.stderr());
        running
    }

    fn apply(&self, fingerprint: &str, patience: &str) -> Outcome {
        let arguments = [
            "apply",
            "--approve",
            fingerprint,
            "--lock-timeout",
            patience,
        ];
        self.repo.run(&arguments)
    }

    fn lock(&self) -> serde_json::Value {
        let shown = self
            .repo
            .run(&["lock", "show", "--format", "json"])
            .expect_code(0);
        serde_json::from_str(&shown.stdout).unwrap()
    }

    async fn let_the_lease_run_out(&self) {
        const SQL: &str = "UPDATE lease SET expires_at = renewed_at";
        if self.url.starts_with("sqlite") {
            let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
            sqlx::query(SQL).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        } else {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            sqlx::query(SQL).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }
    }

    /// Who got mail, sorted.
    fn mailed(&self) -> Vec<String> {
        let mut to: Vec<_> = self
            .smtp
            .messages()
            .iter()
            .map(|m| m.rcpt.concat())
            .collect();
        to.sort();
        to
    }
}

const BOTH: [&str; 2] = ["ada@riverside.example", "bea@riverside.example"];

both_databases!(who_slept_past_the_lease_cannot_write, |url| async {
    let mut scene = Scene::new(url);
    scene
        .repo
        .env("USER", "dana")
        .env("CI_JOB_URL", "https://gitlab.example/jobs/7");
    let agreed = scene.fingerprint();
    let mut sleeper = scene.stopped_at("A1", &agreed);
    let held = scene.lock();
    assert_eq!(held["held"], true);
    assert_eq!(held["process"], sleeper.id());
    assert_eq!(held["user"], "dana");
    assert_eq!(held["link"], "https://gitlab.example/jobs/7");

    let waited = scene.apply(&agreed, "1s").expect_code(6);
    for told in [
        format!("process {} of dana", sleeper.id()),
        "https://gitlab.example/jobs/7".to_owned(),
        format!("since {}", held["since"].as_str().unwrap()),
        "enroll lock show".to_owned(),
    ] {
        assert!(waited.stderr.contains(&told), "{told}: {}", waited.stderr);
    }
    assert_eq!(scene.mailed(), Vec::<String>::new());

    scene.let_the_lease_run_out().await;
    assert_eq!(scene.lock()["held"], false);
    let _ = scene.apply(&agreed, "1s").expect_code(0);
    sleeper.signal("CONT");
    let late = sleeper.wait().expect_code(5);
    assert!(late.stderr.contains("nothing was done"), "{}", late.stderr);
    assert_eq!(scene.mailed(), BOTH);
    let shown = scene.repo.run(&["lock", "show"]).expect_code(0);
    assert_eq!(shown.stdout, "Nobody holds the lock.\n");
});

both_databases!(what_becomes_of_the_lock_is_told_as_events, |url| async {
    let mut scene = Scene::new(url);
    let agreed = scene.fingerprint();
    let apply = ["apply", "--format", "ndjson", "--approve", &agreed];
    let mut sleeper = scene.stopped("A1", &apply);
    let waiting = [&apply[..], &["--lock-timeout", "1s"]].concat();
    let waited = scene.repo.run(&waiting).expect_code(6);
    let who = format!("process {}", sleeper.id());
    let line = waited.stdout.lines().find(|l| l.contains("lock_wait"));
    assert!(line.unwrap().contains(&who), "{}", waited.stdout);
    scene.let_the_lease_run_out().await;
    sleeper.signal("CONT");
    let late = sleeper.wait().expect_code(5);
    let told: Vec<serde_json::Value> = late
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let types: Vec<&str> = told.iter().map(|l| l["type"].as_str().unwrap()).collect();
    let end = types.len() - 3;
    assert_eq!(
        types[end..],
        ["lock_acquired", "lock_lost", "apply_summary"]
    );
});

both_databases!(work_under_the_lock_renews_it, |url| async {
    let here = Installation::open(url).await;
    let app = &here.app;
    let lock = apply::lock(app, PATIENCE, |_| {}).await.unwrap();
    here.sql("UPDATE lease SET renewed_at = 0, expires_at = expires_at - 1000000")
        .await;
    let renewed = async {
        while here.number("SELECT renewed_at FROM lease").await == 0 {
            tokio::task::yield_now().await;
        }
    };
    lock.during(app, Duration::from_millis(10), renewed).await;
    let left = "SELECT expires_at - renewed_at FROM lease";
    assert_eq!(here.number(left).await, lease::TTL);

    here.sql("UPDATE lease SET expires_at = renewed_at").await;
    let lost = lock.renew(app).await.unwrap_err();
    assert!(matches!(lost, Error::LockLost), "{lost}");
    assert_eq!(lost.kind(), Kind::Stale);
});

both_databases!(
    a_lease_that_ran_out_is_lost_even_if_nobody_took_it,
    |url| async {
        let mut scene = Scene::new(url);
        let agreed = scene.fingerprint();
        let mut sleeper = scene.stopped_at("A1", &agreed);
        scene.let_the_lease_run_out().await;
        sleeper.signal("CONT");
        let _ = sleeper.wait().expect_code(5);
        assert_eq!(scene.mailed(), Vec::<String>::new());
        let _ = scene.apply(&agreed, "1s").expect_code(0);
        assert_eq!(scene.mailed(), BOTH);
    }
);

both_databases!(who_sleeps_while_writing_keeps_everybody_out, |url| async {
    let mut scene = Scene::new(url);
    let agreed = scene.fingerprint();
    let mut sleeper = scene.stopped_at("A3", &agreed);
    let waited = scene.apply(&agreed, "1s").expect_code(6);
    let who = format!("process {}", sleeper.id());
    assert!(waited.stderr.contains(&who), "{}", waited.stderr);
    sleeper.signal("CONT");
    let _ = sleeper.wait().expect_code(0);
    assert_eq!(scene.mailed(), BOTH);
});

both_databases!(the_lock_of_a_killed_run_is_free_at_once, |url| async {
    let mut scene = Scene::new(url);
    let agreed = scene.fingerprint();
    let mut sleeper = scene.stopped_at("A1", &agreed);
    sleeper.kill9();
    let shown = scene.repo.run(&["lock", "show"]).expect_code(0);
    assert!(
        shown.stdout.contains("the next apply takes it"),
        "{}",
        shown.stdout
    );
    let _ = scene.apply(&agreed, "0s").expect_code(0);
    assert_eq!(scene.mailed(), BOTH);
});

both_databases!(two_applies_and_a_server_mail_everybody_once, |url| async {
    let mut scene = Scene::new(url);
    let mut server = scene.repo.spawn(&["serve"]);
    server.wait_for("listening");
    let agreed = scene.fingerprint();
    let mut runs: Vec<_> = (0..2).map(|_| scene.stopped_at("A0", &agreed)).collect();
    runs.iter().for_each(|run| run.signal("CONT"));
    let mut codes: Vec<_> = runs
        .iter_mut()
        .map(|run| run.wait().code.unwrap())
        .collect();
    codes.sort();
    assert_eq!(codes[0], 0, "one wins");
    assert!(matches!(codes[1], 5 | 6), "the other says why: {codes:?}");
    let all = until(PATIENCE, || (scene.mailed().len() >= 2).then_some(()));
    assert!(all.is_some(), "{}", server.stderr());
    let _ = server.stop().expect_code(0);
    assert_eq!(scene.mailed(), BOTH);
});
