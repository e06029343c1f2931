//! The demonstration's repository: written fresh, then used like any other.

use std::path::{Path, PathBuf};

use super::super::global::Failure;
use crate::base::secret::Secret;
use crate::ops::login::hash_password;
use crate::ops::random;

const FILES: &[(&str, &str)] = &[
    ("enroll.yaml", include_str!("sample/enroll.yaml")),
    ("sites.yaml", include_str!("sample/sites.yaml")),
    ("policies.yaml", include_str!("sample/policies.yaml")),
    ("accounts.yaml", include_str!("sample/accounts.yaml")),
    ("invitations.d/maya.yaml", include_str!("sample/maya.yaml")),
    (
        "invitations.d/grade-6.yaml",
        include_str!("sample/grade-6.yaml"),
    ),
    (
        "invitations.d/room-204.yaml",
        include_str!("sample/room-204.yaml"),
    ),
    ("terms/byod.md", include_str!("sample/byod.md")),
];

/// Login names of the sample; each is its own password.
const PEOPLE: [&str; 2] = ["maya", "tech"];

/// The ports of the two listeners.
#[derive(Clone, Copy, Debug)]
pub struct Ports {
    /// Portal, plain http.
    pub portal: u16,
    /// SCEP, check-in and trust probe, TLS.
    pub mdm: u16,
}

/// A folder that is removed when the demonstration ends.
#[derive(Debug)]
pub struct Temporary(PathBuf);

impl Temporary {
    /// A new folder below the system's temporary one.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn new() -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("enroll-demo-{}", random::uid()));
        std::fs::create_dir(&path).map_err(crate::ops::Error::file(path.display().to_string()))?;
        Ok(Self(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What cannot be removed stays in the temporary folder; nothing depends on it.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Writes the sample into `folder`.
///
/// # Errors
/// A file cannot be written.
pub fn write(folder: &Path, ports: Ports) -> Result<(), Failure> {
    let mut hashes = Vec::new();
    for person in PEOPLE {
        hashes.push((person, hash_password(&Secret::new(person.to_owned()))?));
    }
    for (name, text) in FILES {
        let path = folder.join(name);
        let mut text = text
            .replace("@portal@", &ports.portal.to_string())
            .replace("@mdm@", &ports.mdm.to_string());
        for (person, hash) in &hashes {
            text = text.replace(&format!("@{person}@"), hash);
        }
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(crate::ops::Error::file(path.display().to_string()))?;
    }
    Ok(())
}
