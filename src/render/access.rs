//! What a management profile lets the organization see and do, said from the access rights themselves.

use serde::Serialize;

/// Two lists of verb phrases, each about "this device": "install settings", "erase it".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Access {
    /// What the organization can do.
    pub can: Vec<String>,
    /// What it cannot.
    pub cannot: Vec<String>,
}

/// Bit of AccessRights (Apple: `mdm/profiles/com.apple.mdm.yaml`), what it allows, and what its absence forbids.
const RIGHTS: [(u32, &str, &str); 13] = [
    (
        16,
        "see its model, serial number and system version",
        "see its model or serial number",
    ),
    (
        32,
        "see its phone number, SIM card and network addresses",
        "see its phone number or SIM card",
    ),
    (
        256,
        "see the list of installed apps",
        "see which apps you installed",
    ),
    (
        1024,
        "see whether a passcode and encryption are on",
        "see its security settings",
    ),
    (512, "see its restrictions", ""),
    (
        1,
        "see the profiles that are installed",
        "see other profiles",
    ),
    (64, "see the provisioning profiles of in-house apps", ""),
    (
        2,
        "install and remove settings, such as Wi-Fi and mail",
        "install settings",
    ),
    (4096, "install and remove work apps", "install apps"),
    (
        128,
        "install the provisioning profiles of in-house apps",
        "",
    ),
    (2048, "change device settings, such as roaming", ""),
    (
        4,
        "lock it and remove its passcode",
        "lock it or remove its passcode",
    ),
    (8, "erase it", "erase it"),
];

/// What no access right allows, whatever the number.
const NEVER: &str = "read your messages, photos, browsing history or location";

impl Access {
    /// The lists of an `AccessRights` number.
    pub fn of(rights: u32) -> Self {
        let allowed = |bit: u32| rights & bit != 0;
        let lines = |yes: bool| {
            RIGHTS
                .iter()
                .filter(move |(bit, ..)| allowed(*bit) == yes)
                .map(move |(_, can, cannot)| if yes { *can } else { *cannot })
                .filter(|line| !line.is_empty())
                .map(str::to_owned)
        };
        Self {
            can: lines(true).collect(),
            cannot: lines(false).chain([NEVER.to_owned()]).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_devices_cannot_be_erased_and_the_text_says_so() {
        let personal = Access::of(5139);
        assert!(personal.cannot.contains(&"erase it".to_owned()));
        assert!(
            personal
                .cannot
                .contains(&"see which apps you installed".to_owned())
        );
        assert!(!personal.can.contains(&"erase it".to_owned()));
        assert!(
            personal
                .can
                .contains(&"install and remove work apps".to_owned())
        );
    }

    #[test]
    fn with_every_right_only_private_things_stay_out_of_reach() {
        let all = Access::of(8191);
        assert_eq!(all.can.len(), RIGHTS.len());
        assert_eq!(all.cannot, [NEVER]);
    }

    #[test]
    fn every_bit_of_the_mask_is_named_once() {
        assert_eq!(RIGHTS.iter().fold(0, |sum, row| sum + row.0), 8191);
    }
}
