//! What can be wrong with what a device sends.

use crate::base::error::Kind;
use crate::cms::error::CmsError;

/// Why a message of a device is not accepted. All of them are answered by HTTP 400: a 401 would unenroll it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MdmError {
    /// More than so many bytes.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    /// Dictionaries and arrays nested deeper than so many levels.
    #[error("nested deeper than {0} levels")]
    TooDeep(usize),
    /// Not an XML property list of a dictionary; the text says what is wrong.
    #[error("not a property list: {0}")]
    NotPlist(&'static str),
    /// A key that the message must have.
    #[error("the key {0} is missing")]
    Missing(&'static str),
    /// A key whose value is of another type, empty, too long or not printable.
    #[error("the value of {0} is not acceptable")]
    Wrong(&'static str),
    /// A MessageType or Status that is not known.
    #[error("{0} is not known")]
    Unknown(&'static str),
    /// The Mdm-Signature is missing, not base64 or too long.
    #[error("the Mdm-Signature header is missing or malformed")]
    Header,
    /// The Mdm-Signature does not fit the body, or its certificate is not one of ours.
    #[error("the Mdm-Signature is refused: {0}")]
    Signature(#[from] CmsError),
    /// The number is not a combination of access rights that devices accept.
    #[error("access rights are a number from 1 to 8191; 2 needs 1, and 128 needs 64")]
    Rights,
}

impl MdmError {
    /// How exit codes and HTTP see it.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Rights => Kind::Config,
            _ => Kind::Malformed,
        }
    }
}
