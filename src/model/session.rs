//! A session: one visit to the portal. It holds facts; the step shown is derived from them.

use serde::{Deserialize, Serialize};

use super::enrollment::EnrollmentMode;
use super::id::{RecipientUid, SessionId, SiteId};
use super::person::{LoginSource, Person};
use super::policy::Ownership;
use crate::base::time::Timestamp;

/// How somebody came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// By the link of this recipient.
    Link(RecipientUid),
    /// By the front door: open enrollment, with the site of the URL if it named one.
    Open(Option<SiteId>),
}

/// Facts of one visit. Stored as one JSON value beside the columns that are looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its id; the cookie holds another, random value.
    pub id: SessionId,
    /// How it began.
    pub entry: Entry,
    /// The device asked for a login by itself; none: a person opened a page.
    #[serde(default)]
    pub signing_in: Option<SigningIn>,
    /// When it began.
    pub started_at: Timestamp,
    /// Last request.
    pub seen_at: Timestamp,
    /// Who logged in, by which source and when.
    pub login: Option<Login>,
    /// Logins at the OpenID provider.
    #[serde(default)]
    pub at_provider: ProviderLogins,
    /// The person the device is for, chosen by somebody with a local account.
    pub assigned: Option<Assigned>,
    /// Chosen ownership.
    pub ownership: Option<Ownership>,
    /// Chosen site.
    pub site: Option<SiteId>,
    /// SHA-256 of the accepted terms, and when.
    pub terms: Option<(String, Timestamp)>,
    /// When the CA certificate was downloaded.
    pub certificate_at: Option<Timestamp>,
    /// When the person said it is installed.
    pub certificate_claimed_at: Option<Timestamp>,
    /// When the probe saw that the root is trusted.
    pub trusted_at: Option<Timestamp>,
    /// When the person said it is trusted.
    pub trust_claimed_at: Option<Timestamp>,
    /// When the profile was downloaded last.
    pub downloaded_at: Option<Timestamp>,
}

impl Session {
    /// SHA-256 of the terms that were accepted, if any.
    pub fn accepted(&self) -> Option<&str> {
        self.terms.as_ref().map(|(sha256, _)| sha256.as_str())
    }
}

/// An account-driven enrollment: the device waits for somebody to log in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningIn {
    /// How the device will be managed.
    pub mode: EnrollmentMode,
    /// The account that was typed on the device, as far as it told.
    pub account: Option<String>,
    /// What it asked of OAuth 2; none: it takes its token from the address that the web view ends at.
    #[serde(default)]
    pub authorization: Option<Authorization>,
}

/// What a device's request for authorization (RFC 6749, 4.1.1) asks to be held to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorization {
    /// Given back as it came.
    pub state: Option<String>,
    /// SHA-256, in base64url, of what only the device knows (RFC 7636, 4.2).
    pub challenge: Option<String>,
}

/// Logins at the OpenID provider that somebody set out for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderLogins {
    /// SHA-256 (hexadecimal) of the states that have not come back, the newest last.
    pub begun: Vec<String>,
    /// Whoever is logged in there was the wrong person: ask again who it is.
    pub another: bool,
}

impl ProviderLogins {
    /// As many windows as one person may have open.
    const MOST: usize = 4;

    /// Remembers one more; the oldest of too many is forgotten.
    pub fn begin(&mut self, state: String) {
        self.begun.push(state);
        let over = self.begun.len().saturating_sub(Self::MOST);
        self.begun.drain(..over);
    }

    /// Whether this one was begun here and has not come back before. It never does again.
    pub fn take(&mut self, state: &str) -> bool {
        let before = self.begun.len();
        self.begun.retain(|one| one != state);
        self.begun.len() < before
    }
}

/// A successful login.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// Which source.
    pub source: LoginSource,
    /// Who.
    pub person: Person,
    /// When.
    pub at: Timestamp,
}

/// The answer of the assign step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assigned {
    /// This person of the directory.
    To(Box<Person>),
    /// No one: a shared device.
    NoOne,
}
