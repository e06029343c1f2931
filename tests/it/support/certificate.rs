//! A throw-away certificate authority and one server certificate for `localhost` and 127.0.0.1.

use enroll::base::time::{DAY, HOUR};
use enroll::ops::clock;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
    time::Duration,
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
    let issuer = Issuer::new(ca, ca_key);
    let key = KeyPair::generate().unwrap();
    let server = leaf("localhost", 90).signed_by(&key, &issuer).unwrap();

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

/// A certificate of a server that Apple's systems would take, with this many days left.
fn leaf(name: &str, days: i64) -> CertificateParams {
    let names = [name.to_owned(), "127.0.0.1".to_owned()];
    let mut server = CertificateParams::new(names).unwrap();
    server.distinguished_name.push(DnType::CommonName, name);
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let at = |micros: i64| {
        let since = Duration::from_micros(u64::try_from(micros).unwrap());
        date_time_ymd(1970, 1, 1) + since
    };
    server.not_before = at(clock::now().plus(-HOUR).0);
    server.not_after = at(clock::now().plus(days * DAY + HOUR).0);
    server
}

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
