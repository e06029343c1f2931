//! Revoking at once, outside git: for emergencies. It wins over YAML until lifted, and the plan says so.

use super::recipient::find;
use super::{App, Error, random};
use crate::model::id::InvitationId;
use crate::store::event::{Actor, Event};

/// What a revocation, or its lifting, changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// Links it concerns.
    pub links: usize,
    /// Messages withdrawn before they were sent.
    pub cancelled: u64,
}

/// Revokes an invitation, or one of its links, from this moment on every replica. `reason` none lifts the hold.
///
/// # Errors
/// There is no such invitation or recipient; what the database says.
pub async fn hold(
    app: &App,
    id: &InvitationId,
    who: Option<&str>,
    reason: Option<&str>,
) -> Result<Revoked, Error> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let (_, recipients) = find(&mut tx, id, who).await?;
    if who.is_none() {
        tx.hold_invitation(id, reason, now).await?;
    }
    let mut cancelled = 0;
    for recipient in &recipients {
        if who.is_some() {
            tx.hold_recipient(&recipient.uid, reason, now).await?;
        }
        if reason.is_some() {
            cancelled += tx.cancel_unsent_of(&recipient.uid, now).await?;
        }
        let action = if reason.is_some() {
            "revoked"
        } else {
            "revocation_lifted"
        };
        let event = Event {
            invitation: Some(&id.0),
            recipient: Some(&recipient.uid.0),
            detail: serde_json::json!({ "reason": reason }),
            ..Event::new(Actor::Operator, action)
        };
        tx.record(&random::uid(), now, &event).await?;
    }
    tx.commit().await?;
    Ok(Revoked {
        links: recipients.len(),
        cancelled,
    })
}
