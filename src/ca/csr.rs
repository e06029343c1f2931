//! PKCS#10 requests (RFC 2986): only the key and the challenge are taken from them. What use or validity a request
//! asks for is never read, and its name is only compared.

use crate::base::error::Kind;
use crate::base::secret::Secret;
use crate::cms::certificate::name_attribute;
use crate::cms::der::{self, Reader, Tlv};
use crate::cms::error::CmsError;
use crate::cms::oid;
use crate::cms::public_key::{Family, PublicKey, signature_algorithm};

/// Why a request is not acceptable, whoever sends it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CsrError {
    /// Not a well-formed request, or its own signature is wrong.
    #[error(transparent)]
    Malformed(#[from] CmsError),
    /// Neither RSA of 2048 bits or more nor P-256; the number of bits.
    #[error("a key of {0} bits is not accepted: RSA of 2048 bits or more, or P-256")]
    Key(usize),
}

impl CsrError {
    /// How exit codes and HTTP see it.
    pub fn kind(&self) -> Kind {
        Kind::Malformed
    }
}

/// A request whose signature proves possession of its key. It authorises nothing yet.
#[derive(Debug)]
pub struct Csr {
    key: PublicKey,
    asked_name: Option<String>,
    challenge: Option<Secret<String>>,
}

impl Csr {
    /// Reads a request and verifies its signature over the bytes as sent.
    ///
    /// # Errors
    /// Not well-formed, wrong signature, a key or algorithm that is not accepted, more than one challenge.
    pub fn parse(bytes: &[u8]) -> Result<Self, CsrError> {
        let mut outer = Reader::only(bytes, der::SEQUENCE, "a certificate request")?.children();
        let info = outer.expect(der::SEQUENCE, "a certificate request")?;
        let algorithm = outer.expect(der::SEQUENCE, "a signature algorithm")?;
        let signature = outer.value()?.bits()?;
        let mut fields = info.children();
        fields.expect(der::INTEGER, "a version")?;
        let subject = fields.expect(der::SEQUENCE, "a subject")?;
        let key = PublicKey::from_spki(fields.expect(der::SEQUENCE, "a public key")?.raw)?;
        let challenge = match fields.optional(der::context(0))? {
            Some(attributes) => challenge(attributes)?,
            None => None,
        };
        let bits = key.bits()?;
        let accepted = match key.family() {
            Family::Rsa => (2048..=8192).contains(&bits),
            Family::P256 => true,
            Family::P384 => false,
        };
        if !accepted {
            return Err(CsrError::Key(bits));
        }
        let (elliptic, hash) = signature_algorithm(algorithm)?;
        if elliptic == (key.family() == Family::Rsa) {
            return Err(
                CmsError::Unsupported("a signature algorithm of another kind of key").into(),
            );
        }
        key.verify(hash, info.raw, signature)?;
        Ok(Self {
            key,
            asked_name: name_attribute(subject.raw, &oid::COMMON_NAME),
            challenge,
        })
    }

    /// The key the certificate is asked for.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// SHA-256 of the key (SubjectPublicKeyInfo as sent): what a challenge is bound to at its first use.
    pub fn key_digest(&self) -> [u8; 32] {
        crate::base::digest::sha256(self.key.spki())
    }

    /// The common name that is asked for: to notice a request that got hold of somebody else's challenge, never to
    /// be certified.
    pub fn asked_name(&self) -> Option<&str> {
        self.asked_name.as_deref()
    }

    /// The challengePassword, if there is one.
    pub fn challenge(&self) -> Option<&Secret<String>> {
        self.challenge.as_ref()
    }
}

/// The challengePassword among the attributes. Other attributes are of no interest.
fn challenge(attributes: Tlv<'_>) -> Result<Option<Secret<String>>, CmsError> {
    let wrong = CmsError::Attribute("challengePassword");
    let mut found = None;
    for attribute in attributes.children() {
        let mut fields = attribute?.children();
        if !fields.value()?.is_oid(&oid::CHALLENGE_PASSWORD) {
            continue;
        }
        let mut values = fields.expect(der::SET, "an attribute")?.children();
        let text = values.value()?.text()?;
        if found.is_some() || !values.is_empty() || text.len() > 255 {
            return Err(wrong);
        }
        found = Some(Secret::new(text));
    }
    Ok(found)
}
