//! When a message that could not leave is tried again.

use crate::base::time::{DAY, HOUR, MINUTE, Timestamp};

/// How long a message is tried, from when it was written (RFC 5321, section 4.5.4.1: 4 to 5 days).
pub const LIFE: i64 = 5 * DAY;

/// The instant of the next try after `attempts` tries; none when it is time to give up. `random` spreads
/// messages that failed together by up to a fifth either way.
pub fn next(attempts: u32, created_at: Timestamp, now: Timestamp, random: u8) -> Option<Timestamp> {
    let wait = match attempts {
        0 | 1 => MINUTE,
        2 => 5 * MINUTE,
        3 => 15 * MINUTE,
        4 => HOUR,
        5 => 2 * HOUR,
        _ => 4 * HOUR,
    };
    let spread = wait / 5 * (i64::from(random) - 128) / 128;
    (now.since(created_at) < LIFE).then(|| now.plus(wait + spread))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let start = Timestamp(0);
        let waits: Vec<_> = (1..8)
            .map(|n| next(n, start, start, 128).unwrap().0 / MINUTE)
            .collect();
        assert_eq!(waits, [1, 5, 15, 60, 120, 240, 240]);
        assert_eq!(next(9, start, Timestamp(LIFE), 0), None);
    }

    #[test]
    fn tries_that_failed_together_spread() {
        let at = |random| next(1, Timestamp(0), Timestamp(0), random).unwrap().0;
        assert!(at(0) >= MINUTE * 4 / 5 && at(255) <= MINUTE * 6 / 5 && at(0) < at(255));
    }
}
