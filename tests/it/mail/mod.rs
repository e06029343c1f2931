//! Mail against a real server: what arrives, over what protection, and what each misbehaviour leaves behind.

mod bounce;
mod delivery;
mod dialogue;
mod outbox;
mod protection;
mod script;
mod verbs;
mod waves;

use std::time::Duration;

use enroll::base::diag::Place;
use enroll::model::declared::Organization;
use enroll::model::id::{InvitationId, MessageId, PolicyId, RecipientUid};
use enroll::model::invitation::{Delivery, Expiry, Invitation, Recipient, SiteRule};
use enroll::model::message::{DeliveryState, MessageRow};
use enroll::model::policy::Help;
use enroll::model::settings::{SecretSource, Smtp as Settings, SmtpSecurity};
use enroll::ops::App;
use enroll::ops::message::{self, Invite};
use enroll::worker::{DeliveryReport, Drain, drain};

use crate::installation::Installation;
use crate::support::smtp::{self, Access, Mode, Smtp};

/// An installation and the mail server it is told to use.
pub struct Post {
    pub here: Installation,
    pub smtp: Smtp,
}

impl Post {
    pub async fn open(url: &str, mode: Mode) -> Self {
        Self::with(url, mode, Access::Open).await
    }

    pub async fn with(url: &str, mode: Mode, access: Access) -> Self {
        let mut here = Installation::open(url).await;
        let smtp = Smtp::start_with(mode, access);
        here.app.settings.mail.smtp = Some(settings(&here, &smtp, access));
        Self { here, smtp }
    }

    /// Another process of the same installation.
    pub async fn replica(&self) -> App {
        let mut app = self.here.replica().await;
        app.settings = self.here.app.settings.clone();
        app
    }

    /// A link for `name@riverside.example` with its invitation in the outbox.
    pub async fn invite(&self, name: &str) -> RecipientUid {
        self.invite_in(name, None).await
    }

    /// The same, of a run and in a wave of it.
    async fn invite_in(&self, name: &str, wave: Option<(&str, i64)>) -> RecipientUid {
        let uid = self.here.link(name, Some(1)).await;
        let app = &self.here.app;
        let mut tx = app.db.write().await.unwrap();
        let now = tx.now().await.unwrap();
        let of = Invite {
            organization: &organization(),
            invitation: &invitation(name),
            site: None,
            recipient: &invitation(name).recipients[0],
            uid: &uid,
            rotate: 0,
            again: 0,
            expires_at: Some(now.plus(14 * enroll::base::time::DAY)),
            invited: now,
            run: wave.map(|(run, _)| run),
            now,
        };
        let row = message::invite(app, &of).unwrap();
        let written = match wave {
            Some((_, number)) => tx.enqueue_in_wave(&row, number, now).await,
            None => tx.enqueue(&row, now).await,
        };
        assert!(written.unwrap());
        let again = message::invite(app, &of).unwrap();
        assert!(!tx.enqueue(&again, now).await.unwrap(), "one logical send");
        tx.commit().await.unwrap();
        uid
    }

    /// Puts the server into a mood, and one message alone into the outbox.
    pub async fn only_with(&self, mode: Mode) {
        self.smtp.set_mode(mode);
        self.here.sql("DELETE FROM outbox").await;
        self.invite(&format!("{mode:?}").to_lowercase()).await;
    }

    pub async fn drain(&self) -> DeliveryReport {
        drain(&self.here.app, &Drain::default(), |_| {})
            .await
            .unwrap()
    }

    pub async fn rows(&self) -> Vec<MessageRow> {
        let mut tx = self.here.app.db.read().await.unwrap();
        tx.messages(None).await.unwrap()
    }

    /// The states of all rows, in order of writing.
    pub async fn states(&self) -> Vec<DeliveryState> {
        self.rows().await.into_iter().map(|row| row.state).collect()
    }

    /// Rows that still hold a rendered message.
    pub async fn sealed(&self) -> i64 {
        let sql = "SELECT COUNT(*) FROM outbox WHERE sealed IS NOT NULL";
        self.here.number(sql).await
    }

    pub async fn resolve(&self, id: &MessageId, sent: bool) -> bool {
        let mut tx = self.here.app.db.write().await.unwrap();
        let now = tx.now().await.unwrap();
        let done = tx.resolve(id, sent, "by hand", now).await.unwrap();
        tx.commit().await.unwrap();
        done
    }

    /// Commands that begin with `word`.
    pub fn commands(&self, word: &str) -> usize {
        let commands = self.smtp.commands();
        commands
            .iter()
            .filter(|line| line.starts_with(word))
            .count()
    }
}

/// What `mail.smtp` would say; the password stands in a file.
fn settings(here: &Installation, smtp: &Smtp, access: Access) -> Settings {
    let password = here.app.root.join("smtp-password");
    std::fs::write(&password, smtp::PASSWORD).unwrap();
    let protected = matches!(access, Access::StartTls | Access::ImplicitTls);
    Settings {
        host: "localhost".to_owned(),
        port: smtp.port(),
        security: match access {
            Access::Open | Access::Login => SmtpSecurity::Loopback,
            Access::StartTls => SmtpSecurity::StartTls,
            Access::ImplicitTls => SmtpSecurity::Implicit,
        },
        user: (access != Access::Open).then(|| smtp::USER.to_owned()),
        password: (access != Access::Open)
            .then(|| SecretSource::File(password.display().to_string())),
        ca: protected.then(|| {
            let root = crate::support::certificate::ca();
            root.display().to_string()
        }),
    }
}

fn organization() -> Organization {
    Organization {
        name: "Riverside Schools".to_owned(),
        short: "Riverside".to_owned(),
        time_zone: "America/New_York".to_owned(),
        languages: vec!["en".to_owned()],
        help: Help {
            phone: Some("201-555-0123".to_owned()),
            ..Help::default()
        },
        color: None,
        logo: None,
        repository: None,
        retention: None,
        texts: std::collections::BTreeMap::new(),
    }
}

fn invitation(name: &str) -> Invitation {
    let email = format!("{name}@riverside.example");
    Invitation {
        id: InvitationId(name.to_owned()),
        recipients: vec![Recipient {
            key: email.clone(),
            email: Some(email),
            phone: None,
            name: Some("Maya Chen".to_owned()),
            language: None,
            user: None,
            serial: None,
            revoked: None,
            place: Place::default(),
        }],
        groups: enroll::model::group::Groups::default(),
        send: Delivery::Email,
        site: SiteRule::None,
        policy: PolicyId("default".to_owned()),
        expires: Expiry::Never,
        expires_text: "never".to_owned(),
        opens: None,
        uses: Some(1),
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
    }
}

/// Short enough for a test, long enough for a busy machine.
const SHORT: Duration = Duration::from_millis(700);
