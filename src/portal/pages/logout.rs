//! `/enroll/logout`: asks first, then ends the session and the cookie.

use axum::response::Response;

use crate::ops::visit;
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::{cookie, show};
use crate::render::inform::Logout;

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    let login = ask
        .visit
        .as_ref()
        .and_then(|visit| visit.session.login.as_ref());
    let page = Logout {
        username: login.map(|login| login.person.username.clone()),
    };
    show::page(&ask, None, page)
}

pub(in crate::portal) async fn send(ask: Ask) -> Result<Response, Error> {
    if let Some(visit) = &ask.visit {
        visit::log_out(ask.app(), visit).await?;
    }
    let mut response = show::page(&ask, None, Logout::default())?;
    cookie::forget(response.headers_mut(), ask.portal.is_https());
    Ok(response)
}
