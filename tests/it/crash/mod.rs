//! Killed at every named point, under every mood of the mail server, on both databases: running `apply` again
//! continues, nobody gets a second message, nobody is forgotten.

mod invariants;
mod kinds;
mod points;
mod syscalls;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

use crate::support::binary::{Outcome, Repo};
use crate::support::database::Database;
use crate::support::smtp::{Mode, Smtp};

/// How the server treats the messages of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// It accepts them.
    Normal,
    /// The connection is cut instead of the answer; some messages are kept all the same.
    CutBefore,
    /// The connection is cut right after the answer.
    CutAfter,
}

/// One server for all runs: it tells their moods by the addresses, each run its own.
static SMTP: LazyLock<Smtp> = LazyLock::new(|| {
    let smtp = Smtp::start(Mode::Normal);
    smtp.set_rules(&[
        ("-kept-", Mode::DropKept),
        ("-lost-", Mode::DropLost),
        ("-after-", Mode::DropAfter),
    ]);
    smtp
});

/// A repository that invites three people, and where their mail goes.
pub struct Scene {
    pub repo: Repo,
    pub database: Database,
    pub people: Vec<String>,
}

impl Scene {
    /// `name` makes its addresses its own.
    pub fn new(name: &str, mood: Mood, database: Database) -> Self {
        let moods = match mood {
            Mood::Normal => ["normal"; 3],
            Mood::CutBefore => ["kept", "lost", "kept"],
            Mood::CutAfter => ["after"; 3],
        };
        let people: Vec<String> = moods
            .iter()
            .zip(1..)
            .map(|(mood, n)| format!("{name}-{mood}-{n}@riverside.example"))
            .collect();
        let repo = Repo::new();
        repo.write(
            "enroll.yaml",
            &format!(
                "version: 1\norganization: {{ name: Riverside Schools }}\n\
                 portal: {{ url: 'https://enroll.riverside.example' }}\n\
                 database: {}\nmail: {{ smtp: '{}' }}\n",
                database.url(),
                SMTP.url()
            ),
        );
        repo.write("policies.yaml", "open: { login: none }\n");
        repo.write(
            "invitations.d/crash.yaml",
            &format!("crash: {{ policy: open, to: [{}] }}\n", people.join(", ")),
        );
        Self {
            repo,
            database,
            people,
        }
    }

    /// What the plan is now.
    pub fn plan(&self) -> serde_json::Value {
        let outcome = self.repo.run(&["plan", "--format", "json"]).expect_code(0);
        serde_json::from_str(&outcome.stdout).unwrap()
    }

    /// Agrees to the plan as it is and applies it, through `run`.
    pub fn apply(&self, run: impl FnOnce(&[&str]) -> Outcome) -> Outcome {
        let plan = self.plan();
        let fingerprint = plan["fingerprint"].as_str().unwrap();
        run(&["apply", "--approve", fingerprint])
    }

    /// The state of each person's message.
    pub fn states(&self) -> BTreeMap<String, String> {
        let arguments = ["outbox", "list", "--format", "json", "--pii", "full"];
        let outcome = self.repo.run(&arguments).expect_code(0);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&outcome.stdout).unwrap();
        let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
        rows.iter()
            .map(|row| (text(row, "to"), text(row, "state")))
            .collect()
    }

    /// The states of all messages of a kind.
    pub fn sent_of(&self, kind: &str) -> Vec<String> {
        let outcome = self.repo.run(&["outbox", "list", "--format", "json"]);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&outcome.stdout).unwrap();
        let of = rows.iter().filter(|row| row["kind"] == kind);
        of.map(|row| row["state"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Changes rows of its database behind the program's back; answers how many.
    pub fn sql(&self, sql: &str) -> u64 {
        let (url, sql) = (self.database.url(), AssertSqlSafe(sql.to_owned()));
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            if url.starts_with("sqlite") {
                let mut connection = SqliteConnection::connect(url).await.unwrap();
                let done = sqlx::query(sql).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
                done.rows_affected()
            } else {
                let mut connection = PgConnection::connect(url).await.unwrap();
                let done = sqlx::query(sql).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
                done.rows_affected()
            }
        })
    }

    /// What SQLite says of its file.
    pub fn integrity(&self) -> String {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let mut connection = SqliteConnection::connect(self.database.url())
                .await
                .unwrap();
            let check = sqlx::query_scalar("PRAGMA integrity_check");
            let said = check.fetch_one(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            said
        })
    }

    /// How many messages the server keeps for each person.
    pub fn mails(&self) -> BTreeMap<String, usize> {
        let mut mails = BTreeMap::new();
        for mail in SMTP.messages() {
            *mails.entry(mail.rcpt[0].clone()).or_default() += 1;
        }
        mails.retain(|to, _| self.people.contains(to));
        mails
    }

    /// What is wrong; nothing when every promise was kept.
    pub fn broken(&self) -> Vec<String> {
        invariants::broken(&self.people, &self.states(), &self.mails())
    }
}
