//! `/enroll/owner`: who owns the device, and which site where both are open.

use axum::response::Response;

use super::{onwards, site};
use crate::flow::Step;
use crate::model::id::SiteId;
use crate::model::policy::Ownership;
use crate::ops::visit::{self, Denied};
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::show;
use crate::render::Access;
use crate::render::steps::Owner;

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    let page = form(&ask, false)?;
    show::page(&ask, Some(Step::Owner), page)
}

pub(in crate::portal) async fn send(ask: Ask) -> Result<Response, Error> {
    let chosen = chosen(&ask).ok_or(Denied::Missing);
    let site = ask.fields.given("site").map(SiteId::from);
    let done = match chosen {
        Ok(ownership) => visit::choose_owner(ask.app(), ask.visit()?, ownership, site).await,
        Err(missing) => Err(missing),
    };
    match done {
        Ok(()) => onwards(&ask).await,
        Err(Denied::Missing) => show::page(&ask, Some(Step::Owner), form(&ask, true)?),
        Err(other) => Err(other.into()),
    }
}

fn chosen(ask: &Ask) -> Option<Ownership> {
    match ask.fields.get("owner") {
        "institution" => Some(Ownership::Institution),
        "personal" => Some(Ownership::Personal),
        _ => None,
    }
}

fn form(ask: &Ask, missing: bool) -> Result<Owner, Error> {
    let visit = ask.visit()?;
    let mdm = &ask.app().settings.mdm;
    // Whoever comes back may choose another owner, so the sites of each are shown.
    let sites = visit.rules.sites(None, visit.session.login.as_ref());
    Ok(Owner {
        owner: chosen(ask).or(visit.session.ownership),
        institution: Access::of(mdm.rights_institution),
        personal: Access::of(mdm.rights_personal),
        sites: (sites.len() > 1).then(|| site::choices(ask, sites)),
        username: visit
            .session
            .login
            .as_ref()
            .map(|login| login.person.username.clone()),
        missing,
    })
}
