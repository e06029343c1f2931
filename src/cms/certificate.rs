//! X.509 certificates (RFC 5280), read as they were sent, and the check that one was issued by an authority.

use rustls::pki_types::{CertificateDer, pem::PemObject};

use super::der::{self, Reader, Tlv};
use super::error::{ChainFault, CmsError, Result};
use super::oid;
use super::public_key::{Family, Hash, PublicKey, Strength, signature_algorithm};
use crate::base::time::Timestamp;

/// What a certificate may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Extended key usage clientAuth: a device's identity.
    ClientAuth,
    /// Extended key usage serverAuth: Apple's systems want it of every server.
    ServerAuth,
    /// Any use.
    Any,
}

/// A certificate: its bytes, and the parts of it that matter here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    /// Issuer's name as sent (DER).
    pub issuer: Vec<u8>,
    /// Serial number as sent: the whole INTEGER (DER).
    pub serial: Vec<u8>,
    /// Subject's name as sent (DER).
    pub subject: Vec<u8>,
    /// Begin of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
    /// Subject's public key as sent: the SubjectPublicKeyInfo (DER).
    pub spki: Vec<u8>,
    /// The extensions understood here.
    pub extensions: Extensions,
}

/// The extensions of a certificate that are understood here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions {
    /// basicConstraints says that this is an authority.
    pub authority: bool,
    /// keyUsage bits, digitalSignature highest; none when absent.
    pub key_usage: Option<u16>,
    /// extKeyUsage: the contents of the object identifiers; none when absent.
    pub purposes: Option<Vec<Vec<u8>>>,
    /// subjectKeyIdentifier.
    pub subject_key_id: Option<Vec<u8>>,
    /// There is a critical extension besides these and subjectAltName.
    pub unknown_critical: bool,
}

/// keyUsage: digitalSignature.
pub const DIGITAL_SIGNATURE: u16 = 0x8000;
/// keyUsage: keyEncipherment.
pub const KEY_ENCIPHERMENT: u16 = 0x2000;
/// keyUsage: keyCertSign.
pub const KEY_CERT_SIGN: u16 = 0x0400;
/// keyUsage: cRLSign.
pub const CRL_SIGN: u16 = 0x0200;

impl Certificate {
    /// Reads one certificate from DER. Keys and algorithms may be any; they matter only when used.
    ///
    /// # Errors
    /// Not a well-formed certificate, or bytes after it.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let (tbs, _, _) = parts(bytes)?;
        let mut fields = tbs.children();
        fields.optional(der::context(0))?;
        let serial = fields.expect(der::INTEGER, "a serial number")?;
        fields.expect(der::SEQUENCE, "a signature algorithm")?;
        let issuer = fields.expect(der::SEQUENCE, "an issuer")?;
        let mut validity = fields.expect(der::SEQUENCE, "a validity")?.children();
        let (not_before, not_after) = (validity.value()?.time()?, validity.value()?.time()?);
        let subject = fields.expect(der::SEQUENCE, "a subject")?;
        let spki = fields.expect(der::SEQUENCE, "a public key")?;
        let mut extensions = Extensions::default();
        for field in fields {
            let field = field?;
            if field.tag == der::context(3) {
                extensions = Extensions::read(field)?;
            }
        }
        Ok(Self {
            der: bytes.to_vec(),
            issuer: issuer.raw.to_vec(),
            serial: serial.raw.to_vec(),
            subject: subject.raw.to_vec(),
            not_before,
            not_after,
            spki: spki.raw.to_vec(),
            extensions,
        })
    }

    /// Every certificate of a PEM text, in its order.
    ///
    /// # Errors
    /// None in it, or one that is not well-formed.
    pub fn from_pem(pem: &[u8]) -> Result<Vec<Self>> {
        let unusable = CmsError::Key("no certificate in the PEM text");
        let found: Vec<Self> = CertificateDer::pem_slice_iter(pem)
            .map(|der| Self::parse(&der.map_err(|_| unusable.clone())?))
            .collect::<Result<_>>()?;
        if found.is_empty() {
            Err(unusable)
        } else {
            Ok(found)
        }
    }

    /// The whole certificate in DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// SHA-256 of the whole certificate: how a device's identity is pinned.
    pub fn sha256(&self) -> [u8; 32] {
        crate::base::digest::sha256(&self.der)
    }

    /// SHA-1 of the whole certificate: the fingerprint that a SCEP payload names.
    pub fn sha1(&self) -> Vec<u8> {
        Hash::Sha1.digest(&self.der)
    }

    /// The serial number in lower-case hexadecimal, without leading zero bytes.
    pub fn serial_hex(&self) -> String {
        let digits = Reader::new(&self.serial)
            .value()
            .map_or(&[][..], |found| found.value);
        let zeros = digits.iter().take_while(|byte| **byte == 0).count();
        data_encoding::HEXLOWER.encode(&digits[zeros..])
    }

    /// The first common name of the subject, if it has one that is text.
    pub fn common_name(&self) -> Option<String> {
        name_attribute(&self.subject, &oid::COMMON_NAME)
    }

    /// The subject's public key.
    ///
    /// # Errors
    /// Neither RSA nor P-256 nor P-384.
    pub fn public_key(&self) -> Result<PublicKey> {
        PublicKey::from_spki(&self.spki)
    }

    /// Whether `authority` issued this certificate directly, and it is good at `at` for `purpose`: name, signature
    /// over the bytes as sent, both validities, extended key usage, not itself an authority.
    ///
    /// # Errors
    /// [`CmsError::Chain`] with the reason, or not well-formed.
    pub fn check_issued_by(&self, authority: &Self, at: Timestamp, purpose: Purpose) -> Result<()> {
        self.check_signed_by(authority)?;
        authority.check_time(at)?;
        self.check_good(at, purpose)
    }

    /// Whether it is good at `at` for `purpose`, whoever issued it: validity, extended key usage, not an authority.
    ///
    /// # Errors
    /// [`CmsError::Chain`] with the reason.
    pub fn check_good(&self, at: Timestamp, purpose: Purpose) -> Result<()> {
        self.check_time(at)?;
        if self.extensions.unknown_critical {
            return Err(CmsError::Chain(ChainFault::Critical));
        }
        if self.is_for(purpose) && !self.extensions.authority {
            Ok(())
        } else {
            Err(CmsError::Chain(ChainFault::Purpose))
        }
    }

    /// Whether `authority`'s name and key are those that signed this certificate, whatever the time and use.
    ///
    /// # Errors
    /// [`ChainFault::Issuer`], or not well-formed.
    pub fn check_signed_by(&self, authority: &Self) -> Result<()> {
        if self.issuer != authority.subject {
            return Err(CmsError::Chain(ChainFault::Issuer));
        }
        self.check_signed_with(&authority.public_key()?, Strength::Modern)
    }

    /// Whether `key`, which the caller knows to be the authority's, signed this certificate, whatever the names, the
    /// time and the use.
    ///
    /// # Errors
    /// [`ChainFault::Issuer`], or not well-formed.
    pub fn check_signed_with(&self, key: &PublicKey, strength: Strength) -> Result<()> {
        let foreign = CmsError::Chain(ChainFault::Issuer);
        let (tbs, algorithm, signature) = parts(&self.der)?;
        let (elliptic, hash) = signature_algorithm(algorithm)?;
        // The algorithm inside the signed part must be the one outside (RFC 5280, 4.1.1.2).
        let mut fields = tbs.children();
        fields.optional(der::context(0))?;
        fields.value()?;
        let same = fields.value()?.raw == algorithm.raw;
        if !same || elliptic == (key.family() == Family::Rsa) {
            return Err(foreign);
        }
        if strength == Strength::Modern && hash == Hash::Sha1 {
            return Err(foreign);
        }
        key.verify_as(strength, hash, tbs.raw, signature)
            .map_err(|_| foreign)
    }

    /// Whether its extended key usage names `purpose`.
    pub fn is_for(&self, purpose: Purpose) -> bool {
        let wanted = match purpose {
            Purpose::Any => return true,
            Purpose::ClientAuth => oid::CLIENT_AUTH,
            Purpose::ServerAuth => oid::SERVER_AUTH,
        };
        let purposes = self.extensions.purposes.iter().flatten();
        purposes.into_iter().any(|found| found == wanted.as_bytes())
    }

    fn check_time(&self, at: Timestamp) -> Result<()> {
        if at < self.not_before {
            Err(CmsError::Chain(ChainFault::NotYetValid))
        } else if at > self.not_after {
            Err(CmsError::Chain(ChainFault::Expired))
        } else {
            Ok(())
        }
    }
}

