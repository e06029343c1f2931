//! One writer at a time: the row that `apply` takes before it looks at anything, and proves to hold in every
//! transaction that writes.

use super::{Error, Tx};
use crate::base::time::{SECOND, Timestamp};
use crate::model::lease::{Holder, Lease};

statements! {
    MAKE = "INSERT INTO lease (name, token) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING";
    TAKE = "UPDATE lease SET token = token + 1, host = $2, boot = $3, pid = $4, started = $5, account = $6, \
            link = $7, since_at = $8, renewed_at = $8, expires_at = $9 \
            WHERE name = $1 AND (expires_at IS NULL OR expires_at <= $8 OR token = $10)";
    TOKEN = "SELECT token FROM lease WHERE name = $1";
    HOLD = "UPDATE lease SET renewed_at = $3, expires_at = $4 WHERE name = $1 AND token = $2 AND expires_at > $3";
    FREE = "UPDATE lease SET expires_at = NULL WHERE name = $1 AND token = $2";
    HELD = "SELECT token, host, boot, pid, started, account, link, since_at, renewed_at, expires_at \
            FROM lease WHERE name = $1 AND expires_at IS NOT NULL";
}

/// The lease of `apply`.
pub const APPLY: &str = "apply";

/// How long a lease holds without renewal, in microseconds of the database's clock.
pub const TTL: i64 = 60 * SECOND;

type Row = (
    i64,
    String,
    String,
    i64,
    i64,
    Option<String>,
    Option<String>,
    i64,
    i64,
    i64,
);

impl Tx {
    /// Takes the lease if it is free, ran out, or still has the token `dead` of a process that is no more.
    /// Answers the fencing token; none when somebody else holds it.
    ///
    /// # Errors
    /// What the database says; [`crate::base::error::Kind::Locked`] when its holder is writing right now.
    pub async fn take_lease(
        &mut self,
        name: &str,
        holder: &Holder,
        dead: Option<i64>,
        now: Timestamp,
    ) -> Result<Option<i64>, Error> {
        const PATIENCE: &str = "SET LOCAL lock_timeout = '1s'";
        if let Self::Postgres(tx) = self {
            // SQLite waited at BEGIN IMMEDIATE already.
            sqlx::query(PATIENCE).execute(tx.connection()?).await?;
        }
        execute!(self, MAKE, name)?;
        let rows = execute!(
            self,
            TAKE,
            name,
            &holder.host,
            &holder.boot,
            holder.pid,
            holder.started,
            &holder.user,
            &holder.link,
            now.0,
            now.plus(TTL).0,
            dead
        )?;
        if rows == 0 {
            return Ok(None);
        }
        let token = on!(self, c => sqlx::query_scalar(TOKEN).bind(name).fetch_one(c).await)?;
        Ok(Some(token))
    }

    /// Renews the lease and keeps others from it until the end of the transaction. False: it ran out or was
    /// taken since; whoever asks must not write.
    ///
    /// # Errors
    /// What the database says.
    pub async fn hold_lease(
        &mut self,
        name: &str,
        token: i64,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let rows = execute!(self, HOLD, name, token, now.0, now.plus(TTL).0)?;
        Ok(rows == 1)
    }

    /// Gives the lease back, if it is still the one with this token.
    ///
    /// # Errors
    /// What the database says.
    pub async fn free_lease(&mut self, name: &str, token: i64) -> Result<(), Error> {
        execute!(self, FREE, name, token)?;
        Ok(())
    }

    /// The lease, unless it was given back; it may have run out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lease(&mut self, name: &str) -> Result<Option<Lease>, Error> {
        let row: Option<Row> =
            on!(self, c => sqlx::query_as(HELD).bind(name).fetch_optional(c).await)?;
        Ok(row.map(lease))
    }
}

fn lease(row: Row) -> Lease {
    let (token, host, boot, pid, started, user, link, since, renewed, expires) = row;
    Lease {
        token,
        holder: Holder {
            host,
            boot,
            pid,
            started,
            user,
            link,
        },
        since: Timestamp(since),
        renewed: Timestamp(renewed),
        expires: Timestamp(expires),
    }
}
