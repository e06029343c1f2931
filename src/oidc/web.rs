//! Requests to the provider, and answers of a bounded length.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;

use super::Error;

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(10);

/// Longest answer, in bytes; sets of keys and claims are a hundredth of it.
const LONGEST: usize = 1024 * 1024;

/// A client that follows no redirects: what is sent goes where the provider's document says.
pub(super) fn client() -> Result<Client, Error> {
    Client::builder()
        .redirect(Policy::none())
        .connect_timeout(CONNECT)
        .timeout(ANSWER)
        .user_agent(concat!("enroll/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|e| Error::Unavailable(why(&e)))
}

/// Sends a request; the status, and the body where it is JSON of this form.
pub(super) async fn ask<T: DeserializeOwned>(
    request: RequestBuilder,
) -> Result<(StatusCode, Option<T>), Error> {
    let request = request.header("accept", "application/json");
    let mut response = request
        .send()
        .await
        .map_err(|e| Error::Unavailable(why(&e)))?;
    let status = response.status();
    let mut body = Vec::new();
    while let Some(part) = response
        .chunk()
        .await
        .map_err(|e| Error::Unavailable(why(&e)))?
    {
        body.extend_from_slice(&part);
        if body.len() > LONGEST {
            return Err(Error::Unavailable("its answer has no end".to_owned()));
        }
    }
    Ok((status, serde_json::from_slice(&body).ok()))
}

/// Reads a document that must be there.
pub(super) async fn read<T: DeserializeOwned>(
    request: RequestBuilder,
    what: &str,
) -> Result<T, Error> {
    match ask(request).await? {
        (StatusCode::OK, Some(found)) => Ok(found),
        (StatusCode::OK, None) => Err(Error::Unavailable(format!("{what} cannot be read"))),
        (status, _) => Err(Error::Unavailable(format!(
            "{what}: status {}",
            status.as_u16()
        ))),
    }
}

/// An error with its causes, without the URL.
fn why(error: &reqwest::Error) -> String {
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
