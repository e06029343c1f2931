//! Directories of the settings, opened when they are needed.

use super::{Attempt, Refusal};
use crate::base::error::Kind;
use crate::directory::{self, Directory};
use crate::model::person::Person;
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
    let password = settings
        .password
        .as_ref()
        .map(|source| read_secret(source, &app.root))
        .transpose()?;
    let ca = settings
        .ca
        .as_ref()
        .map(|path| std::fs::read(app.root.join(path)).map_err(Error::file(path.clone())))
        .transpose()?;
    Directory::new(settings, password, ca.as_deref())
        .map_err(|e| Error::new(e.kind(), e.to_string()))
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
