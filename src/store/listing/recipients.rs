//! Recipients by invitation and address.

use super::{Listing, Paging};
use crate::base::time::Timestamp;
use crate::model::id::{InvitationId, RecipientUid};
use crate::model::message::DeliveryState;
use crate::model::status::Progress;
use crate::store::snapshot::{RecipientRecord, StoredRecipient, stored};
use crate::store::{Error, Tx};

/// `model::status::Progress` in SQL, at the instant `$1`; a test compares the two.
macro_rules! progress {
    () => {
        "CASE WHEN r.used >= r.uses THEN CASE WHEN r.handed_at IS NULL THEN 'used_up' ELSE 'handed_over' END \
         WHEN r.removed_at IS NOT NULL OR r.revoked_at IS NOT NULL OR r.held_at IS NOT NULL \
         OR i.held_at IS NOT NULL THEN 'revoked' \
         WHEN r.expires_at <= $1 THEN 'expired' WHEN r.used > 0 THEN CASE WHEN r.handed_at IS NULL THEN 'enrolled' ELSE 'handed_over' END \
         WHEN r.started_at IS NOT NULL THEN 'started' WHEN r.opened_at IS NOT NULL THEN 'opened' \
         ELSE COALESCE((SELECT CASE o.state WHEN 'accepted' THEN 'sent' ELSE 'queued' END FROM outbox o \
         WHERE o.recipient = r.uid AND o.kind = 'invite' ORDER BY o.created_at DESC, o.id DESC LIMIT 1), 'ready') END"
    };
}
pub(super) use progress;

macro_rules! columns {
    () => {
        "SELECT r.uid, r.invitation, r.body, r.place, r.expires_at, r.uses, r.used, r.removed_at, r.revoked, r.held, \
         r.opened_at, r.started_at, r.handed_at, r.rotate, r.anchored_at, i.held AS all_held, \
         (SELECT o.state FROM outbox o WHERE o.recipient = r.uid AND o.kind = 'invite' \
         ORDER BY o.created_at DESC, o.id DESC LIMIT 1) AS delivery \
         FROM recipient r JOIN invitation i ON i.id = r.invitation "
    };
}

macro_rules! page {
    ($also:literal) => {
        concat!(
            columns!(),
            "WHERE (CAST($2 AS TEXT) IS NULL OR ",
            progress!(),
            " = $2) AND (CAST($3 AS TEXT) IS NULL OR substr(r.key, 1, length($3)) = $3) ",
            $also,
            "AND (r.invitation, r.key, r.uid) > ($4, $5, $6) ORDER BY r.invitation, r.key, r.uid LIMIT $7"
        )
    };
}

statements! {
    ALL = page!("");
    OF_INVITATION = page!("AND r.invitation = $4 ");
    ONE = concat!(columns!(), "WHERE r.uid = $1");
    PLACE = "SELECT invitation, key FROM recipient WHERE uid = $1";
}

/// Which recipients.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this invitation.
    pub invitation: Option<InvitationId>,
    /// As far as this.
    pub progress: Option<Progress>,
    /// Whose address, in small letters, begins so.
    pub key: Option<String>,
}

/// A recipient with what decides how far it came.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The recipient.
    pub stored: StoredRecipient,
    /// Delivery of the last invitation message.
    pub delivery: Option<DeliveryState>,
    /// The operator revoked the whole invitation, with the reason.
    pub all_held: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    recipient: RecipientRecord,
    all_held: Option<String>,
    delivery: Option<String>,
}

impl TryFrom<Row> for Listed {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let state = |word: String| {
            DeliveryState::from_word(&word)
                .ok_or_else(|| Error::Corrupt(format!("delivery state {word}")))
        };
        Ok(Self {
            stored: stored(row.recipient)?,
            delivery: row.delivery.map(state).transpose()?,
            all_held: row.all_held,
        })
    }
}

impl Tx {
    /// A page of recipients, by invitation and address.
    ///
    /// # Errors
    /// What the database says.
    pub async fn recipients_page(
        &mut self,
        filter: &Filter,
        paging: &Paging,
        now: Timestamp,
    ) -> Result<Listing<Listed>, Error> {
        let mut start = (String::new(), String::new(), String::new());
        if let Some(uid) = &paging.after {
            let place: Option<(String, String)> =
                on!(self, c => sqlx::query_as(PLACE).bind(uid).fetch_optional(c).await)?;
            if let Some((invitation, key)) = place {
                start = (invitation, key, uid.clone());
            }
        }
        let statement = match &filter.invitation {
            None => ALL,
            Some(id) => {
                if start.0 != id.0 {
                    start = (id.0.clone(), String::new(), String::new());
                }
                OF_INVITATION
            }
        };
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(statement)
            .bind(now.0)
            .bind(filter.progress.map(Progress::word))
            .bind(filter.key.as_deref())
            .bind(&start.0)
            .bind(&start.1)
            .bind(&start.2)
            .bind(paging.rows())
            .fetch_all(c)
            .await)?;
        let rows: Vec<Listed> = rows
            .into_iter()
            .map(Listed::try_from)
            .collect::<Result<_, _>>()?;
        Ok(Listing::of(rows, paging, |row| row.stored.uid.0.clone()))
    }

    /// One recipient, as pages list it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn listed_recipient(&mut self, uid: &RecipientUid) -> Result<Option<Listed>, Error> {
        let row: Option<Row> =
            on!(self, c => sqlx::query_as(ONE).bind(&uid.0).fetch_optional(c).await)?;
        row.map(Listed::try_from).transpose()
    }
}
