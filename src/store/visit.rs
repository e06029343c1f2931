//! A visit as its page needs it, in one statement: on a page, each statement costs more than what it reads.

use sqlx::{ColumnIndex, Decode, FromRow, Type};

use super::enrollment::EnrollmentRow;
use super::invited::Invited;
use super::joined::joined;
use super::link::LinkStanding;
use super::session::Kept;
use super::{Error, Tx, enrollment, invited, link, session};
use crate::base::time::Timestamp;
use crate::model::declared::Organization;

statements! {
    /// The enrollment is the latest that the visit reserved.
    BY_COOKIE = concat!(
        "SELECT s.facts, s.version, s.seen_at, o.body AS organization, ",
        enrollment::columns!(), ", ", invited::columns!(), ", ", link::columns!(), ", p.body AS rules, ",
        link::others_of!("$2"), " \
        FROM session s \
        LEFT JOIN declared o ON o.kind = 'organization' AND o.id = 'organization' \
        LEFT JOIN enrollment e ON e.id = (SELECT l.id FROM enrollment l WHERE l.session = s.id \
        ORDER BY l.reserved_at DESC, l.id DESC LIMIT 1) \
        LEFT JOIN recipient r ON r.uid = s.recipient \
        LEFT JOIN invitation i ON i.id = r.invitation \
        LEFT JOIN declared p ON p.kind = 'policy' AND p.id = i.policy \
        WHERE s.cookie_hash = $1 AND s.ended_at IS NULL"
    );
}

/// A visit that has not ended, and what its page depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visited {
    /// Its facts.
    pub kept: Kept,
    /// The latest enrollment that it reserved.
    pub enrollment: Option<EnrollmentRow>,
    /// Whom its link invites, and how the link stands for that enrollment; none where there is no such link.
    pub invited: Option<(Invited, LinkStanding)>,
    /// Who invites; none before the first apply.
    pub organization: Option<Organization>,
}

struct Row {
    session: session::Row,
    enrollment: Option<enrollment::Row>,
    link: Option<(invited::Row, link::StandingRow)>,
    organization: Option<String>,
}

impl<'r, R> FromRow<'r, R> for Row
where
    R: sqlx::Row,
    &'static str: ColumnIndex<R>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    session::Row: FromRow<'r, R>,
    enrollment::Row: FromRow<'r, R>,
    invited::Row: FromRow<'r, R>,
    link::StandingRow: FromRow<'r, R>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let text = |column: &'static str| row.try_get::<Option<String>, _>(column);
        Ok(Self {
            session: FromRow::from_row(row)?,
            enrollment: joined(row, "id")?,
            link: joined(row, "uid")?.zip(joined(row, "uid")?),
            organization: text("organization")?,
        })
    }
}

impl TryFrom<Row> for Visited {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let organization = row.organization.as_deref().map(serde_json::from_str);
        let link = row.link.map(|(invited, link)| -> Result<_, Error> {
            Ok((invited.try_into()?, link.try_into()?))
        });
        Ok(Self {
            kept: session::kept(row.session)?,
            enrollment: row.enrollment.map(EnrollmentRow::try_from).transpose()?,
            invited: link.transpose()?,
            organization: organization.transpose()?,
        })
    }
}

impl Tx {
    /// The visit of a cookie, by its SHA-256 (hexadecimal), unless it has ended; an idle one too: see
    /// [`Kept::is_idle`].
    ///
    /// # Errors
    /// What the database says.
    pub async fn visit_by_cookie(
        &mut self,
        cookie_hash: &str,
        now: Timestamp,
    ) -> Result<Option<Visited>, Error> {
        let row: Option<Row> = on!(self, c => sqlx::query_as(BY_COOKIE)
            .bind(cookie_hash)
            .bind(now.0)
            .fetch_optional(c)
            .await)?;
        row.map(Visited::try_from).transpose()
    }
}
