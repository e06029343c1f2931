//! `enroll report`: the whole state as files, the same bytes for the same state.

use std::path::{Path, PathBuf};

use super::global::{Failure, Global};
use super::open;
use crate::base::mask::Pii;
use crate::ops::status::snapshot;
use crate::report::{markdown, view};
use crate::store::Db;

/// Arguments of `enroll report`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to write into; made when missing
    #[arg(default_value = "report")]
    directory: PathBuf,
}

/// Writes the report.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    open::block_on(async {
        let db = open::reader(global).await?;
        write(&db, &args.directory, global.pii()).await
    })?;
    anstream::println!(
        "Wrote {}/report.md and report.json",
        args.directory.display()
    );
    Ok(0)
}

/// Writes `report.md` and `report.json` into `folder`.
///
/// # Errors
/// The database or the folder.
pub async fn write(db: &Db, folder: &Path, pii: Pii) -> Result<(), Failure> {
    let report = view::report(&snapshot(db).await?, pii);
    let json = serde_json::to_string_pretty(&report).unwrap_or_default() + "\n";
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(folder.join("report.json"), json))
        .and_then(|()| std::fs::write(folder.join("report.md"), markdown::report(&report)))
        .map_err(crate::ops::Error::file(folder.display().to_string()))?;
    Ok(())
}
