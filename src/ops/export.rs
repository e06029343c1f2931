//! `export`: what the database holds as files, so that a plan over them finds nothing to do.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::{Error, clock, load, plan};
use crate::base::error::Kind;
use crate::model::observed::Observed;
use crate::plan::scope::Scope;
use crate::plan::{Circumstances, Plan};
use crate::spec;
use crate::spec::write::root::Settings;
use crate::spec::write::{self, is_inside};
use crate::store::Db;

/// A repository that is not on disk yet.
#[derive(Debug)]
pub struct Exported {
    /// Files by path, in that order.
    pub files: Vec<(String, Vec<u8>)>,
    /// What is another way than it was declared, or missing.
    pub notes: Vec<String>,
    observed: Observed,
}

/// Reads what is applied. Settings come from the text of an enroll.yaml, if there is one.
///
/// # Errors
/// What the database says; nothing was applied to it yet.
pub async fn export(db: &Db, root: Option<&str>) -> Result<Exported, Error> {
    let mut tx = db.read().await?;
    let observed = tx.observe().await?;
    let settings = root.and_then(Settings::of).unwrap_or_default();
    let written = write::repository(&observed, &settings).map_err(|error| {
        Error::new(
            Kind::Operational,
            format!("a stored entry cannot be read: {error}"),
        )
    })?;
    if !written.files.contains_key(spec::ROOT) {
        let message = "nothing was applied to this database yet";
        return Err(Error::new(Kind::NotFound, message));
    }
    let files = written.files.into_iter();
    let mut files: Vec<(String, Vec<u8>)> = files.map(|(path, text)| (path, text.into())).collect();
    if let Some((path, sha256)) = written.logo.filter(|(path, _)| is_inside(path)) {
        files.extend(tx.picture(&sha256).await?.map(|content| (path, content)));
    }
    let mut notes = written.notes;
    if !settings.has_portal() {
        notes.push("enroll.yaml: settings are not in the database; fill in `portal` and what else is needed".to_owned());
    }
    Ok(Exported {
        files,
        notes,
        observed,
    })
}

impl Exported {
    /// Writes the files into `folder`, which is made when missing.
    ///
    /// # Errors
    /// One of them is there already and `replace` is not asked for: nothing is written (exit 4). The disk.
    pub fn write(&self, folder: &Path, replace: bool) -> Result<(), Error> {
        let taken = self.files.iter().map(|(path, _)| folder.join(path));
        if let Some(taken) = taken.filter(|_| !replace).find(|path| path.exists()) {
            let message = format!("{} exists already; nothing was written", taken.display());
            return Err(Error::new(Kind::Refused, message)
                .with_hint("name an empty folder, or add `--force`"));
        }
        for (path, content) in &self.files {
            put(&folder.join(path), content, replace).map_err(Error::file(path.clone()))?;
        }
        Ok(())
    }

    /// What a plan over the folder would do to the database as it was read. None: the folder is not valid, or
    /// names groups that are not read here.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn check(&self, folder: &Path) -> Result<Option<Plan>, Error> {
        let read = load::repository(folder, None)?;
        let Some(desired) = read.desired.filter(|d| d.unread_group().is_none()) else {
            return Ok(None);
        };
        let circumstances = Circumstances {
            now: clock::now(),
            ci: false,
            scope: &Scope::Complete,
        };
        Ok(Some(plan::diff(&desired, &self.observed, circumstances)?))
    }
}

/// Writes a file with the folders above it; one that is there only if `replace` is set.
pub(super) fn put(path: &Path, content: &[u8], replace: bool) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    let options = options.write(true).truncate(replace);
    let mut file = match replace {
        true => options.create(true).open(path)?,
        false => options.create_new(true).open(path)?,
    };
    file.write_all(content)
}
