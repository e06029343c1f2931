//! Pacing: which wave may leave, and when too many refusals or doubts stop everything until somebody looked.

use std::collections::BTreeSet;

use super::{Error, random};
use crate::base::time::Timestamp;
use crate::model::id::MessageId;
use crate::model::pause::Pause;
use crate::store::Tx;
use crate::store::event::{Actor, Event};
use crate::store::wave::{Standing, Wave};

/// Fewer refusals say nothing about the others.
const FEW: u64 = 3;
/// A sender that dies leaves a doubt for each of its lanes, which is no reason to stop the others.
const FEW_DOUBTS: u64 = 5;
/// Part of a wave that may be refused, or become doubtful, in percent.
const PART: u64 = 5;
/// A long wave is judged by what was tried of it, once that is so many.
const SAMPLE: u64 = 100;

/// Ends every wave that was tried, so that the next may leave, unless there is a reason to pause. Answers those that
/// ended, with how they ended.
///
/// # Errors
/// What the database says.
pub async fn end_tried(tx: &mut Tx, now: Timestamp) -> Result<Vec<(Wave, Standing)>, Error> {
    let mut ended = Vec::new();
    for wave in tx.tried_waves().await? {
        let standing = tx.standing(&wave).await?;
        if judge(tx, &wave, &standing, now).await? {
            break;
        }
        if tx.end_wave(&wave).await? {
            ended.push((wave, standing));
        }
    }
    Ok(ended)
}

/// Judges the waves of messages that were refused, returned, or are in doubt.
///
/// # Errors
/// What the database says.
pub async fn judge_all(tx: &mut Tx, troubled: &[&MessageId], now: Timestamp) -> Result<(), Error> {
    let mut waves = BTreeSet::new();
    for id in troubled {
        waves.extend(tx.wave_of(id).await?);
    }
    for wave in waves {
        let standing = tx.standing(&wave).await?;
        if judge(tx, &wave, &standing, now).await? {
            break;
        }
    }
    Ok(())
}

/// Pauses sending when too much of a wave was refused or is in doubt; answers whether.
async fn judge(
    tx: &mut Tx,
    wave: &Wave,
    standing: &Standing,
    now: Timestamp,
) -> Result<bool, Error> {
    let Some((count, what)) = too_many(standing) else {
        return Ok(false);
    };
    let reason = format!(
        "{count} of {} {} messages in wave {} {what}",
        standing.size, wave.kind, wave.number
    );
    pause(tx, Actor::Sender, reason, Some(&wave.run), now).await?;
    Ok(true)
}

/// Pauses sending and records why. False: it was paused before.
///
/// # Errors
/// What the database says.
pub async fn pause(
    tx: &mut Tx,
    actor: Actor,
    reason: String,
    run: Option<&str>,
    now: Timestamp,
) -> Result<bool, Error> {
    let pause = Pause {
        since: now,
        by: actor.word().to_owned(),
        reason,
    };
    let new = tx.set_pause(&pause).await?;
    if new {
        let event = Event {
            detail: serde_json::json!({ "reason": pause.reason }),
            run,
            ..Event::new(actor, "paused")
        };
        tx.record(&random::uid(), now, &event).await?;
    }
    Ok(new)
}

/// What there is too much of, and how often.
fn too_many(standing: &Standing) -> Option<(u64, &'static str)> {
    let of = standing.size.min(standing.tried.max(SAMPLE));
    let too_many = |count: u64, few: u64| count >= few && count * 100 > of * PART;
    if too_many(standing.refused, FEW) {
        Some((standing.refused, "were refused"))
    } else if too_many(standing.doubtful, FEW_DOUBTS) {
        Some((standing.doubtful, "are in doubt"))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_refusals_and_more_than_a_twentieth_are_too_much() {
        let too_much = |size, tried, refused| {
            let standing = Standing {
                size,
                tried,
                refused,
                doubtful: 0,
            };
            too_many(&standing).is_some()
        };
        assert!(!too_much(10, 10, 2), "too few to say anything");
        assert!(too_much(10, 3, 3));
        assert!(!too_much(60, 60, 3), "a twentieth is borne");
        assert!(!too_much(100, 100, 5) && too_much(100, 20, 6));
        assert!(!too_much(5000, 30, 5) && too_much(5000, 100, 6));
        assert!(!too_much(5000, 2000, 100) && too_much(5000, 2000, 101));
    }

    #[test]
    fn the_doubts_of_one_sender_that_dies_are_borne() {
        let doubts = |size, doubtful| {
            too_many(&Standing {
                size,
                tried: size,
                refused: 0,
                doubtful,
            })
        };
        assert_eq!(doubts(10, 4), None);
        assert_eq!(doubts(10, 5), Some((5, "are in doubt")));
        assert_eq!(doubts(100, 5), None, "a twentieth is borne");
        assert_eq!(doubts(100, 6), Some((6, "are in doubt")));
    }
}
