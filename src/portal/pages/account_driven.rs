//! `/ade/auth`: where the web view of a device begins. What follows are the pages of open enrollment.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::start::begun;
use crate::mdm::account;
use crate::ops::account_driven;
use crate::ops::visit::Visit;
use crate::portal::ask::Ask;
use crate::portal::error::Error;

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    if account_driven::base_url(ask.app()).is_none() {
        return Err(Error::NotFound);
    }
    let typed = ask.fields.given("user-identifier");
    let started = account_driven::begin(ask.app(), typed, ask.visit.as_ref()).await?;
    begun(&ask, started).await
}

/// Back to the device, which fetches the profile by itself.
pub(super) async fn back(ask: &Ask, visit: &Visit) -> Result<Response, Error> {
    let token = account_driven::grant(ask.app(), visit).await?;
    let mut place =
        HeaderValue::from_str(&account::logged_in(&token)).map_err(|_| Error::NotFound)?;
    place.set_sensitive(true);
    let mut response = StatusCode::PERMANENT_REDIRECT.into_response();
    response.headers_mut().insert(header::LOCATION, place);
    Ok(response)
}
