//! Consent and guards: who may let a plan become true.

use super::{Error, refused, stale};
use crate::base::error::Kind;
use crate::plan::Plan;
use crate::plan::guard::Acks;

/// How somebody agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consent {
    /// To the plan of this fingerprint, as shown in a pull request.
    Approved(String),
    /// To whatever stays within `limits.auto_approve`.
    Auto,
    /// By typing the number of messages at a terminal.
    Number(usize),
}

/// Whether the consent covers the plan. A plan without changes needs none; an approval of another one is looked
/// up by [`super::run_of`] then.
///
/// # Errors
/// [`Kind::Stale`] when another plan was approved, [`Kind::Refused`] when the number is too high or another.
pub fn consent(plan: &Plan, consent: &Consent) -> Result<(), Error> {
    if plan.changes.is_empty() {
        return Ok(());
    }
    let messages = plan.messages();
    match consent {
        Consent::Approved(fingerprint) if *fingerprint == plan.fingerprint => Ok(()),
        Consent::Approved(fingerprint) => Err(stale(fingerprint, plan)),
        Consent::Auto if messages <= plan.limits.auto_approve as usize => Ok(()),
        Consent::Auto => {
            let limit = plan.limits.auto_approve;
            let text = format!("{messages} messages are above limits.auto_approve, {limit}");
            Err(Error::new(Kind::Refused, text).with_hint(format!(
                "look at the plan, then run `enroll apply --approve {}`",
                plan.fingerprint
            )))
        }
        Consent::Number(n) if *n == messages => Ok(()),
        Consent::Number(_) => {
            let text = format!("nothing was done: the number of messages is {messages}");
            Err(Error::new(Kind::Refused, text))
        }
    }
}

/// Whether every guard passes, given what was acknowledged.
///
/// # Errors
/// [`Kind::Refused`] with each reason.
pub fn guards(plan: &Plan, acks: &Acks) -> Result<(), Error> {
    refused(plan, acks).map_or(Ok(()), Err)
}
