//! A person as the directory, or a local account, describes them.

use serde::{Deserialize, Serialize};

/// Which source said who somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoginSource {
    /// The directory of this name.
    Directory(String),
    /// The OpenID provider.
    Oidc,
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

/// A phone number in E.164: `+49 (30) 123-456` is `+4930123456`; a number without its country is none.
pub fn e164(phone: &str) -> Option<String> {
    let written = |c: &char| !(c.is_whitespace() || "-.()/".contains(*c));
    let digits: String = phone.chars().filter(written).collect();
    let digits = digits
        .strip_prefix('+')
        .or_else(|| digits.strip_prefix("00"))?;
    let valid = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    valid.then(|| format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_compare_in_e164() {
        assert_eq!(e164("0049 30/123-456").as_deref(), Some("+4930123456"));
        assert_eq!(e164("030 123456"), None);
        assert_eq!(e164("+"), None);
    }
}
