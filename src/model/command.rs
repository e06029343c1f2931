//! Commands: what an enrolled device is told to do.

use serde::{Deserialize, Serialize};

/// A command, by what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommandKind {
    /// Tell name, version, capacity and addresses.
    DeviceInformation,
    /// Tell about passcode and encryption.
    SecurityInfo,
    /// Leave Setup Assistant, where it waits for its configuration.
    DeviceConfigured,
    /// Install the enrollment profile again, for a new certificate.
    InstallProfile,
    /// Remove the enrollment profile.
    RemoveProfile,
}

impl CommandKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::DeviceInformation,
        Self::SecurityInfo,
        Self::DeviceConfigured,
        Self::InstallProfile,
        Self::RemoveProfile,
    ];

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::DeviceInformation => "device_information",
            Self::SecurityInfo => "security_info",
            Self::DeviceConfigured => "device_configured",
            Self::InstallProfile => "install_profile",
            Self::RemoveProfile => "remove_profile",
        }
    }

    /// The kind that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}
