//! Looking at a folder that a server follows: what it declares is compared with what is live, and as much of the
//! difference made true as the server may do by itself.
//!
//! Must not know how changes of files are noticed. To let a server do one more thing by itself: a scope of the plan
//! that admits nothing else, carried out in [`look`].

use std::path::Path;
use std::time::Duration;

use serde_json::json;

use super::apply::{self, Agreed, By, Consent};
use super::load::{self, Repository};
use super::plan::{Question, against};
use super::{App, Error, changed, clock, groups, random};
use crate::base::diag::{Lines, Place, Severity};
use crate::base::error::Kind;
use crate::base::mask::Pii;
use crate::model::declared::Desired;
use crate::model::watch::{Auto, Condition, Watch};
use crate::plan::Plan;
use crate::plan::guard::{self, Acks};
use crate::plan::scope::Scope;
use crate::report::plan_json;
use crate::store::event::{Actor, Event};

/// Between the two readings that must agree before anything is done: a file that is being written differs.
const SETTLE: Duration = Duration::from_secs(1);

/// Looks at the folder and does what may be done.
///
/// # Errors
/// [`Kind::Locked`] while somebody else applies and [`Kind::Stale`] when the folder or the database moved meanwhile:
/// look again; what the database says.
pub async fn look(app: &App, folder: &Path, auto: Auto) -> Result<Condition, Error> {
    let desired = match read(app, folder, Part::Changed).await? {
        Ok(desired) => desired,
        Err(condition) => return Ok(condition),
    };
    let plan = against(&app.db, &desired, &Question::default()).await?;
    if plan.changes.is_empty() {
        return Ok(Condition::InStep);
    }
    match may(auto, &plan) {
        Ok(scope) => carry_out(app, folder, scope, &plan).await,
        Err(why) => Ok(held(&plan, why)),
    }
}

/// Remembers how the folder stands; what is new is logged and kept as an event.
///
/// # Errors
/// What the database says.
pub async fn keep(app: &App, folder: &Path, auto: Auto, condition: Condition) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let before = tx.watch().await?;
    let same = before.as_ref().filter(|w| w.condition == condition);
    let watch = Watch {
        folder: folder.display().to_string(),
        auto,
        since: same.map_or(now, |watch| watch.since),
        looked_at: now,
        condition,
    };
    tx.set_watch(&watch).await?;
    let is_news = same.is_none() && (before.is_some() || watch.condition != Condition::InStep);
    if is_news {
        let (action, detail) = told(&watch.condition);
        let event = Event {
            detail,
            ..Event::new(Actor::Server, action)
        };
        tx.record(&random::uid(), now, &event).await?;
    }
    tx.commit().await?;
    if is_news {
        log(&watch.condition);
    }
    Ok(())
}

/// The folder is followed no longer.
///
/// # Errors
/// What the database says.
pub async fn end(app: &App) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    tx.end_watch().await?;
    Ok(tx.commit().await?)
}

/// How much of the folder is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Files that changed since the last apply.
    Changed,
    /// Everything, as apply needs it.
    Whole,
}

/// What the folder declares, else what is wrong with it.
async fn read(app: &App, folder: &Path, part: Part) -> Result<Result<Desired, Condition>, Error> {
    let now = clock::now();
    let repository = match part {
        Part::Changed => changed::against(&app.db, folder, now).await,
        Part::Whole => load::repository(folder, Some(now)),
    };
    let repository = match repository {
        Ok(repository) => repository,
        Err(error) if matches!(error.kind(), Kind::Operational | Kind::Usage) => {
            let why = error.to_string();
            return Ok(Err(Condition::Failing { why }));
        }
        Err(error) => return Err(error),
    };
    let invalid = invalid(&repository);
    let Some(mut desired) = repository.desired else {
        return Ok(Err(invalid));
    };
    // The folder may name another database; this server has one.
    desired.settings.database.clone_from(&app.settings.database);
    groups::resolve(&mut desired, folder).await;
    Ok(match desired.unread_group() {
        Some((_, group)) => Err(Condition::Failing {
            why: format!(
                "{}: the group `{}` cannot be read in full",
                group.place, group.name
            ),
        }),
        None => Ok(desired),
    })
}

/// The first error by file and place.
fn invalid(repository: &Repository) -> Condition {
    let errors = repository.diagnostics.iter();
    let first = errors
        .clone()
        .filter(|d| d.severity == Severity::Error)
        .min_by_key(|d| d.span.as_ref().map(|span| (span.file.clone(), span.start)));
    let place = first.and_then(|d| d.span.as_ref()).map(|span| {
        let text = repository.files.iter().find(|file| file.path == span.file);
        let text = text.map_or("", |file| file.text.as_str());
        let (line, column) = Lines::of(text).locate(text, span.start);
        Place {
            file: span.file.clone(),
            line,
            column,
        }
    });
    Condition::ConfigInvalid {
        code: first.map_or("", |d| d.code).to_owned(),
        place,
        errors: repository.errors(),
    }
}

