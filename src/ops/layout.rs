//! `fmt`: files in the canonical layout.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::{Error, load};
use crate::spec::layout::{Unfit, laid_out};
use crate::spec::{self, Kind};

/// A file with the layout it should have.
#[derive(Debug)]
pub struct Sheet {
    /// Where it is.
    pub path: PathBuf,
    /// What it is for; none: not part of a declaration.
    pub kind: Option<Kind>,
    /// As it is.
    pub before: String,
    /// As it should be.
    pub after: Result<String, Unfit>,
}

/// The YAML files of the repository at `path`, or the file there.
///
/// # Errors
/// It cannot be read.
pub fn sheets(path: &Path) -> Result<Vec<Sheet>, Error> {
    if !path.is_dir() {
        let text = fs::read_to_string(path).map_err(Error::file(path.display().to_string()))?;
        return Ok(vec![sheet(path.to_owned(), kind(path), text)]);
    }
    let found = load::files(path)?.files.into_iter();
    let yaml = found.filter(|file| file.path.ends_with(".yaml"));
    Ok(yaml
        .map(|file| sheet(path.join(&file.path), spec::kind_of(&file.path), file.text))
        .collect())
}

fn sheet(path: PathBuf, kind: Option<Kind>, before: String) -> Sheet {
    let after = laid_out(&before, kind);
    Sheet {
        path,
        kind,
        before,
        after,
    }
}

/// What a file is for, wherever its repository begins: the end of its path that says most.
fn kind(path: &Path) -> Option<Kind> {
    let path = path.to_string_lossy().replace('\\', "/");
    let parts: Vec<&str> = path.split('/').collect();
    (0..parts.len()).find_map(|from| spec::kind_of(&parts[from..].join("/")))
}

impl Sheet {
    /// Puts the new layout into the file, whole or not at all. Answers whether that changed it.
    ///
    /// # Errors
    /// The disk.
    pub fn write(&self) -> Result<bool, Error> {
        let Some(after) = self
            .after
            .as_ref()
            .ok()
            .filter(|after| **after != self.before)
        else {
            return Ok(false);
        };
        // Through a link, the file it stands for.
        let real = self.path.canonicalize();
        let failed = || Error::file(self.path.display().to_string());
        let real = real.map_err(failed())?;
        replace(&real, after).map_err(failed())?;
        Ok(true)
    }
}

fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.new"));
    let mut file = fs::File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.set_permissions(fs::metadata(path)?.permissions())?;
    file.sync_all()?;
    fs::rename(&beside, path)
}
