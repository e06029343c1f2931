//! Failed log-ins by bucket: an account, an address, or both. Shared by every replica.

use super::{Error, Tx};
use crate::base::time::Timestamp;

statements! {
    READ = "SELECT failures, last_at FROM login_failure WHERE bucket = $1";
    FIRST = "INSERT INTO login_failure (bucket, failures, last_at) VALUES ($1, $2, $3) \
             ON CONFLICT (bucket) DO NOTHING";
    NEXT = "UPDATE login_failure SET failures = $1, last_at = $2 \
            WHERE bucket = $3 AND failures = $4 AND last_at = $5";
    ADD = "INSERT INTO login_failure (bucket, failures, last_at) VALUES ($1, 1, $2) ON CONFLICT (bucket) \
           DO UPDATE SET failures = CASE WHEN login_failure.last_at < $3 THEN 1 ELSE login_failure.failures + 1 END, \
           last_at = $2";
    CLEAR = "DELETE FROM login_failure WHERE bucket = $1";
    TAKE_BACK = "UPDATE login_failure SET failures = failures - 1 WHERE bucket = $1 AND failures > 0";
    FORGET = "DELETE FROM login_failure WHERE last_at < $1";
}

/// What a bucket holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// How many in a row.
    pub count: u32,
    /// The last one.
    pub last_at: Timestamp,
}

impl Tx {
    /// The failures of a bucket; none if nothing failed lately.
    ///
    /// # Errors
    /// What the database says.
    pub async fn login_failures(&mut self, bucket: &str) -> Result<Option<Failures>, Error> {
        let row: Option<(i64, i64)> =
            on!(self, c => sqlx::query_as(READ).bind(bucket).fetch_optional(c).await)?;
        Ok(row.map(|(count, last_at)| Failures {
            count: u32::try_from(count.max(0)).unwrap_or(u32::MAX),
            last_at: Timestamp(last_at),
        }))
    }

    /// Replaces what a bucket held by `next`; false when another request changed it first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_login_failures(
        &mut self,
        bucket: &str,
        held: Option<Failures>,
        next: Failures,
    ) -> Result<bool, Error> {
        let (count, at) = (i64::from(next.count), next.last_at.0);
        let rows = match held {
            None => execute!(self, FIRST, bucket, count, at)?,
            Some(held) => {
                let before = (i64::from(held.count), held.last_at.0);
                execute!(self, NEXT, count, at, bucket, before.0, before.1)?
            }
        };
        Ok(rows == 1)
    }

    /// Adds one failure to a bucket; what is older than `since` counts no more.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_login_failure(
        &mut self,
        bucket: &str,
        now: Timestamp,
        since: Timestamp,
    ) -> Result<(), Error> {
        execute!(self, ADD, bucket, now.0, since.0)?;
        Ok(())
    }

    /// Forgets the failures of a bucket: somebody logged in.
    ///
    /// # Errors
    /// What the database says.
    pub async fn clear_login_failures(&mut self, bucket: &str) -> Result<(), Error> {
        execute!(self, CLEAR, bucket)?;
        Ok(())
    }

    /// Takes one attempt back: it could not be decided.
    ///
    /// # Errors
    /// What the database says.
    pub async fn take_back_login_failure(&mut self, bucket: &str) -> Result<(), Error> {
        execute!(self, TAKE_BACK, bucket)?;
        Ok(())
    }

    /// Forgets buckets whose last failure is older than `before`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_login_failures(&mut self, before: Timestamp) -> Result<(), Error> {
        execute!(self, FORGET, before.0)?;
        Ok(())
    }
}
