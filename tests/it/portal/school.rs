//! Riverside Schools with `enroll serve` running: repository, database, directory, certificate authority.

use std::fs;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};

use crate::portal::visitor::Visitor;
use crate::support::binary::{Outcome, Repo, Running};
use crate::support::slapd::{self, Slapd};
use crate::support::{certificate, port};

const POLICIES: &str = r#"
staff: { login: required, directory: main }
personal: { login: required, directory: main, groups: [staff] }
recipient: { login: recipient, directory: main }
teachers: { login: required, directory: main, groups: [staff] }
technicians: { login: required, accounts: local, assign_user: optional }
anybody: { login: required }
link-only: { login: none }
careful: { login: required, directory: main, terms: terms/care.md, sites: [high, middle] }
"#;

const SITES: &str = r#"
district: { name: District Office }
high: { name: High School, help: { phone: 201-555-0199 } }
middle: { name: Middle School, time_zone: America/Chicago }
"#;

const INVITATIONS: &str = r#"
maya: { to: [{ email: maya.chen@riverside.example, name: Maya Chen }], policy: recipient, site: middle }
careful: { to: [ada@riverside.example], policy: careful, site: choose }
technician: { to: [it@riverside.example], policy: technicians, site: district, uses: 3 }
teachers: { to: [teachers@riverside.example], policy: teachers }
anybody: { to: [any@riverside.example], policy: anybody }
poster: { send: none, policy: link-only, uses: 2, site: high }
single: { to: [one@riverside.example], policy: link-only }
luis: { to: [{ email: luis@riverside.example, language: es-MX }], policy: link-only }
"#;

/// A private root signs the certificate of the check-in host.
const ROOT: &str = "ca: certs/root.pem";

/// Only where there is an OpenID provider.
const PROVIDER_POLICIES: &str = r#"
provided: { login: recipient, directory: oidc }
provided-teachers: { login: required, directory: oidc, groups: [staff] }
"#;

const PROVIDER_INVITATIONS: &str = r#"
provided: { to: [{ email: maya.chen@riverside.example, name: Maya Chen }], policy: provided }
provided-teachers: { to: [all.teachers@riverside.example], policy: provided-teachers, uses: 9 }
"#;

/// The password of the local account `tess`.
pub const TESS: &str = "correct horse battery";

/// A running school.
pub struct School {
    pub repo: Repo,
    pub url: String,
    pub mdm: String,
    database: String,
    serving: Running,
}

impl School {
    /// With the shared directory.
    pub fn open(database: &str) -> Self {
        Self::with(database, &slapd::shared().url(), ROOT, |_, _, _| {})
    }

    /// With an OpenID provider: `oidc` makes the value of that key, told the origin of the portal.
    pub fn beside_provider(database: &str, oidc: impl FnOnce(&str) -> String) -> Self {
        let provided = |repo: &Repo, root: &mut String, origin: &str| {
            *root += &format!("oidc: {}\n", oidc(origin));
            repo.write("policies.d/oidc.yaml", PROVIDER_POLICIES)
                .write("invitations.d/oidc.yaml", PROVIDER_INVITATIONS)
                .write("certs/oidc", crate::support::oidc::SECRET);
        };
        Self::with(database, &slapd::shared().url(), "", provided)
    }

    /// With a console: accounts `vera` (viewer) and `audra` (auditor) with the password of `tess`, and a group of
    /// the directory.
    pub fn with_console(database: &str) -> Self {
        let looking = |repo: &Repo, root: &mut String, _: &str| {
            let hash = hash();
            let account =
                |name, role| format!("{name}: {{ password_hash: \"{hash}\", role: {role} }}\n");
            let accounts = account("vera", "viewer") + &account("audra", "auditor");
            repo.write("accounts.d/console.yaml", &accounts);
            *root += "console: { viewers: [staff] }\n";
            let git = "organization:\n  repository: https://git.example/it/enrollment\n";
            *root = root.replace("organization:\n", git);
        };
        Self::with(database, &slapd::shared().url(), ROOT, looking)
    }

    /// With a directory of its own.
    pub fn beside(database: &str, directory: &Slapd) -> Self {
        Self::with(database, &directory.url(), ROOT, |_, _, _| {})
    }

