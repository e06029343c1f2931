//! The plan: what `apply` would do, as data. [`diff`] is a pure function of what git says, what the database
//! says and the instant; `apply` makes no choice of its own.
//!
//! Must not know YAML, SQL, files, clocks, the environment or how a plan is shown. To add one more effect: a
//! variant of [`change::Effect`], where the diff causes it, what apply does for it, and its words in the
//! renderings. To add one more guard: its name in [`guard`], what it counts in `count`, its key in
//! [`crate::model::declared::Limits`] with how it combines in [`limit`].

mod again;
pub mod asked;
pub mod baseline;
pub mod change;
mod count;
pub mod entry;
pub mod excerpt;
pub mod fact;
mod fingerprint;
pub mod guard;
mod invitation;
#[cfg(test)]
mod laws;
pub mod limit;
mod notify;
mod policy;
pub mod purpose;
mod remind;
pub mod scope;
mod tag;

use std::collections::BTreeMap;

use change::{Action, Change, Phase, Precondition, Reason, Sources};
use count::Count;
use entry::{Entry, changed_fields, entries};
use fact::Fact;
use guard::Guard;
use invitation::Invitations;
use purpose::Purpose;
use scope::Scope;
use tag::Tagger;

use crate::base::time::Timestamp;
use crate::model::declared::{Desired, Kind, Limits};
use crate::model::id::InvitationId;
use crate::model::invitation::Invitation;
use crate::model::observed::{Observed, ObservedEntry, ObservedInvitation};

/// Why two sides cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Something compared is not JSON: a stored value that another hand changed.
    #[error("a stored entry cannot be read: {0}")]
    Stored(#[from] serde_json::Error),
    /// Nobody asked the directory who is in a group; an unknown member must not look like one who left.
    #[error("{place}: the group `{group}` has not been read")]
    Unread {
        /// Its name.
        group: String,
        /// `file:line`.
        place: String,
    },
}

/// What a diff depends on beside its two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances<'a> {
    /// The instant that decides which links have ended.
    pub now: Timestamp,
    /// The run is automated (`CI` is set), so an empty database is suspicious.
    pub ci: bool,
    /// What to look at.
    pub scope: &'a Scope,
}

/// What `apply` would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Identity of the installation; none before the first apply.
    pub instance: Option<String>,
    /// Salt of digests of personal data; never shown.
    pub salt: Option<String>,
    /// The instant it was made for.
    pub now: Timestamp,
    /// What it covers.
    pub scope: Scope,
    /// Changes in the order they are made.
    pub changes: Vec<Change>,
    /// Guards with their numbers.
    pub guards: Vec<Guard>,
    /// Limits in force: the stricter of those last applied and those declared.
    pub limits: Limits,
    /// What explains the plan and is no change.
    pub facts: Vec<Fact>,
    /// Invitations declared now.
    pub invitations: usize,
    /// Parts of each text message, by invitation and recipient. Whoever renders messages fills it; the fingerprint
    /// leaves it out.
    pub parts: BTreeMap<(String, String), u32>,
    /// What the organization's own messages are called, by invitation. Filled as `parts` is; the fingerprint has all
    /// of a message by the digest of its invitation.
    pub titles: BTreeMap<String, String>,
    /// Messages of unknown fate, from runs before.
    pub in_doubt: u32,
    /// Messages still to send, from runs before.
    pub unsent: u32,
    /// Sending is paused: why.
    pub paused: Option<String>,
    /// What it is for. Whoever asks for another one than an agreement sets it.
    pub purpose: Purpose,
    /// SHA-256 of what was agreed to: `sha256:` and 64 hexadecimal characters; empty where nobody can agree.
    pub fingerprint: String,
}

impl Plan {
    /// The same plan, to be looked at and never to be agreed to.
    #[must_use]
    pub fn only_for(mut self, purpose: Purpose) -> Self {
        self.purpose = purpose;
        self.fingerprint.clear();
        self
    }

    /// Messages that its changes send.
    pub fn messages(&self) -> usize {
        self.changes.iter().map(Change::messages).sum()
    }

    /// Parts that its text messages are sent as.
    pub fn text_parts(&self) -> usize {
        let parts = |c: &Change| c.texts() * self.parts_of(c).unwrap_or(1) as usize;
        self.changes.iter().map(parts).sum()
    }

    /// Parts that the text message of a change is sent as, if it sends one.
    pub fn parts_of(&self, change: &Change) -> Option<u32> {
        let key = &change.recipient.as_ref()?.key;
        self.parts.get(&(change.id.clone(), key.clone())).copied()
    }

    /// Working links that its changes end.
    pub fn links_ended(&self) -> usize {
        self.changes.iter().filter(|c| c.ends_link()).count()
    }
}

