//! Erasing personal data whose time has come. Rows stay, for counts and the audit, without what tells of a person.

use super::{Error, Tx};
use crate::base::count::number as count;
use crate::base::mask::ERASED;
use crate::base::time::Timestamp;
use crate::model::device::Hardware;
use crate::model::id::RecipientUid;
use crate::model::invitation::Recipient;
use crate::model::session::Session;
use crate::model::status::Erasure;

statements! {
    // It ended when the device left or was revoked, came in again by another enrollment, or never came.
    ENROLLMENTS = "SELECT id, body FROM enrollment e WHERE erased_at IS NULL AND COALESCE(checked_out_at, revoked_at, \
                   (SELECT MIN(d.enrolled_at) FROM device d WHERE d.udid = e.udid AND d.enrollment <> e.id \
                    AND d.enrolled_at >= e.reserved_at), \
                   CASE WHEN enrolled_at IS NULL THEN reserved_until END) <= $1 ORDER BY id LIMIT $2";
    ENROLLMENT = "UPDATE enrollment SET body = $2, udid = NULL, serial = NULL, known_serial = NULL, hardware = NULL, challenge_hash = NULL, \
                  challenge_sealed = NULL, transaction_id = NULL, erased_at = $3 WHERE id = $1 AND erased_at IS NULL";
    PROOF = "DELETE FROM ota WHERE enrollment = $1";
    TOKENS = "DELETE FROM access_token WHERE enrollment = $1";
    DEVICES = "SELECT id, hardware FROM device WHERE enrollment = $1";
    DEVICE = "UPDATE device SET udid = id, serial = NULL, hardware = $2, person = NULL, username = NULL, \
              push_sealed = NULL, bootstrap_sealed = NULL, inventory = NULL WHERE id = $1";
    SESSIONS = "SELECT id, facts FROM session s WHERE erased_at IS NULL AND COALESCE(ended_at, seen_at) <= $1 \
                AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.session = s.id \
                AND e.erased_at IS NULL) ORDER BY id LIMIT $2";
    SESSION = "UPDATE session SET facts = $2, cookie_hash = id, ended_at = COALESCE(ended_at, $3), erased_at = $3 \
               WHERE id = $1 AND erased_at IS NULL";
    // Whoever is still declared stays: the address stands in git, and a plan would invite once more.
    RECIPIENTS = "SELECT uid FROM recipient r WHERE erased_at IS NULL AND removed_at <= $1 \
                  AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.recipient = r.uid AND e.erased_at IS NULL) \
                  AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.recipient = r.uid \
                  AND o.state NOT IN ('accepted', 'rejected', 'bounced', 'cancelled')) ORDER BY uid LIMIT $2";
    RECIPIENT = "UPDATE recipient SET key = $2, body = $3, digest = '', erased_at = $4, \
                 revoked = CASE WHEN revoked IS NULL THEN NULL ELSE '' END, \
                 held = CASE WHEN held IS NULL THEN NULL ELSE '' END WHERE uid = $1 AND erased_at IS NULL";
    INVITATIONS = "UPDATE invitation SET source = '' WHERE removed_at <= $1 AND source <> '' AND held_at IS NULL \
                   AND NOT EXISTS (SELECT 1 FROM recipient r WHERE r.invitation = invitation.id \
                   AND r.erased_at IS NULL)";
    MESSAGES = "UPDATE outbox SET address = $2, reply = NULL WHERE address <> $2 AND updated_at <= $1 \
                AND state IN ('accepted', 'rejected', 'bounced', 'cancelled') AND (recipient IS NULL \
                OR recipient IN (SELECT uid FROM recipient WHERE erased_at IS NOT NULL))";
    LOGIN_FAILURES = "DELETE FROM login_failure WHERE last_at <= $1";
    ERASED_ENROLLMENTS = "SELECT COUNT(*), MAX(erased_at) FROM enrollment WHERE erased_at IS NOT NULL";
    ERASED_RECIPIENTS = "SELECT COUNT(*), MAX(erased_at) FROM recipient WHERE erased_at IS NOT NULL";
}

type Pairs = Vec<(String, String)>;

