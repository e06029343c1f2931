//! One writer at a time: the row that `apply` locks before it looks at anything.

use super::{Error, Tx};
use crate::base::time::Timestamp;

statements! {
    MAKE = "INSERT INTO lease (name, token) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING";
    TAKE = "UPDATE lease SET token = token + 1, holder = $2, taken_at = $3 WHERE name = $1";
    TOKEN = "SELECT token FROM lease WHERE name = $1";
}

/// The lease of `apply`.
pub const APPLY: &str = "apply";

impl Tx {
    /// Waits for the lease and holds it until the end of the transaction. Answers its fencing token, which
    /// only grows.
    ///
    /// # Errors
    /// [`crate::base::error::Kind::Locked`] when another run holds it for too long.
    pub async fn take_lease(
        &mut self,
        name: &str,
        holder: &str,
        now: Timestamp,
    ) -> Result<i64, Error> {
        const PATIENCE: &str = "SET LOCAL lock_timeout = '30s'";
        if let Self::Postgres(tx) = self {
            // SQLite waited at BEGIN IMMEDIATE already.
            sqlx::query(PATIENCE).execute(&mut **tx).await?;
        }
        execute!(self, MAKE, name)?;
        execute!(self, TAKE, name, holder, now.0)?;
        Ok(on!(self, c => sqlx::query_scalar(TOKEN).bind(name).fetch_one(c).await)?)
    }
}
