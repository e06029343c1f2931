//! What stands before every page: the visit of the cookie, the token of the form, the step that may be shown.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, MatchedPath, Request};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;

use super::ask::{Ask, Asked, token};
use super::error::{Error, answer};
use super::fields::Fields;
use super::language::Choice;
use super::{Portal, address, cookie};
use crate::flow::Step;
use crate::ops::clock;
use crate::ops::visit::{self, Caller, Cookie, Visit};

/// Longest form, in bytes.
const FORM: usize = 16 * 1024;

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Programs: no cookie, no visit, nothing of people in the answer.
    Machine,
    /// Anybody, but there is no such page.
    Nowhere,
    /// Anybody.
    Anybody,
    /// Who has started and may be at this step.
    AtStep(Step),
}

/// Makes the [`Ask`] of a request, lets it pass or not, and turns errors into pages. A method that the route
/// does not have passes without one: nothing but the refusal of the router awaits it.
pub(super) async fn stand(
    portal: Arc<Portal>,
    (guard, methods): (Guard, &'static [&'static str]),
    mut request: Request,
    next: Next,
) -> Response {
    let started = clock::stopwatch();
    let (method, route) = (request.method().clone(), route_of(&request));
    let asked = asked(&method);
    let response = match guard {
        Guard::Machine => next.run(request).await,
        _ if guard != Guard::Nowhere && !methods.contains(&asked) => next.run(request).await,
        _ => match ask(&portal, guard, &mut request).await {
            Ok((ask, cookie)) => {
                let mut response = pass(&ask, guard, request, next).await;
                if let Some(new) = cookie
                    && !response.headers().contains_key(header::SET_COOKIE)
                {
                    cookie::set(response.headers_mut(), &new, portal.is_https());
                }
                let headers = response.headers_mut();
                ask.choice.remember(headers, portal.is_https());
                response
            }
            Err(error) => error.bare(),
        },
    };
    let status = response.status().as_u16();
    portal.answers.count(status);
    let millis = started.elapsed().as_millis();
    match guard {
        Guard::Machine => tracing::debug!(%method, route, status, millis, "answered"),
        _ => tracing::info!(%method, route, status, millis, "answered"),
    }
    response
}

/// The method that a route has for this one: HEAD goes with GET.
pub(super) fn asked(method: &Method) -> &str {
    match method.as_str() {
        "HEAD" => "GET",
        other => other,
    }
}

/// The pattern of the route, never the path: a path may hold a link.
pub(super) fn route_of(request: &Request) -> String {
    let matched = request.extensions().get::<MatchedPath>();
    matched.map_or("-", |path| path.as_str()).to_owned()
}

async fn pass(ask: &Ask, guard: Guard, mut request: Request, next: Next) -> Response {
    let mut response = match check(ask, guard, request.headers()) {
        Err(error) => return answer(ask, error).await,
        Ok(()) => {
            request.extensions_mut().insert(ask.clone());
            next.run(request).await
        }
    };
    match response.extensions_mut().remove::<Arc<Error>>() {
        Some(error) => match Arc::try_unwrap(error) {
            Ok(error) => answer(ask, error).await,
            Err(_) => response,
        },
        None => response,
    }
}

/// Reads everything about a request; the second value is a cookie to give a browser that has none.
async fn ask(
    portal: &Arc<Portal>,
    guard: Guard,
    request: &mut Request,
) -> Result<(Ask, Option<Cookie>), Error> {
    let fields = match guard {
        Guard::Nowhere => Fields::default(),
        _ => fields(request).await?,
    };
    let (method, headers) = (request.method().clone(), request.headers());
    let mut cookie = cookie::read(headers, portal.is_https());
    let Caller {
        visit,
        organization,
        now,
    } = visit::caller(&portal.app, cookie.as_ref()).await?;
    let new = match cookie {
        None if method == Method::GET => Some(Cookie::new()?),
        _ => None,
    };
    if new.is_some() {
        cookie.clone_from(&new);
    }
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let referer = headers.get(header::REFERER);
    let referer = referer
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let referer = referer.strip_prefix(&portal.origin()).unwrap_or_default();
    let wanted = (method != Method::POST).then(|| fields.get("lang"));
    let asked = Asked {
        choice: Choice::new(&organization, wanted, headers),
        path: request.uri().path().to_owned(),
        fields,
        organization,
        now,
        cookie,
        visit,
        agent: agent.unwrap_or_default().to_owned(),
        referer: referer.split('?').next().unwrap_or_default().to_owned(),
        address: client(portal, request),
        portal: Arc::clone(portal),
        method,
    };
    Ok((Ask(Arc::new(asked)), new))
}

/// The address of whoever asks, by the word of a trusted proxy where there is one.
pub(super) fn client(portal: &Portal, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    let proxies = &portal.app.settings.portal.trusted_proxies;
    address::client(peer, request.headers(), proxies)
}

pub(super) async fn fields(request: &mut Request) -> Result<Fields, Error> {
    if request.method() != Method::POST {
        let query = request.uri().query().unwrap_or_default();
        return Ok(Fields::parse(query.as_bytes()));
    }
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Error::NotAForm);
    }
    let body = std::mem::replace(request.body_mut(), Body::empty());
    let bytes = to_bytes(body, FORM).await.map_err(|_| Error::TooLarge)?;
    Ok(Fields::parse(&bytes))
}

fn check(ask: &Ask, guard: Guard, headers: &HeaderMap) -> Result<(), Error> {
    let posted = ask.method == Method::POST && guard != Guard::Nowhere;
    if posted {
        if !same_origin(&ask.portal, headers) {
            return Err(Error::ForeignForm);
        }
        if ask.cookie.is_none() {
            return Err(Error::NoCookie);
        }
    }
    match (guard, &ask.visit) {
        (Guard::AtStep(_), None) if posted => return Err(Error::Away),
        (Guard::AtStep(_), None) => {
            return Err(Error::Elsewhere(Step::Start.path()));
        }
        (Guard::AtStep(_), Some(visit)) if visit.was_idle => {
            return Err(Error::Away);
        }
        _ => {}
    }
    if posted && !own_form(ask) {
        return Err(Error::ForeignForm);
    }
    match (guard, &ask.visit) {
        (Guard::AtStep(step), Some(visit)) => may_be(visit, step),
        _ => Ok(()),
    }
}

fn may_be(visit: &Visit, step: Step) -> Result<(), Error> {
    visit.allow(step).map_err(Error::Denied)
}

/// Whether a form comes from a page of ours, as browsers report it. `Origin: null` says nothing: the token decides.
pub(super) fn same_origin(portal: &Portal, headers: &HeaderMap) -> bool {
    let get = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let ours = |origin: &str| origin == "null" || origin.eq_ignore_ascii_case(&portal.origin());
    get("sec-fetch-site") != Some("cross-site") && get("origin").is_none_or(ours)
}

fn own_form(ask: &Ask) -> bool {
    let ours = token(ask.app(), ask.visit.as_ref(), ask.cookie.as_ref());
    is_token(&ours, ask.fields.get("csrf"))
}

/// Whether a form carries our token; compared in full, wherever they differ.
pub(super) fn is_token(ours: &str, given: &str) -> bool {
    let pairs = given.bytes().zip(ours.bytes());
    !ours.is_empty() && given.len() == ours.len() && pairs.fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}
