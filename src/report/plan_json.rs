//! A plan as one versioned JSON document: changes only, never what stays as it is; personal data masked.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::plan_purpose::{self, AskedView, OutlookView};
use super::plan_rows::Page;
use super::plan_shown::{Shown, guard};
use crate::base::mask::Pii;
use crate::model::declared::Kind;
use crate::plan::Plan;
use crate::plan::change::{Action, Effect, Phase, Precondition};
use crate::plan::guard::Verdict;
use crate::plan::scope::Scope;

/// Name of the format.
const FORMAT: &str = "enroll.plan";

/// A plan.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "enroll.plan")]
pub struct PlanDocument {
    /// Always `enroll.plan`.
    pub format: String,
    /// Version of the format; a minor version only adds.
    pub format_version: String,
    /// Version of the program that made it.
    pub tool: String,
    /// What to approve: `sha256:` and 64 hexadecimal characters; empty where nobody can agree.
    pub fingerprint: String,
    /// Identity of the installation; null before the first apply.
    pub instance: Option<String>,
    /// The instant it was made for, RFC 3339.
    pub now: String,
    /// What it covers.
    pub scope: ScopeView,
    /// Numbers.
    pub summary: SummaryView,
    /// Guards with their numbers.
    pub guards: Vec<GuardView>,
    /// Changes in the order they are made.
    pub changes: Vec<ChangeView>,
    /// Facts that explain the plan and are no change.
    pub observed: Vec<FactView>,
    /// The way to the instant of the plan, where it is not of now; such a plan has no fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlook: Option<OutlookView>,
    /// The commit it was compared with, in place of the database; such a plan has no fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<String>,
}

/// What a plan covers.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ScopeView {
    /// Everything declared.
    pub complete: bool,
    /// The one entry looked at; null when everything was.
    pub only: Option<String>,
}

/// Numbers of a plan.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct SummaryView {
    /// Changes in all.
    pub changes: usize,
    /// Messages to send; they cannot be taken back.
    pub messages: usize,
    /// Parts that the text messages among them are sent, and paid, as.
    pub text_parts: usize,
    /// Working links that stop working.
    pub links_ended: usize,
    /// Entries and recipients that come.
    pub create: usize,
    /// Entries and recipients that are edited.
    pub update: usize,
    /// Entries that leave.
    pub remove: usize,
    /// Invitations declared.
    pub invitations: usize,
    /// Messages of unknown fate from earlier runs.
    pub in_doubt: u32,
    /// Messages of earlier runs still to send.
    pub unsent: u32,
    /// Why sending is paused; left out while it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<String>,
}

/// A guard with its number.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GuardView {
    /// Its name.
    pub id: String,
    /// The highest number that passes.
    pub limit: u32,
    /// The number of this plan.
    pub actual: u32,
    /// What it says.
    pub verdict: Verdict,
    /// What was counted, where it has names: domains, entries.
    pub names: Vec<String>,
    /// What `--ack` takes to pass it; null when it passes.
    pub ack: Option<String>,
    /// Why it refuses; null when it passes.
    #[serde(default)]
    pub reason: Option<String>,
}

/// One change.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ChangeView {
    /// Position, from 1.
    pub seq: u32,
    /// When in the transaction.
    pub phase: Phase,
    /// What.
    pub action: Action,
    /// Kind of the entry.
    pub kind: Kind,
    /// Id of the entry.
    pub id: String,
    /// The recipient; null when the change is about the entry itself.
    pub recipient: Option<RecipientView>,
    /// Why.
    pub reason: String,
    /// What it means, in words.
    #[serde(default)]
    pub detail: String,
    /// When the links of a new or edited invitation end, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Name, languages and subject of the invitation's own message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Where it stands, or stood: `file:line`; null for what is built in.
    pub source: Option<String>,
    /// What must still be true when it is made.
    pub preconditions: Vec<Precondition>,
    /// Digest of the declared fields as applied last.
    pub before: Option<String>,
    /// Digest of the declared fields now.
    pub after: Option<String>,
    /// Fields that an update changes.
    pub diff: Vec<FieldView>,
    /// Unified diff of the entry's text, line by line.
    pub unified: Vec<String>,
    /// Working links that an edited policy or invitation rules.
    pub links: Option<u32>,
    /// Whether it can be taken back.
    pub reversible: bool,
    /// What it does outside its row.
    pub effects: Vec<Effect>,
    /// Who asked for it; left out where nobody looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<AskedView>,
}

/// A recipient, without its address unless asked for in full.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecipientView {
    /// Masked address.
    pub display: String,
    /// Keyed digest; stable within one installation.
    pub digest: String,
}

