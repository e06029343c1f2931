//! `enroll apply`: consent, one transaction, then the messages.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::agreement::{self, Given};
use super::global::{Failure, Format, Global};
use super::meter::Meter;
use super::plan::is_automated;
use super::{applied, interrupt, open, report};
use crate::base::error::Kind;
use crate::model::declared::Desired;
use crate::model::id::RunId;
use crate::model::lease::Lease;
use crate::ops::apply::{self, Agreed, Applied, By, Consent};
use crate::ops::plan::Question;
use crate::ops::{self, App, abort, history, plan_file};
use crate::plan::Plan;
use crate::plan::guard::Acks;
use crate::report::{plan_json, plan_text};
use crate::worker::{self, Drain};

/// Arguments of `enroll apply`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A plan written by `enroll plan --out`
    #[arg(value_name = "PLANFILE", conflicts_with_all = ["approve", "auto_approve", "only"])]
    pub(super) planfile: Option<String>,
    /// Agree to the plan of this fingerprint, as `enroll plan` showed it
    #[arg(long, value_name = "SHA", conflicts_with = "auto_approve")]
    pub(super) approve: Option<String>,
    /// Agree to whatever stays within limits.auto_approve
    #[arg(long)]
    pub(super) auto_approve: bool,
    /// Pass a guard by naming its number, such as messages=412
    #[arg(long, value_name = "K=N")]
    ack: Vec<String>,
    /// Apply one entry only, by its id or kind/id; nothing else is touched
    #[arg(long, value_name = "ID")]
    only: Option<String>,
    /// How long to wait for messages that are deferred
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = duration)]
    wait: Duration,
    /// How long to wait for another run that holds the lock
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = duration)]
    lock_timeout: Duration,
    /// Leave the messages to `enroll serve`
    #[arg(long, conflicts_with = "wait")]
    no_send: bool,
    /// Write the report of the state afterwards into this folder, also when apply fails
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
}

/// Applies. Exit 3: it is done, but a wanted message was not accepted.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let ended = attempt(args, global);
    global.stream.ended(&ended);
    ended
}

fn attempt(args: &Args, global: &Global) -> Result<u8, Failure> {
    if global.now.is_some() {
        let failure = Failure::new(Kind::Usage, "apply reckons from now, always");
        return Err(failure.hint("`--now` belongs to validate and plan"));
    }
    let acks = Acks::parse(&args.ack).map_err(|word| {
        Failure::new(Kind::Usage, format!("--ack {word} is no NAME=NUMBER"))
            .hint("such as --ack messages=412, as the plan says it")
    })?;
    let mut declared = open::declared(global)?;
    open::block_on(async {
        let ended = whole(args, &mut declared, &acks, global).await;
        match &args.report {
            Some(folder) => report::beside(ended, &declared.desired.settings, folder, global).await,
            None => ended,
        }
    })
}

async fn whole(
    args: &Args,
    declared: &mut open::Declared,
    acks: &Acks,
    global: &Global,
) -> Result<u8, Failure> {
    let given = Given::read(args)?;
    declared.read_groups(global).await?;
    let (app, done) = make_true(args, &declared.desired, &given, acks, global).await?;
    global.stream.committed(&done);
    let code = deliver(args, &app, done, global).await;
    app.db.close().await;
    code
}

/// Shows the plan, asks where needed, and commits it.
async fn make_true(
    args: &Args,
    desired: &Desired,
    given: &Given,
    acks: &Acks,
    global: &Global,
) -> Result<(App, Applied), Failure> {
    let root = open::root(global)?;
    let settings = &desired.settings;
    if let Given::File(file) = given
        && let Some(run) = plan_file::run_of(settings, &root, &file.plan_id).await?
    {
        return again(desired, &root, run).await;
    }
    let question = Question {
        scope: given.scope(args.only.as_ref()),
        ci: is_automated(),
        ..Question::default()
    };
    let plan = match ops::plan::plan(desired, &root, &question).await {
        Err(error) if error.is_older_schema() => {
            App::open(settings.clone(), &root).await?;
            ops::plan::plan(desired, &root, &question).await?
        }
        other => other?,
    };
    if global.format == Format::Human {
        anstream::print!("{}", plan_text::render(&plan, global.pii()));
    }
    global
        .stream
        .plan(|| plan_json::document(&plan, global.pii()));
    if plan.changes.is_empty()
        && let Given::Consent(Consent::Approved(fingerprint)) = given
        && *fingerprint != plan.fingerprint
    {
        let app = App::open(settings.clone(), &root).await?;
        return match apply::run_of(&app, fingerprint).await? {
            Some(run) => Ok((app, Applied::before(run, plan))),
            None => Err(apply::stale(fingerprint, &plan).into()),
        };
    }
    agree(&plan, given, acks)?;
    let app = App::open(settings.clone(), &root).await?;
    let asked = history::asked(&plan, &root, None).await;
    let agreed = Agreed {
        fingerprint: &plan.fingerprint,
        acks,
        ci: question.ci,
        scope: &question.scope,
        plan_file: given.plan_file(),
        asked: &asked,
        by: By::Person,
    };
    let done = commit(args, &app, desired, &agreed, global).await?;
    Ok((app, done))
}

