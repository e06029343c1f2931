//! `enroll serve`: the portal, device management and the sender of messages, until asked to stop.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

use super::global::{Failure, Format, Global};
use super::open;
use crate::base::error::Kind;
use crate::model::watch::Auto;
use crate::ops::{App, Error, authorities};
use crate::portal::routes::Scope;
use crate::worker::watch::Follow;
use crate::{portal, worker};

/// Arguments of `enroll serve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to listen, instead of portal.listen
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Follow the declarations in this folder (below -C): what changes is planned, and done as --auto says
    #[arg(long, value_name = "DIR")]
    watch: Option<PathBuf>,
    /// What to do without anybody
    #[arg(long, value_enum, default_value_t = AutoArg::Revoke, requires = "watch")]
    auto: AutoArg,
}

/// What a server that follows a folder does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum AutoArg {
    /// Plan and tell
    None,
    /// End links where nobody is told by a message
    Revoke,
    /// Everything within limits.auto_approve
    All,
}

impl Args {
    fn follow(&self, global: &Global) -> Result<Option<Follow>, Failure> {
        let Some(folder) = &self.watch else {
            return Ok(None);
        };
        let folder = std::path::absolute(global.directory.join(folder))
            .map_err(|e| Failure::new(Kind::Usage, format!("{}: {e}", folder.display())))?;
        let auto = match self.auto {
            AutoArg::None => Auto::None,
            AutoArg::Revoke => Auto::Revoke,
            AutoArg::All => Auto::All,
        };
        Ok(Some(Follow { folder, auto }))
    }
}

/// Serves until TERM or Ctrl-C; running requests get 30 seconds to finish.
///
/// # Errors
/// The repository is not valid, the database or a socket cannot be opened.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    log_to_stderr(global.format);
    let settings = open::settings(global)?;
    let root = open::root(global)?;
    let follow = args.follow(global)?;
    authorities::check(&settings, &root)?;
    open::block_on(async {
        let app = Arc::new(App::open(settings, &root).await?);
        let listeners = portal::listen(&app, args.listen.as_deref())?;
        let url = app.settings.portal.url.origin().ascii_serialization();
        anstream::eprintln!("Portal listening on {url}");
        let stop = CancellationToken::new();
        stop_on_signals(&stop);
        let sending = beside(&app, &stop, "sending messages", |app, stop| async move {
            worker::run(&app, &stop).await;
            Ok(())
        });
        let waking = beside(&app, &stop, "waking devices", |app, stop| async move {
            worker::wake::run(&app, &stop).await
        });
        let telling = beside(&app, &stop, "telling webhooks", |app, stop| async move {
            worker::webhooks::run(&app, &stop).await
        });
        let digesting = beside(&app, &stop, "writing digests", |app, stop| async move {
            worker::digest::run(&app, &stop).await
        });
        let erasing = beside(&app, &stop, "erasing", |app, stop| async move {
            worker::retention::run(&app, &stop).await
        });
        let following = following(&app, &stop, follow);
        let served = portal::serve(Arc::clone(&app), listeners, Scope::People, stop.clone()).await;
        stop.cancel();
        let all = [sending, waking, telling, digesting, erasing];
        for work in all.into_iter().chain(following) {
            // Its failure has been logged; a panic was printed.
            let _ = work.await;
        }
        app.db.close().await;
        served?;
        Ok(0)
    })
}

fn following(
    app: &Arc<App>,
    stop: &CancellationToken,
    follow: Option<Follow>,
) -> Option<JoinHandle<()>> {
    let follow = follow?;
    let work = |app: Arc<App>, stop: CancellationToken| async move {
        worker::watch::run(&app, &follow, &stop).await
    };
    Some(beside(app, stop, "following the folder", work))
}

/// Work that goes on beside the portal until `stop`; what ends it early is logged.
fn beside<F: Future<Output = Result<(), Error>> + Send + 'static>(
    app: &Arc<App>,
    stop: &CancellationToken,
    name: &'static str,
    work: impl FnOnce(Arc<App>, CancellationToken) -> F,
) -> JoinHandle<()> {
    let work = work(Arc::clone(app), stop.clone());
    tokio::spawn(async move {
        if let Err(error) = work.await {
            tracing::error!(%error, "{name} ended");
        }
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
