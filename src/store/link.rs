//! The facts of a link that decide about one more device, and the count of its uses.
//!
//! The order of locks is always recipient, enrollment, device: a transaction that decides about a use first
//! calls [`Tx::lock_link`], and counts in a later statement, whose snapshot on PostgreSQL is newer.

use serde::Deserialize;

use super::{Error, Tx};
use crate::base::count::number;
use crate::base::time::Timestamp;
use crate::model::id::{EnrollmentId, RecipientUid};
use crate::model::policy::Policy;

/// Of the recipient `r` and its invitation `i`.
macro_rules! columns {
    () => {
        "r.opens_at, r.expires_at, r.uses, r.used, r.body AS recipient_body, \
         COALESCE(r.removed_at, r.revoked_at, r.held_at, i.removed_at, i.held_at) AS over_at"
    };
}
pub(super) use columns;

/// Of an enrollment whose reservation holds after the instant that follows.
macro_rules! holds_after {
    () => {
        "enrolled_at IS NULL AND counted_at IS NULL AND checked_out_at IS NULL AND revoked_at IS NULL \
         AND reserved_until > "
    };
}
pub(super) use holds_after;

/// Reservations of a link `r` that hold after the instant, but that of the enrollment `e`; one that an operator ended
/// reserves nothing.
macro_rules! others_of {
    ($now:literal) => {
        concat!(
            link::others_of!("COUNT(*)", $now),
            " AS reserved, ",
            link::others_of!("MIN(n.reserved_until)", $now),
            " AS first_lapses"
        )
    };
    ($what:literal, $now:literal) => {
        concat!(
            "(SELECT ",
            $what,
            " FROM enrollment n WHERE n.recipient = r.uid \
             AND n.id <> COALESCE(CASE WHEN e.revoked_at IS NULL THEN e.id END, '') AND ",
            link::holds_after!(),
            $now,
            ")"
        )
    };
}
pub(super) use others_of;

/// Reservations of other enrollments than `$2` that hold at `$3`.
macro_rules! others {
    () => {
        concat!(
            "(SELECT COUNT(*) AS reserved, MIN(reserved_until) AS first_lapses FROM enrollment \
             WHERE recipient = $1 AND id <> $2 AND ",
            holds_after!(),
            "$3)"
        )
    };
}

statements! {
    /// Changes nothing and holds the row until the end of the transaction.
    LOCK = "UPDATE recipient SET used = used WHERE uid = $1";
    FACTS = concat!(
        "SELECT ", columns!(), " FROM recipient r JOIN invitation i ON i.id = r.invitation WHERE r.uid = $1"
    );
    STANDING = concat!(
        "SELECT ", columns!(), ", o.reserved, o.first_lapses, p.body AS rules \
        FROM recipient r JOIN invitation i ON i.id = r.invitation \
        LEFT JOIN declared p ON p.kind = 'policy' AND p.id = i.policy CROSS JOIN ", others!(), " o WHERE r.uid = $1"
    );
    COUNT_USE = "UPDATE recipient SET used = used + 1 WHERE uid = $1 AND (uses IS NULL OR used < uses)";
}

/// What decides whether a link may bring in one more device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkFacts {
    /// Not usable before.
    pub opens_at: Option<Timestamp>,
    /// Not usable from here on.
    pub expires_at: Option<Timestamp>,
    /// Devices allowed; none: unlimited.
    pub uses: Option<u32>,
    /// Devices counted.
    pub used: u32,
    /// The link or its invitation left the repository, was revoked, or is held by an operator.
    pub revoked: bool,
    /// Serial number of the only device it is for.
    pub serial: Option<String>,
}

/// Uses reserved by other enrollments of one link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Others {
    /// How many hold.
    pub reserved: u32,
    /// When the first of them lapses.
    pub first_lapses: Option<Timestamp>,
}

/// How a link stands, in one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkStanding {
    /// What decides about one more device.
    pub facts: LinkFacts,
    /// What other enrollments reserve of it.
    pub others: Others,
    /// The policy of its invitation; none when it is not live.
    pub policy: Option<Policy>,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    opens_at: Option<i64>,
    expires_at: Option<i64>,
    uses: Option<i64>,
    used: i64,
    pub(super) recipient_body: String,
    over_at: Option<i64>,
}

/// What is read of a recipient as declared.
#[derive(Deserialize)]
struct Declared {
    serial: Option<String>,
}

impl TryFrom<Row> for LinkFacts {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let declared: Declared = serde_json::from_str(&row.recipient_body)?;
        Ok(Self {
            opens_at: row.opens_at.map(Timestamp),
            expires_at: row.expires_at.map(Timestamp),
            uses: row.uses.map(number),
            used: number(row.used),
            revoked: row.over_at.is_some(),
            serial: declared.serial,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct OthersRow {
    reserved: i64,
    first_lapses: Option<i64>,
}

impl From<OthersRow> for Others {
    fn from(row: OthersRow) -> Self {
        Self {
            reserved: number(row.reserved),
            first_lapses: row.first_lapses.map(Timestamp),
        }
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct StandingRow {
    #[sqlx(flatten)]
    link: Row,
    #[sqlx(flatten)]
    others: OthersRow,
    rules: Option<String>,
}

impl TryFrom<StandingRow> for LinkStanding {
    type Error = Error;

    fn try_from(row: StandingRow) -> Result<Self, Error> {
        let policy = row.rules.as_deref().map(serde_json::from_str);
        Ok(Self {
            facts: row.link.try_into()?,
            others: row.others.into(),
            policy: policy.transpose()?,
        })
    }
}

impl Tx {
    /// Holds a link until the end of this transaction, and reads its facts; none when there is no such link.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_link(&mut self, uid: &RecipientUid) -> Result<Option<LinkFacts>, Error> {
        self.hold_link(uid).await?;
        self.link_facts(uid).await
    }

    /// Holds a link until the end of this transaction, if there is one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn hold_link(&mut self, uid: &RecipientUid) -> Result<(), Error> {
        self.hold(LOCK, &uid.0).await
    }

    /// Reads the facts of a link without holding it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn link_facts(&mut self, uid: &RecipientUid) -> Result<Option<LinkFacts>, Error> {
        let row: Option<Row> =
            on!(self, c => sqlx::query_as(FACTS).bind(&uid.0).fetch_optional(c).await)?;
        row.map(LinkFacts::try_from).transpose()
    }

    /// How a link stands at `now` for whoever holds the enrollment `own`; none when there is no such link.
    ///
    /// # Errors
    /// What the database says.
    pub async fn link_standing(
        &mut self,
        uid: &RecipientUid,
        own: Option<&EnrollmentId>,
        now: Timestamp,
    ) -> Result<Option<LinkStanding>, Error> {
        let row: Option<StandingRow> = on!(self, c => sqlx::query_as(STANDING)
            .bind(&uid.0)
            .bind(own.map_or("", |id| id.0.as_str()))
            .bind(now.0)
            .fetch_optional(c)
            .await)?;
        row.map(LinkStanding::try_from).transpose()
    }

    /// Counts one use of a link; `false` when none is left, and then nothing was counted.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_use(&mut self, uid: &RecipientUid) -> Result<bool, Error> {
        let rows = execute!(self, COUNT_USE, &uid.0)?;
        Ok(rows == 1)
    }
}
