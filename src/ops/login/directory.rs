//! Directories of the settings, opened when they are needed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Attempt, Refusal};
use crate::base::error::Kind;
use crate::base::secret::Secret;
use crate::directory::{self, Directory};
use crate::model::person::Person;
use crate::model::settings;
use crate::ops::key::read_secret;
use crate::ops::{App, Error};

/// Directories in use by name: each keeps connections for the next conversation.
#[derive(Debug, Default)]
pub struct Directories(Mutex<BTreeMap<String, Arc<Directory>>>);

/// The directory of this name. Its secrets are read now; while they stay the same, so does the directory.
///
/// # Errors
/// There is none of that name, or a secret or certificate cannot be read.
pub fn open(app: &App, name: &str) -> Result<Arc<Directory>, Error> {
    let settings = app.settings.directories.get(name).ok_or_else(|| {
        Error::new(Kind::Config, format!("there is no directory `{name}`"))
            .with_hint("`directory` in enroll.yaml names those there are")
    })?;
    let secrets = Secrets::read(settings, &app.root)?;
    let kept = &app.directories.0;
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(open) = kept.get(name)
        && open.is_with(secrets.password.as_ref(), secrets.ca.as_deref())
    {
        return Ok(Arc::clone(open));
    }
    let open = Arc::new(secrets.open(settings)?);
    kept.insert(name.to_owned(), Arc::clone(&open));
    Ok(open)
}

/// The directory of these settings, its secrets read now.
///
/// # Errors
/// A secret or certificate cannot be read, or the settings cannot be used.
pub fn of(settings: &settings::Directory, root: &Path) -> Result<Directory, Error> {
    Secrets::read(settings, root)?.open(settings)
}

/// What the settings name and do not hold.
struct Secrets {
    password: Option<Secret<String>>,
    ca: Option<Vec<u8>>,
}

impl Secrets {
    fn read(settings: &settings::Directory, root: &Path) -> Result<Self, Error> {
        let password = settings.password.as_ref();
        let ca = settings.ca.as_ref();
        Ok(Self {
            password: password
                .map(|source| read_secret(source, root))
                .transpose()?,
            ca: ca
                .map(|path| std::fs::read(root.join(path)).map_err(Error::file(path.clone())))
                .transpose()?,
        })
    }

    fn open(self, settings: &settings::Directory) -> Result<Directory, Error> {
        Directory::new(settings, self.password, self.ca.as_deref()).map_err(|e| {
            let hint = e.hint().unwrap_or_default();
            Error::new(e.kind(), e.to_string()).with_hint(hint)
        })
    }
}

/// The person of this directory whose login name and password these are.
pub(super) async fn check(app: &App, name: &str, attempt: &Attempt<'_>) -> Result<Person, Refusal> {
    let answer = open(app, name)?
        .log_in(attempt.username, attempt.password)
        .await;
    answer.map_err(|error| match error {
        directory::Error::BadCredentials | directory::Error::NotFound => Refusal::BadLogin,
        error => {
            tracing::warn!(directory = name, %error, "a password could not be checked");
            Refusal::DirectoryDown
        }
    })
}
