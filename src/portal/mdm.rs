//! Device management over HTTP: check-in, commands, and the image that proves a device trusts us.
//!
//! A device that reads 401 removes its profile, so no path here ever answers that. 403 with Apple's code for an
//! unknown device does the same on purpose, and is said only where the enrollment has ended.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Path, State};
use axum::http::{Extensions, HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};

use super::address;
use crate::mdm::checkin::UNRECOGNIZED;
use crate::mdm::{document, signature};
use crate::ops::checkin::{Proof, Reply, Turned};
use crate::ops::{self, App};

/// A GIF of one transparent pixel.
const PIXEL: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff\x21\xf9\x04\x01\0\0\0\0\
    \x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b";

/// `/mdm`, `/mdm/checkin` and `/mdm/probe/…`, for any router.
pub fn routes<S: Clone + Send + Sync + 'static>(app: Arc<App>) -> Router<S> {
    Router::new()
        .route("/mdm", put(report))
        .route("/mdm/checkin", put(check_in))
        .route("/mdm/probe/{name}", get(probe))
        .layer(DefaultBodyLimit::max(document::BYTES))
        .with_state(app)
}

async fn check_in(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Ok(body) = body else {
        return plain(StatusCode::BAD_REQUEST);
    };
    let proof = proof(&app, &extensions, &headers);
    answer(ops::checkin::check_in(&app, proof, &body).await)
}

async fn report(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Ok(body) = body else {
        return plain(StatusCode::BAD_REQUEST);
    };
    let proof = proof(&app, &extensions, &headers);
    answer(ops::checkin::report(&app, proof, &body).await)
}

/// What shows who speaks. The certificate of the connection counts when a trusted proxy tells it.
fn proof<'a>(app: &App, extensions: &Extensions, headers: &'a HeaderMap) -> Proof<'a> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let proxies = &app.settings.portal.trusted_proxies;
    let behind = peer.is_some_and(|peer| address::is_trusted(peer.0.ip(), proxies));
    Proof {
        signature: only(headers, signature::HEADER),
        client_cert: only(headers, signature::CLIENT_CERT).filter(|_| behind),
    }
}

/// The only header of this name; two are none.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut found = headers.get_all(name).iter();
    let only = found.next()?;
    match found.next() {
        None => only.to_str().ok(),
        Some(_) => None,
    }
}

fn answer(result: Result<Reply, Turned>) -> Response {
    match result {
        Ok(Reply::Done) => plain(StatusCode::OK),
        Ok(Reply::Command(plist) | Reply::Token(plist)) => {
            let headers = [
                (header::CONTENT_TYPE, "application/xml"),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, plist).into_response()
        }
        Ok(Reply::NoUsers) => plain(StatusCode::GONE),
        Err(Turned::Malformed(why)) => {
            tracing::info!(why, "device message refused");
            plain(StatusCode::BAD_REQUEST)
        }
        Err(Turned::Refused(why)) => {
            tracing::info!(why, "device turned away");
            plain(StatusCode::FORBIDDEN)
        }
        Err(Turned::Ended) => {
            let (media_type, body) = UNRECOGNIZED;
            let headers = [(header::CONTENT_TYPE, media_type)];
            (StatusCode::FORBIDDEN, headers, body).into_response()
        }
        Err(Turned::Failed(error)) => later(&error),
    }
}

/// A status and zero bytes: devices read a body where none is due as a fault.
pub(super) fn plain(status: StatusCode) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")]).into_response()
}

/// Our fault: the device may ask again.
pub(super) fn later(error: &ops::Error) -> Response {
    tracing::error!(%error, "device request failed");
    let headers = [
        (header::RETRY_AFTER, "30"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::SERVICE_UNAVAILABLE, headers).into_response()
}

/// The image is embedded in a page of another origin: it says that it may be.
async fn probe(State(app): State<Arc<App>>, Path(name): Path<String>) -> Response {
    match ops::visit::probed(&app, &name).await {
        Ok(true) => {
            let headers = [
                (header::CONTENT_TYPE.as_str(), "image/gif"),
                (header::CACHE_CONTROL.as_str(), "no-store"),
                ("Cross-Origin-Resource-Policy", "cross-origin"),
                ("X-Content-Type-Options", "nosniff"),
            ];
            (headers, PIXEL).into_response()
        }
        Ok(false) => plain(StatusCode::NOT_FOUND),
        Err(error) => later(&error),
    }
}
