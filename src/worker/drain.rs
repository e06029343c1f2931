//! Passes over the outbox: once for `apply`, again and again for `serve`.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::lane::{self, Pass};
use super::ledger::{Ledger, Progress};
use crate::base::time::{SECOND, Timestamp};
use crate::model::message::{Channel, DeliveryState};
use crate::ops::{App, Error, clock, deliver, process, remind};

/// Connections used at once.
const LANES: usize = 4;
/// How often `serve` looks for new messages, and `apply` for those that others are sending.
const POLL: Duration = Duration::from_secs(1);
/// How often `serve` looks for what senders left that ended.
const SWEEP: i64 = 10 * SECOND;

/// How to work off what waits.
#[derive(Clone, Debug, Default)]
pub struct Drain {
    /// How long to go on for messages that are deferred, or being sent by another process.
    pub wait: Duration,
    /// Ends after the messages on their way.
    pub stop: CancellationToken,
}

/// What became of the messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct DeliveryReport {
    /// Accepted by the server in this run.
    pub accepted: u64,
    /// Refused for good in this run.
    pub rejected: u64,
    /// Withdrawn in this run because their links ended.
    pub cancelled: u64,
    /// Still waiting in the outbox at its end.
    pub waiting: u64,
    /// In doubt in the outbox at its end, whenever the doubt arose.
    pub in_doubt: u64,
    /// Somebody said stop.
    pub interrupted: bool,
    /// Why the server could not be used, if it could not.
    pub trouble: Option<String>,
}

impl DeliveryReport {
    /// Whether every wanted message was accepted; else the exit code is 3.
    pub fn is_complete(&self) -> bool {
        self.rejected + self.waiting + self.in_doubt == 0
    }
}

/// Works off what waits, deferred messages included, whatever the time of their next try: somebody asked. `show`
/// is called after each message.
///
/// # Errors
/// The settings name a secret or root that cannot be read, or the database fails.
pub async fn drain(
    app: &App,
    how: &Drain,
    show: impl Fn(Progress) + Clone + Send + 'static,
) -> Result<DeliveryReport, Error> {
    deliver::recover(app).await?;
    remind::enqueue_due(app).await?;
    hasten(app).await?;
    let started = clock::stopwatch();
    let mut progress = Progress {
        of: waiting(app).await?,
        ..Progress::default()
    };
    let trouble = loop {
        let why;
        (progress, why) = turns(app, &how.stop, progress, show.clone()).await?;
        let left = how.wait.saturating_sub(started.elapsed());
        if left.is_zero() || how.stop.is_cancelled() || is_done(app).await? {
            break why;
        }
        tokio::select! {
            () = how.stop.cancelled() => {}
            () = tokio::time::sleep(left.min(POLL)) => deliver::recover(app).await?,
        }
    };
    report(app, progress, trouble, how.stop.is_cancelled()).await
}

/// Sends whatever is due until `stop`; failures are logged and tried again.
pub async fn run(app: &App, stop: &CancellationToken) {
    let mut swept = Timestamp(i64::MIN);
    while !stop.is_cancelled() {
        if let Err(e) = round(app, stop, &mut swept).await {
            tracing::error!("sending stops for {} s: {e}", (5 * POLL).as_secs());
            pause(stop, 5 * POLL).await;
        }
        pause(stop, POLL).await;
    }
}

async fn round(app: &App, stop: &CancellationToken, swept: &mut Timestamp) -> Result<(), Error> {
    let now = clock::now();
    if now.since(*swept) >= SWEEP {
        deliver::recover(app).await?;
        *swept = now;
    }
    remind::enqueue_due(app).await?;
    turns(app, stop, Progress::default(), |_| {}).await?;
    Ok(())
}

async fn pause(stop: &CancellationToken, time: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(time) => {}
    }
}

