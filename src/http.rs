//! What every request of ours over HTTP has in common: the client, how long it waits, and what to say when it fails.
//!
//! Must not know whom it asks or why. To wait longer or shorter for somebody: a [`Patience`] beside the requests.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, ClientBuilder};

/// How long a request may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// To connect, TLS included.
    pub connect: Duration,
    /// For the whole answer.
    pub answer: Duration,
}

/// For servers that have something to do before they answer.
pub const PATIENT: Patience = Patience {
    connect: Duration::from_secs(10),
    answer: Duration::from_secs(60),
};

/// TLS cannot be set up here.
#[derive(Debug, thiserror::Error)]
#[error("cannot set up TLS: {0}")]
pub struct Unready(String);

/// A client that follows no redirects: what we send goes where the settings say.
///
/// # Errors
/// TLS cannot be set up.
pub fn client(patience: Patience) -> Result<Client, Unready> {
    build(Client::builder(), patience)
}

/// The same, trusting the roots of this PEM and no others.
///
/// # Errors
/// There is no certificate in it, or TLS cannot be set up.
pub fn client_trusting(patience: Patience, pem: &[u8]) -> Result<Client, Unready> {
    let roots = Certificate::from_pem_bundle(pem).map_err(|e| Unready(why(&e)))?;
    if roots.is_empty() {
        return Err(Unready("there is no certificate in it".to_owned()));
    }
    build(Client::builder().tls_certs_only(roots), patience)
}

fn build(client: ClientBuilder, patience: Patience) -> Result<Client, Unready> {
    client
        .redirect(Policy::none())
        .connect_timeout(patience.connect)
        .timeout(patience.answer)
        .user_agent(concat!("enroll/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|e| Unready(why(&e)))
}

/// An error with its causes, without the URL: a key may stand in it.
pub fn why(error: &reqwest::Error) -> String {
    let mut text = match (error.is_timeout(), error.is_connect()) {
        (true, _) => "no answer in time".to_owned(),
        (_, true) => "no connection".to_owned(),
        _ => "the exchange broke off".to_owned(),
    };
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
