//! What other services report to us: `/hooks/sms` and `/hooks/mdm`.

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
use crate::ops::hand_over::{self, Told, Unheard};
use crate::ops::sms::{self, Report};

/// A report is a short form.
const LARGEST: usize = 16 << 10;

/// An event holds one message of a device, which may list all it has.
const LARGEST_EVENT: usize = 2 << 20;

/// `/hooks/sms` and `/hooks/mdm`, for any router.
pub fn routes<S: Clone + Send + Sync + 'static>(app: Arc<App>) -> Router<S> {
    let limited = |largest| DefaultBodyLimit::max(largest);
    Router::new()
        .route(sms::HOOK, post(text_message).layer(limited(LARGEST)))
        .route(
            hand_over::HOOK,
            post(device_event).layer(limited(LARGEST_EVENT)),
        )
        .with_state(app)
}

/// NanoMDM takes 200 alone for an answer.
async fn device_event(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Ok(body) = body else {
        return plain(StatusCode::BAD_REQUEST);
    };
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let told = Told {
        signature: header(hand_over::SIGNATURE),
        authorization: header("authorization"),
        body: &body,
    };
    match hand_over::told(&app, &told).await {
        Ok(()) => plain(StatusCode::OK),
        Err(Unheard::Nobody) => plain(StatusCode::NOT_FOUND),
        Err(Unheard::Failed(error)) => later(&error),
        Err(refused) => {
            tracing::warn!(%refused, "a webhook about a device was refused");
            plain(match refused {
                Unheard::Forged => StatusCode::FORBIDDEN,
                _ => StatusCode::BAD_REQUEST,
            })
        }
    }
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
