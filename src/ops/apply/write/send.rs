//! The messages that a change causes, rendered now, so that every try sends the same bytes.

use super::Writer;
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::model::id::RecipientUid;
use crate::model::invitation::{Invitation, Recipient, SiteRule};
use crate::model::message::MessageKind;
use crate::ops::{Error, message};
use crate::plan::change::{Change, Channel, Effect};
use crate::render::message::Changed;

/// The link a message is about.
pub(super) struct Link<'a> {
    pub(super) uid: &'a RecipientUid,
    pub(super) rotate: u32,
    /// Version of the recipient that the message was planned against; 0 for the first message.
    pub(super) again: i64,
    pub(super) expires_at: Option<Timestamp>,
    pub(super) invited: Timestamp,
    /// What of it is not as the first message said.
    pub(super) changed: Changed,
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
            invited: link.invited,
            run: Some(&self.run.0),
            now: self.now,
        };
        for effect in &change.effects {
            if let Effect::SendMessage { message, channel } = effect {
                let sent = (*message, *channel);
                self.enqueue(sent, &of, link.changed).await?;
            }
        }
        Ok(())
    }

    async fn enqueue(
        &mut self,
        (kind, channel): (MessageKind, Channel),
        of: &message::Invite<'_>,
        changed: Changed,
    ) -> Result<(), Error> {
        if channel == Channel::Sms {
            return Err(Error::new(Kind::Config, "text messages cannot be sent yet"));
        }
        let row = match kind {
            MessageKind::Changed => message::changed(self.app, of, changed)?,
            MessageKind::Revoked => message::revoked(self.app, of)?,
            // Reminders and receipts are no effects of a plan.
            MessageKind::Invite | MessageKind::Reminder | MessageKind::Receipt => {
                message::invite(self.app, of)?
            }
        };
        self.tx.enqueue(&row, self.now).await?;
        Ok(())
    }
}
