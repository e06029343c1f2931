//! `enroll completions`: what a shell needs to complete verbs and options.

use clap::CommandFactory;
use clap_complete::Shell;

use super::global::{Failure, Global};

/// Arguments of `enroll completions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    shell: Shell,
}

/// Prints the script.
pub fn run(args: &Args, _: &Global) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut super::Cli::command(),
        "enroll",
        &mut script,
    );
    anstream::print!("{}", String::from_utf8_lossy(&script));
    Ok(0)
}
