//! Looking into the outbox, and ending a doubt by an operator's word.

use super::{App, Error, random, wave};
use crate::base::error::Kind;
use crate::model::id::MessageId;
use crate::model::message::{DeliveryState, MessageRow};
use crate::model::pause::Pause;
use crate::model::status::EventRow;
use crate::store::Db;
use crate::store::event::{Actor, Event};

/// What an operator knows about a message in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrived: nothing more happens.
    Sent,
    /// It did not arrive: the same bytes are sent again.
    NotSent,
}

/// Messages, in one state or all, oldest first, and the salt of hashed addresses.
///
/// # Errors
/// What the database says.
pub async fn list(
    db: &Db,
    state: Option<DeliveryState>,
) -> Result<(Vec<MessageRow>, String), Error> {
    let mut tx = db.read().await?;
    let installation = tx.installation().await?;
    let salt = installation.map(|i| i.salt).unwrap_or_default();
    Ok((tx.messages(state).await?, salt))
}

/// One message with what happened to it, and the salt of hashed addresses.
///
/// # Errors
/// There is no such message; what the database says.
pub async fn show(db: &Db, id: &MessageId) -> Result<(MessageRow, Vec<EventRow>, String), Error> {
    let mut tx = db.read().await?;
    let installation = tx.installation().await?;
    let salt = installation.map(|i| i.salt).unwrap_or_default();
    let row = tx.message(id).await?.ok_or_else(|| unknown(id))?;
    let mut events = match &row.recipient {
        Some(uid) => tx.events_of_recipient(&uid.0).await?,
        None => Vec::new(),
    };
    events.retain(|event| event.subject.as_deref() == Some(&id.0));
    Ok((row, events, salt))
}

/// Ends a doubt and records who said so, with the reason.
///
/// # Errors
/// There is no such message, or it is not in doubt.
pub async fn resolve(
    app: &App,
    id: &MessageId,
    fate: Fate,
    reason: Option<&str>,
) -> Result<MessageRow, Error> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let row = tx.message(id).await?.ok_or_else(|| unknown(id))?;
    let (sent, action) = match fate {
        Fate::Sent => (true, "resolved_sent"),
        Fate::NotSent => (false, "resolved_not_sent"),
    };
    let reply = match reason {
        Some(reason) => format!("an operator says so: {reason}"),
        None => "an operator says so".to_owned(),
    };
    if !tx.resolve(id, sent, &reply, now).await? {
        let message = format!("message {id} is {}, not in doubt", row.state.word());
        let hint = "`enroll outbox list --state in_doubt` lists those that are";
        return Err(Error::new(Kind::Stale, message).with_hint(hint));
    }
    let event = Event {
        invitation: row.invitation.as_deref(),
        recipient: row.recipient.as_ref().map(|uid| uid.0.as_str()),
        subject: Some(&id.0),
        detail: serde_json::json!({ "reason": reason }),
        ..Event::new(Actor::Operator, action)
    };
    tx.record(&random::uid(), now, &event).await?;
    tx.commit().await?;
    Ok(row)
}

/// Pauses sending for every process of the installation. Answers the pause that was there already, which stays.
///
/// # Errors
/// What the database says.
pub async fn pause(app: &App, reason: &str) -> Result<Option<Pause>, Error> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let before = tx.pause().await?;
    wave::pause(&mut tx, Actor::Operator, reason.to_owned(), None, now).await?;
    tx.commit().await?;
    Ok(before)
}

/// Lets sending go on; refusals so far do not count any more. Answers the pause that ended.
///
/// # Errors
/// What the database says.
pub async fn resume(app: &App) -> Result<Option<Pause>, Error> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let before = tx.pause().await?;
    if tx.end_pause(now).await? {
        let event = Event::new(Actor::Operator, "resumed");
        tx.record(&random::uid(), now, &event).await?;
    }
    tx.commit().await?;
    Ok(before)
}

fn unknown(id: &MessageId) -> Error {
    Error::new(Kind::NotFound, format!("there is no message {id}"))
        .with_hint("`enroll outbox list` lists every message with its id")
}
