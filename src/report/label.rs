//! What a plan comes to in one word, for the list of pull requests.

use super::plan_json::PlanDocument;

/// What merging does; the one that asks for most care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// A guard refuses it until somebody names its number.
    Blocked,
    /// People get messages, which cannot be taken back.
    Sends,
    /// Links stop working.
    Revokes,
    /// Something changes, and nobody is told or turned away.
    Safe,
    /// Nothing changes.
    NoChanges,
}

impl Label {
    /// Every label.
    pub const ALL: [Self; 5] = [
        Self::Blocked,
        Self::Sends,
        Self::Revokes,
        Self::Safe,
        Self::NoChanges,
    ];

    /// The label of a plan.
    pub fn of(plan: &PlanDocument) -> Self {
        let (summary, refused) = (&plan.summary, plan.guards.iter().any(|g| g.ack.is_some()));
        match () {
            () if refused => Self::Blocked,
            () if summary.messages > 0 => Self::Sends,
            () if summary.links_ended > 0 => Self::Revokes,
            () if summary.changes > 0 => Self::Safe,
            () => Self::NoChanges,
        }
    }

    /// Its name on a code host; `plan` tells several plans on one pull request apart.
    pub fn name(self, plan: Option<&str>) -> String {
        let word = match self {
            Self::Blocked => "blocked",
            Self::Sends => "sends",
            Self::Revokes => "revokes",
            Self::Safe => "safe",
            Self::NoChanges => "no-changes",
        };
        match plan {
            Some(plan) => format!("enroll:{plan}:{word}"),
            None => format!("enroll:{word}"),
        }
    }
}
