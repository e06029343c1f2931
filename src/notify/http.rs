//! What every request of ours over HTTP has in common.

use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;

use super::Error;

/// To connect, TLS included.
const CONNECT: Duration = Duration::from_secs(10);
/// For the whole answer.
pub const ANSWER: Duration = Duration::from_secs(60);

/// A client that follows no redirects: what we send goes where the settings say.
///
/// # Errors
/// [`Error::Tls`] when TLS cannot be set up.
pub fn client() -> Result<Client, Error> {
    Client::builder()
        .redirect(Policy::none())
        .connect_timeout(CONNECT)
        .timeout(ANSWER)
        .user_agent(concat!("enroll/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|e| Error::Tls(why(&e)))
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
