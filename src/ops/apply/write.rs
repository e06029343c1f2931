//! Writes the changes of a plan, one by one, in the transaction. Chooses nothing.

use std::collections::BTreeMap;

use super::super::{App, Error, abort, message, random};
use crate::base::error::Kind as ErrorKind;
use crate::base::time::Timestamp;
use crate::model::declared::{Desired, Kind};
use crate::model::id::{InvitationId, RecipientUid, RunId};
use crate::model::invitation::{Invitation, Recipient, SiteRule};
use crate::model::observed::{Observed, ObservedRecipient};
use crate::plan::change::{Action, Change, Channel, Effect, Precondition};
use crate::plan::entry::{Entry, entries, place_text, recipient_body};
use crate::plan::{Plan, known_of};
use crate::store::Tx;
use crate::store::declared;
use crate::store::event::{Actor, Event};
use crate::store::invitation::{InvitationEntry, NewRecipient, RecipientEntry};

/// The link a message is about.
struct Link<'a> {
    uid: &'a RecipientUid,
    rotate: u32,
    /// Version of the recipient that the message was planned against; 0 for the first message.
    again: i64,
    expires_at: Option<Timestamp>,
}

struct Writer<'a> {
    app: &'a App,
    desired: &'a Desired,
    observed: &'a Observed,
    entries: BTreeMap<(Kind, String), Entry>,
    run: &'a RunId,
    now: Timestamp,
    tx: &'a mut Tx,
}

/// Makes every change of the plan, in its order.
pub(super) async fn changes(
    app: &App,
    desired: &Desired,
    observed: &Observed,
    (plan, run): (&Plan, &RunId),
    tx: &mut Tx,
) -> Result<(), Error> {
    let entries = entries(desired).map_err(unreadable)?;
    let now = plan.now;
    let mut writer = Writer {
        app,
        desired,
        observed,
        entries,
        run,
        now,
        tx,
    };
    for (n, change) in plan.changes.iter().enumerate() {
        match (&change.recipient, change.kind) {
            (Some(tag), _) => writer.recipient(change, &tag.key).await?,
            (None, Kind::Invitation) => writer.invitation(change).await?,
            (None, _) => writer.entry(change).await?,
        }
        if n == plan.changes.len() / 2 {
            abort::point("A3");
        }
    }
    Ok(())
}

impl Writer<'_> {
    async fn entry(&mut self, change: &Change) -> Result<(), Error> {
        let run = &self.run.0;
        if change.action == Action::Remove {
            let version = version(change)?;
            self.tx
                .remove_declared(change.kind, &change.id, version)
                .await?;
        } else {
            let entry = self
                .entries
                .get(&(change.kind, change.id.clone()))
                .ok_or_else(|| lost(change))?;
            let row = declared::Entry {
                kind: entry.kind,
                id: &entry.id,
                body: &entry.body,
                digest: &entry.digest,
                source: &entry.source,
                place: &entry.place,
            };
            match change.action {
                Action::Create => self.tx.create_declared(&row, run).await?,
                _ => self.tx.update_declared(&row, version(change)?, run).await?,
            }
        }
        self.record(change, None).await
    }

    async fn invitation(&mut self, change: &Change) -> Result<(), Error> {
        let run = &self.run.0;
        if change.action == Action::Remove {
            let version = version(change)?;
            self.tx
                .remove_invitation(&change.id, version, run, self.now)
                .await?;
            return self.record(change, None).await;
        }
        let invitation = declared_invitation(self.desired, change)?;
        let entry = Entry::of_invitation(invitation).map_err(unreadable)?;
        let row = InvitationEntry {
            id: &entry.id,
            body: &entry.body,
            digest: &entry.digest,
            source: &entry.source,
            place: &entry.place,
        };
        if change.action == Action::Create {
            self.tx.create_invitation(&row, run, self.now).await?;
        } else {
            let version = version(change)?;
            if change.action == Action::Rename {
                let known = known_of(self.desired, self.observed, invitation);
                let (from, _) = known.ok_or_else(|| lost(change))?;
                self.tx
                    .rename_invitation((from, version), &row, run, self.now)
                    .await?;
            } else {
                self.tx.update_invitation(&row, version, run).await?;
            }
            let id = &invitation.id;
            self.tx
                .set_link_rules(id, invitation.uses, invitation.opens)
                .await?;
            if change.until.is_some() {
                self.tx.set_link_ends(id, &invitation.expires).await?;
            }
        }
        self.record(change, None).await
    }

    async fn recipient(&mut self, change: &Change, key: &str) -> Result<(), Error> {
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
        if let Some((invitation, recipient)) = declared {
            let link = Link {
                uid: &uid,
                rotate,
                again: version,
                expires_at: invitation.expires.end(known.anchored_at),
            };
            self.send(change, invitation, recipient, &link).await?;
        }
        Ok(())
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
        self.record(change, Some(&uid)).await?;
        let link = Link {
            uid: &uid,
            rotate: 0,
            again: 0,
            expires_at,
        };
        self.send(change, invitation, recipient, &link).await
    }

    /// The messages that the change causes.
    async fn send(
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
            Channel::Sms => Err(Error::new(
                ErrorKind::Config,
                "text messages cannot be sent yet",
            )),
        }
    }

    fn known(&self, change: &Change, key: &str) -> Result<&ObservedRecipient, Error> {
        let id = InvitationId(change.id.clone());
        let known = match self.desired.invitations.get(&id) {
            Some(invitation) => known_of(self.desired, self.observed, invitation).map(|k| k.1),
            None => self.observed.invitations.get(&id),
        };
        known
            .and_then(|k| k.recipients.get(key))
            .ok_or_else(|| lost(change))
    }

    async fn record(&mut self, change: &Change, uid: Option<&RecipientUid>) -> Result<(), Error> {
        let invitation = (change.kind == Kind::Invitation).then_some(change.id.as_str());
        let event = Event {
            invitation,
            recipient: uid.map(|uid| uid.0.as_str()),
            subject: invitation.is_none().then_some(change.id.as_str()),
            detail: serde_json::json!({
                "kind": change.kind.word(),
                "source": change.place,
                "policy": self.policy(change),
            }),
            run: Some(&self.run.0),
            ..Event::new(Actor::Apply, verb(change))
        };
        Ok(self.tx.record(&random::uid(), self.now, &event).await?)
    }

    fn policy(&self, change: &Change) -> Option<&str> {
        let id = InvitationId(change.id.clone());
        let invitation = self.desired.invitations.get(&id)?;
        (change.kind == Kind::Invitation).then_some(invitation.policy.0.as_str())
    }
}

