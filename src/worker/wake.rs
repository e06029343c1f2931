//! Waking devices that have something to fetch, and renewing their certificates in time.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::base::time::{HOUR, Timestamp};
use crate::ops::push::{Service, wake};
use crate::ops::{App, Error, clock, command};

/// How often devices that have something to fetch are looked for.
const POLL: Duration = Duration::from_secs(5);
/// How often certificates near their end are looked for.
const SWEEP: i64 = HOUR;

/// Wakes devices until `stop`; without a push certificate there is nothing to do.
///
/// # Errors
/// The push certificate or its key cannot be used.
pub async fn run(app: &App, stop: &CancellationToken) -> Result<(), Error> {
    let Some(push) = &app.settings.mdm.push else {
        return Ok(());
    };
    let service = Service::new(push, &app.root, None)?;
    let mut swept = Timestamp(i64::MIN / 2);
    while !stop.is_cancelled() {
        if let Err(error) = round(app, &service, &mut swept).await {
            tracing::error!(%error, "devices are not woken for now");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
    Ok(())
}

async fn round(app: &App, service: &Service, swept: &mut Timestamp) -> Result<(), Error> {
    let now = clock::now();
    if now.since(*swept) >= SWEEP {
        command::renew_certificates(app).await?;
        *swept = now;
    }
    wake(app, service).await.map(|_| ())
}