/// How much of a plan the server may do by itself; else why nothing of it.
fn may(auto: Auto, plan: &Plan) -> Result<Scope, String> {
    let why = match auto {
        Auto::None => return Err("`--auto none` changes nothing by itself".to_owned()),
        Auto::Revoke => "`--auto revoke` ends links where nobody is told, nothing else".to_owned(),
        Auto::All => match covered(plan) {
            Ok(()) => return Ok(Scope::Complete),
            Err(error) => error.to_string(),
        },
    };
    if let Some(guard) = plan.guards.iter().find(|guard| stops_endings(guard)) {
        return Err(format!("the guard {} refuses it", guard.id));
    }
    let ends = plan.changes.iter().any(|c| Scope::Endings.admits(c));
    if ends { Ok(Scope::Endings) } else { Err(why) }
}

/// Whether everything stays within the limits last agreed to.
fn covered(plan: &Plan) -> Result<(), Error> {
    apply::guards(plan, &Acks::default())?;
    apply::consent(plan, &Consent::Auto)
}

/// Guards that say that something is wrong with the whole, so that no part of it may be done either.
fn stops_endings(found: &guard::Guard) -> bool {
    let of_the_whole = [
        guard::CUT_OFF,
        guard::PROTECT,
        guard::REQUIRED,
        guard::REVOCATIONS,
        guard::REVOCATIONS_PERCENT,
        guard::NEW_DATABASE,
    ];
    let named = of_the_whole.contains(&found.id.as_str()) || found.id.starts_with(guard::EMPTY);
    named && found.refuses(&Acks::default())
}

/// Does it, when a second reading a moment later says the same.
async fn carry_out(
    app: &App,
    folder: &Path,
    scope: Scope,
    shown: &Plan,
) -> Result<Condition, Error> {
    tokio::time::sleep(SETTLE).await;
    let desired = match read(app, folder, Part::Whole).await? {
        Ok(desired) => desired,
        Err(condition) => return Ok(condition),
    };
    let everything = against(&app.db, &desired, &Question::default()).await?;
    if everything.fingerprint != shown.fingerprint {
        return Err(apply::stale(&shown.fingerprint, &everything));
    }
    let question = Question {
        scope,
        ..Question::default()
    };
    let plan = against(&app.db, &desired, &question).await?;
    if let Err(error) = covered(&plan) {
        return Ok(held(&everything, error.to_string()));
    }
    let agreed = Agreed {
        fingerprint: &plan.fingerprint,
        acks: &Acks::default(),
        ci: question.ci,
        scope: &question.scope,
        plan_file: None,
        asked: &[],
        by: By::Server,
    };
    let lock = apply::lock(app, Duration::ZERO, |_| {}).await?;
    let done = apply::commit(app, &desired, &agreed, lock).await?;
    let run = done.run.map(|run| run.0);
    tracing::info!(run, changes = plan.changes.len(), "folder applied");
    let left = against(&app.db, &desired, &Question::default()).await?;
    Ok(match left.changes.is_empty() {
        true => Condition::InStep,
        false => held(&left, "the rest is not the server's to do".to_owned()),
    })
}

fn held(plan: &Plan, why: String) -> Condition {
    let document = plan_json::document(plan, Pii::Mask);
    let acks = document.guards.into_iter().filter_map(|guard| guard.ack);
    let acks: String = acks.map(|ack| format!(" --ack {ack}")).collect();
    Condition::Held {
        fingerprint: plan.fingerprint.clone(),
        changes: plan.changes.len(),
        messages: plan.messages(),
        why,
        command: format!("enroll apply --approve {}{acks}", plan.fingerprint),
    }
}

/// The event of a condition: nothing that people wrote.
fn told(condition: &Condition) -> (&'static str, serde_json::Value) {
    match condition {
        Condition::InStep => ("in_step", json!({})),
        Condition::ConfigInvalid {
            code,
            place,
            errors,
        } => {
            let place = place.as_ref().map(ToString::to_string);
            let detail = json!({ "code": code, "place": place, "errors": errors });
            ("config_invalid", detail)
        }
        Condition::Held {
            fingerprint,
            changes,
            messages,
            ..
        } => {
            let detail =
                json!({ "fingerprint": fingerprint, "changes": changes, "messages": messages });
            ("plan_held", detail)
        }
        Condition::Failing { .. } => ("folder_unreadable", json!({})),
    }
}

fn log(condition: &Condition) {
    match condition {
        Condition::InStep => tracing::info!("{condition}"),
        Condition::Held { command, .. } => tracing::warn!(%command, "{condition}"),
        Condition::ConfigInvalid { code, .. } => {
            tracing::error!(%code, "{condition}; what was live stays so");
        }
        Condition::Failing { .. } => tracing::error!("{condition}; what was live stays so"),
    }
}