/// The signed part, the algorithm and the signature.
fn parts(bytes: &[u8]) -> Result<(Tlv<'_>, Tlv<'_>, &[u8])> {
    let mut outer = Reader::only(bytes, der::SEQUENCE, "a certificate")?.children();
    let tbs = outer.expect(der::SEQUENCE, "a certificate")?;
    let algorithm = outer.expect(der::SEQUENCE, "a signature algorithm")?;
    let signature = outer.value()?.bits()?;
    Ok((tbs, algorithm, signature))
}

/// The first attribute `wanted` of a distinguished name, if it is text.
pub fn name_attribute(name: &[u8], wanted: &::der::asn1::ObjectIdentifier) -> Option<String> {
    let sets = Reader::only(name, der::SEQUENCE, "a name").ok()?.children();
    for set in sets {
        for pair in set.ok()?.children() {
            let mut pair = pair.ok()?.children();
            if pair.value().ok()?.is_oid(wanted) {
                return pair.value().ok()?.text().ok();
            }
        }
    }
    None
}

impl Extensions {
    fn read(field: Tlv<'_>) -> Result<Self> {
        let mut found = Self::default();
        for extension in Reader::only(field.value, der::SEQUENCE, "extensions")?.children() {
            let mut fields = extension?.children();
            let name = fields.expect(der::OID, "an extension")?;
            let critical = fields
                .optional(der::BOOLEAN)?
                .is_some_and(|flag| flag.value != [0]);
            let value = fields.expect(der::OCTET_STRING, "an extension")?.value;
            if name.is_oid(&oid::BASIC_CONSTRAINTS) {
                let mut fields = Reader::only(value, der::SEQUENCE, "basicConstraints")?.children();
                found.authority = fields
                    .optional(der::BOOLEAN)?
                    .is_some_and(|flag| flag.value != [0]);
            } else if name.is_oid(&oid::KEY_USAGE) {
                let bits = Reader::only(value, der::BIT_STRING, "keyUsage")?.value;
                let byte = |at: usize| u16::from(bits.get(at).copied().unwrap_or(0));
                found.key_usage = Some(byte(1) << 8 | byte(2));
            } else if name.is_oid(&oid::EXT_KEY_USAGE) {
                let purposes = Reader::only(value, der::SEQUENCE, "extKeyUsage")?.children();
                found.purposes = Some(
                    purposes
                        .map(|one| Ok(one?.value.to_vec()))
                        .collect::<Result<_>>()?,
                );
            } else if name.is_oid(&oid::SUBJECT_KEY_ID) {
                let id = Reader::only(value, der::OCTET_STRING, "subjectKeyIdentifier")?;
                found.subject_key_id = Some(id.value.to_vec());
            } else if critical && !name.is_oid(&oid::SUBJECT_ALT_NAME) {
                found.unknown_critical = true;
            }
        }
        Ok(found)
    }
}
