//! What became of the messages of a run.

use super::{App, Error};
use crate::model::id::RunId;
use crate::model::message::{DeliveryState, MessageRow};
use crate::model::pause::Pause;

/// Where the messages stand when nobody waits any longer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Messages of this run by state.
    pub run: Vec<(DeliveryState, u64)>,
    /// Messages of any run still to send.
    pub unsent: u64,
    /// Messages of any run whose fate nobody knows.
    pub in_doubt: Vec<MessageRow>,
    /// Sending is paused.
    pub paused: Option<Pause>,
}

impl Outcome {
    /// Whether every wanted message was accepted: those of this run, and what waits or is in doubt from others.
    pub fn is_complete(&self) -> bool {
        let done = |state| matches!(state, DeliveryState::Accepted | DeliveryState::Cancelled);
        self.unsent == 0
            && self.in_doubt.is_empty()
            && self.run.iter().all(|(state, _)| done(*state))
    }

    /// Messages of this run in one state.
    pub fn count(&self, state: DeliveryState) -> u64 {
        let found = self.run.iter().find(|(s, _)| *s == state);
        found.map_or(0, |(_, n)| *n)
    }
}

/// Reads it.
///
/// # Errors
/// What the database says.
pub async fn outcome(app: &App, run: Option<&RunId>) -> Result<Outcome, Error> {
    let mut tx = app.db.read().await?;
    let all = tx.count_messages().await?;
    let waiting = [
        DeliveryState::Queued,
        DeliveryState::Claimed,
        DeliveryState::Transmitting,
        DeliveryState::Deferred,
    ];
    Ok(Outcome {
        run: match run {
            Some(run) => tx.outcome_of(run).await?,
            None => Vec::new(),
        },
        unsent: waiting.iter().filter_map(|s| all.get(s)).sum(),
        in_doubt: tx.messages(Some(DeliveryState::InDoubt)).await?,
        paused: tx.pause().await?,
    })
}
