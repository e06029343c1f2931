//! The lock of `apply`: a lease in the database, proved again by its token in the transaction that writes. A
//! process that slept past its lease finds that it may not write any more.

use std::future::Future;
use std::time::Duration;

use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::model::lease::{Holder, Lease};
use crate::ops::{App, Error, abort, clock, process};
use crate::store::lease::APPLY;
use crate::store::outbox::Owner;
use crate::store::{Db, Tx};

/// Longest pause between two tries.
const PAUSE: Duration = Duration::from_secs(16);
/// First pause between two tries.
const FIRST: Duration = Duration::from_millis(200);
/// Who waits longer than this is told for whom.
const SILENCE: Duration = Duration::from_millis(400);

/// A quarter of a lease.
pub const RENEWAL: Duration = Duration::from_secs(15);

/// Held by this process until [`super::commit`] ends.
#[derive(Debug)]
pub struct Lock {
    token: i64,
}

/// Waits for the lock, at most as long as `patience`; `told` hears once who holds it.
///
/// # Errors
/// [`Kind::Locked`] with the holder when it is not free in time; what the database says.
pub async fn lock(app: &App, patience: Duration, told: impl Fn(&Lease)) -> Result<Lock, Error> {
    abort::point("A0");
    let started = clock::stopwatch();
    let (mut pause, mut silent) = (FIRST, true);
    loop {
        if let Some(token) = take(app).await? {
            return Ok(Lock { token });
        }
        let waited = started.elapsed();
        let holder = lease(&app.db).await?.map(|(lease, _)| lease);
        if waited >= patience {
            return Err(taken(holder.as_ref(), patience));
        }
        if silent && waited + pause > SILENCE {
            silent = false;
            holder.iter().for_each(&told);
        }
        tokio::time::sleep(pause.min(patience - waited)).await;
        pause = (pause * 2).min(PAUSE);
    }
}

/// The lease and whether it still holds; none when nobody holds it.
///
/// # Errors
/// What the database says.
pub async fn lease(db: &Db) -> Result<Option<(Lease, bool)>, Error> {
    let mut tx = db.read().await?;
    let now = tx.now().await?;
    let lease = tx.lease(APPLY).await?;
    let holds = |lease: &Lease| lease.expires > now && !has_ended(&lease.holder);
    Ok(lease.map(|lease| {
        let holds = holds(&lease);
        (lease, holds)
    }))
}

impl Lock {
    /// A transaction that may write, because the lease is still this one; with it the instant it began. Until its end the
    /// row of the lease is locked, so that the lease need not be renewed however long the transaction takes.
    pub(super) async fn begin(&self, app: &App) -> Result<(Tx, Timestamp), Error> {
        let mut tx = app.db.write().await?;
        let now = tx.now().await?;
        if tx.hold_lease(APPLY, self.token, now).await? {
            return Ok((tx, now));
        }
        Err(Error::LockLost)
    }

    /// Its fencing token: that of a later holder is greater.
    pub fn token(&self) -> i64 {
        self.token
    }

    /// Does `work` outside a transaction, renewing the lock after each `period`. A renewal that fails is no reason to
    /// stop: [`Self::begin`] looks again before anything is written.
    pub async fn during<T>(&self, app: &App, period: Duration, work: impl Future<Output = T>) -> T {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return done,
                () = tokio::time::sleep(period) => {
                    if let Err(error) = self.renew(app).await {
                        tracing::warn!("the lock is not renewed: {error}");
                    }
                }
            }
        }
    }

    /// Proves that this process lives, if the lock is still its own.
    ///
    /// # Errors
    /// [`Error::LockLost`]; what the database says.
    pub async fn renew(&self, app: &App) -> Result<(), Error> {
        let (tx, _) = self.begin(app).await?;
        Ok(tx.commit().await?)
    }

    /// Gives the lock back in the transaction that ends the work.
    pub(super) async fn end(&self, tx: &mut Tx) -> Result<(), Error> {
        Ok(tx.free_lease(APPLY, self.token).await?)
    }

    /// Gives the lock back after work that failed. If that fails too, the lease runs out by itself.
    pub(super) async fn give_back(&self, app: &App) {
        let given = async {
            let mut tx = app.db.write().await?;
            self.end(&mut tx).await?;
            Ok::<_, Error>(tx.commit().await?)
        };
        if let Err(error) = given.await {
            tracing::warn!("the lock is not given back: {error}");
        }
    }
}

