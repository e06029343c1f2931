//! `/enroll`: the front door. A visit whose link stopped working learns here why.

use axum::response::Response;

use crate::flow::Step;
use crate::model::id::SiteId;
use crate::ops::visit;
use crate::portal::ask::Ask;
use crate::portal::browser::Browser;
use crate::portal::error::Error;
use crate::portal::show;
use crate::render::entry::{Android, Desktop, Elsewhere, FrontDoor, InApp};
use crate::render::qr;

/// `/` leads here.
pub(in crate::portal) async fn root(_ask: Ask) -> Response {
    show::see_other("/enroll")
}

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    if let Some(visit) = &ask.visit
        && visit.rules.invited().is_some()
        && visit.step() == Step::Start
    {
        visit.allow(Step::Login)?;
    }
    let site = ask.fields.given("site").map(SiteId::from);
    let door = visit::front_door(ask.app(), site).await?;
    let url = address(&ask, door.site.as_ref());
    match ask.browser() {
        Browser::Desktop if door.open => {
            let page = Desktop {
                qr: qr::svg(&url)?,
                link: None,
                site: door.site.map(|id| id.0),
                code: None,
                until: None,
                state: Elsewhere::Waiting,
                status: None,
            };
            show::page(&ask, None, page)
        }
        Browser::Android if door.open => show::page(&ask, None, Android::default()),
        Browser::InApp(_, app) if door.open => {
            let page = InApp {
                app: app.map(str::to_owned),
                url,
                link: None,
                site: door.site.map(|id| id.0),
            };
            show::page(&ask, None, page)
        }
        _ => {
            let page = FrontDoor {
                open: door.open,
                login: door.login,
                site: door.site.map(|id| id.0),
            };
            show::page(&ask, None, page)
        }
    }
}

/// The address of this door, with its site.
fn address(ask: &Ask, site: Option<&SiteId>) -> String {
    let mut url = ask.app().settings.portal.url.clone();
    url.set_path("/enroll");
    if let Some(site) = site {
        url.query_pairs_mut().append_pair("site", &site.0);
    }
    url.to_string()
}
