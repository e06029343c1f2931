//! What is known about one session.

use super::verdict::Verdict;
use crate::model::id::SiteId;
use crate::model::policy::{AssignUser, Ownership};

/// Who logged in, as far as the order of steps depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoggedIn {
    /// Somebody of the directory: the device is for them.
    Person,
    /// A local account: it may name the person the device is for.
    Account,
}

/// Facts of one session and of the rules it is under. What the rules do not ask is simply left at its
/// default, so open enrollment and invitations are the same to [`super::next`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What the link says now; `Works` for open enrollment, which has none.
    pub link: Verdict,
    /// The policy asks for a login.
    pub login_needed: bool,
    /// Who logged in.
    pub logged_in: Option<LoggedIn>,
    /// Whether a local account names the person.
    pub assign: AssignUser,
    /// The assign step was answered, "no one" included.
    pub assigned: bool,
    /// Ownerships to choose from; invitations: institution alone.
    pub ownerships: Vec<Ownership>,
    /// The ownership chosen.
    pub ownership: Option<Ownership>,
    /// Sites to choose from; empty when the site is fixed or there is none.
    pub sites: Vec<SiteId>,
    /// The site chosen.
    pub site: Option<SiteId>,
    /// SHA-256 of the terms to accept.
    pub terms: Option<String>,
    /// SHA-256 of the terms accepted.
    pub accepted: Option<String>,
    /// The check-in server's certificate comes from a private root.
    pub private_ca: bool,
    /// The root certificate was downloaded, or the person said it is installed.
    pub certificate: bool,
    /// The probe saw that the root is trusted, or the person said so.
    pub trusted: bool,
    /// The device of this session is enrolled.
    pub checked_in: bool,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            link: Verdict::Works,
            login_needed: false,
            logged_in: None,
            assign: AssignUser::Never,
            assigned: false,
            ownerships: Vec::new(),
            ownership: None,
            sites: Vec::new(),
            site: None,
            terms: None,
            accepted: None,
            private_ca: false,
            certificate: false,
            trusted: false,
            checked_in: false,
        }
    }
}
