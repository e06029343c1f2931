//! One request as a page sees it: what was asked, by whom, in which visit.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};

use super::Portal;
use super::browser::Browser;
use super::error::Error;
use super::fields::Fields;
use super::language::Choice;
use crate::base::time::Timestamp;
use crate::model::declared::Organization;
use crate::ops::App;
use crate::ops::visit::{Cookie, Denied, Standing, Visit};
use crate::render::dates::{Calendar, When};
use crate::words::{Language, Words};

/// One request. [`super::guard`] makes it; handlers take it as their argument.
#[derive(Clone, Debug)]
pub(super) struct Ask(pub(super) Arc<Asked>);

/// What is known about a request.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) portal: Arc<Portal>,
    pub(super) method: Method,
    pub(super) path: String,
    /// Fields of the form (POST) or of the address (else).
    pub(super) fields: Fields,
    pub(super) organization: Organization,
    pub(super) now: Timestamp,
    pub(super) cookie: Option<Cookie>,
    pub(super) visit: Option<Visit>,
    pub(super) choice: Choice,
    pub(super) agent: String,
    /// Path of the page that led here, empty unless it is one of ours.
    pub(super) referer: String,
    pub(super) address: IpAddr,
}

impl Deref for Ask {
    type Target = Asked;

    fn deref(&self) -> &Asked {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Ask {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        let ask = parts.extensions.get::<Self>().cloned();
        ask.ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl Asked {
    pub(super) fn app(&self) -> &App {
        &self.portal.app
    }

    /// The visit; the guard of the route has seen to it that there is one.
    pub(super) fn visit(&self) -> Result<&Visit, Error> {
        self.visit.as_ref().ok_or(Error::Denied(Denied::Ended))
    }

    /// Name of the system whose page is the last step, if it is not ours.
    pub(super) fn elsewhere(&self) -> Option<&'static str> {
        let page = self.app().settings.mdm.manager.page()?;
        Some(page.of.name())
    }

    pub(super) fn browser(&self) -> Browser {
        Browser::of(&self.agent)
    }

    /// The language of pages of this visit.
    pub(super) fn language(&self) -> Language {
        self.language_of(None)
    }

    /// The language of a page about a link.
    pub(super) fn language_of(&self, standing: Option<&Standing>) -> Language {
        self.choice.language(self.visit.as_ref(), standing)
    }

    /// The words of this visit.
    pub(super) fn words(&self) -> Words {
        super::words(&self.organization, self.language())
    }

    /// The token that forms of this browser carry: bound to the session, before that to the cookie.
    pub(super) fn token(&self) -> String {
        token(self.app(), self.visit.as_ref(), self.cookie.as_ref())
    }

    /// Last part of the path.
    pub(super) fn last_segment(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The zone of the site, else of the organization.
    pub(super) fn calendar(&self) -> Calendar {
        let site = self
            .visit
            .as_ref()
            .and_then(|visit| visit.rules.invited())
            .and_then(|standing| standing.site.as_ref())
            .and_then(|site| site.time_zone.as_deref());
        Calendar::new(site.unwrap_or(&self.organization.time_zone)).speaking(&self.words())
    }

    /// `at` as people read it.
    pub(super) fn when(&self, at: Timestamp) -> When {
        self.calendar().when(at, self.now)
    }
}

/// The form token of a session, else of a cookie that is none yet. Without either there is no form to trust.
pub(super) fn token(app: &App, visit: Option<&Visit>, cookie: Option<&Cookie>) -> String {
    match (visit, cookie) {
        (Some(visit), _) => app.key.tag("csrf", &visit.session.id.0),
        (None, Some(cookie)) => app.key.tag("csrf-before", &cookie.hash()),
        (None, None) => String::new(),
    }
}
