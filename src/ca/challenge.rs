//! The two ways to the authority's signature: a one-time challenge, and the certificate that is to be renewed.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use data_encoding::BASE32_NOPAD;

use super::csr::Csr;
use crate::base::digest::sha256;
use crate::base::error::Kind;
use crate::base::secret::Secret;
use crate::base::time::Timestamp;
use crate::cms::certificate::{Certificate, Purpose};
use crate::cms::public_key::PublicKey;

/// A challenge as a profile carries it: 128 random bits in 26 letters and digits.
pub fn text(random: &[u8; 16]) -> Secret<String> {
    Secret::new(BASE32_NOPAD.encode(random))
}

/// What is stored of a challenge and looked up: its SHA-256. A dictionary does not help against 128 bits.
pub fn hash(text: &str) -> [u8; 32] {
    sha256(text.as_bytes())
}

/// The challenge that an enrollment was given. Whether it is still within its time is the caller's to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpectedChallenge {
    /// Its [`hash`].
    pub hash: [u8; 32],
    /// SHA-256 of the key it was first used with ([`Csr::key_digest`]); none before.
    pub bound_key: Option<[u8; 32]>,
}

/// Why a request is not authorised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The request carries no challenge.
    #[error("the request carries no challenge")]
    Missing,
    /// It is another challenge.
    #[error("the challenge is wrong")]
    Wrong,
    /// The challenge was used before, with another key. Somebody else knows it: worth an alert (RFC 8894, 7.3).
    #[error("the challenge was already used with another key")]
    OtherKey,
}

impl Refusal {
    /// How exit codes and HTTP see it.
    pub fn kind(self) -> Kind {
        Kind::Refused
    }
}

/// A request whose challenge was right, or that a good certificate signed. Only [`authorise`] and [`authorise_renewal`]
/// make one.
///
/// ```compile_fail,E0451
/// fn forge(csr: enroll::ca::csr::Csr) -> enroll::ca::challenge::AuthorisedCsr {
///     enroll::ca::challenge::AuthorisedCsr { csr }
/// }
/// ```
#[derive(Debug)]
pub struct AuthorisedCsr {
    csr: Csr,
}

impl AuthorisedCsr {
    /// The key to certify.
    pub fn key(&self) -> &PublicKey {
        self.csr.key()
    }

    /// SHA-256 of the key, to bind the challenge to.
    pub fn key_digest(&self) -> [u8; 32] {
        self.csr.key_digest()
    }
}

/// Compares the challenge inside the request with the expected one, in constant time, and the key with the one the
/// challenge was first used with. The same key again is welcome: devices repeat what got no answer.
///
/// # Errors
/// Missing, wrong, or used with another key.
pub fn authorise(csr: Csr, expected: &ExpectedChallenge) -> Result<AuthorisedCsr, Refusal> {
    let presented = csr.challenge().ok_or(Refusal::Missing)?;
    let presented = hash(presented.expose());
    verify_slices_are_equal(&presented, &expected.hash).map_err(|_| Refusal::Wrong)?;
    match expected.bound_key {
        Some(bound) if bound != csr.key_digest() => Err(Refusal::OtherKey),
        Some(_) | None => Ok(AuthorisedCsr { csr }),
    }
}

/// Why a certificate does not renew itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenewalRefusal {
    /// It is not the one that was kept when it was issued.
    #[error("the certificate is not one of ours")]
    Foreign,
    /// It is not valid at this time, or not a device's.
    #[error("the certificate is not good any more")]
    Over,
}

/// Renewal by certificate (RFC 8894, 2.3): `signer`, whose signature over the message was verified, is the certificate
/// that was kept as `issued`, and is good at `at`. Whether its enrollment goes on is the caller's to know.
///
/// # Errors
/// Another certificate, or not good at `at`.
pub fn authorise_renewal(
    csr: Csr,
    signer: &Certificate,
    issued: &[u8],
    at: Timestamp,
) -> Result<AuthorisedCsr, RenewalRefusal> {
    if signer.der() != issued {
        return Err(RenewalRefusal::Foreign);
    }
    let lives = signer.not_before <= at && at <= signer.not_after;
    if lives && signer.is_for(Purpose::ClientAuth) && !signer.extensions.authority {
        Ok(AuthorisedCsr { csr })
    } else {
        Err(RenewalRefusal::Over)
    }
}