impl Tx {
    /// Erases up to `most` enrollments that ended by `until`, with what is known of their devices; answers how many.
    ///
    /// # Errors
    /// What the database says.
    pub async fn erase_enrollments(
        &mut self,
        until: Timestamp,
        most: u32,
        now: Timestamp,
    ) -> Result<u64, Error> {
        let rows: Pairs = on!(self, c => sqlx::query_as(ENROLLMENTS)
            .bind(until.0)
            .bind(i64::from(most))
            .fetch_all(c)
            .await)?;
        let mut erased = 0;
        for (id, body) in rows {
            let mut body: serde_json::Value = serde_json::from_str(&body)?;
            body["person"] = serde_json::Value::Null;
            body["enrolled_by"] = serde_json::Value::Null;
            erased += execute!(self, ENROLLMENT, &id, &body.to_string(), now.0)?;
            execute!(self, PROOF, &id)?;
            execute!(self, TOKENS, &id)?;
            let devices: Pairs =
                on!(self, c => sqlx::query_as(DEVICES).bind(&id).fetch_all(c).await)?;
            for (device, hardware) in devices {
                let told: Hardware = serde_json::from_str(&hardware)?;
                let left = Hardware {
                    product: told.product,
                    model: told.model,
                    os_version: told.os_version,
                    build: told.build,
                    ..Hardware::default()
                };
                execute!(self, DEVICE, &device, &serde_json::to_string(&left)?)?;
            }
        }
        Ok(erased)
    }

    /// Erases who logged in, in up to `most` visits that ended by `until` and led to nothing that lasts; answers how many.
    ///
    /// # Errors
    /// What the database says.
    pub async fn erase_sessions(
        &mut self,
        until: Timestamp,
        most: u32,
        now: Timestamp,
    ) -> Result<u64, Error> {
        let rows: Pairs = on!(self, c => sqlx::query_as(SESSIONS)
            .bind(until.0)
            .bind(i64::from(most))
            .fetch_all(c)
            .await)?;
        let mut erased = 0;
        for (id, facts) in rows {
            let mut session: Session = serde_json::from_str(&facts)?;
            session.login = None;
            session.assigned = None;
            session.signing_in = None;
            let facts = serde_json::to_string(&session)?;
            erased += execute!(self, SESSION, &id, &facts, now.0)?;
        }
        Ok(erased)
    }

    /// Erases up to `most` recipients who left the repository by `until`, when nothing of theirs is open; answers how many.
    ///
    /// # Errors
    /// What the database says.
    pub async fn erase_recipients(
        &mut self,
        until: Timestamp,
        most: u32,
        now: Timestamp,
    ) -> Result<u64, Error> {
        let uids: Vec<String> = on!(self, c => sqlx::query_scalar(RECIPIENTS)
            .bind(until.0)
            .bind(i64::from(most))
            .fetch_all(c)
            .await)?;
        let nobody = serde_json::to_string(&Recipient {
            key: ERASED.to_owned(),
            email: None,
            phone: None,
            name: None,
            language: None,
            user: None,
            serial: None,
            revoked: None,
            place: Default::default(),
        })?;
        let mut erased = 0;
        for uid in uids.into_iter().map(RecipientUid) {
            erased += execute!(self, RECIPIENT, &uid.0, ERASED, &nobody, now.0)?;
        }
        Ok(erased)
    }

    /// Erases addresses and answers of messages that ended by `until` and are about nobody who is still known, and
    /// the texts of invitations without anybody; answers how many messages.
    ///
    /// # Errors
    /// What the database says.
    pub async fn erase_messages(&mut self, until: Timestamp) -> Result<u64, Error> {
        execute!(self, INVITATIONS, until.0)?;
        execute!(self, LOGIN_FAILURES, until.0)?;
        Ok(execute!(self, MESSAGES, until.0, ERASED)?)
    }

    /// How much is erased; none: nothing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn erasure(&mut self) -> Result<Option<Erasure>, Error> {
        let (enrollments, last): (i64, Option<i64>) =
            on!(self, c => sqlx::query_as(ERASED_ENROLLMENTS).fetch_one(c).await)?;
        let (recipients, later): (i64, Option<i64>) =
            on!(self, c => sqlx::query_as(ERASED_RECIPIENTS).fetch_one(c).await)?;
        Ok(last.max(later).map(|last| Erasure {
            enrollments: count(enrollments),
            recipients: count(recipients),
            last: Timestamp(last),
        }))
    }
}
