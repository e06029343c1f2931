//! What kind of failure an error is: decided where it arises, read by exit codes, HTTP and retries.

/// The kind of a failure. It alone decides the exit code, the HTTP status and whether to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Something outside did not work: disk, database, network. Exit 1, HTTP 500.
    Operational,
    /// A service does not answer now; the same request may work later. Exit 1, HTTP 503.
    Unavailable,
    /// Partly done, or not known whether done. Exit 3.
    Partial,
    /// A guard or a missing consent. Exit 4, HTTP 403.
    Refused,
    /// The state changed since it was looked at. Exit 5, HTTP 409.
    Stale,
    /// Another run holds the lock. Exit 6.
    Locked,
    /// The repository of YAML is wrong. Exit 7.
    Config,
    /// The command line is wrong. Exit 64.
    Usage,
    /// What the other side sent cannot be accepted as it is. HTTP 400.
    Malformed,
    /// There is no such thing. Exit 1, HTTP 404.
    NotFound,
}

impl Kind {
    /// The process exit code, the same in every verb.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Operational | Self::Unavailable | Self::Malformed | Self::NotFound => 1,
            Self::Partial => 3,
            Self::Refused => 4,
            Self::Stale => 5,
            Self::Locked => 6,
            Self::Config => 7,
            Self::Usage => 64,
        }
    }
}