/// One changed field.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct FieldView {
    /// JSON pointer (RFC 6901).
    pub path: String,
    /// Value as applied last.
    pub before: Value,
    /// Value declared now.
    pub after: Value,
}

/// A fact beside the changes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum FactView {
    /// Revoked by an operator; wins over git until lifted.
    Held {
        /// The invitation.
        id: String,
        /// The one link; null: all of it.
        recipient: Option<RecipientView>,
        /// Why.
        reason: String,
    },
    /// Links that ended by time with uses left.
    Lapsed {
        /// The invitation.
        id: String,
        /// How many.
        links: u32,
        /// When the first of them ended, RFC 3339.
        since: String,
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
    /// Members of a directory group who are invited by name or list already.
    Listed {
        /// The invitation.
        id: String,
        /// The group.
        group: String,
        /// How many.
        people: u32,
    },
    /// Recipients without a link, because it could not work.
    Withheld {
        /// The invitation.
        id: String,
        /// How many.
        recipients: u32,
    },
    /// Reminders to come, to whoever has not enrolled by then; agreed to with `remind`, not counted as messages.
    Reminders {
        /// The invitation.
        id: String,
        /// How long before the end of each link: `2d`.
        ahead: String,
        /// How many, if nobody enrolls before.
        recipients: u32,
        /// When the first of them is due, RFC 3339.
        first: String,
        /// When the last of them is due, RFC 3339.
        last: String,
    },
}

/// The document of a plan.
pub fn document(plan: &Plan, pii: Pii) -> PlanDocument {
    let shown = Shown::new(plan, pii);
    let page = Page::new(plan, &shown);
    let count = |action| plan.changes.iter().filter(|c| c.action == action).count();
    PlanDocument {
        format: FORMAT.to_owned(),
        format_version: "1.2".to_owned(),
        tool: env!("CARGO_PKG_VERSION").to_owned(),
        fingerprint: plan.fingerprint.clone(),
        instance: plan.instance.clone(),
        now: plan.now.to_string(),
        scope: ScopeView {
            complete: plan.scope == Scope::Complete,
            only: plan.scope.only().map(str::to_owned),
        },
        summary: SummaryView {
            changes: plan.changes.len(),
            messages: plan.messages(),
            text_parts: plan.text_parts(),
            links_ended: plan.links_ended(),
            create: count(Action::Create),
            update: count(Action::Update),
            remove: count(Action::Remove),
            invitations: plan.invitations,
            in_doubt: plan.in_doubt,
            unsent: plan.unsent,
            paused: plan.paused.as_ref().map(|why| shown.text(why)),
        },
        guards: plan.guards.iter().map(guard).collect(),
        changes: plan
            .changes
            .iter()
            .map(|c| shown.change(c, &page))
            .collect(),
        observed: plan.facts.iter().map(|f| shown.fact(f)).collect(),
        outlook: plan_purpose::outlook(plan),
        against: plan_purpose::against(plan),
    }
}

/// The numbers that GitLab shows in a merge request: what a message is sent for is made, what stops is deleted.
pub fn widget(plan: &Plan) -> Value {
    let links = plan.changes.iter().filter(|c| c.recipient.is_some());
    let ended = plan.links_ended() + count(plan, &[Action::Remove]);
    let updated = plan.changes.len() - links.count();
    serde_json::json!({
        "create": plan.messages(),
        "update": updated.saturating_sub(count(plan, &[Action::Remove])),
        "delete": ended,
    })
}

fn count(plan: &Plan, actions: &[Action]) -> usize {
    let matching = plan.changes.iter().filter(|c| actions.contains(&c.action));
    matching.count()
}

/// Why a document cannot be read as a plan.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is no JSON, or lacks something.
    #[error("it cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// It is something else, or of another major version.
    #[error("it is {found}, not {FORMAT} 1")]
    Format {
        /// Format and version found.
        found: String,
    },
}

/// Reads what `plan --format json` wrote.
///
/// # Errors
/// It is no plan, or one of a major version that is not known.
pub fn read(text: &str) -> Result<PlanDocument, Unreadable> {
    let value: Value = serde_json::from_str(text)?;
    let word = |key: &str| value[key].as_str().unwrap_or("unnamed").to_owned();
    let (format, version) = (word("format"), word("format_version"));
    if format != FORMAT || version.split('.').next() != Some("1") {
        let found = format!("{format} {version}");
        return Err(Unreadable::Format { found });
    }
    Ok(serde_json::from_value(value)?)
}

/// The JSON Schema of [`PlanDocument`], for `schemas/plan.json`.
pub fn schema() -> String {
    let schema = schemars::generate::SchemaSettings::draft07()
        .into_generator()
        .into_root_schema_for::<PlanDocument>();
    let mut text = format!("{:#}", schema.as_value());
    text.push('\n');
    text
}
