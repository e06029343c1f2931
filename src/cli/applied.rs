//! What apply did: the run, the numbers, and what is left for somebody to settle.

use serde_json::json;

use super::global::Format;
use crate::base::count::counted;
use crate::base::mask::Pii;
use crate::model::message::DeliveryState;
use crate::ops::apply::{Applied, Outcome};
use crate::report::{plan_json, view};
use crate::worker::DeliveryReport;

/// How to show it.
pub struct Shown<'a> {
    pub format: Format,
    pub pii: Pii,
    pub done: &'a Applied,
}

impl Shown<'_> {
    /// Prints it; `sent` is none when sending was left to somebody else.
    pub fn print(&self, sent: Option<&DeliveryReport>, outcome: &Outcome) {
        match self.format {
            Format::Json => super::print_json(&self.document(sent, outcome)),
            Format::Ndjson => {}
            _ => self.text(sent, outcome),
        }
    }

    fn document(&self, sent: Option<&DeliveryReport>, outcome: &Outcome) -> serde_json::Value {
        let states = outcome.run.iter().map(|(state, n)| (state.word(), n));
        let doubts = outcome.in_doubt.iter();
        json!({
            "format": "enroll.apply",
            "format_version": "1.0",
            "run": self.done.run,
            "plan": plan_json::document(&self.done.plan, self.pii),
            "delivery": sent,
            "messages": states.collect::<std::collections::BTreeMap<_, _>>(),
            "unsent": outcome.unsent,
            "paused": outcome.paused.as_ref().map(|pause| json!({
                "since": pause.since.to_string(),
                "by": pause.by,
                "reason": self.masked(&pause.reason),
            })),
            "in_doubt": doubts.map(|m| &m.id).collect::<Vec<_>>(),
        })
    }

    fn text(&self, sent: Option<&DeliveryReport>, outcome: &Outcome) {
        let changes = self.done.plan.changes.len();
        match &self.done.run {
            Some(run) if self.done.earlier => {
                anstream::println!("That plan was applied before, by run {run}.");
            }
            Some(run) => {
                anstream::println!("Applied {}, run {run}.", counted(changes, "change"));
            }
            None => {}
        }
        match sent {
            None if outcome.unsent > 0 => {
                anstream::println!("  {} messages wait for `enroll serve`", outcome.unsent);
            }
            None => {}
            Some(report) => numbers(report, outcome),
        }
        if let Some(trouble) = sent.and_then(|report| report.trouble.as_ref()) {
            anstream::println!("  ✗ {trouble}");
        }
        for message in &outcome.in_doubt {
            let to = self.pii.address(&message.to, self.salt());
            anstream::println!(
                "  ? {to}  enroll outbox resolve {} --sent | --not-sent",
                message.id
            );
        }
        if let Some(pause) = outcome.paused.as_ref().filter(|_| outcome.unsent > 0) {
            anstream::println!(
                "  ‖ sending is paused since {}: {}",
                pause.since,
                self.masked(&pause.reason)
            );
            anstream::println!("Look at `enroll outbox list`, then run `enroll outbox resume`.");
        } else if sent.is_some_and(|report| report.waiting > 0) {
            anstream::println!("Run `enroll apply` again, or leave the rest to `enroll serve`.");
        }
    }

    fn masked(&self, text: &str) -> String {
        view::written(text, self.pii, self.salt())
    }

    fn salt(&self) -> &[u8] {
        let salt = self.done.plan.salt.as_deref();
        salt.unwrap_or_default().as_bytes()
    }
}

fn numbers(report: &DeliveryReport, outcome: &Outcome) {
    let before = outcome
        .count(DeliveryState::Accepted)
        .saturating_sub(report.accepted);
    let parts = [
        ("✓", report.accepted, "sent"),
        ("✓", before, "sent before"),
        ("-", report.cancelled, "withdrawn"),
        ("↻", report.waiting, "waiting"),
        ("✗", report.rejected, "refused"),
        ("?", report.in_doubt, "in doubt"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(_, n, _)| *n > 0)
        .map(|(sign, n, word)| format!("{sign} {n} {word}"))
        .collect();
    if !said.is_empty() {
        anstream::println!("  {}", said.join("   "));
    }
}
