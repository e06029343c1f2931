//! Telling people what became of their link, where an invitation says `notify`.

use serde::Deserialize;

use super::Unreadable;
use super::change::{Action, Effect, Phase, Reason};
use super::invitation::{Decided, Invitations, messages};
use crate::model::invitation::{Delivery, Invitation, Recipient, SiteRule};
use crate::model::message::MessageKind;
use crate::model::observed::{ObservedInvitation, ObservedRecipient};

/// What a stored invitation says of it.
#[derive(Deserialize)]
struct Stored {
    #[serde(default)]
    notify: bool,
    send: Delivery,
    site: SiteRule,
}

impl Invitations<'_> {
    /// Adds the message to a link that ends, or whose end or site is another one. Only who got the link is told,
    /// and nobody whose new message says it anyway.
    pub(super) fn notify(
        &self,
        (invitation, recipient): (&Invitation, &Recipient),
        link: &ObservedRecipient,
        known: &ObservedInvitation,
        decided: Option<Decided>,
    ) -> Result<Option<Decided>, Unreadable> {
        if !invitation.notify || !link.delivered {
            return Ok(decided);
        }
        let of = |kind| messages(invitation.send, recipient, kind);
        if let Some((phase, action, reason, mut effects)) = decided {
            let says = effects
                .iter()
                .any(|e| matches!(e, Effect::SendMessage { .. }));
            if ends(&effects) {
                effects.extend(of(MessageKind::Revoked));
            } else if !says && self.moved(invitation, link, known)? {
                effects.extend(of(MessageKind::Changed));
            }
            return Ok(Some((phase, action, reason, effects)));
        }
        let moved = self.moved(invitation, link, known)?;
        let effects = of(MessageKind::Changed);
        let tells = moved && !effects.is_empty();
        Ok(tells.then_some((Phase::Write, Action::Update, Reason::Moved, effects)))
    }

    /// Whether a working link gets another end or site.
    fn moved(
        &self,
        invitation: &Invitation,
        link: &ObservedRecipient,
        known: &ObservedInvitation,
    ) -> Result<bool, Unreadable> {
        if known.held.is_some() || !link.is_live(self.now) {
            return Ok(false);
        }
        let end = invitation.expires.end(link.anchored_at);
        let stored: Stored = serde_json::from_str(&known.entry.body)?;
        Ok(end != link.expires_at || stored.site != invitation.site)
    }

    /// The messages to somebody whose link leaves the repository, as its invitation said when it was applied last.
    pub(super) fn farewell(
        &self,
        link: &ObservedRecipient,
        known: &ObservedInvitation,
    ) -> Result<Vec<Effect>, Unreadable> {
        let stored: Stored = serde_json::from_str(&known.entry.body)?;
        if !stored.notify || !link.delivered {
            return Ok(Vec::new());
        }
        let recipient: Recipient = serde_json::from_str(&link.body)?;
        Ok(messages(stored.send, &recipient, MessageKind::Revoked))
    }
}

fn ends(effects: &[Effect]) -> bool {
    let ends = |e: &Effect| matches!(e, Effect::RevokeLink | Effect::ExpireLink);
    effects.iter().any(ends)
}
