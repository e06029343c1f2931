//! `apply`: makes what git says live, once. One transaction writes every row and every message; nothing that
//! was not in the plan happens, and nothing of it happens twice.
//!
//! Sending comes after the commit and is the sender's work. To add one more effect: what it writes goes to
//! [`write`], in the transaction.

mod consent;
mod lock;
mod outcome;
mod write;

use super::{App, Error, abort, history, plan, random};
use crate::base::error::Kind;
use crate::base::mask::Pii;
use crate::model::declared::Desired;
use crate::model::id::RunId;
use crate::plan::asked::Asked;
use crate::plan::fact::Fact;
use crate::plan::guard::Acks;
use crate::plan::scope::Scope;
use crate::plan::{Circumstances, Plan};
use crate::report::{plan_json, plan_text};
use crate::store::Tx;
use crate::store::event::{Actor, Event};
use crate::store::run::NewRun;

pub use consent::{Consent, consent, guards};
pub use lock::{Lock, RENEWAL, lease, lock};
pub use outcome::{Outcome, outcome};

/// What was agreed to before the transaction.
#[derive(Clone, Debug)]
pub struct Agreed<'a> {
    /// Fingerprint of the plan that was shown.
    pub fingerprint: &'a str,
    /// Numbers named by `--ack`.
    pub acks: &'a Acks,
    /// Nobody watches this run (`CI` is set).
    pub ci: bool,
    /// What was looked at.
    pub scope: &'a Scope,
    /// Id of the plan file that was agreed to; it counts once.
    pub plan_file: Option<&'a str>,
    /// Who asked for each of its changes, in their order; empty: nobody looked.
    pub asked: &'a [Option<Asked>],
    /// Who agreed.
    pub by: By,
}

/// Who agreed to a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Somebody who looked at it: limits that it raises count from the next plan on.
    Person,
    /// The server that follows a folder: limits become stricter by it, never looser.
    Server,
}

/// What the transaction did.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The run; none when there was nothing to do.
    pub run: Option<RunId>,
    /// The plan as it was made true; what is left to do when an earlier run made it true.
    pub plan: Plan,
    /// An earlier run made it true.
    pub earlier: bool,
}

impl Applied {
    /// What an earlier run did, and what is left to do since.
    pub fn before(run: RunId, plan: Plan) -> Self {
        Self {
            run: Some(run),
            plan,
            earlier: true,
        }
    }
}

/// Plans again under the lock, requires what was agreed to, and makes it true in one transaction, which gives the
/// lock back.
///
/// # Errors
/// [`Kind::Stale`] when the plan is another one by now, the lock was lost, or a row changed while it was
/// written: nothing was done. [`Kind::Refused`] by a guard.
pub async fn commit(
    app: &App,
    desired: &Desired,
    agreed: &Agreed<'_>,
    lock: Lock,
) -> Result<Applied, Error> {
    if desired.sources.unread.is_some() {
        let message = "the repository was read in part, and apply needs all of it";
        return Err(Error::new(Kind::Operational, message));
    }
    let done = commit_under(app, desired, agreed, &lock).await;
    if done.is_err() {
        lock.give_back(app).await;
    }
    done
}

async fn commit_under(
    app: &App,
    desired: &Desired,
    agreed: &Agreed<'_>,
    lock: &Lock,
) -> Result<Applied, Error> {
    let describe = history::describe(&app.root);
    let commit = lock.during(app, RENEWAL, describe).await;
    abort::point("A1");
    let (mut tx, now) = lock.begin(app).await?;
    let observed = tx.observe().await?;
    abort::point("A2");
    let circumstances = Circumstances {
        now,
        ci: agreed.ci,
        scope: agreed.scope,
    };
    let (observed, mut plan) = plan::compare(&mut tx, desired, observed, circumstances).await?;
    if plan.fingerprint != agreed.fingerprint {
        return Err(stale(agreed.fingerprint, &plan));
    }
    guards(&plan, agreed.acks)?;
    history::told(&mut plan, agreed.asked.to_vec());
    let run = (!plan.changes.is_empty()).then(|| RunId(random::uid()));
    if let Some(id) = &run {
        write::changes(app, desired, &observed, (&plan, id), &mut tx).await?;
        record_run(&mut tx, &plan, id, (commit.as_deref(), agreed.plan_file)).await?;
    }
    let complete = *agreed.scope == Scope::Complete;
    if complete {
        write::places(desired, &observed, &mut tx).await?;
        remember(desired, &plan, &mut tx).await?;
    } else if run.is_some() {
        tx.forget_sources().await?;
    }
    // The first run has nothing to be stricter than.
    if complete || observed.limits.is_none() {
        let limits = match agreed.by {
            By::Person => &desired.limits,
            By::Server => &plan.limits,
        };
        tx.set_limits(limits).await?;
    }
    lapses(&mut tx, now).await?;
    lock.end(&mut tx).await?;
    abort::point("A4");
    tx.commit().await?;
    abort::point("A5");
    Ok(Applied {
        run,
        plan,
        earlier: false,
    })
}

/// The error of a plan that is not the one agreed to.
pub fn stale(agreed: &str, plan: &Plan) -> Error {
    let message = format!(
        "the plan is another one by now: agreed to {agreed}, found {}",
        plan.fingerprint
    );
    Error::new(Kind::Stale, message).with_hint("run `enroll plan` and agree to what it shows")
}

/// The run that made a plan of this fingerprint true, if one did.
///
/// # Errors
/// What the database says.
pub async fn run_of(app: &App, fingerprint: &str) -> Result<Option<RunId>, Error> {
    Ok(app.db.read().await?.run_of(fingerprint).await?)
}

async fn record_run(
    tx: &mut Tx,
    plan: &Plan,
    id: &RunId,
    (commit, plan_file): (Option<&str>, Option<&str>),
) -> Result<(), Error> {
    let document = serde_json::to_string(&plan_json::document(plan, Pii::Mask))
        .map_err(|e| Error::new(Kind::Operational, e.to_string()))?;
    let run = NewRun {
        id,
        at: plan.now,
        commit,
        fingerprint: &plan.fingerprint,
        plan: &document,
        changes: plan.changes.len(),
        messages: plan.messages(),
        plan_file,
    };
    Ok(tx.create_run(&run).await?)
}

/// Keeps the digests of the files, but of those where somebody waits for a link: a hold that is lifted gives it.
async fn remember(desired: &Desired, plan: &Plan, tx: &mut Tx) -> Result<(), Error> {
    let waiting = plan.facts.iter().filter_map(|fact| match fact {
        Fact::Withheld { id, .. } => Some(id.as_str()),
        _ => None,
    });
    let mut sources = desired.sources.clone();
    sources.distrust(&waiting.collect());
    Ok(tx.set_sources(&sources).await?)
}

/// The end of a link by time is recorded once, with the instant it ended.
async fn lapses(tx: &mut Tx, now: crate::base::time::Timestamp) -> Result<(), Error> {
    for lapsed in tx.unrecorded_lapses(now).await? {
        let event = Event {
            invitation: Some(&lapsed.invitation.0),
            recipient: Some(&lapsed.uid.0),
            ..Event::new(Actor::Apply, "expired")
        };
        tx.record(&random::uid(), lapsed.at, &event).await?;
        tx.set_lapse_recorded(&lapsed.uid, now).await?;
    }
    Ok(())
}

/// Why the plan is refused, as one error.
fn refused(plan: &Plan, acks: &Acks) -> Option<Error> {
    let reasons = plan_text::refusals(plan, acks);
    (!reasons.is_empty()).then(|| Error::new(Kind::Refused, reasons.join("; ")))
}
