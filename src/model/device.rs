//! A device as its check-ins describe it.

use serde::{Deserialize, Serialize};

use super::id::{DeviceId, EnrollmentId, InvitationId, SiteId};
use super::person::Person;
use super::policy::Ownership;
use crate::base::time::Timestamp;

/// What Authenticate tells about a device (Apple: `mdm/checkin/authenticate.yaml`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hardware {
    /// Unique device identifier, opaque.
    pub udid: String,
    /// Serial number.
    pub serial: Option<String>,
    /// Product, such as `iPhone15,4`.
    pub product: Option<String>,
    /// Model or model name as the device says it.
    pub model: Option<String>,
    /// Name given by its owner.
    pub name: Option<String>,
    /// Operating system version.
    pub os_version: Option<String>,
    /// Operating system build.
    pub build: Option<String>,
}

/// What a device answered when it was asked, after it was enrolled. None: not told, or not allowed to be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Inventory {
    /// Supervised by the organization.
    pub supervised: Option<bool>,
    /// Hardware address of its Wi-Fi.
    pub wifi_mac: Option<String>,
    /// IMEI.
    pub imei: Option<String>,
    /// Capacity in gigabytes.
    pub capacity_gb: Option<u32>,
    /// A passcode is set.
    pub passcode: Option<bool>,
    /// The passcode obeys every rule.
    pub passcode_compliant: Option<bool>,
    /// Files are encrypted, one by one or as a whole.
    pub encrypted: Option<bool>,
}

/// One device in the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// What it says of itself.
    pub hardware: Hardware,
    /// What it answered later.
    #[serde(default)]
    pub inventory: Option<Inventory>,
    /// The enrollment that brought it in last.
    pub enrollment: EnrollmentId,
    /// The invitation, unless open enrollment.
    pub invitation: Option<InvitationId>,
    /// Who owns it.
    pub ownership: Ownership,
    /// Its site.
    pub site: Option<SiteId>,
    /// User and location.
    pub person: Option<Person>,
    /// First TokenUpdate.
    pub enrolled_at: Timestamp,
    /// Last message of any kind.
    pub seen_at: Timestamp,
    /// End of its identity certificate; none: it has none that works.
    #[serde(default)]
    pub certificate_until: Option<Timestamp>,
    /// CheckOut.
    pub checked_out_at: Option<Timestamp>,
}
