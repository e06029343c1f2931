//! Directories of the settings, opened when they are needed.

use std::path::Path;

use super::{Attempt, Refusal};
use crate::base::error::Kind;
use crate::directory::{self, Directory};
use crate::model::person::Person;
use crate::model::settings;
use crate::ops::key::read_secret;
use crate::ops::{App, Error};

/// The directory of this name, its secrets read now.
///
/// # Errors
/// There is none of that name, or a secret or certificate cannot be read.
pub fn open(app: &App, name: &str) -> Result<Directory, Error> {
    let settings = app.settings.directories.get(name).ok_or_else(|| {
        Error::new(Kind::Config, format!("there is no directory `{name}`"))
            .with_hint("`directory` in enroll.yaml names those there are")
    })?;
    of(settings, &app.root)
}

/// The directory of these settings, its secrets read now.
///
/// # Errors
/// A secret or certificate cannot be read, or the settings cannot be used.
pub fn of(settings: &settings::Directory, root: &Path) -> Result<Directory, Error> {
    let password = settings
        .password
        .as_ref()
        .map(|source| read_secret(source, root))
        .transpose()?;
    let ca = settings
        .ca
        .as_ref()
        .map(|path| std::fs::read(root.join(path)).map_err(Error::file(path.clone())))
        .transpose()?;
    Directory::new(settings, password, ca.as_deref()).map_err(|e| {
        let hint = e.hint().unwrap_or_default();
        Error::new(e.kind(), e.to_string()).with_hint(hint)
    })
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
