//! The files that declare invitations as the last complete apply read them, by digest.

use std::collections::{BTreeMap, BTreeSet};

use super::{Error, Tx};
use crate::model::id::InvitationId;
use crate::model::source::{Ending, Known, Source, Sources};

statements! {
    ALL = "SELECT path, digest, lists, ending FROM source";
    INVITATIONS = "SELECT invitations FROM source WHERE path = $1";
    IS_CURRENT = "SELECT COUNT(*) FROM invitation WHERE id = $1 AND removed_at IS NULL";
    PUT = "INSERT INTO source (path, digest, lists, ending, invitations) VALUES ($1, $2, $3, $4, $5) \
           ON CONFLICT (path) DO UPDATE SET digest = $2, lists = $3, ending = $4, invitations = $5";
    FORGET = "DELETE FROM source";
    REMOVE = "DELETE FROM source WHERE path = $1";
}

/// The row that stands for everything but invitations; no file has this path.
const BASE: &str = "";

impl Tx {
    /// Digest of everything but invitations, and the files that declare these, by path.
    ///
    /// # Errors
    /// What the database says.
    pub async fn known_sources(
        &mut self,
    ) -> Result<(Option<String>, BTreeMap<String, Known>), Error> {
        let rows: Vec<(String, Option<String>, String, String)> =
            on!(self, c => sqlx::query_as(ALL).fetch_all(c).await)?;
        let mut files = BTreeMap::new();
        for (path, digest, lists, ending) in rows {
            let known = Known {
                digest,
                lists: serde_json::from_str(&lists)?,
                ending: Ending::from_word(&ending)
                    .ok_or_else(|| Error::Corrupt(format!("ending {ending}")))?,
            };
            files.insert(path, known);
        }
        let base = files.remove(BASE).and_then(|known| known.digest);
        Ok((base, files))
    }

    /// Ids of the invitations that these files declared.
    ///
    /// # Errors
    /// What the database says.
    pub async fn invitations_of_sources(
        &mut self,
        paths: &[&str],
    ) -> Result<BTreeSet<InvitationId>, Error> {
        let mut all = BTreeSet::new();
        for path in paths {
            let ids: Option<String> = on!(self, c => sqlx::query_scalar(INVITATIONS)
                .bind(*path)
                .fetch_optional(c)
                .await)?;
            if let Some(ids) = ids {
                all.extend(serde_json::from_str::<Vec<InvitationId>>(&ids)?);
            }
        }
        Ok(all)
    }

    /// Whether an invitation of this id is live.
    ///
    /// # Errors
    /// What the database says.
    pub async fn is_invitation(&mut self, id: &InvitationId) -> Result<bool, Error> {
        let found: i64 =
            on!(self, c => sqlx::query_scalar(IS_CURRENT).bind(&id.0).fetch_one(c).await)?;
        Ok(found > 0)
    }

    /// Remembers the files as they are applied; writes only what differs.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_sources(&mut self, sources: &Sources) -> Result<(), Error> {
        let (base, known) = self.known_sources().await?;
        if base.as_ref() != Some(&sources.base) {
            let base = Source {
                digest: Some(sources.base.clone()),
                lists: Vec::new(),
                invitations: Vec::new(),
                ending: Ending::Line,
            };
            self.put_source(BASE, &base).await?;
        }
        for (path, source) in &sources.files {
            let before = known.get(path);
            if source.digest.is_none() || before.is_none_or(|k| k.digest != source.digest) {
                self.put_source(path, source).await?;
            }
        }
        for path in known
            .keys()
            .filter(|path| !sources.files.contains_key(*path))
        {
            execute!(self, REMOVE, path)?;
        }
        Ok(())
    }

    /// Makes the next plan read every file.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_sources(&mut self) -> Result<(), Error> {
        execute!(self, FORGET)?;
        Ok(())
    }

    async fn put_source(&mut self, path: &str, source: &Source) -> Result<(), Error> {
        let lists = serde_json::to_string(&source.lists)?;
        let ids = serde_json::to_string(&source.invitations)?;
        execute!(
            self,
            PUT,
            path,
            source.digest.as_deref(),
            lists,
            source.ending.word(),
            ids
        )?;
        Ok(())
    }
}
