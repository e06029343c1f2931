//! `/console/login` and `/console/logout`.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::guard::own_form;
use super::look::{Error, Look};
use crate::base::secret::Secret;
use crate::ops::console;
use crate::ops::login::{Attempt, Refusal, Sources, With};
use crate::ops::visit::Cookie;
use crate::portal::cookie::{self, Whose};
use crate::portal::show;
use crate::render::console::{Console, Login};

const WRONG: &str = "The username or the password is wrong, or you may not look at the console.";

/// The form, in a browser that has a cookie to bind it to.
pub(super) async fn show(look: Look) -> Result<Response, Error> {
    let sources = console::sources(look.app()).await?.ok_or(Error::NotFound)?;
    if look.viewer.is_some() {
        return Ok(show::see_other(next(&look)));
    }
    form(&look, &sources, None, StatusCode::OK)
}

pub(super) async fn send(look: Look) -> Result<Response, Error> {
    let sources = console::sources(look.app()).await?.ok_or(Error::NotFound)?;
    if look.viewer.is_some() {
        return Ok(show::see_other(next(&look)));
    }
    if !own_form(&look) {
        let mistake = "This form was open too long, or your browser keeps no cookies. Try again.";
        return form(&look, &sources, Some(mistake), StatusCode::FORBIDDEN);
    }
    let password = Secret::new(look.fields.get("password").to_owned());
    let attempt = Attempt {
        username: look.fields.get("username").trim(),
        password: &password,
        with: match by_account(&look, &sources) {
            true => With::Account,
            false => With::Directory,
        },
        address: look.address,
    };
    if attempt.username.is_empty() || password.expose().is_empty() {
        let mistake = "Enter your username and your password.";
        return form(
            &look,
            &sources,
            Some(mistake),
            StatusCode::UNPROCESSABLE_ENTITY,
        );
    }
    match console::log_in(look.app(), &sources, &attempt).await {
        Ok(cookie) => {
            let mut response = show::see_other(next(&look));
            let https = look.portal.is_https();
            cookie::set_of(Whose::Viewer, response.headers_mut(), &cookie, https);
            Ok(response)
        }
        Err(refusal) => {
            let (mistake, status) = said(refusal)?;
            form(&look, &sources, Some(mistake), status)
        }
    }
}

/// What the form says to somebody who is not let in.
fn said(refusal: Refusal) -> Result<(&'static str, StatusCode), Error> {
    Ok(match refusal {
        Refusal::TooMany { .. } | Refusal::Busy => (
            "Too many tries. Wait a few minutes, then try again.",
            StatusCode::TOO_MANY_REQUESTS,
        ),
        Refusal::DirectoryDown => (
            "The directory does not answer. Try again in a minute.",
            StatusCode::SERVICE_UNAVAILABLE,
        ),
        Refusal::Other(error) => return Err(error.into()),
        // The console asks for passwords alone, not the OpenID provider.
        Refusal::BadLogin | Refusal::ProviderDown | Refusal::Declined | Refusal::Unproven => {
            (WRONG, StatusCode::UNPROCESSABLE_ENTITY)
        }
    })
}

pub(super) async fn end(look: Look) -> Result<Response, Error> {
    console::log_out(look.app(), look.viewer()?).await?;
    let mut response = show::see_other("/console/login");
    cookie::forget_of(
        Whose::Viewer,
        response.headers_mut(),
        look.portal.is_https(),
    );
    Ok(response)
}

/// Where to go after the login: a page of the console, nothing else.
fn next(look: &Look) -> &str {
    let wanted = look.fields.get("next");
    let ours =
        wanted == "/console" || wanted.starts_with("/console/") || wanted.starts_with("/console?");
    let plain = wanted.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if ours && plain { wanted } else { "/console" }
}

fn by_account(look: &Look, sources: &Sources) -> bool {
    let wanted = look.fields.get("source") == "account";
    sources.directories.is_empty() || (wanted && sources.accounts)
}

fn form(
    look: &Look,
    sources: &Sources,
    mistake: Option<&'static str>,
    status: StatusCode,
) -> Result<Response, Error> {
    let typed = look.fields.get("username").trim();
    let login = Login {
        mistake,
        username: typed.chars().take(200).collect(),
        next: next(look).to_owned(),
        both: sources.accounts && !sources.directories.is_empty(),
        account: by_account(look, sources),
    };
    let new = match &look.cookie {
        Some(_) => None,
        None => Some(Cookie::new()?),
    };
    let mut frame = look.frame(if mistake.is_some() {
        "Error: Log in"
    } else {
        "Log in"
    });
    if let Some(cookie) = &new {
        frame.csrf = look.app().key.tag("console-before", &cookie.hash());
    }
    let page = look.shown(&frame, &Console::Login(login))?;
    let mut response = (status, page).into_response();
    if let Some(cookie) = &new {
        let https = look.portal.is_https();
        cookie::set_of(Whose::Viewer, response.headers_mut(), cookie, https);
    }
    Ok(response)
}
