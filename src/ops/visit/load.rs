//! Loading a visit by its cookie.

use super::rules::Rules;
use super::standing::of_link;
use super::{Denied, Facts, Visit, change, nobody};
use crate::base::digest::sha256_hex;
use crate::base::secret::Secret;
use crate::base::time::{MINUTE, Timestamp};
use crate::model::declared::Organization;
use crate::model::enrollment::Enrollment;
use crate::model::session::{Entry, Session};
use crate::ops::{App, Error, random};
use crate::store::Tx;
use crate::store::visit::Visited;

/// The value of a cookie. The database knows its SHA-256 alone.
#[derive(Clone, Debug)]
pub struct Cookie(Secret<String>);

impl Cookie {
    /// A new one, that nobody can guess.
    ///
    /// # Errors
    /// There are no random bytes.
    pub fn new() -> Result<Self, Error> {
        Ok(Self(Secret::new(random::token()?)))
    }

    /// What a browser sent; none when it cannot be one of ours.
    pub fn parse(value: &str) -> Option<Self> {
        let ours = value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit());
        ours.then(|| Self(Secret::new(value.to_owned())))
    }

    /// The value, for the browser.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// Its SHA-256, hexadecimal.
    pub fn hash(&self) -> String {
        sha256_hex(self.0.expose().as_bytes())
    }
}

/// Whoever asks for a page, as they stand at this moment.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The visit of their cookie, if there is one.
    pub visit: Option<Visit>,
    /// Who invites.
    pub organization: Organization,
    /// Now, by the database's clock.
    pub now: Timestamp,
}

/// Everything a page needs to know about whoever asks for it.
///
/// # Errors
/// What the database says.
pub async fn caller(app: &App, cookie: Option<&Cookie>) -> Result<Caller, Denied> {
    let mut tx = app.db.look().await?;
    let now = tx.now().await?;
    let found = match cookie {
        Some(cookie) => tx.visit_by_cookie(&cookie.hash(), now).await?,
        None => None,
    };
    let (organization, visit) = match found {
        Some(mut found) => {
            let organization = found.organization.take();
            (organization, visit_of(app, tx, found, now).await?)
        }
        None => (tx.live_organization().await?, None),
    };
    touch(app, visit.as_ref()).await?;
    Ok(Caller {
        visit,
        organization: organization.unwrap_or_else(|| nobody(app)),
        now,
    })
}

/// The visit of a cookie; none when there is no such session, or it has ended.
///
/// # Errors
/// What the database says.
pub async fn load(app: &App, cookie: &Cookie) -> Result<Option<Visit>, Denied> {
    Ok(caller(app, Some(cookie)).await?.visit)
}

/// Remembers, once a minute, that somebody is still there.
async fn touch(app: &App, visit: Option<&Visit>) -> Result<(), Error> {
    let gone = |visit: &&Visit| visit.now.since(visit.session.seen_at) > MINUTE && !visit.was_idle;
    if let Some(visit) = visit.filter(gone) {
        let mut tx = app.db.write().await?;
        tx.touch_session(&visit.session.id, visit.now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The visit that was found, and what its rules need besides. Whoever was away for long has to log in again.
async fn visit_of(
    app: &App,
    mut tx: Tx,
    found: Visited,
    now: Timestamp,
) -> Result<Option<Visit>, Denied> {
    let was_idle = found.kept.is_idle(now);
    let mut session = found.kept.session;
    if was_idle {
        drop(tx);
        change(app, &session.id, None, |session, _| session.login = None).await?;
        session.login = None;
        tx = app.db.look().await?;
    }
    let enrollment = found.enrollment;
    let enrolling = enrollment.as_ref().map(|row| &row.enrollment);
    let device = match enrolling.filter(|own| own.enrolled_at.is_some()) {
        Some(own) => tx.device_of_enrollment(&own.id).await?,
        None => None,
    };
    let goes_on = enrollment.as_ref().filter(|row| row.revoked_at.is_none());
    let own = goes_on.map(|row| &row.enrollment);
    let rules = match (&session.entry, found.invited) {
        (Entry::Link(_), Some(link)) => {
            Rules::Invited(Box::new(of_link(&mut tx, link, own, now).await?))
        }
        (Entry::Link(_), None) => return Ok(None),
        (Entry::Open(_), _) => open_rules(&mut tx).await?,
    };
    let facts = facts(app, &rules, &session, enrolling);
    Ok(Some(Visit {
        session,
        rules,
        facts,
        enrollment,
        device,
        was_idle,
        now,
    }))
}

/// What is known about a session under its rules, with the device that it brings in.
pub(super) fn facts(
    app: &App,
    rules: &Rules,
    session: &Session,
    enrollment: Option<&Enrollment>,
) -> Facts {
    Facts {
        // A device that asked by itself trusts this server, or it could not have.
        private_ca: app.settings.mdm.ca.is_some() && session.signing_in.is_none(),
        certificate: session.certificate_claimed_at.is_some(),
        trusted: session.trusted_at.is_some() || session.trust_claimed_at.is_some(),
        checked_in: enrollment.is_some_and(|own| own.enrolled_at.is_some()),
        ..rules.facts(session)
    }
}

/// The rules of open enrollment; a row whose policy is gone is no row.
pub(super) async fn open_rules(tx: &mut Tx) -> Result<Rules, Error> {
    let mut rows = Vec::new();
    for row in tx.live_open_enrollment().await? {
        if let Some(policy) = tx.live_policy(&row.policy).await? {
            rows.push((row, policy));
        }
    }
    Ok(Rules::Open {
        rows,
        sites: tx.live_sites().await?,
    })
}

/// Who invites, and now by the database's clock.
///
/// # Errors
/// What the database says.
pub async fn organization(app: &App) -> Result<(Organization, Timestamp), Error> {
    let mut tx = app.db.read().await?;
    let organization = tx.live_organization().await?;
    let now = tx.now().await?;
    Ok((organization.unwrap_or_else(|| nobody(app)), now))
}

/// The content of a picture that pages show.
///
/// # Errors
/// What the database says.
pub async fn picture(app: &App, sha256: &str) -> Result<Option<Vec<u8>>, Error> {
    Ok(app.db.look().await?.picture(sha256).await?)
}
