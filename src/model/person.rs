//! A person as the directory, or a local account, describes them.

use serde::{Deserialize, Serialize};

/// Which source said who somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoginSource {
    /// The directory of this name.
    Directory(String),
    /// A local account.
    Account,
}

/// User and location data, stored with the enrollment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Login name in its canonical spelling.
    pub username: String,
    /// Full name.
    pub name: Option<String>,
    /// Every value of the email attribute.
    pub emails: Vec<String>,
    /// Every value of the phone attribute.
    pub phones: Vec<String>,
    /// Title.
    pub title: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Building.
    pub building: Option<String>,
    /// Room.
    pub room: Option<String>,
    /// Preferred language.
    pub language: Option<String>,
    /// Groups the person is in, by name (as far as the policy asks).
    pub groups: Vec<String>,
}
