//! Invitations by id, or the newest first.

use super::{Listing, Paging};
use crate::base::time::Timestamp;
use crate::store::snapshot::StoredInvitation;
use crate::store::{Error, Tx};

statements! {
    BY_ID = "SELECT id, body, place, created_at, removed_at, held FROM invitation WHERE id > $1 ORDER BY id LIMIT $2";
    NEWEST = "SELECT id, body, place, created_at, removed_at, held FROM invitation \
              WHERE (created_at, id) < ($1, $2) ORDER BY created_at DESC, id DESC LIMIT $3";
    ONE = "SELECT id, body, place, created_at, removed_at, held FROM invitation WHERE id = $1";
    CREATED = "SELECT created_at FROM invitation WHERE id = $1";
}

/// An invitation as pages list it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The invitation.
    pub stored: StoredInvitation,
    /// When it was applied first.
    pub created_at: Timestamp,
}

type Row = (String, String, String, i64, Option<i64>, Option<String>);

fn listed((_, body, place, created_at, removed_at, held): Row) -> Result<Listed, Error> {
    Ok(Listed {
        stored: StoredInvitation {
            invitation: serde_json::from_str(&body)?,
            place,
            removed_at: removed_at.map(Timestamp),
            held,
        },
        created_at: Timestamp(created_at),
    })
}

impl Tx {
    /// A page of invitations: by id, reversed the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn invitations_page(&mut self, paging: &Paging) -> Result<Listing<Listed>, Error> {
        let after = paging.after.clone().unwrap_or_default();
        let rows: Vec<Row> = if paging.reversed {
            let created: Option<i64> =
                on!(self, c => sqlx::query_scalar(CREATED).bind(&after).fetch_optional(c).await)?;
            on!(self, c => sqlx::query_as(NEWEST)
                .bind(created.unwrap_or(i64::MAX))
                .bind(&after)
                .bind(paging.rows())
                .fetch_all(c)
                .await)?
        } else {
            on!(self, c => sqlx::query_as(BY_ID)
                .bind(&after)
                .bind(paging.rows())
                .fetch_all(c)
                .await)?
        };
        let rows: Vec<Listed> = rows.into_iter().map(listed).collect::<Result<_, _>>()?;
        Ok(Listing::of(rows, paging, |row| {
            row.stored.invitation.id.0.clone()
        }))
    }

    /// One invitation, as pages list it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn listed_invitation(&mut self, id: &str) -> Result<Option<Listed>, Error> {
        let row: Option<Row> =
            on!(self, c => sqlx::query_as(ONE).bind(id).fetch_optional(c).await)?;
        row.map(listed).transpose()
    }
}
