//! What stands before every page of the console: who looks, and whether the form is one of ours.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, MatchedPath, Request};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::look::{Error, Look, Looked};
use crate::ops::console::{self, Viewer};
use crate::ops::visit::{self, Cookie};
use crate::ops::{self, clock};
use crate::portal::cookie::{self, Whose};
use crate::portal::error::Error as FormError;
use crate::portal::fields::Fields;
use crate::portal::{Portal, address, guard, show};

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Anybody, where there is a console.
    Anybody,
    /// Who logged in.
    Viewer,
    /// Who logged in and sees everything.
    Auditor,
}

/// Makes the [`Look`] of a request and lets it pass or not.
pub(super) async fn stand(
    portal: Arc<Portal>,
    (guard, methods): (Guard, &'static [&'static str]),
    mut request: Request,
    next: Next,
) -> Response {
    let started = clock::stopwatch();
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or("-", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let asked = match method.as_str() {
        "HEAD" => "GET",
        other => other,
    };
    let response = if methods.contains(&asked) {
        pass(&portal, guard, &mut request)
            .await
            .map(|look| request.extensions_mut().insert(look))
    } else {
        Ok(None)
    };
    let response = match response {
        Ok(_) => next.run(request).await,
        Err(response) => *response,
    };
    let status = response.status().as_u16();
    portal.answers.count(status);
    let millis = started.elapsed().as_millis();
    tracing::info!(%method, route, status, millis, "answered");
    response
}

type Refused = Box<Response>;

fn refused(error: Error) -> Refused {
    Box::new(error.into_response())
}

fn failed(error: ops::Error) -> Refused {
    refused(Error::Failed(error))
}

async fn pass(portal: &Arc<Portal>, guard: Guard, request: &mut Request) -> Result<Look, Refused> {
    let fields = fields(request).await?;
    let headers = request.headers();
    let posted = request.method() == Method::POST;
    if posted && !same_origin(portal, headers) {
        return Err(refused(Error::Forbidden));
    }
    let (cookie, viewer) = who(portal, headers).await.map_err(failed)?;
    let (organization, now) = visit::organization(&portal.app).await.map_err(failed)?;
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.ip());
    let look = Look(Arc::new(Looked {
        path: request.uri().path().to_owned(),
        address: address::client(peer, headers, &portal.app.settings.portal.trusted_proxies),
        portal: Arc::clone(portal),
        fields,
        organization,
        now,
        cookie,
        viewer,
    }));
    if guard == Guard::Anybody {
        return Ok(look);
    }
    let Some(viewer) = &look.viewer else {
        let asked = (request.method().clone(), request.uri().clone());
        return Err(outside(portal, asked).await);
    };
    if guard == Guard::Auditor && !viewer.sees_all() {
        return Err(refused(Error::Forbidden));
    }
    if posted && !own_form(&look) {
        return Err(refused(Error::Forbidden));
    }
    Ok(look)
}

async fn fields(request: &mut Request) -> Result<Fields, Refused> {
    let fields = guard::fields(request).await;
    fields.map_err(|error| {
        let status = match error {
            FormError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        };
        Box::new(status.into_response())
    })
}

async fn who(
    portal: &Portal,
    headers: &HeaderMap,
) -> Result<(Option<Cookie>, Option<Viewer>), ops::Error> {
    let Some(cookie) = cookie::read_of(Whose::Viewer, headers, portal.is_https()) else {
        return Ok((None, None));
    };
    let viewer = console::who(&portal.app, &cookie).await?;
    Ok((Some(cookie), viewer))
}

/// Pages lead to the login; programs are told that one is needed. Without a console there is nothing here.
async fn outside(portal: &Portal, (method, uri): (Method, Uri)) -> Refused {
    match console::sources(&portal.app).await {
        Err(error) => failed(error),
        Ok(None) => refused(Error::NotFound),
        Ok(Some(_)) if method != Method::GET => refused(Error::Forbidden),
        Ok(Some(_)) => {
            let path = uri.path();
            if path.ends_with(".json") || path.ends_with(".csv") {
                return Box::new((StatusCode::UNAUTHORIZED, "log in first\n").into_response());
            }
            let query = uri.query().unwrap_or_default();
            let wanted = format!("{path}?{query}");
            let next = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("next", wanted.trim_end_matches('?'))
                .finish();
            Box::new(show::see_other(&format!("/console/login?{next}")))
        }
    }
}

/// Refuses forms of other sites as browsers report them; `Origin: null` says nothing, the token decides.
fn same_origin(portal: &Portal, headers: &HeaderMap) -> bool {
    let get = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let origin = get(header::ORIGIN.as_str());
    let ours = portal.origin();
    get("sec-fetch-site") != Some("cross-site")
        && origin.is_none_or(|origin| origin == "null" || origin.eq_ignore_ascii_case(&ours))
}

/// Whether the form carries the token of this session, or before a login of this browser.
pub(super) fn own_form(look: &Looked) -> bool {
    let (ours, given) = (look.token(), look.fields.get("csrf"));
    let pairs = given.bytes().zip(ours.bytes());
    !ours.is_empty() && given.len() == ours.len() && pairs.fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}