/// Remembers where unchanged entries stand now: moving one changes nothing else.
pub(super) async fn places(
    desired: &Desired,
    observed: &Observed,
    tx: &mut Tx,
) -> Result<(), Error> {
    for entry in entries(desired).map_err(unreadable)?.values() {
        let known = observed.entries.get(&entry.kind);
        if known
            .and_then(|k| k.get(&entry.id))
            .is_some_and(|known| known.place != entry.place)
        {
            tx.move_declared(entry.kind, &entry.id, &entry.place)
                .await?;
        }
    }
    for invitation in desired.invitations.values() {
        let Some((_, known)) = known_of(desired, observed, invitation) else {
            continue;
        };
        let place = place_text(&invitation.place);
        if known.entry.place != place {
            tx.move_invitation(&invitation.id.0, &place).await?;
        }
        for recipient in &invitation.recipients {
            let place = place_text(&recipient.place);
            let link = known.recipients.get(&recipient.key);
            if let Some(link) = link.filter(|link| link.place != place) {
                tx.move_recipient(&link.uid, &place).await?;
            }
        }
    }
    Ok(())
}

fn verb(change: &Change) -> &'static str {
    match (change.action, change.recipient.is_some()) {
        (Action::Create, true) => "invited",
        (Action::Create, false) => "created",
        (Action::Update, _) => "updated",
        (Action::Remove, _) => "removed",
        (Action::Revoke, _) => "revoked",
        (Action::Forget, _) => "forgotten",
        (Action::Expire, _) => "expired",
        (Action::Revive, _) => "revived",
        (Action::Rename, _) => "renamed",
        (Action::Resend, _) => "sent_again",
        (Action::Rotate, _) => "rotated",
    }
}

fn version(change: &Change) -> Result<i64, Error> {
    let found = change.preconditions.iter().find_map(|p| match p {
        Precondition::Version { equals } => Some(*equals),
        Precondition::Absent | Precondition::Live => None,
    });
    found.ok_or_else(|| lost(change))
}

fn declared_invitation<'a>(desired: &'a Desired, change: &Change) -> Result<&'a Invitation, Error> {
    let id = InvitationId(change.id.clone());
    desired.invitations.get(&id).ok_or_else(|| lost(change))
}

fn find<'a>(invitation: &'a Invitation, key: &str) -> Option<&'a Recipient> {
    // Ordered by key, as the model says.
    let all = &invitation.recipients;
    let at = all.binary_search_by(|r| r.key.as_str().cmp(key)).ok()?;
    all.get(at)
}

/// The plan was made of these very values a moment ago, so this cannot be.
fn lost(change: &Change) -> Error {
    let what = format!("{} {}", change.kind.word(), change.id);
    Error::new(
        ErrorKind::Operational,
        format!("{what} is not where the plan saw it"),
    )
}

fn unreadable(error: crate::plan::Unreadable) -> Error {
    Error::new(ErrorKind::Operational, error.to_string())
}
