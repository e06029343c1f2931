//! The lines of a plan: one change each, or many alike folded into one.

use std::collections::BTreeMap;
use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use serde_json::Value;

use super::plan_purpose;
use super::plan_shown::Shown;
use super::when;
use crate::base::count::counted;
use crate::base::time::Timestamp;
use crate::model::declared::Kind;
use crate::model::message::Channel;
use crate::plan::Plan;
use crate::plan::change::{Action, Change, Effect, FieldChange, Phase, Privacy, Reason};

/// More recipients of one invitation with the same change than this are shown as one line.
const FOLD: usize = 20;
pub(super) const GREEN: Style = color(AnsiColor::Green);
pub(super) const YELLOW: Style = color(AnsiColor::Yellow);
pub(super) const RED: Style = color(AnsiColor::Red);
pub(super) const MAGENTA: Style = color(AnsiColor::Magenta);
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const BOLD: Style = Style::new().bold();

const fn color(color: AnsiColor) -> Style {
    Style::new().fg_color(Some(anstyle::Color::Ansi(color)))
}

/// The symbol of a change and its colour.
pub(super) fn sign_of(change: &Change) -> (char, Style) {
    match change.action {
        Action::Revoke | Action::Forget | Action::Expire | Action::Remove => ('-', RED),
        Action::Create | Action::Update | Action::Resend | Action::Rotate | Action::Revive
            if change.messages() > 0 =>
        {
            ('✉', MAGENTA)
        }
        Action::Update | Action::Revive | Action::Rename | Action::Resend | Action::Rotate => {
            ('~', YELLOW)
        }
        Action::Create => ('+', GREEN),
    }
}

/// One line, with what stands below it.
pub(super) struct Row {
    sign: char,
    style: Style,
    action: &'static str,
    pub subject: String,
    pub detail: String,
    place: String,
    below: Vec<String>,
}

impl Row {
    /// Adds the line, its columns this wide.
    pub fn write(&self, out: &mut String, subject: usize, detail: usize) {
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

/// What every line of one plan is written with.
pub(super) struct Page<'a> {
    shown: &'a Shown<'a>,
    pub now: Timestamp,
    /// Messages that the recipients of each invitation get.
    messages: BTreeMap<&'a str, usize>,
    /// What is planned.
    plan: &'a Plan,
}

impl<'a> Page<'a> {
    /// Counts what stands at the head of each invitation.
    pub fn new(plan: &'a Plan, shown: &'a Shown<'a>) -> Self {
        let mut messages = BTreeMap::new();
        for change in &plan.changes {
            *messages.entry(change.id.as_str()).or_default() += change.messages();
        }
        Self {
            shown,
            now: plan.now,
            messages,
            plan,
        }
    }
}

/// Every line of a plan.
pub(super) fn rows(plan: &Plan, shown: &Shown<'_>) -> Vec<Row> {
    let same = |a: &Change, b: &Change| {
        a.recipient.is_some()
            && b.recipient.is_some()
            && (a.phase, a.action, &a.id, &a.reason) == (b.phase, b.action, &b.id, &b.reason)
            && a.effects == b.effects
            && plan.parts_of(a) == plan.parts_of(b)
    };
    let page = Page::new(plan, shown);
    let groups = plan.changes.chunk_by(same);
    groups
        .flat_map(|group| {
            if group.len() > FOLD {
                vec![folded(group, &page)]
            } else {
                group.iter().map(|c| row(c, &page)).collect()
            }
        })
        .collect()
}

fn row(change: &Change, page: &Page<'_>) -> Row {
    let (sign, style) = sign_of(change);
    let mut subject = if change.kind.word() == change.id {
        change.id.clone()
    } else {
        format!("{}/{}", change.kind.word(), change.id)
    };
    if let Some(tag) = &change.recipient {
        let _ = write!(subject, " {}", page.shown.address(&tag.key));
    }
    Row {
        sign,
        style,
        action: change.action.word(),
        subject,
        detail: detail(change, page),
        place: change.place.clone(),
        below: below(change, page),
    }
}

/// Many recipients of one invitation with the same change.
fn folded(group: &[Change], page: &Page<'_>) -> Row {
    let (first, shown) = (&group[0], page.shown);
    let (sign, style) = sign_of(first);
    let key = first.recipient.as_ref().map_or("", |r| &r.key);
    let same = group.iter().all(|change| change.asked == first.asked);
    let asked = first.asked.as_ref().filter(|_| same);
    let asked = asked.map(|asked| plan_purpose::asked(asked, shown).text());
    let place = match group.last() {
        Some(last) if last.place != first.place => format!("{} … {}", first.place, last.place),
        _ => first.place.clone(),
    };
    Row {
        sign,
        style,
        action: first.action.word(),
        subject: format!("invitation/{} {} recipients", first.id, group.len()),
        detail: format!(
            "{}{}",
            shown.text(&first.reason.to_string()),
            sends(first, page)
        ),
        place,
        below: asked
            .into_iter()
            .chain([format!(
                "{} and {} more; --format json lists all",
                shown.address(key),
                group.len() - 1
            )])
            .collect(),
    }
}

fn sends(change: &Change, page: &Page<'_>) -> String {
    let words: Vec<String> = change
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::SendMessage { channel, .. } => Some(match channel {
                Channel::Email => "an email".to_owned(),
                Channel::Sms => match page.plan.parts_of(change) {
                    Some(parts) if parts > 1 => format!("a text message in {parts} parts"),
                    _ => "a text message".to_owned(),
                },
            }),
            Effect::ReviveLink => Some("nothing; the link works again".to_owned()),
            Effect::RevokeLink | Effect::ExpireLink | Effect::RotateLink => None,
        })
        .collect();
    if words.is_empty() {
        String::new()
    } else {
        format!(", sends {}", words.join(" and "))
    }
}

