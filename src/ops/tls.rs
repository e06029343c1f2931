//! The certificates of the settings as a TLS server uses them.

use std::path::Path;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::Error;
use super::key::read_secret;
use crate::base::error::Kind;
use crate::model::settings::TlsFiles;

/// The chain of `files`, the server's own certificate first.
///
/// # Errors
/// It cannot be read, or is not PEM.
pub fn chain(files: &TlsFiles, root: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    let pem = read_secret(&files.cert, root)?;
    CertificateDer::pem_slice_iter(pem.expose().as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|e| bad("certificate", e.to_string()))
}

/// A server that shows this certificate and speaks HTTP/2 and HTTP/1.1.
///
/// # Errors
/// A file cannot be read, or the key is not the certificate's.
pub fn server(files: &TlsFiles, root: &Path) -> Result<Arc<ServerConfig>, Error> {
    let key = read_secret(&files.key, root)?;
    let key = PrivateKeyDer::from_pem_slice(key.expose().as_bytes())
        .map_err(|e| bad("key", e.to_string()))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| bad("versions", e.to_string()))?
        .with_no_client_auth()
        .with_single_cert(chain(files, root)?, key)
        .map_err(|e| bad("certificate", e.to_string()))?;
    config.alpn_protocols = ["h2", "http/1.1", "http/1.0"]
        .map(|name| name.as_bytes().to_vec())
        .to_vec();
    Ok(Arc::new(config))
}

fn bad(what: &str, why: String) -> Error {
    Error::new(
        Kind::Config,
        format!("the TLS {what} cannot be used: {why}"),
    )
}
