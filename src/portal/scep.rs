//! SCEP over HTTP (RFC 8894, 4): `/scep`, by GET and POST.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use url::form_urlencoded;

use super::mdm::{later, plain};
use crate::base::error::Kind;
use crate::ca::crl;
use crate::ca::scep::{ANSWER_TYPE, CAPABILITIES_TYPE, CERTIFICATE_TYPE, message_from_query};
use crate::ops::{self, App};

/// A message of a device is a few kilobytes.
const LARGEST: usize = 64 << 10;

/// `/scep` and the list of revoked certificates, for any router.
pub fn routes<S: Clone + Send + Sync + 'static>(app: Arc<App>) -> Router<S> {
    Router::new()
        .route("/scep", get(by_get).post(by_post))
        .route("/scep/crl", get(revoked_now))
        .route("/scep/crl/{authority}", get(revoked))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(app)
}

async fn revoked_now(State(app): State<Arc<App>>) -> Response {
    reply(crl::TYPE, ops::scep::revoked(&app, None).await)
}

async fn revoked(State(app): State<Arc<App>>, Path(authority): Path<String>) -> Response {
    reply(crl::TYPE, ops::scep::revoked(&app, Some(&authority)).await)
}

async fn by_get(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let message = || message_from_query(&parameter(&query, "message")?);
    answer(&app, &query, message).await
}

async fn by_post(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Ok(body) = body else {
        return plain(StatusCode::BAD_REQUEST);
    };
    let query = query.unwrap_or_default();
    answer(&app, &query, || Some(body.to_vec())).await
}

/// The first parameter of this name. Of `+` and `%20` nobody can tell which was meant: both arrive as spaces.
fn parameter(query: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(query.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

async fn answer(app: &App, query: &str, message: impl FnOnce() -> Option<Vec<u8>>) -> Response {
    match parameter(query, "operation").as_deref() {
        Some("GetCACaps") => typed(CAPABILITIES_TYPE, ops::scep::offered(app).into()),
        Some("GetCACert") => reply(CERTIFICATE_TYPE, ops::scep::authority(app).await),
        Some("PKIOperation") => match message() {
            Some(message) if message.len() <= LARGEST => {
                reply(ANSWER_TYPE, ops::scep::operation(app, &message).await)
            }
            _ => plain(StatusCode::BAD_REQUEST),
        },
        _ => plain(StatusCode::BAD_REQUEST),
    }
}

fn reply(media_type: &'static str, result: Result<Vec<u8>, ops::Error>) -> Response {
    match result {
        Ok(body) => typed(media_type, body),
        Err(error) if error.kind() == Kind::Malformed => {
            tracing::info!(%error, "SCEP message refused");
            plain(StatusCode::BAD_REQUEST)
        }
        Err(error) if error.kind() == Kind::NotFound => plain(StatusCode::NOT_FOUND),
        Err(error) => later(&error),
    }
}

fn typed(media_type: &'static str, body: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, body).into_response()
}
