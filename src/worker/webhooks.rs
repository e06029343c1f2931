//! Telling webhooks what happened, again and again.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::ops::webhook::{Post, Poster};
use crate::ops::{App, Error};

/// How often events are looked for.
const POLL: Duration = Duration::from_secs(2);

/// Tells every webhook until `stop`; without any there is nothing to do.
///
/// # Errors
/// The system's certificates cannot be read.
pub async fn run(app: &App, stop: &CancellationToken) -> Result<(), Error> {
    if app.settings.webhooks.is_empty() {
        return Ok(());
    }
    let poster = Poster::new()?;
    while !stop.is_cancelled() {
        for webhook in &app.settings.webhooks {
            let host = webhook.url.host_str().unwrap_or_default();
            match poster.post(app, webhook).await {
                Ok(Post::Nothing) => {}
                Ok(Post::Taken(events)) => tracing::debug!(host, events, "webhook told"),
                Ok(Post::Failed(why)) => tracing::warn!(host, "webhook not told: {why}"),
                Err(error) => tracing::error!(host, %error, "webhook not told"),
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
    Ok(())
}
