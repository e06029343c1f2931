//! What a management profile lets the organization see and do, said from the access rights themselves.

use serde::Serialize;

/// Two lists of messages, each a verb phrase about "this device": "install settings", "erase it".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Access {
    /// What the organization can do.
    pub can: Vec<&'static str>,
    /// What it cannot.
    pub cannot: Vec<&'static str>,
}

/// Bit of AccessRights (Apple: `mdm/profiles/com.apple.mdm.yaml`), the message of what it allows, and of what its
/// absence forbids.
const RIGHTS: [(u32, &str, &str); 13] = [
    (16, "can-see-device", "cannot-see-device"),
    (32, "can-see-network", "cannot-see-network"),
    (256, "can-see-apps", "cannot-see-apps"),
    (1024, "can-see-security", "cannot-see-security"),
    (512, "can-see-restrictions", ""),
    (1, "can-see-profiles", "cannot-see-profiles"),
    (64, "can-see-provisioning", ""),
    (2, "can-install-settings", "cannot-install-settings"),
    (4096, "can-install-apps", "cannot-install-apps"),
    (128, "can-install-provisioning", ""),
    (2048, "can-change-settings", ""),
    (4, "can-lock", "cannot-lock"),
    (8, "can-erase", "cannot-erase"),
];

/// What no access right allows, whatever the number.
const NEVER: &str = "cannot-ever";

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
        };
        Self {
            can: lines(true).collect(),
            cannot: lines(false).chain([NEVER]).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_devices_cannot_be_erased_and_the_text_says_so() {
        let personal = Access::of(5139);
        assert!(personal.cannot.contains(&"cannot-erase"));
        assert!(personal.cannot.contains(&"cannot-see-apps"));
        assert!(!personal.can.contains(&"can-erase"));
        assert!(personal.can.contains(&"can-install-apps"));
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
