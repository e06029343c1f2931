//! `enroll plan`: what apply would do. Writes nothing, needs no secret.

use std::path::Path;

use super::global::{Failure, Format, Global, instant};
use super::{actions, compare, open};
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::ops;
use crate::ops::plan::Question;
use crate::ops::plan_file::PlanFile;
use crate::plan::Plan;
use crate::plan::scope::Scope;
use crate::report::comment::{self, Heading};
use crate::report::junit::{self, Case};
use crate::report::plan_json::{self, GuardView, PlanDocument};
use crate::report::{finding, plan_text, sarif};

/// Arguments of `enroll plan`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Exit 2 when there is something to do
    #[arg(long)]
    detailed_exitcode: bool,
    /// Look at one entry only, by its id or kind/id
    #[arg(long, value_name = "ID")]
    only: Option<String>,
    /// Write the plan to a file that apply takes
    #[arg(long, value_name = "FILE")]
    out: Option<String>,
    /// Plan for another instant (RFC 3339), with what falls due until then; nothing to agree to
    #[arg(long, value_name = "TIME", value_parser = instant)]
    at: Option<Timestamp>,
    /// Compare with the declaration at this commit, not with the database, and say who asked; nothing to agree to
    #[arg(long, value_name = "COMMIT", conflicts_with = "at")]
    against: Option<String>,
}

/// The code of a plan with changes, where it is asked for.
const DIFFERENCES: u8 = 2;

/// Prints the plan.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let format = global.format;
    if args.out.is_some() {
        is_for_agreement(args, global)?;
    }
    let question = Question {
        at: args.at,
        ..question(args.only.as_ref(), global)
    };
    let plan = open::block_on(async {
        match &args.against {
            Some(commit) => compare::plan(commit, &question, global).await,
            None => ask(&question, global).await,
        }
    })?;
    if let Some(path) = &args.out {
        PlanFile::of(&plan)?.write(Path::new(path))?;
    }
    show(&plan, format, global)?;
    if let (Some(path), Format::Human) = (&args.out, format) {
        anstream::println!("Written to {path}, valid for 24 hours: enroll apply {path}");
    }
    Ok(match plan.changes.is_empty() {
        false if args.detailed_exitcode => DIFFERENCES,
        _ => 0,
    })
}

/// Whether it can be made into a file that apply takes.
fn is_for_agreement(args: &Args, global: &Global) -> Result<(), Failure> {
    let made = match (args.at, &args.against, global.now) {
        (Some(_), _, _) => "--at",
        (None, Some(_), _) => "--against",
        (None, None, Some(_)) => "--now",
        (None, None, None) => return Ok(()),
    };
    let message = "a plan file is made now, against the database, always";
    let failure = Failure::new(Kind::Usage, message);
    Err(failure.hint(format!("leave out `{made}`, or `--out`")))
}

/// The plan of now as a document.
///
/// # Errors
/// As [`run`].
pub(super) fn document(global: &Global) -> Result<PlanDocument, Failure> {
    let plan = open::block_on(ask(&question(None, global), global))?;
    Ok(plan_json::document(&plan, global.pii()))
}

fn question(only: Option<&String>, global: &Global) -> Question {
    Question {
        scope: only.cloned().map_or(Scope::Complete, Scope::Only),
        now: global.now,
        at: None,
        ci: is_automated(),
    }
}

/// Prints it, and tells GitHub Actions where it runs there.
fn show(plan: &Plan, format: Format, global: &Global) -> Result<(), Failure> {
    let document = || plan_json::document(plan, global.pii());
    match format {
        Format::Json => super::print_json(&document()),
        Format::Ndjson => global.stream.plan(document),
        Format::Markdown => {
            anstream::print!("{}", comment::comment(&document(), &Heading::default()));
        }
        Format::Gitlab => super::print_json(&plan_json::widget(plan)),
        Format::Sarif => super::print_json(&sarif::document(&finding::of_guards(&document()))),
        Format::Junit => anstream::print!("{}", guards(&document())),
        _ => anstream::print!("{}", plan_text::render(plan, global.pii())),
    }
    if actions::is_here() {
        actions::plan(&document()).map_err(ops::Error::file("the files of this step"))?;
    }
    Ok(())
}

/// Plans over what changed; over everything for one entry, or when another run applied meanwhile.
async fn ask(question: &Question, global: &Global) -> Result<Plan, Failure> {
    let root = open::root(global)?;
    if question.scope == Scope::Complete && question.at.is_none() {
        let mut declared = open::changed(global).await?;
        declared.read_groups(global).await?;
        match ops::plan::plan(&declared.desired, &root, question).await {
            Err(error) if error.kind() == Kind::Stale => {}
            planned => return Ok(planned?),
        }
    }
    let mut declared = open::declared_at(question.at.or(global.now), global)?;
    declared.read_groups(global).await?;
    Ok(ops::plan::plan(&declared.desired, &root, question).await?)
}

/// One case for each guard.
fn guards(document: &PlanDocument) -> String {
    let findings = finding::of_guards(document);
    let case = |guard: &'_ GuardView| findings.iter().filter(|f| f.code == guard.id).collect();
    let cases: Vec<Case<'_>> = document
        .guards
        .iter()
        .map(|guard| Case {
            name: &guard.id,
            findings: case(guard),
        })
        .collect();
    junit::document("enroll plan", &cases)
}

/// Whether nobody watches: `CI` is set and does not say no.
pub(super) fn is_automated() -> bool {
    std::env::var("CI").is_ok_and(|ci| !matches!(ci.as_str(), "" | "0" | "false"))
}
