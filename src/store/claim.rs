//! Who takes which waiting messages: retries first, then what is due, then what belongs to an open wave.

use super::outbox::{Claimed, LEASE, Owner};
use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::id::MessageId;
use crate::model::message::Channel;

/// Takes the messages that `$which` selects, at most `$7`; `$locks` is what PostgreSQL says to pass over rows that
/// another process is taking.
macro_rules! take {
    ($which:literal, $locks:literal) => {
        concat!(
            "UPDATE outbox SET state = 'claimed', owner = $1, owner_boot = $2, owner_pid = $3, owner_started = $4, \
             lease_until = $5, updated_at = $6 WHERE id IN (",
            $which,
            " LIMIT $7",
            $locks,
            ") RETURNING id, invitation, recipient, sealed, attempts, created_at, run"
        )
    };
}

/// The same for both databases; SQLite has one writer at a time anyway.
macro_rules! both {
    ($which:literal) => {
        [
            take!($which, ""),
            take!($which, " FOR UPDATE OF outbox SKIP LOCKED"),
        ]
    };
}

const RETRIES: [&str; 2] = both!(
    "SELECT id FROM outbox WHERE state = 'deferred' AND channel = $8 AND next_at <= $6 ORDER BY next_at"
);
const DUE: [&str; 2] = both!(
    "SELECT id FROM outbox WHERE state = 'queued' AND channel = $8 AND next_at <= $6 ORDER BY next_at"
);
// CROSS JOIN keeps SQLite at the few waves first.
const OF_OPEN_WAVES: [&str; 2] = both!(
    "SELECT outbox.id FROM wave CROSS JOIN outbox WHERE outbox.run = wave.run AND outbox.kind = wave.kind \
     AND outbox.state = 'queued' AND outbox.channel = $8 AND outbox.wave <= wave.opened AND outbox.next_at IS NULL"
);

type Row = (
    String,
    Option<String>,
    Option<String>,
    Option<Vec<u8>>,
    i64,
    i64,
    Option<String>,
);

impl Tx {
    /// Takes up to `limit` rows of one channel whose turn it is, retries first. Rows that another process is taking
    /// are left to it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn claim(
        &mut self,
        channel: Channel,
        owner: &Owner,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<Claimed>, Error> {
        let mut all = Vec::new();
        for statement in [RETRIES, DUE, OF_OPEN_WAVES] {
            let taken = u32::try_from(all.len()).unwrap_or(u32::MAX);
            let left = limit.saturating_sub(taken);
            if left > 0 {
                let sql = statement[usize::from(self.locks_rows())];
                all.extend(self.take(sql, channel, owner, (left, now)).await?);
            }
        }
        Ok(all)
    }

    async fn take(
        &mut self,
        sql: &'static str,
        channel: Channel,
        owner: &Owner,
        (limit, now): (u32, Timestamp),
    ) -> Result<Vec<Claimed>, Error> {
        let mut rows: Vec<Row> = on!(self, c => sqlx::query_as(sql)
            .bind(&owner.token)
            .bind(&owner.boot)
            .bind(owner.pid)
            .bind(owner.started)
            .bind(now.plus(LEASE).0)
            .bind(now.0)
            .bind(i64::from(limit))
            .bind(channel.word())
            .fetch_all(c)
            .await)?;
        rows.sort_by(|a, b| (a.5, &a.0).cmp(&(b.5, &b.0)));
        rows.into_iter().map(claimed).collect()
    }
}

fn claimed(row: Row) -> Result<Claimed, Error> {
    let (id, invitation, recipient, sealed, attempts, created_at, run) = row;
    Ok(Claimed {
        sealed: sealed.ok_or_else(|| Error::Corrupt(format!("message {id} lost its bytes")))?,
        id: MessageId(id),
        invitation,
        recipient,
        attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
        created_at: Timestamp(created_at),
        run,
    })
}
