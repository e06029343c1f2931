//! One lane: message after message over one kept connection.

use std::collections::VecDeque;

use tokio::sync::{Mutex, oneshot, watch};
use tokio_util::sync::CancellationToken;

use super::ledger::{Ledger, News, Tries};
use crate::model::message::{self, DeliveryState};
use crate::notify::{Channel, Outcome, Stage, Transport};
use crate::ops::deliver::{self, Entry, Parcel, Taken, Written};
use crate::ops::{App, Error, abort};
use crate::store::outbox::Owner;

/// Messages claimed at a time.
const BATCH: u32 = 64;

/// What the lanes of one pass share.
#[derive(Debug)]
pub struct Pass {
    pub(super) app: App,
    pub(super) owner: Owner,
    /// What is sent.
    pub(super) channel: message::Channel,
    pub(super) transport: Transport,
    pub(super) stop: CancellationToken,
    /// What the ledger says; also told when a parcel comes back to the hand.
    pub(super) tries: watch::Sender<Tries>,
    hand: Mutex<Hand>,
}

#[derive(Debug, Default)]
struct Hand {
    parcels: VecDeque<Parcel>,
    /// Lanes at work.
    lanes: usize,
    /// Parcels handed out; those whose try has ended included.
    given: u64,
    /// Somebody paused sending.
    paused: bool,
    /// Why no connection can be made; what remains of this pass is deferred for it.
    trouble: Option<String>,
    /// Withdrawn at the claim.
    withdrawn: u64,
}

impl Pass {
    /// A pass with nothing in hand.
    pub fn new(
        app: App,
        owner: Owner,
        (channel, transport): (message::Channel, Transport),
        stop: CancellationToken,
    ) -> Self {
        Self {
            app,
            owner,
            channel,
            transport,
            stop,
            tries: watch::Sender::default(),
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

    /// The next message; none when nothing is due and nothing is under way whose end could open another wave, or
    /// when sending stops. The lane is counted out then.
    async fn next(&self, ledger: &Ledger) -> Result<Option<Parcel>, Error> {
        let mut told = self.tries.subscribe();
        loop {
            let tries = *told.borrow_and_update();
            let mut hand = self.hand.lock().await;
            let stops = tries.over || hand.paused || self.stop.is_cancelled();
            if hand.parcels.is_empty() && !stops {
                let taken = deliver::claim(&self.app, self.channel, &self.owner, BATCH).await?;
                tell(ledger, &taken).await;
                hand.parcels.extend(taken.parcels);
                hand.withdrawn += taken.withdrawn;
            }
            if let Some(parcel) = hand.parcels.pop_front().filter(|_| !stops) {
                hand.given += 1;
                return Ok(Some(parcel));
            }
            if stops || hand.given == tries.ended {
                hand.lanes -= 1;
                return Ok(None);
            }
            drop(hand);
            tokio::select! {
                _ = told.changed() => {}
                () = self.stop.cancelled() => {}
            }
        }
    }

    /// Nothing more is handed out: the ledger said that sending is paused.
    async fn pause(&self) {
        self.hand.lock().await.paused = true;
        self.tries.send_modify(|_| {});
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
        hand.given -= 1;
        hand.lanes -= 1;
        self.tries.send_modify(|_| {});
        None
    }

    async fn trouble(&self) -> Option<String> {
        self.hand.lock().await.trouble.clone()
    }
}

/// Tells whoever listens what a claim found.
async fn tell(ledger: &Ledger, taken: &Taken) {
    for (wave, standing) in &taken.ended {
        ledger.tell(News::Wave(wave.clone(), *standing)).await;
    }
    for parcel in &taken.parcels {
        let claimed = DeliveryState::Claimed;
        ledger
            .tell(News::Message(parcel.row.id.clone(), claimed))
            .await;
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
    while let Some(parcel) = pass.next(ledger).await? {
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
                let written = self.ledger.write(mark).await;
                match written {
                    Written::Marked => abort::point("D4"),
                    Written::Paused => self.pass.pause().await,
                    Written::Refused | Written::Settled(_) => {}
                }
                written == Written::Marked
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
