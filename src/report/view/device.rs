//! A device as documents show it: what it is, whose it is, and how it fares.

use schemars::JsonSchema;
use serde::Serialize;

use super::text;
use crate::base::mask::Pii;
use crate::base::time::Timestamp;
use crate::model::device::Device;

/// One device.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DeviceView {
    /// Serial number as `--pii` shows it.
    pub serial: Option<String>,
    /// Name given by its owner; left out unless personal data is shown in full.
    pub name: Option<String>,
    /// Product, such as `iPhone15,4`.
    pub product: Option<String>,
    /// Model as the device says it.
    pub model: Option<String>,
    /// Version of its system.
    pub os_version: Option<String>,
    /// Build of its system.
    pub os_build: Option<String>,
    /// Supervised by the organization; this and what follows up to the addresses is told by the device after it
    /// enrolled, and left out where it was not.
    pub supervised: Option<bool>,
    /// Capacity in gigabytes.
    pub capacity_gb: Option<u32>,
    /// A passcode is set.
    pub passcode: Option<bool>,
    /// The passcode obeys every rule.
    pub passcode_compliant: Option<bool>,
    /// Files are encrypted.
    pub encrypted: Option<bool>,
    /// IMEI as `--pii` shows it.
    pub imei: Option<String>,
    /// Hardware address of its Wi-Fi as `--pii` shows it.
    pub wifi_mac: Option<String>,
    /// `institution` or `personal`.
    pub ownership: &'static str,
    /// Site id.
    pub site: Option<String>,
    /// Login name as `--pii` shows it.
    pub person: Option<String>,
    /// Full name of the person; this and what follows of them is left out unless personal data is shown in full.
    pub person_name: Option<String>,
    /// First email address of the person.
    pub email: Option<String>,
    /// First phone number of the person.
    pub phone: Option<String>,
    /// Title of the person.
    pub title: Option<String>,
    /// Department of the person, always shown.
    pub department: Option<String>,
    /// Building of the person.
    pub building: Option<String>,
    /// Room of the person.
    pub room: Option<String>,
    /// Invitation; none: open enrollment.
    pub invitation: Option<String>,
    /// First TokenUpdate (RFC 3339).
    pub enrolled_at: String,
    /// Day of its last message (UTC): by the day, so that reports do not change with each of them.
    pub seen_on: String,
    /// When its identity certificate ends (RFC 3339); none: it has none that works.
    pub certificate_until: Option<String>,
    /// CheckOut (RFC 3339).
    pub checked_out_at: Option<String>,
}

/// One device as documents show it.
pub fn device(row: &Device, pii: Pii, salt: &[u8]) -> DeviceView {
    let person = row.person.as_ref();
    let inventory = row.inventory.clone().unwrap_or_default();
    let number = |value: &String| pii.serial(value, salt);
    let full = person.filter(|_| pii == Pii::Full);
    DeviceView {
        serial: row.hardware.serial.as_ref().map(number),
        name: row.hardware.name.clone().filter(|_| pii == Pii::Full),
        product: row.hardware.product.clone(),
        model: row.hardware.model.clone(),
        os_version: row.hardware.os_version.clone(),
        os_build: row.hardware.build.clone(),
        supervised: inventory.supervised,
        capacity_gb: inventory.capacity_gb,
        passcode: inventory.passcode,
        passcode_compliant: inventory.passcode_compliant,
        encrypted: inventory.encrypted,
        imei: inventory.imei.as_ref().map(number),
        wifi_mac: inventory.wifi_mac.as_ref().map(number),
        ownership: row.ownership.word(),
        site: row.site.as_ref().map(|s| s.0.clone()),
        person: person.map(|p| pii.address(&p.username, salt)),
        person_name: full.and_then(|p| p.name.clone()),
        email: full.and_then(|p| p.emails.first().cloned()),
        phone: full.and_then(|p| p.phones.first().cloned()),
        title: full.and_then(|p| p.title.clone()),
        department: person.and_then(|p| p.department.clone()),
        building: full.and_then(|p| p.building.clone()),
        room: full.and_then(|p| p.room.clone()),
        invitation: row.invitation.as_ref().map(|i| i.0.clone()),
        enrolled_at: text(row.enrolled_at),
        seen_on: day(row.seen_at),
        certificate_until: row.certificate_until.map(text),
        checked_out_at: row.checked_out_at.map(text),
    }
}

/// The day of an instant, UTC.
fn day(at: Timestamp) -> String {
    let mut day = text(at);
    day.truncate("2027-03-14".len());
    day
}
