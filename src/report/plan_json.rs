//! A plan as one versioned JSON document: changes only, never what stays as it is; personal data masked.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::base::mask::Pii;
use crate::model::declared::Kind;
use crate::plan::Plan;
use crate::plan::change::{
    Action, Change, Effect, FieldChange, Phase, Precondition, Privacy, RecipientTag, Sources,
};
use crate::plan::excerpt;
use crate::plan::fact::Fact;
use crate::plan::guard::{Guard, Verdict};
use crate::plan::scope::Scope;

/// A plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "enroll.plan")]
pub struct PlanDocument {
    /// Always `enroll.plan`.
    pub format: &'static str,
    /// Version of the format; a minor version only adds.
    pub format_version: &'static str,
    /// Version of the program that made it.
    pub tool: &'static str,
    /// What to approve: `sha256:` and 64 hexadecimal characters.
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
}

/// What a plan covers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScopeView {
    /// Everything declared.
    pub complete: bool,
    /// The one entry looked at; null when everything was.
    pub only: Option<String>,
}

/// Numbers of a plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SummaryView {
    /// Changes in all.
    pub changes: usize,
    /// Messages to send; they cannot be taken back.
    pub messages: usize,
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
}

/// A guard with its number.
#[derive(Clone, Debug, Serialize, JsonSchema)]
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
}

/// One change.
#[derive(Clone, Debug, Serialize, JsonSchema)]
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
}

/// A recipient, without its address unless asked for in full.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RecipientView {
    /// Masked address.
    pub display: String,
    /// Keyed digest; stable within one installation.
    pub digest: String,
}

/// One changed field.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FieldView {
    /// JSON pointer (RFC 6901).
    pub path: String,
    /// Value as applied last.
    pub before: Value,
    /// Value declared now.
    pub after: Value,
}

/// A fact beside the changes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
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
    /// Recipients without a link, because it could not work.
    Withheld {
        /// The invitation.
        id: String,
        /// How many.
        recipients: u32,
    },
}

/// The document of a plan.
pub fn document(plan: &Plan, pii: Pii) -> PlanDocument {
    let shown = Shown::new(plan, pii);
    let count = |action| plan.changes.iter().filter(|c| c.action == action).count();
    PlanDocument {
        format: "enroll.plan",
        format_version: "1.0",
        tool: env!("CARGO_PKG_VERSION"),
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
            links_ended: plan.links_ended(),
            create: count(Action::Create),
            update: count(Action::Update),
            remove: count(Action::Remove),
            invitations: plan.invitations,
            in_doubt: plan.in_doubt,
            unsent: plan.unsent,
        },
        guards: plan.guards.iter().map(guard).collect(),
        changes: plan.changes.iter().map(|c| shown.change(c)).collect(),
        observed: plan.facts.iter().map(|f| shown.fact(f)).collect(),
    }
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

fn guard(guard: &Guard) -> GuardView {
    let verdict = guard.verdict();
    GuardView {
        id: guard.id.clone(),
        limit: guard.limit,
        actual: guard.actual,
        names: guard.names.clone(),
        verdict,
        ack: (verdict == Verdict::NeedsAck).then(|| guard.ack()),
    }
}

/// Personal data of one plan at one level.
pub(super) struct Shown<'a> {
    pii: Pii,
    salt: &'a [u8],
}

impl<'a> Shown<'a> {
    pub fn new(plan: &'a Plan, pii: Pii) -> Self {
        let salt = plan.salt.as_deref().unwrap_or_default().as_bytes();
        Self { pii, salt }
    }

    /// The address of a recipient.
    pub fn address(&self, key: &str) -> String {
        match key {
            crate::model::invitation::ANYONE => "(one link)".to_owned(),
            key => self.pii.address(key, self.salt),
        }
    }

    /// Free text, with every address in it at this level.
    pub fn text(&self, text: &str) -> String {
        excerpt::masked(text, false, &|address| self.pii.address(address, self.salt))
    }

    /// A field's value.
    pub fn value(&self, value: &Value, privacy: Privacy) -> Value {
        match (value, privacy) {
            (Value::Null, _) => Value::Null,
            (_, Privacy::Secret) => Value::from("(not shown)"),
            (Value::String(text), Privacy::Personal) => self.pii.address(text, self.salt).into(),
            (Value::String(text), Privacy::Plain) => self.text(text).into(),
            (Value::Array(all), _) => all.iter().map(|v| self.value(v, privacy)).collect(),
            (Value::Object(all), _) => all
                .iter()
                .map(|(k, v)| (k.clone(), self.value(v, privacy)))
                .collect(),
            (other, _) => other.clone(),
        }
    }

    /// The unified diff of an entry's text.
    pub fn unified(&self, kind: Kind, sources: &Sources) -> Vec<String> {
        if self.pii == Pii::Full {
            return excerpt::unified(&sources.before, &sources.after);
        }
        let people = matches!(kind, Kind::Invitation | Kind::Account);
        let show = |address: &str| self.pii.address(address, self.salt);
        let masked = |text: &str| excerpt::masked(text, people, &show);
        excerpt::unified(&masked(&sources.before), &masked(&sources.after))
    }

    fn recipient(&self, tag: &RecipientTag) -> RecipientView {
        RecipientView {
            display: self.address(&tag.key),
            digest: tag.digest.clone(),
        }
    }

    fn field(&self, field: &FieldChange) -> FieldView {
        FieldView {
            path: field.path.clone(),
            before: self.value(&field.before, field.privacy),
            after: self.value(&field.after, field.privacy),
        }
    }

    fn change(&self, change: &Change) -> ChangeView {
        let sources = change.sources.as_ref();
        ChangeView {
            seq: change.seq,
            phase: change.phase,
            action: change.action,
            kind: change.kind,
            id: change.id.clone(),
            recipient: change.recipient.as_ref().map(|tag| self.recipient(tag)),
            reason: self.text(&change.reason.to_string()),
            source: Some(change.place.clone()).filter(|place| !place.is_empty()),
            preconditions: change.preconditions.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
            diff: change.fields.iter().map(|f| self.field(f)).collect(),
            unified: sources.map_or_else(Vec::new, |s| self.unified(change.kind, s)),
            links: change.links,
            reversible: !change.is_irreversible(),
            effects: change.effects.clone(),
        }
    }

    fn fact(&self, fact: &Fact) -> FactView {
        match fact {
            Fact::Held {
                id,
                recipient,
                reason,
            } => FactView::Held {
                id: id.clone(),
                recipient: recipient.as_ref().map(|tag| self.recipient(tag)),
                reason: self.text(reason),
            },
            Fact::Lapsed { id, links, since } => FactView::Lapsed {
                id: id.clone(),
                links: *links,
                since: since.to_string(),
            },
            Fact::Withheld { id, recipients } => FactView::Withheld {
                id: id.clone(),
                recipients: *recipients,
            },
        }
    }
}
