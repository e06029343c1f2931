//! An installation driven through the library: its database holds one organization and links as a test wants them.

use std::collections::BTreeMap;

use enroll::base::diag::Place;
use enroll::model::id::{InvitationId, PolicyId, RecipientUid, SessionId};
use enroll::model::invitation::{Delivery, Expiry, Invitation, Recipient, SiteRule};
use enroll::model::policy::Ownership;
use enroll::model::settings::{Mail, Mdm, Portal, Settings};
use enroll::ops::App;
use enroll::ops::enrollment::Decision;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};
use tempfile::TempDir;

use crate::support::folder;

/// One installation; [`Installation::replica`] opens it again, as another process would.
pub struct Installation {
    /// The first process.
    pub app: App,
    url: String,
    /// Where its files are.
    pub folder: TempDir,
}

/// Settings with a portal, an MDM host and this database, nothing else.
pub fn settings(database: &str) -> Settings {
    Settings {
        portal: Portal {
            url: "https://enroll.riverside.example".parse().unwrap(),
            listen: "127.0.0.1:0".to_owned(),
            trusted_proxies: Vec::new(),
            tls: None,
            key: None,
        },
        database: database.to_owned(),
        mail: Mail {
            from: "enroll@enroll.riverside.example".to_owned(),
            reply_to: None,
            smtp: None,
        },
        sms: None,
        directories: BTreeMap::new(),
        oidc: None,
        webhooks: Vec::new(),
        digest: None,
        console: enroll::model::settings::Console::default(),
        mdm: Mdm::at("https://mdm.riverside.example".parse().unwrap()),
    }
}

impl Installation {
    /// A new one in an empty database.
    pub async fn open(url: &str) -> Self {
        let folder = folder::fresh("installation-");
        let app = App::open(settings(url), folder.path()).await.unwrap();
        let new = Self {
            app,
            url: url.to_owned(),
            folder,
        };
        let organization = r#"{"name": "Riverside Schools", "short": "Riverside", "time_zone": "UTC",
            "languages": ["en"], "help": {}, "color": null, "repository": null}"#;
        new.sql(&format!(
            "INSERT INTO declared (kind, id, body, digest, source, place, version, run) \
             VALUES ('organization', 'organization', '{organization}', '', '', '', 1, '')"
        ))
        .await;
        new
    }

    /// The same installation opened once more.
    pub async fn replica(&self) -> App {
        App::open(settings(&self.url), self.folder.path())
            .await
            .unwrap()
    }

    /// A live link for so many devices (`None`: unlimited), as apply would have written it.
    pub async fn link(&self, name: &str, uses: Option<u32>) -> RecipientUid {
        let number = uses.map_or("NULL".to_owned(), |uses| uses.to_string());
        let invitation = Invitation {
            id: InvitationId(name.to_owned()),
            recipients: Vec::new(),
            groups: enroll::model::group::Groups::default(),
            send: Delivery::Email,
            site: SiteRule::None,
            policy: PolicyId("default".to_owned()),
            expires: Expiry::Never,
            expires_text: "never".to_owned(),
            opens: None,
            uses,
            remind: Vec::new(),
            notify: false,
            message: None,
            language: None,
            revoked: None,
            resend: 0,
            rotate: 0,
            was: None,
            place: Place::default(),
            source: String::new(),
        };
        let recipient = Recipient {
            key: format!("{name}@example.com"),
            email: Some(format!("{name}@example.com")),
            phone: None,
            name: None,
            language: None,
            user: None,
            serial: None,
            revoked: None,
            place: Place::default(),
        };
        let json = |value: serde_json::Result<String>| value.unwrap();
        self.sql(&format!(
            "INSERT INTO invitation (id, body, policy, digest, source, place, version, run, created_at) \
             VALUES ('{name}', '{}', '{}', '', '', '', 1, '', 0)",
            json(serde_json::to_string(&invitation)),
            invitation.policy.0
        ))
        .await;
        self.sql(&format!(
            "INSERT INTO recipient (uid, invitation, key, body, digest, place, version, rotate, link_hash, \
             anchored_at, uses, used) \
             VALUES ('uid-{name}', '{name}', '*', '{}', '', '', 1, 0, '{name}', 0, {number}, 0)",
            json(serde_json::to_string(&recipient))
        ))
        .await;
        RecipientUid(format!("uid-{name}"))
    }

    /// Makes every link one for the device of this serial number.
    pub async fn bind(&self, serial: &str) {
        self.sql(&format!(
            "UPDATE recipient SET body = '{{\"key\": \"ada@example.com\", \"email\": \"ada@example.com\", \
             \"phone\": null, \"name\": null, \"language\": null, \"user\": null, \"revoked\": null, \
             \"serial\": \"{serial}\"}}'"
        ))
        .await;
    }

    /// Runs SQL.
    pub async fn sql(&self, text: &str) {
        sql(&self.url, text).await;
    }

    /// The one number that a query answers.
    pub async fn number(&self, sql: &str) -> i64 {
        number(&self.url, sql).await
    }

    /// Every row of every table but the audit, as text: equal before and after what changed nothing.
    pub async fn dump(&self) -> Vec<String> {
        const TABLES: [&str; 12] = [
            "certificate",
            "command",
            "declared",
            "device",
            "enrollment",
            "invitation",
            "keypair",
            "outbox",
            "recipient",
            "reminder",
            "run",
            "session",
        ];
        let mut rows = Vec::new();
        for table in TABLES {
            let text = if self.url.starts_with("sqlite") {
                let columns = format!(
                    "SELECT group_concat('quote(' || name || ')', ' || ''|'' || ') FROM pragma_table_info('{table}')"
                );
                format!(
                    "SELECT {} FROM {table}",
                    self.texts(&columns).await.concat()
                )
            } else {
                format!("SELECT row::text FROM {table} row")
            };
            let found = self.texts(&text).await;
            rows.extend(found.into_iter().map(|row| format!("{table}: {row}")));
        }
        assert!(!rows.is_empty());
        rows.sort();
        rows
    }

    async fn texts(&self, sql: &str) -> Vec<String> {
        if self.url.starts_with("sqlite") {
            let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
            let rows = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut connection);
            rows.await.unwrap()
        } else {
            let mut connection = PgConnection::connect(&self.url).await.unwrap();
            let rows = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut connection);
            rows.await.unwrap()
        }
    }
}

