//! `/enroll/site`: where the device belongs.

use axum::response::Response;

use super::onwards;
use crate::flow::Step;
use crate::model::id::SiteId;
use crate::model::policy::Site as Place;
use crate::model::session::Entry;
use crate::ops::visit::{self, Denied};
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::show;
use crate::render::steps::{Site, SiteChoice, Sites};

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    let page = form(&ask, false)?;
    show::page(&ask, Some(Step::Site), page)
}

pub(in crate::portal) async fn send(ask: Ask) -> Result<Response, Error> {
    let site = SiteId::from(ask.fields.get("site"));
    match visit::choose_site(ask.app(), ask.visit()?, site).await {
        Ok(()) => onwards(&ask).await,
        Err(Denied::Missing) => show::page(&ask, Some(Step::Site), form(&ask, true)?),
        Err(other) => Err(other.into()),
    }
}

fn form(ask: &Ask, missing: bool) -> Result<Site, Error> {
    let visit = ask.visit()?;
    let login = visit.session.login.as_ref();
    Ok(Site {
        sites: choices(ask, visit.rules.sites(visit.ownership(), login)),
        username: login.map(|login| login.person.username.clone()),
        missing,
    })
}

/// The sites to choose from; the one chosen before, or named by the address, is marked.
pub(super) fn choices(ask: &Ask, sites: Vec<Place>) -> Sites {
    let visit = ask.visit.as_ref();
    let named = visit.and_then(|visit| match &visit.session.entry {
        Entry::Open(site) => site.clone(),
        Entry::Link(_) => None,
    });
    let typed = ask.fields.given("site").map(SiteId::from);
    let before = visit.and_then(|visit| visit.session.site.clone());
    let offered = |id: &SiteId| sites.iter().any(|site| site.id == *id);
    let chosen = [typed, before, named].into_iter().flatten().find(offered);
    Sites {
        chosen: chosen.map(|id| id.0),
        offered: sites
            .into_iter()
            .map(|site| SiteChoice {
                id: site.id.0,
                name: site.name,
            })
            .collect(),
    }
}
