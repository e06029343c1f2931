//! Logging in: by a directory, an OpenID provider or a local account, slowed down after failures, the same answer whoever asks.
//!
//! [`sources`] says where somebody may log in, [`log_in`] does it with a password and
//! [`oidc`] without one, [`admits`] and [`is_invited`] judge whether
//! the person may go on. To add one more source: a variant in `model::person::LoginSource`, a field in
//! [`Sources`], an arm in [`log_in`].

mod account;
pub mod directory;
pub mod oidc;
mod refusal;
mod rules;
mod throttle;

use std::net::IpAddr;

pub use account::hash_password;
pub use directory::open as open_directory;
pub use refusal::Refusal;
pub use rules::{admits, is_in_any, is_invited};

use super::{App, Error};
use crate::base::secret::Secret;
use crate::base::time::Timestamp;
use crate::model::person::{LoginSource, Person};
use crate::model::policy::{Policy, Role};
use crate::model::session::Login;
use crate::model::settings::OIDC;
use crate::store::Tx;

/// Where somebody may log in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// Names of directories, tried in order.
    pub directories: Vec<String>,
    /// The OpenID provider.
    pub oidc: bool,
    /// Local accounts.
    pub accounts: bool,
    /// What for: local accounts serve one purpose each.
    pub to: Purpose,
}

/// What somebody logs in for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// To enroll a device.
    #[default]
    Enroll,
    /// To look at the console.
    Look,
}

impl Purpose {
    /// Whether an account of this role serves it.
    fn admits(self, role: Role) -> bool {
        match self {
            Self::Enroll => role == Role::Enroller,
            Self::Look => role.looks(),
        }
    }
}

/// Which form was filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum With {
    /// The directory's, where there is one.
    #[default]
    Directory,
    /// That of local accounts.
    Account,
}

/// What somebody typed, and from where.
#[derive(Clone, Debug)]
pub struct Attempt<'a> {
    /// Login name.
    pub username: &'a str,
    /// Password.
    pub password: &'a Secret<String>,
    /// Which form.
    pub with: With,
    /// Address of the client.
    pub address: IpAddr,
}

/// The sources that any of these policies allows; neither named in a policy means all that are configured.
/// A policy that asks for groups and does not name accounts means people of a directory.
///
/// # Errors
/// What the database says.
pub async fn sources(app: &App, tx: &mut Tx, policies: &[Policy]) -> Result<Sources, Error> {
    let some_account = some_account(tx, Purpose::Enroll).await?;
    let configured: Vec<&String> = app.settings.directories.keys().collect();
    let mut all = Sources::default();
    for policy in policies {
        match &policy.directory {
            Some(name) if name == OIDC => all.oidc |= app.settings.oidc.is_some(),
            Some(name) => all.directories.push(name.clone()),
            None if !policy.accounts => {
                all.directories.extend(configured.iter().copied().cloned());
                all.oidc |= app.settings.oidc.is_some();
            }
            None => {}
        }
        all.accounts |= some_account && rules::takes_accounts(policy);
    }
    all.directories.sort();
    all.directories.dedup();
    Ok(all)
}

/// Whether any local account serves this purpose.
///
/// # Errors
/// What the database says.
pub async fn some_account(tx: &mut Tx, to: Purpose) -> Result<bool, Error> {
    let accounts = tx.live_accounts().await?;
    Ok(accounts.iter().any(|account| to.admits(account.role)))
}

/// Checks a login name and a password. Nothing of the answer, nor the time it takes, says whether the name exists.
///
/// # Errors
/// [`Refusal`].
pub async fn log_in(app: &App, sources: &Sources, attempt: &Attempt<'_>) -> Result<Login, Refusal> {
    let pass = throttle::enter(app, attempt.username, attempt.address).await?;
    tokio::time::sleep(pass.delay).await;
    let answer = check(app, sources, attempt).await;
    match &answer {
        Ok(_) => pass.succeeded(app).await?,
        Err(Refusal::BadLogin) => pass.failed(app).await?,
        Err(_) => pass.undecided(app).await?,
    }
    let (source, person) = answer?;
    let mut tx = app.db.read().await?;
    let at: Timestamp = tx.now().await?;
    Ok(Login { source, person, at })
}

async fn check(
    app: &App,
    sources: &Sources,
    attempt: &Attempt<'_>,
) -> Result<(LoginSource, Person), Refusal> {
    let by_account = attempt.with == With::Account || sources.directories.is_empty();
    if by_account {
        let id = sources.accounts.then_some(attempt.username);
        let person = account::check(app, id, attempt.password, sources.to).await?;
        return Ok((LoginSource::Account, person));
    }
    let mut last = Refusal::BadLogin;
    for name in &sources.directories {
        match directory::check(app, name, attempt).await {
            Ok(person) => return Ok((LoginSource::Directory(name.clone()), person)),
            Err(refusal @ Refusal::DirectoryDown) => last = refusal,
            Err(Refusal::BadLogin) => {}
            Err(other) => return Err(other),
        }
    }
    Err(last)
}
