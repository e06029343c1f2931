//! Following a folder: when a file that may declare something changes, it is looked at again.
//!
//! The system tells of changes; what was told is only a reason to look, so nothing depends on what an editor, git or
//! a file system says about them. Every look begins with new watches, so that a folder which was replaced, or is
//! reached by a link that was swapped, is followed where it is now. Where the system tells nothing there is a slow poll.

mod eyes;

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::base::error::Kind;
use crate::model::watch::Auto;
use crate::ops::{App, Error, clock, watch};
use eyes::Eyes;

/// No change for so long: whoever writes has finished.
const QUIET: Duration = Duration::from_millis(400);
/// Somebody who never stops writing is not waited for longer than this.
const PATIENCE: Duration = Duration::from_secs(10);
/// Nor is a git that left its lock behind.
const GIT: Duration = Duration::from_secs(60);
/// How often the folder is looked at though nothing was told: network file systems tell nothing.
const POLL: Duration = Duration::from_secs(180);
/// The same where the system refuses to watch, and after a failure.
const AGAIN: Duration = Duration::from_secs(5);

/// What to follow.
#[derive(Clone, Debug)]
pub struct Follow {
    /// The folder, absolute; links in it are not resolved, because they may be swapped.
    pub folder: PathBuf,
    /// What may be done without anybody.
    pub auto: Auto,
}

/// Follows the folder until `stop`.
///
/// # Errors
/// The database, when the end is written to it; other failures are logged and tried again.
pub async fn run(app: &App, follow: &Follow, stop: &CancellationToken) -> Result<(), Error> {
    while !stop.is_cancelled() {
        // Watches come first: a change while the folder is read is told.
        let mut eyes = open(&follow.folder);
        let looked = look(app, follow).await;
        let is_told = eyes.as_ref().is_some_and(Eyes::is_whole);
        let wait = if looked && is_told { POLL } else { AGAIN };
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(wait) => {}
            () = change(&mut eyes) => settle(&follow.folder, &mut eyes, stop).await,
        }
    }
    watch::end(app).await
}

/// One look. False: it is to be repeated soon.
async fn look(app: &App, follow: &Follow) -> bool {
    let (folder, auto) = (&follow.folder, follow.auto);
    let seen = async {
        let condition = watch::look(app, folder, auto).await?;
        watch::keep(app, folder, auto, condition).await
    };
    match seen.await {
        Ok(()) => true,
        Err(error) if matches!(error.kind(), Kind::Locked | Kind::Stale) => {
            tracing::info!("looked at again in {} s: {error}", AGAIN.as_secs());
            false
        }
        Err(error) => {
            tracing::error!(%error, "the folder is not followed for now");
            false
        }
    }
}

/// Waits until nobody writes any more.
async fn settle(folder: &Path, eyes: &mut Option<Eyes>, stop: &CancellationToken) {
    let lock = folder.join(".git/index.lock");
    let begun = clock::stopwatch();
    while !stop.is_cancelled() {
        let calm = tokio::time::timeout(QUIET, change(eyes)).await.is_err();
        let longest = if lock.exists() { GIT } else { PATIENCE };
        if (calm && !lock.exists()) || begun.elapsed() >= longest {
            break;
        }
    }
}

/// New watches; none where the system refuses.
fn open(folder: &Path) -> Option<Eyes> {
    Eyes::open(folder)
        .inspect_err(|error| tracing::warn!(%error, "the system does not tell of changes"))
        .ok()
}

/// Waits for a change; for ever where nothing is told.
async fn change(eyes: &mut Option<Eyes>) {
    let told = match eyes {
        Some(eyes) => eyes.change().await,
        None => std::future::pending().await,
    };
    if let Err(error) = told {
        tracing::warn!(%error, "the system does not tell of changes");
        *eyes = None;
    }
}
