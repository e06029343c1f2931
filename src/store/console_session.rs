//! Who looks at the console: sessions of their own, apart from the visits of the portal.

use super::{Error, Tx};
use crate::base::time::{HOUR, MINUTE, Timestamp};
use crate::model::policy::Role;

/// How long a session waits for the next request.
pub const IDLE: i64 = 60 * MINUTE;
/// How long it lasts at most.
pub const LONGEST: i64 = 12 * HOUR;
/// `seen_at` is written no more often than this.
const SEEN_EVERY: i64 = MINUTE;

statements! {
    CREATE = "INSERT INTO console_session (id, cookie_hash, username, account, role, started_at, seen_at) \
              VALUES ($1, $2, $3, $4, $5, $6, $6)";
    BY_COOKIE = "SELECT id, username, account, role, started_at, seen_at FROM console_session WHERE cookie_hash = $1";
    TOUCH = "UPDATE console_session SET seen_at = $1 WHERE id = $2 AND seen_at < $1";
    END = "DELETE FROM console_session WHERE id = $1";
    FORGET = "DELETE FROM console_session WHERE seen_at < $1 OR started_at < $2";
}

/// Somebody who looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsoleSession {
    /// Its id; the cookie holds another, random value.
    pub id: String,
    /// Login name.
    pub username: String,
    /// The local account it stands for; none: a person of a directory.
    pub account: Option<String>,
    /// What they may see.
    pub role: Role,
    /// When they logged in.
    pub started_at: Timestamp,
    /// Last request, give or take a minute.
    pub seen_at: Timestamp,
}

impl ConsoleSession {
    /// Whether it still counts at `now`.
    pub fn is_alive(&self, now: Timestamp) -> bool {
        now.since(self.seen_at) <= IDLE && now.since(self.started_at) <= LONGEST
    }

    /// Whether it is time to write down that it is in use.
    pub fn is_stale(&self, now: Timestamp) -> bool {
        now.since(self.seen_at) > SEEN_EVERY
    }
}

type Row = (String, String, Option<String>, String, i64, i64);

impl Tx {
    /// Begins a session, known here by the SHA-256 of its cookie alone; those that are over are forgotten.
    ///
    /// # Errors
    /// What the database says.
    pub async fn create_console_session(
        &mut self,
        session: &ConsoleSession,
        cookie_hash: &str,
    ) -> Result<(), Error> {
        let now = session.started_at;
        execute!(self, FORGET, now.plus(-IDLE).0, now.plus(-LONGEST).0)?;
        execute!(
            self,
            CREATE,
            &session.id,
            cookie_hash,
            &session.username,
            session.account.as_deref(),
            session.role.word(),
            now.0,
        )?;
        Ok(())
    }

    /// The session of a cookie, over or not: see [`ConsoleSession::is_alive`].
    ///
    /// # Errors
    /// What the database says.
    pub async fn console_session(
        &mut self,
        cookie_hash: &str,
    ) -> Result<Option<ConsoleSession>, Error> {
        let row: Option<Row> =
            on!(self, c => sqlx::query_as(BY_COOKIE).bind(cookie_hash).fetch_optional(c).await)?;
        row.map(|(id, username, account, role, started_at, seen_at)| {
            Ok(ConsoleSession {
                role: Role::from_word(&role)
                    .ok_or_else(|| Error::Corrupt(format!("role {role}")))?,
                id,
                username,
                account,
                started_at: Timestamp(started_at),
                seen_at: Timestamp(seen_at),
            })
        })
        .transpose()
    }

    /// Remembers that a session is in use.
    ///
    /// # Errors
    /// What the database says.
    pub async fn touch_console_session(&mut self, id: &str, now: Timestamp) -> Result<(), Error> {
        execute!(self, TOUCH, now.0, id)?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// What the database says.
    pub async fn end_console_session(&mut self, id: &str) -> Result<(), Error> {
        execute!(self, END, id)?;
        Ok(())
    }
}
