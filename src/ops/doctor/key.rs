//! The server key: it is the one this database was made with, and nobody else may read its file.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::Finding;
use crate::model::settings::{SecretSource, Settings};
use crate::ops::Error;
use crate::ops::key::ServerKey;

const SUBJECT: &str = "server key";
/// Rights of anybody but the owner.
const OTHERS: u32 = 0o077;

/// Compares the key with what the database remembers of it.
pub fn check(settings: &Settings, root: &Path, print: Option<&str>) -> Vec<Finding> {
    let mut findings = vec![belongs(settings, root, print)];
    findings.extend(readable(settings, root));
    findings
}

fn belongs(settings: &Settings, root: &Path, print: Option<&str>) -> Finding {
    let made_later = settings.portal.key.is_none() && !root.join(".enroll/key").exists();
    let Some(print) = print else {
        return Finding::good(SUBJECT, "none is used yet");
    };
    if made_later {
        return Finding::bad(
            SUBJECT,
            "the database was made with a server key, and there is none here",
            Error::WrongKey.hint(),
        );
    }
    match ServerKey::open(settings.portal.key.as_ref(), root) {
        Ok(key) if key.print() == print => Finding::good(SUBJECT, "it is the database's"),
        Ok(_) => Finding::bad(SUBJECT, Error::WrongKey.to_string(), Error::WrongKey.hint()),
        Err(error) => Finding::bad(SUBJECT, error.to_string(), error.hint()),
    }
}

/// Whoever reads the file can make every link.
fn readable(settings: &Settings, root: &Path) -> Option<Finding> {
    let (name, own) = match &settings.portal.key {
        None => (".enroll/key", true),
        Some(SecretSource::File(path)) => (path.as_str(), false),
        Some(SecretSource::Env(_)) => return None,
    };
    let mode = std::fs::metadata(root.join(name))
        .ok()?
        .permissions()
        .mode();
    if mode & OTHERS == 0 {
        return None;
    }
    let text = format!("others may read {name} (mode {:o})", mode & 0o777);
    let remedy = format!("chmod 600 {name}");
    // A file that something else puts there, such as a mounted secret, may have to be like that.
    Some(if own {
        Finding::bad(SUBJECT, text, Some(remedy))
    } else {
        Finding::doubtful(SUBJECT, text, remedy)
    })
}
