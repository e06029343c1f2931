//! What a person chooses: whom the device is for, who owns it, which site, and the terms.

use std::sync::Arc;

use super::{Denied, Visit, change};
use crate::directory;
use crate::model::id::SiteId;
use crate::model::person::Person;
use crate::model::policy::{AssignUser, Ownership, Policy};
use crate::model::session::Assigned;
use crate::model::settings::OIDC;
use crate::ops::App;
use crate::ops::login::open_directory;

/// Shortest text that is searched for, in characters.
const SHORTEST: usize = 2;

/// People of the directory for the assign step: name, login name or email contain `text`.
///
/// # Errors
/// [`Denied::Directory`] when it does not answer.
pub async fn search(app: &App, visit: &Visit, text: &str) -> Result<Vec<Person>, Denied> {
    if text.trim().chars().count() < SHORTEST {
        return Ok(Vec::new());
    }
    let found = the_directory(app, visit)?.search(text.trim()).await;
    found.map_err(silent)
}

/// Assigns the device to the person of this login name, or to no one.
///
/// # Errors
/// [`Denied::Missing`] when there is no such person, or "no one" is no answer here.
pub async fn assign(app: &App, visit: &Visit, who: Option<&str>) -> Result<(), Denied> {
    let assigned = match who {
        None if visit.may_be_no_one() => Assigned::NoOne,
        None => return Err(Denied::Missing),
        Some(username) => match the_directory(app, visit)?.person(username).await {
            Ok(person) => Assigned::To(Box::new(person)),
            Err(directory::Error::NotFound) => return Err(Denied::Missing),
            Err(error) => return Err(silent(error)),
        },
    };
    change(app, &visit.session.id, Some("assigned"), |session, _| {
        session.assigned = Some(assigned);
    })
    .await
}

impl Visit {
    /// Whether "no one" is an answer to whom the device is for.
    pub fn may_be_no_one(&self) -> bool {
        let login = self.session.login.as_ref();
        let terms = self
            .ownership()
            .and_then(|ownership| self.rules.terms_for(ownership, login));
        terms.is_some_and(|terms| terms.policy.assign_user == AssignUser::Optional)
    }
}

/// The policy's directory, else the only one.
fn the_directory(app: &App, visit: &Visit) -> Result<Arc<directory::Directory>, Denied> {
    let policies = visit.rules.policies();
    let named = policies
        .iter()
        .filter_map(|policy: &Policy| policy.directory.clone())
        .find(|name| name != OIDC);
    let only = || app.settings.directories.keys().next().cloned();
    let name = named.or_else(only).ok_or(Denied::Directory)?;
    Ok(open_directory(app, &name)?)
}

fn silent(error: directory::Error) -> Denied {
    tracing::warn!(%error, "people could not be looked up");
    Denied::Directory
}

/// Chooses who owns the device, and the site where that is asked on the same page.
///
/// # Errors
/// [`Denied::Missing`] for an answer that is not offered, [`Denied::Personal`] for one's own device where only those
/// of the organization may be enrolled by this person.
pub async fn choose_owner(
    app: &App,
    visit: &Visit,
    ownership: Ownership,
    site: Option<SiteId>,
) -> Result<(), Denied> {
    if !visit.facts.ownerships.contains(&ownership) {
        return Err(Denied::Missing);
    }
    let login = visit.session.login.as_ref();
    if visit.rules.terms_for(ownership, login).is_none() {
        return Err(Denied::Personal);
    }
    let offered = visit
        .rules
        .sites(Some(ownership), visit.session.login.as_ref());
    let site = match offered.len() {
        0 => None,
        1 => Some(offered[0].id.clone()),
        _ => match site.filter(|id| offered.iter().any(|site| site.id == *id)) {
            Some(id) => Some(id),
            None => return Err(Denied::Missing),
        },
    };
    change(app, &visit.session.id, Some("owner"), |session, _| {
        session.ownership = Some(ownership);
        session.site = site;
    })
    .await
}

/// Chooses the site.
///
/// # Errors
/// [`Denied::Missing`] for one that is not offered.
pub async fn choose_site(app: &App, visit: &Visit, site: SiteId) -> Result<(), Denied> {
    if !visit.facts.sites.contains(&site) {
        return Err(Denied::Missing);
    }
    change(app, &visit.session.id, Some("site"), |session, _| {
        session.site = Some(site);
    })
    .await
}

/// Accepts the terms with this SHA-256: exactly the text that was shown.
///
/// # Errors
/// [`Denied::Missing`] when other terms are to be accepted by now.
pub async fn accept_terms(app: &App, visit: &Visit, sha256: &str) -> Result<(), Denied> {
    if visit.facts.terms.as_deref() != Some(sha256) {
        return Err(Denied::Missing);
    }
    change(app, &visit.session.id, Some("terms"), |session, now| {
        session.terms = Some((sha256.to_owned(), now));
    })
    .await
}
