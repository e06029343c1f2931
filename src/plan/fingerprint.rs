//! The fingerprint: what is agreed to by approving a plan.

use serde::Serialize;

use super::change::{Action, Change, Effect, Phase};
use super::guard::{Guard, Verdict};
use super::scope::Scope;
use crate::base::digest::digest_of;
use crate::model::declared::Kind;

#[derive(Serialize)]
struct Agreed<'a> {
    format: &'static str,
    instance: Option<&'a str>,
    scope: String,
    guards: Vec<(&'a str, Verdict)>,
    changes: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    phase: Phase,
    action: Action,
    kind: Kind,
    id: &'a str,
    recipient: Option<&'a str>,
    before: Option<&'a str>,
    after: Option<&'a str>,
    effects: &'a [Effect],
}

/// SHA-256 of the canonical JSON (RFC 8785) of what the plan does: no uids, instants, lines or masks, and
/// nothing that differs between the machine that plans and the one that applies, or moves with portal traffic.
pub(super) fn of(
    instance: Option<&str>,
    scope: &Scope,
    guards: &[Guard],
    changes: &[Change],
) -> Result<String, serde_json::Error> {
    let agreed = Agreed {
        format: "enroll.plan/1",
        instance,
        scope: scope.to_string(),
        guards: guards
            .iter()
            .filter(|g| g.is_steady())
            .map(|g| (g.id.as_str(), g.verdict()))
            .collect(),
        changes: changes.iter().map(step).collect(),
    };
    Ok(format!("sha256:{}", digest_of(&agreed)?))
}

fn step(change: &Change) -> Step<'_> {
    Step {
        phase: change.phase,
        action: change.action,
        kind: change.kind,
        id: &change.id,
        recipient: change.recipient.as_ref().map(|r| r.digest.as_str()),
        before: change.before.as_deref(),
        after: change.after.as_deref(),
        effects: &change.effects,
    }
}
