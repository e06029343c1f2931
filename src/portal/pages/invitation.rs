//! `/e/{link}`: the invitation, or where else to open it. Scanners open it too; nothing comes of looking.

use axum::http::Method;
use axum::response::Response;

use crate::model::invitation::Delivery;
use crate::model::link::LinkCode;
use crate::model::policy::LoginRule;
use crate::ops::visit::{self, Denied, Landing, Standing};
use crate::portal::ask::Ask;
use crate::portal::browser::{Browser, is_scanner};
use crate::portal::error::{Error, uses};
use crate::portal::show;
use crate::render::entry::{Android, Desktop, Elsewhere, InApp, Invitation};
use crate::render::qr;

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    let code = LinkCode::parse(ask.last_segment()).ok_or(Denied::Link(None))?;
    let counted = ask.method == Method::GET && !is_scanner(&ask.agent);
    let landing = visit::open(ask.app(), &code, ask.visit.as_ref(), counted).await?;
    let standing = match landing {
        Landing::Underway => {
            let step = ask.visit()?.step();
            return Ok(show::see_other(step.path()));
        }
        Landing::Invitation(standing) => standing,
    };
    match ask.browser() {
        Browser::Desktop => show::landing(&ask, &standing, desktop(&ask, &code, &standing)?),
        Browser::Android => {
            let page = Android {
                invitation: true,
                handoff: None,
            };
            show::landing(&ask, &standing, page)
        }
        Browser::InApp(_, app) => {
            let page = InApp {
                app: app.map(str::to_owned),
                url: address(&ask, &code),
                link: Some(code.expose().to_owned()),
                site: None,
            };
            show::landing(&ask, &standing, page)
        }
        Browser::Mobile(_) => show::landing(&ask, &standing, invitation(&ask, &code, &standing)),
    }
}

fn invitation(ask: &Ask, code: &LinkCode, standing: &Standing) -> Invitation {
    let recipient = &standing.invited.recipient;
    let until = standing.link.expires_at;
    Invitation {
        link: code.expose().to_owned(),
        first_name: recipient.name.as_deref().and_then(show::first_name),
        from: Some(from(ask, standing)),
        to: recipient.email.clone().or_else(|| recipient.phone.clone()),
        until: until.map(|at| show::calendar_of(ask, standing).when(at, ask.now)),
        uses: uses(standing),
        login: standing.policy.login != LoginRule::None,
        mailed: standing.invited.invitation.send != Delivery::None,
    }
}

/// Who invites: the help of the site, else of the organization, and always the organization.
fn from(ask: &Ask, standing: &Standing) -> String {
    let organization = &ask.organization;
    let site = standing
        .site
        .as_ref()
        .and_then(|site| site.help.name.as_ref());
    match site.or(organization.help.name.as_ref()) {
        Some(name) => format!("{name}, {}", organization.name),
        None => organization.name.clone(),
    }
}

fn desktop(ask: &Ask, code: &LinkCode, standing: &Standing) -> Result<Desktop, Error> {
    let until = standing.link.expires_at;
    Ok(Desktop {
        qr: qr::svg(&address(ask, code))?,
        link: Some(code.expose().to_owned()),
        site: None,
        code: Some(code.grouped()),
        until: until.map(|at| show::calendar_of(ask, standing).when(at, ask.now)),
        state: Elsewhere::Waiting,
        status: Some(format!("/enroll/status?link={}", code.expose())),
    })
}

fn address(ask: &Ask, code: &LinkCode) -> String {
    format!("{}/e/{}", ask.portal.origin(), code.expose())
}
