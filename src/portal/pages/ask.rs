//! `/enroll/ask`: somebody asks for a new link. The answer is the same for every link there is or is not.

use axum::response::Response;

use crate::model::link::LinkCode;
use crate::ops::visit;
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::show;
use crate::render::inform::Asked;

/// Looked at by reloading: there is nothing to see.
pub(in crate::portal) async fn show(_ask: Ask) -> Result<Response, Error> {
    Ok(show::see_other("/enroll"))
}

pub(in crate::portal) async fn send(ask: Ask) -> Result<Response, Error> {
    if let Some(code) = LinkCode::parse(ask.fields.get("link")) {
        visit::ask_for_link(ask.app(), &code).await?;
    }
    let who = ask.organization.help.name.clone();
    show::page(&ask, None, Asked { who })
}
