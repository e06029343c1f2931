//! May a link bring in one more device? The rules alone, over facts read under the link's lock.

use super::Error;
use crate::base::time::{SECOND, Timestamp};
use crate::model::enrollment::{RESERVATION, Refusal};
use crate::store;
use crate::store::arriving::Room;
use crate::store::enrollment::EnrollmentRow;
use crate::store::link::{LinkFacts, Others};

/// Why a use is not reserved.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Every use that is left is reserved by somebody else.
    #[error("every use of this link is reserved for the moment")]
    Busy {
        /// Seconds until the first of those reservations lapses, at least 1.
        retry_after: u64,
    },
    /// Every use is counted.
    #[error("this link is used up")]
    Used,
    /// The link's end has passed.
    #[error("this link has expired")]
    Expired,
    /// The link, or its invitation, was revoked or removed.
    #[error("this link was revoked")]
    Revoked,
    /// The link is not usable yet.
    #[error("this link is not usable yet")]
    NotYet,
    /// It could not be decided.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<store::Error> for Refused {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Whether a use may be reserved at `now`.
///
/// # Errors
/// The first reason against it.
pub fn may_reserve(link: &LinkFacts, others: Others, now: Timestamp) -> Result<(), Refused> {
    if link.revoked {
        return Err(Refused::Revoked);
    }
    if link.opens_at.is_some_and(|opens| now < opens) {
        return Err(Refused::NotYet);
    }
    if !alive(link, now) {
        return Err(Refused::Expired);
    }
    let Some(uses) = link.uses else { return Ok(()) };
    if link.used >= uses {
        return Err(Refused::Used);
    }
    if link.used.saturating_add(others.reserved) >= uses {
        let wait = others.first_lapses.map_or(SECOND, |end| end.since(now));
        let seconds = u64::try_from(wait / SECOND).unwrap_or_default();
        return Err(Refused::Busy {
            retry_after: seconds.saturating_add(1),
        });
    }
    Ok(())
}

/// Whether a device may go on with its enrollment at `now`, and until when its use is reserved from here on: a
/// reservation that holds is renewed once, by the first Authenticate, while its link lives; one that lapsed is made
/// anew if the link lives and has a use left.
///
/// # Errors
/// Why it is turned away. Revocation has no grace.
pub fn may_go_on(
    row: &EnrollmentRow,
    room: Option<&Room>,
    now: Timestamp,
) -> Result<Timestamp, Refusal> {
    let until = row.enrollment.reserved_until;
    if row.revoked_at.is_some() || room.is_some_and(|room| room.facts.revoked) {
        return Err(Refusal::Revoked);
    }
    let Some(room) = room else {
        return Ok(now.plus(RESERVATION).max(until));
    };
    let link = &room.facts;
    if room.counted_before {
        return Ok(until);
    }
    if link.uses.is_some_and(|uses| link.used >= uses) {
        return Err(Refusal::NoUseLeft);
    }
    let alive = alive(link, now);
    if holds(row, now) {
        let renews = alive && row.authenticated_at.is_none();
        return Ok(if renews { now.plus(RESERVATION) } else { until });
    }
    let taken = link.used.saturating_add(room.others.reserved);
    if alive && link.uses.is_none_or(|uses| taken < uses) {
        return Ok(now.plus(RESERVATION));
    }
    Err(Refusal::NoUseLeft)
}

/// Whether the reservation of an enrollment holds at `now`.
pub fn holds(row: &EnrollmentRow, now: Timestamp) -> bool {
    now < row.enrollment.reserved_until
}

fn alive(link: &LinkFacts, now: Timestamp) -> bool {
    link.expires_at.is_none_or(|end| now < end)
}
