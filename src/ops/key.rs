//! The server key: 32 bytes from which links and every other key derive by label.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::{Error, random};
use crate::base::digest::{hmac_sha256, sha256_hex};
use crate::base::seal::SealKey;
use crate::base::secret::Secret;
use crate::model::link::LinkCode;
use crate::model::settings::SecretSource;

/// The key of this installation.
#[derive(Clone, Debug)]
pub struct ServerKey(Secret<Vec<u8>>);

impl ServerKey {
    /// Reads the key from its source, or from `.enroll/key` under `root`, which is made (mode 0600) at first use.
    ///
    /// # Errors
    /// The source cannot be read, or does not hold 64 hexadecimal characters.
    pub fn open(source: Option<&SecretSource>, root: &Path) -> Result<Self, Error> {
        let text = match source {
            Some(source) => read_secret(source, root)?,
            None => own_key(root)?,
        };
        let bytes = data_encoding::HEXLOWER_PERMISSIVE
            .decode(text.expose().trim().as_bytes())
            .map_err(|_| Error::BadKey("is not hexadecimal".to_owned()))?;
        if bytes.len() != 32 {
            return Err(Error::BadKey(format!(
                "has {} bytes instead of 32",
                bytes.len()
            )));
        }
        Ok(Self(Secret::new(bytes)))
    }

    /// What the database remembers of the key, to refuse another one.
    pub fn print(&self) -> String {
        sha256_hex(&hmac_sha256(self.0.expose(), &[b"fingerprint"]))
    }

    /// The sealing key for one purpose: `outbox`, `keypair`, `challenge`, `push`.
    pub fn seal(&self, label: &str) -> SealKey {
        SealKey::derive(self.0.expose(), label)
    }

    /// The link of a recipient.
    pub fn link(&self, recipient_uid: &str, rotate: u32) -> LinkCode {
        LinkCode::derive(self.0.expose(), recipient_uid, rotate)
    }

    /// A keyed digest for one purpose, such as a form token of a session.
    pub fn tag(&self, label: &str, value: &str) -> String {
        data_encoding::HEXLOWER.encode(&hmac_sha256(
            self.0.expose(),
            &[b"tag", label.as_bytes(), value.as_bytes()],
        ))
    }
}

/// Reads a secret now, from the environment or a file relative to `root`; a final newline is cut.
///
/// # Errors
/// The variable is not set, or the file cannot be read.
pub fn read_secret(source: &SecretSource, root: &Path) -> Result<Secret<String>, Error> {
    match source {
        SecretSource::Env(name) => std::env::var(name)
            .map(Secret::new)
            .map_err(|e| Error::Secret(format!("${name}"), e.to_string())),
        SecretSource::File(path) => std::fs::read_to_string(root.join(path))
            .map(|text| Secret::new(text.strip_suffix('\n').unwrap_or(&text).to_owned()))
            .map_err(|e| Error::Secret(path.clone(), e.to_string())),
    }
}

/// Two processes may come first at once: the file is linked into place whole, and the loser reads the winner's.
fn own_key(root: &Path) -> Result<Secret<String>, Error> {
    let folder = root.join(".enroll");
    let path = folder.join("key");
    if !path.exists() {
        std::fs::create_dir_all(&folder).map_err(Error::file(folder.display().to_string()))?;
        let draft = folder.join(format!("key.{}", random::uid()));
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&draft)
            .map_err(Error::file(draft.display().to_string()))?;
        writeln!(file, "{}", random::token()?)
            .and_then(|()| file.sync_all())
            .map_err(Error::file(draft.display().to_string()))?;
        let linked = std::fs::hard_link(&draft, &path);
        std::fs::remove_file(&draft).map_err(Error::file(draft.display().to_string()))?;
        match linked {
            Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => {
                return Err(Error::file(path.display().to_string())(e));
            }
            _ => {}
        }
    }
    std::fs::read_to_string(&path)
        .map(Secret::new)
        .map_err(Error::file(path.display().to_string()))
}
