//! `plan`: reads both sides and compares them. Writes nothing, takes no lock, needs no server key.

use std::path::Path;

use super::{Error, clock, message, text};
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::model::declared::{Desired, Kind as EntryKind};
use crate::model::observed::Observed;
use crate::plan::change::Action;
use crate::plan::purpose::{Purpose, outlook};
use crate::plan::scope::{Scope, Unfit};
use crate::plan::{self, Circumstances, Plan};
use crate::store::{self, Access, Db, Tx};

/// How somebody wants to see what apply would do.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// What to look at.
    pub scope: Scope,
    /// The instant; the database's clock unless given.
    pub now: Option<Timestamp>,
    /// Another instant to plan for, with what falls due on the way there.
    pub at: Option<Timestamp>,
    /// Nobody watches this run (`CI` is set).
    pub ci: bool,
}

/// What apply would do.
///
/// # Errors
/// The database cannot be read (a missing one reads as empty); the one entry asked for cannot be applied alone.
pub async fn plan(desired: &Desired, root: &Path, question: &Question) -> Result<Plan, Error> {
    let from = |clock| question.now.unwrap_or(clock);
    let circumstances = |clock| Circumstances {
        now: question.at.unwrap_or(from(clock)),
        ci: question.ci,
        scope: &question.scope,
    };
    match Db::open(&desired.settings.database, root, Access::Read).await {
        Ok(db) => {
            let mut tx = db.read().await?;
            let clock = tx.now().await?;
            let circumstances = circumstances(clock);
            let observed = observe(&mut tx, desired, circumstances.now).await?;
            let (observed, plan) = compare(&mut tx, desired, observed, circumstances).await?;
            drop(tx);
            db.close().await;
            Ok(foreseen(
                plan,
                (desired, &observed),
                from(clock),
                question.at,
            ))
        }
        Err(store::Error::Missing(_)) => {
            let nothing = Observed::default();
            let clock = clock::now();
            let plan = without_database(desired, &nothing, circumstances(clock))?;
            Ok(foreseen(
                plan,
                (desired, &nothing),
                from(clock),
                question.at,
            ))
        }
        Err(error) => Err(error.into()),
    }
}

/// The plan of another instant with what falls due until then; nobody can agree to it.
fn foreseen(
    plan: Plan,
    (desired, observed): (&Desired, &Observed),
    from: Timestamp,
    at: Option<Timestamp>,
) -> Plan {
    match at {
        Some(at) => plan.only_for(Purpose::Outlook(outlook(desired, observed, from, at))),
        None => plan,
    }
}

/// The diff against an observed side that comes from no database.
pub(super) fn without_database(
    desired: &Desired,
    observed: &Observed,
    circumstances: Circumstances<'_>,
) -> Result<Plan, Error> {
    fit(circumstances.scope, desired, observed)?;
    diff(desired, observed, circumstances)
}

/// What apply would do to a database that is open.
///
/// # Errors
/// As [`plan()`].
pub async fn against(db: &Db, desired: &Desired, question: &Question) -> Result<Plan, Error> {
    let mut tx = db.read().await?;
    let clock = tx.now().await?;
    let circumstances = Circumstances {
        now: question.now.unwrap_or(clock),
        ci: question.ci,
        scope: &question.scope,
    };
    let observed = observe(&mut tx, desired, circumstances.now).await?;
    let (_, plan) = compare(&mut tx, desired, observed, circumstances).await?;
    Ok(plan)
}

/// As much of the database as there is to compare with.
async fn observe(tx: &mut Tx, desired: &Desired, now: Timestamp) -> Result<Observed, Error> {
    let Some(unread) = &desired.sources.unread else {
        return Ok(tx.observe().await?);
    };
    let (_, known) = tx.known_sources().await?;
    if known != unread.known {
        let message = "another run applied while the repository was read";
        return Err(Error::new(Kind::Stale, message).with_hint("plan again"));
    }
    Ok(tx.observe_some(unread, now).await?)
}

/// The diff of what was observed. Devices are counted only where a policy changes.
pub(super) async fn compare(
    tx: &mut Tx,
    desired: &Desired,
    mut observed: Observed,
    circumstances: Circumstances<'_>,
) -> Result<(Observed, Plan), Error> {
    fit(circumstances.scope, desired, &observed)?;
    let plan = diff(desired, &observed, circumstances)?;
    let touches = |change: &plan::change::Change| {
        change.kind == EntryKind::Policy && change.action != Action::Create
    };
    if !plan.changes.iter().any(touches) {
        return Ok((observed, plan));
    }
    observed.devices = tx.devices_by_policy().await?;
    let plan = diff(desired, &observed, circumstances)?;
    Ok((observed, plan))
}

fn fit(scope: &Scope, desired: &Desired, observed: &Observed) -> Result<(), Error> {
    scope.check(desired, observed).map_err(|unfit| {
        let hint = match &unfit {
            Unfit::Unknown(_) => "write an id, or kind/id such as invitation/staff".to_owned(),
            Unfit::Needs { needed, .. } => format!("apply it first: --only {needed}"),
            Unfit::Named { .. } => "apply everything, or that invitation first".to_owned(),
        };
        let kind = match unfit {
            Unfit::Unknown(_) => Kind::NotFound,
            Unfit::Needs { .. } | Unfit::Named { .. } => Kind::Refused,
        };
        Error::new(kind, unfit.to_string()).with_hint(hint)
    })
}

/// The diff, its failure named as one of ours, with the length of its text messages and what
/// the organization's own messages begin with.
pub(super) fn diff(
    desired: &Desired,
    observed: &Observed,
    circumstances: Circumstances<'_>,
) -> Result<Plan, Error> {
    let mut plan = plan::diff(desired, observed, circumstances)
        .map_err(|error| Error::new(Kind::Operational, error.to_string()))?;
    plan.parts = text::parts(desired, &plan)?;
    plan.titles = message::titles(desired, &plan)?;
    Ok(plan)
}
