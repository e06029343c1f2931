//! What becomes of messages whose sender ended half-way, and how a doubt about one ends.

use super::outbox::{Owner, Touched, TouchedRow, touched};
use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::id::{MessageId, RecipientUid};
use crate::model::message::Channel;

statements! {
    HOLDERS = "SELECT DISTINCT owner, owner_pid, owner_started FROM outbox \
               WHERE state IN ('claimed', 'transmitting') AND owner_boot = $1";
    FREE_LAPSED = "UPDATE outbox SET state = 'queued', owner = NULL, lease_until = NULL, next_at = $1, \
                   updated_at = $1 WHERE state = 'claimed' AND lease_until <= $1";
    FREE_DEAD = "UPDATE outbox SET state = 'queued', owner = NULL, lease_until = NULL, next_at = $1, \
                 updated_at = $1 WHERE state = 'claimed' AND owner = $2";
    DOUBT_LAPSED = "UPDATE outbox SET state = 'in_doubt', reply = $2, lease_until = NULL, updated_at = $1 \
                    WHERE state = 'transmitting' AND lease_until <= $1 \
                    RETURNING id, invitation, recipient, run";
    DOUBT_DEAD = "UPDATE outbox SET state = 'in_doubt', reply = $2, lease_until = NULL, updated_at = $1 \
                  WHERE state = 'transmitting' AND owner = $3 \
                  RETURNING id, invitation, recipient, run";
    RESOLVE_SENT = "UPDATE outbox SET state = 'accepted', sealed = NULL, owner = NULL, reply = $2, \
                    updated_at = $3 WHERE id = $1 AND state = 'in_doubt'";
    RESOLVE_NOT_SENT = "UPDATE outbox SET state = 'queued', owner = NULL, reply = $2, next_at = $3, \
                        updated_at = $3 WHERE id = $1 AND state = 'in_doubt'";
    USED = "UPDATE outbox SET state = 'accepted', sealed = NULL, owner = NULL, reply = 'the link was used', \
            updated_at = $2 WHERE recipient = $1 AND kind = 'invite' AND state = 'in_doubt'";
    IS_CHANNEL = "SELECT COUNT(*) FROM outbox WHERE id = $1 AND channel = $2";
    ARRIVED = "UPDATE outbox SET state = 'accepted', sealed = NULL, owner = NULL, lease_until = NULL, reply = $2, \
               updated_at = $3 WHERE id = $1 AND state IN ('transmitting', 'in_doubt', 'accepted')";
    CAME_BACK = "UPDATE outbox SET state = 'bounced', sealed = NULL, owner = NULL, lease_until = NULL, reply = $2, \
                 updated_at = $3 WHERE id = $1 AND state IN ('transmitting', 'in_doubt', 'accepted')";
}

/// What the other side says of a message that it took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// It arrived, or goes its way.
    Arrived,
    /// It could not be delivered.
    CameBack,
}

impl Tx {
    /// Who holds rows in the boot and process namespace `boot`; the caller knows which of them live.
    ///
    /// # Errors
    /// What the database says.
    pub async fn holders(&mut self, boot: &str) -> Result<Vec<Owner>, Error> {
        let rows: Vec<(String, i64, i64)> =
            on!(self, c => sqlx::query_as(HOLDERS).bind(boot).fetch_all(c).await)?;
        Ok(rows
            .into_iter()
            .map(|(token, pid, started)| Owner {
                token,
                boot: boot.to_owned(),
                pid,
                started,
            })
            .collect())
    }

    /// Frees what dead or lapsed owners left: a claim is queued again, a transmission is in doubt. Answers what
    /// is in doubt now and was not before.
    ///
    /// # Errors
    /// What the database says.
    pub async fn recover(&mut self, dead: &[Owner], now: Timestamp) -> Result<Vec<Touched>, Error> {
        const LAPSED: &str = "the sender did not answer for too long while transmitting";
        const DIED: &str = "the sender ended while transmitting";
        execute!(self, FREE_LAPSED, now.0)?;
        let mut doubts: Vec<TouchedRow> = on!(self, c => sqlx::query_as(DOUBT_LAPSED)
            .bind(now.0)
            .bind(LAPSED)
            .fetch_all(c)
            .await)?;
        for owner in dead {
            execute!(self, FREE_DEAD, now.0, &owner.token)?;
            let more: Vec<TouchedRow> = on!(self, c => sqlx::query_as(DOUBT_DEAD)
                .bind(now.0)
                .bind(DIED)
                .bind(&owner.token)
                .fetch_all(c)
                .await)?;
            doubts.extend(more);
        }
        Ok(doubts.into_iter().map(touched).collect())
    }

    /// Ends a doubt by an operator's word: it was sent, or it was not and is queued again with the same bytes.
    /// False: the message is not in doubt.
    ///
    /// # Errors
    /// What the database says.
    pub async fn resolve(
        &mut self,
        id: &MessageId,
        sent: bool,
        reply: &str,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let sql = if sent { RESOLVE_SENT } else { RESOLVE_NOT_SENT };
        let rows = execute!(self, sql, &id.0, reply, now.0)?;
        Ok(rows == 1)
    }

    /// Ends a doubt by evidence: whoever used the link has the message. Answers how many doubts ended.
    ///
    /// # Errors
    /// What the database says.
    pub async fn settle_by_use(
        &mut self,
        uid: &RecipientUid,
        now: Timestamp,
    ) -> Result<u64, Error> {
        let rows = execute!(self, USED, &uid.0, now.0)?;
        Ok(rows)
    }

    /// Whether a message goes by this channel.
    ///
    /// # Errors
    /// What the database says.
    pub async fn is_channel(&mut self, id: &MessageId, channel: Channel) -> Result<bool, Error> {
        let count: i64 = on!(self, c => sqlx::query_scalar(IS_CHANNEL)
            .bind(&id.0)
            .bind(channel.word())
            .fetch_one(c)
            .await)?;
        Ok(count > 0)
    }

    /// Believes what the other side says of a message: it was taken, whether its answer reached us or not. False:
    /// nothing is known to have left.
    ///
    /// # Errors
    /// What the database says.
    pub async fn prove(
        &mut self,
        id: &MessageId,
        evidence: Evidence,
        reply: &str,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let sql = match evidence {
            Evidence::Arrived => ARRIVED,
            Evidence::CameBack => CAME_BACK,
        };
        let rows = execute!(self, sql, &id.0, reply, now.0)?;
        Ok(rows == 1)
    }
}
