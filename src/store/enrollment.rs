//! Enrollments: what the portal decided, and what SCEP and check-in keep of a device on its way in.

use serde::{Deserialize, Serialize};

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::device::Hardware;
use crate::model::enrollment::{Enrollment, EnrollmentState};
use crate::model::id::{EnrollmentId, InvitationId, PolicyId, RecipientUid, SessionId, SiteId};
use crate::model::person::Person;
use crate::model::policy::Ownership;

/// Of the enrollment `e`.
macro_rules! columns {
    () => {
        "e.id, e.session, e.recipient, e.invitation, e.policy, e.body, e.state, e.reserved_at, e.reserved_until, \
         e.challenge_sealed, e.key_hash, e.transaction_id, e.certificate, e.known_serial, e.udid, e.hardware, \
         e.refusal, e.authenticated_at, e.enrolled_at, e.counted_at, e.checked_out_at, e.revoked_at"
    };
}
pub(super) use columns;

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), " FROM enrollment e ", $rest)
    };
}

statements! {
    LOCK_SESSION = "UPDATE session SET seen_at = seen_at WHERE id = $1";
    LOCK = "UPDATE enrollment SET state = state WHERE id = $1";
    ONE = select!("WHERE id = $1");
    OF_SESSION = select!("WHERE session = $1 ORDER BY reserved_at DESC, id DESC LIMIT 1");
    OF_CHALLENGE = select!("WHERE challenge_hash = $1");
    OF_SERIAL = select!("WHERE known_serial = $1 ORDER BY reserved_at DESC, id DESC LIMIT 1");
    OF_CERTIFICATE = select!("WHERE id = (SELECT enrollment FROM certificate WHERE sha256 = $1)");
    RESERVE = "INSERT INTO enrollment (id, session, recipient, invitation, policy, body, state, reserved_at, \
               reserved_until, challenge_hash, challenge_sealed, known_serial) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    DECIDE = "UPDATE enrollment SET policy = $2, body = $3 WHERE id = $1 AND state = 'reserved'";
}

/// An enrollment to be written.
#[derive(Clone, Debug)]
pub struct Reservation<'a> {
    /// What was decided in the portal.
    pub enrollment: &'a Enrollment,
    /// The visit it was decided in.
    pub session: &'a SessionId,
    /// SHA-256 of the SCEP challenge, hexadecimal.
    pub challenge_hash: &'a str,
    /// The challenge, sealed.
    pub challenge_sealed: &'a [u8],
    /// Serial number of the device that it is for, where only that one may come.
    pub known_serial: Option<&'a str>,
}

/// An enrollment with what SCEP and check-in keep of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrollmentRow {
    /// The enrollment.
    pub enrollment: Enrollment,
    /// The visit it was decided in.
    pub session: Option<SessionId>,
    /// The SCEP challenge, sealed; none once enrolled.
    pub challenge_sealed: Option<Vec<u8>>,
    /// SHA-256 of the public key that was certified, hexadecimal.
    pub key_hash: Option<String>,
    /// SCEP transaction that asked for the certificate.
    pub transaction_id: Option<String>,
    /// SHA-256 of the certificate that its challenge brought, hexadecimal; later ones renew it.
    pub certificate: Option<String>,
    /// Serial number of the device, if it was known before the device asked for its identity: its link is for no other,
    /// or the device proved it.
    pub known_serial: Option<String>,
    /// Identifier of the device it is pinned to.
    pub udid: Option<String>,
    /// What Authenticate told.
    pub hardware: Option<Hardware>,
    /// First Authenticate.
    pub authenticated_at: Option<Timestamp>,
    /// When it counted a use; none for a device that this link had counted before.
    pub counted_at: Option<Timestamp>,
    /// CheckOut.
    pub checked_out_at: Option<Timestamp>,
    /// Ended by an operator.
    pub revoked_at: Option<Timestamp>,
}

