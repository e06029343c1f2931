//! Opening: an invitation's link, or the front door. Scanners open links too, so nothing comes of it but a date.

use super::load::open_rules;
use super::rules::Rules;
use super::standing::{Standing, standing};
use super::{Denied, Visit};
use crate::model::id::SiteId;
use crate::model::link::LinkCode;
use crate::model::policy::LoginRule;
use crate::ops::{App, Error, random};
use crate::store::event::{Actor, Event};

/// What somebody who opens a link meets.
#[derive(Clone, Debug)]
pub enum Landing {
    /// The invitation.
    Invitation(Box<Standing>),
    /// The browser is in the middle of this very invitation, or done with it.
    Underway,
}

/// Opens a link. `counted`: a person's browser asked, so the first look is remembered.
///
/// # Errors
/// [`Denied::Link`] when it does not work.
pub async fn open(
    app: &App,
    code: &LinkCode,
    current: Option<&Visit>,
    counted: bool,
) -> Result<Landing, Denied> {
    let mut tx = app.db.read().await?;
    let invited = tx.invited_by_hash(&code.hash()).await?;
    let invited = invited.ok_or(Denied::Link(None))?;
    let same = |visit: &&Visit| {
        let standing = visit.rules.invited();
        standing.is_some_and(|standing| standing.invited.uid == invited.uid)
    };
    if let Some(visit) = current.filter(same)
        && (visit.facts.checked_in || (!visit.was_idle && visit.facts.logged_in.is_some()))
    {
        return Ok(Landing::Underway);
    }
    let now = tx.now().await?;
    let standing = standing(&mut tx, invited, None, now).await?;
    drop(tx);
    if counted && standing.invited.opened_at.is_none() {
        remember(app, &standing).await?;
    }
    match standing.verdict {
        crate::flow::Verdict::Works => Ok(Landing::Invitation(Box::new(standing))),
        _ => Err(Denied::Link(Some(Box::new(standing)))),
    }
}

async fn remember(app: &App, standing: &Standing) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    if tx.record_opened(&standing.invited.uid, now).await? {
        let event = Event {
            invitation: Some(&standing.invited.invitation.id.0),
            recipient: Some(&standing.invited.uid.0),
            ..Event::new(Actor::Portal, "opened")
        };
        tx.record(&random::uid(), now, &event).await?;
    }
    Ok(tx.commit().await?)
}

/// What the front door offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Door {
    /// Open enrollment is on.
    pub open: bool,
    /// A password will be asked for.
    pub login: bool,
    /// The site that was named, if it is one.
    pub site: Option<SiteId>,
}

/// The front door, with the site its address named.
///
/// # Errors
/// What the database says.
pub async fn front_door(app: &App, site: Option<SiteId>) -> Result<Door, Error> {
    let mut tx = app.db.read().await?;
    let Rules::Open { rows, sites } = open_rules(&mut tx).await? else {
        return Ok(Door::default());
    };
    let mut policies = rows.iter().map(|(_, policy)| policy);
    Ok(Door {
        open: !rows.is_empty(),
        login: policies.any(|policy| policy.login != LoginRule::None),
        site: site.filter(|id| sites.iter().any(|site| site.id == *id)),
    })
}

/// The rules of open enrollment.
///
/// # Errors
/// What the database says.
pub async fn open_enrollment(app: &App) -> Result<Rules, Error> {
    let mut tx = app.db.read().await?;
    open_rules(&mut tx).await
}

/// The name of a site, if it is live.
///
/// # Errors
/// What the database says.
pub async fn site_name(app: &App, id: &SiteId) -> Result<Option<String>, Error> {
    let mut tx = app.db.read().await?;
    Ok(tx.live_site(id).await?.map(|site| site.name))
}
