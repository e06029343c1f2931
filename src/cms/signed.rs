//! SignedData (RFC 5652, 5): making attached and detached signatures with one signer, SHA-256.

use ::der::asn1::ObjectIdentifier;

use super::certificate::Certificate;
use super::der::{self, context};
use super::error::{CmsError, Result};
use super::key::PrivateKey;
use super::oid;
use super::public_key::{Family, Hash};
use crate::base::time::Timestamp;

/// Who signs: the key, its certificate, and the certificates between it and a root.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    /// The private key.
    pub key: &'a PrivateKey,
    /// Its certificate.
    pub certificate: &'a Certificate,
    /// Further certificates to enclose.
    pub chain: &'a [Certificate],
}

/// A private key with its certificate, and the certificates between it and a root.
#[derive(Debug)]
pub struct Identity {
    /// The private key.
    pub key: PrivateKey,
    /// Its certificate.
    pub certificate: Certificate,
    /// The certificates that go with it, the issuer first.
    pub chain: Vec<Certificate>,
}

impl Identity {
    /// A key and the certificates that belong to it, the key's own first.
    ///
    /// # Errors
    /// No certificate, or the first is for another key.
    pub fn new(key: PrivateKey, certificates: Vec<Certificate>) -> Result<Self> {
        let mut certificates = certificates.into_iter();
        let certificate = certificates.next().ok_or(CmsError::Key("no certificate"))?;
        // The point or modulus is compared: parameters may be written in more than one way.
        if certificate.public_key()?.inner() != rcgen::PublicKeyData::der_bytes(&key) {
            return Err(CmsError::Key("the certificate is for another key"));
        }
        Ok(Self {
            key,
            certificate,
            chain: certificates.collect(),
        })
    }

    /// From two PEM texts: the certificate followed by its chain, and the private key.
    ///
    /// # Errors
    /// As [`Certificate::from_pem`], [`PrivateKey::from_pem`] and [`Self::new`].
    pub fn from_pem(certificates: &[u8], key: &[u8]) -> Result<Self> {
        Self::new(
            PrivateKey::from_pem(key)?,
            Certificate::from_pem(certificates)?,
        )
    }

    /// As the signer of a message.
    pub fn signer(&self) -> Signer<'_> {
        Signer {
            key: &self.key,
            certificate: &self.certificate,
            chain: &self.chain,
        }
    }
}

/// An attribute: its name and its values, each in DER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Object identifier as its content bytes.
    pub oid: Vec<u8>,
    /// The values, each a whole DER value.
    pub values: Vec<Vec<u8>>,
}

impl Attribute {
    /// An attribute with one value.
    pub fn one(name: &ObjectIdentifier, value: Vec<u8>) -> Self {
        Self {
            oid: name.as_bytes().to_vec(),
            values: vec![value],
        }
    }

    /// In DER.
    pub(super) fn encode(&self) -> Vec<u8> {
        der::sequence(&[
            &der::tlv(der::OID, &[&self.oid]),
            &der::set_of(self.values.clone()),
        ])
    }
}

/// Signs `content` and encloses it: the form of a signed configuration profile.
///
/// # Errors
/// The signature cannot be made.
pub fn sign(content: &[u8], signer: &Signer<'_>, at: Timestamp) -> Result<Vec<u8>> {
    let time = Attribute::one(&oid::SIGNING_TIME, der::time(at));
    sign_with(Content::Attached(content), signer, vec![time])
}

/// Signs `content` without enclosing it: the form of the `Mdm-Signature` header.
///
/// # Errors
/// The signature cannot be made.
pub fn sign_detached(content: &[u8], signer: &Signer<'_>, at: Timestamp) -> Result<Vec<u8>> {
    let time = Attribute::one(&oid::SIGNING_TIME, der::time(at));
    sign_with(Content::Detached(content), signer, vec![time])
}

/// What is signed, and whether it is enclosed.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// Signed and enclosed.
    Attached(&'a [u8]),
    /// Signed, not enclosed.
    Detached(&'a [u8]),
}

/// Signs with further signed attributes beside contentType and messageDigest.
///
/// # Errors
/// The signature cannot be made.
pub fn sign_with(
    content: Content<'_>,
    signer: &Signer<'_>,
    more: Vec<Attribute>,
) -> Result<Vec<u8>> {
    let (bytes, enclosed) = match content {
        Content::Attached(bytes) => (bytes, Some(der::tlv(context(0), &[&der::octets(bytes)]))),
        Content::Detached(bytes) => (bytes, None),
    };
    let mut attributes = more;
    attributes.push(Attribute::one(&oid::CONTENT_TYPE, der::oid(&oid::DATA)));
    let digest = der::octets(&Hash::Sha256.digest(bytes));
    attributes.push(Attribute::one(&oid::MESSAGE_DIGEST, digest));
    let attributes = der::sorted(attributes.iter().map(Attribute::encode).collect());
    // The signature is over the attributes as a SET, though they travel under the tag [0] (RFC 5652, 5.4).
    let signature = signer.key.sign(&der::tlv(der::SET, &[&attributes]))?;
    let signature_algorithm = match signer.key.family() {
        Family::Rsa => der::algorithm(&oid::RSA, true),
        Family::P256 | Family::P384 => der::algorithm(&oid::ECDSA_SHA_256, false),
    };
    let digest_algorithm = der::algorithm(&oid::SHA_256, false);
    let signer_info = der::sequence(&[
        &der::small(1),
        &der::sequence(&[&signer.certificate.issuer, &signer.certificate.serial]),
        &digest_algorithm,
        &der::tlv(context(0), &[&attributes]),
        &signature_algorithm,
        &der::octets(&signature),
    ]);
    let mut certificates = vec![signer.certificate.der().to_vec()];
    certificates.extend(signer.chain.iter().map(|one| one.der().to_vec()));
    let signed = der::sequence(&[
        &der::small(1),
        &der::set_of(vec![digest_algorithm]),
        &der::sequence(&[
            &der::oid(&oid::DATA),
            enclosed.as_deref().unwrap_or_default(),
        ]),
        &der::tlv(context(0), &[&der::sorted(certificates)]),
        &der::set_of(vec![signer_info]),
    ]);
    Ok(content_info(&oid::SIGNED_DATA, &signed))
}

/// ContentInfo around `content`.
pub(super) fn content_info(kind: &ObjectIdentifier, content: &[u8]) -> Vec<u8> {
    der::sequence(&[&der::oid(kind), &der::tlv(context(0), &[content])])
}
