//! What happened and which runs there were, the newest first.

use super::{Listing, Paging};
use crate::base::count::number as count;
use crate::base::time::Timestamp;
use crate::model::status::{EventRow, RunRow};
use crate::store::event::{Row, event_row};
use crate::store::{Error, Tx};

macro_rules! page {
    ($of:literal, $than:literal, $order:literal) => {
        concat!(
            "SELECT id, at, actor, action, invitation, recipient, subject, detail, run FROM event WHERE ",
            $of,
            " AND (CAST($3 AS TEXT) IS NULL OR run = $3) AND (CAST($4 AS TEXT) IS NULL OR action = $4) \
             AND (CAST($5 AS TEXT) IS NULL OR actor = $5) AND (at, id) ",
            $than,
            " ($6, $7) ORDER BY at ",
            $order,
            ", id ",
            $order,
            " LIMIT $8"
        )
    };
}

statements! {
    NEWEST = page!("(CAST($1 AS TEXT) IS NULL OR invitation = $1) AND CAST($2 AS TEXT) IS NULL", "<", "DESC");
    OLDEST = page!("(CAST($1 AS TEXT) IS NULL OR invitation = $1) AND CAST($2 AS TEXT) IS NULL", ">", "ASC");
    NEWEST_OF = page!("(CAST($1 AS TEXT) IS NULL OR invitation = $1) AND recipient = $2", "<", "DESC");
    OLDEST_OF = page!("(CAST($1 AS TEXT) IS NULL OR invitation = $1) AND recipient = $2", ">", "ASC");
    AT = "SELECT at, id FROM event WHERE id = $1";
    RUNS_NEWEST = "SELECT id, at, git_commit, fingerprint, changes, messages FROM run WHERE (at, id) < ($1, $2) \
                   ORDER BY at DESC, id DESC LIMIT $3";
    RUNS_OLDEST = "SELECT id, at, git_commit, fingerprint, changes, messages FROM run WHERE (at, id) > ($1, $2) \
                   ORDER BY at, id LIMIT $3";
    RUN_AT = "SELECT at, id FROM run WHERE id = $1";
}

/// Which events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this invitation.
    pub invitation: Option<String>,
    /// Of this recipient (uid).
    pub recipient: Option<String>,
    /// Of this run of `apply`.
    pub run: Option<String>,
    /// With this word.
    pub action: Option<String>,
    /// By this actor.
    pub actor: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Identified {
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

impl Identified {
    fn row(self) -> Row {
        (
            self.at,
            self.actor,
            self.action,
            self.invitation,
            self.recipient,
            self.subject,
            self.detail,
            self.run,
        )
    }
}

impl Tx {
    /// A page of events, the newest first; reversed, the oldest.
    ///
    /// # Errors
    /// What the database says.
    pub async fn events_page(
        &mut self,
        filter: &Filter,
        paging: &Paging,
    ) -> Result<Listing<EventRow>, Error> {
        let (at, id) = self.start(AT, paging).await?;
        let statement = match (&filter.recipient, paging.reversed) {
            (None, false) => NEWEST,
            (None, true) => OLDEST,
            (Some(_), false) => NEWEST_OF,
            (Some(_), true) => OLDEST_OF,
        };
        let rows: Vec<Identified> = on!(self, c => sqlx::query_as(statement)
            .bind(filter.invitation.as_deref())
            .bind(filter.recipient.as_deref())
            .bind(filter.run.as_deref())
            .bind(filter.action.as_deref())
            .bind(filter.actor.as_deref())
            .bind(at)
            .bind(&id)
            .bind(paging.rows())
            .fetch_all(c)
            .await)?;
        let page = Listing::of(rows, paging, |row| row.id.clone());
        Ok(page.map(|row| event_row(row.row())))
    }

    /// A page of runs of `apply`, the newest first; reversed, the oldest.
    ///
    /// # Errors
    /// What the database says.
    pub async fn runs_page(&mut self, paging: &Paging) -> Result<Listing<RunRow>, Error> {
        let (at, id) = self.start(RUN_AT, paging).await?;
        let statement = if paging.reversed {
            RUNS_OLDEST
        } else {
            RUNS_NEWEST
        };
        let rows: Vec<(String, i64, Option<String>, String, i64, i64)> = on!(self, c => sqlx::query_as(statement)
            .bind(at)
            .bind(&id)
            .bind(paging.rows())
            .fetch_all(c)
            .await)?;
        let page = Listing::of(rows, paging, |row| row.0.clone());
        Ok(
            page.map(|(id, at, commit, fingerprint, changes, messages)| RunRow {
                id,
                at: Timestamp(at),
                commit,
                fingerprint,
                changes: count(changes),
                messages: count(messages),
            }),
        )
    }
}
