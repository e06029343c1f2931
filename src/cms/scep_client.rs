//! The client's half of SCEP (RFC 8894): the request a device sends, and the answer it reads. What a phone does.

use url::Url;

use super::ber::Limits;
use super::certificate::Certificate;
use super::certs_only;
use super::enveloped::{Seed, envelope, open};
use super::error::CmsError;
use super::pkimessage::{FailInfo, Header, MessageType, PkiError, PkiMessage, Status, encode};
use super::signed::Signer;

/// One transaction, as the client remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// Its name, printable, at most 255 characters.
    pub id: String,
    /// The nonce of the request: 16 random bytes.
    pub nonce: [u8; 16],
}

/// Where a server at `scep` is asked for this operation (RFC 8894, 4.1).
pub fn operation(scep: &Url, name: &str) -> Url {
    let mut url = scep.clone();
    url.query_pairs_mut().append_pair("operation", name);
    url
}

/// A PKCSReq: the PKCS#10 request encrypted to the authority, signed by the client's (self-signed) certificate.
///
/// # Errors
/// The authority's key is not RSA, or the signature cannot be made.
pub fn request(
    csr: &[u8],
    authority: &Certificate,
    signer: &Signer<'_>,
    transaction: &Transaction,
    seed: &Seed,
) -> Result<Vec<u8>, CmsError> {
    let header = Header {
        message_type: MessageType::PkcsReq,
        transaction_id: transaction.id.clone(),
        sender_nonce: transaction.nonce,
        recipient_nonce: None,
        outcome: None,
    };
    encode(&header, Some(&envelope(csr, authority, seed)?), signer)
}

/// What the authority answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The certificate, signed by the authority.
    Issued(Box<Certificate>),
    /// Refused, and why.
    Refused(FailInfo),
    /// To be asked again.
    Pending,
}

/// Reads a CertRep as a device does: signed by the authority that was pinned, of this transaction, with this
/// nonce, opened with the key that signed the request, holding a certificate for that key.
///
/// # Errors
/// Any of these not so.
pub fn read_answer(
    answer: &[u8],
    authority: &Certificate,
    signer: &Signer<'_>,
    transaction: &Transaction,
    fallback: &[u8; 32],
) -> Result<Answer, PkiError> {
    let message = PkiMessage::decode(answer, Limits::SCEP)?;
    if message.message_type != MessageType::CertRep {
        return Err(PkiError::MessageType);
    }
    if message.signer != *authority {
        return Err(CmsError::Signature.into());
    }
    if message.transaction_id != transaction.id {
        return Err(CmsError::Attribute("transactionID").into());
    }
    if message.recipient_nonce.as_deref() != Some(&transaction.nonce[..]) {
        return Err(CmsError::Attribute("recipientNonce").into());
    }
    match (message.status, message.fail_info) {
        (Some(Status::Success), _) => {
            let sealed = message
                .envelope
                .ok_or(CmsError::Encoding("an answer without an envelope"))?;
            let plain = open(
                &sealed,
                signer.certificate,
                signer.key,
                fallback,
                Limits::SCEP,
            )?;
            let found = certs_only::read(&plain, Limits::SCEP)?;
            let leaf = found
                .into_iter()
                .find(|one| one.spki == signer.certificate.spki);
            let leaf = leaf.ok_or(CmsError::Key("the certificate is for another key"))?;
            leaf.check_signed_by(authority)?;
            Ok(Answer::Issued(Box::new(leaf)))
        }
        (Some(Status::Pending), _) => Ok(Answer::Pending),
        (_, reason) => Ok(Answer::Refused(reason.unwrap_or(FailInfo::BadRequest))),
    }
}
