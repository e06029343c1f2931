//! Showing a link to an operator, for a poster or to hand over; that it was shown is recorded.

use url::Url;

use super::recipient::find;
use super::{App, Error, random};
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::model::id::InvitationId;
use crate::model::link::{LinkCode, number};
use crate::store::event::{Actor, Event};

/// A link as it may be printed once.
#[derive(Clone, Debug)]
pub struct ShownLink {
    /// Its code.
    pub code: LinkCode,
    /// The whole address.
    pub url: String,
    /// The number people compare.
    pub number: String,
    /// When it stops working.
    pub expires_at: Option<Timestamp>,
}

/// The link of a recipient; `who` may be left out where an invitation has just one.
///
/// # Errors
/// There is no such invitation or recipient, or several and nobody is named.
pub async fn show(app: &App, id: &InvitationId, who: Option<&str>) -> Result<ShownLink, Error> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let (_, recipients) = find(&mut tx, id, who).await?;
    let [recipient] = recipients.as_slice() else {
        return Err(Error::new(
            Kind::Usage,
            format!("{id} has {} recipients", recipients.len()),
        )
        .with_hint(format!("name one: enroll link {id} ADDRESS")));
    };
    let event = Event {
        invitation: Some(&id.0),
        recipient: Some(&recipient.uid.0),
        ..Event::new(Actor::Operator, "link_shown")
    };
    tx.record(&random::uid(), now, &event).await?;
    tx.commit().await?;
    let code = app.key.link(&recipient.uid.0, recipient.rotate);
    Ok(ShownLink {
        url: address(&app.settings.portal.url, &code),
        number: number(&recipient.uid.0),
        expires_at: recipient.expires_at,
        code,
    })
}

/// The address of a link.
pub fn address(portal: &Url, code: &LinkCode) -> String {
    format!(
        "{}/e/{}",
        portal.as_str().trim_end_matches('/'),
        code.expose()
    )
}
