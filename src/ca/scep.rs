//! The server's half of SCEP (RFC 8894): read the question, open it, write the answer.
//!
//! What fails before [`Request::decode`] is done is answered by HTTP 400; what fails after it by
//! [`Request::refuse`], HTTP 200.

use data_encoding::BASE64_NOPAD;

use super::authority::Authority;
use super::csr::{Csr, CsrError};
use super::error::CaError;
use crate::cms::ber::Limits;
use crate::cms::certificate::Certificate;
use crate::cms::certs_only;
use crate::cms::cipher::{Accept, ContentCipher};
use crate::cms::enveloped::{Seed, cipher_of, envelope_by, open_accepting};
use crate::cms::error::CmsError;
use crate::cms::pkimessage::{FailInfo, Header, MessageType, PkiError, PkiMessage, Status, encode};
use crate::cms::public_key::Family;

/// The answer to GetCACaps. DES3 is offered only where old ciphers are accepted; iOS wants a SHA to be named.
pub fn capabilities(accept: Accept) -> &'static str {
    match accept {
        Accept::Modern => "AES\nPOSTPKIOperation\nRenewal\nSCEPStandard\nSHA-1\nSHA-256\n",
        Accept::Legacy => "AES\nDES3\nPOSTPKIOperation\nRenewal\nSCEPStandard\nSHA-1\nSHA-256\n",
    }
}
/// Content type of the answer to GetCACaps.
pub const CAPABILITIES_TYPE: &str = "text/plain";
/// Content type of the answer to GetCACert: one authority that signs and decrypts, in DER. (The `ra` form makes
/// Apple's client search for registration authorities.)
pub const CERTIFICATE_TYPE: &str = "application/x-x509-ca-cert";
/// Content type of the answer to PKIOperation, refusals too.
pub const ANSWER_TYPE: &str = "application/x-pki-message";

/// The message of a PKIOperation by GET: base64 in the query. Clients leave `+` unescaped, so that it arrives as a
/// space, break lines, leave the padding or a part of it out, and use the letters that are safe in addresses.
pub fn message_from_query(text: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = text
        .bytes()
        .filter(|byte| !matches!(byte, b'\r' | b'\n'))
        .map(|byte| match byte {
            b' ' | b'-' => b'+',
            b'_' => b'/',
            other => other,
        })
        .collect();
    let padding = letters
        .iter()
        .rev()
        .take_while(|byte| **byte == b'=')
        .count();
    BASE64_NOPAD
        .decode(&letters[..letters.len() - padding])
        .ok()
        .filter(|_| padding <= 2)
}

/// A question whose outer signature verified: it can be answered. Nothing in it is authorised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    message: PkiMessage,
}

/// Why a question is refused before anybody looks at its challenge.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScepRefusal {
    /// It cannot be opened with the authority's key, or what is in it is no request. One answer for all of it.
    #[error("the request cannot be read")]
    Unreadable,
    /// It names an algorithm that is not accepted, or a weak key.
    #[error("an algorithm or key that is not accepted")]
    Algorithm,
    /// It asks for something else than a certificate for a key: nothing is ever pending, and certificates and lists
    /// of revoked ones are not given out this way.
    #[error("only requests for a certificate are answered")]
    NoRequest,
}

impl ScepRefusal {
    /// The reason as the client is told.
    pub fn fail_info(&self) -> FailInfo {
        match self {
            Self::Unreadable => FailInfo::BadMessageCheck,
            Self::Algorithm => FailInfo::BadAlg,
            Self::NoRequest => FailInfo::BadRequest,
        }
    }
}

impl Request {
    /// Reads the message and verifies its signature with the certificate it encloses (usually self-signed).
    ///
    /// # Errors
    /// [`PkiError::MessageType`] for what only a server says; else what is wrong with the message.
    pub fn decode(message: &[u8]) -> Result<Self, PkiError> {
        let message = PkiMessage::decode(message, Limits::SCEP)?;
        match message.message_type {
            MessageType::CertRep => Err(PkiError::MessageType),
            _ => Ok(Self { message }),
        }
    }

