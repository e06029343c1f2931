//! How far each webhook was told what happened.
//!
//! Events are ordered by id, which begins with the instant it was made. A transaction that took long may bring
//! events older than ones already told, so the newest stretch is looked at again, and what was told of it is kept.

use super::{Error, Tx};
use crate::base::count::number;
use crate::base::time::Timestamp;
use crate::model::status::EventRow;

statements! {
    START = "INSERT INTO webhook (hook, since, failures, next_at) VALUES ($1, $2, 0, $2) \
             ON CONFLICT (hook) DO NOTHING";
    ONE = "SELECT since, failures, next_at FROM webhook WHERE hook = $1";
    CLAIM = "UPDATE webhook SET next_at = $3 WHERE hook = $1 AND next_at <= $2";
    UNTOLD = "SELECT id, at, actor, action, invitation, recipient, subject, detail, run FROM event \
              WHERE id >= $2 AND NOT EXISTS (SELECT 1 FROM webhook_told t WHERE t.hook = $1 AND t.event = event.id) \
              ORDER BY id LIMIT 100";
    TOLD = "INSERT INTO webhook_told (hook, event) VALUES ($1, $2) ON CONFLICT (hook, event) DO NOTHING";
    ADVANCE = "UPDATE webhook SET since = $2, failures = 0, next_at = $3 WHERE hook = $1";
    FORGET = "DELETE FROM webhook_told WHERE hook = $1 AND event < $2";
    FAILED = "UPDATE webhook SET failures = failures + 1, next_at = $2 WHERE hook = $1";
}

/// Most events that one post tells.
pub const BATCH: usize = 100;

/// Where a webhook stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Everything that happened before was told.
    pub since: Timestamp,
    /// Posts that failed in a row.
    pub failures: u32,
    /// Not before.
    pub next_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    at: i64,
    actor: String,
    action: String,
    invitation: Option<String>,
    recipient: Option<String>,
    subject: Option<String>,
    detail: String,
    run: Option<String>,
}

impl Tx {
    /// Begins to tell `hook` what happens from `now` on, unless it is told already.
    ///
    /// # Errors
    /// What the database says.
    pub async fn start_webhook(&mut self, hook: &str, now: Timestamp) -> Result<(), Error> {
        execute!(self, START, hook, now.0)?;
        Ok(())
    }

    /// Where it stands; none before it was started.
    ///
    /// # Errors
    /// What the database says.
    pub async fn webhook(&mut self, hook: &str) -> Result<Option<Standing>, Error> {
        let row: Option<(i64, i64, i64)> =
            on!(self, c => sqlx::query_as(ONE).bind(hook).fetch_optional(c).await)?;
        Ok(row.map(|(since, failures, next_at)| Standing {
            since: Timestamp(since),
            failures: number(failures),
            next_at: Timestamp(next_at),
        }))
    }

    /// Takes the next post of `hook` until `until`; false when another process has it or it is not due.
    ///
    /// # Errors
    /// What the database says.
    pub async fn claim_webhook(
        &mut self,
        hook: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, Error> {
        Ok(execute!(self, CLAIM, hook, now.0, until.0)? > 0)
    }

    /// Up to [`BATCH`] events that it was not told, with their ids, oldest first. `from` is the smallest id that
    /// may be among them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn untold_events(
        &mut self,
        hook: &str,
        from: &str,
    ) -> Result<Vec<(String, EventRow)>, Error> {
        let rows: Vec<Row> =
            on!(self, c => sqlx::query_as(UNTOLD).bind(hook).bind(from).fetch_all(c).await)?;
        Ok(rows.into_iter().map(event).collect())
    }

    /// `events` were told; the next post is due at `next`. What is older than `since`, whose smallest id is `from`,
    /// is never looked at again.
    ///
    /// # Errors
    /// What the database says.
    pub async fn advance_webhook(
        &mut self,
        hook: &str,
        events: &[&str],
        (since, from): (Timestamp, &str),
        next: Timestamp,
    ) -> Result<(), Error> {
        for event in events {
            execute!(self, TOLD, hook, *event)?;
        }
        execute!(self, ADVANCE, hook, since.0, next.0)?;
        execute!(self, FORGET, hook, from)?;
        Ok(())
    }

    /// A post failed; the next try is due at `next`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_webhook_failed(&mut self, hook: &str, next: Timestamp) -> Result<(), Error> {
        execute!(self, FAILED, hook, next.0)?;
        Ok(())
    }
}

fn event(row: Row) -> (String, EventRow) {
    let event = EventRow {
        at: Timestamp(row.at),
        actor: row.actor,
        action: row.action,
        invitation: row.invitation,
        recipient: row.recipient,
        subject: row.subject,
        detail: row.detail,
        run: row.run,
    };
    (row.id, event)
}
