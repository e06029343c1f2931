//! Logging in and out of a visit. The cookie changes with the person.

pub use crate::ops::login::Sources;

use super::load::Cookie;
use super::{Denied, Visit, change_in, record};
use crate::base::time::Timestamp;
use crate::model::enrollment::EnrollmentMode;
use crate::model::session::{Entry, Login, Session};
use crate::ops::login::{self, Attempt};
use crate::ops::{App, Error};
use crate::store::Tx;

impl Visit {
    /// Where this person may log in.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sources(&self, app: &App) -> Result<Sources, Error> {
        let mut tx = app.db.read().await?;
        login::sources(app, &mut tx, &self.rules.policies()).await
    }
}

/// Logs a person in. What somebody else decided in this session before is forgotten; what the same person
/// decided with another browser, on a link for one device, is found again.
///
/// # Errors
/// [`Denied::Login`], [`Denied::NotAllowed`], [`Denied::WrongAccount`].
pub async fn log_in(app: &App, visit: &Visit, attempt: &Attempt<'_>) -> Result<Cookie, Denied> {
    let sources = visit.sources(app).await?;
    let login = login::log_in(app, &sources, attempt).await?;
    enter(app, visit, login).await
}

/// Lets in who has proved who they are, if the rules do.
pub(super) async fn enter(app: &App, visit: &Visit, login: Login) -> Result<Cookie, Denied> {
    if !visit.rules.admits(&login) {
        return Err(Denied::NotAllowed);
    }
    if let Some(device) = &visit.session.signing_in
        && visit
            .rules
            .terms_for(device.mode.ownership(), Some(&login))
            .is_none()
    {
        return Err(match device.mode {
            EnrollmentMode::Byod => Denied::Personal,
            EnrollmentMode::Adde => Denied::NotAllowed,
        });
    }
    if let Some(standing) = visit.rules.invited()
        && visit.rules.is_for_another(&login)
    {
        return Err(Denied::WrongAccount {
            invited: Box::new(standing.invited.recipient.clone()),
            username: login.person.username,
        });
    }
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let id = &visit.session.id;
    change_in(&mut tx, id, Some("logged_in"), |session, _| {
        remember(session, &login);
    })
    .await?;
    let one_device = visit
        .rules
        .invited()
        .is_some_and(|standing| standing.link.uses == Some(1));
    if let Some(kept) = tx.session_by_id(id).await?
        && one_device
        && visit.enrollment.is_none()
        && let Some(cookie) = take_over(&mut tx, &kept.session, now).await?
    {
        tx.commit().await?;
        return Ok(cookie);
    }
    let cookie = Cookie::new()?;
    tx.rotate_session(id, &cookie.hash()).await?;
    tx.commit().await?;
    Ok(cookie)
}

fn remember(session: &mut Session, login: &Login) {
    let same = session
        .login
        .as_ref()
        .is_none_or(|before| is_same(before, login));
    if !same {
        session.assigned = None;
        session.ownership = None;
        session.site = None;
        session.terms = None;
    }
    session.login = Some(login.clone());
}

fn is_same(a: &Login, b: &Login) -> bool {
    a.source == b.source && a.person.username == b.person.username
}

/// Goes on with another session of the same link and the same person, which ends `session`; the cookie is the
/// other's new one. None when there is no such session.
pub(super) async fn take_over(
    tx: &mut Tx,
    session: &Session,
    now: Timestamp,
) -> Result<Option<Cookie>, Denied> {
    let Entry::Link(uid) = &session.entry else {
        return Ok(None);
    };
    let others = tx.sessions_of_recipient(uid, &session.id).await?;
    let mine = others
        .into_iter()
        .find(|other| match (&session.login, &other.session.login) {
            (Some(mine), Some(theirs)) => is_same(mine, theirs),
            (None, None) => true,
            _ => false,
        });
    let Some(other) = mine else {
        return Ok(None);
    };
    let login = session.login.clone();
    change_in(tx, &other.session.id, None, |other, _| other.login = login).await?;
    tx.end_session(&session.id, now).await?;
    let cookie = Cookie::new()?;
    tx.rotate_session(&other.session.id, &cookie.hash()).await?;
    Ok(Some(cookie))
}

/// Ends the session.
///
/// # Errors
/// What the database says.
pub async fn log_out(app: &App, visit: &Visit) -> Result<(), Denied> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    tx.end_session(&visit.session.id, now).await?;
    record(&mut tx, &visit.session, "logged_out", now).await?;
    Ok(tx.commit().await?)
}