/// Passes over each channel that has something due, until none gets further: the end of a wave in one may open the
/// next in another. What one channel cannot do holds up no other.
async fn turns(
    app: &App,
    stop: &CancellationToken,
    mut progress: Progress,
    show: impl Fn(Progress) + Clone + Send + 'static,
) -> Result<(Progress, Option<String>), Error> {
    let (mut trouble, mut failed) = (None, None);
    loop {
        let before = progress.done();
        for channel in due(app).await? {
            match pass(app, channel, stop, progress.clone(), show.clone()).await {
                Ok((further, why)) => {
                    progress = further;
                    trouble = trouble.or(why);
                }
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        if progress.done() == before {
            break;
        }
    }
    match failed {
        Some(error) => Err(error),
        None => Ok((progress, trouble)),
    }
}

/// One pass: everything of a channel due now, over up to [`LANES`] connections. The second lane starts when the first has a
/// connection, so that a server out of reach is asked once.
async fn pass(
    app: &App,
    channel: Channel,
    stop: &CancellationToken,
    progress: Progress,
    show: impl Fn(Progress) + Send + 'static,
) -> Result<(Progress, Option<String>), Error> {
    let owner = process::owner();
    let transport = deliver::transport(&app.settings, &app.root, channel)?;
    let pass = Arc::new(Pass::new(
        app.clone(),
        owner.clone(),
        (channel, transport),
        stop.clone(),
    ));
    let tries = pass.tries.clone();
    let (ledger, kept) = Ledger::start(app.clone(), owner, progress, tries, show);
    let mut lanes = JoinSet::new();
    let (tell, connected) = oneshot::channel();
    pass.enter().await;
    lanes.spawn(one(pass.clone(), ledger.clone(), Some(tell)));
    if connected.await.is_ok() {
        for _ in 1..LANES {
            pass.enter().await;
            lanes.spawn(one(pass.clone(), ledger.clone(), None));
        }
    }
    drop(ledger);
    let mut failed = None;
    while let Some(lane) = lanes.join_next().await {
        let lane =
            lane.map_err(|e| Error::new(crate::base::error::Kind::Operational, e.to_string()));
        failed = failed.or(lane.and_then(|done| done).err());
    }
    let kept = kept.await;
    let kept = kept.map_err(|e| Error::new(crate::base::error::Kind::Operational, e.to_string()));
    let mut progress = kept??;
    let (trouble, withdrawn) = pass.ended().await;
    progress.cancelled += withdrawn;
    match failed {
        Some(error) => Err(error),
        None => Ok((progress, trouble)),
    }
}

async fn one(
    pass: Arc<Pass>,
    ledger: Ledger,
    connected: Option<oneshot::Sender<()>>,
) -> Result<(), Error> {
    lane::work(&pass, &ledger, connected).await
}

async fn hasten(app: &App) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    tx.hasten_deferred(now).await?;
    Ok(tx.commit().await?)
}

/// Channels that have something due; none while sending is paused.
async fn due(app: &App) -> Result<Vec<Channel>, Error> {
    let mut tx = app.db.read().await?;
    let now = tx.now().await?;
    if tx.pause().await?.is_some() {
        return Ok(Vec::new());
    }
    let next = tx.next_due().await?.into_iter();
    Ok(next.filter(|(_, at)| *at <= now).map(|(c, _)| c).collect())
}

/// Nothing waits, or nothing more may leave.
async fn is_done(app: &App) -> Result<bool, Error> {
    let paused = app.db.look().await?.pause().await?;
    Ok(paused.is_some() || waiting(app).await? == 0)
}

async fn waiting(app: &App) -> Result<u64, Error> {
    Ok(counts(app).await?.0)
}

/// Messages that wait or are on their way, and those in doubt.
async fn counts(app: &App) -> Result<(u64, u64), Error> {
    use DeliveryState::{Claimed, Deferred, InDoubt, Queued, Transmitting};
    let mut tx = app.db.read().await?;
    let counts = tx.count_messages().await?;
    let of = |state| counts.get(&state).copied().unwrap_or_default();
    let waiting = [Queued, Claimed, Transmitting, Deferred].map(of);
    Ok((waiting.iter().sum(), of(InDoubt)))
}

async fn report(
    app: &App,
    progress: Progress,
    trouble: Option<String>,
    interrupted: bool,
) -> Result<DeliveryReport, Error> {
    let (waiting, in_doubt) = counts(app).await?;
    Ok(DeliveryReport {
        accepted: progress.accepted,
        rejected: progress.rejected,
        cancelled: progress.cancelled,
        waiting,
        in_doubt,
        interrupted,
        trouble,
    })
}
