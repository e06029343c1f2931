//! `/e`: type the code.

use axum::response::Response;

use crate::model::link::LinkCode;
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::show;
use crate::render::entry::CodeEntry;

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    show::page(&ask, None, CodeEntry::default())
}

/// A code that can be one leads to its page, which says whether it is.
pub(in crate::portal) async fn send(ask: Ask) -> Result<Response, Error> {
    let typed = ask.fields.get("code");
    match LinkCode::parse(typed) {
        Some(code) => Ok(show::see_other(&format!("/e/{}", code.expose()))),
        None => {
            let rejected = Some(typed.trim().chars().take(60).collect());
            show::page(&ask, None, CodeEntry { rejected })
        }
    }
}
