//! Messages, the newest first.

use super::{Listing, Paging};
use crate::model::message::{DeliveryState, MessageKind, MessageRow};
use crate::store::message::{Row, message};
use crate::store::{Error, Tx};

macro_rules! page {
    ($of:literal, $than:literal, $order:literal) => {
        concat!(
            "SELECT id, recipient, invitation, address, channel, kind, state, attempts, reply, created_at, updated_at, \
             next_at FROM outbox WHERE ",
            $of,
            " AND (CAST($3 AS TEXT) IS NULL OR state = $3) AND (CAST($4 AS TEXT) IS NULL OR kind = $4) \
             AND (created_at, id) ",
            $than,
            " ($5, $6) ORDER BY created_at ",
            $order,
            ", id ",
            $order,
            " LIMIT $7"
        )
    };
}

statements! {
    NEWEST = page!("(CAST($1 AS TEXT) IS NULL OR invitation = $1) AND CAST($2 AS TEXT) IS NULL", "<", "DESC");
    OLDEST = page!("(CAST($1 AS TEXT) IS NULL OR invitation = $1) AND CAST($2 AS TEXT) IS NULL", ">", "ASC");
    NEWEST_OF = page!("(CAST($1 AS TEXT) IS NULL OR invitation = $1) AND recipient = $2", "<", "DESC");
    OLDEST_OF = page!("(CAST($1 AS TEXT) IS NULL OR invitation = $1) AND recipient = $2", ">", "ASC");
    AT = "SELECT created_at, id FROM outbox WHERE id = $1";
}

/// Which messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this invitation.
    pub invitation: Option<String>,
    /// To this recipient.
    pub recipient: Option<String>,
    /// In this state.
    pub state: Option<DeliveryState>,
    /// Of this kind.
    pub kind: Option<MessageKind>,
}

impl Tx {
    /// A page of messages, the newest first; reversed, the oldest.
    ///
    /// # Errors
    /// What the database says.
    pub async fn messages_page(
        &mut self,
        filter: &Filter,
        paging: &Paging,
    ) -> Result<Listing<MessageRow>, Error> {
        let (at, id) = self.start(AT, paging).await?;
        let statement = match (&filter.recipient, paging.reversed) {
            (None, false) => NEWEST,
            (None, true) => OLDEST,
            (Some(_), false) => NEWEST_OF,
            (Some(_), true) => OLDEST_OF,
        };
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(statement)
            .bind(filter.invitation.as_deref())
            .bind(filter.recipient.as_deref())
            .bind(filter.state.map(DeliveryState::word))
            .bind(filter.kind.map(MessageKind::word))
            .bind(at)
            .bind(&id)
            .bind(paging.rows())
            .fetch_all(c)
            .await)?;
        let rows: Vec<MessageRow> = rows.into_iter().map(message).collect::<Result<_, _>>()?;
        Ok(Listing::of(rows, paging, |row| row.id.0.clone()))
    }
}
