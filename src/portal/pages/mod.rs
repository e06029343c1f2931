//! One page, one file. Each reads the request, calls one use-case and shows one page.

pub(super) mod account_driven;
pub(super) mod ask;
pub(super) mod assets;
pub(super) mod assign;
pub(super) mod certificate;
pub(super) mod code;
pub(super) mod done;
pub(super) mod front_door;
pub(super) mod inbox;
pub(super) mod inform;
pub(super) mod invitation;
pub(super) mod language;
pub(super) mod login;
pub(super) mod logout;
pub(super) mod owner;
pub(super) mod profile;
pub(super) mod sign_in;
pub(super) mod site;
pub(super) mod start;
pub(super) mod status;
pub(super) mod terms;
pub(super) mod trust;

use axum::response::Response;

use super::ask::Ask;
use super::error::Error;
use super::show;

/// There is no such page.
pub(super) async fn missing(_ask: Ask) -> Result<Response, Error> {
    Err(Error::NotFound)
}

/// On to whatever comes next, by facts that may have changed since this request began.
async fn onwards(ask: &Ask) -> Result<Response, Error> {
    let cookie = ask.cookie.as_ref().ok_or(Error::NoCookie)?;
    let visit = crate::ops::visit::load(ask.app(), cookie).await?;
    let step = visit.map(|visit| visit.step());
    Ok(show::see_other(
        step.map_or("/enroll", crate::flow::Step::path),
    ))
}
