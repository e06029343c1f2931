//! The demonstration's throw-away authority: a root, and the certificate of the management host.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::super::global::Failure;
use crate::base::error::Kind;
use crate::ca::authority::Authority;
use crate::ca::error::CaError;
use crate::cms::request::Subject;
use crate::ops::{clock, random};

/// Hosts that the certificate is for.
const HOSTS: [&str; 2] = ["localhost", "127.0.0.1"];

/// Writes `certs/root.pem`, `certs/mdm.pem` and `certs/mdm.key` below `folder`.
///
/// # Errors
/// The certificates cannot be made or written.
pub fn write(folder: &Path) -> Result<(), Failure> {
    let made = |e: CaError| Failure::new(Kind::Operational, e.to_string());
    let name = Subject {
        organization: Some("Riverside Schools".to_owned()),
        common_name: "Riverside Schools Root CA".to_owned(),
    };
    let now = clock::now();
    let root = Authority::new_tls_root(&name, random::bytes()?, now).map_err(made)?;
    let hosts = HOSTS.map(str::to_owned);
    let leaf = root
        .new_tls_leaf(&hosts, random::bytes()?, now)
        .map_err(made)?;
    let chain: Vec<&[u8]> = [&leaf.certificate]
        .into_iter()
        .chain(&leaf.chain)
        .map(|c| c.der())
        .collect();
    let certs = folder.join("certs");
    save(
        &certs,
        "root.pem",
        &pem("CERTIFICATE", &[root.certificate().der()]),
    )?;
    save(&certs, "mdm.pem", &pem("CERTIFICATE", &chain))?;
    save(
        &certs,
        "mdm.key",
        &pem("PRIVATE KEY", &[leaf.key.pkcs8().expose()]),
    )
}

fn pem(label: &str, blocks: &[&[u8]]) -> String {
    blocks
        .iter()
        .map(|der| pem::encode(&pem::Pem::new(label, *der)))
        .collect()
}

fn save(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    let path = folder.join(name);
    std::fs::create_dir_all(folder)
        .and_then(|()| {
            std::fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path)
        })
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(crate::ops::Error::file(path.display().to_string()))?;
    Ok(())
}
