//! `enroll import jamf`: invitations of Jamf Pro as files of this repository.

use std::path::PathBuf;

use jiff::tz::TimeZone;

use super::global::{Failure, Global};
use super::open;
use super::render_diagnostics::{self, Shown};
use crate::base::count::counted;
use crate::base::error::Kind;
use crate::ops;
use crate::ops::plan::Question;
use crate::plan::Plan;
use crate::spec::jamf::Wish;

/// Arguments of `enroll import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    from: From,
}

/// Where from.
#[derive(Debug, clap::Subcommand)]
enum From {
    /// Mobile device invitations of Jamf Pro: Classic API XML or JSON, or CSV with a header row
    Jamf(Jamf),
}

#[derive(Debug, clap::Args)]
struct Jamf {
    /// Exports, one or many invitations each
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Time zone of Jamf's server, such as Europe/Berlin: its dates carry none
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    time_zone: String,
    /// Write to people again; else `send: none`, and links wait to be handed over
    #[arg(long)]
    send: bool,
    /// Overwrite files of an earlier import
    #[arg(long)]
    force: bool,
}

/// Writes the files, checks the repository with them, and says what a plan would do.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let From::Jamf(jamf) = &args.from;
    let zone = TimeZone::get(&jamf.time_zone).map_err(|_| {
        let failure = Failure::new(
            Kind::Usage,
            format!("there is no time zone {}", jamf.time_zone),
        );
        failure.hint("an IANA name such as Europe/Berlin or America/New_York")
    })?;
    let wish = Wish {
        zone,
        send: jamf.send,
    };
    let found = ops::import::jamf(&global.directory, &jamf.files, &wish, jamf.force)?;
    for path in &found.written {
        anstream::println!("wrote {path}");
    }
    for note in &found.notes {
        anstream::eprintln!("note: {note}");
    }
    anstream::println!(
        "{} brought over, {} left out",
        counted(found.invitations, "invitation"),
        found.left_out
    );
    let shown = Shown::new(
        &found.repository.files,
        &found.repository.diagnostics,
        global.pii(),
    );
    anstream::eprint!("{}", render_diagnostics::human(&shown));
    if found.repository.desired.is_none() {
        let failure = Failure::new(Kind::Config, "the repository is not valid with them");
        return Err(
            failure.hint("mend the files that were written; `enroll explain CODE` tells more")
        );
    }
    anstream::println!("{}", summary(&open::block_on(plan(global))?));
    Ok(match found.left_out {
        0 => 0,
        _ => Kind::Partial.exit_code(),
    })
}

async fn plan(global: &Global) -> Result<Plan, Failure> {
    let mut declared = open::declared(global)?;
    declared.read_groups(global).await?;
    let question = Question {
        now: global.now,
        ..Question::default()
    };
    Ok(ops::plan::plan(&declared.desired, &open::root(global)?, &question).await?)
}

fn summary(plan: &Plan) -> String {
    match (plan.changes.len(), plan.messages()) {
        (0, _) => "A plan finds nothing to do.".to_owned(),
        (changes, messages) => format!(
            "A plan makes {} and sends {}: enroll plan",
            counted(changes, "change"),
            counted(messages, "message")
        ),
    }
}
