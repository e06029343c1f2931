//! The command line: arguments in, results to stdout, progress and complaints to stderr, exit code out.
//!
//! Must not decide anything that a use-case decides. To add a verb: a file with `Args` (clap) and `run`, a
//! variant of [`Verb`], a line in [`Verb::run`].

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

mod actions;
mod agreement;
mod applied;
mod apply;
mod bounce;
mod ci;
mod compare;
mod completions;
mod demo;
mod doctor;
mod excerpt;
mod explain;
mod export;
mod fmt;
mod formats;
mod get;
mod global;
mod import;
mod init;
mod interrupt;
mod link;
mod lock;
mod meter;
mod open;
mod outbox;
mod password;
mod plan;
mod preview;
mod reference;
pub mod render_diagnostics;
mod report;
mod revoke;
mod schema;
mod serve;
mod simulated;
mod status;
mod stream;
mod validate;
mod why;

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
    /// Show what apply would do: who gets a message, what stops working
    Plan(plan::Args),
    /// Write every message and page as static files, to look at
    Preview(preview::Args),
    /// Make it so, once, and send the messages
    Apply(apply::Args),
    /// List invitations, recipients, devices or messages
    Get(get::Args),
    /// Write a commented starter repository; never overwrites
    Init(init::Args),
    /// Show one link, or write its QR code
    Link(link::Args),
    /// Who holds the lock of apply
    Lock(lock::Args),
    /// Look into the outbox, and end a doubt
    Outbox(outbox::Args),
    /// Try mail, database, server key, clock and disk
    Doctor(doctor::Args),
    /// Print the hash of a password for accounts.yaml
    Password(password::Args),
    /// Write the whole state as files
    Report(report::Args),
    /// Lay files out in the canonical way; keeps comments
    Fmt(fmt::Args),
    /// Bring invitations over from another program
    Import(import::Args),
    /// Write what the database holds as a repository
    Export(export::Args),
    /// Revoke at once, outside git; wins over YAML until lifted
    Revoke(revoke::Args),
    /// Run the portal, device management and the sender of messages
    Serve(serve::Args),
    /// Invitations with their numbers; with an id, its recipients
    Status(status::Args),
    /// Everything on this machine: sample repository, captured mail, portal, a simulated phone
    Demo(demo::Args),
    /// Comment on pull requests, and write the workflows that do
    Ci(ci::Args),
    /// Print what a shell needs to complete verbs and options
    Completions(completions::Args),
    /// Write the pages of docs/reference
    #[command(hide = true)]
    Reference(reference::Args),
    /// Which place, run and policy led to a link, message or device
    Why(why::Args),
}

impl Verb {
    /// Does it. The number is the exit code of a verb that did its work.
    fn run(&self, global: &Global) -> Result<u8, Failure> {
        match self {
            Self::Validate(args) => validate::run(args, global),
            Self::Explain(args) => explain::run(args, global),
            Self::Schema(args) => schema::run(args, global),
            Self::Plan(args) => plan::run(args, global),
            Self::Preview(args) => preview::run(args, global),
            Self::Apply(args) => apply::run(args, global),
            Self::Get(args) => get::run(args, global),
            Self::Init(args) => init::run(args, global),
            Self::Link(args) => link::run(args, global),
            Self::Lock(args) => lock::run(args, global),
            Self::Outbox(args) => outbox::run(args, global),
            Self::Doctor(args) => doctor::run(args, global),
            Self::Password(args) => password::run(args, global),
            Self::Report(args) => report::run(args, global),
            Self::Fmt(args) => fmt::run(args, global),
            Self::Import(args) => import::run(args, global),
            Self::Export(args) => export::run(args, global),
            Self::Revoke(args) => revoke::run(args, global),
            Self::Serve(args) => serve::run(args, global),
            Self::Status(args) => status::run(args, global),
            Self::Demo(args) => demo::run(args, global),
            Self::Ci(args) => ci::run(args, global),
            Self::Completions(args) => completions::run(args, global),
            Self::Reference(args) => reference::run(args, global),
            Self::Why(args) => why::run(args, global),
        }
    }
}

/// Runs the program with `args`, the program's own name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let parsed = Cli::command().try_get_matches_from(args);
    let parsed = parsed.and_then(|matches| Ok((Cli::from_arg_matches(&matches)?, matches)));
    let (mut cli, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return usage(&error),
    };
    cli.global.apply_color();
    let verb = matches.subcommand_name().unwrap_or_default();
    let known = formats::check(verb, cli.global.format);
    if known.is_ok() {
        cli.global.stream = stream::Stream::open(cli.global.format);
    }
    match known.and_then(|()| cli.verb.run(&cli.global)) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            failure.print();
            ExitCode::from(failure.kind.exit_code())
        }
    }
}

/// Prints a document.
fn print_json(document: &impl serde::Serialize) {
    match serde_json::to_string_pretty(document) {
        Ok(text) => anstream::println!("{text}"),
        Err(error) => anstream::eprintln!("{error}"),
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

    #[test]
    fn no_verb_takes_the_name_of_a_global_option() {
        let root = super::Cli::command();
        let globals: Vec<_> = root.get_arguments().map(clap::Arg::get_id).collect();
        for verb in root.get_subcommands() {
            // Of the same name, one would silently set the other.
            let taken = verb.get_arguments().find(|a| globals.contains(&a.get_id()));
            assert!(taken.is_none(), "{}: {taken:?}", verb.get_name());
        }
    }
}
