//! `enroll apply`: consent, one transaction, then the messages.

use std::io::{BufRead, IsTerminal};
use std::path::PathBuf;
use std::time::Duration;

use super::global::{Failure, Format, Global};
use super::meter::Meter;
use super::plan::{is_automated, not_yet};
use super::{applied, interrupt, open, report};
use crate::base::error::Kind;
use crate::model::declared::Desired;
use crate::model::id::RunId;
use crate::ops::apply::{self, Agreed, Applied, Consent};
use crate::ops::{self, App, abort};
use crate::plan::Plan;
use crate::plan::guard::Acks;
use crate::report::plan_text;
use crate::worker::{self, Drain};

/// Arguments of `enroll apply`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A plan written by `enroll plan --out`
    #[arg(value_name = "PLANFILE")]
    planfile: Option<String>,
    /// Agree to the plan of this fingerprint, as `enroll plan` showed it
    #[arg(long, value_name = "SHA", conflicts_with = "auto_approve")]
    approve: Option<String>,
    /// Agree to whatever stays within limits.auto_approve
    #[arg(long)]
    auto_approve: bool,
    /// Pass a guard by naming its number, such as messages=412
    #[arg(long, value_name = "K=N")]
    ack: Vec<String>,
    /// Apply one entry only
    #[arg(long, value_name = "ID")]
    only: Option<String>,
    /// How long to wait for messages that are deferred
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = duration)]
    wait: Duration,
    /// Leave the messages to `enroll serve`
    #[arg(long, conflicts_with = "wait")]
    no_send: bool,
    /// Write the report of the state afterwards into this folder, also when apply fails
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
}

/// Applies. Exit 3: it is done, but a wanted message was not accepted.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    global.format_among(&[Format::Human, Format::Json])?;
    not_yet("a plan file", args.planfile.is_some())?;
    not_yet("--only", args.only.is_some())?;
    if global.now.is_some() {
        let failure = Failure::new(Kind::Usage, "apply reckons from now, always");
        return Err(failure.hint("`--now` belongs to validate and plan"));
    }
    let acks = Acks::parse(&args.ack).map_err(|word| {
        Failure::new(Kind::Usage, format!("--ack {word} is no NAME=NUMBER"))
            .hint("such as --ack messages=412, as the plan says it")
    })?;
    let desired = open::desired(global)?;
    open::block_on(async {
        let ended = whole(args, &desired, &acks, global).await;
        match &args.report {
            Some(folder) => report::beside(ended, &desired.settings, folder, global).await,
            None => ended,
        }
    })
}

async fn whole(
    args: &Args,
    desired: &Desired,
    acks: &Acks,
    global: &Global,
) -> Result<u8, Failure> {
    let given = consent(args)?;
    let (app, done) = make_true(desired, &given, acks, global).await?;
    let code = deliver(args, &app, done, global).await;
    app.db.close().await;
    code
}

/// The consent on the command line; none when somebody sits there to be asked.
fn consent(args: &Args) -> Result<Option<Consent>, Failure> {
    if let Some(fingerprint) = &args.approve {
        return Ok(Some(Consent::Approved(fingerprint.clone())));
    }
    if args.auto_approve {
        return Ok(Some(Consent::Auto));
    }
    if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
        return Ok(None);
    }
    let failure = Failure::new(Kind::Refused, "nobody agreed to anything: nothing was done");
    Err(failure.hint(
        "look at `enroll plan`, then give --approve sha256:… with its fingerprint, \
         or --auto-approve; at a terminal you are asked",
    ))
}

/// Shows the plan, asks where needed, and commits it.
async fn make_true(
    desired: &Desired,
    given: &Option<Consent>,
    acks: &Acks,
    global: &Global,
) -> Result<(App, Applied), Failure> {
    let root = open::root(global)?;
    let ci = is_automated();
    let plan = match ops::plan::plan(desired, &root, None, ci).await {
        Err(error) if error.is_older_schema() => {
            App::open(desired.settings.clone(), &root).await?;
            ops::plan::plan(desired, &root, None, ci).await?
        }
        other => other?,
    };
    if global.format == Format::Human {
        anstream::print!("{}", plan_text::render(&plan, global.pii()));
    }
    apply::guards(&plan, acks)?;
    match given {
        Some(given) => apply::consent(&plan, given)?,
        None if plan.changes.is_empty() => {}
        None => apply::consent(&plan, &ask(&plan)?)?,
    }
    let app = App::open(desired.settings.clone(), &root).await?;
    if let Some(run) = earlier(&app, &plan, given).await? {
        return Ok((
            app,
            Applied {
                run: Some(run),
                plan,
            },
        ));
    }
    let agreed = Agreed {
        fingerprint: &plan.fingerprint,
        acks,
        ci,
    };
    let done = apply::commit(&app, desired, &agreed).await?;
    Ok((app, done))
}

/// A plan that was approved and applied before: its outcome is what is asked for.
async fn earlier(
    app: &App,
    plan: &Plan,
    given: &Option<Consent>,
) -> Result<Option<RunId>, Failure> {
    let Some(Consent::Approved(fingerprint)) = given else {
        return Ok(None);
    };
    if *fingerprint == plan.fingerprint || !plan.changes.is_empty() {
        return Ok(None);
    }
    match apply::run_of(app, fingerprint).await? {
        Some(run) => Ok(Some(run)),
        None => Err(apply::stale(fingerprint, plan).into()),
    }
}

fn ask(plan: &Plan) -> Result<Consent, Failure> {
    let number = plan.messages();
    let links = plan.links_ended();
    anstream::eprint!(
        "\nSend {number} messages, end {links} links, {} changes in all? Type {number} to go on: ",
        plan.changes.len()
    );
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|e| Failure::new(Kind::Operational, format!("the terminal: {e}")))?;
    let typed = line.trim().parse().ok();
    typed.map(Consent::Number).ok_or_else(|| {
        let text = format!("nothing was done: {number} was not typed");
        Failure::new(Kind::Refused, text)
    })
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
        let meter = meter.clone();
        move |progress: worker::Progress| {
            meter.show(progress);
            abort::point("A6");
        }
    };
    let report = worker::drain(app, &how, show).await;
    meter.finish();
    let outcome = apply::outcome(app, done.run.as_ref()).await?;
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
