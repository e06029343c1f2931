//! Requests to the provider, and answers of a bounded length.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;

use super::Error;
use crate::http::{self, Patience, why};

/// Longest answer, in bytes; sets of keys and claims are a hundredth of it.
const LONGEST: usize = 1024 * 1024;

/// A person waits for it.
const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(5),
    answer: Duration::from_secs(10),
};

/// A client for the provider, which trusts the roots of `ca` alone where there is one.
pub(super) fn client(ca: Option<&[u8]>) -> Result<Client, Error> {
    match ca {
        Some(pem) => {
            http::client_trusting(PATIENCE, pem).map_err(|e| Error::Settings(format!("`ca`: {e}")))
        }
        None => http::client(PATIENCE).map_err(|e| Error::Unavailable(e.to_string())),
    }
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
