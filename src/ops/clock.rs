//! The machine's clock: the only place that reads it. Decisions about links and leases use the database's.

use crate::base::time::Timestamp;

/// Now, by this machine.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the clock"
)]
pub fn now() -> Timestamp {
    Timestamp::from(jiff::Timestamp::now())
}

/// A point to measure elapsed time from.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the clock"
)]
pub fn stopwatch() -> std::time::Instant {
    std::time::Instant::now()
}
