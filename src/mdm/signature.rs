//! Which identity speaks: the `Mdm-Signature` header, a detached CMS signature over the exact body; or the certificate
//! of the TLS connection, as a proxy in front tells it (RFC 9440).

use data_encoding::BASE64;

use super::error::MdmError;
use crate::base::time::Timestamp;
use crate::cms::ber::Limits;
use crate::cms::certificate::{Certificate, Purpose};
use crate::cms::verify::verify_detached;

/// Name of the header with the signature.
pub const HEADER: &str = "Mdm-Signature";
/// Name of the header with the certificate of the connection.
pub const CLIENT_CERT: &str = "Client-Cert";

/// The identity that signed `body`, good at `at` and for client authentication. Who issued it, and for which
/// enrollment, is for the caller, who keeps every certificate that was issued.
///
/// # Errors
/// No header, not base64, not one signer, another body, expired, not a device's.
pub fn verify(header: Option<&str>, body: &[u8], at: Timestamp) -> Result<Certificate, MdmError> {
    let text = header.ok_or(MdmError::Header)?.trim();
    if text.is_empty() || text.len() > Limits::HEADER.bytes / 3 * 4 {
        return Err(MdmError::Header);
    }
    let message = BASE64
        .decode(text.as_bytes())
        .map_err(|_| MdmError::Header)?;
    let signer = verify_detached(&message, body, Limits::HEADER)?.signer;
    signer.check_good(at, Purpose::ClientAuth)?;
    Ok(signer)
}

/// The identity of a TLS connection, good at `at` and for client authentication: the bytes between colons (RFC 9440),
/// or PEM escaped as in a URL. The proxy proved possession of the key; only believe a proxy that is trusted.
///
/// # Errors
/// Neither form, not a certificate, expired, not a device's.
pub fn presented(header: &str, at: Timestamp) -> Result<Certificate, MdmError> {
    let text = header.trim();
    if text.len() > Limits::HEADER.bytes {
        return Err(MdmError::Header);
    }
    let certificate = match text
        .strip_prefix(':')
        .and_then(|rest| rest.strip_suffix(':'))
    {
        Some(inner) => {
            let der = BASE64.decode(inner.as_bytes());
            Certificate::parse(&der.map_err(|_| MdmError::Header)?)?
        }
        None => {
            let pem = unescaped(text).ok_or(MdmError::Header)?;
            let found = Certificate::from_pem(&pem)?;
            found.into_iter().next().ok_or(MdmError::Header)?
        }
    };
    certificate.check_good(at, Purpose::ClientAuth)?;
    Ok(certificate)
}

/// Percent escapes replaced; plus signs are plus signs.
fn unescaped(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let (digits, after) = after.split_at_checked(2)?;
            let byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
            out.push(byte);
            rest = after;
        } else {
            out.push(*first);
            rest = after;
        }
    }
    Some(out)
}
