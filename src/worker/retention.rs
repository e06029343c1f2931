//! Erasing personal data whose time has come, day by day.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::ops::{App, Error, retention};

/// How often what is due is looked for.
const POLL: Duration = Duration::from_secs(24 * 60 * 60);
/// How long to wait after a failure.
const AGAIN: Duration = Duration::from_secs(60);

/// Erases what is due, at once and then every day, until `stop`.
///
/// # Errors
/// None: failures are logged and tried again.
pub async fn run(app: &App, stop: &CancellationToken) -> Result<(), Error> {
    while !stop.is_cancelled() {
        let wait = match retention::erase_due(app).await {
            Ok(erased) => {
                if erased != retention::Erased::default() {
                    tracing::info!(?erased, "personal data erased");
                }
                POLL
            }
            Err(error) => {
                tracing::error!(%error, "personal data is not erased for now");
                AGAIN
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
    Ok(())
}
