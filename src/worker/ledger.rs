//! What all lanes of one sender write, in groups: one commit serves everybody who waits for one.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use crate::base::error::Kind;
use crate::model::id::MessageId;
use crate::model::message::DeliveryState;
use crate::ops::deliver::{self, Entry, Written};
use crate::ops::{App, Error, abort};
use crate::store::outbox::Owner;
use crate::store::wave::{Standing, Wave};

/// Entries of one commit.
const GROUP: usize = 256;
/// A third of a lease.
const RENEWAL: Duration = Duration::from_secs(10);
/// Patience with a database that does not answer, in steps of [`STEP`].
const TRIES: u32 = 40;
const STEP: Duration = Duration::from_millis(250);

/// What just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A message went a step on, and is there now.
    Message(MessageId, DeliveryState),
    /// Every message of a wave was tried, and this became of them.
    Wave(Wave, Standing),
}

/// How many messages ended how, so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What happened last.
    pub last: Option<News>,
    /// Taken by the server.
    pub accepted: u64,
    /// Not now.
    pub deferred: u64,
    /// Refused for good.
    pub rejected: u64,
    /// Nobody knows.
    pub in_doubt: u64,
    /// Withdrawn because their links ended.
    pub cancelled: u64,
    /// All that waited when sending began.
    pub of: u64,
}

impl Progress {
    /// Messages that are dealt with.
    pub fn done(&self) -> u64 {
        self.accepted + self.deferred + self.rejected + self.in_doubt + self.cancelled
    }

    /// Whether the last step ended a try.
    pub fn has_settled(&self) -> bool {
        use DeliveryState::{Claimed, Transmitting};
        let settled = |news: &News| match news {
            News::Message(_, state) => !matches!(state, Claimed | Transmitting),
            News::Wave(..) => false,
        };
        self.last.as_ref().is_some_and(settled)
    }

    fn count(&mut self, entry: &Entry, written: Written) {
        self.last = match (entry, written) {
            (Entry::Mark(id), Written::Marked) => {
                Some(News::Message(id.clone(), DeliveryState::Transmitting))
            }
            (Entry::Settle(row, _), Written::Settled(state)) => {
                Some(News::Message(row.id.clone(), state))
            }
            _ => None,
        };
        match written {
            Written::Settled(DeliveryState::Accepted) => self.accepted += 1,
            Written::Settled(DeliveryState::Deferred) => self.deferred += 1,
            Written::Settled(DeliveryState::Rejected) => self.rejected += 1,
            Written::Settled(DeliveryState::InDoubt) => self.in_doubt += 1,
            Written::Refused | Written::Paused | Written::Marked | Written::Settled(_) => {}
        }
    }
}

/// Tries of one pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    /// Those whose end is committed.
    pub ended: u64,
    /// The ledger takes nothing any more.
    pub over: bool,
}

enum Request {
    /// Write this, and answer.
    Write(Entry, oneshot::Sender<Written>),
    /// Pass it on: it is written already.
    Tell(News),
}

/// The lanes' end of the ledger.
#[derive(Clone, Debug)]
pub struct Ledger(mpsc::Sender<Request>);

impl Ledger {
    /// Starts the writing end. It ends, and answers the final count, when every [`Ledger`] is dropped. `tries` hears
    /// of each try whose end is committed, and of the end of the ledger itself.
    pub fn start(
        app: App,
        owner: Owner,
        progress: Progress,
        tries: watch::Sender<Tries>,
        show: impl Fn(Progress) + Send + 'static,
    ) -> (Self, JoinHandle<Result<Progress, Error>>) {
        let (sender, requests) = mpsc::channel(GROUP);
        let task = tokio::spawn(async move {
            let kept = keep(app, owner, requests, progress, &tries, show).await;
            tries.send_modify(|tries| tries.over = true);
            kept
        });
        (Self(sender), task)
    }

    /// Writes an entry and waits until it is committed. [`Written::Refused`] too when the ledger has failed.
    pub async fn write(&self, entry: Entry) -> Written {
        match self.post(entry).await {
            Some(answer) => answer.await.unwrap_or(Written::Refused),
            None => Written::Refused,
        }
    }

    /// Passes on what was written elsewhere. If the ledger has failed, nobody wants to know.
    pub async fn tell(&self, news: News) {
        self.0.send(Request::Tell(news)).await.ok();
    }

    /// Hands in an entry without waiting for the commit.
    pub async fn post(&self, entry: Entry) -> Option<oneshot::Receiver<Written>> {
        let (answer, written) = oneshot::channel();
        let request = Request::Write(entry, answer);
        self.0.send(request).await.ok().map(|()| written)
    }
}

async fn keep(
    app: App,
    owner: Owner,
    mut requests: mpsc::Receiver<Request>,
    mut progress: Progress,
    tries: &watch::Sender<Tries>,
    show: impl Fn(Progress),
) -> Result<Progress, Error> {
    let mut renewal = tokio::time::interval(RENEWAL);
    renewal.tick().await;
    let mut group = Vec::with_capacity(GROUP);
    loop {
        let count = tokio::select! {
            count = requests.recv_many(&mut group, GROUP) => count,
            _ = renewal.tick() => {
                // A renewal that fails is tried again long before the lease ends.
                if let Err(e) = deliver::renew(&app, &owner).await {
                    tracing::warn!("leases are not renewed now: {e}");
                }
                continue;
            }
        };
        if count == 0 {
            deliver::release(&app, &owner).await?;
            return Ok(progress);
        }
        let (mut entries, mut answers) = (Vec::new(), Vec::new());
        for request in group.drain(..) {
            match request {
                Request::Write(entry, answer) => {
                    entries.push(entry);
                    answers.push(answer);
                }
                Request::Tell(news) => {
                    progress.last = Some(news);
                    show(progress.clone());
                }
            }
        }
        if entries.is_empty() {
            continue;
        }
        let written = write_patiently(&app, &owner, &entries).await?;
        let ended = entries.iter().filter(|e| matches!(e, Entry::Settle(..)));
        let ended = ended.count() as u64;
        for ((entry, answer), written) in entries.iter().zip(answers).zip(written) {
            progress.count(entry, written);
            if progress.has_settled() {
                abort::point("D8");
            }
            if progress.last.is_some() {
                show(progress.clone());
            }
            // Whoever posted without waiting has gone.
            answer.send(written).ok();
        }
        tries.send_modify(|tries| tries.ended += ended);
    }
}

/// A database that restarts must not turn what a server accepted into doubt.
async fn write_patiently(
    app: &App,
    owner: &Owner,
    entries: &[Entry],
) -> Result<Vec<Written>, Error> {
    for _ in 0..TRIES {
        match deliver::write(app, owner, entries).await {
            Err(e) if matches!(e.kind(), Kind::Unavailable | Kind::Locked) => {
                tracing::warn!("the outbox cannot be written now: {e}");
                tokio::time::sleep(STEP).await;
            }
            done => return done,
        }
    }
    deliver::write(app, owner, entries).await
}
