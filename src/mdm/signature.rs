//! The `Mdm-Signature` header: a detached CMS signature over the exact body, by the identity the device got.

use data_encoding::BASE64;

use super::error::MdmError;
use crate::base::time::Timestamp;
use crate::cms::ber::Limits;
use crate::cms::certificate::{Certificate, Purpose};
use crate::cms::verify::verify_detached;

/// Name of the header.
pub const HEADER: &str = "Mdm-Signature";

/// The identity that signed `body`: issued by `authority` for client authentication and good at `at`. Whether it
/// belongs to the device that speaks is for the caller, who knows which certificate went to which enrollment.
///
/// # Errors
/// No header, not base64, not one signer, another body, another authority, expired.
pub fn verify(
    header: Option<&str>,
    body: &[u8],
    authority: &Certificate,
    at: Timestamp,
) -> Result<Certificate, MdmError> {
    let text = header.ok_or(MdmError::Header)?.trim();
    if text.is_empty() || text.len() > Limits::HEADER.bytes / 3 * 4 {
        return Err(MdmError::Header);
    }
    let message = BASE64
        .decode(text.as_bytes())
        .map_err(|_| MdmError::Header)?;
    let signer = verify_detached(&message, body, Limits::HEADER)?.signer;
    signer.check_issued_by(authority, at, Purpose::ClientAuth)?;
    Ok(signer)
}
