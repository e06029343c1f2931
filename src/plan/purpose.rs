//! What a plan is for: to be agreed to, or to see what another instant or another declaration would make of it.

use super::invitation::zone_of;
use crate::base::time::Timestamp;
use crate::model::declared::Desired;
use crate::model::invitation::Ahead;
use crate::model::observed::{Observed, ObservedInvitation};

/// What a plan is for. Only a plan of now, against the database, can be agreed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// To be agreed to and applied.
    #[default]
    Agreement,
    /// To see what another instant would make of it.
    Outlook(Outlook),
    /// To see what changed since this commit, as though everything of it had been applied.
    Comparison(String),
}

/// The way from one instant to that of the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Where it begins.
    pub from: Timestamp,
    /// What falls due on it, in order of time; nothing on a way back.
    pub due: Vec<Due>,
}

/// What falls due by time alone, in the order of its declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// Links begin to work.
    Opens,
    /// Reminders are sent to whoever has not enrolled, this long before the end.
    Reminds(Ahead),
    /// Links stop working.
    Ends,
}

/// What falls due for links of one invitation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// When it is due for the first of them.
    pub first: Timestamp,
    /// The invitation.
    pub id: String,
    /// What.
    pub event: Event,
    /// When it is due for the last of them.
    pub last: Timestamp,
    /// How many links.
    pub links: u32,
    /// IANA zone to show these instants in.
    pub zone: String,
}

/// Where a stored invitation begins.
#[derive(serde::Deserialize)]
struct Stored {
    #[serde(default)]
    opens: Option<Timestamp>,
}

/// What falls due after `from`, up to `until`, if nothing is applied and nobody enrolls before.
pub fn outlook(
    desired: &Desired,
    observed: &Observed,
    from: Timestamp,
    until: Timestamp,
) -> Outlook {
    let mut due = Vec::new();
    for (id, known) in &observed.invitations {
        if known.removed || known.held.is_some() {
            continue;
        }
        let declared = desired.invitations.get(id);
        let zone = declared.map_or(&desired.organization.time_zone, |i| zone_of(desired, i));
        let mut all: Vec<(Event, Timestamp)> = events(known, from);
        all.retain(|(_, at)| *at > from && *at <= until);
        all.sort_unstable();
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            due.push(Due {
                first: same[0].1,
                id: id.0.clone(),
                event: same[0].0,
                last: same[same.len() - 1].1,
                links: u32::try_from(same.len()).unwrap_or(u32::MAX),
                zone: zone.clone(),
            });
        }
    }
    due.sort();
    Outlook { from, due }
}

/// Everything with a time in the links that work at `from`.
fn events(known: &ObservedInvitation, from: Timestamp) -> Vec<(Event, Timestamp)> {
    let stored: Option<Stored> = serde_json::from_str(&known.entry.body).ok();
    let opens = stored.and_then(|stored| stored.opens);
    let mut all = Vec::new();
    for link in known.recipients.values().filter(|link| link.is_live(from)) {
        all.extend(opens.map(|at| (Event::Opens, at)));
        all.extend(link.expires_at.map(|at| (Event::Ends, at)));
        if link.used == 0 {
            let open = link.reminders.iter().filter(|(_, one)| !one.settled);
            all.extend(open.map(|(ahead, one)| (Event::Reminds(*ahead), one.due_at)));
        }
    }
    all
}
