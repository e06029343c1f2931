//! Showing: a page in its frame, a redirect, a download.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::ask::Ask;
use super::error::Error;
use crate::base::digest::sha256;
use crate::flow::Step;
use crate::model::link;
use crate::model::policy::Help;
use crate::ops::visit::Standing;
use crate::render::dates::Calendar;
use crate::render::{Frame, Page, Progress};

/// The media type that Safari hands to Settings.
const PROFILE: &str = "application/x-apple-aspen-config";

/// A page, with its place among the steps if it is one.
pub(super) fn page(
    ask: &Ask,
    step: Option<Step>,
    page: impl Into<Page>,
) -> Result<Response, Error> {
    let standing = ask.visit.as_ref().and_then(|visit| visit.rules.invited());
    framed(ask, step, standing, page.into())
}

/// A page about a link that need not be the visit's own.
pub(super) fn landing(
    ask: &Ask,
    standing: &Standing,
    page: impl Into<Page>,
) -> Result<Response, Error> {
    framed(ask, None, Some(standing), page.into())
}

fn framed(
    ask: &Ask,
    step: Option<Step>,
    standing: Option<&Standing>,
    page: Page,
) -> Result<Response, Error> {
    let portal = &ask.portal;
    let assets = portal.assets(&ask.organization);
    let url = &portal.app.settings.portal.url;
    let host = match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    };
    let language = ask.language_of(standing);
    let engine = portal.engine(&ask.organization, language, ask.choice.phone(language));
    let mut frame = Frame::new(&ask.organization, &host, &assets);
    frame = match page {
        // It shows every language itself.
        Page::Languages(_) => frame.in_language(language, &[]),
        _ => frame.in_language(language, &ask.choice.offered),
    };
    frame.device = ask.browser().device();
    frame.elsewhere = ask.elsewhere();
    frame.csrf = ask.token();
    match standing {
        Some(standing) => {
            frame.number = Some(link::number(&standing.invited.uid.0));
            if let Some(site) = &standing.site {
                frame.help = over(&site.help, &frame.help);
            }
        }
        None => {
            let id = ask.visit.as_ref().map(|visit| &visit.session.id.0);
            frame.reference = id.map(|id| reference(id));
        }
    }
    if let (Some(visit), Some(step)) = (&ask.visit, step) {
        frame.progress = Progress::of(&visit.facts, step);
    }
    let html = engine.page(&frame, &page)?;
    let status = StatusCode::from_u16(page.status()).unwrap_or(StatusCode::OK);
    Ok((status, Html(html)).into_response())
}

/// The help of a site, its gaps filled by the organization's.
fn over(site: &Help, all: &Help) -> Help {
    Help {
        name: site.name.clone().or_else(|| all.name.clone()),
        email: site.email.clone().or_else(|| all.email.clone()),
        phone: site.phone.clone().or_else(|| all.phone.clone()),
    }
}

/// What to say on the phone where there is no invitation; the session's events carry the id it is made of.
pub(super) fn reference(session: &str) -> String {
    let digest = sha256(session.as_bytes());
    let number = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]) % 100_000;
    format!("R-{number:05}")
}

/// The zone of a link's site, else of the organization.
pub(super) fn calendar_of(ask: &Ask, standing: &Standing) -> Calendar {
    let site = standing
        .site
        .as_ref()
        .and_then(|site| site.time_zone.as_deref());
    let words = super::words(&ask.organization, ask.language_of(Some(standing)));
    Calendar::new(site.unwrap_or(&ask.organization.time_zone)).speaking(&words)
}

/// Go there and look (303).
pub(super) fn see_other(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/enroll"));
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, location);
    response
}

/// A configuration profile for iOS.
pub(super) fn profile(bytes: Vec<u8>, name: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, PROFILE),
        (header::CONTENT_DISPOSITION, name),
    ];
    (headers, bytes).into_response()
}

/// The first word of a name, to greet with.
pub(super) fn first_name(name: &str) -> Option<String> {
    name.split_whitespace().next().map(str::to_owned)
}
