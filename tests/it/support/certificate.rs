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
    folder: PathBuf,
    issuer: Issuer<'static, KeyPair>,
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
    let folder = folder::fresh("certificate-").keep();
    let (server, server_key) = issue(&folder, &issuer, "server", leaf(90));
    Files {
        ca: write(&folder, "ca.pem", ca_certificate.pem()),
        server,
        server_key,
        issuer,
        folder,
    }
});

/// A server certificate that devices turn away, or soon will.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It has ended.
    Ended,
    /// It ends in a week.
    EndsSoon,
    /// It lives ten years.
    LivesLong,
    /// It does not say that it is for servers.
    ForNothing,
}

/// Certificate and key of a server for `localhost`, by the same authority, with a flaw.
pub fn flawed(flaw: Flaw) -> (PathBuf, PathBuf) {
    let mut certificate = leaf(match flaw {
        Flaw::Ended => -1,
        Flaw::EndsSoon => 7,
        Flaw::LivesLong => 3650,
        Flaw::ForNothing => 90,
    });
    if flaw == Flaw::ForNothing {
        certificate.extended_key_usages.clear();
    }
    let files = &*FILES;
    issue(
        &files.folder,
        &files.issuer,
        &format!("{flaw:?}"),
        certificate,
    )
}

fn issue(
    folder: &Path,
    issuer: &Issuer<'static, KeyPair>,
    name: &str,
    certificate: CertificateParams,
) -> (PathBuf, PathBuf) {
    let key = KeyPair::generate().unwrap();
    let certificate = certificate.signed_by(&key, issuer).unwrap();
    (
        write(folder, &format!("{name}.pem"), certificate.pem()),
        write(folder, &format!("{name}.key"), key.serialize_pem()),
    )
}

fn write(folder: &Path, name: &str, text: String) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

/// A certificate of a server that Apple's systems would take, with this many days left.
fn leaf(days: i64) -> CertificateParams {
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let mut server = CertificateParams::new(names).unwrap();
    server
        .distinguished_name
        .push(DnType::CommonName, "localhost");
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let at = |micros: i64| {
        let since = Duration::from_micros(u64::try_from(micros).unwrap());
        date_time_ymd(1970, 1, 1) + since
    };
    server.not_before = at(clock::now().plus(-2 * DAY).0);
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