/// Decisions of the portal beside the policy: the JSON of column `body`.
#[derive(Serialize, Deserialize)]
struct Body {
    ownership: Ownership,
    site: Option<SiteId>,
    person: Option<Person>,
    enrolled_by: Option<String>,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: String,
    session: Option<String>,
    recipient: Option<String>,
    invitation: Option<String>,
    policy: String,
    body: String,
    state: String,
    reserved_at: i64,
    reserved_until: i64,
    challenge_sealed: Option<Vec<u8>>,
    key_hash: Option<String>,
    transaction_id: Option<String>,
    certificate: Option<String>,
    known_serial: Option<String>,
    udid: Option<String>,
    hardware: Option<String>,
    refusal: Option<String>,
    authenticated_at: Option<i64>,
    enrolled_at: Option<i64>,
    counted_at: Option<i64>,
    checked_out_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl TryFrom<Row> for EnrollmentRow {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let body: Body = serde_json::from_str(&row.body)?;
        let state = EnrollmentState::from_word(&row.state)
            .ok_or_else(|| Error::Corrupt(format!("enrollment state {}", row.state)))?;
        let refusal = row.refusal.map(|text| serde_json::from_str(&text));
        let hardware = row.hardware.map(|text| serde_json::from_str(&text));
        Ok(Self {
            enrollment: Enrollment {
                id: EnrollmentId(row.id),
                recipient: row.recipient.map(RecipientUid),
                invitation: row.invitation.map(InvitationId),
                policy: PolicyId(row.policy),
                ownership: body.ownership,
                site: body.site,
                person: body.person,
                enrolled_by: body.enrolled_by,
                state,
                reserved_at: Timestamp(row.reserved_at),
                reserved_until: Timestamp(row.reserved_until),
                enrolled_at: row.enrolled_at.map(Timestamp),
                refusal: refusal.transpose()?,
            },
            session: row.session.map(SessionId),
            challenge_sealed: row.challenge_sealed,
            key_hash: row.key_hash,
            transaction_id: row.transaction_id,
            certificate: row.certificate,
            known_serial: row.known_serial,
            udid: row.udid,
            hardware: hardware.transpose()?,
            authenticated_at: row.authenticated_at.map(Timestamp),
            counted_at: row.counted_at.map(Timestamp),
            checked_out_at: row.checked_out_at.map(Timestamp),
            revoked_at: row.revoked_at.map(Timestamp),
        })
    }
}

impl Tx {
    /// Holds a visit, so that two requests of it decide one after the other.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_session(&mut self, id: &SessionId) -> Result<(), Error> {
        self.hold(LOCK_SESSION, &id.0).await
    }

    /// Holds an enrollment until the end of this transaction, and reads it. Hold its link first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_enrollment(
        &mut self,
        id: &EnrollmentId,
    ) -> Result<Option<EnrollmentRow>, Error> {
        self.hold_enrollment(id).await?;
        self.enrollment(id).await
    }

    /// Holds an enrollment until the end of this transaction, if there is one.
    pub(super) async fn hold_enrollment(&mut self, id: &EnrollmentId) -> Result<(), Error> {
        self.hold(LOCK, &id.0).await
    }

    /// One enrollment.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enrollment(&mut self, id: &EnrollmentId) -> Result<Option<EnrollmentRow>, Error> {
        self.enrollment_by(ONE, &id.0).await
    }

    /// The latest enrollment that a visit reserved.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enrollment_of_session(
        &mut self,
        session: &SessionId,
    ) -> Result<Option<EnrollmentRow>, Error> {
        self.enrollment_by(OF_SESSION, &session.0).await
    }

    /// The enrollment whose SCEP challenge has this digest.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enrollment_of_challenge(
        &mut self,
        hash: &str,
    ) -> Result<Option<EnrollmentRow>, Error> {
        self.enrollment_by(OF_CHALLENGE, hash).await
    }

    /// The latest enrollment that is for the device of this serial number.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enrollment_of_serial(
        &mut self,
        serial: &str,
    ) -> Result<Option<EnrollmentRow>, Error> {
        self.enrollment_by(OF_SERIAL, serial).await
    }

    /// The enrollment that a certificate, by its SHA-256, was issued for, revoked or not.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enrollment_of_certificate(
        &mut self,
        sha256: &str,
    ) -> Result<Option<EnrollmentRow>, Error> {
        self.enrollment_by(OF_CERTIFICATE, sha256).await
    }

    async fn enrollment_by(
        &mut self,
        statement: &'static str,
        value: &str,
    ) -> Result<Option<EnrollmentRow>, Error> {
        let row: Option<Row> =
            on!(self, c => sqlx::query_as(statement).bind(value).fetch_optional(c).await)?;
        row.map(EnrollmentRow::try_from).transpose()
    }

    /// Writes a new enrollment.
    ///
    /// # Errors
    /// What the database says.
    pub async fn reserve(&mut self, new: &Reservation<'_>) -> Result<(), Error> {
        let e = new.enrollment;
        let body = body(e)?;
        execute!(
            self,
            RESERVE,
            &e.id.0,
            &new.session.0,
            e.recipient.as_ref().map(|uid| &uid.0),
            e.invitation.as_ref().map(|id| &id.0),
            &e.policy.0,
            &body,
            e.state.word(),
            e.reserved_at.0,
            e.reserved_until.0,
            new.challenge_hash,
            new.challenge_sealed,
            new.known_serial
        )?;
        Ok(())
    }

    /// Writes what the portal decided since, as long as no certificate was issued.
    ///
    /// # Errors
    /// What the database says.
    pub async fn decide_again(&mut self, enrollment: &Enrollment) -> Result<(), Error> {
        let body = body(enrollment)?;
        execute!(self, DECIDE, &enrollment.id.0, &enrollment.policy.0, &body)?;
        Ok(())
    }
}

fn body(enrollment: &Enrollment) -> Result<String, Error> {
    Ok(serde_json::to_string(&Body {
        ownership: enrollment.ownership,
        site: enrollment.site.clone(),
        person: enrollment.person.clone(),
        enrolled_by: enrollment.enrolled_by.clone(),
    })?)
}