/// Makes the plan true under the lock.
async fn commit(
    args: &Args,
    app: &App,
    desired: &Desired,
    agreed: &Agreed<'_>,
    global: &Global,
) -> Result<Applied, Failure> {
    let told = |lease: &Lease| {
        let (holder, since) = (&lease.holder, lease.since);
        anstream::eprintln!("Waiting for {holder}, who holds the lock since {since}");
        global.stream.lock_wait(lease);
    };
    let lock = apply::lock(app, args.lock_timeout, told).await?;
    global.stream.lock_acquired(&lock);
    let done = apply::commit(app, desired, agreed, lock).await;
    if matches!(done, Err(ops::Error::LockLost)) {
        global.stream.lock_lost();
    }
    Ok(done?)
}

/// Guards and consent, before any work.
fn agree(plan: &Plan, given: &Given, acks: &Acks) -> Result<(), Failure> {
    if let Given::File(file) = given {
        file.require(plan)?;
    }
    apply::guards(plan, acks)?;
    match given {
        Given::File(file) => {
            let consent = Consent::Approved(file.fingerprint.clone());
            apply::consent(plan, &consent)?;
        }
        Given::Consent(consent) => apply::consent(plan, consent)?,
        Given::Asked if plan.changes.is_empty() => {}
        Given::Asked => apply::consent(plan, &agreement::ask(plan)?)?,
    }
    Ok(())
}

/// A plan file that was applied before: its outcome is what is asked for.
async fn again(desired: &Desired, root: &Path, run: RunId) -> Result<(App, Applied), Failure> {
    let plan = ops::plan::plan(desired, root, &Question::default()).await?;
    let app = App::open(desired.settings.clone(), root).await?;
    Ok((app, Applied::before(run, plan)))
}

/// Sends what waits, says what became of it.
async fn deliver(args: &Args, app: &App, done: Applied, global: &Global) -> Result<u8, Failure> {
    let shown = applied::Shown {
        format: global.format,
        pii: global.pii(),
        done: &done,
    };
    if args.no_send {
        let outcome = apply::outcome(app, done.run.as_ref()).await?;
        global.stream.outcome(&outcome);
        shown.print(None, &outcome);
        abort::point("A7");
        return Ok(0);
    }
    let how = Drain {
        wait: args.wait,
        ..Drain::default()
    };
    let signal = interrupt::watch(&how.stop);
    let meter = Meter::new();
    let show = {
        let (meter, stream) = (meter.clone(), global.stream.clone());
        move |progress: worker::Progress| {
            stream.sent(&progress);
            if progress.has_settled() {
                meter.show(&progress);
                abort::point("A6");
            }
        }
    };
    let report = worker::drain(app, &how, show).await;
    meter.finish();
    let outcome = apply::outcome(app, done.run.as_ref()).await?;
    global.stream.outcome(&outcome);
    let report = match report {
        Ok(report) => report,
        Err(error) if outcome.is_complete() => return Err(error.into()),
        Err(error) => worker::DeliveryReport {
            waiting: outcome.unsent,
            trouble: Some(error.to_string()),
            ..worker::DeliveryReport::default()
        },
    };
    shown.print(Some(&report), &outcome);
    abort::point("A7");
    if let Some(code) = signal.code() {
        return Ok(code);
    }
    Ok(match report.is_complete() && outcome.is_complete() {
        true => 0,
        false => Kind::Partial.exit_code(),
    })
}

/// `90s`, `10m`, `2h`.
fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || "write a time such as 90s, 10m or 2h".to_owned();
    let (number, unit) = text.split_at(text.len().saturating_sub(1));
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => return Err(wrong()),
    };
    let number: u64 = number.parse().map_err(|_| wrong())?;
    number
        .checked_mul(seconds)
        .map(Duration::from_secs)
        .ok_or_else(wrong)
}