/// Compares both sides. The order in which anything was read never matters.
///
/// # Errors
/// A stored value cannot be read, or a group that is named has not been.
pub fn diff(
    desired: &Desired,
    observed: &Observed,
    circumstances: Circumstances<'_>,
) -> Result<Plan, Unreadable> {
    let Circumstances { now, scope, .. } = circumstances;
    if let Some((_, group)) = desired.unread_group() {
        return Err(Unreadable::Unread {
            group: group.name.clone(),
            place: group.place.to_string(),
        });
    }
    let tagger = Tagger::new(observed.salt.as_deref());
    let mut invitations = Invitations {
        desired,
        observed,
        now,
        facts: fact::facts(desired, observed, now, &tagger),
        tagger,
        changes: Vec::new(),
    };
    invitations.changes = compare_entries(desired, observed, &invitations.tagger)?;
    invitations.compare()?;
    let reminders = invitations.reminders()?;
    invitations.facts.extend(reminders);
    let (mut changes, mut facts) = (invitations.changes, invitations.facts);
    changes.retain(|change| scope.admits(change));
    facts.retain(|fact| scope.covers(Kind::Invitation, fact.invitation()));
    facts.sort();
    changes.sort_by(|a, b| order(a).cmp(&order(b)));
    for (seq, change) in (1..).zip(&mut changes) {
        change.seq = seq;
    }
    let limits = limit::in_force(&desired.limits, observed.limits.as_ref());
    let guards = Count {
        desired,
        observed,
        limits: &limits,
        changes: &changes,
        circumstances,
    }
    .guards();
    let fingerprint = fingerprint::of(observed.instance.as_deref(), scope, &guards, &changes)?;
    Ok(Plan {
        instance: observed.instance.clone(),
        salt: observed.salt.clone(),
        now,
        scope: scope.clone(),
        changes,
        guards,
        limits,
        facts,
        invitations: desired.invitations.len() + observed.rest.invitations as usize,
        parts: BTreeMap::new(),
        titles: BTreeMap::new(),
        in_doubt: observed.in_doubt,
        unsent: observed.unsent,
        paused: observed.paused.clone(),
        purpose: Purpose::Agreement,
        fingerprint,
    })
}

/// How plans of an installation with this salt (none: made before its first apply) name the recipient `key` of the
/// invitation `id`.
pub fn recipient_digest(salt: Option<&str>, id: &str, key: &str) -> String {
    Tagger::new(salt).recipient(id, key).digest
}

/// The invitation of the database that `invitation` goes on from: that of its own id, else that of the id it was;
/// none: it is new. Also one that left, for the hold an operator may have on it.
pub fn known_of<'o>(
    desired: &Desired,
    observed: &'o Observed,
    invitation: &Invitation,
) -> Option<(&'o InvitationId, &'o ObservedInvitation)> {
    let own = observed.invitations.get_key_value(&invitation.id);
    if own.is_some_and(|(_, known)| !known.removed) {
        return own;
    }
    let was = invitation.was.as_ref();
    let was = was.filter(|was| !desired.invitations.contains_key(*was));
    was.and_then(|was| observed.invitations.get_key_value(was))
        .filter(|(_, known)| !known.removed)
        .or(own)
}

/// The order of changes: by phase, then entry by entry; an entry comes before the recipients that stand on it,
/// and leaves after those that leave with it.
fn order(change: &Change) -> (Phase, Kind, &str, bool, Option<&str>) {
    let leaves = change.action == Action::Remove;
    let key = change.recipient.as_ref().map(|r| r.key.as_str());
    (change.phase, change.kind, &change.id, leaves, key)
}

fn compare_entries(
    desired: &Desired,
    observed: &Observed,
    tagger: &Tagger,
) -> Result<Vec<Change>, Unreadable> {
    let declared = entries(desired)?;
    let mut changes = Vec::new();
    for entry in declared.values() {
        let known = observed.entries.get(&entry.kind);
        match known.and_then(|k| k.get(&entry.id)) {
            None => changes.push(Change {
                place: entry.place.clone(),
                preconditions: vec![Precondition::Absent],
                after: Some(entry.digest.clone()),
                ..Change::new(Action::Create, entry.kind, &entry.id, Reason::New)
            }),
            Some(known) => changes.extend(update(desired, observed, entry, known)?),
        }
    }
    for (kind, known) in &observed.entries {
        for (id, known) in known {
            if !declared.contains_key(&(*kind, id.clone())) {
                changes.push(Change {
                    phase: Phase::Tighten,
                    place: known.place.clone(),
                    preconditions: vec![Precondition::Version {
                        equals: known.version,
                    }],
                    before: Some(known.digest.clone()),
                    ..Change::new(Action::Remove, *kind, id, Reason::Removed)
                });
            }
        }
    }
    // What a digest of a person's data stands for could be guessed.
    for change in changes.iter_mut().filter(|c| c.kind == Kind::Account) {
        for digest in [&mut change.before, &mut change.after]
            .into_iter()
            .flatten()
        {
            *digest = tagger.tag(digest);
        }
    }
    Ok(changes)
}

fn update(
    desired: &Desired,
    observed: &Observed,
    entry: &Entry,
    known: &ObservedEntry,
) -> Result<Option<Change>, Unreadable> {
    if entry.digest == known.digest {
        return Ok(None);
    }
    let fields = changed_fields(entry.kind, &known.body, &entry.body)?;
    if fields.is_empty() {
        return Ok(None);
    }
    let mut change = Change {
        place: entry.place.clone(),
        preconditions: vec![Precondition::Version {
            equals: known.version,
        }],
        before: Some(known.digest.clone()),
        after: Some(entry.digest.clone()),
        sources: (!entry.source.is_empty()).then(|| Sources {
            before: known.source.clone(),
            after: entry.source.clone(),
        }),
        fields,
        ..Change::new(Action::Update, entry.kind, &entry.id, Reason::Edited)
    };
    if entry.kind == Kind::Policy {
        let before = serde_json::from_str(&known.body).ok();
        let after = desired.policies.get(&entry.id.as_str().into());
        change.phase = after.map_or(Phase::Tighten, |p| policy::phase(before.as_ref(), p));
        change.links = Some(links_under(observed, &entry.id));
    }
    Ok(Some(change))
}

/// Links with uses left whose invitation names this policy, as applied last.
fn links_under(observed: &Observed, policy: &str) -> u32 {
    let ruled = observed.invitations.values().filter(|known| {
        serde_json::from_str::<Invitation>(&known.entry.body).is_ok_and(|i| i.policy.0 == policy)
    });
    let working = ruled.flat_map(|known| known.recipients.values());
    let count = working
        .filter(|r| r.revoked.is_none() && !r.is_used_up())
        .count();
    u32::try_from(count).unwrap_or(u32::MAX)
}
