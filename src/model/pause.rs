//! Sending that is stopped.

use serde::{Deserialize, Serialize};

use crate::base::time::Timestamp;

/// Nothing is sent until somebody resumes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Since when.
    pub since: Timestamp,
    /// Who paused: `sender` or `operator`.
    pub by: String,
    /// Why.
    pub reason: String,
}
