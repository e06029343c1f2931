//! Issuing a device's identity: everything in it is the server's but the key.

use rcgen::{
    CrlDistributionPoint, ExtendedKeyUsagePurpose, KeyUsagePurpose, PublicKeyData,
    SignatureAlgorithm,
};

use super::authority::{Authority, BACKDATE, Serial, parameters};
use super::challenge::AuthorisedCsr;
use super::error::CaError;
use crate::base::time::{DAY, Timestamp};
use crate::cms::certificate::Certificate;
use crate::cms::public_key::{Family, PublicKey};
use crate::cms::request::Subject;

/// How long a device's identity lives.
pub const DEVICE_LIFE: i64 = 365 * DAY;

/// What the server puts into a device's certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The subject, from the enrollment's record; never from the request.
    pub subject: Subject,
    /// 16 random bytes.
    pub serial: Serial,
    /// Where the list of revoked certificates is to be had, if anywhere.
    pub crl: Option<String>,
    /// How long it is valid, in microseconds; [`DEVICE_LIFE`]. It never outlives the authority.
    pub valid_for: i64,
}

/// Issues the identity of a device: clientAuth, digitalSignature and keyEncipherment, not an authority, valid from
/// ten minutes before `now`.
///
/// # Errors
/// The certificate cannot be made.
pub fn sign(
    authority: &Authority,
    request: &AuthorisedCsr,
    leaf: &Leaf,
    now: Timestamp,
) -> Result<Certificate, CaError> {
    let until = now
        .plus(leaf.valid_for)
        .min(authority.certificate().not_after);
    let mut parameters = parameters(&leaf.subject, leaf.serial, (now.plus(-BACKDATE), until));
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let point = |url: &String| CrlDistributionPoint {
        uris: vec![url.clone()],
    };
    parameters.crl_distribution_points = leaf.crl.iter().map(point).collect();
    // An elliptic key cannot encipher keys (RFC 8813, 3).
    parameters.key_usages = match request.key().family() {
        Family::Rsa => vec![
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::KeyEncipherment,
        ],
        Family::P256 | Family::P384 => vec![KeyUsagePurpose::DigitalSignature],
    };
    authority.issue(parameters, &Subjects(request.key()))
}

/// The key to certify as rcgen wants it. rcgen's own reader of keys would refuse RSA keys without parameters.
struct Subjects<'a>(&'a PublicKey);

impl PublicKeyData for Subjects<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.0.inner()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        match self.0.family() {
            Family::Rsa => &rcgen::PKCS_RSA_SHA256,
            Family::P256 => &rcgen::PKCS_ECDSA_P256_SHA256,
            Family::P384 => &rcgen::PKCS_ECDSA_P384_SHA384,
        }
    }
}
