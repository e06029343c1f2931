//! The command line: arguments in, results to stdout, progress and complaints to stderr, exit code out.
//!
//! Must not decide anything that a use-case decides. To add a verb: a file with `Args` (clap) and `run`, a
//! variant of [`Verb`], a line in [`Verb::run`].

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod excerpt;
mod explain;
mod global;
pub mod render_diagnostics;
mod schema;
mod validate;

pub use global::{Failure, Format, Global};

/// Mobile-device enrollment as code.
#[derive(Debug, Parser)]
#[command(name = "enroll", version, about, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Verb,
}

/// One thing to do.
#[derive(Debug, Subcommand)]
enum Verb {
    /// Check the repository: offline, without database, secrets or network
    Validate(validate::Args),
    /// Explain a code such as E003, or a key such as `expires`
    Explain(explain::Args),
    /// Write the JSON Schemas that editors use
    Schema(schema::Args),
}

impl Verb {
    /// Does it. The number is the exit code of a verb that did its work.
    fn run(&self, global: &Global) -> Result<u8, Failure> {
        match self {
            Self::Validate(args) => validate::run(args, global),
            Self::Explain(args) => explain::run(args, global),
            Self::Schema(args) => schema::run(args, global),
        }
    }
}

/// Runs the program with `args`, the program's own name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    cli.global.apply_color();
    match cli.verb.run(&cli.global) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            failure.print();
            ExitCode::from(failure.kind.exit_code())
        }
    }
}

/// Help and version are no mistakes; a mistake is 64, clap's own 2 means differences here.
fn usage(error: &clap::Error) -> ExitCode {
    // Nothing can be done if the terminal is gone.
    let _ = error.print();
    if error.use_stderr() {
        ExitCode::from(crate::base::error::Kind::Usage.exit_code())
    } else {
        ExitCode::SUCCESS
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
