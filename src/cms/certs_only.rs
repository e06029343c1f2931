//! A SignedData without content and signer that carries certificates alone (RFC 8894, 3.4: the degenerate form).

use super::ber::{self, Limits};
use super::certificate::Certificate;
use super::der::{self, context};
use super::error::Result;
use super::oid;
use super::signed::content_info;
use super::verify::SignedData;

/// The certificates as one message. A CertRep must hold the leaf alone: clients take the first for their own.
pub fn build(certificates: &[&Certificate]) -> Vec<u8> {
    let enclosed = der::sorted(certificates.iter().map(|one| one.der().to_vec()).collect());
    let signed = der::sequence(&[
        &der::small(1),
        &der::set_of(Vec::new()),
        &der::sequence(&[&der::oid(&oid::DATA)]),
        &der::tlv(context(0), &[&enclosed]),
        &der::set_of(Vec::new()),
    ]);
    content_info(&oid::SIGNED_DATA, &signed)
}

/// The certificates in such a message.
///
/// # Errors
/// Not such a message, or a certificate in it that is not well-formed.
pub fn read(message: &[u8], limits: Limits) -> Result<Vec<Certificate>> {
    let message = ber::to_der(message, limits)?;
    let signed = SignedData::read(&message)?;
    signed
        .certificates
        .iter()
        .map(|der| Certificate::parse(der))
        .collect()
}
