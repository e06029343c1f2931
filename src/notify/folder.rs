//! Mail as files: each message is `<Message-ID>.eml` in one folder, whole or not there at all.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Error, Outcome};
use crate::model::message::Rendered;

/// A folder that takes mail.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder `path`, made where it is missing.
    ///
    /// # Errors
    /// [`Error::Folder`] when it cannot be made.
    pub fn open(path: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(path).map_err(|source| Error::Folder {
            path: path.display().to_string(),
            source,
        })?;
        Ok(Self(path.to_owned()))
    }

    /// Writes a message under a name of its own, makes it last, then gives it its name. Writing the same
    /// message again leaves the same file: there is never a doubt.
    pub fn keep(&self, message: &Rendered) -> Outcome {
        let name = format!("{}.eml", message.message_id.replace(['/', '\0'], "_"));
        let path = self.0.join(&name);
        match self.write(&path, &message.bytes) {
            Ok(()) => Outcome::Accepted(format!("kept as {name}")),
            Err(e) => Outcome::Deferred(format!("{}: {e}", path.display())),
        }
    }

    /// Whether a file can be made in it.
    ///
    /// # Errors
    /// What the system says.
    pub fn probe(&self) -> std::io::Result<()> {
        let path = self.0.join(format!(".probe.{}", std::process::id()));
        std::fs::write(&path, b"")?;
        std::fs::remove_file(&path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
        // Two processes may write the same message at once: each has its own draft.
        let draft = path.with_extension(format!("part.{}", std::process::id()));
        let mut file = std::fs::File::create(&draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&draft, path)?;
        std::fs::File::open(&self.0)?.sync_all()
    }
}
