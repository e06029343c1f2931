//! Why somebody is not logged in.

use crate::base::error::Kind;
use crate::{ops, store};

/// Why somebody is not logged in.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The login name or the password is wrong; which of them is not said.
    #[error("the username or the password is wrong")]
    BadLogin,
    /// Too many failures lately.
    #[error("too many tries; wait {seconds} seconds")]
    TooMany {
        /// Seconds until the next try is looked at.
        seconds: u32,
    },
    /// The directory cannot say.
    #[error("the directory does not answer")]
    DirectoryDown,
    /// The OpenID provider cannot say.
    #[error("the OpenID provider does not answer")]
    ProviderDown,
    /// The person, or the OpenID provider, broke the login off.
    #[error("the login was declined")]
    Declined,
    /// What came back from the OpenID provider does not belong to a login begun here, or proves nothing.
    #[error("the login was not completed")]
    Unproven,
    /// More people log in at this moment than this machine can check.
    #[error("too many people log in at this moment")]
    Busy,
    /// Anything else.
    #[error(transparent)]
    Other(#[from] ops::Error),
}

impl Refusal {
    /// The kind, for the HTTP status.
    pub fn kind(&self) -> Kind {
        match self {
            Self::BadLogin | Self::TooMany { .. } | Self::Declined | Self::Unproven => {
                Kind::Refused
            }
            Self::DirectoryDown | Self::ProviderDown | Self::Busy => Kind::Unavailable,
            Self::Other(error) => error.kind(),
        }
    }
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        Self::Other(error.into())
    }
}
