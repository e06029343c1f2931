//! `enroll plan`: what apply would do. Writes nothing, needs no secret.

use super::global::{Failure, Format, Global};
use super::open;
use crate::base::error::Kind;
use crate::ops;
use crate::report::{plan_json, plan_text};

/// Arguments of `enroll plan`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Exit 2 when there is something to do
    #[arg(long)]
    detailed_exitcode: bool,
    /// Look at one entry only
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
    let format = global.format_among(&[Format::Human, Format::Json])?;
    not_yet("--only", args.only.is_some())?;
    not_yet("--out", args.out.is_some())?;
    let desired = open::desired(global)?;
    let root = open::root(global)?;
    let plan = open::block_on(async {
        Ok(ops::plan::plan(&desired, &root, global.now, is_automated()).await?)
    })?;
    match format {
        Format::Json => super::print_json(&plan_json::document(&plan, global.pii())),
        _ => anstream::print!("{}", plan_text::render(&plan, global.pii())),
    }
    Ok(match plan.changes.is_empty() {
        false if args.detailed_exitcode => DIFFERENCES,
        _ => 0,
    })
}

/// Whether nobody watches: `CI` is set and does not say no.
pub(super) fn is_automated() -> bool {
    std::env::var("CI").is_ok_and(|ci| !matches!(ci.as_str(), "" | "0" | "false"))
}

/// Refuses an option of the contract that is not built.
pub(super) fn not_yet(option: &str, given: bool) -> Result<(), Failure> {
    if !given {
        return Ok(());
    }
    let failure = Failure::new(Kind::Usage, format!("{option} is not available yet"));
    Err(failure.hint("approve by fingerprint: `enroll apply --approve sha256:…`"))
}
