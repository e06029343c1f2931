//! The SCEP message (RFC 8894, 3): a signed envelope with a type, a transaction and nonces. Server and client share
//! it; neither says here who may ask for what.

use super::ber::Limits;
use super::certificate::Certificate;
use super::der;
use super::error::CmsError;
use super::oid;
use super::signed::{Attribute, Content, Signer, sign_with};
use super::verify::{Verified, verify};
use crate::base::error::Kind;

/// The types of message known here, by their numbers in RFC 8894, 3.2.1.2. Any other number is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageType {
    /// The server's answer.
    CertRep = 3,
    /// Renewal with an earlier certificate.
    RenewalReq = 17,
    /// First request.
    PkcsReq = 19,
    /// Asking again after PENDING.
    CertPoll = 20,
    /// Asking for a certificate by its number.
    GetCert = 21,
    /// Asking for a list of revoked certificates.
    GetCrl = 22,
}

/// pkiStatus of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Granted; the certificate is in the envelope.
    Success = 0,
    /// Refused, with the reason.
    Failure = 2,
    /// To be decided by hand.
    Pending = 3,
}

/// failInfo of a refusal (RFC 8894, 3.2.1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailInfo {
    /// Unrecognised or unsupported algorithm.
    BadAlg = 0,
    /// Integrity check failed.
    BadMessageCheck = 1,
    /// Transaction not permitted or supported.
    BadRequest = 2,
    /// The signing time is not close enough.
    BadTime = 3,
    /// No certificate matches.
    BadCertId = 4,
}

/// Why a SCEP message is not one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PkiError {
    /// messageType is missing, doubled or of no known number. Such a message must never come near authorisation.
    #[error("messageType is missing, doubled or unknown")]
    MessageType,
    /// The signed message, or another attribute, is wrong.
    #[error(transparent)]
    Cms(#[from] CmsError),
}

impl PkiError {
    /// How exit codes and HTTP see it.
    pub fn kind(&self) -> Kind {
        match self {
            Self::MessageType => Kind::Malformed,
            Self::Cms(error) => error.kind(),
        }
    }
}

/// A SCEP message whose signature verified with the certificate it encloses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PkiMessage {
    /// What it is.
    pub message_type: MessageType,
    /// Chosen by the client, the same in question and answer; 1 to 255 printable characters.
    pub transaction_id: String,
    /// Fresh for each message; empty where the other side leaves it out.
    pub sender_nonce: Vec<u8>,
    /// In an answer: the question's sender nonce.
    pub recipient_nonce: Option<Vec<u8>>,
    /// In an answer: how it went.
    pub status: Option<Status>,
    /// In a refusal: why.
    pub fail_info: Option<FailInfo>,
    /// The envelope: a ContentInfo of EnvelopedData. None in refusals.
    pub envelope: Option<Vec<u8>>,
    /// Who signed; nobody has been trusted yet.
    pub signer: Certificate,
}

impl PkiMessage {
    /// Reads and verifies a message.
    ///
    /// # Errors
    /// [`PkiError::MessageType`], or what is wrong with the signature or another attribute.
    pub fn decode(message: &[u8], limits: Limits) -> Result<Self, PkiError> {
        let signed = verify(message, limits)?;
        let message_type = number(&signed, &oid::MESSAGE_TYPE, "messageType")
            .ok()
            .and_then(|number| {
                [
                    MessageType::CertRep,
                    MessageType::RenewalReq,
                    MessageType::PkcsReq,
                    MessageType::CertPoll,
                    MessageType::GetCert,
                    MessageType::GetCrl,
                ]
                .into_iter()
                .find(|known| *known as u8 == number)
            })
            .ok_or(PkiError::MessageType)?;
        let transaction_id = signed
            .attribute(&oid::TRANSACTION_ID, "transactionID")?
            .text()?;
        let printable = transaction_id
            .bytes()
            .all(|byte| (0x20..0x7f).contains(&byte));
        if transaction_id.is_empty() || transaction_id.len() > 255 || !printable {
            return Err(CmsError::Attribute("transactionID").into());
        }
        let answer = message_type == MessageType::CertRep;
        // It protects the client alone, which knows whether it wants to be protected.
        let sender_nonce = nonce(&signed, &oid::SENDER_NONCE, "senderNonce").unwrap_or_default();
        let (mut recipient_nonce, mut status, mut fail_info) = (None, None, None);
        if answer {
            recipient_nonce = Some(nonce(&signed, &oid::RECIPIENT_NONCE, "recipientNonce")?);
            status = Some(pki_status(number(&signed, &oid::PKI_STATUS, "pkiStatus")?)?);
            if status == Some(Status::Failure) {
                fail_info = Some(fail_reason(number(&signed, &oid::FAIL_INFO, "failInfo")?)?);
            }
        }
        let Verified {
            signer,
            content: envelope,
            ..
        } = signed;
        Ok(Self {
            message_type,
            transaction_id,
            sender_nonce,
            recipient_nonce,
            status,
            fail_info,
            envelope,
            signer,
        })
    }
}

