//! Writes the changes of a plan, one by one, in the transaction. Chooses nothing.
//!
//! To add one more kind of change: a method of [`Writer`] in a file of its own, called by [`changes`].

mod entry;
mod places;
mod recipient;
mod send;

use std::collections::BTreeMap;

use crate::base::error::Kind as ErrorKind;
use crate::base::time::Timestamp;
use crate::model::declared::{Desired, Kind};
use crate::model::id::{InvitationId, RecipientUid, RunId};
use crate::model::invitation::{Invitation, Recipient};
use crate::model::message::MessageKind;
use crate::model::observed::Observed;
use crate::ops::{App, Error, abort, random};
use crate::plan::Plan;
use crate::plan::change::{Action, Change, Precondition};
use crate::plan::entry::{Entry, entries};
use crate::store::Tx;
use crate::store::event::{Actor, Event};

pub(super) use places::places;

struct Writer<'a> {
    app: &'a App,
    desired: &'a Desired,
    observed: &'a Observed,
    entries: BTreeMap<(Kind, String), Entry>,
    run: &'a RunId,
    now: Timestamp,
    tx: &'a mut Tx,
    /// Messages written, by kind.
    written: BTreeMap<MessageKind, u64>,
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
        written: BTreeMap::new(),
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
    for (kind, count) in writer.written {
        writer.tx.begin_waves(run, kind, count).await?;
    }
    Ok(())
}

impl Writer<'_> {
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
