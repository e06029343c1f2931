//! `enroll serve`: the portal, device management and the sender of messages, until asked to stop.

use std::io::IsTerminal;
use std::sync::Arc;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

use super::global::{Failure, Format, Global};
use super::open;
use crate::ops::App;
use crate::portal::routes::Scope;
use crate::{portal, worker};

/// Arguments of `enroll serve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to listen, instead of portal.listen
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
}

/// Serves until TERM or Ctrl-C; running requests get 30 seconds to finish.
///
/// # Errors
/// The repository is not valid, the database or a socket cannot be opened.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    log_to_stderr(global.format);
    let settings = open::settings(global)?;
    let root = open::root(global)?;
    open::block_on(async {
        let app = Arc::new(App::open(settings, &root).await?);
        let listeners = portal::listen(&app, args.listen.as_deref())?;
        let url = app.settings.portal.url.origin().ascii_serialization();
        anstream::eprintln!("Portal listening on {url}");
        let stop = CancellationToken::new();
        stop_on_signals(&stop);
        let sending = tokio::spawn({
            let (app, stop) = (Arc::clone(&app), stop.clone());
            async move { worker::run(&app, &stop).await }
        });
        let waking = tokio::spawn({
            let (app, stop) = (Arc::clone(&app), stop.clone());
            async move { worker::wake::run(&app, &stop).await }
        });
        let telling = tokio::spawn({
            let (app, stop) = (Arc::clone(&app), stop.clone());
            async move { worker::webhooks::run(&app, &stop).await }
        });
        let served = portal::serve(Arc::clone(&app), listeners, Scope::People, stop.clone()).await;
        stop.cancel();
        if let Err(error) = sending.await {
            tracing::error!(%error, "the sender of messages ended badly");
        }
        match waking.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "devices were not woken"),
            Err(error) => tracing::error!(%error, "waking devices ended badly"),
        }
        match telling.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "webhooks were not told"),
            Err(error) => tracing::error!(%error, "telling webhooks ended badly"),
        }
        app.db.close().await;
        served?;
        Ok(0)
    })
}

/// Lines for people, or one JSON object each; `RUST_LOG` says how much.
fn log_to_stderr(format: Format) {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("enroll=info,warn"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // A subscriber that is there already was put by whoever runs this as a library.
    let _ = match format {
        Format::Json => lines.json().try_init(),
        _ => lines.with_target(false).try_init(),
    };
}

/// The first signal asks to stop; a second one does not wait.
fn stop_on_signals(stop: &CancellationToken) {
    for (kind, code) in [
        (SignalKind::interrupt(), 130),
        (SignalKind::terminate(), 143),
    ] {
        let Ok(mut signals) = signal(kind) else {
            continue;
        };
        let stop = stop.clone();
        tokio::spawn(async move {
            signals.recv().await;
            stop.cancel();
            signals.recv().await;
            std::process::exit(code);
        });
    }
}
