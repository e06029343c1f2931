//! The folder that a server follows, as it was last looked at: one row while a server does.

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::watch::{Auto, Watch};

statements! {
    READ = "SELECT folder, auto, condition, since, looked_at FROM watch";
    PUT = "INSERT INTO watch (only_row, folder, auto, condition, since, looked_at) VALUES (1, $1, $2, $3, $4, $5) \
           ON CONFLICT (only_row) DO UPDATE SET folder = $1, auto = $2, condition = $3, since = $4, looked_at = $5";
    END = "DELETE FROM watch";
}

impl Tx {
    /// What was seen last; none while no server follows a folder.
    ///
    /// # Errors
    /// What the database says.
    pub async fn watch(&mut self) -> Result<Option<Watch>, Error> {
        let row: Option<(String, String, String, i64, i64)> =
            on!(self, c => sqlx::query_as(READ).fetch_optional(c).await)?;
        row.map(|(folder, auto, condition, since, looked_at)| {
            Ok(Watch {
                folder,
                auto: Auto::from_word(&auto)
                    .ok_or_else(|| Error::Corrupt(format!("watch {auto}")))?,
                condition: serde_json::from_str(&condition)?,
                since: Timestamp(since),
                looked_at: Timestamp(looked_at),
            })
        })
        .transpose()
    }

    /// Keeps what was seen.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_watch(&mut self, watch: &Watch) -> Result<(), Error> {
        let condition = serde_json::to_string(&watch.condition)?;
        execute!(
            self,
            PUT,
            &watch.folder,
            watch.auto.word(),
            condition,
            watch.since.0,
            watch.looked_at.0
        )?;
        Ok(())
    }

    /// Nobody follows a folder any more.
    ///
    /// # Errors
    /// What the database says.
    pub async fn end_watch(&mut self) -> Result<(), Error> {
        execute!(self, END)?;
        Ok(())
    }
}
