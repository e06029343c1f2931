//! The client's half of getting a certificate: a PKCS#10 request (RFC 2986) with a challenge password, and the
//! self-signed certificate that a SCEP client signs its first message with.

use std::time::Duration;

use rcgen::{Attribute, CertificateParams, DistinguishedName, DnType};

use super::certificate::Certificate;
use super::der;
use super::error::{CmsError, Result};
use super::key::PrivateKey;
use crate::base::time::{SECOND, Timestamp};

/// The name in a request: what a SCEP payload's `Subject` asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// Organization (O).
    pub organization: Option<String>,
    /// Common name (CN).
    pub common_name: String,
}

impl Subject {
    /// As rcgen wants it.
    pub fn distinguished(&self) -> DistinguishedName {
        let mut name = DistinguishedName::new();
        if let Some(organization) = &self.organization {
            name.push(DnType::OrganizationName, organization.as_str());
        }
        name.push(DnType::CommonName, self.common_name.as_str());
        name
    }
}

/// The last second that a certificate can name: 9999-12-31T23:59:59Z.
const LAST: u64 = 253_402_300_799;

/// Sets begin and end of validity, in whole seconds; nothing before 1970 or after 9999.
pub fn set_validity(parameters: &mut CertificateParams, (from, until): (Timestamp, Timestamp)) {
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    let after = |at: Timestamp| {
        Duration::from_secs(at.0.div_euclid(SECOND).max(0).unsigned_abs().min(LAST))
    };
    parameters.not_before = epoch + after(from);
    parameters.not_after = epoch + after(until);
}

const CHALLENGE_PASSWORD: &[u64] = &[1, 2, 840, 113_549, 1, 9, 7];

/// A request for `key` in DER, with the challenge as its challengePassword.
///
/// # Errors
/// The signature cannot be made, or the challenge is not PrintableString or UTF-8 text that fits.
pub fn certificate_request(
    subject: &Subject,
    key: &PrivateKey,
    challenge: Option<&str>,
) -> Result<Vec<u8>> {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = subject.distinguished();
    let attributes = challenge.map(|text| Attribute {
        oid: CHALLENGE_PASSWORD,
        values: der::tlv(der::SET, &[&der::tlv(der::UTF8_STRING, &[text.as_bytes()])]),
    });
    let request = parameters
        .serialize_request_with_attributes(key, attributes.into_iter().collect())
        .map_err(|_| CmsError::Key("the request could not be made"))?;
    Ok(request.der().to_vec())
}

/// A self-signed certificate of `key`.
///
/// # Errors
/// The signature cannot be made.
pub fn self_signed(
    subject: &Subject,
    key: &PrivateKey,
    serial: [u8; 16],
    validity: (Timestamp, Timestamp),
) -> Result<Certificate> {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = subject.distinguished();
    parameters.serial_number = Some(rcgen::SerialNumber::from_slice(&serial));
    set_validity(&mut parameters, validity);
    let made = parameters
        .self_signed(key)
        .map_err(|_| CmsError::Key("the certificate could not be made"))?;
    Certificate::parse(made.der())
}
