//! Riverside Schools: its repository, its mail server, `enroll apply` and `enroll serve`.

use std::fs;
use std::time::Duration;

use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};

use crate::support::binary::{Outcome, Repo, Running};
use crate::support::process::until;
use crate::support::slapd::{self, Slapd};
use crate::support::smtp::{Mode, Received, Smtp};
use crate::support::{certificate, port};

const POLICIES: &str = r#"
invited: { login: recipient, directory: main }
staff: { login: required, directory: main, groups: [staff] }
technicians: { login: required, accounts: local, assign_user: required }
anybody: { login: required }
link-only: { login: none }
"#;

const SITES: &str = r#"
district: { name: District Office }
high-school: { name: High School, help: { phone: 201-555-0199 } }
middle-school: { name: Middle School }
"#;

/// The terms of people's own devices.
pub const TERMS: &str = "## Your own device\n\nIT adds **work Wi-Fi** and mail:\n\n- You may leave at any time.\n- IT never erases it.\n";

/// The password of the local account `tess`.
pub const TESS: &str = "correct horse battery";

/// Longer than a mail, a check-in or a page should take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A running school.
pub struct School {
    /// Its repository.
    pub repo: Repo,
    /// The origin of its portal.
    pub url: String,
    /// Its mail server.
    pub smtp: Smtp,
    database: String,
    _serving: Running,
}

impl School {
    /// With the shared directory and these invitations.
    pub fn open(database: &str, invitations: &str) -> Self {
        Self::beside(database, slapd::shared(), invitations)
    }

    /// With a directory of its own.
    pub fn beside(database: &str, directory: &Slapd, invitations: &str) -> Self {
        let (portal, mdm) = (port::free(), port::free());
        let smtp = Smtp::start(Mode::Normal);
        let mut repo = Repo::new();
        repo.env("ENROLL_DATABASE_URL", database);
        let pem = |path| fs::read_to_string(path).unwrap();
        repo.write(
            "enroll.yaml",
            &settings(portal, mdm, &smtp, &directory.url()),
        )
        .write("policies.yaml", POLICIES)
        .write("sites.yaml", SITES)
        .write("accounts.yaml", &account())
        .write("invitations.d/all.yaml", invitations)
        .write("terms/byod.md", TERMS)
        .write("certs/root.pem", &pem(certificate::ca()))
        .write("certs/mdm.pem", &pem(certificate::server()))
        .write("certs/mdm.key", &pem(certificate::server_key()))
        .write("certs/ldap", slapd::SERVICE_PASSWORD);
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        let mut serving = repo.spawn(&["serve"]);
        let url = serving.url();
        assert_eq!(url, format!("http://127.0.0.1:{portal}"));
        Self {
            repo,
            url,
            smtp,
            database: database.to_owned(),
            _serving: serving,
        }
    }

    /// Mails to an address, oldest first, when there are `count` of them.
    #[track_caller]
    pub fn mails(&self, to: &str, count: usize) -> Vec<Received> {
        let of = || -> Vec<Received> {
            let mut all = self.smtp.messages();
            all.retain(|mail| mail.rcpt == [to]);
            all
        };
        let found = until(PATIENCE, || Some(of()).filter(|all| all.len() >= count));
        let found = found.unwrap_or_else(|| panic!("no {count} mails to {to}: {:?}", of()));
        assert_eq!(found.len(), count, "{found:?}");
        found
    }

    /// The link in the text part of the one mail to this address.
    #[track_caller]
    pub fn mailed_link(&self, to: &str) -> String {
        let mail = self.mails(to, 1).remove(0);
        let text = mail.text();
        let start = format!("{}/e/", self.url);
        let link = text
            .split_whitespace()
            .find(|word| word.starts_with(&start));
        link.unwrap_or_else(|| panic!("no link in\n{text}"))
            .to_owned()
    }

    /// The link of an invitation without a message, as the administrator gets it.
    pub fn link(&self, invitation: &str) -> String {
        let said = self.run(&["link", invitation, "--pii", "full"]).stdout;
        said.lines().next().unwrap().to_owned()
    }

    /// What the administrator types, which must work.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> Outcome {
        self.repo.run(arguments).expect_code(0)
    }

    /// Revokes an invitation at once.
    pub fn revoke(&self, invitation: &str) {
        let _ = self.run(&["revoke", invitation, "--reason", "Left the school"]);
    }

    /// The devices as `enroll get` lists them, everything shown.
    pub fn devices(&self) -> Vec<Value> {
        let arguments = ["get", "devices", "--format", "json", "--pii", "full"];
        serde_json::from_str(&self.run(&arguments).stdout).unwrap()
    }

    /// How far the only recipient of an invitation came, as `enroll status` says.
    pub fn progress(&self, invitation: &str) -> String {
        let said = self.run(&["status", invitation, "--format", "json"]).stdout;
        let report: Value = serde_json::from_str(&said).unwrap();
        let recipients = report["recipients"].as_array().unwrap();
        assert_eq!(recipients.len(), 1, "{said}");
        recipients[0]["progress"].as_str().unwrap().to_owned()
    }

    /// The facts of the only visit so far.
    pub async fn facts(&self) -> Value {
        const SQL: &str = "SELECT facts FROM session";
        let text: String = if self.database.starts_with("sqlite") {
            let mut connection = SqliteConnection::connect(&self.database).await.unwrap();
            let row = sqlx::query(AssertSqlSafe(SQL)).fetch_one(&mut connection);
            row.await.unwrap().get(0)
        } else {
            let mut connection = PgConnection::connect(&self.database).await.unwrap();
            let row = sqlx::query(AssertSqlSafe(SQL)).fetch_one(&mut connection);
            row.await.unwrap().get(0)
        };
        serde_json::from_str(&text).unwrap()
    }
}

fn account() -> String {
    let password = enroll::base::secret::Secret::new(TESS.to_owned());
    let hash = enroll::ops::login::hash_password(&password).unwrap();
    format!(
        "tess: {{ name: Tess Tran, email: tess@riverside.example, password_hash: \"{hash}\" }}\n"
    )
}

fn settings(portal: u16, mdm: u16, smtp: &Smtp, directory: &str) -> String {
    format!(
        r##"version: 1
organization:
  name: Riverside Schools
  short: Riverside
  time_zone: America/New_York
  help: {{ name: IT Help Desk, email: help@riverside.example, phone: 201-555-0123 }}
portal: {{ url: "http://127.0.0.1:{portal}", listen: "127.0.0.1:{portal}" }}
mail: {{ from: Riverside IT <enroll@riverside.example>, smtp: "{smtp}" }}
mdm:
  url: https://localhost:{mdm}
  listen: 127.0.0.1:{mdm}
  tls: {{ cert: {{ file: certs/mdm.pem }}, key: {{ file: certs/mdm.key }} }}
  ca: certs/root.pem
  min_os: 16
directory:
  main:
    url: {directory}
    bind: {bind}
    password: {{ file: certs/ldap }}
    people: {people}
    groups: {groups}
    attributes: {{ building: physicalDeliveryOfficeName, room: roomNumber }}
limits: {{ auto_approve: 20 }}
open_enrollment:
  institution: [ {{ policy: anybody, site: choose }} ]
  personal: [ {{ policy: staff, site: choose, terms: terms/byod.md }} ]
"##,
        smtp = smtp.url(),
        bind = slapd::SERVICE,
        people = slapd::PEOPLE,
        groups = slapd::GROUPS,
    )
}
