//! `import`: invitations of another program become files of the repository.

use std::fs;
use std::path::{Path, PathBuf};

use super::load::{self, Repository};
use super::{Error, export};
use crate::base::error::Kind;
use crate::spec::jamf::{self, Ground, Wish};

/// What an import did.
#[derive(Debug)]
pub struct Import {
    /// Files that were written; those that were there in the same words are not among them.
    pub written: Vec<String>,
    /// Invitations in them.
    pub invitations: usize,
    /// What has no counterpart here.
    pub notes: Vec<String>,
    /// Records that were left out.
    pub left_out: usize,
    /// The repository as it is now.
    pub repository: Repository,
}

/// Writes the invitations of Jamf's exports into the repository at `root`.
///
/// # Errors
/// An export cannot be read (exit 7); a file is there already and `replace` is not asked for (exit 4): nothing is
/// written. The disk.
pub fn jamf(root: &Path, exports: &[PathBuf], wish: &Wish, replace: bool) -> Result<Import, Error> {
    let mut files = Vec::new();
    for path in exports {
        let name = path.display().to_string();
        let bytes = fs::read(path).map_err(Error::file(name.clone()))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
                .iter()
                .filter(|b| **b == b'\n')
                .count()
                + 1;
            Error::new(Kind::Config, format!("{name}:{line}: this is not UTF-8"))
                .with_hint("export it again as UTF-8")
        })?;
        files.push((name, text));
    }
    let before = load::repository(root, None)?;
    let ground = before.desired.as_ref().map(Ground::of).unwrap_or_default();
    let found = jamf::import(&files, &ground, wish)
        .map_err(|broken| Error::new(Kind::Config, broken.to_string()).with_hint(broken.hint))?;
    let is_new = |path: &str, text: &str| {
        fs::read_to_string(root.join(path)).map_or(true, |old| old != text)
    };
    let new: Vec<_> = found
        .files
        .iter()
        .filter(|(path, text)| is_new(path, text))
        .collect();
    if let Some((path, _)) = new
        .iter()
        .find(|(path, _)| !replace && root.join(path).exists())
    {
        let message = format!("{path} exists already, with other content; nothing was written");
        return Err(
            Error::new(Kind::Refused, message).with_hint("move it elsewhere, or add `--force`")
        );
    }
    for (path, text) in &new {
        export::put(&root.join(path), text.as_bytes(), replace)
            .map_err(Error::file((*path).clone()))?;
    }
    Ok(Import {
        written: new.iter().map(|(path, _)| (*path).clone()).collect(),
        invitations: found.invitations,
        notes: found.notes,
        left_out: found.left_out,
        repository: load::repository(root, None)?,
    })
}
