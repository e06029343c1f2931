//! Guards: limits that a plan may only pass when somebody names the number. What each of them counts stands in
//! [`super::count`].

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Guard of the messages sent.
pub const MESSAGES: &str = "messages";
/// Guard of the messages sent, in percent of the links that work before the run.
pub const MESSAGES_PERCENT: &str = "messages_percent";
/// Guard of the working links that stop working.
pub const REVOCATIONS: &str = "revocations";
/// Guard of the working links that stop working, in percent of those that work before the run.
pub const REVOCATIONS_PERCENT: &str = "revocations_percent";
/// Guard of domains that nobody was invited at before.
pub const NEW_DOMAINS: &str = "new_domains";
/// Guard of recipients outside the domains that are allowed.
pub const ALLOWED_DOMAINS: &str = "allowed_domains";
/// Guard of enrolled devices whose policy changes.
pub const POLICY_DEVICES: &str = "policy_devices";
/// Guard of entries that are protected.
pub const PROTECT: &str = "protect";
/// Guard of entries that must be declared.
pub const REQUIRED: &str = "required";
/// Guard of an automated run on an empty database, which would send everything again.
pub const NEW_DATABASE: &str = "new_database";
/// Guard of files that seem to be cut off in the middle of a line.
pub const CUT_OFF: &str = "cut_off";
/// What guards of a kind that lost its last entry begin with.
pub const EMPTY: &str = "empty_";
/// What guards of the messages of some files begin with, their pattern after it.
pub const PATH_MESSAGES: &str = "messages:";
/// What guards of the sites of some files begin with, their pattern after it.
pub const PATH_SITES: &str = "sites:";

/// What a guard says of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Within the limit.
    Within,
    /// Above it: refused unless acknowledged by its number.
    NeedsAck,
}

/// One guard with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// Its name, as `--ack` takes it.
    pub id: String,
    /// The highest number that passes.
    pub limit: u32,
    /// The number of this plan.
    pub actual: u32,
    /// What was counted, where it has names that may be shown: domains, entries.
    pub names: Vec<String>,
}

impl Guard {
    /// A guard that counts things without names.
    pub(super) fn new(id: impl Into<String>, limit: u32, actual: usize) -> Self {
        Self {
            id: id.into(),
            limit,
            actual: u32::try_from(actual).unwrap_or(u32::MAX),
            names: Vec::new(),
        }
    }

    /// Its verdict.
    pub fn verdict(&self) -> Verdict {
        if self.actual > self.limit {
            Verdict::NeedsAck
        } else {
            Verdict::Within
        }
    }

    /// What overrides it: `messages=412`.
    pub fn ack(&self) -> String {
        format!("{}={}", self.id, self.actual)
    }

    /// Whether it stands in the way, given what was acknowledged.
    pub fn refuses(&self, acks: &Acks) -> bool {
        self.verdict() == Verdict::NeedsAck && acks.0.get(&self.id) != Some(&self.actual)
    }

    /// Whether its number is the same wherever and whenever the same plan is made. The others move with the
    /// machine, with devices that enroll and links that are used up: they are no part of the fingerprint, and
    /// asked again before anything is done.
    pub(super) fn is_steady(&self) -> bool {
        let moving = [
            NEW_DATABASE,
            MESSAGES_PERCENT,
            REVOCATIONS_PERCENT,
            POLICY_DEVICES,
        ];
        !moving.contains(&self.id.as_str())
    }
}

/// Numbers named by `--ack K=N`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acks(BTreeMap<String, u32>);

impl Acks {
    /// Reads `messages=412` and the like.
    ///
    /// # Errors
    /// The words that are not `NAME=NUMBER`, as they were given.
    pub fn parse<S: AsRef<str>>(words: &[S]) -> Result<Self, String> {
        let mut acks = BTreeMap::new();
        for word in words.iter().map(AsRef::as_ref) {
            let (name, number) = word.rsplit_once('=').ok_or_else(|| word.to_owned())?;
            let number = number.parse().map_err(|_| word.to_owned())?;
            acks.insert(name.to_owned(), number);
        }
        Ok(Self(acks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_must_be_the_actual_one() {
        let guard = Guard::new(MESSAGES, 300, 412);
        assert_eq!(guard.ack(), "messages=412");
        assert!(guard.refuses(&Acks::default()));
        assert!(guard.refuses(&Acks::parse(&["messages=411"]).unwrap()));
        assert!(!guard.refuses(&Acks::parse(&["messages=412"]).unwrap()));
        assert_eq!(Acks::parse(&["messages"]), Err("messages".to_owned()));
    }
}
