//! An enrollment from the portal's side: reserving a use, the profile to install, and how far the device is.

use data_encoding::HEXLOWER;

use super::admission::{self, Refused};
pub use super::profile::{profile, trust_profile};
use super::{App, Error, abort, random};
use crate::base::time::Timestamp;
use crate::ca::challenge;
use crate::model::enrollment::{Enrollment, EnrollmentState, RESERVATION};
use crate::model::id::{EnrollmentId, InvitationId, PolicyId, RecipientUid, SessionId, SiteId};
use crate::model::person::Person;
use crate::model::policy::Ownership;
use crate::store::Tx;
use crate::store::enrollment::{EnrollmentRow, Reservation};
use crate::store::event::{Actor, Event};

/// What the steps of the portal decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The link; none for open enrollment.
    pub recipient: Option<RecipientUid>,
    /// The invitation of that link.
    pub invitation: Option<InvitationId>,
    /// Rules that applied.
    pub policy: PolicyId,
    /// Who owns the device.
    pub ownership: Ownership,
    /// Site of the device.
    pub site: Option<SiteId>,
    /// User and location: the assigned person, else who logged in.
    pub person: Option<Person>,
    /// Login name of who went through the steps.
    pub enrolled_by: Option<String>,
}

/// Reserves one use of the link for 60 minutes and mints the SCEP challenge. In the same session it returns the same
/// enrollment, not renewed, while that holds or once it is enrolled; what was decided since replaces what was decided
/// before, until a certificate is issued.
///
/// # Errors
/// Why no use is reserved; then nothing changed.
pub async fn reserve(
    app: &App,
    session: &SessionId,
    decision: Decision,
) -> Result<Enrollment, Refused> {
    let mut tx = app.db.write().await?;
    if let Some(uid) = &decision.recipient {
        tx.hold_link(uid).await?;
    }
    tx.lock_session(session).await?;
    let now = tx.now().await?;
    let room = match &decision.recipient {
        Some(uid) => Some(
            tx.link_standing(uid, None, now)
                .await?
                .ok_or(Refused::Revoked)?,
        ),
        None => None,
    };
    if let Some(row) = tx.enrollment_of_session(session).await?
        && is_still_good(&row, &decision, now)
        && (row.enrollment.enrolled_at.is_some()
            || room.as_ref().is_none_or(|room| !room.facts.revoked))
    {
        let enrollment = decided(row.enrollment, decision);
        tx.decide_again(&enrollment).await?;
        tx.commit().await?;
        return Ok(enrollment);
    }
    if let Some(room) = &room {
        admission::may_reserve(&room.facts, room.others, now)?;
    }
    let serial = room.and_then(|room| room.facts.serial);
    let enrollment = mint(app, &mut tx, (session, decision, serial), now).await?;
    abort::point("P2");
    tx.commit().await?;
    abort::point("P3");
    Ok(enrollment)
}

/// Whether the session's enrollment serves what is asked now.
fn is_still_good(row: &EnrollmentRow, decision: &Decision, now: Timestamp) -> bool {
    row.enrollment.recipient == decision.recipient
        && row.checked_out_at.is_none()
        && row.revoked_at.is_none()
        && (row.enrollment.enrolled_at.is_some()
            || row.enrollment.state == EnrollmentState::HandedOver
            || admission::holds(row, now))
}

/// The enrollment with the latest decisions, unless they are beyond changing.
fn decided(enrollment: Enrollment, decision: Decision) -> Enrollment {
    if enrollment.state != EnrollmentState::Reserved {
        return enrollment;
    }
    Enrollment {
        policy: decision.policy,
        ownership: decision.ownership,
        site: decision.site,
        person: decision.person,
        enrolled_by: decision.enrolled_by,
        ..enrollment
    }
}

async fn mint(
    app: &App,
    tx: &mut Tx,
    (session, decision, serial): (&SessionId, Decision, Option<String>),
    now: Timestamp,
) -> Result<Enrollment, Error> {
    let enrollment = Enrollment {
        id: EnrollmentId(random::uid()),
        recipient: decision.recipient,
        invitation: decision.invitation,
        policy: decision.policy,
        ownership: decision.ownership,
        site: decision.site,
        person: decision.person,
        enrolled_by: decision.enrolled_by,
        state: EnrollmentState::Reserved,
        reserved_at: now,
        reserved_until: now.plus(RESERVATION),
        enrolled_at: None,
        refusal: None,
    };
    let challenge = challenge::text(&random::bytes()?);
    let sealed = app.key.seal("challenge").seal(
        random::bytes()?,
        enrollment.id.0.as_bytes(),
        challenge.expose().as_bytes(),
    )?;
    tx.reserve(&Reservation {
        enrollment: &enrollment,
        session,
        challenge_hash: &HEXLOWER.encode(&challenge::hash(challenge.expose())),
        challenge_sealed: &sealed,
        // As devices write it.
        known_serial: serial.map(|serial| serial.to_uppercase()).as_deref(),
    })
    .await?;
    record(tx, now, (Actor::Portal, "reserved"), &enrollment).await?;
    Ok(enrollment)
}

/// Keeps an event about an enrollment.
pub(in crate::ops) async fn record(
    tx: &mut Tx,
    now: Timestamp,
    act: (Actor, &'static str),
    enrollment: &Enrollment,
) -> Result<(), Error> {
    record_with(tx, now, act, enrollment, serde_json::json!({})).await
}

/// Keeps an event about an enrollment, with particulars.
pub(super) async fn record_with(
    tx: &mut Tx,
    now: Timestamp,
    (actor, action): (Actor, &'static str),
    enrollment: &Enrollment,
    detail: serde_json::Value,
) -> Result<(), Error> {
    let event = Event {
        invitation: enrollment.invitation.as_ref().map(|id| id.0.as_str()),
        recipient: enrollment.recipient.as_ref().map(|uid| uid.0.as_str()),
        subject: Some(&enrollment.id.0),
        detail,
        ..Event::new(actor, action)
    };
    Ok(tx.record(&random::uid(), now, &event).await?)
}
