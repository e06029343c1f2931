//! What a run tells while it goes on: one JSON document a line, numbered without gaps. Whoever does not know a
//! type shows its `message`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::finding::Finding;
use super::plan_json::{ChangeView, GuardView, PlanDocument, SummaryView};
use crate::base::count::counted;
use crate::base::diag;
use crate::model::message::DeliveryState;
use crate::plan::guard::Verdict;

/// One line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "enroll.events")]
pub struct Line {
    /// Version of the format; a minor version only adds.
    pub v: &'static str,
    /// Position in the stream, from 1.
    pub seq: u64,
    /// When, RFC 3339.
    pub ts: String,
    /// The run of `apply`, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// How bad it is.
    pub level: Level,
    /// The same for people.
    pub message: String,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// How bad a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As it should be.
    Info,
    /// Somebody should look.
    Warning,
    /// It did not work.
    Error,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is planned or applied.
    Error,
    /// Somebody should look.
    Warning,
}

/// A stretch of a file, all numbers from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Range {
    /// Path below the repository.
    pub file: String,
    /// First line.
    pub line: u32,
    /// First column, in Unicode scalars.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// One past the last column.
    pub end_column: u32,
}

/// What happened. The first line is `version`; the last line of apply is `apply_summary`, whatever happened.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// The stream begins.
    Version {
        /// Version of the program.
        tool: &'static str,
    },
    /// A mistake in the repository, or something to look at there.
    Diagnostic {
        /// Error or warning.
        severity: Severity,
        /// Its code, for `enroll explain`.
        code: String,
        /// One sentence.
        summary: String,
        /// What to do.
        #[serde(skip_serializing_if = "Option::is_none")]
        hint: Option<String>,
        /// Where, if it has a place.
        #[serde(skip_serializing_if = "Option::is_none")]
        range: Option<Range>,
    },
    /// Another run holds the lock; this one waits for it.
    LockWait {
        /// Who holds it.
        holder: String,
        /// Since when, RFC 3339.
        since: String,
    },
    /// This run holds the lock.
    LockAcquired {
        /// Its fencing token: every later holder has a greater one.
        token: i64,
    },
    /// This run was held up for longer than its lock lasts, and writes nothing.
    LockLost {},
    /// One change of the plan, in order.
    PlannedChange {
        /// The change.
        change: Box<ChangeView>,
    },
    /// One guard of the plan.
    Guard {
        /// The guard.
        guard: GuardView,
    },
    /// The plan is complete.
    PlanSummary {
        /// What to approve.
        fingerprint: String,
        /// Its numbers.
        summary: SummaryView,
    },
    /// The plan is true now: from here on messages leave, and nothing is taken back.
    Committed {
        /// Changes made.
        changes: usize,
        /// An earlier run made them.
        earlier: bool,
    },
    /// This process took a message to send it.
    SendClaimed {
        /// The message.
        id: String,
    },
    /// The first byte of a message is about to leave.
    SendTransmitting {
        /// The message.
        id: String,
    },
    /// A server took a message.
    SendAccepted {
        /// The message.
        id: String,
    },
    /// A message is tried again later.
    SendDeferred {
        /// The message.
        id: String,
    },
    /// A message was refused for good.
    SendRejected {
        /// The message.
        id: String,
    },
    /// Nobody knows whether a message left.
    SendInDoubt {
        /// The message.
        id: String,
    },
    /// Every message of a wave was tried; the next wave may leave.
    WaveDone {
        /// The run whose wave it is.
        of_run: String,
        /// The kind of its messages.
        kind: String,
        /// 1 to 4.
        number: i64,
        /// Messages in it.
        size: u64,
        /// Those that were refused for good, or came back.
        refused: u64,
    },
    /// How far sending is, some seconds after the line before of this type.
    Progress {
        /// Messages dealt with.
        done: u64,
        /// Messages that waited when sending began.
        of: u64,
    },
    /// The run is over.
    ApplySummary {
        /// The exit code of the process.
        exit_code: u8,
        /// Why it did not do its work.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<String>,
        /// Messages of this run by state.
        messages: BTreeMap<&'static str, u64>,
        /// Messages of any run still to send.
        unsent: u64,
        /// Messages of any run whose fate nobody knows, for `enroll outbox resolve`.
        in_doubt: Vec<String>,
    },
}

impl Event {
    /// What a message of this id came to; none for a state that is no news.
    pub fn sent(id: &str, state: DeliveryState) -> Option<Self> {
        let id = id.to_owned();
        match state {
            DeliveryState::Claimed => Some(Self::SendClaimed { id }),
            DeliveryState::Transmitting => Some(Self::SendTransmitting { id }),
            DeliveryState::Accepted => Some(Self::SendAccepted { id }),
            DeliveryState::Deferred => Some(Self::SendDeferred { id }),
            DeliveryState::Rejected => Some(Self::SendRejected { id }),
            DeliveryState::InDoubt => Some(Self::SendInDoubt { id }),
            _ => None,
        }
    }

