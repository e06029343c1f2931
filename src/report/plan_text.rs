//! A plan for people: one line per change with its reason and place, what cannot be taken back, guards, and
//! what to do next.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use serde_json::Value;

use super::plan_json::Shown;
use super::when;
use crate::base::mask::Pii;
use crate::model::declared::Kind;
use crate::plan::Plan;
use crate::plan::change::{Action, Change, Channel, Effect, FieldChange, Phase, Reason};
use crate::plan::fact::Fact;
use crate::plan::guard::{Acks, Guard, MESSAGES, NEW_DATABASE};

/// More recipients of one invitation with the same change than this are shown as one line.
const FOLD: usize = 20;
/// Widest column that others are aligned to.
const WIDEST: usize = 48;

const GREEN: Style = color(AnsiColor::Green);
const YELLOW: Style = color(AnsiColor::Yellow);
const RED: Style = color(AnsiColor::Red);
const MAGENTA: Style = color(AnsiColor::Magenta);
const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

const fn color(color: AnsiColor) -> Style {
    Style::new().fg_color(Some(anstyle::Color::Ansi(color)))
}

/// The whole plan. Styles are ANSI escapes; whoever prints strips them where they do not belong.
pub fn render(plan: &Plan, pii: Pii) -> String {
    let shown = Shown::new(plan, pii);
    let mut out = String::new();
    if plan.changes.is_empty() {
        let _ = writeln!(out, "{}", nothing(plan));
        facts(&mut out, plan, &shown, false);
        return out;
    }
    for guard in plan.guards.iter().filter(|g| g.id == NEW_DATABASE) {
        write_guard(&mut out, guard);
    }
    legend(&mut out, plan);
    let rows = rows(plan, &shown);
    let width = |of: fn(&Row) -> &str| {
        let widths = rows.iter().map(|row| of(row).chars().count());
        widths.filter(|w| *w <= WIDEST).max().unwrap_or(0)
    };
    let (subject, detail) = (width(|r| &r.subject), width(|r| &r.detail));
    for row in &rows {
        row.write(&mut out, subject, detail);
    }
    out.push('\n');
    facts(&mut out, plan, &shown, true);
    let _ = writeln!(out, "{}", summary(plan));
    for guard in plan.guards.iter().filter(|g| g.id != NEW_DATABASE) {
        write_guard(&mut out, guard);
    }
    let _ = writeln!(out, "Fingerprint {}", plan.fingerprint);
    out
}

/// `Nothing to do. 5 invitations match git.`
pub fn nothing(plan: &Plan) -> String {
    match plan.invitations {
        1 => "Nothing to do. 1 invitation matches git.".to_owned(),
        n => format!("Nothing to do. {n} invitations match git."),
    }
}

/// Why these guards refuse, one line each.
pub fn refusals(plan: &Plan, acks: &Acks) -> Vec<String> {
    let refusing = plan.guards.iter().filter(|g| g.refuses(acks));
    refusing.map(refusal).collect()
}

fn refusal(guard: &Guard) -> String {
    let Guard { id, limit, actual } = guard;
    let ack = guard.ack();
    match id.as_str() {
        NEW_DATABASE => {
            format!(
                "the database is new, in an automated run: nobody has been invited yet as far as it knows; --ack {ack} says so"
            )
        }
        other => match other.strip_prefix("empty_") {
            Some(kind) => {
                format!("every {kind} left git, {actual} of {actual}; --ack {ack} says so")
            }
            None => format!("{actual} {id} are above the limit of {limit}; --ack {ack} says so"),
        },
    }
}

fn write_guard(out: &mut String, guard: &Guard) {
    if guard.refuses(&Acks::default()) {
        let _ = writeln!(out, "{RED}! refused{RED:#}  {}", refusal(guard));
    } else if guard.id == MESSAGES && guard.actual > 0 {
        let _ = writeln!(
            out,
            "{} of {} messages per apply. {BOLD}Messages cannot be taken back.{BOLD:#}",
            guard.actual, guard.limit
        );
    }
}

/// Only the symbols that occur.
fn legend(out: &mut String, plan: &Plan) {
    let all = [
        ('-', "ends or leaves"),
        ('~', "changes"),
        ('+', "new"),
        ('✉', "new, and sends a message that cannot be taken back"),
    ];
    let used = all.iter().filter(|(sign, _)| {
        let signs = plan.changes.iter().map(|change| sign_of(change).0);
        signs.into_iter().any(|s| s == *sign)
    });
    let words: Vec<String> = used.map(|(sign, word)| format!("{sign} {word}")).collect();
    let _ = writeln!(out, "{DIM}{}{DIM:#}\n", words.join("   "));
}

