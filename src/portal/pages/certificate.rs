//! `/enroll/certificate`: install the private root.

use axum::http::Method;
use axum::response::Response;

use super::onwards;
use crate::flow::Step;
use crate::ops::{profile, visit};
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::show;
use crate::render::steps::Certificate;

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    let root = visit::root(ask.app())?.ok_or(Error::NotFound)?;
    let page = Certificate {
        authority: root.name,
        downloaded: ask.visit()?.session.certificate_at.is_some(),
    };
    show::page(&ask, Some(Step::Certificate), page)
}

pub(in crate::portal) async fn send(ask: Ask) -> Result<Response, Error> {
    visit::certificate_installed(ask.app(), ask.visit()?).await?;
    onwards(&ask).await
}

pub(in crate::portal) async fn download(ask: Ask) -> Result<Response, Error> {
    let bytes = profile::trust_profile(ask.app()).await?;
    let bytes = bytes.ok_or(Error::NotFound)?;
    if ask.method == Method::GET {
        visit::certificate_downloaded(ask.app(), ask.visit()?).await?;
    }
    let name = "attachment; filename=\"certificate.mobileconfig\"";
    Ok(show::profile(bytes, name))
}
