//! One lane: message after message over one kept connection.

use std::collections::VecDeque;

use tokio::sync::{Mutex, oneshot};
use tokio_util::sync::CancellationToken;

use super::ledger::Ledger;
use crate::notify::{Channel, Outcome, Stage, Transport};
use crate::ops::deliver::{self, Entry, Parcel, Written};
use crate::ops::{App, Error, abort};
use crate::store::outbox::Owner;

/// Messages claimed at a time.
const BATCH: u32 = 64;

/// What the lanes of one pass share.
#[derive(Debug)]
pub struct Pass {
    pub(super) app: App,
    pub(super) owner: Owner,
    pub(super) transport: Transport,
    pub(super) stop: CancellationToken,
    hand: Mutex<Hand>,
}

#[derive(Debug, Default)]
struct Hand {
    parcels: VecDeque<Parcel>,
    /// Lanes at work.
    lanes: usize,
    /// Why no connection can be made; what remains of this pass is deferred for it.
    trouble: Option<String>,
    /// Withdrawn at the claim.
    withdrawn: u64,
}

impl Pass {
    /// A pass with nothing in hand.
    pub fn new(app: App, owner: Owner, transport: Transport, stop: CancellationToken) -> Self {
        Self {
            app,
            owner,
            transport,
            stop,
            hand: Mutex::default(),
        }
    }

    /// Why no connection could be made, and how many messages were withdrawn.
    pub async fn ended(&self) -> (Option<String>, u64) {
        let hand = self.hand.lock().await;
        (hand.trouble.clone(), hand.withdrawn)
    }

    /// Counts a lane in. Lanes come one after the other, the second when the first is connected.
    pub async fn enter(&self) {
        self.hand.lock().await.lanes += 1;
    }

    /// The next message; none when nothing is due or somebody said stop, and the lane is counted out.
    async fn next(&self) -> Result<Option<Parcel>, Error> {
        let mut hand = self.hand.lock().await;
        if hand.parcels.is_empty() && !self.stop.is_cancelled() {
            let (parcels, withdrawn) = deliver::claim(&self.app, &self.owner, BATCH).await?;
            hand.parcels.extend(parcels);
            hand.withdrawn += withdrawn;
        }
        let parcel = match self.stop.is_cancelled() {
            true => None,
            false => hand.parcels.pop_front(),
        };
        if parcel.is_none() {
            hand.lanes -= 1;
        }
        Ok(parcel)
    }

    /// A lane without connection leaves its message to the others, who may be all that the server lets in. The
    /// last lane keeps it: then the server is out of reach for everybody.
    async fn leave(&self, parcel: &Parcel, why: &str) -> Option<Outcome> {
        let mut hand = self.hand.lock().await;
        if hand.lanes == 1 {
            hand.trouble = Some(why.to_owned());
            return Some(Outcome::Deferred(why.to_owned()));
        }
        hand.parcels.push_front(parcel.clone());
        hand.lanes -= 1;
        None
    }

    async fn trouble(&self) -> Option<String> {
        self.hand.lock().await.trouble.clone()
    }
}

/// Works until nothing is due. `connected` is told when the lane has a connection.
///
/// # Errors
/// What the database says.
pub async fn work(
    pass: &Pass,
    ledger: &Ledger,
    connected: Option<oneshot::Sender<()>>,
) -> Result<(), Error> {
    let mut lane = Lane {
        pass,
        ledger,
        connected,
        channel: None,
    };
    while let Some(parcel) = pass.next().await? {
        let Some(outcome) = lane.deliver(&parcel).await else {
            return Ok(());
        };
        let settled = Entry::Settle(Box::new(parcel.row), outcome);
        if ledger.post(settled).await.is_none() {
            // The ledger has failed, and says why to whoever started it.
            return Ok(());
        }
    }
    if let Some(channel) = lane.channel.take() {
        channel.close().await;
    }
    Ok(())
}

struct Lane<'a> {
    pass: &'a Pass,
    ledger: &'a Ledger,
    connected: Option<oneshot::Sender<()>>,
    channel: Option<Channel>,
}

impl Lane<'_> {
    /// Hands over one message; none when this lane has to end.
    async fn deliver(&mut self, parcel: &Parcel) -> Option<Outcome> {
        let message = match &parcel.message {
            Ok(message) => message,
            Err(why) => return Some(Outcome::Deferred(why.clone())),
        };
        loop {
            let mut channel = match self.channel.take() {
                Some(channel) => channel,
                None => match self.open().await {
                    Ok(channel) => channel,
                    Err(why) => return self.pass.leave(parcel, &why).await,
                },
            };
            let was_used = channel.is_used();
            let mark = Entry::Mark(parcel.row.id.clone());
            let consent = async || {
                let marked = self.ledger.write(mark).await == Written::Marked;
                if marked {
                    abort::point("D4");
                }
                marked
            };
            let outcome = channel.send(message, consent, passed).await;
            if channel.is_usable() {
                self.channel = Some(channel);
            }
            match outcome {
                // A server may end a connection that was idle or carried enough: once more over a fresh one.
                Outcome::Unreached(_) if was_used => {}
                Outcome::Unreached(why) => return self.pass.leave(parcel, &why).await,
                outcome => return Some(outcome),
            }
        }
    }

    async fn open(&mut self) -> Result<Channel, String> {
        if let Some(trouble) = self.pass.trouble().await {
            return Err(trouble);
        }
        let transport = &self.pass.transport;
        let channel = transport.open().await.map_err(|why| {
            let why = format!("{}: {why}", transport.name());
            tracing::warn!("{why}");
            why
        })?;
        passed(Stage::Connected);
        if let Some(tell) = self.connected.take() {
            tell.send(()).ok();
        }
        Ok(channel)
    }
}

fn passed(stage: Stage) {
    abort::point(match stage {
        Stage::Connected => "D2",
        Stage::Addressed => "D3",
        Stage::Begun => "D5",
        Stage::Complete => "D6",
        Stage::Answered => "D7",
    });
}
