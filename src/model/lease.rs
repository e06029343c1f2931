//! Who may write as `apply` now.

use std::fmt;

use crate::base::time::Timestamp;

/// A process that holds the lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Name of its machine.
    pub host: String,
    /// Boot and process namespace of the machine: in it, a pid means something.
    pub boot: String,
    /// Process id.
    pub pid: i64,
    /// When that process started, in clock ticks since boot: a pid may be given again.
    pub started: i64,
    /// Who runs it, as the system or the CI service says.
    pub user: Option<String>,
    /// Page of the CI job.
    pub link: Option<String>,
}

/// The lease as its holder took it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Only grows: a writer with an older one is late.
    pub token: i64,
    /// Who holds it.
    pub holder: Holder,
    /// When it was taken.
    pub since: Timestamp,
    /// When its holder last proved to be alive.
    pub renewed: Timestamp,
    /// When it ends without renewal.
    pub expires: Timestamp,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {}", self.pid)?;
        if let Some(user) = &self.user {
            write!(f, " of {user}")?;
        }
        write!(f, " on {}", self.host)?;
        if let Some(link) = &self.link {
            write!(f, " ({link})")?;
        }
        Ok(())
    }
}
