//! `enroll report`: the whole state as files, the same bytes for the same state.

use std::path::{Path, PathBuf};

use super::global::{Failure, Global};
use super::open;
use crate::base::error::Kind;
use crate::base::mask::Pii;
use crate::model::settings::Settings;
use crate::model::status::Snapshot;
use crate::ops::history::{self, Git, Published};
use crate::ops::status::snapshot;
use crate::report::{csv, html, markdown, openmetrics, view};
use crate::store::{self, Access, Db};

/// Arguments of `enroll report`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to write into; made when missing; `report` unless it goes to a branch
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Commit it to this branch, which holds nothing but reports, past working tree and index; people under pseudonyms
    #[arg(long, value_name = "NAME")]
    git_branch: Option<String>,
}

/// Writes the report.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    if args.git_branch.is_some() && global.pii() == Pii::Full {
        let failure = Failure::new(Kind::Usage, "a branch keeps what it holds for ever");
        return Err(failure.hint("leave out `--pii full`, or write the report into a folder"));
    }
    let state = open::block_on(async { Ok(snapshot(&open::reader(global).await?).await?) })?;
    if let Some(branch) = &args.git_branch {
        commit(&state, branch, global)?;
    }
    let folder = match (&args.folder, &args.git_branch) {
        (Some(folder), _) => folder.clone(),
        (None, None) => PathBuf::from("report"),
        (None, Some(_)) => return Ok(0),
    };
    save(&state, &folder, global.pii())?;
    let page = folder.join("report.html");
    anstream::println!(
        "Wrote {}, and the same as Markdown, JSON, CSV and metrics",
        page.display()
    );
    Ok(0)
}

/// Commits the report, people under pseudonyms.
fn commit(state: &Snapshot, branch: &str, global: &Global) -> Result<(), Failure> {
    let files = files(state, Pii::Hash);
    let done = open::block_on(async {
        let git = Git::around(&open::root(global)?).await?;
        Ok(history::publish(&git, branch, &files).await?)
    })?;
    match done {
        Published::New(commit) => anstream::println!("Committed {commit} to {branch}"),
        Published::Unchanged(commit) => {
            anstream::println!("Nothing changed since {commit} on {branch}");
        }
    }
    Ok(())
}

/// Writes the report of the database as `work` left it, and answers as `work` ended. An installation without
/// database has an empty report.
///
/// # Errors
/// Those of `work`; else those of [`write`].
pub async fn beside(
    work: Result<u8, Failure>,
    settings: &Settings,
    folder: &Path,
    global: &Global,
) -> Result<u8, Failure> {
    let root = open::root(global)?;
    let written = match Db::open(&settings.database, &root, Access::Read).await {
        Ok(db) => write(&db, folder, global.pii()).await,
        Err(store::Error::Missing(_)) => save(&Snapshot::default(), folder, global.pii()),
        Err(error) => Err(crate::ops::Error::from(error).into()),
    };
    match (work, written) {
        (Ok(0), Err(failure)) => Err(failure),
        (ended, Err(failure)) => {
            failure.print();
            ended
        }
        (ended, Ok(())) => ended,
    }
}

/// Writes the files of a report into `folder`.
///
/// # Errors
/// The database or the folder.
async fn write(db: &Db, folder: &Path, pii: Pii) -> Result<(), Failure> {
    save(&snapshot(db).await?, folder, pii)
}

fn save(state: &Snapshot, folder: &Path, pii: Pii) -> Result<(), Failure> {
    let failed = || crate::ops::Error::file(folder.display().to_string());
    std::fs::create_dir_all(folder).map_err(failed())?;
    for (name, text) in files(state, pii) {
        std::fs::write(folder.join(name), text).map_err(failed())?;
    }
    Ok(())
}

/// Every file of a report with its name.
fn files(state: &Snapshot, pii: Pii) -> [(&'static str, String); 6] {
    let report = view::report(state, pii);
    let json = serde_json::to_string_pretty(&report).unwrap_or_default() + "\n";
    [
        ("report.json", json),
        ("report.md", markdown::report(&report)),
        ("report.html", html::report(&report)),
        ("recipients.csv", csv::recipients(&report.recipients)),
        ("devices.csv", csv::devices(&report.devices)),
        ("metrics.txt", openmetrics::exposition(state)),
    ]
}
