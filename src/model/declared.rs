//! Everything the repository declares: what `apply` makes live and the portal obeys.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::group::Group;
use super::id::{AccountId, PolicyId, SiteId};
use super::invitation::{Invitation, Invitations};
use super::logo::Logo;
use super::policy::{Account, Help, OpenEnrollment, Policy, Site};
use super::settings::Settings;
use super::source::Sources;
use super::text::OwnMessage;

/// The kinds of declared things.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The organization's name, help, brand, zone and languages: one entry, id `organization`.
    Organization,
    /// A site.
    Site,
    /// A policy.
    Policy,
    /// A local account.
    Account,
    /// Open enrollment: one entry, id `open_enrollment`.
    OpenEnrollment,
    /// An invitation.
    Invitation,
}

impl Kind {
    /// Every kind, in the order of dependence.
    pub const ALL: [Self; 6] = [
        Self::Organization,
        Self::Site,
        Self::Policy,
        Self::Account,
        Self::OpenEnrollment,
        Self::Invitation,
    ];

    /// The word in files, plans and the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Site => "site",
            Self::Policy => "policy",
            Self::Account => "account",
            Self::OpenEnrollment => "open_enrollment",
            Self::Invitation => "invitation",
        }
    }

    /// The kind that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The organization, as people see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// Full name.
    pub name: String,
    /// Short name for texts and profiles; else the full one.
    pub short: String,
    /// IANA time zone of dates; `UTC` unless given.
    pub time_zone: String,
    /// Languages offered; the first is the fallback.
    pub languages: Vec<String>,
    /// Help of the organization.
    pub help: Help,
    /// Accent colour, `#rrggbb`.
    pub color: Option<String>,
    /// Picture at the head of every page.
    #[serde(default)]
    pub logo: Option<Logo>,
    /// Base URL of the repository, for "Edit in git".
    pub repository: Option<String>,
    /// Days after which personal data of ended enrollments is erased; none: never.
    #[serde(default)]
    pub retention: Option<u32>,
    /// Texts of the pages in its own words, by language and key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<String, BTreeMap<String, String>>,
}

/// The whole of what git says.
#[derive(Clone, Debug)]
pub struct Desired {
    /// Who invites.
    pub organization: Organization,
    /// Content of its logo.
    pub logo: Option<Vec<u8>>,
    /// Sites by id.
    pub sites: BTreeMap<SiteId, Site>,
    /// Policies by id, the built-in `default` included.
    pub policies: BTreeMap<PolicyId, Policy>,
    /// Local accounts by id.
    pub accounts: BTreeMap<AccountId, Account>,
    /// Open enrollment, in order.
    pub open_enrollment: Vec<OpenEnrollment>,
    /// Invitations by id.
    pub invitations: Invitations,
    /// Messages of the organization's own by name, named by an invitation or not.
    pub messages: BTreeMap<String, OwnMessage>,
    /// Guards.
    pub limits: Limits,
    /// What processes read at start; never part of the diff.
    pub settings: Settings,
    /// The files it stands in.
    pub sources: Sources,
}

impl Desired {
    /// The first group whose members are not known yet; none: everybody who is invited is known.
    pub fn unread_group(&self) -> Option<(&Invitation, &Group)> {
        self.invitations
            .values()
            .find_map(|i| Some((i, i.groups.unread.first()?)))
    }
}

/// Guards of `apply`. What an older version stored reads as the defaults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Messages (mails and texts) per apply.
    pub messages: u32,
    /// Links revoked per apply.
    pub revocations: u32,
    /// Messages that `--auto-approve` may send.
    pub auto_approve: u32,
    /// Messages per apply, in percent of the links that work before it; none: no such guard.
    pub messages_percent: Option<u32>,
    /// Links revoked per apply, in percent of those that work before it; none: no such guard.
    pub revocations_percent: Option<u32>,
    /// Whether recipients of a domain never written to need a word.
    pub new_domains: NewDomains,
    /// Domains recipients may have; none: any.
    pub allowed_domains: Option<BTreeSet<String>>,
    /// Enrolled devices whose policy may change per apply.
    pub policy_devices: u32,
    /// `kind/id` of entries that neither change nor leave without a word.
    pub protect: BTreeSet<String>,
    /// `kind/id` of entries that must be declared.
    pub required: BTreeSet<String>,
    /// Rules for invitations by the file they stand in; the key is a pattern such as `invitations.d/berlin/**`.
    pub paths: BTreeMap<String, PathRule>,
}

/// Whether a new domain needs a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewDomains {
    /// No.
    #[default]
    Allow,
    /// Yes, by naming their number.
    Ack,
}

/// What invitations of some files may do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PathRule {
    /// Sites they may name, one of which they must; none: any or no site.
    pub sites: Option<BTreeSet<String>>,
    /// Messages per apply; none: no such guard.
    pub messages: Option<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            messages: 300,
            revocations: 50,
            auto_approve: 0,
            messages_percent: None,
            revocations_percent: None,
            new_domains: NewDomains::Allow,
            allowed_domains: None,
            policy_devices: 100,
            protect: BTreeSet::new(),
            required: BTreeSet::new(),
            paths: BTreeMap::new(),
        }
    }
}
