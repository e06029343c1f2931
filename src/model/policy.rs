//! Sites, policies, local accounts and open enrollment, as declared.

use serde::{Deserialize, Serialize};

use super::id::{AccountId, PolicyId, SiteId};
use super::invitation::SiteRule;
use super::settings::SecretSource;
use crate::base::diag::Place;

/// Whom to call for help; every part may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Help {
    /// Name of the desk.
    pub name: Option<String>,
    /// Email.
    pub email: Option<String>,
    /// Phone as shown to people.
    pub phone: Option<String>,
}

/// A site: where devices belong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Its key.
    pub id: SiteId,
    /// Name shown to people.
    pub name: String,
    /// Help of this site, over the organization's.
    pub help: Help,
    /// IANA time zone; else the organization's.
    pub time_zone: Option<String>,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
    /// The entry's own source text.
    #[serde(skip)]
    pub source: String,
}

/// Who must log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoginRule {
    /// The link is enough.
    None,
    /// Anybody the sources know.
    Required,
    /// The invited person alone.
    Recipient,
}

/// Whether somebody who logged in by a local account names the person the device is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignUser {
    /// The step does not appear.
    Never,
    /// The step appears and "no one" is an answer.
    Optional,
    /// A person must be chosen.
    Required,
}

/// Who owns a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ownership {
    /// The organization.
    Institution,
    /// The person.
    Personal,
}

impl Ownership {
    /// The contract's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Institution => "institution",
            Self::Personal => "personal",
        }
    }

    /// The ownership that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "institution" => Some(Self::Institution),
            "personal" => Some(Self::Personal),
            _ => None,
        }
    }
}

/// A text of the repository, taken with its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextFile {
    /// Path relative to the repository.
    pub path: String,
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
    /// The content (Markdown).
    pub text: String,
}

/// Whether a device that is enrolled may enroll again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReEnroll {
    /// It may.
    #[default]
    Allow,
    /// Only for the user it belongs to.
    SameUser,
    /// Not before somebody ends the enrollment it has.
    Deny,
}

impl ReEnroll {
    /// It is as if nothing was said.
    pub fn is_allow(&self) -> bool {
        *self == Self::Allow
    }
}

/// What a policy asks of devices when they check in. What is not said is left out, so that older programs' entries
/// read as unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRules {
    /// Enrolled devices that one user may have; none: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub devices_per_user: Option<u32>,
    /// Devices that are enrolled already.
    #[serde(default, skip_serializing_if = "ReEnroll::is_allow")]
    pub re_enroll: ReEnroll,
    /// Oldest major version of the system; none: that of the settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_os: Option<u32>,
}

/// A policy: the rules of the portal's steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Its key; the built-in one is `default`.
    pub id: PolicyId,
    /// Who must log in.
    pub login: LoginRule,
    /// Directory to log in with; `None` with `accounts == false` means every source that is configured.
    pub directory: Option<String>,
    /// Directory groups, any of which lets in; empty: everybody.
    pub groups: Vec<String>,
    /// Local accounts may log in.
    pub accounts: bool,
    /// The assign step.
    pub assign_user: AssignUser,
    /// Sites offered by `site: choose`; empty: all.
    pub sites: Vec<SiteId>,
    /// Ownerships allowed in open enrollment.
    pub ownership: Vec<Ownership>,
    /// Terms to accept.
    pub terms: Option<TextFile>,
    /// What it asks of devices.
    #[serde(flatten)]
    pub devices: DeviceRules,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
    /// The entry's own source text.
    #[serde(skip)]
    pub source: String,
}

/// What an account may do: one of these, and nothing of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Enroll devices.
    Enroller,
    /// Look at the console.
    Viewer,
    /// Look at the console, personal data unmasked.
    Auditor,
}

impl Role {
    /// The word in YAML and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Enroller => "enroller",
            Self::Viewer => "viewer",
            Self::Auditor => "auditor",
        }
    }

    /// The role that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Enroller, Self::Viewer, Self::Auditor];
        all.into_iter().find(|role| role.word() == word)
    }

    /// Whether it looks at the console.
    pub fn looks(self) -> bool {
        self != Self::Enroller
    }
}

/// A local account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its key: the login name.
    pub id: AccountId,
    /// Name of the person.
    pub name: Option<String>,
    /// Email of the person.
    pub email: Option<String>,
    /// argon2id PHC string, or where to read it.
    pub password_hash: PasswordHash,
    /// What it may do.
    pub role: Role,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
    /// The entry's own source text, the hash left out.
    #[serde(skip)]
    pub source: String,
}

/// Where an account's password hash comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordHash {
    /// The PHC string itself (it is no secret that opens anything by itself, but is never printed).
    Inline(String),
    /// Read when somebody logs in.
    From(SecretSource),
}

/// One row of `open_enrollment`: the first whose policy's group matches the person wins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenEnrollment {
    /// Ownership of the devices.
    pub ownership: Ownership,
    /// Rules.
    pub policy: PolicyId,
    /// Site.
    pub site: SiteRule,
    /// Terms over the policy's.
    pub terms: Option<TextFile>,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
}
