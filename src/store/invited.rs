//! Who is invited by a link, and the dated facts of its use in the portal.

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::id::RecipientUid;
use crate::model::invitation::{Invitation, Recipient};

/// Of the recipient `r` and its invitation `i`.
macro_rules! columns {
    () => {
        "r.uid, r.body AS recipient_body, i.body AS invitation_body, r.opened_at, r.started_at, \
         r.removed_at, r.revoked, r.revoked_at AS link_revoked_at, r.held, r.held_at, \
         i.removed_at AS all_removed_at, i.held AS all_held, i.held_at AS all_held_at, \
         (SELECT MAX(c.counted_at) FROM enrollment c WHERE c.recipient = r.uid) AS last_counted_at"
    };
}
pub(super) use columns;

macro_rules! select {
    ($by:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM recipient r JOIN invitation i ON i.id = r.invitation WHERE ",
            $by
        )
    };
}

statements! {
    BY_HASH = select!("r.link_hash = $1");
    BY_UID = select!("r.uid = $1");
    PLACE = "SELECT place FROM recipient WHERE uid = $1";
    OPENED = "UPDATE recipient SET opened_at = $1 WHERE uid = $2 AND opened_at IS NULL";
    STARTED = "UPDATE recipient SET started_at = $1 WHERE uid = $2 AND started_at IS NULL";
}

/// Why and when a link was revoked, by whatever hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// When.
    pub at: Option<Timestamp>,
    /// Reason, where one was given.
    pub reason: Option<String>,
}

/// A recipient as the portal meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// Its uid.
    pub uid: RecipientUid,
    /// As declared.
    pub recipient: Recipient,
    /// Its invitation as declared, without recipients.
    pub invitation: Invitation,
    /// Revoked.
    pub revoked: Option<Revoked>,
    /// First opened.
    pub opened_at: Option<Timestamp>,
    /// First started.
    pub started_at: Option<Timestamp>,
    /// When its last device was counted.
    pub counted_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    uid: String,
    recipient_body: String,
    invitation_body: String,
    opened_at: Option<i64>,
    started_at: Option<i64>,
    removed_at: Option<i64>,
    revoked: Option<String>,
    link_revoked_at: Option<i64>,
    held: Option<String>,
    held_at: Option<i64>,
    all_removed_at: Option<i64>,
    all_held: Option<String>,
    all_held_at: Option<i64>,
    last_counted_at: Option<i64>,
}

impl TryFrom<Row> for Invited {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            recipient: serde_json::from_str(&row.recipient_body)?,
            invitation: serde_json::from_str(&row.invitation_body)?,
            opened_at: row.opened_at.map(Timestamp),
            started_at: row.started_at.map(Timestamp),
            counted_at: row.last_counted_at.map(Timestamp),
            revoked: revoked(&row),
            uid: RecipientUid(row.uid),
        })
    }
}

/// The operator's word comes first, then the declared one, then the absence of the entry.
fn revoked(row: &Row) -> Option<Revoked> {
    let by = |reason: &Option<String>, at: Option<i64>| {
        at.map(|at| Revoked {
            at: Some(Timestamp(at)),
            reason: reason.clone().filter(|reason| !reason.trim().is_empty()),
        })
    };
    by(&row.held, row.held_at)
        .or_else(|| by(&row.all_held, row.all_held_at))
        .or_else(|| by(&row.revoked, row.link_revoked_at))
        .or_else(|| by(&None, row.removed_at))
        .or_else(|| by(&None, row.all_removed_at))
}

impl Tx {
    /// Whom the link invites whose code has this SHA-256 (hexadecimal).
    ///
    /// # Errors
    /// What the database says.
    pub async fn invited_by_hash(&mut self, hash: &str) -> Result<Option<Invited>, Error> {
        let row: Option<Row> =
            on!(self, c => sqlx::query_as(BY_HASH).bind(hash).fetch_optional(c).await)?;
        row.map(Invited::try_from).transpose()
    }

    /// Whom the link of this recipient invites.
    ///
    /// # Errors
    /// What the database says.
    pub async fn invited_by_uid(&mut self, uid: &RecipientUid) -> Result<Option<Invited>, Error> {
        let row: Option<Row> =
            on!(self, c => sqlx::query_as(BY_UID).bind(&uid.0).fetch_optional(c).await)?;
        row.map(Invited::try_from).transpose()
    }

    /// Where a recipient is declared: `file:line`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn place_of(&mut self, uid: &RecipientUid) -> Result<Option<String>, Error> {
        Ok(on!(self, c => sqlx::query_scalar(PLACE).bind(&uid.0).fetch_optional(c).await)?)
    }

    /// Remembers the first look at a link; false when there was one before.
    ///
    /// # Errors
    /// What the database says.
    pub async fn record_opened(
        &mut self,
        uid: &RecipientUid,
        now: Timestamp,
    ) -> Result<bool, Error> {
        Ok(execute!(self, OPENED, now.0, &uid.0)? == 1)
    }

    /// Remembers the first Start of a link; false when there was one before.
    ///
    /// # Errors
    /// What the database says.
    pub async fn record_started(
        &mut self,
        uid: &RecipientUid,
        now: Timestamp,
    ) -> Result<bool, Error> {
        Ok(execute!(self, STARTED, now.0, &uid.0)? == 1)
    }
}
