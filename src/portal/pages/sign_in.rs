//! `/enroll/login/oidc` and `/enroll/login/callback`: to the OpenID provider, and back. A link leads there, no form:
//! a form may lead to our own pages alone, and browsers hold every redirect after it to that.

use axum::http::Method;
use axum::response::Response;

use super::login::logged_in;
use crate::ops::visit::{self, Callback};
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::show;

pub(in crate::portal) async fn begin(ask: Ask) -> Result<Response, Error> {
    // Programs that only look do not set out.
    if ask.method == Method::HEAD {
        return Ok(show::see_other("/enroll/login"));
    }
    let url = visit::begin_sign_in(ask.app(), ask.visit()?, ask.language().code()).await?;
    Ok(show::see_other(url.as_str()))
}

pub(in crate::portal) async fn callback(ask: Ask) -> Result<Response, Error> {
    let visit = match &ask.visit {
        Some(visit) if !visit.was_idle => visit,
        // Another browser than the one that set out, or the session is over.
        _ => return Err(Error::Away),
    };
    if ask.method == Method::HEAD {
        return Ok(show::see_other("/enroll/login"));
    }
    let callback = Callback {
        state: ask.fields.get("state"),
        code: ask.fields.given("code"),
        error: ask.fields.given("error"),
        issuer: ask.fields.given("iss"),
    };
    let cookie = visit::sign_in(ask.app(), visit, &callback).await?;
    logged_in(&ask, &cookie).await
}
