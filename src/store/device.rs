//! Devices: one row for each identifier, whichever enrollment brought it in last.

use std::collections::BTreeMap;

use super::{Error, Tx};
use crate::base::count::number;
use crate::base::time::Timestamp;
use crate::model::device::{Device, Hardware};
use crate::model::id::{DeviceId, EnrollmentId, InvitationId, PolicyId, SiteId};
use crate::model::person::Person;
use crate::model::policy::Ownership;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, hardware, inventory, enrollment, invitation, ownership, site, person, enrolled_at, \
             seen_at, checked_out_at, (SELECT MAX(expires_at) FROM certificate \
             WHERE certificate.enrollment = device.enrollment AND revoked_at IS NULL) AS certificate_until FROM device ",
            $rest
        )
    };
}
pub(super) use select;

statements! {
    OF_ENROLLMENT = select!("WHERE enrollment = $1");
    OF_UDID = select!("WHERE udid = $1");
    ALL = select!("");
    SAVE = "INSERT INTO device (id, udid, serial, hardware, enrollment, invitation, ownership, site, person, \
            push_sealed, enrolled_at, seen_at, username) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12) \
            ON CONFLICT (udid) DO UPDATE SET serial = excluded.serial, hardware = excluded.hardware, \
            enrollment = excluded.enrollment, invitation = excluded.invitation, ownership = excluded.ownership, \
            site = excluded.site, person = excluded.person, username = excluded.username, push_sealed = excluded.push_sealed, \
            pushed_at = NULL, push_count = 0, inventory = NULL, \
            bootstrap_sealed = CASE WHEN device.enrollment = excluded.enrollment THEN device.bootstrap_sealed END, \
            enrolled_at = excluded.enrolled_at, seen_at = excluded.seen_at, checked_out_at = NULL";
    PUSH = "SELECT push_sealed FROM device WHERE enrollment = $1 AND checked_out_at IS NULL";
    SET_PUSH = "UPDATE device SET push_sealed = $2, seen_at = $3, pushed_at = NULL, push_count = 0 WHERE enrollment = $1 AND checked_out_at IS NULL";
    SEEN = "UPDATE device SET seen_at = $2, pushed_at = NULL, push_count = 0 WHERE enrollment = $1 AND checked_out_at IS NULL AND seen_at < $2";
    BOOTSTRAP = "SELECT bootstrap_sealed FROM device WHERE enrollment = $1 AND checked_out_at IS NULL";
    SET_BOOTSTRAP = "UPDATE device SET bootstrap_sealed = $2 WHERE enrollment = $1 AND checked_out_at IS NULL";
    POLICIES = "SELECT enrollment.policy, COUNT(*) FROM device JOIN enrollment ON enrollment.id = device.enrollment \
                WHERE device.checked_out_at IS NULL GROUP BY enrollment.policy";
    OF_USER = "SELECT COUNT(*) FROM device JOIN enrollment ON enrollment.id = device.enrollment \
               WHERE device.username = $1 AND device.udid <> $2 AND device.checked_out_at IS NULL \
               AND enrollment.revoked_at IS NULL";
    LEFT = "UPDATE device SET checked_out_at = $2, seen_at = $2, push_sealed = NULL, bootstrap_sealed = NULL \
            WHERE enrollment = $1 AND checked_out_at IS NULL";
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: String,
    hardware: String,
    inventory: Option<String>,
    enrollment: String,
    invitation: Option<String>,
    ownership: String,
    site: Option<String>,
    person: Option<String>,
    enrolled_at: i64,
    seen_at: i64,
    checked_out_at: Option<i64>,
    certificate_until: Option<i64>,
}

impl TryFrom<Row> for Device {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let hardware: Hardware = serde_json::from_str(&row.hardware)?;
        let person: Option<Person> = row
            .person
            .map(|text| serde_json::from_str(&text))
            .transpose()?;
        let ownership = Ownership::from_word(&row.ownership)
            .ok_or_else(|| Error::Corrupt(format!("ownership {}", row.ownership)))?;
        Ok(Self {
            id: DeviceId(row.id),
            hardware,
            inventory: row
                .inventory
                .map(|text| serde_json::from_str(&text))
                .transpose()?,
            enrollment: EnrollmentId(row.enrollment),
            invitation: row.invitation.map(InvitationId),
            ownership,
            site: row.site.map(SiteId),
            person,
            enrolled_at: Timestamp(row.enrolled_at),
            seen_at: Timestamp(row.seen_at),
            certificate_until: row.certificate_until.map(Timestamp),
            checked_out_at: row.checked_out_at.map(Timestamp),
        })
    }
}

