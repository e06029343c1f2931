//! Looking at the state in a browser: who may, and what one page shows. Nothing here changes anything but sessions
//! and the audit's note that a link was shown.
//!
//! [`log_in`] and [`who`] say who looks and how much they see; [`lists`] reads one page of a table, [`numbers`] what
//! charts are made of, [`poster`] a link to print. To add one more table: a function in [`lists`].

pub mod lists;
pub mod numbers;
pub mod poster;

use super::login::{self, Attempt, Purpose, Refusal, Sources};
use super::visit::Cookie;
use super::{App, Error, random};
use crate::base::mask::Pii;
use crate::base::time::Timestamp;
use crate::model::id::AccountId;
use crate::model::person::LoginSource;
use crate::model::policy::Role;
use crate::model::session::Login;
use crate::store::console_session::ConsoleSession;

/// Somebody who looks at the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// Their session.
    pub session: ConsoleSession,
    /// Now, by the database's clock.
    pub now: Timestamp,
    /// Salt of hashed personal data.
    pub salt: String,
}

impl Viewer {
    /// How much of personal data they see.
    pub fn pii(&self) -> Pii {
        match self.session.role {
            Role::Auditor => Pii::Full,
            Role::Viewer | Role::Enroller => Pii::Mask,
        }
    }

    /// Whether they see personal data in full, and links.
    pub fn sees_all(&self) -> bool {
        self.pii() == Pii::Full
    }
}

/// Where people log in who may look; none: there is no console.
///
/// # Errors
/// What the database says.
pub async fn sources(app: &App) -> Result<Option<Sources>, Error> {
    let mut tx = app.db.read().await?;
    let accounts = login::some_account(&mut tx, Purpose::Look).await?;
    let console = &app.settings.console;
    let asked = !console.viewers.is_empty() || !console.auditors.is_empty();
    let directories = app.settings.directories.keys().filter(|_| asked);
    let sources = Sources {
        directories: directories.cloned().collect(),
        accounts,
        oidc: false,
        to: Purpose::Look,
    };
    Ok((asked || accounts).then_some(sources))
}

/// Begins a session. Whoever may not look is told what somebody with a wrong password is told.
///
/// # Errors
/// [`Refusal`].
pub async fn log_in(
    app: &App,
    sources: &Sources,
    attempt: &Attempt<'_>,
) -> Result<Cookie, Refusal> {
    let login = login::log_in(app, sources, attempt).await?;
    let role = role(app, &login).await?.ok_or(Refusal::BadLogin)?;
    let account = match &login.source {
        LoginSource::Account => Some(login.person.username.clone()),
        LoginSource::Directory(_) | LoginSource::Oidc => None,
    };
    let session = ConsoleSession {
        id: random::uid(),
        username: login.person.username,
        account,
        role,
        started_at: login.at,
        seen_at: login.at,
    };
    let cookie = Cookie::new()?;
    let mut tx = app.db.write().await?;
    tx.create_console_session(&session, &cookie.hash()).await?;
    tx.commit().await?;
    tracing::info!(
        role = role.word(),
        session = session.id,
        "somebody looks at the console"
    );
    Ok(cookie)
}

async fn role(app: &App, login: &Login) -> Result<Option<Role>, Error> {
    if login.source == LoginSource::Account {
        return of_account(app, &login.person.username).await;
    }
    let console = &app.settings.console;
    let is_in = |groups: &[String]| login::is_in_any(&login.person, groups);
    Ok(match (is_in(&console.auditors), is_in(&console.viewers)) {
        (true, _) => Some(Role::Auditor),
        (false, true) => Some(Role::Viewer),
        (false, false) => None,
    })
}

/// What an account may see at this moment.
async fn of_account(app: &App, id: &str) -> Result<Option<Role>, Error> {
    let mut tx = app.db.read().await?;
    let account = tx.live_account(&AccountId::from(id)).await?;
    Ok(account
        .map(|account| account.role)
        .filter(|role| role.looks()))
}

/// Who looks with this cookie; none: nobody who may. An account that changed its role or left counts as it is now.
///
/// # Errors
/// What the database says.
pub async fn who(app: &App, cookie: &Cookie) -> Result<Option<Viewer>, Error> {
    let mut tx = app.db.read().await?;
    let now = tx.now().await?;
    let session = tx.console_session(&cookie.hash()).await?;
    drop(tx);
    let Some(mut session) = session.filter(|session| session.is_alive(now)) else {
        return Ok(None);
    };
    if let Some(account) = &session.account {
        match of_account(app, account).await? {
            Some(role) => session.role = role,
            None => return Ok(None),
        }
    }
    if session.is_stale(now) {
        let mut tx = app.db.write().await?;
        tx.touch_console_session(&session.id, now).await?;
        tx.commit().await?;
    }
    Ok(Some(Viewer {
        session,
        now,
        salt: app.installation.salt.clone(),
    }))
}

/// Ends a session.
///
/// # Errors
/// What the database says.
pub async fn log_out(app: &App, viewer: &Viewer) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    tx.end_console_session(&viewer.session.id).await?;
    Ok(tx.commit().await?)
}
