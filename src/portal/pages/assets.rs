//! `/assets/{name}`: stylesheet, script and logo. Another content has another address, so they may be kept for ever.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::ops::visit;
use crate::portal::ask::Ask;
use crate::portal::error::Error;

const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// A drawing that is opened by itself may look as it likes, and do nothing.
const PICTURE: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    let assets = ask.portal.assets(&ask.organization);
    if assets.logo.as_ref() == Some(&ask.path) {
        return logo(&ask).await;
    }
    let asset = assets.get(&ask.path).ok_or(Error::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, FOR_EVER),
    ];
    Ok((headers, asset.body.clone()).into_response())
}

async fn logo(ask: &Ask) -> Result<Response, Error> {
    let logo = ask.organization.logo.as_ref().ok_or(Error::NotFound)?;
    let content = visit::picture(ask.app(), &logo.sha256).await?;
    let headers = [
        (header::CONTENT_TYPE, logo.format.media_type()),
        (header::CACHE_CONTROL, FOR_EVER),
        (header::CONTENT_SECURITY_POLICY, PICTURE),
    ];
    Ok((headers, content.ok_or(Error::NotFound)?).into_response())
}
