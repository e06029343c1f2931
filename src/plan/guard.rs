//! Guards: limits that a plan may only pass when somebody names the number.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::change::Change;
use crate::model::declared::{Desired, Kind, Limits};
use crate::model::observed::Observed;

/// Guard of the messages sent.
pub const MESSAGES: &str = "messages";
/// Guard of the working links that stop working.
pub const REVOCATIONS: &str = "revocations";
/// Guard of an automated run on an empty database, which would send everything again.
pub const NEW_DATABASE: &str = "new_database";

/// What a guard says of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
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
}

impl Guard {
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
            let (name, number) = word.split_once('=').ok_or_else(|| word.to_owned())?;
            let number = number.parse().map_err(|_| word.to_owned())?;
            acks.insert(name.to_owned(), number);
        }
        Ok(Self(acks))
    }
}

/// The stricter of the limits last applied and those declared: a raise counts from the next apply on.
pub fn in_force(declared: &Limits, applied: Option<&Limits>) -> Limits {
    let Some(applied) = applied else {
        return declared.clone();
    };
    Limits {
        messages: declared.messages.min(applied.messages),
        revocations: declared.revocations.min(applied.revocations),
        auto_approve: declared.auto_approve.min(applied.auto_approve),
    }
}

/// Every guard that has something to say of these changes, in a fixed order.
pub(super) fn guards(
    (desired, observed): (&Desired, &Observed),
    limits: &Limits,
    changes: &[Change],
    ci: bool,
) -> Vec<Guard> {
    let guard = |id: &str, limit, actual: usize| Guard {
        id: id.to_owned(),
        limit,
        actual: u32::try_from(actual).unwrap_or(u32::MAX),
    };
    let mut all = vec![
        guard(
            MESSAGES,
            limits.messages,
            changes.iter().map(Change::messages).sum(),
        ),
        guard(
            REVOCATIONS,
            limits.revocations,
            changes.iter().filter(|c| c.ends_link()).count(),
        ),
    ];
    for (kind, had, has) in counts(desired, observed) {
        if had > 0 && has == 0 {
            all.push(guard(&format!("empty_{}", kind.word()), 0, had));
        }
    }
    if ci && observed.instance.is_none() {
        all.push(guard(NEW_DATABASE, 0, 1));
    }
    all
}

/// Kinds that may lose their last entry by accident, with their number before and after. The built-in policy
/// is always there and says nothing.
fn counts(desired: &Desired, observed: &Observed) -> [(Kind, usize, usize); 4] {
    const BUILT_IN: &str = "default";
    let had = |kind| {
        let ids = observed.entries.get(&kind);
        ids.map_or(0, |ids| ids.keys().filter(|id| *id != BUILT_IN).count())
    };
    let policies = desired.policies.keys().filter(|id| id.0 != BUILT_IN);
    let invitations = observed.invitations.values().filter(|i| !i.removed);
    [
        (Kind::Site, had(Kind::Site), desired.sites.len()),
        (Kind::Policy, had(Kind::Policy), policies.count()),
        (Kind::Account, had(Kind::Account), desired.accounts.len()),
        (
            Kind::Invitation,
            invitations.count(),
            desired.invitations.len(),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_must_be_the_actual_one() {
        let guard = Guard {
            id: MESSAGES.to_owned(),
            limit: 300,
            actual: 412,
        };
        assert_eq!(guard.ack(), "messages=412");
        assert!(guard.refuses(&Acks::default()));
        assert!(guard.refuses(&Acks::parse(&["messages=411"]).unwrap()));
        assert!(!guard.refuses(&Acks::parse(&["messages=412"]).unwrap()));
        assert_eq!(Acks::parse(&["messages"]), Err("messages".to_owned()));
    }

    #[test]
    fn a_raised_limit_waits_for_the_next_apply() {
        let applied = Limits::default();
        let declared = Limits {
            messages: 1000,
            revocations: 10,
            auto_approve: 5,
        };
        let limits = in_force(&declared, Some(&applied));
        assert_eq!((limits.messages, limits.revocations), (300, 10));
        assert_eq!(in_force(&declared, None), declared);
    }
}
