//! Content of the pictures that declared entries name. It is kept apart from them, because every page reads those.

use super::{Error, Tx};

statements! {
    READ = "SELECT content FROM picture WHERE sha256 = $1";
    CREATE = "INSERT INTO picture (sha256, content) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING";
    REMOVE_OTHERS = "DELETE FROM picture WHERE sha256 <> $1";
}

impl Tx {
    /// The picture of this SHA-256 (hexadecimal).
    ///
    /// # Errors
    /// What the database says.
    pub async fn picture(&mut self, sha256: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(on!(self, c => sqlx::query_scalar(READ)
            .bind(sha256)
            .fetch_optional(c)
            .await)?)
    }

    /// Keeps this picture and no other; none: none at all.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_picture(&mut self, picture: Option<(&str, &[u8])>) -> Result<(), Error> {
        if let Some((sha256, content)) = picture {
            execute!(self, CREATE, sha256, content)?;
        }
        execute!(
            self,
            REMOVE_OTHERS,
            picture.map_or("", |(sha256, _)| sha256)
        )?;
        Ok(())
    }
}
