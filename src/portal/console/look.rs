//! One request to the console, as its pages see it.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};

use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::model::declared::Organization;
use crate::ops;
use crate::ops::App;
use crate::ops::console::{Viewer, numbers};
use crate::ops::visit::Cookie;
use crate::portal::Portal;
use crate::portal::fields::Fields;
use crate::render::Error as RenderError;
use crate::render::console::{Cell, Console, Frame, View, Who};
use crate::render::dates::{Calendar, When};

/// One request; [`super::guard`] makes it.
#[derive(Clone, Debug)]
pub(super) struct Look(pub(super) Arc<Looked>);

/// What is known about a request.
#[derive(Debug)]
pub(super) struct Looked {
    pub(super) portal: Arc<Portal>,
    pub(super) path: String,
    /// Fields of the form (POST) or of the address (else).
    pub(super) fields: Fields,
    pub(super) organization: Organization,
    pub(super) now: Timestamp,
    pub(super) cookie: Option<Cookie>,
    /// Who looks; the guard has seen to it that there is somebody, but on the login page.
    pub(super) viewer: Option<Viewer>,
    pub(super) address: IpAddr,
}

impl Deref for Look {
    type Target = Looked;

    fn deref(&self) -> &Looked {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Look {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        let look = parts.extensions.get::<Self>().cloned();
        look.ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// Why a request is not answered as asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// There is no such thing.
    #[error("there is no such page")]
    NotFound,
    /// Whoever asks may not.
    #[error("only an auditor may see this")]
    Forbidden,
    /// The use-case failed.
    #[error(transparent)]
    Failed(#[from] ops::Error),
    /// A page cannot be rendered.
    #[error(transparent)]
    Render(#[from] RenderError),
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, text) = match &self {
            Self::NotFound => (StatusCode::NOT_FOUND, self.to_string()),
            Self::Forbidden => (StatusCode::FORBIDDEN, self.to_string()),
            Self::Failed(error) if error.kind() == Kind::NotFound => {
                (StatusCode::NOT_FOUND, error.to_string())
            }
            Self::Failed(error) if error.kind() == Kind::Refused => {
                (StatusCode::CONFLICT, error.to_string())
            }
            Self::Failed(_) | Self::Render(_) => {
                tracing::error!(error = %self, "the console failed");
                let text = "the server failed; its log says why".to_owned();
                (StatusCode::SERVICE_UNAVAILABLE, text)
            }
        };
        (status, format!("{text}\n")).into_response()
    }
}

impl Looked {
    pub(super) fn app(&self) -> &App {
        &self.portal.app
    }

    /// Who looks.
    pub(super) fn viewer(&self) -> Result<&Viewer, Error> {
        self.viewer.as_ref().ok_or(Error::Forbidden)
    }

    /// Last part of the path.
    pub(super) fn segment(&self, at: usize) -> &str {
        self.path.split('/').nth(at).unwrap_or_default()
    }

    /// The token of forms: bound to the session, before that to the cookie.
    pub(super) fn token(&self) -> String {
        let key = &self.app().key;
        match (&self.viewer, &self.cookie) {
            (Some(viewer), _) => key.tag("console", &viewer.session.id),
            (None, Some(cookie)) => key.tag("console-before", &cookie.hash()),
            (None, None) => String::new(),
        }
    }

    /// `at` in the organization's zone.
    pub(super) fn when(&self, at: Timestamp) -> When {
        Calendar::new(&self.organization.time_zone).when(at, self.now)
    }

    /// An instant in a cell.
    pub(super) fn time(&self, at: Timestamp) -> Cell {
        let when = self.when(at);
        Cell {
            iso: Some(when.iso),
            ..Cell::text(when.log)
        }
    }

    /// A page with what stands around it; `tab` is the path of its entry in the head.
    pub(super) async fn page(&self, tab: &str, view: View) -> Result<Response, Error> {
        let viewer = self.viewer()?;
        let who = Who {
            username: viewer.session.username.clone(),
            role: viewer.session.role.word(),
        };
        let run = numbers::run(self.app()).await?;
        let commit = run.and_then(|run| run.commit);
        let mut frame = self.frame(&view.heading).seen_by(who, tab);
        frame.commit = commit.map(|commit| commit.chars().take(7).collect());
        self.shown(&frame, &Console::View(Box::new(view)))
    }

    /// The frame of a page of this title.
    pub(super) fn frame(&self, title: &str) -> Frame {
        let assets = self.portal.assets(&self.organization);
        Frame {
            csrf: self.token(),
            ..Frame::new(&self.organization, &assets, title)
        }
    }

    /// What the console shows, as HTML.
    pub(super) fn shown(&self, frame: &Frame, shown: &Console) -> Result<Response, Error> {
        Ok(Html(self.portal.engine.console(frame, shown)?).into_response())
    }

    /// Where a place of the repository can be edited: its file and line, on the server that has it.
    pub(super) fn in_git(&self, place: &str) -> Option<String> {
        edit(self.organization.repository.as_deref()?, place)
    }
}

/// The address of `file:line` in a repository: GitLab's form where its name says so, else that of GitHub and Gitea.
fn edit(repository: &str, place: &str) -> Option<String> {
    let base = repository.trim_end_matches('/').trim_end_matches(".git");
    let (file, line) = place.rsplit_once(':').unwrap_or((place, "1"));
    if !base.starts_with("https://") || file.is_empty() {
        return None;
    }
    let middle = if base.contains("gitlab") {
        "/-/blob"
    } else {
        "/blob"
    };
    let mut url = url::Url::parse(&format!("{base}{middle}/HEAD/")).ok()?;
    url.path_segments_mut()
        .ok()?
        .pop_if_empty()
        .extend(file.split('/'));
    url.set_fragment(Some(&format!("L{line}")));
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_yaml_line_on_the_server_that_has_it() {
        let at = |repository: &str| edit(repository, "invitations.d/a b.yaml:12");
        assert_eq!(
            at("https://git.example/it/enrollment/").as_deref(),
            Some("https://git.example/it/enrollment/blob/HEAD/invitations.d/a%20b.yaml#L12")
        );
        assert_eq!(
            at("https://gitlab.example/it/enrollment.git").as_deref(),
            Some("https://gitlab.example/it/enrollment/-/blob/HEAD/invitations.d/a%20b.yaml#L12")
        );
        assert_eq!(at("javascript:alert(1)"), None);
    }
}
