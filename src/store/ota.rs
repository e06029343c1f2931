//! The Profile Service: what it asked of a device, and the throw-away identity it gave. One row an enrollment.

use super::{Error, Tx};
use crate::model::id::EnrollmentId;

statements! {
    ASK = "INSERT INTO ota (enrollment, token_hash, challenge_hash) VALUES ($1, $2, $3) \
           ON CONFLICT (enrollment) DO NOTHING";
    OF_TOKEN = "SELECT enrollment FROM ota WHERE token_hash = $1";
    OF_CHALLENGE = "SELECT enrollment FROM ota WHERE challenge_hash = $1";
    OF_CERTIFICATE = "SELECT enrollment FROM ota WHERE certificate = $1";
    IDENTITY = "SELECT key_hash, der FROM ota WHERE enrollment = $1";
    GIVE = "UPDATE ota SET certificate = $2, key_hash = $3, der = $4 WHERE enrollment = $1 AND certificate IS NULL";
    PIN = "UPDATE enrollment SET udid = $2, serial = $3, known_serial = COALESCE($3, known_serial), refusal = NULL \
           WHERE id = $1 AND enrolled_at IS NULL AND (udid IS NULL OR udid = $2)";
}

/// What a digest that a device brought is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// The challenge of the question.
    Token,
    /// The challenge of the throw-away identity.
    Challenge,
    /// The throw-away identity.
    Certificate,
}

/// A throw-away identity.
#[derive(Clone, Copy, Debug)]
pub struct ThrowAway<'a> {
    /// SHA-256 of the certificate, hexadecimal.
    pub certificate: &'a str,
    /// SHA-256 of its public key, hexadecimal.
    pub key_hash: &'a str,
    /// The certificate.
    pub der: &'a [u8],
}

impl Tx {
    /// Remembers the digests (hexadecimal) of the two challenges that a device is about to be given. Once is enough.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ota_ask(
        &mut self,
        id: &EnrollmentId,
        token_hash: &str,
        challenge_hash: &str,
    ) -> Result<(), Error> {
        execute!(self, ASK, &id.0, token_hash, challenge_hash)?;
        Ok(())
    }

    /// The enrollment that a digest (hexadecimal) belongs to.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ota_of(
        &mut self,
        known: Known,
        digest: &str,
    ) -> Result<Option<EnrollmentId>, Error> {
        let statement = match known {
            Known::Token => OF_TOKEN,
            Known::Challenge => OF_CHALLENGE,
            Known::Certificate => OF_CERTIFICATE,
        };
        let found: Option<String> =
            on!(self, c => sqlx::query_scalar(statement).bind(digest).fetch_optional(c).await)?;
        Ok(found.map(EnrollmentId))
    }

    /// The key (hexadecimal digest) and certificate (DER) that were given, if any.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ota_identity(
        &mut self,
        id: &EnrollmentId,
    ) -> Result<Option<(String, Vec<u8>)>, Error> {
        let row: Option<(Option<String>, Option<Vec<u8>>)> =
            on!(self, c => sqlx::query_as(IDENTITY).bind(&id.0).fetch_optional(c).await)?;
        Ok(row.and_then(|(key, der)| key.zip(der)))
    }

    /// Keeps the throw-away identity; `false` when there is one already.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ota_give(
        &mut self,
        id: &EnrollmentId,
        given: &ThrowAway<'_>,
    ) -> Result<bool, Error> {
        let rows = execute!(
            self,
            GIVE,
            &id.0,
            given.certificate,
            given.key_hash,
            given.der
        )?;
        Ok(rows == 1)
    }

    /// Pins an enrollment to the device that proved what it is; `false` when it is pinned to another one or enrolled.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ota_pin(
        &mut self,
        id: &EnrollmentId,
        udid: &str,
        serial: Option<&str>,
    ) -> Result<bool, Error> {
        Ok(execute!(self, PIN, &id.0, udid, serial)? == 1)
    }
}
