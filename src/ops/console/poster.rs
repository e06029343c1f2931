//! A link to print: of an invitation that one link serves, or the front door's.

use super::super::{App, Error, link, random};
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::model::id::{InvitationId, SiteId};
use crate::model::invitation::SiteRule;
use crate::model::link::number;
use crate::model::policy::LoginRule;
use crate::store::event::{Actor, Event};
use crate::store::listing::Paging;
use crate::store::listing::recipients::Filter;

/// What a poster says.
#[derive(Clone, Debug)]
pub struct Poster {
    /// The address in the code.
    pub url: String,
    /// The link's code to type; none: the address is short enough.
    pub code: Option<String>,
    /// The number people compare; none: no invitation.
    pub number: Option<String>,
    /// When it stops working.
    pub expires_at: Option<Timestamp>,
    /// Devices it is for; none: any number.
    pub uses: Option<u32>,
    /// Name of the site.
    pub site: Option<String>,
    /// A login comes.
    pub login: bool,
}

/// The poster of an invitation with one link for several devices; that it was shown is recorded, with the session
/// that looked.
///
/// # Errors
/// There is no such invitation, or several people have links of their own.
pub async fn of_invitation(app: &App, id: &InvitationId, session: &str) -> Result<Poster, Error> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let gone = || Error::new(Kind::NotFound, format!("there is no invitation {id}"));
    let listed = tx.listed_invitation(&id.0).await?.ok_or_else(gone)?;
    if listed.stored.removed_at.is_some() {
        return Err(gone());
    }
    let filter = Filter {
        invitation: Some(id.clone()),
        ..Filter::default()
    };
    // Links that left stay in the table: a few are looked through, as many as a rename or two leave.
    let paging = Paging {
        after: None,
        limit: 20,
        reversed: false,
    };
    let page = tx.recipients_page(&filter, &paging, now).await?;
    let mut live = page
        .rows
        .into_iter()
        .map(|row| row.stored)
        .filter(|r| r.removed_at.is_none());
    let (Some(only), None, None) = (live.next(), live.next(), page.next) else {
        return Err(Error::new(
            Kind::Refused,
            format!("{id} has a link for each recipient, and a poster has one for everybody"),
        ));
    };
    if only.uses == Some(1) {
        return Err(Error::new(
            Kind::Refused,
            format!("the link of {id} is for one device"),
        ));
    }
    let event = Event {
        invitation: Some(&id.0),
        recipient: Some(&only.uid.0),
        subject: Some(session),
        ..Event::new(Actor::Operator, "link_shown")
    };
    tx.record(&random::uid(), now, &event).await?;
    let site = match &listed.stored.invitation.site {
        SiteRule::Fixed(id) => tx.live_site(id).await?.map(|site| site.name),
        SiteRule::None | SiteRule::Choose => None,
    };
    let policy = tx.live_policy(&listed.stored.invitation.policy).await?;
    tx.commit().await?;
    let code = app.key.link(&only.uid.0, only.rotate);
    Ok(Poster {
        url: link::address(&app.settings.portal.url, &code),
        code: Some(code.grouped()),
        number: Some(number(&only.uid.0)),
        expires_at: only.expires_at,
        uses: only.uses,
        site,
        login: policy.is_none_or(|policy| policy.login != LoginRule::None),
    })
}

/// The poster of the front door, with a site chosen already or not. It holds no secret.
///
/// # Errors
/// Open enrollment is off, or there is no such site.
pub async fn of_front_door(app: &App, site: Option<&SiteId>) -> Result<Poster, Error> {
    let mut tx = app.db.read().await?;
    if tx.live_open_enrollment().await?.is_empty() {
        return Err(Error::new(Kind::NotFound, "open enrollment is off"));
    }
    let portal = app.settings.portal.url.as_str().trim_end_matches('/');
    let mut url = format!("{portal}/enroll");
    let mut name = None;
    if let Some(id) = site {
        let missing = || Error::new(Kind::NotFound, format!("there is no site {id}"));
        name = Some(tx.live_site(id).await?.ok_or_else(missing)?.name);
        url = format!("{url}?site={id}");
    }
    Ok(Poster {
        url,
        code: None,
        number: None,
        expires_at: None,
        uses: None,
        site: name,
        login: true,
    })
}
