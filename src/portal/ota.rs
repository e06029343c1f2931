//! `/ota`: where devices prove what they are. One address for both answers; never a 401, as on all paths of devices.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;

use super::mdm::{later, plain};
use crate::base::error::Kind;
use crate::mdm::profile::CONTENT_TYPE;
use crate::ops::checkin::Turned;
use crate::ops::{self, App};

/// A signed property list and a chain of certificates.
const LARGEST: usize = 64 << 10;

/// `/ota`, for any router.
pub fn routes<S: Clone + Send + Sync + 'static>(app: Arc<App>) -> Router<S> {
    Router::new()
        .route("/ota", post(answer))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(app)
}

async fn answer(State(app): State<Arc<App>>, body: Result<Bytes, BytesRejection>) -> Response {
    let Ok(body) = body else {
        return plain(StatusCode::BAD_REQUEST);
    };
    match ops::ota::answer(&app, &body).await {
        Ok(profile) => {
            let headers = [
                (header::CONTENT_TYPE, CONTENT_TYPE),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, profile).into_response()
        }
        Err(Turned::Failed(error)) if error.kind() != Kind::Refused => later(&error),
        Err(Turned::Malformed(why)) => {
            tracing::info!(why, "answer of a device refused");
            plain(StatusCode::BAD_REQUEST)
        }
        Err(turned) => {
            tracing::info!(why = %turned, "device turned away");
            plain(StatusCode::FORBIDDEN)
        }
    }
}
