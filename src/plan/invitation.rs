//! The diff of invitations and their recipients.

use std::collections::BTreeSet;

use super::again::Again;
use super::change::{Action, Change, Effect, Phase, Precondition, Reason, Sources, Until};
use super::entry::{Entry, changed_fields, changed_recipient_fields, place_text, recipient_body};
use super::fact::Fact;
use super::tag::Tagger;
use super::{Unreadable, known_of};
use crate::base::time::Timestamp;
use crate::model::declared::{Desired, Kind};
use crate::model::id::InvitationId;
use crate::model::invitation::{Delivery, Invitation, Recipient, SiteRule};
use crate::model::message::{Channel, MessageKind};
use crate::model::observed::{Observed, ObservedInvitation, ObservedRecipient};

/// What happens to a link: when, what, why, and what it causes.
pub(super) type Decided = (Phase, Action, Reason, Vec<Effect>);

/// What the diff of invitations reads and collects.
pub(super) struct Invitations<'a> {
    pub desired: &'a Desired,
    pub observed: &'a Observed,
    pub now: Timestamp,
    pub tagger: Tagger,
    pub changes: Vec<Change>,
    pub facts: Vec<Fact>,
}

impl Invitations<'_> {
    /// Compares every invitation of both sides.
    pub fn compare(&mut self) -> Result<(), Unreadable> {
        let (desired, observed) = (self.desired, self.observed);
        let mut renamed = BTreeSet::new();
        for invitation in desired.invitations.values() {
            let known = known_of(desired, observed, invitation);
            if let Some((id, _)) = known.filter(|(id, _)| **id != invitation.id) {
                renamed.insert(id);
            }
            self.declared(invitation, known)?;
        }
        for (id, known) in &observed.invitations {
            let stays = desired.invitations.contains_key(id) || renamed.contains(id);
            if !stays && !known.removed {
                self.gone(&id.0, known)?;
            }
        }
        Ok(())
    }

    fn declared(
        &mut self,
        invitation: &Invitation,
        known: Option<(&InvitationId, &ObservedInvitation)>,
    ) -> Result<(), Unreadable> {
        let entry = Entry::of_invitation(invitation)?;
        match known.filter(|(_, k)| !k.removed) {
            None => self.create(invitation, entry),
            Some((id, known)) => self.update(invitation, &entry, (id, known))?,
        }
        let known = known.map(|(_, known)| known);
        let again = Again::of(invitation, known)?;
        let mut withheld = 0;
        for recipient in &invitation.recipients {
            match known.and_then(|k| Some((k, k.recipients.get(&recipient.key)?))) {
                Some((known, link)) => {
                    self.existing((invitation, recipient), link, known, again)?;
                }
                None if self.is_wanted(invitation, recipient, known) => {
                    self.invite(invitation, recipient)?;
                }
                None => withheld += 1,
            }
        }
        if withheld > 0 {
            self.facts.push(Fact::Withheld {
                id: invitation.id.0.clone(),
                recipients: withheld,
            });
        }
        if let Some(known) = known {
            let declared: BTreeSet<_> = invitation.recipients.iter().map(|r| &r.key).collect();
            let links = known.recipients.iter();
            for (key, link) in links.filter(|(key, _)| !declared.contains(key)) {
                self.drop_link(&invitation.id.0, key, link, known)?;
            }
        }
        Ok(())
    }

    fn create(&mut self, invitation: &Invitation, entry: Entry) {
        self.changes.push(Change {
            phase: Phase::Write,
            preconditions: vec![Precondition::Absent],
            after: Some(entry.digest),
            until: Some(self.until(invitation)),
            ..blank(Action::Create, &entry.id, Reason::New, entry.place)
        });
    }

    fn update(
        &mut self,
        invitation: &Invitation,
        entry: &Entry,
        (id, known): (&InvitationId, &ObservedInvitation),
    ) -> Result<(), Unreadable> {
        if entry.digest == known.entry.digest {
            return Ok(());
        }
        let fields = changed_fields(Kind::Invitation, &known.entry.body, &entry.body)?;
        if fields.is_empty() {
            return Ok(());
        }
        let (action, reason) = match *id == invitation.id {
            true => (Action::Update, Reason::Edited),
            false => (Action::Rename, Reason::Renamed(id.0.clone())),
        };
        let ends = fields.iter().any(|f| f.path.starts_with("/expires"));
        let live = known.recipients.values().filter(|r| self.is_live(r, known));
        self.changes.push(Change {
            phase: Phase::Write,
            preconditions: vec![Precondition::Version {
                equals: known.entry.version,
            }],
            before: Some(known.entry.digest.clone()),
            after: Some(entry.digest.clone()),
            sources: Some(Sources {
                before: known.entry.source.clone(),
                after: entry.source.clone(),
            }),
            until: ends.then(|| self.until(invitation)),
            links: Some(u32::try_from(live.count()).unwrap_or(u32::MAX)),
            fields,
            ..blank(action, &entry.id, reason, entry.place.clone())
        });
        Ok(())
    }

    pub(super) fn until(&self, invitation: &Invitation) -> Until {
        Until {
            rule: invitation.expires.clone(),
            zone: zone_of(self.desired, invitation).clone(),
            sends: invitation.send != Delivery::None,
        }
    }

    fn is_live(&self, link: &ObservedRecipient, known: &ObservedInvitation) -> bool {
        known.held.is_none() && link.is_live(self.now)
    }

    /// A recipient without a link gets one only when it would work: a message with a dead link helps nobody,
    /// and the message goes out once the link can work.
    fn is_wanted(
        &self,
        invitation: &Invitation,
        recipient: &Recipient,
        known: Option<&ObservedInvitation>,
    ) -> bool {
        let over = invitation
            .expires
            .end(self.now)
            .is_some_and(|end| end <= self.now);
        let held = known.is_some_and(|k| k.held.is_some());
        !over && !held && revoked(invitation, recipient).is_none()
    }

    fn invite(&mut self, invitation: &Invitation, recipient: &Recipient) -> Result<(), Unreadable> {
        let (_, digest) = recipient_body(recipient)?;
        let id = &invitation.id.0;
        let place = place_text(&recipient.place);
        self.changes.push(Change {
            phase: Phase::Write,
            recipient: Some(self.tagger.recipient(id, &recipient.key)),
            preconditions: vec![Precondition::Absent],
            after: Some(self.tagger.tag(&digest)),
            effects: messages(invitation.send, recipient, MessageKind::Invite),
            ..blank(Action::Create, id, Reason::New, place)
        });
        Ok(())
    }

    /// A recipient that both sides know: revoked, ended, revived or edited; else nothing.
    fn existing(
        &mut self,
        (invitation, recipient): (&Invitation, &Recipient),
        link: &ObservedRecipient,
        known: &ObservedInvitation,
        again: Again,
    ) -> Result<(), Unreadable> {
        let held = known.held.is_some();
        let (body, digest) = recipient_body(recipient)?;
        let fields = if digest == link.digest {
            Vec::new()
        } else {
            changed_recipient_fields(&link.body, &body)?
        };
        let wanted = (invitation, recipient);
        let decided = self.decide(wanted, link, held, !fields.is_empty());
        let decided = self.again(wanted, link, held, (again, decided));
        let decided = self.notify(wanted, link, known, decided)?;
        let Some((phase, action, reason, effects)) = decided else {
            return Ok(());
        };
        let tag = self.tagger.recipient(&invitation.id.0, &recipient.key);
        let place = place_text(&recipient.place);
        self.changes.push(Change {
            phase,
            preconditions: preconditions(link, &effects),
            before: Some(self.tagger.tag(&link.digest)),
            after: Some(self.tagger.tag(&digest)),
            fields,
            effects,
            recipient: Some(tag),
            ..blank(action, &invitation.id.0, reason, place)
        });
        Ok(())
    }

    /// What happens to a link whose recipient stays declared.
    fn decide(
        &self,
        (invitation, recipient): (&Invitation, &Recipient),
        link: &ObservedRecipient,
        held: bool,
        edited: bool,
    ) -> Option<Decided> {
        let live = !held && link.is_live(self.now);
        let end = invitation.expires.end(link.anchored_at);
        let over = end.is_some_and(|end| end <= self.now);
        let spent = invitation.uses.is_some_and(|uses| link.used >= uses);
        let usable = !held && link.held.is_none() && !over && !spent;
        let only_if = |condition: bool, effect| if condition { vec![effect] } else { vec![] };
        Some(match (&link.revoked, revoked(invitation, recipient)) {
            (None, Some(why)) => {
                let reason = Reason::Revoked(why.to_owned());
                match live {
                    true => (
                        Phase::Revoke,
                        Action::Revoke,
                        reason,
                        vec![Effect::RevokeLink],
                    ),
                    false => (Phase::Write, Action::Update, reason, vec![]),
                }
            }
            (Some(_), None) => {
                let effects = only_if(usable, Effect::ReviveLink);
                (
                    Phase::Loosen,
                    Action::Revive,
                    Reason::NoLongerRevoked,
                    effects,
                )
            }
            (None, None) if live && over => {
                let effects = vec![Effect::ExpireLink];
                (Phase::Expire, Action::Expire, Reason::ExpiryPassed, effects)
            }
            (was, is) if edited || was.as_deref() != is => {
                (Phase::Write, Action::Update, Reason::Edited, vec![])
            }
            _ => return None,
        })
    }

    fn gone(&mut self, id: &str, known: &ObservedInvitation) -> Result<(), Unreadable> {
        for (key, link) in &known.recipients {
            self.drop_link(id, key, link, known)?;
        }
        self.changes.push(Change {
            preconditions: vec![Precondition::Version {
                equals: known.entry.version,
            }],
            before: Some(known.entry.digest.clone()),
            ..blank(
                Action::Remove,
                id,
                Reason::Removed,
                known.entry.place.clone(),
            )
        });
        Ok(())
    }

    fn drop_link(
        &mut self,
        id: &str,
        key: &str,
        link: &ObservedRecipient,
        known: &ObservedInvitation,
    ) -> Result<(), Unreadable> {
        let live = self.is_live(link, known);
        let (action, reason) = match live {
            true => (Action::Revoke, Reason::Removed),
            false if link.is_used_up() => (Action::Forget, Reason::RemovedUsedUp),
            false => (Action::Forget, Reason::RemovedEnded),
        };
        let mut effects = Vec::new();
        if live {
            effects.push(Effect::RevokeLink);
            effects.extend(self.farewell(link, known)?);
        }
        self.changes.push(Change {
            recipient: Some(self.tagger.recipient(id, key)),
            preconditions: preconditions(link, &effects),
            before: Some(self.tagger.tag(&link.digest)),
            effects,
            ..blank(action, id, reason, link.place.clone())
        });
        Ok(())
    }
}

