//! Events and runs as lists show them.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::table::{dash, spoken, table};
use super::view::{RunView, written};
use crate::base::mask::Pii;
use crate::model::link;
use crate::model::status::EventRow;

/// One thing that happened.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EventView {
    /// When (RFC 3339).
    pub at: String,
    /// Who: `apply`, `portal`, `device`, `sender`, `operator`.
    pub actor: String,
    /// What, in a word of the past.
    pub action: String,
    /// Invitation it concerns.
    pub invitation: Option<String>,
    /// Number of the recipient it concerns, as in its message.
    pub recipient: Option<String>,
    /// Message, device or enrollment it concerns.
    pub subject: Option<String>,
    /// Run of `apply` it belongs to.
    pub run: Option<String>,
    /// Particulars.
    pub detail: Value,
}

/// An event, personal data shown as `pii` says.
pub fn event(row: &EventRow, pii: Pii, salt: &[u8]) -> EventView {
    let detail = written(&row.detail, pii, salt);
    EventView {
        at: row.at.to_string(),
        actor: row.actor.clone(),
        action: row.action.clone(),
        invitation: row.invitation.clone(),
        recipient: row.recipient.as_deref().map(link::number),
        subject: row.subject.clone(),
        run: row.run.clone(),
        detail: serde_json::from_str(&detail).unwrap_or(Value::Null),
    }
}

/// Events for a terminal.
pub fn events(rows: &[EventView]) -> String {
    table(
        &["AT", "WHO", "WHAT", "INVITATION", "RECIPIENT", "SUBJECT"],
        rows.iter().map(|row| {
            vec![
                row.at.clone(),
                row.actor.clone(),
                spoken(&row.action),
                dash(row.invitation.as_deref()),
                dash(row.recipient.as_deref()),
                dash(row.subject.as_deref()),
            ]
        }),
    )
}

/// Runs of `apply` for a terminal.
pub fn runs(rows: &[RunView]) -> String {
    table(
        &["RUN", "AT", "COMMIT", "CHANGES", "MESSAGES"],
        rows.iter().map(|row| {
            vec![
                row.id.clone(),
                row.at.clone(),
                dash(row.commit.as_deref()),
                row.changes.to_string(),
                row.messages.to_string(),
            ]
        }),
    )
}
