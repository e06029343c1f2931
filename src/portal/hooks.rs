//! What other services report to us: `/hooks/sms`.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use url::form_urlencoded;

use super::mdm::{later, plain};
use crate::base::error::Kind;
use crate::ops::App;
use crate::ops::sms::{self, Report};

/// A report is a short form.
const LARGEST: usize = 16 << 10;

/// `/hooks/sms`, for any router.
pub fn routes<S: Clone + Send + Sync + 'static>(app: Arc<App>) -> Router<S> {
    Router::new()
        .route(sms::HOOK, post(text_message))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(app)
}

async fn text_message(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Ok(body) = body else {
        return plain(StatusCode::BAD_REQUEST);
    };
    let parameters: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let signature = headers.get("x-twilio-signature");
    let report = Report {
        query: query.as_deref().unwrap_or_default(),
        parameters: &parameters,
        signature: signature.and_then(|v| v.to_str().ok()).unwrap_or_default(),
    };
    match sms::report(&app, &report).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) if error.kind() == Kind::NotFound => plain(StatusCode::NOT_FOUND),
        Err(error) if error.kind() == Kind::Refused => {
            tracing::warn!(%error, "a report about a text message was refused");
            plain(StatusCode::FORBIDDEN)
        }
        Err(error) => later(&error),
    }
}
