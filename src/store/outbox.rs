//! The outbox: messages from the transaction that wants them to the answer of the server that takes them.
//!
//! A row has one owner at a time. Whoever claims it may mark and settle it; every such statement names the
//! owner, so that a sender that slept past its lease finds nothing to change.

use super::{Error, Tx};
use crate::base::time::{SECOND, Timestamp};
use crate::model::id::{MessageId, RecipientUid};
use crate::model::message::{Channel, DeliveryState, MessageKind};

/// How long a claim holds without renewal, in microseconds.
pub const LEASE: i64 = 30 * SECOND;

statements! {
    ENQUEUE = "INSERT INTO outbox (id, send_key, kind, recipient, invitation, address, message_id, sealed, \
               state, attempts, next_at, run, created_at, updated_at, channel, wave) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', 0, $9, $10, $11, $11, $12, $13) \
               ON CONFLICT (send_key) DO NOTHING";
    CANCEL_OF = "UPDATE outbox SET state = 'cancelled', sealed = NULL, next_at = NULL, updated_at = $2 \
                 WHERE recipient = $1 AND kind IN ('invite', 'reminder', 'changed', 'expired') AND state IN ('queued', 'claimed', 'deferred')";
    CANCEL_ENDED = "UPDATE outbox SET state = 'cancelled', sealed = NULL, next_at = NULL, updated_at = $2 \
                    WHERE state = 'claimed' AND owner = $1 AND kind IN ('invite', 'reminder', 'changed') \
                    AND recipient IN (SELECT uid FROM recipient WHERE revoked_at IS NOT NULL OR held_at IS NOT NULL \
                     OR removed_at IS NOT NULL OR expires_at <= $2 OR (outbox.kind = 'reminder' AND used > 0) \
                     OR invitation IN \
                     (SELECT id FROM invitation WHERE held_at IS NOT NULL)) \
                    RETURNING id, invitation, recipient, run";
    MARK = "UPDATE outbox SET state = 'transmitting', lease_until = $3, updated_at = $4 \
            WHERE id = $1 AND owner = $2 AND state = 'claimed' \
            AND NOT EXISTS (SELECT 1 FROM sending WHERE paused_at IS NOT NULL) AND NOT EXISTS \
            (SELECT 1 FROM recipient WHERE uid = outbox.recipient \
             AND outbox.kind IN ('invite', 'reminder', 'changed') \
             AND ((outbox.kind = 'reminder' AND used > 0) OR revoked_at IS NOT NULL OR held_at IS NOT NULL \
                  OR removed_at IS NOT NULL OR expires_at <= $4 \
                  OR invitation IN (SELECT id FROM invitation WHERE held_at IS NOT NULL)))";
    // An answer that arrives after the lease was lost is evidence all the same, as long as nobody settled it.
    SETTLE = "UPDATE outbox SET state = $3, reply = $4, attempts = attempts + 1, next_at = $5, \
              updated_at = $6, lease_until = NULL \
              WHERE id = $1 AND owner = $2 AND state IN ('claimed', 'transmitting', 'in_doubt')";
    ERASE = "UPDATE outbox SET sealed = NULL WHERE id = $1 \
             AND state IN ('accepted', 'rejected', 'bounced', 'cancelled')";
    RELEASE = "UPDATE outbox SET state = 'queued', owner = NULL, lease_until = NULL, next_at = $2, \
               updated_at = $2 WHERE owner = $1 AND state = 'claimed'";
    RENEW = "UPDATE outbox SET lease_until = $2 WHERE owner = $1 AND state IN ('claimed', 'transmitting')";
    HASTEN = "UPDATE outbox SET next_at = $1 WHERE state = 'deferred' AND next_at > $1";
}

/// A message to write in the transaction that wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// Its id (UUID, version 7).
    pub id: MessageId,
    /// One logical send: a second row with the same key cannot exist.
    pub send_key: String,
    /// How it goes.
    pub channel: Channel,
    /// What it is for.
    pub kind: MessageKind,
    /// Whom it is for; none for a receipt of open enrollment.
    pub recipient: Option<RecipientUid>,
    /// Invitation id, when it belongs to one.
    pub invitation: Option<String>,
    /// Address.
    pub address: String,
    /// Message-ID without brackets, the same at every try.
    pub message_id: String,
    /// The rendered message, sealed.
    pub sealed: Vec<u8>,
    /// The run of `apply` that wants it.
    pub run: Option<String>,
}

/// A process that sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Random, one for each drain.
    pub token: String,
    /// Boot and process namespace of the machine: in it, a pid means something.
    pub boot: String,
    /// Process id.
    pub pid: i64,
    /// When that process started, in clock ticks since boot: a pid may be given again.
    pub started: i64,
}

/// A row this process may send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Its id.
    pub id: MessageId,
    /// Invitation and recipient, for the audit.
    pub invitation: Option<String>,
    /// Recipient, for the audit.
    pub recipient: Option<String>,
    /// Sealed bytes.
    pub sealed: Vec<u8>,
    /// Tries before this one.
    pub attempts: u32,
    /// When it was written.
    pub created_at: Timestamp,
    /// The run of `apply` that wanted it.
    pub run: Option<String>,
}