    /// Where the check-in host has a public certificate: no root to install or to trust.
    pub fn without_root(database: &str) -> Self {
        Self::with(database, &slapd::shared().url(), "", |_, _, _| {})
    }

    /// Where another system enrolls the devices.
    pub fn handed_over(database: &str, mode: &str, secret: &str) -> Self {
        let other = |repo: &Repo, root: &mut String, _: &str| {
            repo.write("certs/enroll", "canary-enroll-secret\n");
            let (before, rest) = root.split_once("mdm:\n").unwrap();
            let (_, after) = rest.split_once("directory:\n").unwrap();
            *root = format!(
                "{before}mdm:\n  mode: {mode}\n  server: https://{mode}.riverside.example\n  {secret}\ndirectory:\n{after}"
            );
        };
        Self::with(database, &slapd::shared().url(), "", other)
    }

    /// Where people sign in on their devices.
    pub fn account_driven(database: &str, how: &str) -> Self {
        let offered = format!("account_driven: {{ {how} }}");
        Self::with(database, &slapd::shared().url(), &offered, |_, _, _| {})
    }

    /// Where people sign in on devices of the organization, which teachers alone may have.
    pub fn of_teachers(database: &str) -> Self {
        let offered = "account_driven: { mode: adde }";
        Self::with(database, &slapd::shared().url(), offered, |_, root, _| {
            *root = root.replace(
                "{ policy: technicians, site: choose }, { policy: staff, site: choose }",
                "{ policy: teachers, site: district }",
            );
            *root = root.replace("{ policy: personal, site", "{ policy: staff, site");
        })
    }

    /// Where people sign in on devices of their own by an OpenID provider.
    pub fn account_driven_beside_provider(database: &str, issuer: &str) -> Self {
        let offered = "account_driven: { mode: byod }";
        Self::with(
            database,
            &slapd::shared().url(),
            offered,
            |repo, root, _| {
                *root += &format!(
                    "oidc: {{ issuer: \"{issuer}\", client: enroll, secret: {{ file: certs/oidc }} }}\n"
                );
                *root = root.replace("{ policy: personal,", "{ policy: provided-teachers,");
                repo.write("policies.d/oidc.yaml", PROVIDER_POLICIES)
                    .write("certs/oidc", crate::support::oidc::SECRET);
            },
        )
    }

    /// `furnish` adds to the repository and to the text of `enroll.yaml`, told the origin of the portal.
    fn with(
        database: &str,
        directory: &str,
        mdm_key: &str,
        furnish: impl FnOnce(&Repo, &mut String, &str),
    ) -> Self {
        let mut repo = Repo::new();
        repo.env("ENROLL_DATABASE_URL", database);
        write(&repo);
        let (portal, mdm) = (port::free(), port::free());
        let url = format!("http://127.0.0.1:{portal}");
        let mut root = settings(portal, mdm, directory, mdm_key);
        furnish(&repo, &mut root, &url);
        repo.write("enroll.yaml", &root);
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        let mut serving = repo.spawn(&["serve"]);
        serving.wait_for("listening");
        Self {
            url,
            mdm: format!("https://localhost:{mdm}"),
            database: database.to_owned(),
            serving,
            repo,
        }
    }

    /// The path of a link, `/e/…`.
    pub fn link(&self, invitation: &str) -> String {
        let said = self
            .repo
            .run(&["link", invitation, "--pii", "full"])
            .expect_code(0);
        let url = said.stdout.lines().next().unwrap();
        url.strip_prefix(&self.url).unwrap().to_owned()
    }

