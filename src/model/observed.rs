//! What the database says: the other side of the diff, read in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::declared::{Kind, Limits};
use super::id::{InvitationId, PolicyId, RecipientUid};
use super::invitation::Ahead;
use crate::base::time::Timestamp;

/// One snapshot of the database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// Identity of the installation; none for a missing database, or one that nothing was applied to yet.
    pub instance: Option<String>,
    /// Salt of recipient digests; none with `instance`.
    pub salt: Option<String>,
    /// Entries of every kind but invitations, by kind and id.
    pub entries: BTreeMap<Kind, BTreeMap<String, ObservedEntry>>,
    /// Invitations by id; those that left the repository only while an operator holds them.
    pub invitations: BTreeMap<InvitationId, ObservedInvitation>,
    /// Limits last applied.
    pub limits: Option<Limits>,
    /// Enrolled devices by policy; read only when a policy changes.
    pub devices: BTreeMap<PolicyId, u32>,
    /// Messages of unknown fate.
    pub in_doubt: u32,
    /// Messages still to send.
    pub unsent: u32,
    /// Sending is paused: why.
    pub paused: Option<String>,
    /// Invitations that were passed over.
    pub rest: Rest,
    /// Files of invitations that ended with a line break when they were applied last.
    pub whole_files: BTreeSet<String>,
}

/// What is said of invitations that are not compared, because nothing that declares them changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rest {
    /// How many there are.
    pub invitations: u32,
    /// Their links that work; counted only when a limit is a part of that.
    pub live: u32,
    /// Revoked by an operator: the invitation, the key of the one link (none: all of it), the reason.
    pub held: Vec<(InvitationId, Option<String>, String)>,
    /// Ended by time with uses left: the invitation, how many links, when the first of them ended.
    pub lapsed: Vec<(InvitationId, u32, Timestamp)>,
    /// Reminders that are due some time.
    pub reminders: Vec<RemindersToCome>,
}

/// Reminders of one invitation, at one distance from the ends of its links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemindersToCome {
    /// The invitation.
    pub invitation: InvitationId,
    /// How long before the end of each link.
    pub ahead: Ahead,
    /// How many.
    pub recipients: u32,
    /// When the first of them is due.
    pub first: Timestamp,
    /// When the last of them is due.
    pub last: Timestamp,
}

/// A declared thing as it was applied last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedEntry {
    /// JSON of its model struct; an invitation's without recipients.
    pub body: String,
    /// SHA-256 of its canonical JSON.
    pub digest: String,
    /// Its source text, for the diff.
    pub source: String,
    /// Where it stood: `file:line`; empty for what is built in.
    pub place: String,
    /// Counter of changes: the precondition of an update.
    pub version: i64,
}

/// An invitation as it was applied last, with the facts its links have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedInvitation {
    /// Digest, source and version.
    pub entry: ObservedEntry,
    /// Recipients by key, ended ones included, those that left the repository left out.
    pub recipients: BTreeMap<String, ObservedRecipient>,
    /// It left the repository.
    pub removed: bool,
    /// Revoked by an operator, with the reason; wins over YAML until lifted.
    pub held: Option<String>,
}

/// A recipient's link as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedRecipient {
    /// Its uid.
    pub uid: RecipientUid,
    /// JSON of its model struct.
    pub body: String,
    /// Digest of its declared fields.
    pub digest: String,
    /// Where it stood: `file:line`.
    pub place: String,
    /// Counter of declared changes.
    pub version: i64,
    /// Counter of its links: how often a new one was made.
    pub rotate: u32,
    /// When its link stops working; none: never.
    pub expires_at: Option<Timestamp>,
    /// When it was accepted, the anchor of `expires: 14d`.
    pub anchored_at: Timestamp,
    /// Devices allowed; none: unlimited.
    pub uses: Option<u32>,
    /// Devices counted.
    pub used: u32,
    /// Revoked by `except` or `revoked`, with the reason.
    pub revoked: Option<String>,
    /// Revoked by an operator, with the reason; wins over YAML until lifted.
    pub held: Option<String>,
    /// A message with its link was accepted.
    #[serde(default)]
    pub delivered: bool,
    /// Reminders that were agreed to.
    #[serde(default)]
    pub reminders: BTreeMap<Ahead, ObservedReminder>,
}

/// A reminder that was agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservedReminder {
    /// When it is due.
    pub due_at: Timestamp,
    /// It was sent, or made no sense any more when it was due.
    pub settled: bool,
}

impl ObservedRecipient {
    /// Whether the link could still enroll a device at `now`.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.revoked.is_none() && self.held.is_none() && !self.is_over(now)
    }

    /// Whether its end passed or its uses are spent.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now) || self.is_used_up()
    }

    /// Whether every use is counted.
    pub fn is_used_up(&self) -> bool {
        self.uses.is_some_and(|uses| self.used >= uses)
    }
}
