//! `enroll schema`: the JSON Schemas that editors use.

use std::path::PathBuf;

use super::global::{Failure, Global};
use crate::base::error::Kind;
use crate::portal::console::openapi;
use crate::report::{event, plan_json, view};
use crate::spec::schema;

/// Arguments of `enroll schema`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to write them, below the repository unless absolute
    #[arg(value_name = "DIR", default_value = "schemas")]
    folder: PathBuf,
}

/// Writes the files whose content changed.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let folder = global.directory.join(&args.folder);
    let failed = |error: std::io::Error| {
        Failure::new(Kind::Operational, format!("{}: {error}", folder.display()))
    };
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let mut files = schema::files();
    files.push(("events.json", event::schema()));
    files.push(("openapi.json", format!("{:#}\n", openapi::document())));
    files.push(("plan.json", plan_json::schema()));
    files.push(("report.json", view::schema()));
    for (name, content) in files {
        let path = folder.join(name);
        if std::fs::read_to_string(&path).is_ok_and(|old| old == content) {
            continue;
        }
        std::fs::write(&path, content).map_err(failed)?;
        anstream::println!("{}", path.display());
    }
    Ok(0)
}
