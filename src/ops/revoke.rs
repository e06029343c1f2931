//! Revoking at once, outside git: for emergencies. It wins over YAML until lifted, and the plan says so.

use super::enrollment::record_with;
use super::recipient::find;
use super::{App, Error, command, random};
use crate::base::error::Kind;
use crate::model::command::CommandKind;
use crate::model::device::Device;
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

/// Ends the enrollment of a device, by its id, serial number or identifier: its certificates are revoked, and it is
/// told to remove the profile. Answers the device as it was.
///
/// # Errors
/// No such device, or more than one; what the database says.
pub async fn end_device(app: &App, which: &str, reason: &str) -> Result<Device, Error> {
    let mut tx = app.db.write().await?;
    let mut found = tx.devices().await?;
    found.retain(|device| {
        let serial = device.hardware.serial.as_deref();
        device.id.0 == which || device.hardware.udid == which || serial == Some(which)
    });
    let [device] = &found[..] else {
        let text = match found.len() {
            0 => format!("there is no device {which}"),
            many => format!("{many} devices are called {which}: name one by its id"),
        };
        return Err(Error::new(Kind::NotFound, text));
    };
    let missing = || Error::new(Kind::NotFound, format!("there is no device {which}"));
    let row = tx.lock_enrollment(&device.enrollment).await?;
    let row = row.ok_or_else(missing)?;
    let now = tx.now().await?;
    if tx.revoke_enrollment(&device.enrollment, now).await? {
        tx.drop_commands(&device.enrollment, now).await?;
        command::queue(&mut tx, &row.enrollment, CommandKind::RemoveProfile, now).await?;
        let detail = serde_json::json!({ "reason": reason });
        let act = (Actor::Operator, "device_revoked");
        record_with(&mut tx, now, act, &row.enrollment, detail).await?;
    }
    tx.commit().await?;
    Ok(device.clone())
}
