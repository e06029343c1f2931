//! What `status`, `get`, `why` and `report` show: rows read from the database, addresses unmasked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::device::Device;
use super::id::{EnrollmentId, InvitationId, RecipientUid};
use super::message::{DeliveryState, MessageRow};
use super::pause::Pause;
use super::watch::Watch;
use crate::base::time::Timestamp;

/// How far a recipient came. Ends are decided by the link's facts at a given instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// The link waits to be handed over (`send: none`).
    Ready,
    /// The message waits.
    Queued,
    /// The message was accepted.
    Sent,
    /// Somebody, or a scanner, opened the link.
    Opened,
    /// Start was pressed.
    Started,
    /// Led to the enrollment page of another system: what became of it is not known here.
    HandedOver,
    /// At least one device is enrolled.
    Enrolled,
    /// Every use is counted.
    UsedUp,
    /// The end passed with uses left.
    Expired,
    /// Revoked.
    Revoked,
}

impl Progress {
    /// Every stage and end, in order.
    pub const ALL: [Self; 10] = [
        Self::Ready,
        Self::Queued,
        Self::Sent,
        Self::Opened,
        Self::Started,
        Self::HandedOver,
        Self::Enrolled,
        Self::UsedUp,
        Self::Expired,
        Self::Revoked,
    ];

    /// The contract's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Opened => "opened",
            Self::Started => "started",
            Self::HandedOver => "handed_over",
            Self::Enrolled => "enrolled",
            Self::UsedUp => "used_up",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    /// Derives it from a link's facts at `now`. Ends win over stages; having used every device is the best end.
    pub fn of(facts: &ProgressFacts, now: Timestamp) -> Self {
        let counted = match facts.handed_over {
            true => (Self::HandedOver, Self::HandedOver),
            false => (Self::Enrolled, Self::UsedUp),
        };
        if facts.uses.is_some_and(|uses| facts.used >= uses) {
            counted.1
        } else if facts.revoked {
            Self::Revoked
        } else if facts.expires_at.is_some_and(|end| end <= now) {
            Self::Expired
        } else if facts.used > 0 {
            counted.0
        } else if facts.started {
            Self::Started
        } else if facts.opened {
            Self::Opened
        } else {
            match facts.delivery {
                None => Self::Ready,
                Some(DeliveryState::Accepted) => Self::Sent,
                Some(_) => Self::Queued,
            }
        }
    }
}

/// What [`Progress::of`] looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProgressFacts {
    /// Devices allowed; none: unlimited.
    pub uses: Option<u32>,
    /// Devices counted.
    pub used: u32,
    /// Uses were counted by leading people to another system.
    pub handed_over: bool,
    /// Revoked, by whatever hand.
    pub revoked: bool,
    /// When the link stops working.
    pub expires_at: Option<Timestamp>,
    /// Start was pressed.
    pub started: bool,
    /// The link was opened.
    pub opened: bool,
    /// Delivery of the invitation message; none: no message.
    pub delivery: Option<DeliveryState>,
}

/// One recipient with its facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientRow {
    /// Its uid.
    pub uid: RecipientUid,
    /// Its invitation.
    pub invitation: InvitationId,
    /// Its identity: email, phone or `*`.
    pub key: String,
    /// Name.
    pub name: Option<String>,
    /// How far it came.
    pub progress: Progress,
    /// Delivery of the invitation message.
    pub delivery: Option<DeliveryState>,
    /// Devices counted.
    pub used: u32,
    /// Devices allowed; none: unlimited.
    pub uses: Option<u32>,
    /// When the link stops working.
    pub expires_at: Option<Timestamp>,
    /// First opened.
    pub opened_at: Option<Timestamp>,
    /// First started.
    pub started_at: Option<Timestamp>,
    /// Revoked, by whatever hand, with the reason.
    pub revoked: Option<String>,
    /// Where it is declared: `file:line`.
    pub place: String,
}

