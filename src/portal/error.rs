//! Every reason not to go on, and the one place where it becomes an answer.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::ask::Ask;
use super::show;
use crate::base::error::Kind;
use crate::base::mask;
use crate::base::time::{MINUTE, Timestamp};
use crate::flow::{Step, Verdict};
use crate::model::invitation::ANYONE;
use crate::model::link::LinkCode;
use crate::ops::login::Refusal;
use crate::ops::visit::{Denied, Standing};
use crate::render::entry::Uses;
use crate::render::problem::{Ask as Renewal, Problem, Reason};
use crate::{ops, render};

/// Why a request is not answered as asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// Another page comes first.
    #[error("another page comes first")]
    Elsewhere(&'static str),
    /// The use-case says no.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The directory does not answer at the login step.
    #[error("the directory does not answer")]
    Directory {
        /// A local account may log in meanwhile.
        account: bool,
    },
    /// The session is over, or was left alone too long.
    #[error("the session is over")]
    Away,
    /// The browser sends no cookie.
    #[error("the browser keeps no cookies")]
    NoCookie,
    /// A form of another site, or of another session.
    #[error("the form is not one of this session")]
    ForeignForm,
    /// Not a form at all.
    #[error("the body is not a form")]
    NotAForm,
    /// More than any form of ours.
    #[error("the form is too large")]
    TooLarge,
    /// There is no such page.
    #[error("there is no such page")]
    NotFound,
    /// A page cannot be rendered.
    #[error(transparent)]
    Render(#[from] render::Error),
}

impl From<ops::Error> for Error {
    fn from(error: ops::Error) -> Self {
        Self::Denied(error.into())
    }
}

/// The guard around the handler makes a page of it; it knows organization and visitor.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl Error {
    /// The answer where nothing is known about the visitor.
    pub(super) fn bare(&self) -> Response {
        let status = match self {
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            _ => {
                tracing::error!(error = %self, "a request failed");
                StatusCode::SERVICE_UNAVAILABLE
            }
        };
        (
            status,
            format!("{}\n", status.canonical_reason().unwrap_or_default()),
        )
            .into_response()
    }
}

/// The page, or the way to another one, that an error means.
pub(super) async fn answer(ask: &Ask, error: Error) -> Response {
    let standing = match &error {
        Error::Denied(Denied::Link(standing)) => standing.clone(),
        _ => None,
    };
    let reason = match error {
        Error::Elsewhere(path) => return show::see_other(path),
        Error::Denied(denied) => match of_denied(ask, denied) {
            Ok(reason) => reason,
            Err(path) => return show::see_other(path),
        },
        Error::Directory { account } => Reason::Directory { account },
        Error::Away => Reason::Session,
        Error::NoCookie => Reason::Cookies,
        Error::ForeignForm => Reason::Form,
        Error::NotFound => Reason::NotFound,
        Error::NotAForm | Error::TooLarge => return error.bare(),
        Error::Render(error) => failed(&error),
    };
    problem(ask, reason, standing.as_deref())
}

fn of_denied(ask: &Ask, denied: Denied) -> Result<Reason, &'static str> {
    Ok(match denied {
        Denied::Link(None) => Reason::Unknown,
        Denied::Link(Some(standing)) => of_link(ask, &standing),
        Denied::Elsewhere(step) => return Err(step.path()),
        Denied::Ended => Reason::Session,
        Denied::Login(Refusal::TooMany { seconds }) => Reason::Locked {
            minutes: seconds.div_ceil(60),
        },
        Denied::Login(Refusal::Busy) => Reason::Locked { minutes: 1 },
        Denied::Login(Refusal::DirectoryDown) | Denied::Directory => {
            Reason::Directory { account: false }
        }
        Denied::Login(Refusal::ProviderDown) => Reason::Provider,
        Denied::Login(Refusal::Declined) => Reason::NotLoggedIn { declined: true },
        Denied::Login(Refusal::Unproven) => Reason::NotLoggedIn { declined: false },
        Denied::Login(Refusal::BadLogin) => return Err(Step::Login.path()),
        Denied::WrongAccount { invited, username } => Reason::WrongAccount {
            sent_to: invited.email.or(invited.phone).map(|a| mask::address(&a)),
            username,
        },
        Denied::NotAllowed => Reason::NotAllowed { groups: Vec::new() },
        Denied::Personal => Reason::Personal { invitation: false },
        Denied::Missing => return Err(here(ask)),
        Denied::Busy { retry_after } => Reason::Busy {
            uses: of_visit(ask),
            minutes: u32::try_from(retry_after.div_ceil(60)).unwrap_or(u32::MAX),
        },
        // Another request of this session was first: its step says what comes next.
        Denied::Failed(error) if error.kind() == Kind::Stale => {
            return Err(here(ask));
        }
        Denied::Login(Refusal::Other(error)) | Denied::Failed(error) => failed(&error),
    })
}

