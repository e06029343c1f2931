//! Messages as lists show them: everything of an outbox row but its bytes.

use std::collections::{BTreeMap, BTreeSet};

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::id::{InvitationId, MessageId, RecipientUid};
use crate::model::message::{Channel, DeliveryState, MessageKind, MessageRow};

statements! {
    ALL = "SELECT id, recipient, invitation, address, channel, kind, state, attempts, reply, created_at, updated_at, \
           next_at FROM outbox";
    IN_STATE = "SELECT id, recipient, invitation, address, channel, kind, state, attempts, reply, created_at, \
                updated_at, next_at FROM outbox WHERE state = $1";
    ONE = "SELECT id, recipient, invitation, address, channel, kind, state, attempts, reply, created_at, updated_at, \
           next_at FROM outbox WHERE id = $1";
    COUNT = "SELECT state, COUNT(*) FROM outbox GROUP BY state";
    DELIVERED = "SELECT DISTINCT recipient FROM outbox WHERE kind = 'invite' AND state = 'accepted' \
                 AND recipient IS NOT NULL";
    DELIVERED_OF = "SELECT DISTINCT recipient FROM outbox WHERE invitation = $1 AND kind = 'invite' \
                    AND state = 'accepted' AND recipient IS NOT NULL";
    NEXT = "SELECT channel, MIN(COALESCE(next_at, 0)) FROM outbox WHERE state IN ('queued', 'deferred') \
            GROUP BY channel";
}

pub(super) type Row = (
    String,
    Option<String>,
    Option<String>,
    String,
    String,
    String,
    String,
    i64,
    Option<String>,
    i64,
    i64,
    Option<i64>,
);

impl Tx {
    /// Every message, or those in one state, oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn messages(
        &mut self,
        state: Option<DeliveryState>,
    ) -> Result<Vec<MessageRow>, Error> {
        let rows: Vec<Row> = match state {
            None => on!(self, c => sqlx::query_as(ALL).fetch_all(c).await)?,
            Some(state) => {
                on!(self, c => sqlx::query_as(IN_STATE).bind(state.word()).fetch_all(c).await)?
            }
        };
        let mut rows: Vec<MessageRow> = rows.into_iter().map(message).collect::<Result<_, _>>()?;
        rows.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        Ok(rows)
    }

    /// One message.
    ///
    /// # Errors
    /// What the database says.
    pub async fn message(&mut self, id: &MessageId) -> Result<Option<MessageRow>, Error> {
        let row: Option<Row> =
            on!(self, c => sqlx::query_as(ONE).bind(&id.0).fetch_optional(c).await)?;
        row.map(message).transpose()
    }

    /// How many messages are in each state; states without any are left out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_messages(&mut self) -> Result<BTreeMap<DeliveryState, u64>, Error> {
        let rows: Vec<(String, i64)> = on!(self, c => sqlx::query_as(COUNT).fetch_all(c).await)?;
        rows.into_iter()
            .map(|(word, count)| Ok((state(&word)?, count.unsigned_abs())))
            .collect()
    }

    /// Whom a message with their link reached: of one invitation, or of all.
    ///
    /// # Errors
    /// What the database says.
    pub async fn delivered(
        &mut self,
        invitation: Option<&InvitationId>,
    ) -> Result<BTreeSet<RecipientUid>, Error> {
        let uids: Vec<String> = match invitation {
            None => on!(self, c => sqlx::query_scalar(DELIVERED).fetch_all(c).await)?,
            Some(id) => {
                on!(self, c => sqlx::query_scalar(DELIVERED_OF).bind(&id.0).fetch_all(c).await)?
            }
        };
        Ok(uids.into_iter().map(RecipientUid).collect())
    }

    /// When the next waiting message of each channel is due, at once where one waits for its wave; channels without
    /// any are left out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn next_due(&mut self) -> Result<BTreeMap<Channel, Timestamp>, Error> {
        let rows: Vec<(String, i64)> = on!(self, c => sqlx::query_as(NEXT).fetch_all(c).await)?;
        let due = |(word, at): (String, i64)| {
            let channel = Channel::from_word(&word);
            let channel = channel.ok_or_else(|| Error::Corrupt(format!("channel {word}")))?;
            Ok((channel, Timestamp(at)))
        };
        rows.into_iter().map(due).collect()
    }
}

fn state(word: &str) -> Result<DeliveryState, Error> {
    DeliveryState::from_word(word).ok_or_else(|| Error::Corrupt(format!("delivery state {word}")))
}

pub(super) fn message(row: Row) -> Result<MessageRow, Error> {
    let (
        id,
        recipient,
        invitation,
        to,
        channel,
        kind,
        word,
        attempts,
        reply,
        created,
        updated,
        next,
    ) = row;
    let state = state(&word)?;
    Ok(MessageRow {
        id: MessageId(id),
        recipient: recipient.map(RecipientUid),
        invitation,
        to,
        channel: Channel::from_word(&channel)
            .ok_or_else(|| Error::Corrupt(format!("channel {channel}")))?,
        kind: MessageKind::from_word(&kind)
            .ok_or_else(|| Error::Corrupt(format!("message kind {kind}")))?,
        state,
        attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
        reply,
        created_at: Timestamp(created),
        updated_at: Timestamp(updated),
        next_at: next
            .map(Timestamp)
            .filter(|_| state == DeliveryState::Deferred),
    })
}
