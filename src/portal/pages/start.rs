//! `/enroll/start`: the button that begins a visit. The link leaves the address bar here.

use axum::response::Response;

use super::onwards;
use crate::model::id::SiteId;
use crate::model::link::LinkCode;
use crate::ops::visit::{self, Begin, Denied, Started};
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::{cookie, show};

/// Looked at by reloading: on to where the visit is.
pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    match ask.visit {
        Some(_) => onwards(&ask).await,
        None => Ok(show::see_other("/enroll")),
    }
}

pub(in crate::portal) async fn send(ask: Ask) -> Result<Response, Error> {
    let begin = match ask.fields.given("link") {
        Some(link) => Begin::Link(LinkCode::parse(link).ok_or(Denied::Link(None))?),
        None => Begin::Door(ask.fields.given("site").map(SiteId::from)),
    };
    begun(
        &ask,
        visit::start(ask.app(), begin, ask.visit.as_ref()).await?,
    )
    .await
}

/// On to the first step, with the cookie of a visit that is new.
pub(super) async fn begun(ask: &Ask, started: Started) -> Result<Response, Error> {
    match started {
        Started::Same => onwards(ask).await,
        Started::New(cookie) => {
            let visit = visit::load(ask.app(), &cookie).await?;
            let step = visit.map_or("/enroll", |visit| visit.step().path());
            let mut response = show::see_other(step);
            cookie::set(response.headers_mut(), &cookie, ask.portal.is_https());
            Ok(response)
        }
    }
}
