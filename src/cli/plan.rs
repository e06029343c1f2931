//! `enroll plan`: what apply would do. Writes nothing, needs no secret.

use std::path::Path;

use super::global::{Failure, Format, Global};
use super::open;
use super::stream::Stream;
use crate::base::error::Kind;
use crate::ops;
use crate::ops::plan::Question;
use crate::ops::plan_file::PlanFile;
use crate::plan::Plan;
use crate::plan::scope::Scope;
use crate::report::comment::{self, Heading};
use crate::report::{plan_json, plan_text};

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
}

/// The code of a plan with changes, where it is asked for.
const DIFFERENCES: u8 = 2;

/// Prints the plan.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let format = global.format_among(&[
        Format::Human,
        Format::Json,
        Format::Ndjson,
        Format::Markdown,
    ])?;
    if args.out.is_some() && global.now.is_some() {
        let failure = Failure::new(Kind::Usage, "a plan file is made now, always");
        return Err(failure.hint("leave out `--now`, or `--out`"));
    }
    let question = Question {
        scope: args.only.clone().map_or(Scope::Complete, Scope::Only),
        now: global.now,
        ci: is_automated(),
    };
    let plan = open::block_on(ask(&question, global))?;
    if let Some(path) = &args.out {
        PlanFile::of(&plan)?.write(Path::new(path))?;
    }
    match format {
        Format::Json => super::print_json(&plan_json::document(&plan, global.pii())),
        Format::Ndjson => {
            Stream::open(format).plan(|| plan_json::document(&plan, global.pii()));
        }
        Format::Markdown => {
            let document = plan_json::document(&plan, global.pii());
            anstream::print!("{}", comment::comment(&document, &Heading::default()));
        }
        _ => anstream::print!("{}", plan_text::render(&plan, global.pii())),
    }
    if let (Some(path), Format::Human) = (&args.out, format) {
        anstream::println!("Written to {path}, valid for 24 hours: enroll apply {path}");
    }
    Ok(match plan.changes.is_empty() {
        false if args.detailed_exitcode => DIFFERENCES,
        _ => 0,
    })
}

/// Plans over what changed; over everything for one entry, or when another run applied meanwhile.
async fn ask(question: &Question, global: &Global) -> Result<Plan, Failure> {
    let root = open::root(global)?;
    if question.scope == Scope::Complete {
        let mut declared = open::changed(global).await?;
        declared.read_groups(global).await?;
        match ops::plan::plan(&declared.desired, &root, question).await {
            Err(error) if error.kind() == Kind::Stale => {}
            planned => return Ok(planned?),
        }
    }
    let mut declared = open::declared(global)?;
    declared.read_groups(global).await?;
    Ok(ops::plan::plan(&declared.desired, &root, question).await?)
}

/// Whether nobody watches: `CI` is set and does not say no.
pub(super) fn is_automated() -> bool {
    std::env::var("CI").is_ok_and(|ci| !matches!(ci.as_str(), "" | "0" | "false"))
}
