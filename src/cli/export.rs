//! `enroll export`: the database as files.

use std::path::PathBuf;

use super::global::{Failure, Global};
use super::open;
use crate::base::count::counted;
use crate::base::error::Kind;
use crate::store::{Access, Db};
use crate::{ops, spec};

/// Arguments of `enroll export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to write into; made when missing
    #[arg(value_name = "DIR", default_value = "export")]
    folder: PathBuf,
    /// Overwrite files that are there already
    #[arg(long)]
    force: bool,
}

/// Writes the files. They are a repository: addresses in them are never masked, those on the terminal are.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    open::block_on(async {
        let root = std::fs::read_to_string(global.directory.join(spec::ROOT)).ok();
        let db = database(global).await?;
        let exported = ops::export::export(&db, root.as_deref()).await?;
        db.close().await;
        exported.write(&args.folder, args.force)?;
        let place = args.folder.display();
        for note in &exported.notes {
            anstream::eprintln!("note: {note}");
        }
        anstream::println!("Wrote {} to {place}", counted(exported.files.len(), "file"));
        let left_out = match exported.check(&args.folder)? {
            Some(plan) if plan.changes.is_empty() => {
                anstream::println!("A plan over them finds nothing to do.");
                return Ok(0);
            }
            Some(plan) => format!(
                "a plan over them would make {}",
                counted(plan.changes.len(), "change")
            ),
            None => "they cannot be compared with the database yet".to_owned(),
        };
        let failure = Failure::new(Kind::Partial, left_out);
        Err(failure.hint(format!(
            "enroll -C {place} validate, then plan with the same `--database`"
        )))
    })
}

/// The database of `--database`, for which no repository is needed any more, else that of enroll.yaml.
async fn database(global: &Global) -> Result<Db, Failure> {
    let Some(url) = &global.database else {
        return open::reader(global).await;
    };
    let db = Db::open(url, &open::root(global)?, Access::Read).await;
    Ok(db.map_err(ops::Error::from)?)
}