fn sign_of(change: &Change) -> (char, Style) {
    match change.action {
        Action::Revoke | Action::Forget | Action::Expire | Action::Remove => ('-', RED),
        Action::Update | Action::Revive => ('~', YELLOW),
        Action::Create if change.messages() > 0 => ('✉', MAGENTA),
        Action::Create => ('+', GREEN),
    }
}

/// One line, with what stands below it.
struct Row {
    sign: char,
    style: Style,
    action: &'static str,
    subject: String,
    detail: String,
    place: String,
    below: Vec<String>,
}

impl Row {
    fn write(&self, out: &mut String, subject: usize, detail: usize) {
        let style = self.style;
        let place = if self.place.is_empty() {
            "built in"
        } else {
            &self.place
        };
        let _ = writeln!(
            out,
            "{style}{}{style:#} {:<6}  {BOLD}{:<subject$}{BOLD:#}  {:<detail$}  {DIM}{place}{DIM:#}",
            self.sign, self.action, self.subject, self.detail,
        );
        for line in &self.below {
            let style = match line.chars().next() {
                Some('+') => GREEN,
                Some('-') => RED,
                _ => DIM,
            };
            let _ = writeln!(out, "          {style}{line}{style:#}");
        }
    }
}

fn rows(plan: &Plan, shown: &Shown<'_>) -> Vec<Row> {
    let same = |a: &Change, b: &Change| {
        a.recipient.is_some()
            && b.recipient.is_some()
            && (a.phase, a.action, &a.id, &a.reason) == (b.phase, b.action, &b.id, &b.reason)
            && a.effects == b.effects
    };
    let groups = plan.changes.chunk_by(same);
    groups
        .flat_map(|group| {
            if group.len() > FOLD {
                vec![folded(group, shown)]
            } else {
                group.iter().map(|c| row(c, plan, shown)).collect()
            }
        })
        .collect()
}

fn row(change: &Change, plan: &Plan, shown: &Shown<'_>) -> Row {
    let (sign, style) = sign_of(change);
    let mut subject = if change.kind.word() == change.id {
        change.id.clone()
    } else {
        format!("{}/{}", change.kind.word(), change.id)
    };
    if let Some(tag) = &change.recipient {
        let _ = write!(subject, " {}", shown.address(&tag.key));
    }
    Row {
        sign,
        style,
        action: change.action.word(),
        subject,
        detail: detail(change, plan, shown),
        place: change.place.clone(),
        below: below(change, plan, shown),
    }
}

/// Many recipients of one invitation with the same change.
fn folded(group: &[Change], shown: &Shown<'_>) -> Row {
    let first = &group[0];
    let (sign, style) = sign_of(first);
    let key = first.recipient.as_ref().map_or("", |r| &r.key);
    let place = match group.last() {
        Some(last) if last.place != first.place => format!("{} … {}", first.place, last.place),
        _ => first.place.clone(),
    };
    Row {
        sign,
        style,
        action: first.action.word(),
        subject: format!("invitation/{} {} recipients", first.id, group.len()),
        detail: format!("{}{}", shown.text(&first.reason.to_string()), sends(first)),
        place,
        below: vec![format!(
            "{} and {} more; --format json lists all",
            shown.address(key),
            group.len() - 1
        )],
    }
}

fn sends(change: &Change) -> String {
    let words: Vec<&str> = change
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::SendMessage { channel, .. } => Some(match channel {
                Channel::Email => "an email",
                Channel::Sms => "a text message",
            }),
            Effect::ReviveLink => Some("nothing; the link works again"),
            Effect::RevokeLink | Effect::ExpireLink => None,
        })
        .collect();
    if words.is_empty() {
        String::new()
    } else {
        format!(", sends {}", words.join(" and "))
    }
}

fn detail(change: &Change, plan: &Plan, shown: &Shown<'_>) -> String {
    let mut text = match (&change.reason, change.action) {
        (Reason::Edited, _) => fields(&change.fields, shown),
        (Reason::New, Action::Create) if change.recipient.is_some() => "new link".to_owned(),
        (reason, _) => shown.text(&reason.to_string()),
    };
    text.push_str(&sends(change));
    let of_this = |c: &&Change| c.id == change.id && c.kind == change.kind;
    let messages: usize = plan
        .changes
        .iter()
        .filter(of_this)
        .map(Change::messages)
        .sum();
    let entry = change.kind == Kind::Invitation && change.recipient.is_none();
    match change.action {
        Action::Create if entry && messages > 0 => {
            let _ = write!(text, ", {}", counted(messages, "message"));
        }
        Action::Create | Action::Update if entry && messages == 0 => text.push_str(", no message"),
        _ => {}
    }
    if change.kind == Kind::Policy && change.action == Action::Update {
        text.push_str(match change.phase {
            Phase::Loosen => ", looser",
            _ => ", maybe stricter",
        });
    }
    if let Some(links) = change.links {
        let _ = write!(text, " ({})", counted(links as usize, "working link"));
    }
    text
}

