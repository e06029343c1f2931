//! What a device shows after its person logged in on it: which enrollment is meant.

use super::{Error, Tx};
use crate::model::id::EnrollmentId;

statements! {
    KEEP = "INSERT INTO access_token (token_hash, enrollment, account) VALUES ($1, $2, $3) \
            ON CONFLICT (token_hash) DO UPDATE SET account = excluded.account";
    OF = "SELECT enrollment, account FROM access_token WHERE token_hash = $1";
}

impl Tx {
    /// Remembers the digest (hexadecimal) of a token, and the person's account, sealed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_access_token(
        &mut self,
        hash: &str,
        id: &EnrollmentId,
        account: &[u8],
    ) -> Result<(), Error> {
        execute!(self, KEEP, hash, &id.0, account)?;
        Ok(())
    }

    /// The enrollment and the sealed account of a token, by its digest (hexadecimal).
    ///
    /// # Errors
    /// What the database says.
    pub async fn access_token(
        &mut self,
        hash: &str,
    ) -> Result<Option<(EnrollmentId, Vec<u8>)>, Error> {
        let found: Option<(String, Vec<u8>)> =
            on!(self, c => sqlx::query_as(OF).bind(hash).fetch_optional(c).await)?;
        Ok(found.map(|(id, account)| (EnrollmentId(id), account)))
    }
}