fn here(ask: &Ask) -> &'static str {
    let step = ask.visit.as_ref().map(|visit| visit.step());
    step.unwrap_or(Step::Start).path()
}

fn of_visit(ask: &Ask) -> Uses {
    let standing = ask.visit.as_ref().and_then(|visit| visit.rules.invited());
    standing.map(uses).unwrap_or_default()
}

/// Numbers of a link.
pub(super) fn uses(standing: &Standing) -> Uses {
    Uses {
        used: standing.link.used,
        reserved: standing.link.reserved,
        of: standing.link.uses,
    }
}

/// Why a link does not work.
fn of_link(ask: &Ask, standing: &Standing) -> Reason {
    let when = |at: Timestamp| show::calendar_of(ask, standing).when(at, ask.now);
    match standing.verdict {
        Verdict::NotYet => Reason::NotYet {
            opens: when(standing.link.opens.unwrap_or(ask.now)),
        },
        Verdict::Expired => Reason::Expired {
            until: when(standing.link.expires_at.unwrap_or(ask.now)),
            ask: renewal(ask, standing),
        },
        Verdict::Revoked => Reason::Revoked {
            at: standing
                .invited
                .revoked
                .as_ref()
                .and_then(|r| r.at)
                .map(when),
            reason: None,
        },
        Verdict::Used => Reason::Used {
            uses: uses(standing),
            last: standing.invited.counted_at.map(when),
            product: ask.elsewhere(),
            ask: renewal(ask, standing),
        },
        Verdict::Busy => {
            let lapses = standing.first_lapses.unwrap_or(ask.now);
            let minutes = lapses.since(ask.now) / MINUTE + 1;
            Reason::Busy {
                uses: uses(standing),
                minutes: u32::try_from(minutes).unwrap_or(1),
            }
        }
        Verdict::Unknown | Verdict::Works => Reason::Unknown,
    }
}

/// The offer to ask for a new link, where the request says which one and somebody would get it.
fn renewal(ask: &Ask, standing: &Standing) -> Option<Renewal> {
    let code = LinkCode::parse(ask.last_segment());
    let code = code.or_else(|| LinkCode::parse(ask.fields.get("link")))?;
    let renewal = Renewal {
        link: code.expose().to_owned(),
        who: ask.organization.help.name.clone(),
    };
    (standing.invited.recipient.key != ANYONE).then_some(renewal)
}

/// A fault of ours: the log has the particulars under the reference that the page shows.
fn failed(error: &impl std::fmt::Display) -> Reason {
    let number = ops::random::bytes::<4>().map_or(0, u32::from_be_bytes);
    let reference = format!("R-{:05}", number % 100_000);
    tracing::error!(reference, %error, "a request failed");
    Reason::Server { reference }
}

fn problem(ask: &Ask, reason: Reason, standing: Option<&Standing>) -> Response {
    let passes = matches!(
        reason,
        Reason::Directory { .. }
            | Reason::Provider
            | Reason::NotLoggedIn { .. }
            | Reason::Busy { .. }
            | Reason::Locked { .. }
            | Reason::Personal { .. }
    );
    let mut problem = Problem::new(reason, ask.when(ask.now));
    problem.unchanged = ask.visit.as_ref().is_none_or(|visit| {
        visit.session.certificate_at.is_none() && visit.session.downloaded_at.is_none()
    });
    problem.retry = passes.then(|| here_or(ask));
    let retry_after = problem.retry_after();
    let shown = match standing {
        Some(standing) => show::landing(ask, standing, problem),
        None => show::page(ask, None, problem),
    };
    let mut response = match shown {
        Ok(response) => response,
        Err(error) => return error.bare(),
    };
    if let Some(seconds) = retry_after
        && let Ok(value) = HeaderValue::from_str(&seconds.to_string())
    {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// Where to try again: the step, else the page itself.
fn here_or(ask: &Ask) -> String {
    match &ask.visit {
        Some(visit) => visit.step().path().to_owned(),
        None => ask.path.clone(),
    }
}