fn fields(fields: &[FieldChange], shown: &Shown<'_>) -> String {
    // What the administrator wrote says more than what it means in microseconds.
    let written = fields.iter().any(|f| f.path == "/expires_text");
    let hidden = |f: &&FieldChange| f.path.ends_with("/sha256") || written && is_expires(&f.path);
    let kept: Vec<&FieldChange> = fields.iter().filter(|f| !hidden(f)).collect();
    if kept.len() > 3 {
        return format!("{} fields", kept.len());
    }
    let texts: Vec<String> = kept
        .iter()
        .map(|f| {
            let name = f.path.trim_start_matches('/').replace('/', ".");
            let name = name.strip_suffix("_text").unwrap_or(&name);
            let side = |v: &Value| spoken(&shown.value(v, f.privacy), name);
            match f.privacy {
                crate::plan::change::Privacy::Secret => format!("{name} changed"),
                _ if f.path.ends_with("/text") => "its text changed".to_owned(),
                _ => format!("{name} {} -> {}", side(&f.before), side(&f.after)),
            }
        })
        .collect();
    texts.join(", ")
}

fn is_expires(path: &str) -> bool {
    path == "/expires" || path.starts_with("/expires/")
}

/// A value in words.
fn spoken(value: &Value, field: &str) -> String {
    match value {
        Value::Null if field == "uses" => "unlimited".to_owned(),
        Value::Null => "none".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(all) if all.is_empty() => "none".to_owned(),
        Value::Array(all) => {
            let words: Vec<String> = all.iter().map(|v| spoken(v, field)).collect();
            words.join(", ")
        }
        Value::Object(all) if all.len() == 1 => {
            let words: Vec<String> = all.values().map(|v| spoken(v, field)).collect();
            words.join("")
        }
        other => other.to_string(),
    }
}

fn below(change: &Change, plan: &Plan, shown: &Shown<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(until) = &change.until {
        lines.push(format!("works until {}", when::until(until, plan.now)));
    }
    if let Some(sources) = &change.sources {
        lines.extend(shown.unified(change.kind, sources));
    }
    lines
}

fn facts(out: &mut String, plan: &Plan, shown: &Shown<'_>, all: bool) {
    for fact in &plan.facts {
        let text = match fact {
            Fact::Held {
                id,
                recipient,
                reason,
            } => {
                let who = recipient
                    .as_ref()
                    .map_or(String::new(), |tag| format!(" {}", shown.address(&tag.key)));
                format!(
                    "held      invitation/{id}{who}  revoked by an operator: {}. That stands until `enroll revoke {id} --lift`.",
                    shown.text(reason)
                )
            }
            Fact::Lapsed { id, links, .. } if all => {
                format!(
                    "lapsed    invitation/{id}  {} ended unused",
                    counted(*links as usize, "link")
                )
            }
            Fact::Withheld { id, recipients } if all => format!(
                "withheld  invitation/{id}  no link and no message for {}: it could not work",
                counted(*recipients as usize, "recipient")
            ),
            Fact::Lapsed { .. } | Fact::Withheld { .. } => continue,
        };
        let _ = writeln!(out, "{MAGENTA}!{MAGENTA:#} {text}");
    }
    if plan.in_doubt > 0 {
        let _ = writeln!(
            out,
            "{MAGENTA}?{MAGENTA:#} in doubt  {}: nobody knows whether it left. See `enroll outbox list`.",
            counted(plan.in_doubt as usize, "message")
        );
    }
    if plan.unsent > 0 {
        let _ = writeln!(
            out,
            "{MAGENTA}!{MAGENTA:#} unsent    {} of earlier runs; apply sends what is due",
            counted(plan.unsent as usize, "message")
        );
    }
}

/// `Plan: 248 messages to send, 3 links to end, 250 to create, 2 to update.`
pub fn summary(plan: &Plan) -> String {
    let count = |actions: &[Action]| {
        let matching = plan.changes.iter().filter(|c| actions.contains(&c.action));
        matching.count()
    };
    let parts = [
        (plan.messages(), "to send (irreversible)"),
        (plan.links_ended(), "to revoke or end"),
        (count(&[Action::Create]), "to create"),
        (count(&[Action::Update, Action::Revive]), "to update"),
        (count(&[Action::Remove, Action::Forget]), "to remove"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, words)| format!("{n} {words}"))
        .collect();
    let total = counted(plan.invitations, "invitation");
    format!("{BOLD}Plan: {}{BOLD:#}; {total} in git.", said.join(", "))
}

fn counted(n: usize, noun: &str) -> String {
    match n {
        1 => format!("1 {noun}"),
        _ => format!("{n} {noun}s"),
    }
}