/// A row that a statement over many rows changed, for the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Its id.
    pub id: MessageId,
    /// Its invitation.
    pub invitation: Option<String>,
    /// Its recipient.
    pub recipient: Option<String>,
    /// The run of `apply` that wanted it.
    pub run: Option<String>,
}

impl Claimed {
    /// The same row for the audit.
    pub fn touched(&self) -> Touched {
        Touched {
            id: self.id.clone(),
            invitation: self.invitation.clone(),
            recipient: self.recipient.clone(),
            run: self.run.clone(),
        }
    }
}

/// How one try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The new state.
    pub state: DeliveryState,
    /// What the server answered, or why it failed.
    pub reply: String,
    /// When to try again, if it is to be tried again.
    pub next_at: Option<Timestamp>,
}

pub(super) type TouchedRow = (String, Option<String>, Option<String>, Option<String>);

impl Tx {
    /// Writes a message, due at once, unless one with the same send key exists; answers whether it was written.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enqueue(&mut self, new: &NewMessage, now: Timestamp) -> Result<bool, Error> {
        self.insert(new, (0, Some(now)), now).await
    }

    /// As [`Self::enqueue`], but the message leaves with a wave of its run, whose row says when that is.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enqueue_in_wave(
        &mut self,
        new: &NewMessage,
        wave: i64,
        now: Timestamp,
    ) -> Result<bool, Error> {
        self.insert(new, (wave, None), now).await
    }

    async fn insert(
        &mut self,
        new: &NewMessage,
        (wave, due): (i64, Option<Timestamp>),
        now: Timestamp,
    ) -> Result<bool, Error> {
        let rows = execute!(
            self,
            ENQUEUE,
            &new.id.0,
            &new.send_key,
            new.kind.word(),
            new.recipient.as_ref().map(|uid| uid.0.as_str()),
            &new.invitation,
            &new.address,
            &new.message_id,
            &new.sealed,
            due.map(|at| at.0),
            &new.run,
            now.0,
            new.channel.word(),
            wave
        )?;
        Ok(rows == 1)
    }

    /// Withdraws the invitation of a recipient whose link ends, if no byte of it has left; answers how many.
    ///
    /// # Errors
    /// What the database says.
    pub async fn cancel_unsent_of(
        &mut self,
        uid: &RecipientUid,
        now: Timestamp,
    ) -> Result<u64, Error> {
        let rows = execute!(self, CANCEL_OF, &uid.0, now.0)?;
        Ok(rows)
    }

    /// Withdraws what this owner claimed for links that ended since.
    ///
    /// # Errors
    /// What the database says.
    pub async fn cancel_ended(
        &mut self,
        owner: &Owner,
        now: Timestamp,
    ) -> Result<Vec<Touched>, Error> {
        let rows: Vec<TouchedRow> = on!(self, c => sqlx::query_as(CANCEL_ENDED)
            .bind(&owner.token)
            .bind(now.0)
            .fetch_all(c)
            .await)?;
        Ok(rows.into_iter().map(touched).collect())
    }

    /// Says that the first byte is about to leave. False: the row is no longer ours, its link ended or sending is paused; then
    /// nothing may be sent.
    ///
    /// # Errors
    /// What the database says.
    pub async fn mark_transmitting(
        &mut self,
        id: &MessageId,
        owner: &Owner,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let rows = execute!(self, MARK, &id.0, &owner.token, now.plus(LEASE).0, now.0)?;
        Ok(rows == 1)
    }

    /// Writes how a try ended and erases the sealed bytes when nothing more will happen. False: the row is no
    /// longer ours.
    ///
    /// # Errors
    /// What the database says.
    pub async fn settle(
        &mut self,
        id: &MessageId,
        owner: &Owner,
        end: &Settlement,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let rows = execute!(
            self,
            SETTLE,
            &id.0,
            &owner.token,
            end.state.word(),
            &end.reply,
            end.next_at.map(|at| at.0),
            now.0
        )?;
        if rows == 1 && end.state.is_ended() {
            execute!(self, ERASE, &id.0)?;
        }
        Ok(rows == 1)
    }

    /// Gives back what this owner claimed and did not start.
    ///
    /// # Errors
    /// What the database says.
    pub async fn release(&mut self, owner: &Owner, now: Timestamp) -> Result<(), Error> {
        execute!(self, RELEASE, &owner.token, now.0)?;
        Ok(())
    }

    /// Renews the lease of everything this owner holds.
    ///
    /// # Errors
    /// What the database says.
    pub async fn renew(&mut self, owner: &Owner, now: Timestamp) -> Result<(), Error> {
        execute!(self, RENEW, &owner.token, now.plus(LEASE).0)?;
        Ok(())
    }

    /// Makes every deferred message due now: somebody asked for a run.
    ///
    /// # Errors
    /// What the database says.
    pub async fn hasten_deferred(&mut self, now: Timestamp) -> Result<(), Error> {
        execute!(self, HASTEN, now.0)?;
        Ok(())
    }
}

pub(super) fn touched(row: TouchedRow) -> Touched {
    let (id, invitation, recipient, run) = row;
    Touched {
        id: MessageId(id),
        invitation,
        recipient,
        run,
    }
}
