//! What a plan tells beside its changes: facts that explain it and pass with time, so no change and no part of
//! the fingerprint.

use super::change::RecipientTag;
use super::tag::Tagger;
use crate::base::time::Timestamp;
use crate::model::declared::Desired;
use crate::model::id::InvitationId;
use crate::model::invitation::{Ahead, Invitation};
use crate::model::observed::{Observed, Rest};

/// One fact about an invitation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// An operator revoked it, or one link of it; that wins over git until lifted.
    Held {
        /// The invitation.
        id: String,
        /// The one link; none: all of it.
        recipient: Option<RecipientTag>,
        /// Why.
        reason: String,
    },
    /// Links that ended by time with uses left.
    Lapsed {
        /// The invitation.
        id: String,
        /// How many.
        links: u32,
        /// When the first of them ended.
        since: Timestamp,
    },
    /// Members of a directory group without an address to invite them by.
    Unreachable {
        /// The invitation.
        id: String,
        /// The group.
        group: String,
        /// How many.
        people: u32,
    },
    /// Members of a directory group who are invited by name or list already, and stand as written there.
    Listed {
        /// The invitation.
        id: String,
        /// The group.
        group: String,
        /// How many.
        people: u32,
    },
    /// Recipients that get no link and no message, because the link could not work: revoked, ended or held.
    Withheld {
        /// The invitation.
        id: String,
        /// How many.
        recipients: u32,
    },
    /// Reminders to come, to whoever has not enrolled by then.
    Reminders(Reminders),
}

/// Reminders of one invitation to come.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reminders {
    /// The invitation.
    pub id: String,
    /// When the first of them is due.
    pub first: Timestamp,
    /// How long before the end of each link.
    pub ahead: Ahead,
    /// How many, if nobody enrolls before.
    pub recipients: u32,
    /// When the last of them is due.
    pub last: Timestamp,
    /// IANA zone to show these instants in.
    pub zone: String,
}

impl Fact {
    /// The invitation it is about.
    pub fn invitation(&self) -> &str {
        match self {
            Self::Held { id, .. }
            | Self::Lapsed { id, .. }
            | Self::Unreachable { id, .. }
            | Self::Listed { id, .. }
            | Self::Withheld { id, .. } => id,
            Self::Reminders(reminders) => &reminders.id,
        }
    }
}

/// Facts of the groups that were read, and of the links that the database knows.
pub(super) fn facts(
    desired: &Desired,
    observed: &Observed,
    now: Timestamp,
    tagger: &Tagger,
) -> Vec<Fact> {
    let mut all = rest(&observed.rest, tagger);
    all.extend(desired.invitations.values().flat_map(of_groups));
    for (id, invitation) in &observed.invitations {
        if let Some(reason) = &invitation.held {
            all.push(held(id, None, reason, tagger));
        }
        for (key, link) in &invitation.recipients {
            if let Some(reason) = &link.held {
                all.push(held(id, Some(key), reason, tagger));
            }
        }
        let ends: Vec<Timestamp> = invitation
            .recipients
            .values()
            .filter(|r| r.revoked.is_none() && r.held.is_none() && !r.is_used_up())
            .filter_map(|r| r.expires_at.filter(|end| *end <= now))
            .collect();
        if let Some(since) = ends.iter().min() {
            all.push(Fact::Lapsed {
                id: id.0.clone(),
                links: u32::try_from(ends.len()).unwrap_or(u32::MAX),
                since: *since,
            });
        }
    }
    all
}

/// The same facts of invitations that are not compared.
fn rest(rest: &Rest, tagger: &Tagger) -> Vec<Fact> {
    let held = rest
        .held
        .iter()
        .map(|(id, key, reason)| held(id, key.as_deref(), reason, tagger));
    let lapsed = rest.lapsed.iter().map(|(id, links, since)| Fact::Lapsed {
        id: id.0.clone(),
        links: *links,
        since: *since,
    });
    held.chain(lapsed).collect()
}

fn held(id: &InvitationId, key: Option<&str>, reason: &str, tagger: &Tagger) -> Fact {
    Fact::Held {
        id: id.0.clone(),
        recipient: key.map(|key| tagger.recipient(&id.0, key)),
        reason: reason.to_owned(),
    }
}

fn of_groups(invitation: &Invitation) -> Vec<Fact> {
    let mut all = Vec::new();
    for read in &invitation.groups.read {
        let (id, group) = (invitation.id.0.clone(), read.group.clone());
        if read.unreachable > 0 {
            all.push(Fact::Unreachable {
                id: id.clone(),
                group: group.clone(),
                people: read.unreachable,
            });
        }
        if read.listed > 0 {
            all.push(Fact::Listed {
                id,
                group,
                people: read.listed,
            });
        }
    }
    all
}
