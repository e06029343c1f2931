//! `enroll preview`: messages and pages as static files, to look at before anything is sent.

use std::path::PathBuf;

use super::global::{Failure, Global};
use super::open;
use crate::ops;

/// Arguments of `enroll preview`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to write them, below the repository unless absolute
    #[arg(value_name = "DIR", default_value = ".enroll/preview")]
    folder: PathBuf,
}

/// Writes the files.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let desired = open::desired(global)?;
    let folder = open::root(global)?.join(&args.folder);
    let count = ops::preview::write(&desired, &folder)?;
    let index = folder.join("index.html");
    anstream::println!("{count} messages and pages: {}", index.display());
    Ok(0)
}
