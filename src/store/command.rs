//! Commands of enrolled devices, and whom to wake for them.

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::command::CommandKind;
use crate::model::device::{Hardware, Inventory};
use crate::model::id::EnrollmentId;

statements! {
    QUEUE = "INSERT INTO command (id, enrollment, kind, created_at) VALUES ($1, $2, $3, $4)";
    NEXT = "SELECT id, kind FROM command WHERE enrollment = $1 AND ended_at IS NULL AND deferred_at IS NULL \
            ORDER BY created_at, id LIMIT 1";
    HAS = "SELECT COUNT(*) FROM command WHERE enrollment = $1 AND kind = $2 AND ended_at IS NULL";
    SENT = "UPDATE command SET sent_at = $2 WHERE id = $1";
    DEFER = "UPDATE command SET deferred_at = $3 WHERE id = $2 AND enrollment = $1 AND ended_at IS NULL";
    RESUME = "UPDATE command SET deferred_at = NULL WHERE enrollment = $1 AND ended_at IS NULL";
    END = "UPDATE command SET ended_at = $3, outcome = $4 WHERE id = $2 AND enrollment = $1 AND ended_at IS NULL";
    DROP = "UPDATE command SET ended_at = $2, outcome = 'dropped' WHERE enrollment = $1 AND ended_at IS NULL";
    WAITING = "SELECT enrollment, push_sealed, pushed_at, push_count FROM device WHERE checked_out_at IS NULL \
               AND push_sealed IS NOT NULL AND EXISTS (SELECT 1 FROM command \
               WHERE command.enrollment = device.enrollment AND command.ended_at IS NULL)";
    PUSHED = "UPDATE device SET pushed_at = $3, push_count = push_count + 1 WHERE enrollment = $1 AND push_count = $2";
    DEAF = "UPDATE device SET push_sealed = NULL WHERE enrollment = $1";
    EXPIRING = "SELECT device.enrollment FROM device JOIN enrollment ON enrollment.id = device.enrollment \
                WHERE device.checked_out_at IS NULL AND enrollment.revoked_at IS NULL \
                AND NOT EXISTS (SELECT 1 FROM certificate WHERE certificate.enrollment = device.enrollment \
                AND certificate.revoked_at IS NULL AND certificate.expires_at > $1) \
                AND NOT EXISTS (SELECT 1 FROM command WHERE command.enrollment = device.enrollment \
                AND command.kind = $2 AND command.ended_at IS NULL)";
    RENEWING = "UPDATE enrollment SET challenge_hash = $2, challenge_sealed = $3, reserved_until = $4, \
                key_hash = NULL, certificate = NULL WHERE id = $1 AND enrolled_at IS NOT NULL";
    DESCRIBE = "UPDATE device SET hardware = $2, inventory = $3 WHERE enrollment = $1";
    REVOKE = "UPDATE enrollment SET revoked_at = $2, challenge_sealed = NULL WHERE id = $1 AND revoked_at IS NULL";
    REVOKE_CERTIFICATES = "UPDATE certificate SET revoked_at = $2 WHERE enrollment = $1 AND revoked_at IS NULL";
}

/// A device that has something to fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sleeper {
    /// The enrollment that brought it in.
    pub enrollment: EnrollmentId,
    /// What wakes it, sealed.
    pub push_sealed: Vec<u8>,
    /// When it was called last.
    pub pushed_at: Option<Timestamp>,
    /// How often it was called since it showed up last.
    pub push_count: i64,
}

impl Tx {
    /// Puts a command at the end of a device's queue.
    ///
    /// # Errors
    /// What the database says.
    pub async fn queue_command(
        &mut self,
        id: &str,
        enrollment: &EnrollmentId,
        kind: CommandKind,
        now: Timestamp,
    ) -> Result<(), Error> {
        execute!(self, QUEUE, id, &enrollment.0, kind.word(), now.0)?;
        Ok(())
    }

    /// The command to hand out next; those that the device put off are passed over.
    ///
    /// # Errors
    /// What the database says.
    pub async fn next_command(
        &mut self,
        enrollment: &EnrollmentId,
    ) -> Result<Option<(String, CommandKind)>, Error> {
        let row: Option<(String, String)> = on!(self, c => sqlx::query_as(NEXT)
            .bind(&enrollment.0)
            .fetch_optional(c)
            .await)?;
        row.map(|(id, word)| {
            let kind = CommandKind::from_word(&word)
                .ok_or_else(|| Error::Corrupt(format!("command {word}")))?;
            Ok((id, kind))
        })
        .transpose()
    }

