//! Private keys of the installation, sealed by the server key, with their certificates.

use super::{Error, Tx};
use crate::base::time::Timestamp;

statements! {
    READ = "SELECT certificate, sealed FROM keypair WHERE name = $1";
    ALL = "SELECT certificate, sealed FROM keypair WHERE name LIKE $1 ORDER BY created_at, name";
    CREATE = "INSERT INTO keypair (name, certificate, sealed, created_at) VALUES ($1, $2, $3, $4) \
              ON CONFLICT (name) DO NOTHING";
    REPLACE = "UPDATE keypair SET certificate = $3, sealed = $4, created_at = $5 \
               WHERE name = $1 AND certificate = $2";
}

/// One key with its certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedKeypair {
    /// Certificate, PEM.
    pub certificate: String,
    /// Private key, sealed with the name as context.
    pub sealed: Vec<u8>,
}

impl Tx {
    /// The key pair of this name.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keypair(&mut self, name: &str) -> Result<Option<SealedKeypair>, Error> {
        let row: Option<(String, Vec<u8>)> =
            on!(self, c => sqlx::query_as(READ).bind(name).fetch_optional(c).await)?;
        Ok(row.map(|(certificate, sealed)| SealedKeypair {
            certificate,
            sealed,
        }))
    }

    /// Every key pair whose name begins so, the oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keypairs(&mut self, beginning: &str) -> Result<Vec<SealedKeypair>, Error> {
        let like = format!("{beginning}%");
        let rows: Vec<(String, Vec<u8>)> =
            on!(self, c => sqlx::query_as(ALL).bind(&like).fetch_all(c).await)?;
        let pair = |(certificate, sealed)| SealedKeypair {
            certificate,
            sealed,
        };
        Ok(rows.into_iter().map(pair).collect())
    }

    /// Keeps a key pair unless there is one of this name already: whoever comes second reads the first one's.
    ///
    /// # Errors
    /// What the database says.
    pub async fn create_keypair(
        &mut self,
        name: &str,
        pair: &SealedKeypair,
        now: Timestamp,
    ) -> Result<(), Error> {
        execute!(self, CREATE, name, &pair.certificate, &pair.sealed, now.0)?;
        Ok(())
    }

    /// Replaces `old`, unless somebody else did so already.
    ///
    /// # Errors
    /// What the database says.
    pub async fn replace_keypair(
        &mut self,
        name: &str,
        old: &SealedKeypair,
        new: &SealedKeypair,
        now: Timestamp,
    ) -> Result<(), Error> {
        execute!(
            self,
            REPLACE,
            name,
            &old.certificate,
            &new.certificate,
            &new.sealed,
            now.0
        )?;
        Ok(())
    }
}
