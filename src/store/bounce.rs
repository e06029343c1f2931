//! What a mail server says later of a message it took before: which message, and its end.

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::id::MessageId;

statements! {
    OF_ENVELOPE = "SELECT id, message_id FROM outbox WHERE id = $1";
    OF_MESSAGE_ID = "SELECT id FROM outbox WHERE message_id = $1";
    OF_ADDRESS = "SELECT id FROM outbox WHERE LOWER(address) = LOWER($1) \
                  AND state IN ('accepted', 'in_doubt', 'bounced') LIMIT 2";
    BOUNCED = "UPDATE outbox SET state = 'bounced', sealed = NULL, owner = NULL, reply = $2, updated_at = $3 \
               WHERE id = $1 AND state IN ('accepted', 'in_doubt')";
    DELIVERED = "UPDATE outbox SET state = 'accepted', sealed = NULL, owner = NULL, reply = $2, updated_at = $3 \
                 WHERE id = $1 AND state = 'in_doubt'";
}

impl Tx {
    /// The message whose envelope was called this: its id, a dot and its kind.
    ///
    /// # Errors
    /// What the database says.
    pub async fn message_of_envelope(
        &mut self,
        envelope: &str,
    ) -> Result<Option<MessageId>, Error> {
        let id = envelope.split('.').next().unwrap_or_default();
        let row: Option<(String, String)> =
            on!(self, c => sqlx::query_as(OF_ENVELOPE).bind(id).fetch_optional(c).await)?;
        let same = |message_id: &str| message_id.split('@').next() == Some(envelope);
        Ok(row
            .filter(|(_, message_id)| same(message_id))
            .map(|(id, _)| MessageId(id)))
    }

    /// The message with this Message-ID, without brackets.
    ///
    /// # Errors
    /// What the database says.
    pub async fn message_of_header(
        &mut self,
        message_id: &str,
    ) -> Result<Option<MessageId>, Error> {
        let id: Option<String> = on!(self, c => sqlx::query_scalar(OF_MESSAGE_ID)
            .bind(message_id)
            .fetch_optional(c)
            .await)?;
        Ok(id.map(MessageId))
    }

    /// The only message that left for this address; none when there are several.
    ///
    /// # Errors
    /// What the database says.
    pub async fn only_message_to(&mut self, address: &str) -> Result<Option<MessageId>, Error> {
        let mut ids: Vec<String> =
            on!(self, c => sqlx::query_scalar(OF_ADDRESS).bind(address).fetch_all(c).await)?;
        Ok(ids.pop().filter(|_| ids.is_empty()).map(MessageId))
    }

    /// A message that was taken, or may have been, came back. False: it is in another state.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_bounced(
        &mut self,
        id: &MessageId,
        reply: &str,
        now: Timestamp,
    ) -> Result<bool, Error> {
        Ok(execute!(self, BOUNCED, &id.0, reply, now.0)? == 1)
    }

    /// Ends a doubt: the message arrived. False: it was not in doubt.
    ///
    /// # Errors
    /// What the database says.
    pub async fn settle_by_notice(
        &mut self,
        id: &MessageId,
        reply: &str,
        now: Timestamp,
    ) -> Result<bool, Error> {
        Ok(execute!(self, DELIVERED, &id.0, reply, now.0)? == 1)
    }
}
