//! Access rights: the bits of the MDM payload, and what each means to the person holding the device. The words are
//! made from the bits, so that they cannot say something else than the profile does.

use super::error::MdmError;

/// One access right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// See the installed configuration profiles.
    InspectProfiles = 1,
    /// Install and remove configuration profiles.
    ManageProfiles = 2,
    /// Lock the device and remove its passcode.
    LockAndPasscode = 4,
    /// Erase the device.
    Erase = 8,
    /// Ask for model, serial number, capacity, version.
    DeviceInformation = 16,
    /// Ask for phone number, SIM and network addresses.
    NetworkInformation = 32,
    /// See the installed provisioning profiles.
    InspectProvisioning = 64,
    /// Install and remove provisioning profiles.
    ManageProvisioning = 128,
    /// See the installed apps.
    InspectApps = 256,
    /// Ask which restrictions are in force.
    Restrictions = 512,
    /// Ask about passcode and encryption.
    Security = 1024,
    /// Change settings such as roaming and wallpaper.
    Settings = 2048,
    /// Install and remove apps of the organization.
    ManageApps = 4096,
}

impl Right {
    /// All rights, the weightiest to a person first.
    pub const ALL: [Self; 13] = [
        Self::Erase,
        Self::LockAndPasscode,
        Self::InspectApps,
        Self::NetworkInformation,
        Self::DeviceInformation,
        Self::ManageApps,
        Self::ManageProfiles,
        Self::InspectProfiles,
        Self::Settings,
        Self::Security,
        Self::Restrictions,
        Self::ManageProvisioning,
        Self::InspectProvisioning,
    ];

    /// A stable name, for translations.
    pub fn key(self) -> &'static str {
        match self {
            Self::InspectProfiles => "inspect-profiles",
            Self::ManageProfiles => "manage-profiles",
            Self::LockAndPasscode => "lock-and-passcode",
            Self::Erase => "erase",
            Self::DeviceInformation => "device-information",
            Self::NetworkInformation => "network-information",
            Self::InspectProvisioning => "inspect-provisioning",
            Self::ManageProvisioning => "manage-provisioning",
            Self::InspectApps => "inspect-apps",
            Self::Restrictions => "restrictions",
            Self::Security => "security",
            Self::Settings => "settings",
            Self::ManageApps => "manage-apps",
        }
    }

    /// What it allows, in plain words that follow "can" or "can't".
    pub fn words(self) -> &'static str {
        match self {
            Self::InspectProfiles => "see which configuration profiles are installed",
            Self::ManageProfiles => {
                "add and remove its own settings, such as Wi-Fi and mail accounts"
            }
            Self::LockAndPasscode => "lock the device and remove its passcode",
            Self::Erase => "erase everything on the device",
            Self::DeviceInformation => "see the model, serial number, storage and iOS version",
            Self::NetworkInformation => "see the phone number, SIM card and network addresses",
            Self::InspectProvisioning => "see which in-house app licenses are installed",
            Self::ManageProvisioning => "add and remove in-house app licenses",
            Self::InspectApps => "see the names of all installed apps",
            Self::Restrictions => "see which restrictions are set",
            Self::Security => "see whether a passcode is set and the data is encrypted",
            Self::Settings => "change settings such as data roaming and the wallpaper",
            Self::ManageApps => "install its own apps and remove them again",
        }
    }
}

/// What management never shows, whatever the rights; the words follow "can't".
pub const NEVER: [&str; 3] = [
    "read your messages, mail, photos or notes",
    "see your calls or the websites you visit",
    "see your passwords",
];

/// A combination of rights that devices accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessRights(u16);

impl AccessRights {
    /// Everything: the default for devices of the institution.
    pub const INSTITUTION: Self = Self(8191);
    /// No lock, no erasing, no phone data, no list of apps: the default for personal devices.
    pub const PERSONAL: Self = Self(5139);

    /// From the number of the profile.
    ///
    /// # Errors
    /// Not 1 to 8191, or a right to change without the right to see.
    pub fn new(bits: u16) -> Result<Self, MdmError> {
        let rights = Self(bits);
        let lonely = |change, see| rights.allows(change) && !rights.allows(see);
        let fits = (1..=8191).contains(&bits)
            && !lonely(Right::ManageProfiles, Right::InspectProfiles)
            && !lonely(Right::ManageProvisioning, Right::InspectProvisioning);
        if fits {
            Ok(rights)
        } else {
            Err(MdmError::Rights)
        }
    }

    /// The number of the profile.
    pub fn bits(self) -> u16 {
        self.0
    }

    /// Whether `right` is among them.
    pub fn allows(self, right: Right) -> bool {
        self.0 & right as u16 != 0
    }

    /// The rights given, the weightiest first.
    pub fn given(self) -> impl Iterator<Item = Right> {
        Right::ALL
            .into_iter()
            .filter(move |right| self.allows(*right))
    }

    /// The rights not given, the weightiest first.
    pub fn withheld(self) -> impl Iterator<Item = Right> {
        Right::ALL
            .into_iter()
            .filter(move |right| !self.allows(*right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bit_is_said_once() {
        let sum: u16 = Right::ALL.iter().map(|right| *right as u16).sum();
        assert_eq!(sum, 8191);
        let mut keys: Vec<_> = Right::ALL.iter().map(|right| right.key()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 13);
    }

    #[test]
    fn a_personal_device_keeps_what_is_personal() {
        let rights = AccessRights::PERSONAL;
        let withheld: Vec<_> = rights.withheld().take(4).collect();
        use Right::{Erase, InspectApps, LockAndPasscode, NetworkInformation};
        assert_eq!(
            withheld,
            [Erase, LockAndPasscode, InspectApps, NetworkInformation]
        );
        assert_eq!(rights.given().map(|right| right as u16).sum::<u16>(), 5139);
        assert_eq!(AccessRights::INSTITUTION.withheld().count(), 0);
    }

    #[test]
    fn combinations_that_devices_refuse_are_refused() {
        assert_eq!(AccessRights::new(5139), Ok(AccessRights::PERSONAL));
        assert_eq!(AccessRights::new(8191), Ok(AccessRights::INSTITUTION));
        for bad in [0, 2, 128, 8192, 2 + 64] {
            assert_eq!(AccessRights::new(bad), Err(MdmError::Rights), "{bad}");
        }
    }
}
