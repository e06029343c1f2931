//! One change of a plan, and the closed sets it is made of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::asked::Asked;
use crate::model::declared::Kind;
use crate::model::invitation::Expiry;
use crate::model::message::{Channel, MessageKind};

/// When in the transaction a change happens: what takes away comes before what gives.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Links stop working because git no longer names them, or says so.
    Revoke,
    /// Links end now by an edit of `expires`.
    Expire,
    /// Rules become stricter, or it is not known that they do not.
    Tighten,
    /// Entries and recipients are written.
    Write,
    /// Rules become looser, links work again.
    Loosen,
}

/// What happens to the entry or link.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A link with uses left stops working.
    Revoke,
    /// A link that had already ended leaves the list.
    Forget,
    /// A link ends now.
    Expire,
    /// An entry leaves.
    Remove,
    /// An entry or recipient comes.
    Create,
    /// An entry or recipient is edited.
    Update,
    /// A revoked link works again.
    Revive,
    /// An invitation goes on under another id.
    Rename,
    /// The message is sent again.
    Resend,
    /// A new link takes the place of the old one.
    Rotate,
}

impl Action {
    /// The word in plans.
    pub fn word(self) -> &'static str {
        match self {
            Self::Revoke => "revoke",
            Self::Forget => "forget",
            Self::Expire => "expire",
            Self::Remove => "remove",
            Self::Create => "create",
            Self::Update => "update",
            Self::Revive => "revive",
            Self::Rename => "rename",
            Self::Resend => "resend",
            Self::Rotate => "rotate",
        }
    }
}

/// What a change does outside its row. A message cannot be taken back.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// One message is sent.
    SendMessage {
        /// What it is for.
        message: MessageKind,
        /// How it goes.
        channel: Channel,
    },
    /// The link is refused from now on.
    RevokeLink,
    /// The link ends now.
    ExpireLink,
    /// The link works again; nobody is told.
    ReviveLink,
    /// The link is refused from now on, and a new one works in its place.
    RotateLink,
}

/// What must still be true when the change is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "require", rename_all = "snake_case")]
pub enum Precondition {
    /// There is no such entry or recipient.
    Absent,
    /// Its counter of changes stands here.
    Version {
        /// The counter.
        equals: i64,
    },
    /// The link could still enroll a device.
    Live,
}

/// Why a change is in the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is new in git.
    New,
    /// It was edited in git.
    Edited,
    /// It is no longer in git.
    Removed,
    /// `except` names this recipient, or `revoked` the whole invitation, with this reason.
    Revoked(String),
    /// `except` or `revoked` was dropped.
    NoLongerRevoked,
    /// `expires` was edited to an instant that has passed.
    ExpiryPassed,
    /// It is no longer in git, and had no use left.
    RemovedUsedUp,
    /// It is no longer in git, and had ended already.
    RemovedEnded,
    /// `was` says that it had this id before.
    Renamed(String),
    /// `resend` was raised to this.
    Resent(u32),
    /// `rotate` was raised to this.
    Rotated(u32),
    /// The end or the site of its link is another one.
    Moved,
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::New => f.write_str("new"),
            Self::Edited => f.write_str("edited"),
            Self::Removed => f.write_str("removed from git"),
            Self::Revoked(reason) => write!(f, "revoked in git: {reason}"),
            Self::NoLongerRevoked => f.write_str("no longer revoked in git"),
            Self::ExpiryPassed => f.write_str("its new end has passed"),
            Self::RemovedUsedUp => f.write_str("removed from git, was used up"),
            Self::RemovedEnded => f.write_str("removed from git, had ended"),
            Self::Renamed(was) => write!(f, "was {was}"),
            Self::Resent(counter) => write!(f, "resend is {counter}"),
            Self::Moved => f.write_str("another end or site"),
            Self::Rotated(counter) => write!(f, "rotate is {counter}, new link"),
        }
    }
}

