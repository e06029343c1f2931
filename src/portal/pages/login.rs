//! `/enroll/login`. Whether a name exists is never said.

use axum::response::Response;

use crate::base::secret::Secret;
use crate::flow::Step;
use crate::ops::login::{Attempt, Refusal, Sources, With};
use crate::ops::visit::{self, Cookie, Denied};
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::{cookie, show};
use crate::render::steps::{Login, LoginError, Source};

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    let sources = ask.visit()?.sources(ask.app()).await?;
    show::page(&ask, Some(Step::Login), form(&ask, &sources, None))
}

pub(in crate::portal) async fn send(ask: Ask) -> Result<Response, Error> {
    let visit = ask.visit()?;
    let sources = visit.sources(ask.app()).await?;
    let again = |error| show::page(&ask, Some(Step::Login), form(&ask, &sources, Some(error)));
    let username = ask.fields.get("username").trim();
    let password = Secret::new(ask.fields.get("password").to_owned());
    if username.is_empty() || password.expose().is_empty() {
        return again(LoginError::Empty);
    }
    let attempt = Attempt {
        username,
        password: &password,
        with: match source(&ask, &sources) {
            Source::Directory | Source::Provider => With::Directory,
            Source::Account => With::Account,
        },
        address: ask.address,
    };
    match visit::log_in(ask.app(), visit, &attempt).await {
        Ok(cookie) => logged_in(&ask, &cookie).await,
        Err(Denied::Login(Refusal::BadLogin)) => again(LoginError::Wrong),
        Err(Denied::Login(Refusal::DirectoryDown)) => Err(Error::Directory {
            account: sources.accounts,
        }),
        Err(other) => Err(other.into()),
    }
}

/// On to the next step, with the new cookie.
pub(super) async fn logged_in(ask: &Ask, cookie: &Cookie) -> Result<Response, Error> {
    let visit = visit::load(ask.app(), cookie).await?;
    let step = visit.map_or("/enroll", |visit| visit.step().path());
    let mut response = show::see_other(step);
    cookie::set(response.headers_mut(), cookie, ask.portal.is_https());
    Ok(response)
}

/// The form asked for, where that source exists.
fn source(ask: &Ask, sources: &Sources) -> Source {
    let wanted = ask.fields.get("source") == "account";
    match sources.directories.is_empty() {
        _ if wanted && sources.accounts => Source::Account,
        false => Source::Directory,
        true if sources.oidc => Source::Provider,
        true => Source::Account,
    }
}

fn form(ask: &Ask, sources: &Sources, error: Option<LoginError>) -> Login {
    Login {
        source: source(ask, sources),
        other: sources.accounts && (sources.oidc || !sources.directories.is_empty()),
        provider: sources.oidc,
        username: ask
            .fields
            .get("username")
            .trim()
            .chars()
            .take(200)
            .collect(),
        error,
        reset: None,
    }
}
