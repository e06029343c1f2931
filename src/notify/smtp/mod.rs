//! Handing messages to a mail server: RFC 5321 with STARTTLS (RFC 3207), log-in (RFC 4954), pipelining
//! (RFC 2920) and delivery notices (RFC 3461) where offered.
//!
//! Written against the socket rather than by a client library because three promises need to stand between
//! its commands: the caller's consent after the server's 354 and before the first byte, a time limit on each
//! command, and connections without delay. There is no fall-back to plain text.

mod reply;
mod session;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;

use super::Error;
use crate::base::secret::Secret;
use crate::model::settings::{Smtp, SmtpSecurity};

pub use session::Session;

/// How long to wait for a server (RFC 5321, section 4.5.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// To connect, and for the TLS handshake.
    pub connect: Duration,
    /// For the greeting and the answers to commands.
    pub command: Duration,
    /// For the answer to DATA.
    pub data: Duration,
    /// For each part of the message to be taken.
    pub block: Duration,
    /// For the answer to the final dot.
    pub end: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            command: Duration::from_secs(5 * 60),
            data: Duration::from_secs(2 * 60),
            block: Duration::from_secs(3 * 60),
            end: Duration::from_secs(10 * 60),
        }
    }
}

/// A mail server and how to talk to it.
#[derive(Clone, Debug)]
pub struct Server {
    host: String,
    port: u16,
    security: SmtpSecurity,
    login: Option<(String, Secret<String>)>,
    tls: Arc<ClientConfig>,
    hello: String,
    /// Time limits; the defaults are the standard's.
    pub limits: Limits,
}

/// Why a command did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The connection.
    #[error("{0}")]
    Network(String),
    /// What the server said cannot be understood.
    #[error("what the server says {0}")]
    Protocol(String),
    /// The server said no.
    #[error("{}", .0.text())]
    Refused(reply::Reply),
    /// The server lacks what the settings or the message demand.
    #[error("the server offers no {0}")]
    Lacks(&'static str),
    /// An address that no command can hold.
    #[error("no mail server takes this address")]
    Address,
}

impl Server {
    /// A server from its settings. `ca` is the PEM text of a private root, which then is the only one trusted;
    /// `hello` the name this machine gives itself.
    ///
    /// # Errors
    /// [`Error::Tls`] when the root is no certificate or the system's roots cannot be used.
    pub fn new(
        settings: &Smtp,
        password: Option<Secret<String>>,
        ca: Option<&[u8]>,
        hello: &str,
    ) -> Result<Self, Error> {
        let login = settings.user.clone().zip(password);
        Ok(Self {
            host: settings.host.clone(),
            port: settings.port,
            security: settings.security,
            login,
            tls: Arc::new(tls(ca)?),
            hello: hello.to_owned(),
            limits: Limits::default(),
        })
    }

    /// `host:port`, for messages.
    pub fn name(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// TLS 1.2 and 1.3 with the system's roots, or with the given one alone.
fn tls(ca: Option<&[u8]>) -> Result<ClientConfig, Error> {
    let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| Error::Tls(e.to_string()))?;
    let Some(ca) = ca else {
        let verified = builder
            .with_platform_verifier()
            .map_err(|e| Error::Tls(e.to_string()))?;
        return Ok(verified.with_no_client_auth());
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(ca) {
        certificate
            .map_err(|e| e.to_string())
            .and_then(|der| roots.add(der).map_err(|e| e.to_string()))
            .map_err(|e| Error::Tls(format!("the private root of the mail server: {e}")))?;
    }
    if roots.is_empty() {
        return Err(Error::Tls(
            "the private root of the mail server holds no certificate".to_owned(),
        ));
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
