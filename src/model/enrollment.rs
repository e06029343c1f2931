//! An enrollment: one device on its way in, from the reservation of a use to the first TokenUpdate.

use serde::{Deserialize, Serialize};

use super::id::{EnrollmentId, InvitationId, PolicyId, RecipientUid, SiteId};
use super::person::Person;
use super::policy::Ownership;
use crate::base::time::{MINUTE, Timestamp};

/// How long a reservation holds a use, from `POST /enroll/profile`, renewed once by Authenticate.
pub const RESERVATION: i64 = 60 * MINUTE;

/// Where a device is on its way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrollmentState {
    /// A use is reserved and a challenge minted.
    Reserved,
    /// The person was led to the enrollment page of another system; the use is counted.
    HandedOver,
    /// The identity certificate was issued.
    Issued,
    /// The device sent Authenticate.
    Authenticated,
    /// The device sent its first TokenUpdate: enrolled, the use is counted.
    Enrolled,
    /// The device said CheckOut.
    CheckedOut,
}

impl EnrollmentState {
    /// Every state.
    pub const ALL: [Self; 6] = [
        Self::Reserved,
        Self::HandedOver,
        Self::Issued,
        Self::Authenticated,
        Self::Enrolled,
        Self::CheckedOut,
    ];

    /// The word in the database and in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::HandedOver => "handed_over",
            Self::Issued => "issued",
            Self::Authenticated => "authenticated",
            Self::Enrolled => "enrolled",
            Self::CheckedOut => "checked_out",
        }
    }

    /// The state that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.word() == word)
    }
}

/// How a device is managed that its owner signed in on: account-driven enrollment (Apple: `EnrollmentMode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrollmentMode {
    /// User enrollment: the organization's data lives apart, the device is not named.
    Byod,
    /// Device enrollment.
    Adde,
}

impl EnrollmentMode {
    /// The word in the profile.
    pub fn word(self) -> &'static str {
        match self {
            Self::Byod => "BYOD",
            Self::Adde => "ADDE",
        }
    }

    /// Whose device it is.
    pub fn ownership(self) -> Ownership {
        match self {
            Self::Byod => Ownership::Personal,
            Self::Adde => Ownership::Institution,
        }
    }
}

/// One enrollment: what was decided in the portal, and how far the device came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrollment {
    /// Its id; also the certificate's common name.
    pub id: EnrollmentId,
    /// The link it used; none for open enrollment.
    pub recipient: Option<RecipientUid>,
    /// The invitation of that link.
    pub invitation: Option<InvitationId>,
    /// Rules that applied.
    pub policy: PolicyId,
    /// Who owns the device.
    pub ownership: Ownership,
    /// Site of the device.
    pub site: Option<SiteId>,
    /// User and location: the assigned person, else who logged in.
    pub person: Option<Person>,
    /// Login name of who went through the steps.
    pub enrolled_by: Option<String>,
    /// How far it came.
    pub state: EnrollmentState,
    /// When the use was reserved.
    pub reserved_at: Timestamp,
    /// Until when the reservation holds.
    pub reserved_until: Timestamp,
    /// When it was enrolled.
    pub enrolled_at: Option<Timestamp>,
    /// Why the device was turned away at check-in, until it tries again.
    pub refusal: Option<Refusal>,
}

/// Why a device that came with a good certificate was turned away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum Refusal {
    /// Its system is older than `mdm.min_os`.
    OldSystem {
        /// Version the device told; none when it told nothing.
        found: Option<String>,
        /// Oldest major version accepted.
        minimum: u32,
    },
    /// The link is for the device of another serial number.
    OtherDevice,
    /// The user has as many devices as the policy allows.
    TooManyDevices {
        /// How many that are.
        allowed: u32,
    },
    /// The device is enrolled, and the policy does not let it in again.
    AlreadyEnrolled,
    /// The link was revoked in the meantime.
    Revoked,
    /// The reservation lapsed and the link has no use left, or ended.
    NoUseLeft,
}
