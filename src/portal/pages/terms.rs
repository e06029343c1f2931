//! `/enroll/terms`: exactly the text that was shown is accepted.

use axum::response::Response;

use super::onwards;
use crate::flow::Step;
use crate::ops::visit::{self, Denied};
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::show;
use crate::render::markdown;
use crate::render::steps::{Declined, Terms};

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    let page = form(&ask, false)?;
    show::page(&ask, Some(Step::Terms), page)
}

pub(in crate::portal) async fn send(ask: Ask) -> Result<Response, Error> {
    if ask.fields.get("answer") == "decline" {
        return show::page(&ask, Some(Step::Terms), Declined {});
    }
    if ask.fields.get("accept") != "yes" {
        return show::page(&ask, Some(Step::Terms), form(&ask, true)?);
    }
    let sha256 = ask.fields.get("sha256");
    match visit::accept_terms(ask.app(), ask.visit()?, sha256).await {
        Ok(()) => onwards(&ask).await,
        // Other terms are live by now: they are shown, to be read first.
        Err(Denied::Missing) => show::page(&ask, Some(Step::Terms), form(&ask, true)?),
        Err(other) => Err(other.into()),
    }
}

fn form(ask: &Ask, missing: bool) -> Result<Terms, Error> {
    let visit = ask.visit()?;
    let text = visit
        .rules
        .text(visit.ownership(), visit.session.login.as_ref())
        .ok_or(Denied::Elsewhere(visit.step()))?;
    Ok(Terms {
        html: markdown::html(&text.text),
        sha256: text.sha256.clone(),
        missing,
    })
}
