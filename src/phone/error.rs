//! Why a phone did not enroll.

use crate::base::error::Kind;
use crate::cms::error::CmsError;
use crate::cms::pkimessage::PkiError;

/// What the person or the device met.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server cannot be reached, or its certificate is not trusted.
    #[error("{url}: {source}")]
    Network {
        /// What was asked for, without its query.
        url: String,
        /// Why not.
        source: reqwest::Error,
    },
    /// A page says no.
    #[error("the page {path} answers {status}: {heading}")]
    Page {
        /// Path, a link's code left out.
        path: String,
        /// HTTP status.
        status: u16,
        /// Its first heading.
        heading: String,
    },
    /// A page is not what a person can go on with.
    #[error("the page “{heading}” has no way on")]
    Stuck {
        /// Its first heading.
        heading: String,
    },
    /// The person went away, as they were told to.
    #[error("the person went away from the page “{heading}”")]
    Abandoned {
        /// Its first heading.
        heading: String,
    },
    /// A profile cannot be installed.
    #[error("profile installation failed: {0}")]
    Profile(String),
    /// A signature is missing, wrong, or of somebody who is not trusted.
    #[error("the profile's signature is not accepted: {0}")]
    Signature(String),
    /// No identity by SCEP.
    #[error("no identity certificate: {0}")]
    Scep(String),
    /// A check-in was not accepted.
    #[error("check-in {message} answered {status}")]
    CheckIn {
        /// Which message.
        message: &'static str,
        /// HTTP status.
        status: u16,
    },
    /// A cryptographic message is wrong.
    #[error(transparent)]
    Cms(#[from] CmsError),
    /// A SCEP message is wrong.
    #[error(transparent)]
    Pki(#[from] PkiError),
    /// The portal did not notice the device.
    #[error("the page still waits for the device")]
    Unnoticed,
    /// No random bytes.
    #[error("no random numbers")]
    Random,
}

impl Error {
    /// The kind: everything a phone meets is an operational failure of the whole.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Network { .. } => Kind::Unavailable,
            _ => Kind::Operational,
        }
    }
}
