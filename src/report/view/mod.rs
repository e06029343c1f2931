//! The state as documents show it: masked, ordered, and free of anything that changes without a cause, so that
//! the same state always gives the same bytes.

use schemars::JsonSchema;
use serde::Serialize;

mod device;

use super::watched::WatchView;
use crate::base::mask::Pii;
use crate::base::time::{SECOND, Timestamp};
use crate::model::invitation::ANYONE;
use crate::model::message::MessageRow;
use crate::model::status::{InvitationRow, RecipientRow, RunRow, Snapshot};
use crate::plan::excerpt;

pub use device::{DeviceView, device};

/// A report: one versioned document.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "enroll.report")]
pub struct Report {
    /// Always `enroll.report`.
    pub format: &'static str,
    /// Version of the format; a minor version only adds.
    pub format_version: &'static str,
    /// Name of the organization; empty before the first apply.
    pub organization: String,
    /// Numbers over everything.
    pub totals: Totals,
    /// Invitations by id.
    pub invitations: Vec<InvitationView>,
    /// Recipients by invitation and address.
    pub recipients: Vec<RecipientView>,
    /// Devices by time of enrollment.
    pub devices: Vec<DeviceView>,
    /// Messages by time.
    pub messages: Vec<MessageView>,
    /// Runs of `apply` by time.
    pub runs: Vec<RunView>,
    /// Sending is paused; left out while it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused: Option<PauseView>,
    /// Personal data that is gone because its time had come; left out while there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erased: Option<ErasureView>,
    /// The folder that a server follows; left out while none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watch: Option<WatchView>,
}

/// Personal data that is gone.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ErasureView {
    /// Enrollments without personal data.
    pub enrollments: u32,
    /// Recipients without an address.
    pub recipients: u32,
    /// When something was erased last (RFC 3339).
    pub last: String,
}

/// A pause of sending.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PauseView {
    /// Since when (RFC 3339).
    pub since: String,
    /// Who paused: `sender` or `operator`.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Numbers over everything.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Totals {
    /// Invitations that stand in the repository.
    pub invitations: usize,
    /// Recipients of all invitations.
    pub recipients: usize,
    /// Messages that a server accepted.
    pub messages_accepted: usize,
    /// Messages of unknown fate.
    pub messages_in_doubt: usize,
    /// Messages refused for good.
    pub messages_rejected: usize,
    /// Devices that are enrolled now.
    pub devices: usize,
    /// Devices that left.
    pub checked_out: usize,
}

/// One invitation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InvitationView {
    /// Its id.
    pub id: String,
    /// Site id, `choose`, or none.
    pub site: Option<String>,
    /// Policy id.
    pub policy: String,
    /// Recipients.
    pub recipients: u32,
    /// Recipients by how far they came.
    pub progress: std::collections::BTreeMap<&'static str, u32>,
    /// Devices enrolled with it.
    pub devices: u32,
    /// When its last link stops working (RFC 3339); none: never.
    pub expires_at: Option<String>,
    /// No longer in the repository.
    pub removed: bool,
    /// `file:line`.
    pub source: String,
}

/// One recipient.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RecipientView {
    /// Its invitation.
    pub invitation: String,
    /// Address as `--pii` shows it, or `anyone`.
    pub who: String,
    /// How far they came.
    pub progress: &'static str,
    /// Delivery of the invitation message.
    pub delivery: Option<&'static str>,
    /// Devices counted.
    pub used: u32,
    /// Devices allowed; none: unlimited.
    pub uses: Option<u32>,
    /// When the link stops working (RFC 3339); none: never.
    pub expires_at: Option<String>,
    /// Why it is revoked; addresses in it as `--pii` shows them.
    pub revoked: Option<String>,
    /// `file:line`.
    pub source: String,
}

/// One message.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MessageView {
    /// Its id.
    pub id: String,
    /// `invite` or `receipt`.
    pub kind: &'static str,
    /// Its invitation.
    pub invitation: Option<String>,
    /// `email` or `sms`.
    pub channel: &'static str,
    /// Address as `--pii` shows it.
    pub to: String,
    /// Where it is.
    pub state: &'static str,
    /// Tries so far.
    pub attempts: u32,
    /// When its state changed last (RFC 3339).
    pub updated_at: String,
}

/// One run of `apply`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunView {
    /// Its id.
    pub id: String,
    /// When it was committed (RFC 3339).
    pub at: String,
    /// Commit of the repository.
    pub commit: Option<String>,
    /// Fingerprint of the plan.
    pub fingerprint: String,
    /// Changes it made.
    pub changes: u32,
    /// Messages it wrote.
    pub messages: u32,
}

