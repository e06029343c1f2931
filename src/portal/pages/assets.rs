//! `/assets/{name}`: stylesheet and script. Another content has another address, so they may be kept for ever.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::portal::ask::Ask;
use crate::portal::error::Error;

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    let assets = ask.portal.assets(ask.organization.color.as_deref());
    let asset = assets.get(&ask.path).ok_or(Error::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.body.clone()).into_response())
}
