//! Starting: the first thing that counts. A session begins, or the browser's own goes on.

use super::load::{Cookie, open_rules};
use super::rules::Rules;
use super::standing::standing;
use super::{Denied, Visit, log_in, record};
use crate::base::time::Timestamp;
use crate::flow::Verdict;
use crate::model::id::{SessionId, SiteId};
use crate::model::link::LinkCode;
use crate::model::policy::{LoginRule, OpenEnrollment};
use crate::model::session::{Entry, ProviderLogins, Session, SigningIn};
use crate::ops::{App, random};
use crate::store::Tx;

/// What somebody starts with.
#[derive(Clone, Debug)]
pub enum Begin {
    /// A link.
    Link(LinkCode),
    /// The front door, with the site its address named.
    Door(Option<SiteId>),
    /// A device that waits for its person.
    Device(SigningIn),
}

/// How it began.
#[derive(Clone, Debug)]
pub enum Started {
    /// The browser's session goes on.
    Same,
    /// A session begins, or another browser's is taken over, with this cookie.
    New(Cookie),
}

/// Starts, or goes on where the browser's session is for the same thing.
///
/// # Errors
/// [`Denied::Link`] when the link does not work; [`Denied::Missing`] when open enrollment is off.
pub async fn start(app: &App, begin: Begin, current: Option<&Visit>) -> Result<Started, Denied> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let current = current.filter(|visit| !visit.was_idle);
    match begin {
        Begin::Door(site) => {
            if let Rules::Open { rows, .. } = open_rules(&mut tx).await?
                && rows.is_empty()
            {
                return Err(Denied::Missing);
            }
            if current.is_some_and(|v| v.rules.invited().is_none() && !v.facts.checked_in) {
                return Ok(Started::Same);
            }
            let cookie = begin_session(&mut tx, Entry::Open(site), None, now).await?;
            tx.commit().await?;
            Ok(Started::New(cookie))
        }
        Begin::Device(device) => for_device(tx, device, now).await,
        Begin::Link(code) => {
            let invited = tx.invited_by_hash(&code.hash()).await?;
            let invited = invited.ok_or(Denied::Link(None))?;
            let uid = invited.uid.clone();
            let mine = |v: &&Visit| v.rules.invited().is_some_and(|s| s.invited.uid == uid);
            let own = current.filter(mine);
            let reserved = own
                .and_then(|v| v.enrollment.as_ref())
                .map(|row| &row.enrollment);
            let standing = standing(&mut tx, invited, reserved, now).await?;
            if standing.verdict != Verdict::Works {
                return Err(Denied::Link(Some(Box::new(standing))));
            }
            // One browser may bring in one device after the other with a link for several.
            if own.is_some_and(|visit| !visit.facts.checked_in) {
                return Ok(Started::Same);
            }
            let mut cookie = begin_session(&mut tx, Entry::Link(uid.clone()), None, now).await?;
            tx.record_started(&uid, now).await?;
            // Whoever uses the link has the message: evidence that ends a doubt about its delivery.
            tx.settle_by_use(&uid, now).await?;
            if standing.policy.login == LoginRule::None && standing.link.uses == Some(1) {
                let kept = tx.session_by_cookie(&cookie.hash()).await?;
                if let Some(kept) = kept
                    && let Some(other) = log_in::take_over(&mut tx, &kept.session, now).await?
                {
                    cookie = other;
                }
            }
            tx.commit().await?;
            Ok(Started::New(cookie))
        }
    }
}

/// A visit for each time that a device asks: what another began is not gone on with.
async fn for_device(mut tx: Tx, device: SigningIn, now: Timestamp) -> Result<Started, Denied> {
    let ours = |row: &OpenEnrollment| row.ownership == device.mode.ownership();
    if let Rules::Open { rows, .. } = open_rules(&mut tx).await?
        && !rows.iter().any(|(row, _)| ours(row))
    {
        return Err(Denied::Missing);
    }
    let cookie = begin_session(&mut tx, Entry::Open(None), Some(device), now).await?;
    tx.commit().await?;
    Ok(Started::New(cookie))
}

async fn begin_session(
    tx: &mut Tx,
    entry: Entry,
    signing_in: Option<SigningIn>,
    now: Timestamp,
) -> Result<Cookie, Denied> {
    let session = Session {
        id: SessionId(random::uid()),
        entry,
        signing_in,
        started_at: now,
        seen_at: now,
        login: None,
        at_provider: ProviderLogins::default(),
        assigned: None,
        ownership: None,
        site: None,
        terms: None,
        certificate_at: None,
        certificate_claimed_at: None,
        trusted_at: None,
        trust_claimed_at: None,
        downloaded_at: None,
    };
    let cookie = Cookie::new()?;
    tx.create_session(&session, &cookie.hash()).await?;
    record(tx, &session, "started", now).await?;
    Ok(cookie)
}