/// The JSON Schema of [`Report`], for `schemas/report.json`.
pub fn schema() -> String {
    let schema = schemars::generate::SchemaSettings::draft07()
        .into_generator()
        .into_root_schema_for::<Report>();
    let mut text = format!("{:#}", schema.as_value());
    text.push('\n');
    text
}

/// The document of a snapshot, personal data shown as `pii` says.
pub fn report(snapshot: &Snapshot, pii: Pii) -> Report {
    let salt = snapshot.salt.as_bytes();
    Report {
        format: "enroll.report",
        format_version: "1.0",
        organization: snapshot.organization.clone(),
        totals: totals(snapshot),
        invitations: snapshot.invitations.iter().map(invitation).collect(),
        recipients: snapshot
            .recipients
            .iter()
            .map(|r| recipient(r, pii, salt))
            .collect(),
        devices: snapshot
            .devices
            .iter()
            .map(|d| device(d, pii, salt))
            .collect(),
        messages: snapshot
            .messages
            .iter()
            .map(|m| message(m, pii, salt))
            .collect(),
        runs: snapshot.runs.iter().map(run).collect(),
        paused: snapshot.paused.as_ref().map(|pause| PauseView {
            since: text(pause.since),
            by: pause.by.clone(),
            reason: written(&pause.reason, pii, salt),
        }),
        erased: snapshot.erased.as_ref().map(|erased| ErasureView {
            enrollments: erased.enrollments,
            recipients: erased.recipients,
            last: text(erased.last),
        }),
        watch: snapshot.watch.as_ref().map(|watch| {
            let condition = written(&watch.condition.to_string(), pii, salt);
            WatchView::of(watch, text(watch.since), condition)
        }),
    }
}

fn totals(snapshot: &Snapshot) -> Totals {
    use crate::model::message::DeliveryState::{Accepted, InDoubt, Rejected};
    let messages = |state| {
        snapshot
            .messages
            .iter()
            .filter(|m| m.state == state)
            .count()
    };
    let left = snapshot
        .devices
        .iter()
        .filter(|d| d.checked_out_at.is_some())
        .count();
    Totals {
        invitations: snapshot.invitations.iter().filter(|i| !i.removed).count(),
        recipients: snapshot.recipients.len(),
        messages_accepted: messages(Accepted),
        messages_in_doubt: messages(InDoubt),
        messages_rejected: messages(Rejected),
        devices: snapshot.devices.len() - left,
        checked_out: left,
    }
}

/// RFC 3339 in whole seconds, which is as exact as anybody reads.
fn text(at: Timestamp) -> String {
    Timestamp(at.0 - at.0.rem_euclid(SECOND)).to_string()
}

/// What somebody wrote, or a server said, with the addresses in it as documents show them.
pub fn written(text: &str, pii: Pii, salt: &[u8]) -> String {
    excerpt::masked(text, false, &|address| pii.address(address, salt))
}

/// One invitation as documents show it.
pub fn invitation(row: &InvitationRow) -> InvitationView {
    InvitationView {
        id: row.id.0.clone(),
        site: row.site.clone(),
        policy: row.policy.clone(),
        recipients: row.recipients,
        progress: row.progress.iter().map(|(p, n)| (p.word(), *n)).collect(),
        devices: row.devices,
        expires_at: row.expires_at.map(text),
        removed: row.removed,
        source: row.place.clone(),
    }
}

/// One recipient as documents show it.
pub fn recipient(row: &RecipientRow, pii: Pii, salt: &[u8]) -> RecipientView {
    RecipientView {
        invitation: row.invitation.0.clone(),
        who: if row.key == ANYONE {
            "anyone".to_owned()
        } else {
            pii.address(&row.key, salt)
        },
        progress: row.progress.word(),
        delivery: row.delivery.map(|d| d.word()),
        used: row.used,
        uses: row.uses,
        expires_at: row.expires_at.map(text),
        revoked: row.revoked.as_ref().map(|why| written(why, pii, salt)),
        source: row.place.clone(),
    }
}

/// One message as documents show it.
pub fn message(row: &MessageRow, pii: Pii, salt: &[u8]) -> MessageView {
    MessageView {
        id: row.id.0.clone(),
        kind: row.kind.word(),
        invitation: row.invitation.clone(),
        channel: row.channel.word(),
        to: pii.address(&row.to, salt),
        state: row.state.word(),
        attempts: row.attempts,
        updated_at: text(row.updated_at),
    }
}

/// One run as documents show it.
pub fn run(row: &RunRow) -> RunView {
    RunView {
        id: row.id.clone(),
        at: text(row.at),
        commit: row.commit.clone(),
        fingerprint: row.fingerprint.clone(),
        changes: row.changes,
        messages: row.messages,
    }
}
