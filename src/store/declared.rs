//! What was applied last: sites, policies, accounts, the organization and open enrollment. The portal obeys these rows,
//! not the working tree.

use serde::de::DeserializeOwned;

use super::{Error, Tx};
use crate::model::declared::{Kind, Organization};
use crate::model::id::{AccountId, PolicyId, SiteId};
use crate::model::policy::{Account, OpenEnrollment, Policy, Site};

statements! {
    ONE = "SELECT body FROM declared WHERE kind = $1 AND id = $2";
    ALL = "SELECT id, body FROM declared WHERE kind = $1";
    CREATE = "INSERT INTO declared (kind, id, body, digest, source, place, version, run) \
              VALUES ($1, $2, $3, $4, $5, $6, 1, $7) ON CONFLICT (kind, id) DO NOTHING";
    UPDATE = "UPDATE declared SET body = $3, digest = $4, source = $5, place = $6, run = $7, \
              version = version + 1 WHERE kind = $1 AND id = $2 AND version = $8";
    REMOVE = "DELETE FROM declared WHERE kind = $1 AND id = $2 AND version = $3";
    PLACE = "UPDATE declared SET place = $3 WHERE kind = $1 AND id = $2 AND place <> $3";
}

/// One declared entry as it is written.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its kind; invitations have rows of their own.
    pub kind: Kind,
    /// Its id.
    pub id: &'a str,
    /// JSON of its model struct.
    pub body: &'a str,
    /// SHA-256 of the canonical JSON, hexadecimal.
    pub digest: &'a str,
    /// Its source text.
    pub source: &'a str,
    /// `file:line`.
    pub place: &'a str,
}

impl Tx {
    /// The JSON of one entry; none when it is not live.
    ///
    /// # Errors
    /// What the database says.
    pub async fn declared(&mut self, kind: Kind, id: &str) -> Result<Option<String>, Error> {
        Ok(on!(self, c => sqlx::query_scalar(ONE)
            .bind(kind.word())
            .bind(id)
            .fetch_optional(c)
            .await)?)
    }

    /// Every live entry of one kind, as id and JSON, ordered by id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn declared_all(&mut self, kind: Kind) -> Result<Vec<(String, String)>, Error> {
        let mut rows: Vec<(String, String)> = on!(self, c => sqlx::query_as(ALL)
            .bind(kind.word())
            .fetch_all(c)
            .await)?;
        rows.sort();
        Ok(rows)
    }

    async fn live<T: DeserializeOwned>(
        &mut self,
        kind: Kind,
        id: &str,
    ) -> Result<Option<T>, Error> {
        let body = self.declared(kind, id).await?;
        Ok(body.map(|b| serde_json::from_str(&b)).transpose()?)
    }

    /// The entry of a kind that has only one: the kind's word is its id.
    async fn only<T: DeserializeOwned>(&mut self, kind: Kind) -> Result<Option<T>, Error> {
        self.live(kind, kind.word()).await
    }

    /// The live policy of this id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn live_policy(&mut self, id: &PolicyId) -> Result<Option<Policy>, Error> {
        self.live(Kind::Policy, &id.0).await
    }

    /// The live site of this id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn live_site(&mut self, id: &SiteId) -> Result<Option<Site>, Error> {
        self.live(Kind::Site, &id.0).await
    }

    /// Every live site, ordered by id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn live_sites(&mut self) -> Result<Vec<Site>, Error> {
        let rows = self.declared_all(Kind::Site).await?;
        rows.into_iter()
            .map(|(_, body)| Ok(serde_json::from_str(&body)?))
            .collect()
    }

    /// The live local account of this id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn live_account(&mut self, id: &AccountId) -> Result<Option<Account>, Error> {
        self.live(Kind::Account, &id.0).await
    }

    /// Every live account, ordered by id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn live_accounts(&mut self) -> Result<Vec<Account>, Error> {
        let rows = self.declared_all(Kind::Account).await?;
        rows.into_iter()
            .map(|(_, body)| Ok(serde_json::from_str(&body)?))
            .collect()
    }

    /// The live rows of open enrollment, in order; empty: it is off.
    ///
    /// # Errors
    /// What the database says.
    pub async fn live_open_enrollment(&mut self) -> Result<Vec<OpenEnrollment>, Error> {
        let rows = self.only(Kind::OpenEnrollment).await?;
        Ok(rows.unwrap_or_default())
    }

    /// The live organization; none before the first apply.
    ///
    /// # Errors
    /// What the database says.
    pub async fn live_organization(&mut self) -> Result<Option<Organization>, Error> {
        self.only(Kind::Organization).await
    }

    /// Writes a new entry.
    ///
    /// # Errors
    /// [`Error::Stale`] when there is one already.
    pub async fn create_declared(&mut self, entry: &Entry<'_>, run: &str) -> Result<(), Error> {
        let rows = on!(self, c => sqlx::query(CREATE)
            .bind(entry.kind.word())
            .bind(entry.id)
            .bind(entry.body)
            .bind(entry.digest)
            .bind(entry.source)
            .bind(entry.place)
            .bind(run)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        once(rows, entry.kind, entry.id)
    }

    /// Writes an entry over the one of this version.
    ///
    /// # Errors
    /// [`Error::Stale`] when that version is gone.
    pub async fn update_declared(
        &mut self,
        entry: &Entry<'_>,
        version: i64,
        run: &str,
    ) -> Result<(), Error> {
        let rows = on!(self, c => sqlx::query(UPDATE)
            .bind(entry.kind.word())
            .bind(entry.id)
            .bind(entry.body)
            .bind(entry.digest)
            .bind(entry.source)
            .bind(entry.place)
            .bind(run)
            .bind(version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        once(rows, entry.kind, entry.id)
    }

    /// Removes the entry of this version.
    ///
    /// # Errors
    /// [`Error::Stale`] when that version is gone.
    pub async fn remove_declared(
        &mut self,
        kind: Kind,
        id: &str,
        version: i64,
    ) -> Result<(), Error> {
        let rows = on!(self, c => sqlx::query(REMOVE)
            .bind(kind.word())
            .bind(id)
            .bind(version)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        once(rows, kind, id)
    }

    /// Remembers that an unchanged entry stands elsewhere now.
    ///
    /// # Errors
    /// What the database says.
    pub async fn move_declared(&mut self, kind: Kind, id: &str, place: &str) -> Result<(), Error> {
        on!(self, c => sqlx::query(PLACE)
            .bind(kind.word())
            .bind(id)
            .bind(place)
            .execute(c)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}

fn once(rows: u64, kind: Kind, id: &str) -> Result<(), Error> {
    match rows {
        1 => Ok(()),
        _ => Err(Error::Stale(format!("{} {id}", kind.word()))),
    }
}