/// One try: the token, or none when somebody else holds the lease or is writing.
async fn take(app: &App) -> Result<Option<i64>, Error> {
    let tried = async {
        let mut tx = app.db.write().await?;
        let now = tx.now().await?;
        let held = tx.lease(APPLY).await?;
        let dead = held
            .filter(|lease| has_ended(&lease.holder))
            .map(|l| l.token);
        let token = tx.take_lease(APPLY, &holder(), dead, now).await?;
        tx.commit().await?;
        Ok::<_, Error>(token)
    };
    match tried.await {
        Err(error) if error.kind() == Kind::Locked => Ok(None),
        tried => tried,
    }
}

fn taken(lease: Option<&Lease>, patience: Duration) -> Error {
    let waited = patience.as_secs();
    let text = match lease {
        Some(lease) => {
            let (holder, since) = (&lease.holder, lease.since);
            format!("another run holds the lock after {waited} s: {holder}, since {since}")
        }
        None => format!("the database is still busy after {waited} s"),
    };
    Error::new(Kind::Locked, text).with_hint(
        "`enroll lock show` tells who holds the lock and until when; --lock-timeout waits longer",
    )
}

/// Only of this machine's own boot is known whether a process lives.
fn has_ended(holder: &Holder) -> bool {
    let owner = Owner {
        token: String::new(),
        boot: holder.boot.clone(),
        pid: holder.pid,
        started: holder.started,
    };
    owner.boot == process::owner().boot && process::has_ended(&owner)
}

/// This process, for whoever waits.
fn holder() -> Holder {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let own = process::owner();
    let of = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let users = ["GITHUB_ACTOR", "GITLAB_USER_LOGIN", "USER", "LOGNAME"];
    Holder {
        host: host.trim().to_owned(),
        boot: own.boot,
        pid: own.pid,
        started: own.started,
        user: users.into_iter().find_map(of),
        link: ci_page(of),
    }
}

/// The page of the CI job, by the variables of GitHub, GitLab and Jenkins.
fn ci_page(of: impl Fn(&str) -> Option<String>) -> Option<String> {
    let github = || {
        let (server, repository) = (of("GITHUB_SERVER_URL")?, of("GITHUB_REPOSITORY")?);
        Some(format!(
            "{server}/{repository}/actions/runs/{}",
            of("GITHUB_RUN_ID")?
        ))
    };
    github()
        .or_else(|| of("CI_JOB_URL"))
        .or_else(|| of("BUILD_URL"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_ci_job_is_told() {
        let of = |set: &'static [(&str, &str)]| {
            ci_page(|name| {
                let found = set.iter().find(|(n, _)| *n == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(of(&[]), None);
        let github = [
            ("GITHUB_SERVER_URL", "https://github.com"),
            ("GITHUB_REPOSITORY", "riverside/enrollment"),
            ("GITHUB_RUN_ID", "42"),
        ];
        let github: &'static [_] = Box::leak(Box::new(github));
        let page = "https://github.com/riverside/enrollment/actions/runs/42";
        assert_eq!(of(github).as_deref(), Some(page));
        let gitlab = of(&[("CI_JOB_URL", "https://gitlab.example/jobs/7")]);
        assert_eq!(gitlab.as_deref(), Some("https://gitlab.example/jobs/7"));
    }

    #[test]
    fn only_a_process_of_this_boot_is_known_to_have_ended() {
        let own = holder();
        assert!(!has_ended(&own));
        let gone = Holder {
            started: own.started - 1,
            ..own.clone()
        };
        assert!(has_ended(&gone));
        let elsewhere = Holder {
            boot: "another".to_owned(),
            ..gone
        };
        assert!(!has_ended(&elsewhere));
    }
}
