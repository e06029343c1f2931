//! `/.well-known/com.apple.remotemanagement` and `/ade/…`: what a device asks when somebody signs in on it. The 401 here
//! is the protocol's own, and told to devices that are not managed yet.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use url::form_urlencoded;

use super::mdm::{later, plain};
use crate::base::error::Kind;
use crate::mdm::account::{JSON, is_managed, no_server, segment, servers};
use crate::mdm::oauth;
use crate::mdm::profile::CONTENT_TYPE;
use crate::model::enrollment::EnrollmentMode;
use crate::ops::App;
use crate::ops::account_driven::{self, NoToken};

/// A signed property list and a chain of certificates.
const LARGEST: usize = 64 << 10;

/// What devices ask; people log in at [`super::pages::account_driven`].
pub fn routes<S: Clone + Send + Sync + 'static>(app: Arc<App>) -> Router<S> {
    Router::new()
        .route("/.well-known/com.apple.remotemanagement", get(discover))
        .route("/ade/byod", post(by_owner))
        .route("/ade/adde", post(by_organization))
        .route("/ade/token", post(token))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(app)
}

async fn discover(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let offered = app.settings.mdm.account_driven.as_ref();
    let Some((offered, base)) = offered.zip(account_driven::base_url(&app)) else {
        return plain(StatusCode::NOT_FOUND);
    };
    let query = query.unwrap_or_default();
    let family = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "model-family");
    let family = family.map_or(String::new(), |(_, value)| value.into_owned());
    if is_managed(&family) {
        json(StatusCode::OK, servers(offered.mode, &base))
    } else {
        let why = "Only iPhone and iPad are enrolled here.";
        json(StatusCode::FORBIDDEN, no_server(why))
    }
}

fn json(status: StatusCode, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, JSON),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, body).into_response()
}

async fn by_owner(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    answer(&app, EnrollmentMode::Byod, &headers, body).await
}

async fn by_organization(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    answer(&app, EnrollmentMode::Adde, &headers, body).await
}

async fn answer(
    app: &App,
    mode: EnrollmentMode,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Ok(body) = body else {
        return plain(StatusCode::BAD_REQUEST);
    };
    let offered = app.settings.mdm.account_driven.as_ref();
    let Some(offered) = offered.filter(|offered| offered.mode == mode) else {
        return plain(StatusCode::NOT_FOUND);
    };
    let shown = headers.get(header::AUTHORIZATION);
    let shown = shown.and_then(|value| value.to_str().ok());
    let token = shown.and_then(|value| value.strip_prefix("Bearer "));
    match account_driven::profile(app, token.map(str::trim), &body).await {
        Ok(Some(profile)) => {
            let headers = [
                (header::CONTENT_TYPE, CONTENT_TYPE),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, profile).into_response()
        }
        Ok(None) => {
            let place = account_driven::log_in_first(app, offered.method);
            (
                StatusCode::UNAUTHORIZED,
                [(header::WWW_AUTHENTICATE, place)],
            )
                .into_response()
        }
        Err(error) if error.kind() == Kind::Malformed => {
            tracing::info!(path = segment(mode), %error, "no device asks");
            plain(StatusCode::BAD_REQUEST)
        }
        Err(error) => later(&error),
    }
}

/// The token endpoint of OAuth 2. A refusal is 400 whatever its reason: RFC 6749, 5.2 asks for 401 only of clients that
/// authenticate in a header.
async fn token(State(app): State<Arc<App>>, body: Result<Bytes, BytesRejection>) -> Response {
    let Ok(body) = body else {
        return plain(StatusCode::BAD_REQUEST);
    };
    if app.settings.mdm.account_driven.is_none() {
        return plain(StatusCode::NOT_FOUND);
    }
    let asked = form_urlencoded::parse(&body).into_owned().collect();
    match account_driven::tokens(&app, &asked).await {
        Ok(tokens) => json(StatusCode::OK, oauth::answer(&tokens)),
        Err(NoToken::Refused(why)) => {
            tracing::info!(%why, "a device is given no token");
            json(StatusCode::BAD_REQUEST, oauth::refusal(why))
        }
        Err(NoToken::Failed(error)) => later(&error),
    }
}
