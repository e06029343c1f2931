//! `/enroll/status`: what the script of a waiting page asks, a few times a minute.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::base::digest::sha256_hex;
use crate::flow::Step;
use crate::model::link::LinkCode;
use crate::ops::visit::{self, Elsewhere};
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::words::Argument;

#[derive(Serialize)]
struct Status {
    step: Step,
    next: &'static str,
    say: String,
}

pub(in crate::portal) async fn show(
    ask: Ask,
    headers: axum::http::HeaderMap,
) -> Result<Response, Error> {
    if let Some(code) = ask.fields.given("link").and_then(LinkCode::parse) {
        let status = elsewhere(&ask, &code).await?;
        return Ok(answer(&status, &headers));
    }
    let step = match &ask.visit {
        Some(visit) if !visit.was_idle => visit.step(),
        _ => Step::Start,
    };
    let status = Status {
        step,
        next: step.path(),
        say: words(&ask, step, at_trust(&headers)),
    };
    Ok(answer(&status, &headers))
}

/// What a computer shows while a phone goes on with the link: it stays on its page.
async fn elsewhere(ask: &Ask, code: &LinkCode) -> Result<Status, Error> {
    let (standing, state) = visit::elsewhere(ask.app(), code).await?;
    let word = match state {
        Elsewhere::Waiting => "waiting",
        Elsewhere::Started => "started",
        Elsewhere::LoggedIn => "logged_in",
        Elsewhere::Downloaded => "downloaded",
        Elsewhere::Enrolled => "enrolled",
    };
    let words = crate::portal::words(&ask.organization, ask.language_of(Some(&standing)));
    let state = [("state", Argument::Text(word.to_owned()))];
    Ok(Status {
        step: Step::Start,
        next: "",
        say: words.say("desktop-state", &state).unwrap_or_default(),
    })
}

fn answer(status: &Status, headers: &HeaderMap) -> Response {
    let body = serde_json::to_string(status).unwrap_or_default();
    let tag = format!("\"{}\"", &sha256_hex(body.as_bytes())[..16]);
    let known = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let mut response = match known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
    };
    if let Ok(value) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    // Kept by the browser to compare, asked for anew each time.
    let cache = HeaderValue::from_static("private, no-cache");
    response.headers_mut().insert(header::CACHE_CONTROL, cache);
    response
}

/// Whether the page that waits is the one about trust.
fn at_trust(headers: &HeaderMap) -> bool {
    let page = headers
        .get(header::REFERER)
        .and_then(|value| value.to_str().ok());
    page.is_some_and(|page| {
        page.split('?')
            .next()
            .unwrap_or_default()
            .ends_with(Step::Trust.path())
    })
}

/// What the waiting page says; empty: it says what it said.
fn words(ask: &Ask, step: Step, at_trust: bool) -> String {
    let key = match step {
        Step::Profile if at_trust => "trust-seen",
        Step::Done => "done-title",
        _ => return String::new(),
    };
    let device = Argument::Text(ask.browser().device().word().to_owned());
    let said = ask.words().say(key, &[("device", device)]);
    said.unwrap_or_default()
}
