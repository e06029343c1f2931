//! `enroll ci`: the comment of a pull request, and workflows that post it and apply what is merged.
//!
//! To add a code host: a variant of [`forge::Host`] with its three requests, and its workflow in `workflows/`.

mod comment;
mod forge;
mod labels;
mod workflow;

use super::global::{Failure, Global};

/// Arguments of `enroll ci`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

/// What to do for a CI system.
#[derive(Debug, clap::Subcommand)]
enum What {
    /// Print the comment of a pull request, or post it and keep it up to date
    Comment(comment::Args),
    /// Write workflows for GitHub Actions; never overwrites
    Github(workflow::Github),
    /// Write jobs for GitLab CI; never overwrites
    Gitlab(workflow::Gitlab),
}

pub(super) use workflow::{Starter, start};

/// Does it.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    match &args.what {
        What::Comment(args) => comment::run(args, global),
        What::Github(args) => workflow::github(args, global),
        What::Gitlab(args) => workflow::gitlab(args, global),
    }
}
