//! Counters of invitations: what raising one does to the links that are known.

use super::Unreadable;
use super::change::{Action, Effect, Phase, Reason};
use super::invitation::{Decided, Invitations, messages, revoked};
use crate::model::invitation::{Invitation, Recipient};
use crate::model::message::MessageKind;
use crate::model::observed::{ObservedInvitation, ObservedRecipient};

/// Which counter of an invitation was raised since it was applied last; a new link comes with a message anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    No,
    Resend(u32),
    Rotate(u32),
}

impl Again {
    /// The counter of `invitation` that is higher than what is `known`.
    pub fn of(
        invitation: &Invitation,
        known: Option<&ObservedInvitation>,
    ) -> Result<Self, Unreadable> {
        let Some(known) = known else {
            return Ok(Self::No);
        };
        let before: Counters = serde_json::from_str(&known.entry.body)?;
        Ok(if invitation.rotate > before.rotate {
            Self::Rotate(invitation.rotate)
        } else if invitation.resend > before.resend {
            Self::Resend(invitation.resend)
        } else {
            Self::No
        })
    }
}

/// The counters of a stored invitation.
#[derive(serde::Deserialize)]
struct Counters {
    #[serde(default)]
    resend: u32,
    #[serde(default)]
    rotate: u32,
}

impl Invitations<'_> {
    /// A raised counter: a new link, or the message once more, for whoever holds a link that works. What takes a
    /// link away goes first; a link that does not work is only made anew.
    pub(super) fn again(
        &self,
        (invitation, recipient): (&Invitation, &Recipient),
        link: &ObservedRecipient,
        held: bool,
        (again, decided): (Again, Option<Decided>),
    ) -> Option<Decided> {
        let ends = |d: &Decided| matches!(d.0, Phase::Revoke | Phase::Expire);
        if again == Again::No || decided.as_ref().is_some_and(ends) {
            return decided;
        }
        let end = invitation.expires.end(link.anchored_at);
        let over = end.is_some_and(|end| end <= self.now);
        let spent = invitation.uses.is_some_and(|uses| link.used >= uses);
        let revoked = revoked(invitation, recipient).is_some();
        let usable = !held && link.held.is_none() && !over && !spent && !revoked;
        let phase = decided.as_ref().map_or(Phase::Write, |d| d.0);
        let mut effects = decided.as_ref().map_or_else(Vec::new, |d| d.3.clone());
        let sends = match usable {
            true => messages(invitation.send, recipient, MessageKind::Invite),
            false => Vec::new(),
        };
        match again {
            Again::Rotate(counter) => {
                if !held && link.is_live(self.now) {
                    effects.push(Effect::RotateLink);
                }
                effects.extend(sends);
                Some((phase, Action::Rotate, Reason::Rotated(counter), effects))
            }
            Again::Resend(counter) if !sends.is_empty() => {
                effects.extend(sends);
                Some((phase, Action::Resend, Reason::Resent(counter), effects))
            }
            Again::Resend(_) | Again::No => decided,
        }
    }
}
