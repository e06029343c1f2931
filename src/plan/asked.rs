//! Who asked for a change, as the history of the repository tells it.

use crate::base::time::Timestamp;

/// Who asked for a change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// The author of the commit that wrote these lines last, or took them away.
    Commit(Commit),
    /// Somebody at this working tree: it is not committed yet.
    Uncommitted,
    /// Somebody before the history that is here begins: the clone is shallow.
    Shallow,
    /// The history does not say.
    Unknown,
}

/// One commit with its author.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Commit {
    /// When it was written.
    pub at: Timestamp,
    /// Its full name.
    pub id: String,
    /// The author's email address, to be masked when shown; the name where there is none.
    pub author: String,
}