    /// Somebody with an iPhone.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(&self.url)
    }

    /// Asks the server to end, and waits for it.
    pub fn stop(self) -> Outcome {
        self.serving.stop()
    }

    /// Runs SQL.
    pub async fn sql(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        if self.database.starts_with("sqlite") {
            let mut connection = SqliteConnection::connect(&self.database).await.unwrap();
            let patience = sqlx::query("PRAGMA busy_timeout = 20000");
            patience.execute(&mut connection).await.unwrap();
            sqlx::query(sql).execute(&mut connection).await.unwrap();
        } else {
            let mut connection = PgConnection::connect(&self.database).await.unwrap();
            sqlx::query(sql).execute(&mut connection).await.unwrap();
        }
    }

    /// The one number that a query answers.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        if self.database.starts_with("sqlite") {
            let mut connection = SqliteConnection::connect(&self.database).await.unwrap();
            sqlx::query(sql)
                .fetch_one(&mut connection)
                .await
                .unwrap()
                .get(0)
        } else {
            let mut connection = PgConnection::connect(&self.database).await.unwrap();
            sqlx::query(sql)
                .fetch_one(&mut connection)
                .await
                .unwrap()
                .get(0)
        }
    }

    /// The query answers this number.
    pub async fn holds(&self, number: i64, sql: &str) {
        assert_eq!(self.number(sql).await, number, "{sql}");
    }

    /// The one text that a query answers.
    pub async fn text(&self, sql: &str) -> String {
        let sql = AssertSqlSafe(sql.to_owned());
        if self.database.starts_with("sqlite") {
            let mut connection = SqliteConnection::connect(&self.database).await.unwrap();
            let row = sqlx::query(sql).fetch_one(&mut connection).await;
            row.unwrap().get(0)
        } else {
            let mut connection = PgConnection::connect(&self.database).await.unwrap();
            let row = sqlx::query(sql).fetch_one(&mut connection).await;
            row.unwrap().get(0)
        }
    }

    /// Everything the portal may have written, as one number that changes with it.
    pub async fn traces(&self) -> i64 {
        self.number(
            "SELECT (SELECT COUNT(*) FROM session) + (SELECT COUNT(*) FROM enrollment) \
             + (SELECT COUNT(*) FROM event WHERE actor = 'portal') + (SELECT COUNT(*) FROM login_failure) \
             + (SELECT COUNT(*) FROM recipient WHERE opened_at IS NOT NULL OR started_at IS NOT NULL)",
        )
        .await
    }
}

/// The hash of the password of every account.
fn hash() -> String {
    let password = enroll::base::secret::Secret::new(TESS.to_owned());
    enroll::ops::login::hash_password(&password).unwrap()
}

/// Every file but `enroll.yaml`.
fn write(repo: &Repo) {
    let read = |path: &std::path::Path| fs::read_to_string(path).unwrap();
    let account = format!(
        "tess: {{ name: Tess Tran, email: tess@riverside.example, password_hash: \"{}\" }}\n",
        hash()
    );
    repo.write("policies.yaml", POLICIES)
        .write("sites.yaml", SITES)
        .write("accounts.yaml", &account)
        .write("invitations.d/all.yaml", INVITATIONS)
        .write("terms/care.md", "## Care\n\nTreat it **well**.\n")
        .write("certs/root.pem", &read(certificate::ca()))
        .write("certs/mdm.pem", &read(certificate::server()))
        .write("certs/mdm.key", &read(certificate::server_key()))
        .write("certs/ldap", slapd::SERVICE_PASSWORD);
}

fn settings(portal: u16, mdm: u16, directory: &str, mdm_key: &str) -> String {
    format!(
        r#"version: 1
organization:
  name: Riverside Schools
  short: Riverside
  time_zone: America/New_York
  help: {{ name: IT Help Desk, email: help@riverside.example, phone: 201-555-0123 }}
portal: {{ url: "http://127.0.0.1:{portal}", listen: "127.0.0.1:{portal}" }}
mail: {{ from: Riverside IT <enroll@riverside.example> }}
mdm:
  url: https://localhost:{mdm}
  listen: 127.0.0.1:{mdm}
  tls: {{ cert: {{ file: certs/mdm.pem }}, key: {{ file: certs/mdm.key }} }}
  {mdm_key}
directory:
  main:
    url: {directory}
    bind: {bind}
    password: {{ file: certs/ldap }}
    people: {people}
    groups: {groups}
    attributes: {{ building: physicalDeliveryOfficeName, room: roomNumber }}
defaults: {{ expires: 14d }}
limits: {{ auto_approve: 20 }}
open_enrollment:
  institution: [ {{ policy: technicians, site: choose }}, {{ policy: staff, site: choose }} ]
  personal: [ {{ policy: personal, site: district, terms: terms/care.md }} ]
"#,
        bind = slapd::SERVICE,
        people = slapd::PEOPLE,
        groups = slapd::GROUPS,
    )
}
