//! `enroll fmt`: the canonical layout of files, comments kept.

use std::path::PathBuf;

use super::excerpt;
use super::global::{Failure, Global};
use crate::base::count::counted;
use crate::base::error::Kind;
use crate::base::mask::Pii;
use crate::ops::layout::{Sheet, sheets};
use crate::plan::excerpt::unified;
use crate::spec;

/// Arguments of `enroll fmt`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write nothing; exit 2 and show the differences where a file would change
    #[arg(long)]
    check: bool,
    /// Files, or folders of repositories; the repository unless given
    #[arg(value_name = "FILES|DIR")]
    paths: Vec<PathBuf>,
}

/// The code of `--check` where something would change.
const DIFFERENCES: u8 = 2;

/// Lays files out anew. One that cannot be read for sure stays as it is (exit 7).
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let own = [global.directory.clone()];
    let paths = if args.paths.is_empty() {
        &own[..]
    } else {
        &args.paths
    };
    let mut all = Vec::new();
    for path in paths {
        all.extend(sheets(path)?);
    }
    let mut changed = 0;
    for sheet in &all {
        let differs = match args.check {
            true => show(sheet, global),
            false => sheet.write()?,
        };
        if differs {
            anstream::println!("{}", sheet.path.display());
            changed += 1;
        }
    }
    let unfit: Vec<String> = all.iter().filter_map(complaint).collect();
    for complaint in &unfit {
        anstream::eprintln!("{complaint}");
    }
    if !unfit.is_empty() {
        let message = format!("{} stayed as they were", counted(unfit.len(), "file"));
        return Err(Failure::new(Kind::Config, message)
            .hint("`enroll validate` shows each mistake at its place"));
    }
    if args.check && changed > 0 {
        anstream::eprintln!("{} to lay out: enroll fmt", counted(changed, "file"));
        return Ok(DIFFERENCES);
    }
    Ok(0)
}

fn complaint(sheet: &Sheet) -> Option<String> {
    use spec::layout::Unfit;
    let path = sheet.path.display();
    match sheet.after.as_ref().err()? {
        Unfit::Faulty { message, line } => Some(format!("{path}:{line}: {message}")),
        other => Some(format!("{path}: {other}")),
    }
}

/// Shows what would change. Personal data is masked as everywhere.
fn show(sheet: &Sheet, global: &Global) -> bool {
    let Some(after) = sheet
        .after
        .as_ref()
        .ok()
        .filter(|after| **after != sheet.before)
    else {
        return false;
    };
    for line in unified(&sheet.before, after) {
        let people = excerpt::names(&line).into_iter();
        let shown = excerpt::masked(
            &line,
            people.filter(|_| global.pii() != Pii::Full),
            global.pii(),
        );
        anstream::println!("{shown}");
    }
    true
}