/// What a message to be written says; the signer and the envelope come beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// What it is.
    pub message_type: MessageType,
    /// The transaction, echoed in an answer.
    pub transaction_id: String,
    /// 16 fresh random bytes.
    pub sender_nonce: [u8; 16],
    /// In an answer: the question's sender nonce.
    pub recipient_nonce: Option<Vec<u8>>,
    /// In an answer: how it went, and why not.
    pub outcome: Option<(Status, Option<FailInfo>)>,
}

/// Writes a message around `envelope` (none in refusals).
///
/// # Errors
/// The signature cannot be made.
pub fn encode(
    header: &Header,
    envelope: Option<&[u8]>,
    signer: &Signer<'_>,
) -> Result<Vec<u8>, CmsError> {
    let text = |name, text: &str| {
        Attribute::one(name, der::tlv(der::PRINTABLE_STRING, &[text.as_bytes()]))
    };
    let mut attributes = vec![
        text(&oid::MESSAGE_TYPE, &(header.message_type as u8).to_string()),
        text(&oid::TRANSACTION_ID, &header.transaction_id),
        Attribute::one(&oid::SENDER_NONCE, der::octets(&header.sender_nonce)),
    ];
    if let Some(nonce) = &header.recipient_nonce {
        attributes.push(Attribute::one(&oid::RECIPIENT_NONCE, der::octets(nonce)));
    }
    if let Some((status, fail_info)) = header.outcome {
        attributes.push(text(&oid::PKI_STATUS, &(status as u8).to_string()));
        if let Some(reason) = fail_info {
            attributes.push(text(&oid::FAIL_INFO, &(reason as u8).to_string()));
        }
    }
    // Without an envelope nothing is enclosed, and the digest is that of no bytes.
    let content = envelope.map_or(Content::Detached(&[]), Content::Attached);
    sign_with(content, signer, attributes)
}

/// An attribute whose value is a decimal number written as text, as all numbers in SCEP are.
fn number(
    signed: &Verified,
    name: &::der::asn1::ObjectIdentifier,
    what: &'static str,
) -> Result<u8, CmsError> {
    let wrong = CmsError::Attribute(what);
    let value = signed.attribute(name, what)?;
    let text = value.text().map_err(|_| wrong.clone())?;
    let canonical =
        text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if value.tag != der::PRINTABLE_STRING || !canonical {
        return Err(wrong);
    }
    text.parse().map_err(|_| wrong)
}

fn nonce(
    signed: &Verified,
    name: &::der::asn1::ObjectIdentifier,
    what: &'static str,
) -> Result<Vec<u8>, CmsError> {
    let value = signed.attribute(name, what)?;
    if value.tag == der::OCTET_STRING && (1..=64).contains(&value.value.len()) {
        Ok(value.value.to_vec())
    } else {
        Err(CmsError::Attribute(what))
    }
}

fn pki_status(number: u8) -> Result<Status, CmsError> {
    [Status::Success, Status::Failure, Status::Pending]
        .into_iter()
        .find(|known| *known as u8 == number)
        .ok_or(CmsError::Attribute("pkiStatus"))
}

fn fail_reason(number: u8) -> Result<FailInfo, CmsError> {
    use FailInfo::{BadAlg, BadCertId, BadMessageCheck, BadRequest, BadTime};
    [BadAlg, BadMessageCheck, BadRequest, BadTime, BadCertId]
        .into_iter()
        .find(|known| *known as u8 == number)
        .ok_or(CmsError::Attribute("failInfo"))
}