/// What a change means, in words.
pub(super) fn detail(change: &Change, page: &Page<'_>) -> String {
    let shown = page.shown;
    let mut text = match (&change.reason, change.action) {
        (Reason::Edited, _) => fields(&change.fields, shown),
        (Reason::Renamed(_), _) => {
            let others = change.fields.iter().filter(|f| f.path != "/id").cloned();
            let others = fields(&others.collect::<Vec<_>>(), shown);
            let said = shown.text(&change.reason.to_string());
            if others.is_empty() {
                said
            } else {
                format!("{said}, {others}")
            }
        }
        (Reason::New, Action::Create) if change.recipient.is_some() => "new link".to_owned(),
        (reason, _) => shown.text(&reason.to_string()),
    };
    text.push_str(&sends(change, page));
    let messages = page.messages.get(change.id.as_str()).copied().unwrap_or(0);
    let entry = change.kind == Kind::Invitation && change.recipient.is_none();
    match change.action {
        Action::Create if entry && messages > 0 => {
            let _ = write!(text, ", {}", counted(messages, "message"));
        }
        Action::Create | Action::Update | Action::Rename if entry && messages == 0 => {
            text.push_str(", no message")
        }
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
    let hidden = |f: &&FieldChange| {
        f.path.ends_with("/sha256") || written && is_expires(&f.path) || is_message(&f.path)
    };
    let kept: Vec<&FieldChange> = fields.iter().filter(|f| !hidden(f)).collect();
    let message = message(fields);
    if kept.len() > 3 {
        return format!("{} fields", kept.len() + usize::from(message.is_some()));
    }
    let texts: Vec<String> = kept
        .iter()
        .map(|f| {
            let name = f.path.trim_start_matches('/').replace('/', ".");
            let name = name.strip_suffix("_text").unwrap_or(&name);
            let side = |v: &Value| spoken(&shown.value(v, f.privacy), name);
            match f.privacy {
                Privacy::Secret => {
                    format!("{} changed", name.split('.').next().unwrap_or(name))
                }
                _ if f.path.ends_with("/text") => "its text changed".to_owned(),
                _ => format!("{name} {} -> {}", side(&f.before), side(&f.after)),
            }
        })
        .chain(message)
        .collect();
    texts.join(", ")
}

fn is_message(path: &str) -> bool {
    path == "/message" || path.starts_with("/message/")
}

/// Another message, or another text of the same one: which words, the unified excerpt of git shows.
fn message(fields: &[FieldChange]) -> Option<String> {
    let all: Vec<_> = fields.iter().filter(|f| is_message(&f.path)).collect();
    let name = |value: &Value| {
        let name = value.as_str().or_else(|| value["name"].as_str());
        name.unwrap_or("none").to_owned()
    };
    let named = |f: &&&FieldChange| matches!(f.path.as_str(), "/message" | "/message/name");
    match all.iter().find(named) {
        Some(f) => Some(format!("message {} -> {}", name(&f.before), name(&f.after))),
        None if all.is_empty() => None,
        None => Some("the text of its message; nobody is told again".to_owned()),
    }
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

/// What the invitation's own message is called, where the invitation itself changes.
pub(super) fn title(change: &Change, page: &Page<'_>) -> Option<String> {
    let entry = change.kind == Kind::Invitation && change.recipient.is_none();
    let title = page.plan.titles.get(&change.id).filter(|_| entry)?;
    Some(page.shown.text(title))
}

fn below(change: &Change, page: &Page<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(until) = &change.until {
        lines.push(when::until(until, page.now));
    }
    if let Some(asked) = &change.asked {
        lines.push(plan_purpose::asked(asked, page.shown).text());
    }
    lines.extend(title(change, page));
    if let Some(sources) = &change.sources {
        lines.extend(page.shown.unified(change.kind, sources));
    }
    lines
}