/// The zone of the fixed site, else of the organization.
pub(super) fn zone_of<'a>(desired: &'a Desired, invitation: &Invitation) -> &'a String {
    let site = match &invitation.site {
        SiteRule::Fixed(id) => desired.sites.get(id),
        SiteRule::None | SiteRule::Choose => None,
    };
    let zone = site.and_then(|site| site.time_zone.as_ref());
    zone.unwrap_or(&desired.organization.time_zone)
}

/// Why the repository revokes this link, if it does.
pub(super) fn revoked<'a>(invitation: &'a Invitation, recipient: &'a Recipient) -> Option<&'a str> {
    recipient
        .revoked
        .as_deref()
        .or(invitation.revoked.as_deref())
}

fn preconditions(link: &ObservedRecipient, effects: &[Effect]) -> Vec<Precondition> {
    let mut all = vec![Precondition::Version {
        equals: link.version,
    }];
    if effects.iter().any(|e| {
        matches!(
            e,
            Effect::RevokeLink | Effect::ExpireLink | Effect::RotateLink
        )
    }) {
        all.push(Precondition::Live);
    }
    all
}

/// The messages of this kind that reach a recipient.
pub(super) fn messages(send: Delivery, recipient: &Recipient, message: MessageKind) -> Vec<Effect> {
    let email = matches!(send, Delivery::Email | Delivery::Both) && recipient.email.is_some();
    let sms = matches!(send, Delivery::Sms | Delivery::Both) && recipient.phone.is_some();
    [(email, Channel::Email), (sms, Channel::Sms)]
        .into_iter()
        .filter(|(wanted, _)| *wanted)
        .map(|(_, channel)| Effect::SendMessage { message, channel })
        .collect()
}

/// A change of an invitation with nothing in it yet; revocation comes first, so that is its phase.
fn blank(action: Action, id: &str, reason: Reason, place: String) -> Change {
    Change {
        phase: Phase::Revoke,
        place,
        ..Change::new(action, Kind::Invitation, id, reason)
    }
}
