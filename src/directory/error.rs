//! What can go wrong with a directory. Nobody is told "wrong password" because a server is down.

use ldap3::LdapError;

use crate::base::error::Kind;

/// A failure of the directory.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not answer, not in time, or not so that it can be trusted.
    #[error("the directory does not answer: {0}")]
    Unavailable(String),
    /// It refuses the account that `enroll` itself uses.
    #[error("the directory refuses the account of `directory.bind`: {0}")]
    Refused(String),
    /// The settings cannot be used: address or certificate.
    #[error("the settings of the directory: {0}")]
    Settings(String),
    /// The password is not this person's, or the directory does not let them in.
    #[error("the directory does not accept this password")]
    BadCredentials,
    /// Nobody, or more than one, has this login name.
    #[error("the directory knows nobody by this name")]
    NotFound,
    /// A group is not there, or not all of it can be read.
    #[error("{0}")]
    Group(String),
}

impl Error {
    /// The kind, for exit code and HTTP status.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Unavailable(_) | Self::Refused(_) => Kind::Unavailable,
            Self::Settings(_) => Kind::Config,
            Self::BadCredentials => Kind::Refused,
            Self::NotFound => Kind::NotFound,
            Self::Group(_) => Kind::Operational,
        }
    }

    /// What helps.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unavailable(_) => {
                Some("check `directory.url`, the network and the server's certificate".to_owned())
            }
            Self::Refused(_) => Some(
                "check `directory.bind` and `directory.password`: `enroll doctor` tries them"
                    .to_owned(),
            ),
            Self::Settings(_) => {
                Some("check `url`, `bind_as` and `ca` of the directory".to_owned())
            }
            Self::BadCredentials | Self::NotFound | Self::Group(_) => None,
        }
    }
}

impl From<LdapError> for Error {
    fn from(error: LdapError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<tokio::time::error::Elapsed> for Error {
    fn from(_: tokio::time::error::Elapsed) -> Self {
        Self::Unavailable("no answer in time".to_owned())
    }
}
