//! A simulated phone: somebody who got a message, and the device in their hand.
//!
//! It knows the mailed URL and nothing else. It opens the pages without JavaScript, reads forms as a browser
//! does, trusts only the root it was served, checks the profile's signature, gets its identity by SCEP and checks
//! in. It is the other side: it must not know the store, the use-cases, the portal or the server's half of SCEP
//! and MDM, so that a fault of theirs cannot hide in shared code. It shares the forms of messages (`cms`).
//!
//! To add one more step a person takes: an arm in [`steps`]; one more thing that goes wrong: a [`Fault`].

pub mod checkin;
pub mod error;
pub mod identity;
pub mod ota;
pub mod page;
pub mod profile;
pub mod safari;
pub mod steps;

pub use error::Error;
pub use steps::{Journey, enroll};

use std::sync::Arc;

use crate::base::time::Timestamp;
use crate::cms::signed::Identity;

/// The person and the device.
#[derive(Clone, Debug)]
pub struct Persona {
    /// Login name.
    pub username: String,
    /// Password.
    pub password: String,
    /// Whom a technician says the device is for.
    pub assign: Option<String>,
    /// `institution` or `personal`, where asked.
    pub ownership: String,
    /// Site id, where asked; else the first.
    pub site: Option<String>,
    /// Unique device identifier.
    pub udid: String,
    /// Serial number.
    pub serial: String,
    /// Name of the device.
    pub device_name: String,
    /// Product, such as `iPhone15,4`.
    pub product: String,
    /// Version of iOS.
    pub os_version: String,
    /// Removes the profile as soon as it is enrolled.
    pub leaves: bool,
    /// The identity it was made with; none: it cannot prove what it is.
    pub made: Option<Arc<Identity>>,
}

impl Persona {
    /// A build of its version of iOS.
    pub fn build(&self) -> String {
        let major = self.os_version.split('.').next().unwrap_or_default();
        let major: u32 = major.parse().unwrap_or_default();
        // Apple's trains were four ahead of the version until iOS 18.
        let train = if major > 18 {
            major.saturating_sub(3)
        } else {
            major + 4
        };
        format!("{train}G86")
    }
}

/// What a phone takes from the world beside the network.
#[derive(Clone, Copy, Debug)]
pub struct Nature {
    /// The clock of the phone.
    pub now: fn() -> Timestamp,
    /// Fills a buffer with random bytes; false when there are none.
    pub random: fn(&mut [u8]) -> bool,
    /// It trusts public authorities too, as real phones do: those of this computer.
    pub public: bool,
}

impl Nature {
    /// `N` random bytes.
    ///
    /// # Errors
    /// There are none.
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N], Error> {
        let mut out = [0; N];
        if (self.random)(&mut out) {
            Ok(out)
        } else {
            Err(Error::Random)
        }
    }
}

/// What goes wrong on purpose, to prove that it is noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The person goes away when the profile is offered.
    Abandoned,
    /// The challenge that reaches the server is not the one in the profile.
    WrongChallenge,
    /// The profile arrives without its signature.
    UnsignedProfile,
    /// The phone was served another root than the one that signs.
    ForeignCa,
    /// A check-in is altered after it was signed.
    FailedCheckIn,
    /// The device enrolls, and nobody looks at the page any more.
    ClosedPage,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 6] = [
        Self::Abandoned,
        Self::WrongChallenge,
        Self::UnsignedProfile,
        Self::ForeignCa,
        Self::FailedCheckIn,
        Self::ClosedPage,
    ];

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Abandoned => "abandoned",
            Self::WrongChallenge => "wrong-challenge",
            Self::UnsignedProfile => "unsigned-profile",
            Self::ForeignCa => "foreign-ca",
            Self::FailedCheckIn => "failed-check-in",
            Self::ClosedPage => "closed-page",
        }
    }

    /// The fault that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.word() == word)
    }
}
