//! What can go wrong before a message is on its way.

use crate::base::error::Kind;

/// A failure to compose a message or to set up a transport. How a try to send ends is an `Outcome`, no error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An address or a name before it cannot stand in a mail.
    #[error("{what} is no mail address: {reason}")]
    Address {
        /// Which one: `mail.from`, `the recipient`…
        what: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The parts do not make a message.
    #[error("the message cannot be composed: {0}")]
    Compose(#[from] lettre::error::Error),
    /// TLS cannot be set up.
    #[error("TLS: {0}")]
    Tls(String),
    /// The folder for captured mail cannot be used.
    #[error("{path}: {source}")]
    Folder {
        /// The folder.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Error {
    /// The kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Address { .. } => Kind::Config,
            Self::Compose(_) | Self::Tls(_) | Self::Folder { .. } => Kind::Operational,
        }
    }
}
