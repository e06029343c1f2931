//! The folder that a server follows, as documents show it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::watch::{Condition, Watch};

/// The folder that a server follows.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WatchView {
    /// What the server does by itself: `none`, `revoke` or `all`.
    pub auto: &'static str,
    /// `InStep`, `ConfigInvalid`, `Held` or `Failing`.
    pub condition: &'static str,
    /// The same for people, with code and place where it is not valid.
    pub text: String,
    /// Since when it stands so (RFC 3339).
    pub since: String,
    /// What to approve, where something is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// The command that helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
}

impl WatchView {
    /// The view; `since` and `text`, the condition, as documents write them.
    pub fn of(watch: &Watch, since: String, text: String) -> Self {
        let (fingerprint, command) = match &watch.condition {
            Condition::Held {
                fingerprint,
                command,
                ..
            } => (Some(fingerprint.clone()), Some(command.clone())),
            Condition::ConfigInvalid { .. } => (None, Some("enroll validate".to_owned())),
            Condition::InStep | Condition::Failing { .. } => (None, None),
        };
        Self {
            auto: watch.auto.word(),
            condition: watch.condition.word(),
            text,
            since,
            fingerprint,
            command,
        }
    }

    /// Whether it is anything but in step.
    pub fn needs_a_look(&self) -> bool {
        self.condition != Condition::InStep.word()
    }
}
