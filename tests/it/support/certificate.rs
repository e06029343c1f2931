//! A throw-away certificate authority and one server certificate for `localhost` and 127.0.0.1.

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use super::folder;

struct Files {
    ca: PathBuf,
    server: PathBuf,
    server_key: PathBuf,
}

static FILES: LazyLock<Files> = LazyLock::new(|| {
    let mut ca = CertificateParams::default();
    ca.distinguished_name
        .push(DnType::CommonName, "Throw-away CA");
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    ca.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let ca_key = KeyPair::generate().unwrap();
    let ca_certificate = ca.self_signed(&ca_key).unwrap();
    let key = KeyPair::generate().unwrap();
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let mut server = CertificateParams::new(names).unwrap();
    server
        .distinguished_name
        .push(DnType::CommonName, "localhost");
    let server = server.signed_by(&key, &Issuer::new(ca, ca_key)).unwrap();

    let dir = folder::fresh("certificate-").keep();
    let write = |name: &str, text: String| {
        let path = dir.join(name);
        fs::write(&path, text).unwrap();
        path
    };
    Files {
        ca: write("ca.pem", ca_certificate.pem()),
        server: write("server.pem", server.pem()),
        server_key: write("server.key", key.serialize_pem()),
    }
});

/// The authority's certificate, PEM. A program trusts it with `SSL_CERT_FILE` set to this path.
pub fn ca() -> &'static Path {
    &FILES.ca
}

/// The server's certificate, PEM.
pub fn server() -> &'static Path {
    &FILES.server
}

/// The server's private key, PEM (PKCS#8).
pub fn server_key() -> &'static Path {
    &FILES.server_key
}

#[test]
fn openssl_accepts_the_chain() {
    let verified = std::process::Command::new("openssl")
        .args(["verify", "-verify_hostname", "localhost", "-CAfile"])
        .args([ca(), server()])
        .output()
        .unwrap();
    assert!(
        verified.status.success(),
        "{}",
        String::from_utf8_lossy(&verified.stderr)
    );
    assert!(server_key().exists());
}
