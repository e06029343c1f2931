//! Whom the certificate of a message speaks for, and whether there is anything to do when its device shows up: most often
//! there is not, and then nothing has to be held or written.

use super::enrollment::EnrollmentRow;
use super::{Error, Tx, enrollment};
use crate::base::time::Timestamp;

statements! {
    /// A device that was called wants to be known to have come.
    BY_CERTIFICATE = concat!(
        "SELECT ", enrollment::columns!(), ", (SELECT MAX(d.seen_at) FROM device d WHERE d.enrollment = e.id \
        AND d.checked_out_at IS NULL AND d.pushed_at IS NULL AND NOT EXISTS (SELECT 1 FROM command q \
        WHERE q.enrollment = e.id AND q.ended_at IS NULL)) AS idle_since \
        FROM enrollment e WHERE e.id = (SELECT enrollment FROM certificate WHERE sha256 = $1)"
    );
}

/// An enrollment that somebody speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The enrollment.
    pub row: EnrollmentRow,
    /// When its device showed up last; none without a device, or while something waits for it.
    pub idle_since: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    enrollment: enrollment::Row,
    idle_since: Option<i64>,
}

impl Tx {
    /// Whom a certificate, by its SHA-256 (hexadecimal), was issued for, revoked or not.
    ///
    /// # Errors
    /// What the database says.
    pub async fn speaker(&mut self, certificate: &str) -> Result<Option<Speaker>, Error> {
        let row: Option<Row> = on!(self, c => sqlx::query_as(BY_CERTIFICATE)
            .bind(certificate)
            .fetch_optional(c)
            .await)?;
        row.map(|row| {
            Ok(Speaker {
                row: row.enrollment.try_into()?,
                idle_since: row.idle_since.map(Timestamp),
            })
        })
        .transpose()
    }
}