/// How freely a field's values may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// To everybody.
    Plain,
    /// Personal data: masked unless asked for in full.
    Personal,
    /// Never.
    Secret,
}

/// One field that an update changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// JSON pointer (RFC 6901) into the entry.
    pub path: String,
    /// Value as applied last; null when unset.
    pub before: Value,
    /// Value declared now; null when unset.
    pub after: Value,
    /// Who may see them.
    pub privacy: Privacy,
}

/// Whom a change of a recipient concerns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecipientTag {
    /// The identity within the invitation: an address, to be masked when shown.
    pub key: String,
    /// Keyed digest of invitation and key: names the recipient where the address must not stand.
    pub digest: String,
}

/// When a link stops working, to be shown in a time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Until {
    /// The rule.
    pub rule: Expiry,
    /// IANA zone of the fixed site, else of the organization.
    pub zone: String,
    /// Counted from a message; else from the apply.
    pub sends: bool,
}

/// The text of an entry on both sides, to be shown as a unified diff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// As applied last.
    pub before: String,
    /// As declared now.
    pub after: String,
}

/// One step of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Position, from 1.
    pub seq: u32,
    /// When in the transaction.
    pub phase: Phase,
    /// What.
    pub action: Action,
    /// Kind of the entry; an invitation's for its recipients.
    pub kind: Kind,
    /// Id of the entry.
    pub id: String,
    /// The recipient, unless the change is about the entry itself.
    pub recipient: Option<RecipientTag>,
    /// Why.
    pub reason: Reason,
    /// Where it stands, or stood: `file:line`; empty for what is built in.
    pub place: String,
    /// What must still be true.
    pub preconditions: Vec<Precondition>,
    /// Digest of the declared fields as applied last.
    pub before: Option<String>,
    /// Digest of the declared fields now.
    pub after: Option<String>,
    /// Fields that an update changes.
    pub fields: Vec<FieldChange>,
    /// Text of an updated entry.
    pub sources: Option<Sources>,
    /// When the links of a new or edited invitation end.
    pub until: Option<Until>,
    /// Working links that an edited policy rules. Portal traffic moves it, so the fingerprint leaves it out.
    pub links: Option<u32>,
    /// What it does outside its row.
    pub effects: Vec<Effect>,
    /// Who asked for it; none: nobody looked. Whoever reads history fills it; the fingerprint leaves it out.
    pub asked: Option<Asked>,
}

impl Change {
    /// A change with nothing but its name and reason, in the phase of ordinary writes.
    pub(super) fn new(action: Action, kind: Kind, id: &str, reason: Reason) -> Self {
        Self {
            seq: 0,
            phase: Phase::Write,
            action,
            kind,
            id: id.to_owned(),
            recipient: None,
            reason,
            place: String::new(),
            preconditions: Vec::new(),
            before: None,
            after: None,
            fields: Vec::new(),
            sources: None,
            until: None,
            links: None,
            effects: Vec::new(),
            asked: None,
        }
    }

    /// Messages it causes.
    pub fn messages(&self) -> usize {
        let sends = |e: &&Effect| matches!(e, Effect::SendMessage { .. });
        self.effects.iter().filter(sends).count()
    }

    /// Text messages among them.
    pub fn texts(&self) -> usize {
        let texts = |e: &&Effect| {
            matches!(
                e,
                Effect::SendMessage {
                    channel: Channel::Sms,
                    ..
                }
            )
        };
        self.effects.iter().filter(texts).count()
    }

    /// Whether a working link stops working.
    pub fn ends_link(&self) -> bool {
        self.effects.iter().any(|e| {
            matches!(
                e,
                Effect::RevokeLink | Effect::ExpireLink | Effect::RotateLink
            )
        })
    }

    /// Whether something of it cannot be taken back.
    pub fn is_irreversible(&self) -> bool {
        self.messages() > 0
    }
}
