//! `/enroll/trust`: turn on the trust for the private root; the probe image tells whether it is on.

use axum::response::Response;

use super::onwards;
use crate::flow::Step;
use crate::ops::visit;
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::show;
use crate::render::steps::Trust;

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    let doubted = ask.fields.given("doubted").is_some();
    let page = form(&ask, doubted)?;
    show::page(&ask, Some(Step::Trust), page)
}

pub(in crate::portal) async fn send(ask: Ask) -> Result<Response, Error> {
    let visit = ask.visit()?;
    match ask.fields.get("answer") {
        "anyway" => visit::go_on_untrusted(ask.app(), visit).await?,
        // The page shown next loads the image once more; a device that trusts by now proves it so.
        _ if !visit.facts.trusted => return Ok(show::see_other("/enroll/trust?doubted=1")),
        _ => {}
    }
    onwards(&ask).await
}

fn form(ask: &Ask, doubted: bool) -> Result<Trust, Error> {
    let root = visit::root(ask.app())?.ok_or(Error::NotFound)?;
    let visit = ask.visit()?;
    let host = ask.app().settings.mdm.url.origin().ascii_serialization();
    Ok(Trust {
        authority: root.name,
        fingerprint: root.fingerprint,
        probe: Some(format!(
            "{host}{}",
            visit::probe_path(ask.app(), &visit.session.id)
        )),
        doubted: doubted && !visit.facts.trusted,
    })
}
