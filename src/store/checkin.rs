//! How far a device came: each step is one conditional update, so that repeats and races change nothing.

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::device::Hardware;
use crate::model::enrollment::Refusal;
use crate::model::id::EnrollmentId;

statements! {
    ISSUED = "UPDATE enrollment SET state = CASE WHEN enrolled_at IS NULL THEN 'issued' ELSE state END, \
              certificate = $2, key_hash = $3, transaction_id = $4 WHERE id = $1 AND certificate IS NULL";
    AUTHENTICATED = "UPDATE enrollment SET state = 'authenticated', udid = $2, serial = $3, hardware = $4, \
                     authenticated_at = COALESCE(authenticated_at, $5), reserved_until = $6, refusal = NULL \
                     WHERE id = $1 AND enrolled_at IS NULL AND (udid IS NULL OR udid = $2)";
    REFUSED = "UPDATE enrollment SET refusal = $2 WHERE id = $1 AND enrolled_at IS NULL";
    ENROLLED = "UPDATE enrollment SET state = 'enrolled', enrolled_at = $2, counted_at = $3, \
                challenge_sealed = NULL, refusal = NULL \
                WHERE id = $1 AND enrolled_at IS NULL AND authenticated_at IS NOT NULL";
    HANDED_OVER = "UPDATE enrollment SET state = 'handed_over', counted_at = $2, challenge_hash = NULL, challenge_sealed = NULL \
                   WHERE id = $1 AND state = 'reserved'";
    HANDED = "UPDATE recipient SET handed_at = $2 WHERE uid = (SELECT recipient FROM enrollment WHERE id = $1) \
              AND handed_at IS NULL";
    CHECKED_OUT = "UPDATE enrollment SET state = 'checked_out', checked_out_at = $2, challenge_sealed = NULL \
                   WHERE id = $1 AND checked_out_at IS NULL";
}

/// The one certificate of an enrollment.
#[derive(Clone, Copy, Debug)]
pub struct Issued<'a> {
    /// SHA-256 of the certificate, hexadecimal.
    pub certificate: &'a str,
    /// SHA-256 of its public key, hexadecimal.
    pub key_hash: &'a str,
    /// SCEP transaction that asked for it.
    pub transaction_id: &'a str,
}

impl Tx {
    /// Pins an enrollment to its certificate; `false` when it has one already.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_issued(
        &mut self,
        id: &EnrollmentId,
        issued: &Issued<'_>,
    ) -> Result<bool, Error> {
        let rows = execute!(
            self,
            ISSUED,
            &id.0,
            issued.certificate,
            issued.key_hash,
            issued.transaction_id
        )?;
        Ok(rows == 1)
    }

    /// Pins an enrollment to its device, and holds its use until `reserved_until`; `false` when it is pinned to
    /// another device or enrolled.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_authenticated(
        &mut self,
        id: &EnrollmentId,
        hardware: &Hardware,
        now: Timestamp,
        reserved_until: Timestamp,
    ) -> Result<bool, Error> {
        let text = serde_json::to_string(hardware)?;
        let rows = execute!(
            self,
            AUTHENTICATED,
            &id.0,
            &hardware.udid,
            &hardware.serial,
            &text,
            now.0,
            reserved_until.0
        )?;
        Ok(rows == 1)
    }

    /// Remembers why a device was turned away, for the person's page.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_refused(
        &mut self,
        id: &EnrollmentId,
        refusal: &Refusal,
    ) -> Result<(), Error> {
        let text = serde_json::to_string(refusal)?;
        execute!(self, REFUSED, &id.0, &text)?;
        Ok(())
    }

    /// Ends the way in; `counted` unless the link had counted this device before. `false` when it was enrolled
    /// already or never authenticated.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_enrolled(
        &mut self,
        id: &EnrollmentId,
        now: Timestamp,
        counted: bool,
    ) -> Result<bool, Error> {
        let rows = execute!(self, ENROLLED, &id.0, now.0, counted.then_some(now.0))?;
        Ok(rows == 1)
    }

    /// Ends what we see of an enrollment: its person was led to another system. `false` when that was so before, or the
    /// device has a certificate of ours.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_handed_over(
        &mut self,
        id: &EnrollmentId,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let rows = execute!(self, HANDED_OVER, &id.0, now.0)?;
        if rows == 1 {
            execute!(self, HANDED, &id.0, now.0)?;
        }
        Ok(rows == 1)
    }

    /// Notes that the device removed its profile; `false` when it had said so before.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_checked_out(
        &mut self,
        id: &EnrollmentId,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let rows = execute!(self, CHECKED_OUT, &id.0, now.0)?;
        Ok(rows == 1)
    }
}
