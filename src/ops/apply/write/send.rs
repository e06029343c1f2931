//! The messages that a change causes, rendered now, so that every try sends the same bytes.

use super::Writer;
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::model::id::RecipientUid;
use crate::model::invitation::{Invitation, Recipient, SiteRule};
use crate::ops::{Error, message};
use crate::plan::change::{Change, Channel, Effect};

/// The link a message is about.
pub(super) struct Link<'a> {
    pub(super) uid: &'a RecipientUid,
    pub(super) rotate: u32,
    /// Version of the recipient that the message was planned against; 0 for the first message.
    pub(super) again: i64,
    pub(super) expires_at: Option<Timestamp>,
}

impl Writer<'_> {
    /// The messages that the change causes.
    pub(super) async fn send(
        &mut self,
        change: &Change,
        invitation: &Invitation,
        recipient: &Recipient,
        link: &Link<'_>,
    ) -> Result<(), Error> {
        let site = match &invitation.site {
            SiteRule::Fixed(id) => self.desired.sites.get(id),
            SiteRule::None | SiteRule::Choose => None,
        };
        let of = message::Invite {
            organization: &self.desired.organization,
            invitation,
            site,
            recipient,
            uid: link.uid,
            rotate: link.rotate,
            again: link.again,
            expires_at: link.expires_at,
            invited: self.now,
            run: Some(&self.run.0),
            now: self.now,
        };
        for effect in &change.effects {
            if let Effect::SendMessage { channel, .. } = effect {
                self.enqueue(*channel, &of).await?;
            }
        }
        Ok(())
    }

    async fn enqueue(&mut self, channel: Channel, of: &message::Invite<'_>) -> Result<(), Error> {
        match channel {
            Channel::Email => {
                let row = message::invite(self.app, of)?;
                self.tx.enqueue(&row, self.now).await?;
                Ok(())
            }
            Channel::Sms => Err(Error::new(Kind::Config, "text messages cannot be sent yet")),
        }
    }
}
