//! Blanks of mails to whoever looks after enrollment.

use serde::Serialize;

use crate::render::dates::When;

/// Who asks for a new link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequestFacts {
    /// Email or phone of the recipient.
    pub address: String,
    /// Id of the invitation.
    pub invitation: String,
    /// Its number, as the person can say it: `4827-19`.
    pub number: String,
    /// Where the recipient is declared: `file:line`.
    pub place: String,
    /// Every use is counted; else the link has expired.
    pub used: bool,
}

/// What happened in some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DigestFacts {
    /// When they began.
    pub from: When,
    /// When they were over.
    pub to: When,
    /// Messages of unknown fate, now.
    pub in_doubt: u64,
    /// Certificates that end soon.
    pub certificates: Vec<Ending>,
    /// Messages refused or returned, by invitation.
    pub failed: Lines,
    /// People who wait for a new link now, by invitation.
    pub requests: Lines,
    /// Links that ended with no device enrolled, by invitation.
    pub expired: Lines,
    /// Devices that came in, by invitation.
    pub enrolled: Lines,
}

impl DigestFacts {
    /// Nothing happened, and nothing needs a look.
    pub fn is_empty(&self) -> bool {
        let lines = [&self.failed, &self.requests, &self.expired, &self.enrolled];
        self.in_doubt == 0 && self.certificates.is_empty() && lines.iter().all(|l| l.all == 0)
    }
}

/// A certificate that ends soon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ending {
    /// Where it is set: `mdm.push`.
    pub name: &'static str,
    /// When.
    pub ends: When,
}

/// Lines of one section: as many as a mail should have.
const MOST: usize = 20;

/// Counts by invitation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Lines {
    /// Over all invitations.
    pub all: u64,
    /// The invitations with the most.
    pub first: Vec<Line>,
    /// How many invitations are left out.
    pub more: usize,
}

/// One count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Line {
    /// Id of the invitation; none: open enrollment.
    pub what: Option<String>,
    /// How many.
    pub count: u64,
}

impl Lines {
    /// The section of these counts.
    pub fn of(mut all: Vec<Line>) -> Self {
        all.sort_by(|a, b| (b.count, &a.what).cmp(&(a.count, &b.what)));
        let sum = all.iter().map(|line| line.count).sum();
        let more = all.len().saturating_sub(MOST);
        all.truncate(MOST);
        Self {
            all: sum,
            first: all,
            more,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_shows_the_largest_counts_first_and_says_what_is_left_out() {
        let lines = (0..25_u64).map(|n| Line {
            what: Some(format!("i{n:02}")),
            count: n % 3,
        });
        let lines = Lines::of(lines.collect());
        assert_eq!((lines.all, lines.first.len(), lines.more), (24, 20, 5));
        assert_eq!(lines.first[0].what.as_deref(), Some("i02"));
    }
}
