//! The list of revoked certificates (RFC 5280, 5), for whoever else relies on the identities of devices.

use std::time::Duration;

use rcgen::{
    CertificateRevocationListParams, Issuer, KeyIdMethod, RevokedCertParams, SerialNumber,
};

use super::authority::Authority;
use super::error::CaError;
use crate::base::time::{DAY, SECOND, Timestamp};

/// Content type of the list.
pub const TYPE: &str = "application/pkix-crl";
/// How long a list may be relied upon.
const LIFE: i64 = 7 * DAY;

/// A certificate that was revoked before its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// Its serial number, big-endian.
    pub serial: Vec<u8>,
    /// When.
    pub at: Timestamp,
}

/// The list, DER. Its number is the second it was made in.
///
/// # Errors
/// The authority may not sign lists (keyUsage cRLSign), or the list cannot be made.
pub fn list(
    authority: &Authority,
    revoked: &[Revoked],
    now: Timestamp,
) -> Result<Vec<u8>, CaError> {
    let seconds = |at: Timestamp| at.0.div_euclid(SECOND).max(0).unsigned_abs();
    let date = |at| rcgen::date_time_ymd(1970, 1, 1) + Duration::from_secs(seconds(at));
    let entry = |one: &Revoked| RevokedCertParams {
        serial_number: SerialNumber::from_slice(&one.serial),
        revocation_time: date(one.at),
        reason_code: None,
        invalidity_date: None,
    };
    let parameters = CertificateRevocationListParams {
        this_update: date(now),
        next_update: date(now.plus(LIFE)),
        crl_number: SerialNumber::from(seconds(now)),
        issuing_distribution_point: None,
        revoked_certs: revoked.iter().map(entry).collect(),
        key_identifier_method: KeyIdMethod::Sha256,
    };
    let certificate = authority.certificate().der().into();
    let issuer = Issuer::from_ca_cert_der(&certificate, authority.key())?;
    Ok(parameters.signed_by(&issuer)?.der().to_vec())
}