    /// Whether a command of this kind waits for a device.
    ///
    /// # Errors
    /// What the database says.
    pub async fn has_command(
        &mut self,
        enrollment: &EnrollmentId,
        kind: CommandKind,
    ) -> Result<bool, Error> {
        let found: i64 = on!(self, c => sqlx::query_scalar(HAS)
            .bind(&enrollment.0)
            .bind(kind.word())
            .fetch_one(c)
            .await)?;
        Ok(found > 0)
    }

    /// Notes that a command was handed out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn command_sent(&mut self, id: &str, now: Timestamp) -> Result<(), Error> {
        execute!(self, SENT, id, now.0)?;
        Ok(())
    }

    /// Notes that the device put a command off.
    ///
    /// # Errors
    /// What the database says.
    pub async fn defer_command(
        &mut self,
        enrollment: &EnrollmentId,
        id: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        execute!(self, DEFER, &enrollment.0, id, now.0)?;
        Ok(())
    }

    /// What was put off may be handed out again.
    ///
    /// # Errors
    /// What the database says.
    pub async fn resume_commands(&mut self, enrollment: &EnrollmentId) -> Result<(), Error> {
        execute!(self, RESUME, &enrollment.0)?;
        Ok(())
    }

    /// Ends a command; `false` when it had ended before, or is another device's.
    ///
    /// # Errors
    /// What the database says.
    pub async fn end_command(
        &mut self,
        enrollment: &EnrollmentId,
        id: &str,
        outcome: &str,
        now: Timestamp,
    ) -> Result<bool, Error> {
        Ok(execute!(self, END, &enrollment.0, id, now.0, outcome)? == 1)
    }

    /// Ends whatever waits for a device.
    ///
    /// # Errors
    /// What the database says.
    pub async fn drop_commands(
        &mut self,
        enrollment: &EnrollmentId,
        now: Timestamp,
    ) -> Result<(), Error> {
        execute!(self, DROP, &enrollment.0, now.0)?;
        Ok(())
    }

    /// Devices that have something to fetch and can be woken.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sleepers(&mut self) -> Result<Vec<Sleeper>, Error> {
        let rows: Vec<(String, Vec<u8>, Option<i64>, i64)> =
            on!(self, c => sqlx::query_as(WAITING).fetch_all(c).await)?;
        Ok(rows
            .into_iter()
            .map(|(enrollment, push_sealed, pushed_at, push_count)| Sleeper {
                enrollment: EnrollmentId(enrollment),
                push_sealed,
                pushed_at: pushed_at.map(Timestamp),
                push_count,
            })
            .collect())
    }

    /// Takes the next call of a device; `false` when another process has taken it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_pushed(&mut self, of: &Sleeper, now: Timestamp) -> Result<bool, Error> {
        Ok(execute!(self, PUSHED, &of.enrollment.0, of.push_count, now.0)? == 1)
    }

    /// Forgets what woke a device: it does not any more.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_push(&mut self, enrollment: &EnrollmentId) -> Result<(), Error> {
        execute!(self, DEAF, &enrollment.0)?;
        Ok(())
    }

    /// Enrollments whose devices have no certificate that lives beyond `until`, and are not told yet to get one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn expiring_enrollments(
        &mut self,
        until: Timestamp,
    ) -> Result<Vec<EnrollmentId>, Error> {
        let rows: Vec<String> = on!(self, c => sqlx::query_scalar(EXPIRING)
            .bind(until.0)
            .bind(CommandKind::InstallProfile.word())
            .fetch_all(c)
            .await)?;
        Ok(rows.into_iter().map(EnrollmentId).collect())
    }

    /// Gives an enrolled device a challenge for a new certificate, good until `until`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_renewing(
        &mut self,
        id: &EnrollmentId,
        challenge_hash: &str,
        challenge_sealed: &[u8],
        until: Timestamp,
    ) -> Result<(), Error> {
        execute!(
            self,
            RENEWING,
            &id.0,
            challenge_hash,
            challenge_sealed,
            until.0
        )?;
        Ok(())
    }

    /// Keeps what a device answered.
    ///
    /// # Errors
    /// What the database says.
    pub async fn describe_device(
        &mut self,
        enrollment: &EnrollmentId,
        hardware: &Hardware,
        inventory: &Inventory,
    ) -> Result<(), Error> {
        let hardware = serde_json::to_string(hardware)?;
        let inventory = serde_json::to_string(inventory)?;
        execute!(self, DESCRIBE, &enrollment.0, &hardware, &inventory)?;
        Ok(())
    }

    /// Ends an enrollment and revokes its certificates; `false` when that was done before.
    ///
    /// # Errors
    /// What the database says.
    pub async fn revoke_enrollment(
        &mut self,
        id: &EnrollmentId,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let rows = execute!(self, REVOKE, &id.0, now.0)?;
        execute!(self, REVOKE_CERTIFICATES, &id.0, now.0)?;
        Ok(rows == 1)
    }
}
