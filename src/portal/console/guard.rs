//! What stands before every page of the console: who looks, and whether the form is one of ours.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::look::{Error, Look, Looked};
use crate::ops::console::{self, Viewer};
use crate::ops::visit::{self, Cookie};
use crate::ops::{self, clock};
use crate::portal::cookie::{self, Whose};
use crate::portal::error::Error as FormError;
use crate::portal::fields::Fields;
use crate::portal::{Portal, guard, show};

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
    (needed, methods): (Guard, &'static [&'static str]),
    mut request: Request,
    next: Next,
) -> Response {
    let started = clock::stopwatch();
    let (method, route) = (request.method().clone(), guard::route_of(&request));
    let response = if methods.contains(&guard::asked(&method)) {
        pass(&portal, needed, &mut request)
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

async fn pass(portal: &Arc<Portal>, needed: Guard, request: &mut Request) -> Result<Look, Refused> {
    let fields = fields(request).await?;
    let headers = request.headers();
    let posted = request.method() == Method::POST;
    if posted && !guard::same_origin(portal, headers) {
        return Err(refused(Error::Forbidden));
    }
    let (cookie, viewer) = who(portal, headers).await.map_err(failed)?;
    let (organization, now) = visit::organization(&portal.app).await.map_err(failed)?;
    let look = Look(Arc::new(Looked {
        path: request.uri().path().to_owned(),
        address: guard::client(portal, request),
        portal: Arc::clone(portal),
        fields,
        organization,
        now,
        cookie,
        viewer,
    }));
    if needed == Guard::Anybody {
        return Ok(look);
    }
    let Some(viewer) = &look.viewer else {
        let asked = (request.method().clone(), request.uri().clone());
        return Err(outside(portal, asked).await);
    };
    if needed == Guard::Auditor && !viewer.sees_all() {
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

/// Whether the form carries the token of this session, or before a login of this browser.
pub(super) fn own_form(look: &Looked) -> bool {
    guard::is_token(&look.token(), look.fields.get("csrf"))
}