impl Tx {
    /// Enrolled devices of a user, `udid` left out. Until the end of this transaction nobody else counts those of
    /// the same user, so that two devices at once cannot both be the last that is allowed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn other_devices_of(&mut self, username: &str, udid: &str) -> Result<u32, Error> {
        const HOLD: &str = "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended($1, 0))";
        let username = username.to_lowercase();
        if self.locks_rows() {
            let _: Option<i32> = on!(self, c => sqlx::query_scalar(HOLD)
                .bind(&username)
                .fetch_optional(c)
                .await)?;
        }
        let count: i64 = on!(self, c => sqlx::query_scalar(OF_USER)
            .bind(&username)
            .bind(udid)
            .fetch_one(c)
            .await)?;
        Ok(number(count))
    }

    /// Devices that have not checked out, by the policy they enrolled under.
    ///
    /// # Errors
    /// What the database says.
    pub async fn devices_by_policy(&mut self) -> Result<BTreeMap<PolicyId, u32>, Error> {
        let rows: Vec<(String, i64)> = on!(self, c => sqlx::query_as(POLICIES).fetch_all(c).await)?;
        Ok(rows
            .into_iter()
            .map(|(policy, devices)| (PolicyId(policy), number(devices)))
            .collect())
    }

    /// The device that an enrollment brought in, unless another enrollment brought it in again since.
    ///
    /// # Errors
    /// What the database says.
    pub async fn device_of_enrollment(
        &mut self,
        id: &EnrollmentId,
    ) -> Result<Option<Device>, Error> {
        self.device_by(OF_ENROLLMENT, &id.0).await
    }

    /// The device of this identifier.
    ///
    /// # Errors
    /// What the database says.
    pub async fn device_of_udid(&mut self, udid: &str) -> Result<Option<Device>, Error> {
        self.device_by(OF_UDID, udid).await
    }

    /// Every device, by time of enrollment.
    ///
    /// # Errors
    /// What the database says.
    pub async fn devices(&mut self) -> Result<Vec<Device>, Error> {
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(ALL).fetch_all(c).await)?;
        let mut devices: Vec<Device> = rows
            .into_iter()
            .map(Device::try_from)
            .collect::<Result<_, _>>()?;
        devices.sort_by(|a, b| (a.enrolled_at, &a.id).cmp(&(b.enrolled_at, &b.id)));
        Ok(devices)
    }

    async fn device_by(
        &mut self,
        statement: &'static str,
        value: &str,
    ) -> Result<Option<Device>, Error> {
        let row: Option<Row> =
            on!(self, c => sqlx::query_as(statement).bind(value).fetch_optional(c).await)?;
        row.map(Device::try_from).transpose()
    }

    /// Writes a device that enrolls now; the row of the same identifier keeps its id and takes everything else.
    /// `push_sealed` holds what wakes the device.
    ///
    /// # Errors
    /// What the database says.
    pub async fn save_device(&mut self, device: &Device, push_sealed: &[u8]) -> Result<(), Error> {
        let hardware = serde_json::to_string(&device.hardware)?;
        let person = device
            .person
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?;
        execute!(
            self,
            SAVE,
            &device.id.0,
            &device.hardware.udid,
            &device.hardware.serial,
            &hardware,
            &device.enrollment.0,
            device.invitation.as_ref().map(|id| &id.0),
            device.ownership.word(),
            device.site.as_ref().map(|id| &id.0),
            &person,
            push_sealed,
            device.enrolled_at.0,
            device.person.as_ref().map(|p| p.username.to_lowercase())
        )?;
        Ok(())
    }

    /// What wakes the device of an enrollment, sealed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn device_push(&mut self, id: &EnrollmentId) -> Result<Option<Vec<u8>>, Error> {
        let row: Option<Option<Vec<u8>>> = on!(self, c => sqlx::query_scalar(PUSH)
            .bind(&id.0)
            .fetch_optional(c)
            .await)?;
        Ok(row.flatten())
    }

    /// Replaces what wakes the device of an enrollment.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_device_push(
        &mut self,
        id: &EnrollmentId,
        sealed: &[u8],
        now: Timestamp,
    ) -> Result<(), Error> {
        execute!(self, SET_PUSH, &id.0, sealed, now.0)?;
        Ok(())
    }

    /// The bootstrap token that the device of an enrollment left here, sealed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn bootstrap_token(&mut self, id: &EnrollmentId) -> Result<Option<Vec<u8>>, Error> {
        let found: Option<Option<Vec<u8>>> =
            on!(self, c => sqlx::query_scalar(BOOTSTRAP).bind(&id.0).fetch_optional(c).await)?;
        Ok(found.flatten())
    }

    /// Keeps or forgets the bootstrap token of a device; `false` when the enrollment has no device.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_bootstrap_token(
        &mut self,
        id: &EnrollmentId,
        sealed: Option<&[u8]>,
    ) -> Result<bool, Error> {
        Ok(execute!(self, SET_BOOTSTRAP, &id.0, sealed)? == 1)
    }

    /// Notes that a device showed up; `false` when no device is of this enrollment any more, or nothing is new.
    ///
    /// # Errors
    /// What the database says.
    pub async fn device_seen(&mut self, id: &EnrollmentId, now: Timestamp) -> Result<bool, Error> {
        Ok(execute!(self, SEEN, &id.0, now.0)? == 1)
    }

    /// Notes that a device left; what wakes it is erased.
    ///
    /// # Errors
    /// What the database says.
    pub async fn device_left(&mut self, id: &EnrollmentId, now: Timestamp) -> Result<(), Error> {
        execute!(self, LEFT, &id.0, now.0)?;
        Ok(())
    }
}