    /// The client's name for the transaction.
    pub fn transaction_id(&self) -> &str {
        &self.message.transaction_id
    }

    /// The certificate that signed the message, and that the answer is encrypted to.
    pub fn client(&self) -> &Certificate {
        &self.message.signer
    }

    /// Opens the envelope and reads the request in it. `fallback` is random (see [`crate::cms::enveloped::open`]).
    ///
    /// # Errors
    /// Why it is refused; answer with [`Self::refuse`].
    pub fn open(
        &self,
        authority: &Authority,
        fallback: &[u8; 32],
        accept: Accept,
    ) -> Result<Csr, ScepRefusal> {
        let asks = [MessageType::PkcsReq, MessageType::RenewalReq];
        if !asks.contains(&self.message.message_type) {
            return Err(ScepRefusal::NoRequest);
        }
        if self
            .client()
            .public_key()
            .is_ok_and(|key| key.family() != Family::Rsa)
        {
            return Err(ScepRefusal::Algorithm);
        }
        let sealed = self
            .message
            .envelope
            .as_deref()
            .ok_or(ScepRefusal::Unreadable)?;
        let ours = (authority.certificate(), authority.key());
        let opened = open_accepting(sealed, ours, fallback, Limits::SCEP, accept);
        let plain = opened.map_err(|error| match error {
            CmsError::Unsupported(_) => ScepRefusal::Algorithm,
            _ => ScepRefusal::Unreadable,
        })?;
        // A wrong content key makes random bytes; that they are no request must look like any other failure.
        Csr::parse(&plain).map_err(|error| match error {
            CsrError::Key(_) | CsrError::Malformed(CmsError::Unsupported(_)) => {
                ScepRefusal::Algorithm
            }
            CsrError::Malformed(_) => ScepRefusal::Unreadable,
        })
    }

    /// The answer that grants `leaf`: the leaf alone, encrypted to the client, signed by the authority. `nonce` is
    /// 16 random bytes. The cipher is AES, which clients that ask with DES understand too, but triple DES for
    /// clients that asked with it.
    ///
    /// # Errors
    /// The answer cannot be made.
    pub fn grant(
        &self,
        leaf: &Certificate,
        authority: &Authority,
        nonce: [u8; 16],
        seed: &Seed,
    ) -> Result<Vec<u8>, CaError> {
        let asked = self.message.envelope.as_deref().unwrap_or_default();
        let cipher = match cipher_of(asked, Limits::SCEP) {
            Ok(ContentCipher::TripleDes) => ContentCipher::TripleDes,
            _ => ContentCipher::Aes128,
        };
        let plain = certs_only::build(&[leaf]);
        let sealed = envelope_by(cipher, &plain, self.client(), seed)?;
        let header = self.answer(nonce, (Status::Success, None));
        Ok(encode(&header, Some(&sealed), &authority.signer())?)
    }

    /// The answer that refuses, with the reason. `nonce` is 16 random bytes.
    ///
    /// # Errors
    /// The answer cannot be signed.
    pub fn refuse(
        &self,
        reason: FailInfo,
        authority: &Authority,
        nonce: [u8; 16],
    ) -> Result<Vec<u8>, CaError> {
        let header = self.answer(nonce, (Status::Failure, Some(reason)));
        Ok(encode(&header, None, &authority.signer())?)
    }

    fn answer(&self, nonce: [u8; 16], outcome: (Status, Option<FailInfo>)) -> Header {
        Header {
            message_type: MessageType::CertRep,
            transaction_id: self.message.transaction_id.clone(),
            sender_nonce: nonce,
            recipient_nonce: Some(self.message.sender_nonce.clone())
                .filter(|nonce| !nonce.is_empty()),
            outcome: Some(outcome),
        }
    }
}