    /// The event of a finding.
    pub fn of_finding(finding: Finding) -> Self {
        Self::Diagnostic {
            severity: match finding.severity {
                diag::Severity::Error => Severity::Error,
                diag::Severity::Warning => Severity::Warning,
            },
            code: finding.code,
            summary: finding.message,
            hint: finding.hint,
            range: finding.place.map(|place| Range {
                file: place.file,
                line: place.line,
                column: place.column,
                end_line: place.end_line,
                end_column: place.end_column,
            }),
        }
    }

    /// The events of a plan.
    pub fn of_plan(document: PlanDocument) -> impl Iterator<Item = Self> {
        let changes = document.changes.into_iter();
        let guards = document.guards.into_iter();
        let changes = changes.map(|change| Self::PlannedChange {
            change: Box::new(change),
        });
        let summary = Self::PlanSummary {
            fingerprint: document.fingerprint,
            summary: document.summary,
        };
        changes
            .chain(guards.map(|guard| Self::Guard { guard }))
            .chain(std::iter::once(summary))
    }

    /// The line of this event.
    pub fn line(self, seq: u64, ts: String, run: Option<String>) -> Line {
        Line {
            v: "1.0",
            seq,
            ts,
            run,
            level: self.level(),
            message: self.message(),
            event: self,
        }
    }

    fn level(&self) -> Level {
        match self {
            Self::Diagnostic { severity, .. } => match severity {
                Severity::Error => Level::Error,
                Severity::Warning => Level::Warning,
            },
            Self::SendDeferred { .. } | Self::LockWait { .. } => Level::Warning,
            Self::Guard { guard } if guard.verdict == Verdict::NeedsAck => Level::Warning,
            Self::LockLost {} | Self::SendRejected { .. } | Self::SendInDoubt { .. } => {
                Level::Error
            }
            Self::ApplySummary { exit_code, .. } if *exit_code != 0 => Level::Error,
            _ => Level::Info,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Version { tool } => format!("enroll {tool}"),
            Self::Diagnostic {
                code,
                summary,
                range,
                ..
            } => match range {
                Some(at) => format!("{}:{}:{}: {code} {summary}", at.file, at.line, at.column),
                None => format!("{code} {summary}"),
            },
            Self::LockWait { holder, since } => {
                format!("waiting for {holder}, who holds the lock since {since}")
            }
            Self::LockAcquired { .. } => "this run holds the lock".to_owned(),
            Self::LockLost {} => "this run lost the lock, and writes nothing".to_owned(),
            Self::PlannedChange { change } => planned(change),
            Self::Guard { guard } => guard.reason.clone().unwrap_or_else(|| {
                let GuardView {
                    id, actual, limit, ..
                } = guard;
                format!("{id}: {actual} of {limit}")
            }),
            Self::PlanSummary { summary, .. } => format!(
                "{}, {} to send, {} that stop working",
                counted(summary.changes, "change"),
                counted(summary.messages, "message"),
                counted(summary.links_ended, "link")
            ),
            Self::Committed { earlier: true, .. } => "an earlier run made this true".to_owned(),
            Self::Committed { changes, .. } => format!("{} made", counted(*changes, "change")),
            Self::SendClaimed { id } => format!("message {id} is next"),
            Self::SendTransmitting { id } => format!("message {id} leaves"),
            Self::SendAccepted { id } => format!("message {id} was accepted"),
            Self::SendDeferred { id } => format!("message {id} is tried again later"),
            Self::SendRejected { id } => format!("message {id} was refused"),
            Self::SendInDoubt { id } => format!(
                "nobody knows whether message {id} left: enroll outbox resolve {id} --sent | --not-sent"
            ),
            Self::WaveDone {
                kind,
                number,
                size,
                refused,
                ..
            } => format!("wave {number} of {kind} messages was tried: {size}, {refused} refused"),
            Self::Progress { done, of } => format!("{done} of {of} messages"),
            Self::ApplySummary {
                exit_code, error, ..
            } => match error {
                Some(error) => error.clone(),
                None => format!("ended with exit code {exit_code}"),
            },
        }
    }
}

fn planned(change: &ChangeView) -> String {
    let who = change.recipient.as_ref();
    let who = who.map_or(String::new(), |r| format!(" {}", r.display));
    let (action, kind) = (change.action.word(), change.kind.word());
    format!("{action} {kind}/{}{who}: {}", change.id, change.detail)
}

/// Every type with its meaning, in the order of a run.
pub fn types() -> Vec<(String, String)> {
    let schema = root();
    let all = schema.as_value()["oneOf"].as_array().into_iter().flatten();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    all.map(|one| {
        let word = &one["properties"]["type"]["const"];
        (text(word), text(&one["description"]))
    })
    .collect()
}

fn root() -> schemars::Schema {
    schemars::generate::SchemaSettings::draft07()
        .into_generator()
        .into_root_schema_for::<Line>()
}

/// The JSON Schema of [`Line`], for `schemas/events.json`.
pub fn schema() -> String {
    let mut text = format!("{:#}", root().as_value());
    text.push('\n');
    text
}
