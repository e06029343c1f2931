//! The messages that a change causes, rendered now, so that every try sends the same bytes.

use super::Writer;
use crate::base::time::Timestamp;
use crate::model::id::RecipientUid;
use crate::model::invitation::{Invitation, Recipient, SiteRule};
use crate::model::message::{Channel, MessageKind};
use crate::ops::{Error, message, text};
use crate::plan::change::{Change, Effect};
use crate::render::message::Changed;
use crate::store::wave;

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
        let row = match (channel, kind) {
            (Channel::Email, MessageKind::Changed) => message::changed(self.app, of, changed)?,
            (Channel::Email, MessageKind::Revoked) => message::revoked(self.app, of)?,
            (Channel::Sms, MessageKind::Changed | MessageKind::Revoked) => {
                text::told(self.app, of, kind)?
            }
            // Reminders and receipts are no effects of a plan.
            (Channel::Email, _) => message::invite(self.app, of)?,
            (Channel::Sms, _) => text::invite(self.app, of)?,
        };
        let written = self.written.entry(kind).or_default();
        let wave = wave::number(*written + 1);
        if self.tx.enqueue_in_wave(&row, wave, self.now).await? {
            *written += 1;
        }
        Ok(())
    }
}
