//! Public keys as certificates carry them, digests, and the check of a signature.

use aws_lc_rs::signature::{self, UnparsedPublicKey};

use super::der::{self, Reader};
use super::error::{CmsError, Result};
use super::oid;

/// A digest algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-1: only read, never written.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// By the object identifier of a digest algorithm.
    ///
    /// # Errors
    /// Any other algorithm.
    pub fn from_oid(found: der::Tlv<'_>) -> Result<Self> {
        [
            (oid::SHA_1, Self::Sha1),
            (oid::SHA_256, Self::Sha256),
            (oid::SHA_384, Self::Sha384),
            (oid::SHA_512, Self::Sha512),
        ]
        .into_iter()
        .find_map(|(name, hash)| found.is_oid(&name).then_some(hash))
        .ok_or(CmsError::Unsupported("digest algorithm"))
    }

    /// The digest of `bytes`.
    pub fn digest(self, bytes: &[u8]) -> Vec<u8> {
        use aws_lc_rs::digest;
        let algorithm = match self {
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        };
        digest::digest(algorithm, bytes).as_ref().to_vec()
    }
}

/// How long an RSA key must be, and which digests certificates may be signed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// RSA from 2048 bits; no certificate signed over SHA-1.
    Modern,
    /// RSA from 1024 bits and SHA-1 too: only for the identities that devices are made with, which nothing newer signs.
    Factory,
}

/// Which mathematics a key belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// RSA.
    Rsa,
    /// ECDSA on P-256.
    P256,
    /// ECDSA on P-384.
    P384,
}

/// The signature algorithm of a certificate or request: its family (elliptic or not) and digest.
///
/// # Errors
/// Any other algorithm, RSASSA-PSS among them.
pub fn signature_algorithm(identifier: der::Tlv<'_>) -> Result<(bool, Hash)> {
    let name = identifier.children().value()?;
    [
        (oid::SHA_1_RSA, (false, Hash::Sha1)),
        (oid::SHA_256_RSA, (false, Hash::Sha256)),
        (oid::SHA_384_RSA, (false, Hash::Sha384)),
        (oid::SHA_512_RSA, (false, Hash::Sha512)),
        (oid::ECDSA_SHA_1, (true, Hash::Sha1)),
        (oid::ECDSA_SHA_256, (true, Hash::Sha256)),
        (oid::ECDSA_SHA_384, (true, Hash::Sha384)),
        (oid::ECDSA_SHA_512, (true, Hash::Sha512)),
    ]
    .into_iter()
    .find_map(|(known, meaning)| name.is_oid(&known).then_some(meaning))
    .ok_or(CmsError::Unsupported("signature algorithm"))
}

/// A public key as a certificate or request carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    family: Family,
    spki: Vec<u8>,
    inner: Vec<u8>,
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// Not well-formed, or neither RSA nor P-256 nor P-384.
    pub fn from_spki(spki: &[u8]) -> Result<Self> {
        let mut fields = Reader::only(spki, der::SEQUENCE, "a public key")?.children();
        let mut algorithm = fields.expect(der::SEQUENCE, "a key algorithm")?.children();
        let inner = fields.value()?.bits()?.to_vec();
        let name = algorithm.value()?;
        let family = if name.is_oid(&oid::RSA) {
            Family::Rsa
        } else if name.is_oid(&oid::EC) {
            let curve = algorithm.value()?;
            match () {
                () if curve.is_oid(&oid::P256) => Family::P256,
                () if curve.is_oid(&oid::P384) => Family::P384,
                () => return Err(CmsError::Unsupported("elliptic curve")),
            }
        } else {
            return Err(CmsError::Unsupported("key type"));
        };
        let spki = spki.to_vec();
        Ok(Self {
            family,
            spki,
            inner,
        })
    }

    /// RSA or which curve.
    pub fn family(&self) -> Family {
        self.family
    }

    /// The SubjectPublicKeyInfo as sent.
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// The RSAPublicKey, or the point on the curve.
    pub fn inner(&self) -> &[u8] {
        &self.inner
    }

    /// Size in bits: of the modulus, or of the curve.
    ///
    /// # Errors
    /// An RSA key that is not well-formed.
    pub fn bits(&self) -> Result<usize> {
        match self.family {
            Family::P256 => Ok(256),
            Family::P384 => Ok(384),
            Family::Rsa => {
                let mut numbers =
                    Reader::only(&self.inner, der::SEQUENCE, "an RSA key")?.children();
                let modulus = numbers.expect(der::INTEGER, "an RSA modulus")?.value;
                let zeros = modulus.iter().take_while(|byte| **byte == 0).count();
                let first = modulus
                    .get(zeros)
                    .ok_or(CmsError::Encoding("an RSA modulus"))?;
                Ok((modulus.len() - zeros) * 8 - first.leading_zeros() as usize)
            }
        }
    }

    /// Checks a signature (PKCS#1 v1.5, or ECDSA in ASN.1) over `message`. RSA keys must have 2048 to 8192 bits.
    ///
    /// # Errors
    /// A wrong signature, or a combination of key and digest that is not supported.
    pub fn verify(&self, hash: Hash, message: &[u8], signed: &[u8]) -> Result<()> {
        self.verify_as(Strength::Modern, hash, message, signed)
    }

    /// As [`Self::verify`], with RSA keys as short as `strength` allows.
    ///
    /// # Errors
    /// As [`Self::verify`].
    pub fn verify_as(
        &self,
        strength: Strength,
        hash: Hash,
        message: &[u8],
        signed: &[u8],
    ) -> Result<()> {
        let algorithm: &'static dyn signature::VerificationAlgorithm =
            match (strength, self.family, hash) {
                (Strength::Factory, Family::Rsa, Hash::Sha1) => {
                    &signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY
                }
                (Strength::Factory, Family::Rsa, Hash::Sha256) => {
                    &signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY
                }
                _ => self.algorithm(hash)?,
            };
        UnparsedPublicKey::new(algorithm, &self.inner)
            .verify(message, signed)
            .map_err(|_| CmsError::Signature)
    }

    fn algorithm(&self, hash: Hash) -> Result<&'static dyn signature::VerificationAlgorithm> {
        use Family::{P256, P384, Rsa};
        let algorithm: &'static dyn signature::VerificationAlgorithm = match (self.family, hash) {
            (Rsa, Hash::Sha1) => &signature::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
            (Rsa, Hash::Sha256) => &signature::RSA_PKCS1_2048_8192_SHA256,
            (Rsa, Hash::Sha384) => &signature::RSA_PKCS1_2048_8192_SHA384,
            (Rsa, Hash::Sha512) => &signature::RSA_PKCS1_2048_8192_SHA512,
            (P256, Hash::Sha1) => &signature::ECDSA_P256_SHA1_ASN1,
            (P256, Hash::Sha256) => &signature::ECDSA_P256_SHA256_ASN1,
            (P256, Hash::Sha384) => &signature::ECDSA_P256_SHA384_ASN1,
            (P256, Hash::Sha512) => &signature::ECDSA_P256_SHA512_ASN1,
            (P384, Hash::Sha256) => &signature::ECDSA_P384_SHA256_ASN1,
            (P384, Hash::Sha384) => &signature::ECDSA_P384_SHA384_ASN1,
            (P384, Hash::Sha512) => &signature::ECDSA_P384_SHA512_ASN1,
            (P384, Hash::Sha1) => return Err(CmsError::Unsupported("SHA-1 with P-384")),
        };
        Ok(algorithm)
    }
}
