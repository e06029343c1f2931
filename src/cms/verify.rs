//! SignedData (RFC 5652, 5): verifying. Says who signed, never whether to trust them.

use super::ber::{self, Limits};
use super::certificate::Certificate;
use super::der::{self, Reader, Tlv, context, context_primitive};
use super::error::{CmsError, Result};
use super::oid;
use super::public_key::{Family, Hash, Strength};
use super::signed::Attribute;

/// A signature that verified with the key of the enclosed certificate. Whether that certificate is anybody's is not
/// decided here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The signer's certificate.
    pub signer: Certificate,
    /// The enclosed content; none when it travelled elsewhere, or when there is none.
    pub content: Option<Vec<u8>>,
    /// The signed attributes, in the order sent; empty when the content was signed directly.
    pub attributes: Vec<Attribute>,
    /// The digest that was signed.
    pub hash: Hash,
}

impl Verified {
    /// The only value of the only attribute `name`.
    ///
    /// # Errors
    /// Missing, doubled, or not one value; `what` names it.
    pub fn attribute(
        &self,
        name: &::der::asn1::ObjectIdentifier,
        what: &'static str,
    ) -> Result<Tlv<'_>> {
        only_value(&self.attributes, name, what)
    }
}

/// Verifies a signature over enclosed content. A message without content, as SCEP failures are, verifies over
/// nothing and has `content: None`.
///
/// # Errors
/// Not well-formed, not exactly one signer, altered content, wrong signature.
pub fn verify(message: &[u8], limits: Limits) -> Result<Verified> {
    verify_as(Strength::Modern, message, limits)
}

/// As [`verify`], of a signer whose key may be as short as `strength` allows.
///
/// # Errors
/// As [`verify`].
pub fn verify_as(strength: Strength, message: &[u8], limits: Limits) -> Result<Verified> {
    let message = ber::to_der(message, limits)?;
    let signed = SignedData::read(&message)?;
    let content = signed.content.map(|found| found.to_vec());
    check(
        (&signed, strength),
        content.as_deref().unwrap_or_default(),
        content.clone(),
    )
}

/// Verifies a signature over `body`, which travelled elsewhere; enclosed content, if any, must be the same.
///
/// # Errors
/// As [`verify`].
pub fn verify_detached(message: &[u8], body: &[u8], limits: Limits) -> Result<Verified> {
    let message = ber::to_der(message, limits)?;
    let signed = SignedData::read(&message)?;
    if signed.content.is_some_and(|found| found != body) {
        return Err(CmsError::Digest);
    }
    check((&signed, Strength::Modern), body, None)
}

/// SignedData as slices of the message.
pub(super) struct SignedData<'a> {
    content_type: Tlv<'a>,
    pub(super) content: Option<&'a [u8]>,
    pub(super) certificates: Vec<&'a [u8]>,
    signers: Vec<Tlv<'a>>,
}

/// More certificates than any chain has.
const CERTIFICATES: usize = 16;

impl<'a> SignedData<'a> {
    pub(super) fn read(message: &'a [u8]) -> Result<Self> {
        let inner = content_of(message, &oid::SIGNED_DATA)?;
        let mut fields = inner.children();
        fields.expect(der::INTEGER, "a version")?;
        fields.expect(der::SET, "digest algorithms")?;
        let mut encapsulated = fields.expect(der::SEQUENCE, "a content")?.children();
        let content_type = encapsulated.expect(der::OID, "a content type")?;
        let content = match encapsulated.optional(context(0))? {
            Some(wrapped) => {
                Some(Reader::only(wrapped.value, der::OCTET_STRING, "a content")?.value)
            }
            None => None,
        };
        let mut certificates = Vec::new();
        if let Some(set) = fields.optional(context(0))? {
            for one in set.children() {
                let one = one?;
                // Other kinds of certificate (attribute certificates) are not for us.
                if one.tag == der::SEQUENCE {
                    certificates.push(one.raw);
                }
            }
        }
        if certificates.len() > CERTIFICATES {
            return Err(CmsError::Encoding("too many certificates"));
        }
        fields.optional(context(1))?;
        let signers = fields
            .expect(der::SET, "signers")?
            .children()
            .collect::<Result<_>>()?;
        Ok(Self {
            content_type,
            content,
            certificates,
            signers,
        })
    }
}

/// The content of a ContentInfo of the given kind.
pub(super) fn content_of<'a>(
    message: &'a [u8],
    kind: &::der::asn1::ObjectIdentifier,
) -> Result<Tlv<'a>> {
    let mut info = Reader::only(message, der::SEQUENCE, "a message")?.children();
    if !info.value()?.is_oid(kind) {
        return Err(CmsError::Encoding("a message of this kind"));
    }
    let wrapped = info.expect(context(0), "a message")?;
    Reader::only(wrapped.value, der::SEQUENCE, "a message")
}

