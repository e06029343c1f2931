//! Local accounts: argon2id, as many at a time as this machine has cores.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use super::{Purpose, Refusal};
use crate::base::error::Kind;
use crate::base::secret::Secret;
use crate::model::id::AccountId;
use crate::model::person::Person;
use crate::model::policy::{Account, PasswordHash};
use crate::ops::key::read_secret;
use crate::ops::{App, Error, random};

/// How many may wait for their turn.
const QUEUE: usize = 64;

static WAITING: AtomicUsize = AtomicUsize::new(0);
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| {
    Semaphore::new(std::thread::available_parallelism().map_or(1, std::num::NonZero::get))
});

/// A hash of a password nobody has, for names nobody has: as dear to check as a real one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IG9mIG5vYm9keQ$\
                      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The argon2id PHC string of a password, with a salt of its own and the parameters OWASP recommends.
///
/// # Errors
/// An empty password, or no random bytes.
pub fn hash_password(password: &Secret<String>) -> Result<String, Error> {
    if password.expose().trim().is_empty() {
        return Err(Error::new(Kind::Usage, "the password is empty"));
    }
    let salt = random::bytes::<16>()?;
    let hash: Phc = Argon2::default()
        .hash_password_with_salt(password.expose().as_bytes(), &salt)
        .map_err(|e| Error::new(Kind::Operational, format!("argon2: {e}")))?;
    Ok(hash.to_string())
}

/// The person of a local account whose password this is. `id` is none where accounts may not log in; one that
/// serves another purpose is as good as none.
pub(super) async fn check(
    app: &App,
    id: Option<&str>,
    password: &Secret<String>,
    to: Purpose,
) -> Result<Person, Refusal> {
    let account = match id.map(str::trim) {
        Some(id) if !id.is_empty() => {
            let mut tx = app.db.read().await?;
            let account = tx.live_account(&AccountId::from(id)).await?;
            account.filter(|account| to.admits(account.role))
        }
        _ => None,
    };
    let hash = match account.as_ref().map(|account| &account.password_hash) {
        Some(PasswordHash::Inline(hash)) => Secret::new(hash.clone()),
        Some(PasswordHash::From(source)) => read_secret(source, &app.root)?,
        None => Secret::new(NOBODY.to_owned()),
    };
    let matches = verify(hash, password.clone()).await?;
    match account {
        Some(account) if matches => Ok(person(account)),
        _ => Err(Refusal::BadLogin),
    }
}

async fn verify(hash: Secret<String>, password: Secret<String>) -> Result<bool, Refusal> {
    let _place = Place::in_queue()?;
    let _turn = TURNS.acquire().await.map_err(|_| Refusal::Busy)?;
    tokio::task::spawn_blocking(move || {
        let hash = Phc::new(hash.expose().trim()).map_err(|e| {
            Error::new(
                Kind::Config,
                format!("the hash of an account is unusable: {e}"),
            )
        })?;
        let checked = Argon2::default().verify_password(password.expose().as_bytes(), &hash);
        Ok(checked.is_ok() && !password.expose().trim().is_empty())
    })
    .await
    .map_err(|e| Error::new(Kind::Operational, e.to_string()))?
}

/// A place in the queue, given up when dropped.
struct Place;

impl Place {
    fn in_queue() -> Result<Self, Refusal> {
        let place = Self;
        match WAITING.fetch_add(1, Ordering::Relaxed) < QUEUE {
            true => Ok(place),
            false => Err(Refusal::Busy),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::Relaxed);
    }
}

fn person(account: Account) -> Person {
    Person {
        username: account.id.0,
        name: account.name,
        emails: account.email.into_iter().collect(),
        ..Person::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_alone() {
        let secret = |text: &str| Secret::new(text.to_owned());
        let hash = hash_password(&secret("correct horse")).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let verify = |text: &str| verify(secret(&hash), secret(text));
        assert!(verify("correct horse").await.unwrap());
        assert!(!verify("Correct horse").await.unwrap());
        assert!(!verify("").await.unwrap());
        assert!(hash_password(&secret(" ")).is_err());
    }

    #[tokio::test]
    async fn the_hash_of_nobody_can_be_checked_and_matches_nothing() {
        let secret = |text: &str| Secret::new(text.to_owned());
        assert!(!verify(secret(NOBODY), secret("x")).await.unwrap());
    }
}
