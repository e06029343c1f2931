//! Visits to the portal: facts as one JSON value beside the columns that are looked up.

use super::{Error, Tx};
use crate::base::time::{MINUTE, Timestamp};
use crate::model::id::{RecipientUid, SessionId};
use crate::model::session::{Entry, Session};

/// How long a session waits for the next request.
pub const IDLE: i64 = 60 * MINUTE;

statements! {
    CREATE = "INSERT INTO session (id, cookie_hash, recipient, facts, version, started_at, seen_at) \
              VALUES ($1, $2, $3, $4, 1, $5, $6)";
    BY_COOKIE = "SELECT facts, version, seen_at FROM session WHERE cookie_hash = $1 AND ended_at IS NULL";
    BY_ID = "SELECT facts, version, seen_at FROM session WHERE id = $1 AND ended_at IS NULL";
    TOUCH = "UPDATE session SET seen_at = $1 WHERE id = $2 AND ended_at IS NULL AND seen_at < $1";
    SAVE = "UPDATE session SET facts = $1, seen_at = $2, version = version + 1 \
            WHERE id = $3 AND version = $4 AND ended_at IS NULL";
    ROTATE = "UPDATE session SET cookie_hash = $1 WHERE id = $2 AND ended_at IS NULL";
    END = "UPDATE session SET ended_at = $1, cookie_hash = id WHERE id = $2 AND ended_at IS NULL";
    OF_RECIPIENT = "SELECT facts, version, seen_at FROM session WHERE recipient = $1 AND id <> $2 \
                    AND ended_at IS NULL ORDER BY seen_at DESC, id DESC LIMIT 10";
}

/// A session as it stands in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its facts.
    pub session: Session,
    /// Counter of changes: what [`Tx::save_session`] expects to find.
    pub version: i64,
}

impl Kept {
    /// Whether nobody came back for longer than [`IDLE`].
    pub fn is_idle(&self, now: Timestamp) -> bool {
        now.since(self.session.seen_at) > IDLE
    }
}

pub(super) type Row = (String, i64, i64);

impl Tx {
    /// Begins a session; the cookie's value is known here by its SHA-256 (hexadecimal) alone.
    ///
    /// # Errors
    /// What the database says.
    pub async fn create_session(
        &mut self,
        session: &Session,
        cookie_hash: &str,
    ) -> Result<(), Error> {
        execute!(
            self,
            CREATE,
            &session.id.0,
            cookie_hash,
            recipient(session).map(|uid| uid.0.as_str()),
            &serde_json::to_string(session)?,
            session.started_at.0,
            session.seen_at.0,
        )?;
        Ok(())
    }

    /// The session of a cookie, unless it has ended. An idle one is returned too: see [`Kept::is_idle`].
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_by_cookie(&mut self, cookie_hash: &str) -> Result<Option<Kept>, Error> {
        let row: Option<Row> =
            on!(self, c => sqlx::query_as(BY_COOKIE).bind(cookie_hash).fetch_optional(c).await)?;
        row.map(kept).transpose()
    }

    /// The session of this id, unless it has ended.
    ///
    /// # Errors
    /// What the database says.
    pub async fn session_by_id(&mut self, id: &SessionId) -> Result<Option<Kept>, Error> {
        let row: Option<Row> =
            on!(self, c => sqlx::query_as(BY_ID).bind(&id.0).fetch_optional(c).await)?;
        row.map(kept).transpose()
    }

    /// Remembers that the session is in use.
    ///
    /// # Errors
    /// What the database says.
    pub async fn touch_session(&mut self, id: &SessionId, now: Timestamp) -> Result<(), Error> {
        execute!(self, TOUCH, now.0, &id.0)?;
        Ok(())
    }

    /// Writes the facts of a session read at `version`.
    ///
    /// # Errors
    /// [`Error::Stale`] when another request wrote first, or the session has ended.
    pub async fn save_session(&mut self, session: &Session, version: i64) -> Result<(), Error> {
        let rows = execute!(
            self,
            SAVE,
            &serde_json::to_string(session)?,
            session.seen_at.0,
            &session.id.0,
            version,
        )?;
        match rows {
            1 => Ok(()),
            _ => Err(Error::Stale("this session".to_owned())),
        }
    }

    /// Gives the session another cookie; the old one is worth nothing from now on.
    ///
    /// # Errors
    /// What the database says.
    pub async fn rotate_session(&mut self, id: &SessionId, cookie_hash: &str) -> Result<(), Error> {
        execute!(self, ROTATE, cookie_hash, &id.0)?;
        Ok(())
    }

    /// Ends a session for good; its cookie is free for another one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn end_session(&mut self, id: &SessionId, now: Timestamp) -> Result<(), Error> {
        execute!(self, END, now.0, &id.0)?;
        Ok(())
    }

    /// Other sessions of this link that have not ended, the last seen first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sessions_of_recipient(
        &mut self,
        recipient: &RecipientUid,
        but: &SessionId,
    ) -> Result<Vec<Kept>, Error> {
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(OF_RECIPIENT)
            .bind(&recipient.0)
            .bind(&but.0)
            .fetch_all(c)
            .await)?;
        rows.into_iter().map(kept).collect()
    }
}

fn recipient(session: &Session) -> Option<&RecipientUid> {
    match &session.entry {
        Entry::Link(uid) => Some(uid),
        Entry::Open(_) => None,
    }
}

/// `seen_at` of the column is newer than that of the facts: [`Tx::touch_session`] writes the column alone.
pub(super) fn kept((facts, version, seen_at): Row) -> Result<Kept, Error> {
    let mut session: Session = serde_json::from_str(&facts)?;
    session.seen_at = Timestamp(seen_at);
    Ok(Kept { session, version })
}
