//! The last step where another system enrolls people on a page of its own.

use serde::Serialize;

/// `/enroll/profile`, without a profile. Posts `answer=continue`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandOver {
    /// Name of the system.
    pub product: &'static str,
    /// Host of its page.
    pub host: String,
    /// The person was led there before.
    pub again: bool,
}

impl HandOver {
    /// First look.
    pub fn sample() -> Self {
        Self {
            product: "Fleet",
            host: "fleet.riverside.example".into(),
            again: false,
        }
    }
}
