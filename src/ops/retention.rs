//! Erasing personal data when its time has come: `retention`, as it was applied last.
//!
//! What tells of a person goes; rows, dates, counts and the ids made up here stay, and so does the audit. Nothing
//! goes that a working link, an enrolled device or a message on its way needs, nor whoever is still declared.

use super::{App, Error, random};
use crate::base::time::{DAY, Timestamp};
use crate::store::event::{Actor, Event};

/// Rows of one kind in one transaction.
const BATCH: u32 = 200;

/// How much was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Erased {
    /// Enrollments, with what was known of their devices.
    pub enrollments: u64,
    /// Visits to the portal.
    pub sessions: u64,
    /// Recipients that left the repository.
    pub recipients: u64,
    /// Addresses of messages.
    pub messages: u64,
}

/// Erases whatever is due by the database's clock.
///
/// # Errors
/// What the database says.
pub async fn erase_due(app: &App) -> Result<Erased, Error> {
    let now = app.db.look().await?.now().await?;
    erase_at(app, now).await
}

/// Erases whatever is due at `now`; nothing unless `retention` was applied.
///
/// # Errors
/// What the database says.
pub async fn erase_at(app: &App, now: Timestamp) -> Result<Erased, Error> {
    let organization = app.db.look().await?.live_organization().await?;
    let mut all = Erased::default();
    let Some(days) = organization.and_then(|organization| organization.retention) else {
        return Ok(all);
    };
    let until = now.plus(-i64::from(days).saturating_mul(DAY));
    loop {
        let some = batch(app, until, now).await?;
        if some == Erased::default() {
            return Ok(all);
        }
        all.enrollments += some.enrollments;
        all.sessions += some.sessions;
        all.recipients += some.recipients;
        all.messages += some.messages;
    }
}

/// In this order, because each goes only when what came before it has gone.
async fn batch(app: &App, until: Timestamp, now: Timestamp) -> Result<Erased, Error> {
    let mut tx = app.db.write().await?;
    let erased = Erased {
        enrollments: tx.erase_enrollments(until, BATCH, now).await?,
        sessions: tx.erase_sessions(until, BATCH, now).await?,
        recipients: tx.erase_recipients(until, BATCH, now).await?,
        messages: tx.erase_messages(until).await?,
    };
    if erased != Erased::default() {
        let detail = serde_json::to_value(erased).map_err(crate::store::Error::from)?;
        let event = Event {
            detail,
            ..Event::new(Actor::Server, "erased")
        };
        tx.record(&random::uid(), now, &event).await?;
    }
    tx.commit().await?;
    Ok(erased)
}
