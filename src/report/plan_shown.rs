//! Plans made fit to be seen: personal data at one level, every change, guard and fact as documents hold them.

use serde_json::Value;

use super::plan_json::{ChangeView, FactView, FieldView, GuardView, RecipientView};
use super::plan_purpose;
use super::plan_refusal::reason;
use super::plan_rows::{Page, detail, title};
use super::when;
use crate::base::mask::Pii;
use crate::model::declared::Kind;
use crate::plan::Plan;
use crate::plan::change::{Change, FieldChange, Privacy, RecipientTag, Sources};
use crate::plan::excerpt;
use crate::plan::fact::Fact;
use crate::plan::guard::{Guard, Verdict};

/// A guard with its verdict.
pub(super) fn guard(guard: &Guard) -> GuardView {
    let verdict = guard.verdict();
    GuardView {
        id: guard.id.clone(),
        limit: guard.limit,
        actual: guard.actual,
        names: guard.names.clone(),
        verdict,
        ack: (verdict == Verdict::NeedsAck).then(|| guard.ack()),
        reason: (verdict == Verdict::NeedsAck).then(|| reason(guard)),
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

    /// A change in full.
    pub fn change(&self, change: &Change, page: &Page<'_>) -> ChangeView {
        let sources = change.sources.as_ref();
        ChangeView {
            seq: change.seq,
            phase: change.phase,
            action: change.action,
            kind: change.kind,
            id: change.id.clone(),
            recipient: change.recipient.as_ref().map(|tag| self.recipient(tag)),
            reason: self.text(&change.reason.to_string()),
            detail: detail(change, page),
            until: change
                .until
                .as_ref()
                .map(|until| when::until(until, page.now)),
            message: title(change, page),
            source: Some(change.place.clone()).filter(|place| !place.is_empty()),
            preconditions: change.preconditions.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
            diff: change.fields.iter().map(|f| self.field(f)).collect(),
            unified: sources.map_or_else(Vec::new, |s| self.unified(change.kind, s)),
            links: change.links,
            reversible: !change.is_irreversible(),
            effects: change.effects.clone(),
            asked: change
                .asked
                .as_ref()
                .map(|asked| plan_purpose::asked(asked, self)),
        }
    }

    /// A fact beside the changes.
    pub fn fact(&self, fact: &Fact) -> FactView {
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
            Fact::Unreachable { id, group, people } => FactView::Unreachable {
                id: id.clone(),
                group: group.clone(),
                people: *people,
            },
            Fact::Listed { id, group, people } => FactView::Listed {
                id: id.clone(),
                group: group.clone(),
                people: *people,
            },
            Fact::Withheld { id, recipients } => FactView::Withheld {
                id: id.clone(),
                recipients: *recipients,
            },
            Fact::Reminders(of) => FactView::Reminders {
                id: of.id.clone(),
                ahead: of.ahead.to_string(),
                recipients: of.recipients,
                first: of.first.to_string(),
                last: of.last.to_string(),
            },
        }
    }
}
