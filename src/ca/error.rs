//! What can go wrong at an authority.

use crate::base::error::Kind;
use crate::cms::error::CmsError;

/// Why an authority could not be made or loaded, or a certificate not issued.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaError {
    /// A key or certificate is not usable, or a message is not well-formed.
    #[error(transparent)]
    Cms(#[from] CmsError),
    /// rcgen could not make the certificate; its words.
    #[error("the certificate could not be made: {0}")]
    Issue(String),
    /// A loaded certificate cannot do what the authority has to.
    #[error("the authority's certificate is not usable: {0}")]
    Authority(&'static str),
}

impl CaError {
    /// How exit codes and HTTP see it.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Cms(error) => error.kind(),
            Self::Issue(_) => Kind::Operational,
            Self::Authority(_) => Kind::Config,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Authority(_) => Some(
                "a SCEP authority needs an RSA key of 2048 bits or more and the key usages \
                 digitalSignature, keyEncipherment and keyCertSign; leave `mdm.scep` out to have one made",
            ),
            Self::Cms(_) | Self::Issue(_) => None,
        }
    }
}

impl From<rcgen::Error> for CaError {
    fn from(error: rcgen::Error) -> Self {
        Self::Issue(error.to_string())
    }
}
