//! Directory groups that an invitation names: before they are read, and what reading them showed.

use crate::base::diag::{Place, Span};

/// The groups of one invitation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Groups {
    /// Groups whose members are not among the recipients yet.
    pub unread: Vec<Group>,
    /// Lines of `except` that no list explains; a member may.
    pub exceptions: Vec<Exception>,
    /// What reading the groups showed.
    pub read: Vec<Membership>,
}

/// One group, by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Group {
    /// Its name in the directory.
    pub name: String,
    /// The directory to ask, by its id in the settings.
    pub directory: String,
    /// Where it is named.
    pub place: Place,
    /// The same in bytes.
    pub span: Span,
}

/// A line of `except`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Exception {
    /// The key of the recipient.
    pub key: String,
    /// Why the link is revoked.
    pub reason: Option<String>,
    /// Where the address stands.
    pub span: Span,
}

/// What one group brought, beside recipients.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Membership {
    /// The group.
    pub group: String,
    /// Members who cannot be invited: the directory has no usable address of theirs.
    pub unreachable: u32,
    /// Members who are invited by name or list already; those stand as written.
    pub listed: u32,
}
