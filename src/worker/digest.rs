//! Writing the digest when its time has come.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::ops::{App, Error, digest};

/// How often the calendar is looked at.
const POLL: Duration = Duration::from_secs(10 * 60);

/// Writes digests until `stop`; where nobody wants one there is nothing to do.
///
/// # Errors
/// None: failures are logged and tried again.
pub async fn run(app: &App, stop: &CancellationToken) -> Result<(), Error> {
    if app.settings.digest.is_none() {
        return Ok(());
    }
    while !stop.is_cancelled() {
        match digest::enqueue_due(app).await {
            Ok(0) => {}
            Ok(mails) => tracing::info!(mails, "digest written"),
            Err(error) => tracing::error!(%error, "no digest for now"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
    Ok(())
}