/// One invitation with its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRow {
    /// Its id.
    pub id: InvitationId,
    /// Site id, `choose` or none.
    pub site: Option<String>,
    /// Policy id.
    pub policy: String,
    /// Recipients by how far they came, in order.
    pub progress: Vec<(Progress, u32)>,
    /// Recipients in all.
    pub recipients: u32,
    /// Devices enrolled.
    pub devices: u32,
    /// Latest end of its links; none: never.
    pub expires_at: Option<Timestamp>,
    /// Removed from the repository; kept while it has devices or history.
    pub removed: bool,
    /// Where it is declared: `file:line`.
    pub place: String,
}

/// One thing that happened, as the audit keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRow {
    /// When.
    pub at: Timestamp,
    /// Who: `apply`, `portal`, `device`, `sender`, `operator`, `server`.
    pub actor: String,
    /// What: `invited`, `sent`, `opened`, `started`, `logged_in`, `enrolled`, `revoked`…
    pub action: String,
    /// Invitation it concerns.
    pub invitation: Option<String>,
    /// Recipient it concerns.
    pub recipient: Option<String>,
    /// Device or enrollment it concerns.
    pub subject: Option<String>,
    /// Particulars: JSON object without addresses or secrets.
    pub detail: String,
    /// Run of `apply` it belongs to.
    pub run: Option<String>,
}

/// One run of `apply`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRow {
    /// Its id.
    pub id: String,
    /// When it was committed.
    pub at: Timestamp,
    /// Commit of the repository, if it is in git.
    pub commit: Option<String>,
    /// Fingerprint of the plan.
    pub fingerprint: String,
    /// Changes and messages.
    pub changes: u32,
    /// Messages it wrote.
    pub messages: u32,
}

/// Everything a report needs, read in one transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Instant by the database's clock.
    pub now: Timestamp,
    /// Name of the organization; empty for an empty database.
    pub organization: String,
    /// Salt of hashed personal data.
    pub salt: String,
    /// Invitations by id.
    pub invitations: Vec<InvitationRow>,
    /// Recipients by invitation and key.
    pub recipients: Vec<RecipientRow>,
    /// Devices by time of enrollment.
    pub devices: Vec<Device>,
    /// The link that each enrollment used.
    pub links: BTreeMap<EnrollmentId, RecipientUid>,
    /// Messages by time.
    pub messages: Vec<MessageRow>,
    /// Runs by time.
    pub runs: Vec<RunRow>,
    /// Sending is paused.
    pub paused: Option<Pause>,
    /// Whose personal data is gone; none: nobody's.
    pub erased: Option<Erasure>,
    /// The folder that a server follows.
    pub watch: Option<Watch>,
}

/// What was erased because its time had come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// Enrollments without personal data.
    pub enrollments: u32,
    /// Recipients without an address.
    pub recipients: u32,
    /// When something was erased last.
    pub last: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_win_over_stages() {
        let now = Timestamp(100);
        let fresh = ProgressFacts {
            uses: Some(2),
            ..ProgressFacts::default()
        };
        assert_eq!(Progress::of(&fresh, now), Progress::Ready);
        let sent = ProgressFacts {
            delivery: Some(DeliveryState::Accepted),
            ..fresh
        };
        assert_eq!(Progress::of(&sent, now), Progress::Sent);
        let enrolled = ProgressFacts {
            used: 1,
            started: true,
            ..sent
        };
        assert_eq!(Progress::of(&enrolled, now), Progress::Enrolled);
        let expired = ProgressFacts {
            expires_at: Some(now),
            ..enrolled
        };
        assert_eq!(Progress::of(&expired, now), Progress::Expired);
        assert_eq!(Progress::of(&expired, Timestamp(99)), Progress::Enrolled);
        let revoked = ProgressFacts {
            revoked: true,
            ..expired
        };
        assert_eq!(Progress::of(&revoked, now), Progress::Revoked);
        let used_up = ProgressFacts { used: 2, ..revoked };
        assert_eq!(Progress::of(&used_up, now), Progress::UsedUp);
        let handed_over = |facts| ProgressFacts {
            handed_over: true,
            ..facts
        };
        for counted in [enrolled, used_up] {
            assert_eq!(
                Progress::of(&handed_over(counted), now),
                Progress::HandedOver
            );
        }
        assert_eq!(Progress::of(&handed_over(sent), now), Progress::Sent);
    }
}
