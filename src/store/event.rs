//! The audit: what happened, in order, without addresses or secrets.

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::status::EventRow;

statements! {
    RECORD = "INSERT INTO event (id, at, actor, action, invitation, recipient, subject, detail, run) \
              VALUES ($1, $2, $3, $4, COALESCE($5, (SELECT invitation FROM recipient WHERE uid = $6)), $6, $7, $8, $9)";
    OF_RECIPIENT = "SELECT at, actor, action, invitation, recipient, subject, detail, run FROM event \
                    WHERE recipient = $1 ORDER BY at, id";
    ALL = "SELECT at, actor, action, invitation, recipient, subject, detail, run FROM event \
           WHERE (CAST($1 AS TEXT) IS NULL OR invitation = $1) AND (CAST($2 AS TEXT) IS NULL OR run = $2) \
           AND (CAST($3 AS TEXT) IS NULL OR action = $3) ORDER BY at, id";
    LAST = "SELECT MAX(at) FROM event WHERE recipient = $1 AND action = $2";
    // A link that works again answers the request.
    REQUESTS = "SELECT r.invitation, r.key, MAX(e.at) FROM event e JOIN recipient r ON r.uid = e.recipient \
                WHERE e.action = $1 AND r.removed_at IS NULL AND r.revoked_at IS NULL AND r.held_at IS NULL \
                AND (r.expires_at <= $2 OR r.used >= r.uses) \
                GROUP BY r.uid, r.invitation, r.key ORDER BY 3 DESC, r.invitation, r.key";
}

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A run of `apply`.
    Apply,
    /// A person in the portal.
    Portal,
    /// A device by SCEP or check-in.
    Device,
    /// The sender of messages.
    Sender,
    /// Somebody at the command line.
    Operator,
    /// The server by itself, because it was time.
    Server,
}

impl Actor {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Apply => "apply",
            Self::Portal => "portal",
            Self::Device => "device",
            Self::Sender => "sender",
            Self::Operator => "operator",
            Self::Server => "server",
        }
    }
}

/// One event to keep. Fill what applies, leave the rest to `..Event::new(…)`.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// Who.
    pub actor: Actor,
    /// What: a verb in the past, such as `invited`, `opened`, `enrolled`, `revoked`.
    pub action: &'static str,
    /// Invitation it concerns; the recipient's, unless given.
    pub invitation: Option<&'a str>,
    /// Recipient it concerns.
    pub recipient: Option<&'a str>,
    /// Enrollment, device or message it concerns.
    pub subject: Option<&'a str>,
    /// Particulars, without addresses or secrets.
    pub detail: serde_json::Value,
    /// Run of `apply` it belongs to.
    pub run: Option<&'a str>,
}

impl Event<'_> {
    /// An event that concerns nothing in particular yet.
    pub fn new(actor: Actor, action: &'static str) -> Self {
        Self {
            actor,
            action,
            invitation: None,
            recipient: None,
            subject: None,
            detail: serde_json::Value::Object(serde_json::Map::new()),
            run: None,
        }
    }
}

pub(super) type Row = (
    i64,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    String,
    Option<String>,
);

impl Tx {
    /// Keeps one event. `id` orders events of the same instant (UUID, version 7).
    ///
    /// # Errors
    /// What the database says.
    pub async fn record(
        &mut self,
        id: &str,
        at: Timestamp,
        event: &Event<'_>,
    ) -> Result<(), Error> {
        let detail = event.detail.to_string();
        on!(self, c => sqlx::query(RECORD)
            .bind(id)
            .bind(at.0)
            .bind(event.actor.word())
            .bind(event.action)
            .bind(event.invitation)
            .bind(event.recipient)
            .bind(event.subject)
            .bind(&detail)
            .bind(event.run)
            .execute(c)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// When this last happened to a recipient.
    ///
    /// # Errors
    /// What the database says.
    pub async fn last_event(
        &mut self,
        recipient: &str,
        action: &str,
    ) -> Result<Option<Timestamp>, Error> {
        let last: (Option<i64>,) = on!(self, c => sqlx::query_as(LAST)
            .bind(recipient)
            .bind(action)
            .fetch_one(c)
            .await)?;
        Ok(last.0.map(Timestamp))
    }

    /// Invitation, address and instant of recipients with this event whose link has ended by `now`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn requests_for_links(
        &mut self,
        action: &str,
        now: Timestamp,
    ) -> Result<Vec<(String, String, Timestamp)>, Error> {
        let rows: Vec<(String, String, i64)> = on!(self, c => sqlx::query_as(REQUESTS)
            .bind(action)
            .bind(now.0)
            .fetch_all(c)
            .await)?;
        let request = |(invitation, key, at)| (invitation, key, Timestamp(at));
        Ok(rows.into_iter().map(request).collect())
    }

    /// What happened to one recipient, oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn events_of_recipient(&mut self, uid: &str) -> Result<Vec<EventRow>, Error> {
        let rows: Vec<Row> =
            on!(self, c => sqlx::query_as(OF_RECIPIENT).bind(uid).fetch_all(c).await)?;
        Ok(rows.into_iter().map(event_row).collect())
    }
}

/// Which events to read; nothing given: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those of this invitation.
    pub invitation: Option<String>,
    /// Those of this run of `apply`.
    pub run: Option<String>,
    /// Those with this action, such as `sent`.
    pub action: Option<String>,
}

impl Tx {
    /// What happened, oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn events(&mut self, filter: &Filter) -> Result<Vec<EventRow>, Error> {
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(ALL)
            .bind(&filter.invitation)
            .bind(&filter.run)
            .bind(&filter.action)
            .fetch_all(c)
            .await)?;
        Ok(rows.into_iter().map(event_row).collect())
    }
}

pub(super) fn event_row(row: Row) -> EventRow {
    let (at, actor, action, invitation, recipient, subject, detail, run) = row;
    EventRow {
        at: Timestamp(at),
        actor,
        action,
        invitation,
        recipient,
        subject,
        detail,
        run,
    }
}
