//! A device that comes, and all that decides whether it may come in: one statement, as each waits for the database while
//! it holds the link.
//!
//! To add one more fact: its column in the statement, a field of [`Arriving`].

use sqlx::{ColumnIndex, Decode, FromRow, Type};

use super::enrollment::EnrollmentRow;
use super::joined::joined;
use super::link::{LinkFacts, Others};
use super::{Error, Tx, enrollment, link};
use crate::base::time::Timestamp;
use crate::model::declared::Organization;
use crate::model::device::Hardware;
use crate::model::enrollment::Enrollment;
use crate::model::id::{DeviceId, EnrollmentId};
use crate::model::invitation::Recipient;
use crate::model::policy::Policy;

statements! {
    /// The device `$3`, `$4` is counted twice, by identifier and by serial number: SQLite finds each by its index and
    /// would read all enrollments of the link for both in one.
    BY_ENROLLMENT = concat!(
        "SELECT ", enrollment::columns!(), ", r.uid, ", link::columns!(), ", ", link::others_of!("$2"), ", \
        (SELECT COUNT(counted_at) FROM enrollment WHERE recipient = r.uid AND udid = $3 AND id <> e.id) \
        + (SELECT COUNT(counted_at) FROM enrollment WHERE recipient = r.uid AND udid IS NULL AND serial = $4 \
        AND id <> e.id) AS counted, \
        p.body AS rules, o.body AS organization, d.id AS device, d.enrollment AS device_enrollment \
        FROM enrollment e \
        LEFT JOIN recipient r ON r.uid = e.recipient \
        LEFT JOIN invitation i ON i.id = r.invitation \
        LEFT JOIN declared p ON p.kind = 'policy' AND p.id = e.policy \
        LEFT JOIN declared o ON o.kind = 'organization' AND o.id = 'organization' \
        LEFT JOIN device d ON d.udid = $3 \
        WHERE e.id = $1"
    );
}

/// An enrollment that a device comes with, held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arriving {
    /// The enrollment.
    pub row: EnrollmentRow,
    /// Its link; none for open enrollment.
    pub link: Option<Room>,
    /// The policy that it was decided under; none when it is not live.
    pub policy: Option<Policy>,
    /// Who invites; none before the first apply.
    pub organization: Option<Organization>,
    /// The device as it is known, and the enrollment that brought it in last.
    pub known: Option<(DeviceId, EnrollmentId)>,
    /// When this was found out.
    pub now: Timestamp,
}

/// What a link has room for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// What decides about one more device.
    pub facts: LinkFacts,
    /// What other enrollments reserve of it.
    pub others: Others,
    /// Another enrollment of this link counted a use for the device.
    pub counted_before: bool,
    /// Whom it invites, as declared.
    pub recipient: Recipient,
}

impl Arriving {
    /// Serial number of the only device that the link is for.
    pub fn bound(&self) -> Option<&str> {
        self.link.as_ref()?.facts.serial.as_deref()
    }
}

#[derive(sqlx::FromRow)]
struct RoomRow {
    #[sqlx(flatten)]
    link: link::Row,
    #[sqlx(flatten)]
    others: link::OthersRow,
    counted: i64,
}

impl TryFrom<RoomRow> for Room {
    type Error = Error;

    fn try_from(row: RoomRow) -> Result<Self, Error> {
        Ok(Self {
            recipient: serde_json::from_str(&row.link.recipient_body)?,
            facts: row.link.try_into()?,
            others: row.others.into(),
            counted_before: row.counted > 0,
        })
    }
}

struct Row {
    enrollment: enrollment::Row,
    link: Option<RoomRow>,
    rules: Option<String>,
    organization: Option<String>,
    device: Option<(String, String)>,
}

impl<'r, R> FromRow<'r, R> for Row
where
    R: sqlx::Row,
    &'static str: ColumnIndex<R>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    enrollment::Row: FromRow<'r, R>,
    RoomRow: FromRow<'r, R>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let text = |column: &'static str| row.try_get::<Option<String>, _>(column);
        Ok(Self {
            enrollment: FromRow::from_row(row)?,
            link: joined(row, "uid")?,
            rules: text("rules")?,
            organization: text("organization")?,
            device: text("device")?.zip(text("device_enrollment")?),
        })
    }
}

impl Tx {
    /// Holds a link and its enrollment until the end of this transaction, and reads what decides about this device, if one
    /// has come; none when the enrollment is gone.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_arriving(
        &mut self,
        known: &Enrollment,
        hardware: Option<&Hardware>,
    ) -> Result<Option<Arriving>, Error> {
        if let Some(uid) = &known.recipient {
            self.hold_link(uid).await?;
        }
        self.hold_enrollment(&known.id).await?;
        let now = self.now().await?;
        let row: Option<Row> = on!(self, c => sqlx::query_as(BY_ENROLLMENT)
            .bind(&known.id.0)
            .bind(now.0)
            .bind(hardware.map(|one| one.udid.as_str()))
            .bind(hardware.and_then(|one| one.serial.as_deref()))
            .fetch_optional(c)
            .await)?;
        row.map(|row| arriving(row, now)).transpose()
    }
}

fn arriving(row: Row, now: Timestamp) -> Result<Arriving, Error> {
    let policy = row.rules.as_deref().map(serde_json::from_str);
    let organization = row.organization.as_deref().map(serde_json::from_str);
    Ok(Arriving {
        row: row.enrollment.try_into()?,
        link: row.link.map(Room::try_from).transpose()?,
        policy: policy.transpose()?,
        organization: organization.transpose()?,
        known: row
            .device
            .map(|(id, enrollment)| (DeviceId(id), EnrollmentId(enrollment))),
        now,
    })
}
