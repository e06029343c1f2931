//! What is known about one session.

use super::verdict::Verdict;

/// Who logged in, as far as the order of steps depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoggedIn {
    /// Somebody of the directory: the device is for them.
    Person,
    /// A local account: it may name the person the device is for.
    Account,
}

/// Facts of one session and of the rules it is under. What the rules do not ask is simply left at its
/// default, so open enrollment and invitations are the same to [`super::next`]. `O` is an ownership and `S`
/// a site: the order of steps only compares them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts<O, S> {
    /// What the link says now; `Works` for open enrollment, which has none.
    pub link: Verdict,
    /// The policy asks for a login.
    pub login_needed: bool,
    /// Who logged in.
    pub logged_in: Option<LoggedIn>,
    /// A local account may, or must, name the person the device is for.
    pub assign: bool,
    /// The assign step was answered, "no one" included.
    pub assigned: bool,
    /// Ownerships to choose from; invitations: institution alone.
    pub ownerships: Vec<O>,
    /// The ownership chosen.
    pub ownership: Option<O>,
    /// Sites to choose from; empty when the site is fixed or there is none.
    pub sites: Vec<S>,
    /// The site chosen.
    pub site: Option<S>,
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

impl<O, S> Default for Facts<O, S> {
    fn default() -> Self {
        Self {
            link: Verdict::Works,
            login_needed: false,
            logged_in: None,
            assign: false,
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