/// Runs SQL in the database of this URL.
pub async fn sql(url: &str, sql: &str) {
    if url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        for text in ["PRAGMA busy_timeout = 20000", sql] {
            let done = sqlx::query(AssertSqlSafe(text)).execute(&mut connection);
            done.await.unwrap();
        }
        connection.close().await.unwrap();
    } else {
        let mut connection = PgConnection::connect(url).await.unwrap();
        let done = sqlx::query(AssertSqlSafe(sql)).execute(&mut connection);
        done.await.unwrap();
        connection.close().await.unwrap();
    }
}

/// The one number that a query answers in the database of this URL.
pub async fn number(url: &str, sql: &str) -> i64 {
    if url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        let row = sqlx::query(AssertSqlSafe(sql)).fetch_one(&mut connection);
        row.await.unwrap().get(0)
    } else {
        let mut connection = PgConnection::connect(url).await.unwrap();
        let row = sqlx::query(AssertSqlSafe(sql)).fetch_one(&mut connection);
        row.await.unwrap().get(0)
    }
}

/// What the portal decides for a link of [`Installation::link`].
pub fn decision(link: &RecipientUid) -> Decision {
    Decision {
        recipient: Some(link.clone()),
        invitation: Some(InvitationId(link.0.trim_start_matches("uid-").to_owned())),
        policy: PolicyId("default".to_owned()),
        ownership: Ownership::Institution,
        site: None,
        person: None,
        enrolled_by: None,
    }
}

/// A visit of this name.
pub fn session(name: impl std::fmt::Display) -> SessionId {
    SessionId(format!("session-{name}"))
}
