//! Sites, policies and the like, and invitations as a whole.

use super::{Writer, declared_invitation, lost, unreadable, version};
use crate::model::declared::Kind;
use crate::ops::Error;
use crate::plan::change::{Action, Change, FieldChange};
use crate::plan::entry::Entry;
use crate::plan::known_of;
use crate::store::declared;
use crate::store::invitation::InvitationEntry;

impl Writer<'_> {
    pub(super) async fn entry(&mut self, change: &Change) -> Result<(), Error> {
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
            if change.kind == Kind::Organization {
                let logo = self.desired.organization.logo.as_ref();
                let logo = logo.map(|logo| logo.sha256.as_str());
                self.tx
                    .keep_picture(logo.zip(self.desired.logo.as_deref()))
                    .await?;
            }
        }
        self.record(change, None).await
    }

    pub(super) async fn invitation(&mut self, change: &Change) -> Result<(), Error> {
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
            policy: &invitation.policy.0,
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
            let reminds = |field: &FieldChange| field.path.starts_with("/remind");
            if change.until.is_some() || change.fields.iter().any(reminds) {
                self.tx
                    .reschedule_reminders(id, &invitation.remind, self.now)
                    .await?;
            }
        }
        self.record(change, None).await
    }
}
