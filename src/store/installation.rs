//! Who this installation is: its identity, salt, the fingerprint of its server key and the limits last applied.

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::declared::Limits;

statements! {
    READ = "SELECT instance, salt, key_print, limits FROM installation";
    CREATE = "INSERT INTO installation (only_row, instance, salt, key_print, limits, created_at) \
              VALUES (1, $1, $2, $3, $4, $5) ON CONFLICT (only_row) DO NOTHING";
    SET_LIMITS = "UPDATE installation SET limits = $1";
}

/// The installation's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installation {
    /// Random identity, made once.
    pub instance: String,
    /// Random salt of digests of personal data.
    pub salt: String,
    /// Fingerprint of the server key, once one was used.
    pub key_print: Option<String>,
    /// Limits last applied.
    pub limits: Limits,
}

impl Tx {
    /// The installation; none before the first apply or serve.
    ///
    /// # Errors
    /// What the database says.
    pub async fn installation(&mut self) -> Result<Option<Installation>, Error> {
        let row: Option<(String, String, Option<String>, String)> =
            on!(self, c => sqlx::query_as(READ).fetch_optional(c).await)?;
        row.map(|(instance, salt, key_print, limits)| {
            Ok(Installation {
                instance,
                salt,
                key_print,
                limits: serde_json::from_str(&limits)?,
            })
        })
        .transpose()
    }

    /// Writes the installation unless there is one already.
    ///
    /// # Errors
    /// What the database says.
    pub async fn create_installation(
        &mut self,
        new: &Installation,
        now: Timestamp,
    ) -> Result<(), Error> {
        let limits = serde_json::to_string(&new.limits)?;
        on!(self, c => sqlx::query(CREATE)
            .bind(&new.instance)
            .bind(&new.salt)
            .bind(&new.key_print)
            .bind(&limits)
            .bind(now.0)
            .execute(c)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Remembers the limits of this apply, so that the next raise waits for the one after.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_limits(&mut self, limits: &Limits) -> Result<(), Error> {
        let limits = serde_json::to_string(limits)?;
        on!(self, c => sqlx::query(SET_LIMITS).bind(&limits).execute(c).await.map(|_| ()))?;
        Ok(())
    }
}
