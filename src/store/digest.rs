//! What happened between two instants, by invitation.

use std::collections::BTreeMap;

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::message::MessageKind;

statements! {
    ENROLLED = "SELECT invitation, COUNT(*) FROM enrollment WHERE enrolled_at >= $1 AND enrolled_at < $2 \
                GROUP BY invitation";
    FAILED = "SELECT invitation, COUNT(*) FROM outbox WHERE state IN ('rejected', 'bounced') \
              AND updated_at >= $1 AND updated_at < $2 GROUP BY invitation";
    UNUSED = "SELECT invitation, COUNT(*) FROM recipient WHERE expires_at >= $1 AND expires_at < $2 AND used = 0 \
              AND removed_at IS NULL AND revoked_at IS NULL AND held_at IS NULL GROUP BY invitation";
    SINCE = "SELECT COUNT(*) FROM outbox WHERE kind = $1 AND created_at >= $2";
}

/// Counts by invitation; none: open enrollment, or no invitation at all.
pub type Counts = BTreeMap<Option<String>, u64>;

impl Tx {
    async fn counted(
        &mut self,
        sql: &'static str,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Counts, Error> {
        let rows: Vec<(Option<String>, i64)> = on!(self, c => sqlx::query_as(sql)
            .bind(from.0)
            .bind(to.0)
            .fetch_all(c)
            .await)?;
        let rows = rows.into_iter();
        Ok(rows.map(|(id, count)| (id, count.unsigned_abs())).collect())
    }

    /// Devices that came in from `from` until before `to`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enrolled_devices(
        &mut self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Counts, Error> {
        self.counted(ENROLLED, from, to).await
    }

    /// Messages that were refused or came back.
    ///
    /// # Errors
    /// What the database says.
    pub async fn failed_messages(
        &mut self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Counts, Error> {
        self.counted(FAILED, from, to).await
    }

    /// Links that ended by time with no device enrolled.
    ///
    /// # Errors
    /// What the database says.
    pub async fn unused_links(&mut self, from: Timestamp, to: Timestamp) -> Result<Counts, Error> {
        self.counted(UNUSED, from, to).await
    }

    /// Messages of one kind written since then.
    ///
    /// # Errors
    /// What the database says.
    pub async fn messages_since(
        &mut self,
        kind: MessageKind,
        since: Timestamp,
    ) -> Result<u64, Error> {
        let count: i64 = on!(self, c => sqlx::query_scalar(SINCE)
            .bind(kind.word())
            .bind(since.0)
            .fetch_one(c)
            .await)?;
        Ok(count.unsigned_abs())
    }
}
