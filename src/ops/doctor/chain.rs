//! The certificate chain of a host, as Apple's systems judge it.

use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use url::Url;

use crate::base::time::{DAY, SECOND, Timestamp};
use crate::cms::certificate::{Certificate, Purpose};

/// Somebody waits for the answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Apple's systems take no server certificate of a longer life, whoever signed it.
const LONGEST_LIFE: i64 = 825 * DAY;

/// A chain and the host it is for.
pub struct Chain {
    all: Vec<CertificateDer<'static>>,
    leaf: Certificate,
    host: ServerName<'static>,
    now: Timestamp,
}

/// What is wrong with a chain, and what to do.
pub struct Fault {
    pub text: String,
    pub remedy: &'static str,
}

const RENEW: &str = "renew it for this host";

impl Chain {
    /// Reads a chain, the server's own certificate first; `now` is when it is judged.
    pub fn new(
        all: Vec<CertificateDer<'static>>,
        url: &Url,
        now: Timestamp,
    ) -> Result<Self, String> {
        let first = all.first().ok_or("shows no certificate")?;
        Ok(Self {
            leaf: Certificate::parse(first)
                .map_err(|e| format!("shows a certificate that cannot be read: {e}"))?,
            host: name(url)?,
            all,
            now,
        })
    }

    /// Days until it ends.
    pub fn days_left(&self) -> i64 {
        self.leaf.not_after.since(self.now) / DAY
    }

    /// The first thing that makes a device refuse it, whoever signed it.
    pub fn fault(&self) -> Option<Fault> {
        let fault = |text: String, remedy| Some(Fault { text, remedy });
        let life = self.leaf.not_after.since(self.leaf.not_before);
        if self.now < self.leaf.not_before {
            let text = format!("is not valid before {}", self.leaf.not_before);
            return fault(text, "wait, or set this machine's clock");
        }
        if self.now > self.leaf.not_after {
            return fault(format!("ended at {}", self.leaf.not_after), RENEW);
        }
        let parsed = ParsedCertificate::try_from(&self.all[0]);
        if !parsed.is_ok_and(|leaf| verify_server_name(&leaf, &self.host).is_ok()) {
            let text = format!("does not name {}", self.host.to_str());
            return fault(text, RENEW);
        }
        if life > LONGEST_LIFE {
            let text = format!("lives {} days, and iOS takes at most 825", life / DAY);
            return fault(text, "issue one with a shorter life");
        }
        if !self.leaf.is_for(Purpose::ServerAuth) {
            let text = "lacks the extended key usage of a server, which iOS requires";
            return fault(text.to_owned(), "issue one with serverAuth");
        }
        None
    }

    /// Whether an authority that this machine knows signs it; none when it knows no authority at all.
    pub fn is_public(&self) -> Option<bool> {
        let verifier = Verifier::new(provider()).ok()?;
        let verified =
            verifier.verify_server_cert(&self.all[0], &self.all[1..], &self.host, &[], self.at());
        Some(verified.is_ok())
    }

    /// Whether `authority` signs it, by way of the certificates that the server sends along.
    pub fn is_signed_by(&self, authority: &Certificate) -> bool {
        let mut roots = RootCertStore::empty();
        if roots
            .add(CertificateDer::from(authority.der().to_vec()))
            .is_err()
        {
            return false;
        }
        let algorithms = provider().signature_verification_algorithms.all;
        ParsedCertificate::try_from(&self.all[0]).is_ok_and(|leaf| {
            verify_server_cert_signed_by_trust_anchor(
                &leaf,
                &roots,
                &self.all[1..],
                self.at(),
                algorithms,
            )
            .is_ok()
        })
    }

    fn at(&self) -> UnixTime {
        let seconds = u64::try_from(self.now.0 / SECOND).unwrap_or_default();
        UnixTime::since_unix_epoch(Duration::from_secs(seconds))
    }
}

/// The chain that whoever answers at `url` shows, trusted or not.
///
/// # Errors
/// Why there is no answer, in words that follow the address.
pub async fn presented(url: &Url) -> Result<Vec<CertificateDer<'static>>, String> {
    let config = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Anybody(provider())))
        .with_no_client_auth();
    let host = name(url)?;
    let shaking = async {
        let stream = connect(url).await?;
        let stream = TlsConnector::from(Arc::new(config))
            .connect(host, stream)
            .await
            .map_err(|e| format!("answers, but not over TLS: {e}"))?;
        let shown = stream.get_ref().1.peer_certificates();
        Ok(shown.unwrap_or_default().to_vec())
    };
    in_time(shaking).await
}

/// Whether anybody answers at `url`.
///
/// # Errors
/// Why not, in words that follow the address.
pub async fn answers(url: &Url) -> Result<(), String> {
    in_time(async { connect(url).await.map(drop) }).await
}

async fn connect(url: &Url) -> Result<TcpStream, String> {
    let host = url.host_str().ok_or("has no host")?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let port = url.port_or_known_default().unwrap_or(443);
    TcpStream::connect((host, port))
        .await
        .map_err(|e| format!("does not answer: {e}"))
}

async fn in_time<T>(work: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    let late = |_| Err(format!("does not answer within {} s", PATIENCE.as_secs()));
    timeout(PATIENCE, work).await.unwrap_or_else(late)
}

fn name(url: &Url) -> Result<ServerName<'static>, String> {
    let host = url.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    ServerName::try_from(host.to_owned()).map_err(|e| format!("names no host: {e}"))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// Lets a handshake end with whoever answers, so that their chain can be looked at. Nothing is sent to them.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
