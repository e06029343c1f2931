//! Identity certificates: one row each, never changed but when they are revoked.

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::id::EnrollmentId;

statements! {
    KEEP = "INSERT INTO certificate (sha256, serial, enrollment, der, key_hash, renews, issued_at, expires_at, issuer) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    DER = "SELECT der FROM certificate WHERE sha256 = $1 AND revoked_at IS NULL";
    REVOKED = "SELECT serial, revoked_at FROM certificate WHERE revoked_at IS NOT NULL AND expires_at > $1 \
               AND issuer = $2 ORDER BY revoked_at, serial";
    RENEWAL = "SELECT der FROM certificate WHERE renews = $1 AND key_hash = $2 AND revoked_at IS NULL";
}

/// A certificate to be kept.
#[derive(Clone, Copy, Debug)]
pub struct NewCertificate<'a> {
    /// SHA-256 of the DER, hexadecimal.
    pub sha256: &'a str,
    /// Serial number, hexadecimal.
    pub serial: &'a str,
    /// SHA-256 of the certificate of the authority that issued it, hexadecimal.
    pub issuer: &'a str,
    /// Whom it was issued for.
    pub enrollment: &'a EnrollmentId,
    /// The certificate.
    pub der: &'a [u8],
    /// SHA-256 of its public key, hexadecimal.
    pub key_hash: &'a str,
    /// SHA-256 of the certificate that asked for it, hexadecimal; none when a challenge did.
    pub renews: Option<&'a str>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// End of its validity.
    pub expires_at: Timestamp,
}

impl Tx {
    /// Keeps a certificate.
    ///
    /// # Errors
    /// What the database says; a serial number given twice is refused by it.
    pub async fn keep_certificate(&mut self, new: &NewCertificate<'_>) -> Result<(), Error> {
        execute!(
            self,
            KEEP,
            new.sha256,
            new.serial,
            &new.enrollment.0,
            new.der,
            new.key_hash,
            new.renews,
            new.issued_at.0,
            new.expires_at.0,
            new.issuer
        )?;
        Ok(())
    }

    /// A certificate that was issued and not revoked, DER.
    ///
    /// # Errors
    /// What the database says.
    pub async fn certificate(&mut self, sha256: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(on!(self, c => sqlx::query_scalar(DER)
            .bind(sha256)
            .fetch_optional(c)
            .await)?)
    }

    /// The certificate that renewed another one, by its SHA-256, with this key; DER. None when it was revoked.
    ///
    /// # Errors
    /// What the database says.
    pub async fn renewed_certificate(
        &mut self,
        sha256: &str,
        key_hash: &str,
    ) -> Result<Option<Vec<u8>>, Error> {
        Ok(on!(self, c => sqlx::query_scalar(RENEWAL)
            .bind(sha256)
            .bind(key_hash)
            .fetch_optional(c)
            .await)?)
    }

    /// Serial numbers (hexadecimal) of revoked certificates of this issuer that would still be valid at `now`, and when they were
    /// revoked.
    ///
    /// # Errors
    /// What the database says.
    pub async fn revoked_certificates(
        &mut self,
        issuer: &str,
        now: Timestamp,
    ) -> Result<Vec<(String, Timestamp)>, Error> {
        let rows: Vec<(String, i64)> =
            on!(self, c => sqlx::query_as(REVOKED).bind(now.0).bind(issuer).fetch_all(c).await)?;
        Ok(rows
            .into_iter()
            .map(|(serial, at)| (serial, Timestamp(at)))
            .collect())
    }
}
