//! What the overview and the charts are made of.

use std::collections::BTreeMap;

use super::super::visit;
use super::super::{App, Error};
use crate::base::time::{DAY, HOUR, Timestamp};
use crate::model::message::DeliveryState;
use crate::model::pause::Pause;
use crate::model::status::{EventRow, RunRow};
use crate::store::listing::events::Filter;
use crate::store::listing::numbers::{Ending, Stages};
use crate::store::listing::{Listing, Paging};

/// Days that a chart shows.
pub const DAYS: i64 = 14;

/// The whole installation in numbers.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Invitations that stand in the repository.
    pub invitations: u32,
    /// How far recipients came.
    pub stages: Stages,
    /// Messages by state.
    pub messages: BTreeMap<DeliveryState, u64>,
    /// Devices by the hour of their enrollment, the last [`DAYS`] days.
    pub enrolled: Vec<(Timestamp, u32)>,
    /// Invitations with links that end within 72 hours.
    pub ending: Vec<Ending>,
    /// The latest requests for a new link.
    pub requests: Vec<EventRow>,
    /// The last run of `apply`.
    pub run: Option<RunRow>,
    /// Sending is paused.
    pub paused: Option<Pause>,
}

fn first(limit: u32) -> Paging {
    Paging {
        after: None,
        limit,
        reversed: false,
    }
}

/// Reads the overview.
///
/// # Errors
/// What the database says.
pub async fn overview(app: &App) -> Result<Overview, Error> {
    let mut tx = app.db.read().await?;
    let now = tx.now().await?;
    let requests = Filter {
        action: Some(visit::ASKED.to_owned()),
        ..Filter::default()
    };
    Ok(Overview {
        invitations: tx.count_invitations().await?,
        stages: tx.stages(None, now).await?,
        messages: tx.count_messages().await?,
        enrolled: tx.enrolled_by_hour(since(now), None).await?,
        ending: tx.ending(now, now.plus(72 * HOUR)).await?,
        requests: tx.events_page(&requests, &first(10)).await?.rows,
        run: last_run(tx.runs_page(&first(1)).await?),
        paused: tx.pause().await?,
    })
}

fn last_run(page: Listing<RunRow>) -> Option<RunRow> {
    page.rows.into_iter().next()
}

fn since(now: Timestamp) -> Timestamp {
    now.plus(-DAYS * DAY)
}

/// One invitation in numbers.
#[derive(Clone, Debug)]
pub struct Funnel {
    /// How far recipients came.
    pub stages: Stages,
    /// Recipients whose message was accepted, or came back later.
    pub sent: u32,
    /// Recipients whose message did not come back.
    pub delivered: u32,
    /// Recipients whose message came back or was refused.
    pub returned: u32,
    /// Recipients who logged in.
    pub logged_in: u32,
    /// Recipients who downloaded the profile.
    pub downloaded: u32,
    /// Devices by the hour of their enrollment, the last [`DAYS`] days.
    pub enrolled: Vec<(Timestamp, u32)>,
    /// The middle of the times from Start to the enrolled device, in microseconds.
    pub median: Option<i64>,
}

/// Reads the numbers of an invitation.
///
/// # Errors
/// What the database says.
pub async fn funnel(app: &App, invitation: &str) -> Result<Funnel, Error> {
    let mut tx = app.db.read().await?;
    let now = tx.now().await?;
    let stages = tx.stages(Some(invitation), now).await?;
    let counts = tx.counted_steps(invitation).await?;
    let of = |word: &str| counts.get(word).copied().unwrap_or(0);
    let (accepted, bounced) = (
        of(DeliveryState::Accepted.word()),
        of(DeliveryState::Bounced.word()),
    );
    Ok(Funnel {
        sent: accepted + bounced,
        delivered: accepted,
        returned: bounced + of(DeliveryState::Rejected.word()),
        logged_in: of("logged_in"),
        downloaded: of("downloaded"),
        enrolled: tx.enrolled_by_hour(since(now), Some(invitation)).await?,
        median: tx.median_time(invitation, stages.enrolled).await?,
        stages,
    })
}

/// The last run of `apply`, for the head of every page.
///
/// # Errors
/// What the database says.
pub async fn run(app: &App) -> Result<Option<RunRow>, Error> {
    let mut tx = app.db.read().await?;
    Ok(last_run(tx.runs_page(&first(1)).await?))
}

/// Words of everything that ever happened, to choose from.
///
/// # Errors
/// What the database says.
pub async fn actions(app: &App) -> Result<Vec<String>, Error> {
    Ok(app.db.read().await?.actions().await?)
}
