//! What every use-case needs, put together once per process.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::OnceCell;

use super::authorities::Authorities;
use super::key::ServerKey;
use super::login::directory::Directories;
use super::{Error, random};
use crate::model::declared::Limits;
use crate::model::settings::Settings;
use crate::oidc::Provider;
use crate::store::installation::Installation;
use crate::store::{Access, Db};

/// A process that works: its database, key and settings.
#[derive(Clone, Debug)]
pub struct App {
    /// The database, open for writing.
    pub db: Db,
    /// The server key, checked against the database.
    pub key: ServerKey,
    /// Settings read at start.
    pub settings: Settings,
    /// The repository: relative paths of settings start here.
    pub root: PathBuf,
    /// Identity and salt of the installation.
    pub installation: Installation,
    /// The OpenID provider of the settings, once somebody logged in there.
    pub(super) provider: Arc<OnceCell<Arc<Provider>>>,
    /// The directories of the settings, once somebody logged in there.
    pub(super) directories: Arc<Directories>,
    /// Keys that vouch for devices and profiles, once somebody asked for them ([`super::authorities::open`]).
    pub(super) authorities: Arc<OnceCell<Arc<Authorities>>>,
}

impl App {
    /// Opens (and where needed creates and migrates) the database, and the server key with it.
    ///
    /// # Errors
    /// [`Error::WrongKey`] when the database was made with another key, before any work is done.
    pub async fn open(settings: Settings, root: &Path) -> Result<Self, Error> {
        let db = Db::open(&settings.database, root, Access::Create).await?;
        let key = ServerKey::open(settings.portal.key.as_ref(), root)?;
        let installation = install(&db, &key).await?;
        Ok(Self {
            db,
            key,
            settings,
            root: root.to_owned(),
            installation,
            provider: Arc::default(),
            directories: Arc::default(),
            authorities: Arc::default(),
        })
    }
}

/// Reads the installation's row, or writes it at the first run; the key must be the one it remembers.
async fn install(db: &Db, key: &ServerKey) -> Result<Installation, Error> {
    let mut tx = db.read().await?;
    let known = tx.installation().await?;
    drop(tx);
    let installation = match known {
        Some(installation) => installation,
        None => {
            let mut tx = db.write().await?;
            let now = tx.now().await?;
            let new = Installation {
                instance: random::uid(),
                salt: random::token()?,
                key_print: Some(key.print()),
                limits: Limits::default(),
            };
            tx.create_installation(&new, now).await?;
            let row = tx.installation().await?;
            tx.commit().await?;
            row.unwrap_or(new)
        }
    };
    match &installation.key_print {
        Some(print) if *print != key.print() => Err(Error::WrongKey),
        _ => Ok(installation),
    }
}
