//! Failures slow down: per account and address together, per account alone, per address alone. The counters
//! stand in the database, so every replica shares them, under names that say nothing about people.
//!
//! An attempt on an account is counted before it is looked at and taken back when it succeeds, so that a
//! thousand at once are a thousand. A refused attempt is not counted: waiting always ends. An address counts
//! what failed, and only makes answers slower: a whole school may be behind it.

use std::net::IpAddr;
use std::time::Duration;

use unicode_normalization::UnicodeNormalization;

use super::Refusal;
use crate::base::time::{DAY, HOUR, MINUTE, SECOND, Timestamp};
use crate::ops::{App, Error};
use crate::store::Tx;
use crate::store::login_failure::Failures;

/// How a bucket answers to failures.
#[derive(Clone, Copy, Debug)]
struct Rule {
    /// So many cost nothing.
    free: u32,
    /// The first wait; each failure after it doubles the wait.
    first: i64,
    /// The longest wait.
    most: i64,
    /// A bucket without failure for so long is empty.
    forget: i64,
}

const BOTH: Rule = Rule {
    free: 5,
    first: 10 * SECOND,
    most: 10 * MINUTE,
    forget: DAY,
};
const ACCOUNT: Rule = Rule {
    free: 30,
    first: 10 * SECOND,
    most: HOUR,
    forget: DAY,
};
/// Failures of an address that cost nothing, and how long without one until they are forgotten.
const ADDRESS_FREE: u32 = 100;
const ADDRESS_FORGET: i64 = 10 * MINUTE;

/// The longest that an address full of failures is kept waiting for each answer.
const SLOWEST: Duration = Duration::from_secs(3);

impl Rule {
    /// Failures that still count at `now`.
    fn count(self, held: Option<Failures>, now: Timestamp) -> u32 {
        held.filter(|held| now.since(held.last_at) < self.forget)
            .map_or(0, |held| held.count)
    }

    /// Microseconds from `now` until the next attempt is looked at.
    fn wait(self, held: Option<Failures>, now: Timestamp) -> i64 {
        let count = self.count(held, now);
        let Some(held) = held.filter(|_| count >= self.free) else {
            return 0;
        };
        let doublings = (count - self.free).min(30);
        let wait = (self.first << doublings).min(self.most);
        held.last_at.plus(wait).since(now).max(0)
    }
}

/// Leave to try once.
#[derive(Debug)]
pub(super) struct Pass {
    /// How long to wait before looking.
    pub(super) delay: Duration,
    both: String,
    account: String,
    address: String,
}

/// Counts an attempt, unless it comes too soon after too many.
pub(super) async fn enter(app: &App, username: &str, address: IpAddr) -> Result<Pass, Refusal> {
    let name = spelled(username);
    let bucket = |of: &str| app.key.tag("log-in", of);
    let mut pass = Pass {
        delay: Duration::ZERO,
        both: bucket(&format!("{name}\n{address}")),
        account: bucket(&name),
        address: bucket(&address.to_string()),
    };
    for _ in 0..8 {
        let mut tx = app.db.write().await?;
        match pass.count(&mut tx).await? {
            Counted::Yes(of_address) => {
                tx.commit().await?;
                pass.delay = delay(of_address);
                return Ok(pass);
            }
            Counted::TooSoon(wait) => {
                let seconds = u32::try_from(wait / SECOND + 1).unwrap_or(u32::MAX);
                return Err(Refusal::TooMany { seconds });
            }
            Counted::Raced => {}
        }
    }
    Err(Refusal::TooMany { seconds: 1 })
}

enum Counted {
    Yes(u32),
    TooSoon(i64),
    Raced,
}

impl Pass {
    fn buckets(&self) -> [(&str, Rule); 2] {
        [(&self.both, BOTH), (&self.account, ACCOUNT)]
    }