/// Finds the certificate that a signer or recipient names: by issuer and serial number, or by key identifier.
pub(super) fn names(identifier: Tlv<'_>, certificate: &Certificate) -> bool {
    if identifier.tag == context_primitive(0) {
        return certificate.extensions.subject_key_id.as_deref() == Some(identifier.value);
    }
    let mut fields = identifier.children();
    let (Ok(issuer), Ok(serial)) = (fields.value(), fields.value()) else {
        return false;
    };
    identifier.tag == der::SEQUENCE
        && issuer.raw == certificate.issuer
        && serial.raw == certificate.serial
}

fn check(
    (signed, strength): (&SignedData<'_>, Strength),
    body: &[u8],
    content: Option<Vec<u8>>,
) -> Result<Verified> {
    let [info] = signed.signers[..] else {
        return Err(CmsError::SignerCount(signed.signers.len()));
    };
    let mut fields = info.children();
    fields.expect(der::INTEGER, "a version")?;
    let identifier = fields.value()?;
    let algorithm = fields.expect(der::SEQUENCE, "a digest algorithm")?;
    let hash = Hash::from_oid(algorithm.children().value()?)?;
    let attributes = fields.optional(context(0))?;
    let signature_algorithm = fields.expect(der::SEQUENCE, "a signature algorithm")?;
    let signature = fields.expect(der::OCTET_STRING, "a signature")?.value;

    let signer = signed
        .certificates
        .iter()
        .filter_map(|der| Certificate::parse(der).ok())
        .find(|certificate| names(identifier, certificate))
        .ok_or(CmsError::SignerMissing)?;
    let key = signer.public_key()?;
    if elliptic(signature_algorithm)? == (key.family() == Family::Rsa) {
        return Err(CmsError::Unsupported(
            "a signature algorithm of another kind of key",
        ));
    }
    let read = match attributes {
        None => {
            key.verify_as(strength, hash, body, signature)?;
            Vec::new()
        }
        Some(attributes) => {
            let read = attributes
                .children()
                .map(|one| read_attribute(one?))
                .collect::<Result<Vec<_>>>()?;
            let kind = only_value(&read, &oid::CONTENT_TYPE, "contentType")?;
            if kind.raw != signed.content_type.raw {
                return Err(CmsError::Attribute("contentType"));
            }
            let digest = only_value(&read, &oid::MESSAGE_DIGEST, "messageDigest")?;
            if digest.tag != der::OCTET_STRING || digest.value != hash.digest(body) {
                return Err(CmsError::Digest);
            }
            let signed = der::tlv(der::SET, &[attributes.value]);
            key.verify_as(strength, hash, &signed, signature)?;
            read
        }
    };
    Ok(Verified {
        signer,
        content,
        attributes: read,
        hash,
    })
}

/// Whether a signer's algorithm is of the elliptic kind. The digest is that of `digestAlgorithm`: clients name the
/// algorithm with or without one.
fn elliptic(identifier: Tlv<'_>) -> Result<bool> {
    let name = identifier.children().value()?;
    if name.is_oid(&oid::RSA) || name.is_oid(&oid::EC) {
        return Ok(name.is_oid(&oid::EC));
    }
    Ok(super::public_key::signature_algorithm(identifier)?.0)
}

/// Reads an Attribute.
pub(super) fn read_attribute(attribute: Tlv<'_>) -> Result<Attribute> {
    let mut fields = attribute.children();
    let name = fields.expect(der::OID, "an attribute")?.value.to_vec();
    let values = fields.expect(der::SET, "an attribute")?.children();
    let values = values
        .map(|value| Ok(value?.raw.to_vec()))
        .collect::<Result<_>>()?;
    Ok(Attribute { oid: name, values })
}

/// The only value of the only attribute `name` in `attributes`.
pub(super) fn only_value<'a>(
    attributes: &'a [Attribute],
    name: &::der::asn1::ObjectIdentifier,
    what: &'static str,
) -> Result<Tlv<'a>> {
    let wrong = CmsError::Attribute(what);
    let mut found = attributes.iter().filter(|one| one.oid == name.as_bytes());
    let (Some(attribute), None) = (found.next(), found.next()) else {
        return Err(wrong);
    };
    let [value] = &attribute.values[..] else {
        return Err(wrong);
    };
    Reader::new(value).value()
}
