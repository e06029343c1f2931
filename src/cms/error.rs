//! What can be wrong with a cryptographic message.

use crate::base::error::Kind;

/// Of a private key that is encrypted, and not as we read it.
pub(super) const ANOTHER_METHOD: &str = "the key is encrypted otherwise than PKCS#8 with PBES2";

/// Why a message could not be read, made, verified or opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CmsError {
    /// The bytes are not the ASN.1 structure they should be; the text says which.
    #[error("not well-formed: {0}")]
    Encoding(&'static str),
    /// Larger than the limit given, in bytes.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    /// Nested deeper than the limit given.
    #[error("nested deeper than {0} levels")]
    TooDeep(usize),
    /// An algorithm, key type or version that is not accepted here.
    #[error("not supported: {0}")]
    Unsupported(&'static str),
    /// A signed message must have exactly one signer; this one has so many.
    #[error("{0} signers instead of one")]
    SignerCount(usize),
    /// The certificate of the signer is not enclosed.
    #[error("the signer's certificate is not enclosed")]
    SignerMissing,
    /// The content is not what was signed.
    #[error("the content is not what was signed")]
    Digest,
    /// The signature is wrong.
    #[error("the signature is wrong")]
    Signature,
    /// A signed attribute is missing, doubled or malformed; the text names it.
    #[error("the attribute {0} is missing, doubled or malformed")]
    Attribute(&'static str),
    /// The envelope does not open with this key. Deliberately says nothing more: anything finer would let a sender
    /// test guesses about the padding.
    #[error("the envelope cannot be opened")]
    Undecipherable,
    /// A private key is encrypted, and there is no passphrase.
    #[error("the private key is encrypted")]
    Encrypted,
    /// The passphrase does not open a private key.
    #[error("the passphrase does not open the private key")]
    Passphrase,
    /// A private key or certificate of our own cannot be used.
    #[error("unusable key or certificate: {0}")]
    Key(&'static str),
    /// The certificate is not one of the given authority, or not for this use or time.
    #[error("certificate refused: {0}")]
    Chain(ChainFault),
}

/// Why a certificate is not accepted as one of an authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    /// Its issuer's name is not the authority's, or the signature does not verify with the authority's key.
    #[error("issued by another authority")]
    Issuer,
    /// Its validity has not begun.
    #[error("not valid yet")]
    NotYetValid,
    /// Its validity is over.
    #[error("expired")]
    Expired,
    /// It is not for the asked-for use (extended key usage), or is itself an authority.
    #[error("not meant for this use")]
    Purpose,
    /// It carries a critical extension that nobody here understands (RFC 5280, 4.2).
    #[error("unknown critical extension")]
    Critical,
}

impl CmsError {
    /// How exit codes and HTTP see it.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Key(_) | Self::Encrypted | Self::Passphrase => Kind::Config,
            Self::Chain(_) => Kind::Refused,
            _ => Kind::Malformed,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Encrypted => {
                Some("give `passphrase` beside `key`: { env: NAME } or { file: PATH }")
            }
            Self::Passphrase => Some(
                "try it by hand: openssl pkcs8 -in KEY; a passphrase file may end in one line break",
            ),
            Self::Key(what) if *what == ANOTHER_METHOD => {
                Some("encrypt it anew: openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out NEW")
            }
            _ => None,
        }
    }
}

/// Results of this module.
pub type Result<T> = std::result::Result<T, CmsError>;
