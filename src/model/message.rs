//! Messages and the states of their delivery.

use serde::{Deserialize, Serialize};

use super::id::{MessageId, RecipientUid};
use crate::base::time::Timestamp;

/// What a message is for.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// The invitation itself.
    Invite,
    /// Before the link ends, to whoever has not enrolled.
    Reminder,
    /// The link ends at another time now, or its site is another one.
    Changed,
    /// The link was cancelled.
    Revoked,
    /// The link ended by time, and no device was enrolled.
    Expired,
    /// After enrolling: what was enrolled, and whom to call if it was not you.
    Receipt,
    /// To IT: somebody asks for a new link.
    Request,
    /// To IT: what happened in some days.
    Digest,
}

impl MessageKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Invite,
        Self::Reminder,
        Self::Changed,
        Self::Revoked,
        Self::Expired,
        Self::Receipt,
        Self::Request,
        Self::Digest,
    ];

    /// The word in the database and in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::Reminder => "reminder",
            Self::Changed => "changed",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::Receipt => "receipt",
            Self::Request => "request",
            Self::Digest => "digest",
        }
    }

    /// The kind that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }
}

/// By which way a message goes.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Email.
    Email,
    /// Text message.
    Sms,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 2] = [Self::Email, Self::Sms];

    /// The word in the database and in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }

    /// The channel that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.word() == word)
    }
}

/// Where one message is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Committed, not started.
    Queued,
    /// A sender holds it under a lease.
    Claimed,
    /// Committed before the first byte of data; a crash from here on leaves doubt.
    Transmitting,
    /// The server took responsibility.
    Accepted,
    /// Refused for now, or failed before transmitting; tried again later.
    Deferred,
    /// Refused for good.
    Rejected,
    /// Accepted first, returned later.
    Bounced,
    /// Nobody knows whether the server took it; never sent again by itself.
    InDoubt,
    /// Withdrawn before anything was sent, because its link was revoked.
    Cancelled,
}

impl DeliveryState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Queued,
        Self::Claimed,
        Self::Transmitting,
        Self::Accepted,
        Self::Deferred,
        Self::Rejected,
        Self::Bounced,
        Self::InDoubt,
        Self::Cancelled,
    ];

    /// The word in the database and in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Claimed => "claimed",
            Self::Transmitting => "transmitting",
            Self::Accepted => "accepted",
            Self::Deferred => "deferred",
            Self::Rejected => "rejected",
            Self::Bounced => "bounced",
            Self::InDoubt => "in_doubt",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.word() == word)
    }

    /// Nothing more will happen by itself; the sealed bytes are erased.
    pub fn is_ended(self) -> bool {
        matches!(
            self,
            Self::Accepted | Self::Rejected | Self::Bounced | Self::Cancelled
        )
    }
}

/// A message ready to leave: identical bytes at every try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Envelope sender; empty where the provider of text messages knows it.
    pub from: String,
    /// Envelope recipient, or a phone number (E.164).
    pub to: String,
    /// Value of the Message-ID header without brackets; a text message's idempotency key.
    pub message_id: String,
    /// The whole message: CRLF line ends (RFC 5322), or a text in UTF-8.
    pub bytes: Vec<u8>,
}

/// One outbox row as lists show it; the rendered bytes are not part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageRow {
    /// Its id.
    pub id: MessageId,
    /// Whom it is for.
    pub recipient: Option<RecipientUid>,
    /// Invitation id, when it belongs to one.
    pub invitation: Option<String>,
    /// Address.
    pub to: String,
    /// How it goes.
    pub channel: Channel,
    /// What it is for.
    pub kind: MessageKind,
    /// Where it is.
    pub state: DeliveryState,
    /// Tries so far.
    pub attempts: u32,
    /// What the server answered last, or why it failed.
    pub reply: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When its state changed last.
    pub updated_at: Timestamp,
    /// When it is tried again.
    pub next_at: Option<Timestamp>,
}