    async fn count(&self, tx: &mut Tx) -> Result<Counted, Error> {
        let now = tx.now().await?;
        let (mut wait, mut held) = (0, Vec::new());
        for (bucket, rule) in self.buckets() {
            let failures = tx.login_failures(bucket).await?;
            wait = wait.max(rule.wait(failures, now));
            held.push((bucket, failures, rule.count(failures, now)));
        }
        if wait > 0 {
            return Ok(Counted::TooSoon(wait));
        }
        let of_address = tx.login_failures(&self.address).await?;
        let of_address = of_address.filter(|held| now.since(held.last_at) < ADDRESS_FORGET);
        for (bucket, failures, count) in held {
            let next = Failures {
                count: count + 1,
                last_at: now,
            };
            if !tx.set_login_failures(bucket, failures, next).await? {
                return Ok(Counted::Raced);
            }
        }
        Ok(Counted::Yes(of_address.map_or(0, |held| held.count)))
    }

    /// The password was wrong: the address remembers.
    pub(super) async fn failed(&self, app: &App) -> Result<(), Error> {
        let mut tx = app.db.write().await?;
        let now = tx.now().await?;
        tx.add_login_failure(&self.address, now, now.plus(-ADDRESS_FORGET))
            .await?;
        Ok(tx.commit().await?)
    }

    /// Somebody logged in: the account is clean.
    pub(super) async fn succeeded(&self, app: &App) -> Result<(), Error> {
        let mut tx = app.db.write().await?;
        let now = tx.now().await?;
        tx.clear_login_failures(&self.both).await?;
        tx.clear_login_failures(&self.account).await?;
        tx.forget_login_failures(now.plus(-DAY)).await?;
        Ok(tx.commit().await?)
    }

    /// Nobody could tell whether the password was right: it was no failure of theirs.
    pub(super) async fn undecided(&self, app: &App) -> Result<(), Error> {
        let mut tx = app.db.write().await?;
        for (bucket, _) in self.buckets() {
            tx.take_back_login_failure(bucket).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// One name for every spelling of a login name: case, composition and blanks do not matter to a directory.
fn spelled(username: &str) -> String {
    let folded: String = username.nfkc().collect::<String>().to_lowercase();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn delay(failures_of_address: u32) -> Duration {
    let over = failures_of_address.saturating_sub(ADDRESS_FREE);
    Duration::from_millis(20).saturating_mul(over).min(SLOWEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(count: u32) -> Option<Failures> {
        Some(Failures {
            count,
            last_at: Timestamp(DAY),
        })
    }

    #[test]
    fn waits_double_up_to_a_limit_and_end() {
        let wait = |count| BOTH.wait(held(count), Timestamp(DAY)) / SECOND;
        assert_eq!([4, 5, 6, 7, 10].map(wait), [0, 10, 20, 40, 320]);
        assert_eq!([12, 60].map(wait), [600, 600]);
        let later = |micros| BOTH.wait(held(60), Timestamp(DAY).plus(micros));
        assert_eq!(later(10 * MINUTE), 0);
        assert_eq!(BOTH.count(held(60), Timestamp(DAY).plus(DAY)), 0);
    }

    #[test]
    fn an_account_attacked_from_everywhere_allows_about_a_hundred_tries_a_day() {
        let (mut now, mut tries) = (Timestamp(DAY), 0);
        let mut failures = None;
        while now.since(Timestamp(DAY)) < DAY {
            now = now.plus(ACCOUNT.wait(failures, now));
            failures = Some(Failures {
                count: ACCOUNT.count(failures, now) + 1,
                last_at: now,
            });
            tries += 1;
        }
        assert!((50..100).contains(&tries), "{tries}");
    }

    #[test]
    fn a_school_behind_one_address_is_slowed_down_and_never_refused() {
        assert_eq!(delay(99), Duration::ZERO);
        assert_eq!(delay(110), Duration::from_millis(200));
        assert_eq!(delay(5000), SLOWEST);
    }

    #[test]
    fn spellings_of_one_name_share_a_bucket() {
        let names = ["Jose\u{301}", "jos\u{e9}", " JOS\u{c9} "];
        assert!(names.iter().all(|name| spelled(name) == "jos\u{e9}"));
        assert_eq!(spelled("a  b"), "a b");
    }
}
