//! "Ask for a new link": kept for IT, at most once a day for each recipient. Whether a link is one that can be
//! renewed is never told to whoever asks.

use super::Denied;
use super::standing::{Standing, standing};
use crate::base::time::{DAY, Timestamp};
use crate::flow::Verdict;
use crate::model::invitation::ANYONE;
use crate::model::link::LinkCode;
use crate::model::message::MessageKind;
use crate::ops::message::{self, Wish};
use crate::ops::{App, Error, random};
use crate::store::event::{Actor, Event};
use crate::store::{Db, Tx};

/// The action of the event that keeps a request.
pub const ASKED: &str = "asked_for_link";

/// Mails of one day; what is more, `status` tells.
const MOST: u64 = 50;

/// Keeps the request of whoever holds this link, if it expired or is used up and belongs to somebody.
///
/// # Errors
/// What the database says. A link nobody knows is no error.
pub async fn ask_for_link(app: &App, code: &LinkCode) -> Result<(), Denied> {
    let mut tx = app.db.write().await?;
    let Some(invited) = tx.invited_by_hash(&code.hash()).await? else {
        return Ok(());
    };
    let now = tx.now().await?;
    let standing = standing(&mut tx, invited, None, now).await?;
    let ended = matches!(standing.verdict, Verdict::Expired | Verdict::Used);
    let invited = &standing.invited;
    if !ended || invited.recipient.key == ANYONE {
        return Ok(());
    }
    let asked = tx.last_event(&invited.uid.0, ASKED).await?;
    if asked.is_some_and(|at| now.since(at) < DAY) {
        return Ok(());
    }
    let event = Event {
        invitation: Some(&invited.invitation.id.0),
        recipient: Some(&invited.uid.0),
        ..Event::new(Actor::Portal, ASKED)
    };
    tx.record(&random::uid(), now, &event).await?;
    tell(app, &mut tx, &standing).await?;
    Ok(tx.commit().await?)
}

/// Writes the mail to the help address. Without one, or where many were written today, `status` alone tells.
async fn tell(app: &App, tx: &mut Tx, standing: &Standing) -> Result<(), Denied> {
    let now = standing.now;
    let today = tx
        .messages_since(MessageKind::Request, now.plus(-DAY))
        .await?;
    let Some(organization) = tx.live_organization().await? else {
        return Ok(());
    };
    if today >= MOST {
        return Ok(());
    }
    let invited = &standing.invited;
    let place = tx.place_of(&invited.uid).await?;
    let wish = Wish {
        organization: &organization,
        site: standing.site.as_ref(),
        invited,
        place: &place.unwrap_or_default(),
        expires_at: standing.link.expires_at,
        used: standing.verdict == Verdict::Used,
        now,
    };
    match message::request(app, &wish) {
        Ok(Some(row)) => {
            tx.enqueue(&row, now).await?;
        }
        Ok(None) => {}
        // The request is kept all the same.
        Err(error) => tracing::warn!(%error, "nobody is told of a request"),
    }
    Ok(())
}

/// Somebody who asks for a new link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Invitation id.
    pub invitation: String,
    /// Email or phone.
    pub address: String,
    /// When they asked last.
    pub at: Timestamp,
}

/// Who asks for a new link and still has one that ended, the last to ask first.
///
/// # Errors
/// What the database says.
pub async fn requests(db: &Db) -> Result<Vec<Request>, Error> {
    let mut tx = db.read().await?;
    let now = tx.now().await?;
    let rows = tx.requests_for_links(ASKED, now).await?;
    let request = |(invitation, address, at)| Request {
        invitation,
        address,
        at,
    };
    Ok(rows.into_iter().map(request).collect())
}
