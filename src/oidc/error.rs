//! What can go wrong with an OpenID provider. Nothing in it is a token, or a text that a token says.

use crate::base::error::Kind;

/// A failure of the provider, or of its answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not answer, or not in a way that can be used.
    #[error("the provider does not answer: {0}")]
    Unavailable(String),
    /// Settings and provider do not fit.
    #[error("the settings of `oidc`: {0}")]
    Settings(String),
    /// It refuses the code, or what it says about the person proves nothing.
    #[error("the answer of the provider is refused: {0}")]
    Refused(&'static str),
}

impl Error {
    /// The kind, for exit code and HTTP status.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Unavailable(_) => Kind::Unavailable,
            Self::Settings(_) => Kind::Config,
            Self::Refused(_) => Kind::Refused,
        }
    }

    /// What helps.
    pub fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Unavailable(_) => "check `oidc.issuer` and the network",
            Self::Settings(_) => "compare `oidc` in enroll.yaml with the client at the provider",
            Self::Refused(_) => return None,
        };
        Some(text.to_owned())
    }
}
