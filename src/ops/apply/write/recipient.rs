//! One recipient: its row, its link, how it ends.

use super::send::Link;
use super::{Writer, declared_invitation, find, lost, unreadable, version};
use crate::base::error::Kind;
use crate::model::id::{InvitationId, RecipientUid};
use crate::model::invitation::{Invitation, Recipient};
use crate::model::observed::{ObservedInvitation, ObservedRecipient};
use crate::ops::{Error, random};
use crate::plan::change::{Action, Change, Precondition};
use crate::plan::entry::{place_text, recipient_body};
use crate::plan::known_of;
use crate::render::message::Changed;
use crate::store::invitation::{NewRecipient, RecipientEntry};

impl Writer<'_> {
    pub(super) async fn recipient(&mut self, change: &Change, key: &str) -> Result<(), Error> {
        if change.action == Action::Create {
            return self.invite(change, key).await;
        }
        let known = self.known(change, key)?.clone();
        let uid = known.uid.clone();
        if change.preconditions.contains(&Precondition::Live) {
            self.tx.require_live(&uid, self.now).await?;
        }
        let version = version(change)?;
        let invitation = self
            .desired
            .invitations
            .get(&InvitationId(change.id.clone()));
        let declared = invitation.and_then(|i| Some((i, find(i, key)?)));
        match declared {
            None => self.tx.remove_recipient(&uid, version, self.now).await?,
            Some((invitation, recipient)) => {
                let (body, digest) = recipient_body(recipient).map_err(unreadable)?;
                let entry = RecipientEntry {
                    body: &body,
                    digest: &digest,
                    place: &place_text(&recipient.place),
                };
                let reason = recipient
                    .revoked
                    .as_deref()
                    .or(invitation.revoked.as_deref());
                let revoked = reason.map(|reason| (reason, self.now));
                self.tx
                    .update_recipient(&uid, version, &entry, revoked)
                    .await?;
            }
        }
        // A message that waits still is not sent beside the one that takes its place.
        if change.ends_link() || change.messages() > 0 {
            self.tx.cancel_unsent_of(&uid, self.now).await?;
        }
        if change.action == Action::Expire {
            self.tx.set_lapse_recorded(&uid, self.now).await?;
        }
        let mut rotate = known.rotate;
        if change.action == Action::Rotate {
            rotate = rotate.saturating_add(1);
            let hash = self.app.key.link(&uid.0, rotate).hash();
            self.tx.set_link(&uid, rotate, &hash, self.now).await?;
        }
        self.record(change, Some(&uid)).await?;
        if change.messages() > 0 {
            let told = declared.map(|(i, r)| (i.clone(), r.clone()));
            self.tell(change, told, &known, rotate).await?;
        }
        Ok(())
    }

    /// The messages about a link that was known: as declared now, else as it was applied last.
    async fn tell(
        &mut self,
        change: &Change,
        declared: Option<(Invitation, Recipient)>,
        known: &ObservedRecipient,
        rotate: u32,
    ) -> Result<(), Error> {
        let before = self.stored(change, known)?;
        let site = before.0.site.clone();
        let (invitation, recipient) = declared.unwrap_or(before);
        let expires_at = invitation.expires.end(known.anchored_at);
        let link = Link {
            uid: &known.uid,
            rotate,
            again: version(change)?,
            expires_at,
            invited: known.anchored_at,
            changed: Changed {
                expires: expires_at != known.expires_at,
                site: invitation.site != site,
            },
        };
        self.send(change, &invitation, &recipient, &link).await
    }

    /// A new recipient: its row, its link, and its message rendered now, so that every try sends the same bytes.
    async fn invite(&mut self, change: &Change, key: &str) -> Result<(), Error> {
        let invitation = declared_invitation(self.desired, change)?;
        let recipient = find(invitation, key).ok_or_else(|| lost(change))?;
        let uid = RecipientUid(random::uid());
        let (body, digest) = recipient_body(recipient).map_err(unreadable)?;
        let expires_at = invitation.expires.end(self.now);
        let new = NewRecipient {
            uid: &uid,
            invitation: &invitation.id,
            key,
            entry: RecipientEntry {
                body: &body,
                digest: &digest,
                place: &place_text(&recipient.place),
            },
            link_hash: &self.app.key.link(&uid.0, 0).hash(),
            anchored_at: self.now,
            opens_at: invitation.opens,
            expires_at,
            uses: invitation.uses,
        };
        self.tx.create_recipient(&new).await?;
        self.tx
            .schedule_reminders(&uid, &invitation.remind, expires_at, self.now)
            .await?;
        self.record(change, Some(&uid)).await?;
        let link = Link {
            uid: &uid,
            rotate: 0,
            again: 0,
            expires_at,
            invited: self.now,
            changed: Changed::default(),
        };
        self.send(change, invitation, recipient, &link).await
    }

    /// Invitation and recipient as they were applied last.
    fn stored(
        &self,
        change: &Change,
        known: &ObservedRecipient,
    ) -> Result<(Invitation, Recipient), Error> {
        let invitation = &self.known_invitation(change)?.entry.body;
        let read = |e: serde_json::Error| Error::new(Kind::Operational, e.to_string());
        Ok((
            serde_json::from_str(invitation).map_err(read)?,
            serde_json::from_str(&known.body).map_err(read)?,
        ))
    }

    fn known_invitation(&self, change: &Change) -> Result<&ObservedInvitation, Error> {
        let id = InvitationId(change.id.clone());
        let known = match self.desired.invitations.get(&id) {
            Some(invitation) => known_of(self.desired, self.observed, invitation).map(|k| k.1),
            None => self.observed.invitations.get(&id),
        };
        known.ok_or_else(|| lost(change))
    }

    fn known(&self, change: &Change, key: &str) -> Result<&ObservedRecipient, Error> {
        let known = self.known_invitation(change)?.recipients.get(key);
        known.ok_or_else(|| lost(change))
    }
}
