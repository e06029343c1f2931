//! `/ade/auth`: where the web view of a device begins. What follows are the pages of open enrollment.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::start::begun;
use crate::base::secret::Secret;
use crate::mdm::oauth::{self, Unfit};
use crate::model::settings::SignInMethod;
use crate::ops::account_driven;
use crate::ops::visit::Visit;
use crate::portal::ask::Ask;
use crate::portal::error::Error;

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    let offered = ask.app().settings.mdm.account_driven.as_ref();
    let (typed, authorization) = match offered.ok_or(Error::NotFound)?.method {
        SignInMethod::Web => ("user-identifier", None),
        SignInMethod::OAuth2 => match oauth::authorization(ask.fields.all()) {
            Ok(authorization) => ("login_hint", Some(authorization)),
            Err(Unfit::Stranger) => return Err(Error::NotFound),
            Err(Unfit::Told(address)) => return to_device(&Secret::new(address)),
        },
    };
    let typed = ask.fields.given(typed);
    let visit = ask.visit.as_ref();
    let started = account_driven::begin(ask.app(), typed, authorization, visit).await?;
    begun(&ask, started).await
}

/// Back to the device, which fetches the profile by itself.
pub(super) async fn back(ask: &Ask, visit: &Visit) -> Result<Response, Error> {
    to_device(&account_driven::grant(ask.app(), visit).await?)
}

fn to_device(address: &Secret<String>) -> Result<Response, Error> {
    let mut place = HeaderValue::from_str(address.expose()).map_err(|_| Error::NotFound)?;
    place.set_sensitive(true);
    let mut response = StatusCode::PERMANENT_REDIRECT.into_response();
    response.headers_mut().insert(header::LOCATION, place);
    Ok(response)
}
