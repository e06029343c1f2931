//! A plan as the comment of a pull request: what cannot be undone first, then what stops working, what changes,
//! whom it concerns, and what to agree to. It always fits into one comment: the longer the plan, the more of it
//! is counted instead of listed.
//!
//! Must not decide anything; takes the document of a plan, so that a plan file of another machine will do. Everything
//! that people wrote goes through [`super::escape`]. To add a section: a function here or in [`rows`], and its place
//! in [`page`] with the first rung that leaves it out.

mod foot;
mod rows;
#[cfg(test)]
mod tests;

use std::fmt::Write;

use super::escape::{clip, code, escape, span};
use super::plan_json::{ChangeView, FactView, GuardView, PlanDocument};
use super::plan_refusal::quoted;
use super::plan_text::when_reminded;
use crate::base::count::counted;
use crate::model::message::Channel;
use crate::plan::change::Effect;
use rows::Entry;

/// Most bytes of a comment. GitHub takes 65,536 characters.
pub const BUDGET: usize = 60_000;
/// Letters of one text that somebody wrote.
const LONGEST: usize = 300;
/// Guards that are named one by one where everything else is counted.
const GUARDS: usize = 12;

/// What a comment says beside its plan.
#[derive(Clone, Copy, Debug, Default)]
pub struct Heading<'a> {
    /// Tells the comments of several plans on one pull request apart: letters, digits, `-` and `_`.
    pub label: Option<&'a str>,
    /// The commit it was made for.
    pub commit: Option<&'a str>,
    /// Commits whose plan this one takes the place of.
    pub earlier: &'a [String],
    /// Where the whole plan can be seen.
    pub details: Option<&'a str>,
}

impl Heading<'_> {
    /// What the comment is found by when it is written again.
    pub fn marker(&self) -> String {
        format!("<!-- enroll:plan:{} -->", self.label.unwrap_or("default"))
    }
}

/// Commits that are remembered when a comment is written anew.
const REMEMBERED: usize = 3;

/// The commits that an earlier comment was made for, the last ones, without `now`.
pub fn earlier_commits(body: &str, now: Option<&str>) -> Vec<String> {
    let is_commit = |word: &&str| word.len() >= 7 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let line = body.lines().skip(2).find(|line| !line.is_empty());
    let words = line.unwrap_or_default().split(['`', '~', ' ']);
    let mut found: Vec<String> = words.filter(is_commit).map(str::to_owned).collect();
    found.retain(|commit| now.is_none_or(|now| !now.starts_with(commit.as_str())));
    found.dedup();
    let old = found.len().saturating_sub(REMEMBERED);
    found.split_off(old)
}

/// How much is listed. Each rung is shorter than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rung {
    /// Everything.
    Full,
    /// The first recipients of each invitation.
    Sample,
    /// Recipients are counted.
    Folded,
    /// The first entries of each kind.
    First,
    /// Numbers and guards alone; bounded, whatever the plan.
    Counts,
}

/// More recipients than this never fit.
const HOPELESS: usize = 1_000;

/// The comment, at most [`BUDGET`] bytes.
pub fn comment(document: &PlanDocument, heading: &Heading<'_>) -> String {
    let people = document.changes.iter().filter(|c| c.recipient.is_some());
    let entries = rows::entries(document);
    let ladder = [Rung::Full, Rung::Sample, Rung::Folded, Rung::First];
    let hopeless = people.count() > HOPELESS;
    ladder
        .into_iter()
        .filter(|rung| !(hopeless && *rung == Rung::Full))
        .map(|rung| page(document, heading, &entries, rung))
        .find(|text| text.len() <= BUDGET)
        .unwrap_or_else(|| page(document, heading, &entries, Rung::Counts))
}

fn page(
    document: &PlanDocument,
    heading: &Heading<'_>,
    entries: &[Entry<'_>],
    rung: Rung,
) -> String {
    let mut out = format!("{}\n### {}\n\n", heading.marker(), headline(document));
    out.push_str(&commits(heading));
    if let Some(id) = &document.scope.only {
        let id = code(&clip(id, LONGEST));
        let _ = writeln!(
            out,
            "> [!NOTE]\n> Incomplete: nothing but {id} was looked at.\n"
        );
    }
    foot::purpose(&mut out, document);
    if !document.changes.is_empty() {
        warning(&mut out, document);
        numbers(&mut out, document);
        guards(&mut out, document, rung);
        if rung < Rung::Counts {
            rows::table(&mut out, entries, rung);
        }
        if rung < Rung::Folded {
            rows::recipients(&mut out, document, rung);
        }
        if rung < Rung::Counts {
            rows::diffs(&mut out, document, rung);
        }
        foot::asked(&mut out, document, rung);
    }
    foot::due(&mut out, document, rung);
    notes(&mut out, document, rung);
    if rung > Rung::Full {
        out.push_str("This plan is too long for a comment: what is missing here stands in the whole plan.\n\n");
    }
    foot::foot(&mut out, document, heading);
    out
}

/// What happens in one line: first what cannot be undone.
fn headline(document: &PlanDocument) -> String {
    let sends = |wanted: Channel| {
        let effects = document.changes.iter().flat_map(|c| &c.effects);
        let of =
            |e: &&Effect| matches!(e, Effect::SendMessage { channel, .. } if *channel == wanted);
        effects.filter(of).count()
    };
    let summary = &document.summary;
    let others = document.changes.len() - people(document).count();
    let parts = [
        (sends(Channel::Email), "email"),
        (sends(Channel::Sms), "text message"),
        (summary.links_ended, "link that stops working"),
    ];
    let mut said: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, noun)| match (n, noun.strip_prefix("link ")) {
            (1, _) => counted(1, noun),
            (n, Some(_)) => format!("{n} links that stop working"),
            (n, None) => counted(*n, noun),
        })
        .collect();
    if others > 0 {
        said.push(match others {
            1 => "1 entry changed".to_owned(),
            n => format!("{n} entries changed"),
        });
    }
    if said.is_empty() && !document.changes.is_empty() {
        said.push(counted(document.changes.len(), "change"));
    }
    match (said.is_empty(), summary.messages > 0) {
        (true, _) => "enroll plan: nothing to do".to_owned(),
        (_, true) => format!("📨 enroll plan: **{}**", said.join(", ")),
        (_, false) => format!("enroll plan: {}", said.join(", ")),
    }
}

/// Changes of recipients.
fn people(document: &PlanDocument) -> impl Iterator<Item = &ChangeView> {
    document.changes.iter().filter(|c| c.recipient.is_some())
}

/// The commit, with those before it struck through.
fn commits(heading: &Heading<'_>) -> String {
    let Some(commit) = heading.commit else {
        return String::new();
    };
    let short = |commit: &str| code(&clip(commit, 12).replace('…', ""));
    let earlier = heading.earlier.iter().map(|c| format!("~~{}~~ ", short(c)));
    format!("{}{}\n\n", earlier.collect::<String>(), short(commit))
}

fn warning(out: &mut String, document: &PlanDocument) {
    let messages = document.summary.messages;
    if messages > 0 && !document.fingerprint.is_empty() {
        let said = counted(messages, "message");
        let _ = writeln!(
            out,
            "> [!WARNING]\n> Applying this sends **{said}**. That cannot be undone.\n"
        );
    }
}

fn numbers(out: &mut String, document: &PlanDocument) {
    let s = &document.summary;
    let refusing = refusing(document).count();
    let guards = match refusing {
        0 => "all pass".to_owned(),
        n => format!("⛔ {n}"),
    };
    let _ = writeln!(
        out,
        "| ✉ messages | ➖ links end | ➕ new | ✏️ changed | ➖ removed | invitations in git | guards |\n\
         |--:|--:|--:|--:|--:|--:|---|\n\
         | {} | {} | {} | {} | {} | {} | {guards} |\n",
        s.messages, s.links_ended, s.create, s.update, s.remove, s.invitations,
    );
}

fn refusing(document: &PlanDocument) -> impl Iterator<Item = (&GuardView, &str)> {
    let guards = document.guards.iter();
    guards.filter_map(|guard| Some((guard, guard.ack.as_deref()?)))
}

/// The guards that refuse, and what passes all of them.
fn guards(out: &mut String, document: &PlanDocument, rung: Rung) {
    let all: Vec<_> = refusing(document).collect();
    if all.is_empty() {
        return;
    }
    out.push_str("**Refused unless somebody names the number**\n\n");
    let most = if rung < Rung::Counts {
        4 * GUARDS
    } else {
        GUARDS
    };
    for (guard, ack) in all.iter().take(most) {
        let said = format!(
            "{} is {}, the limit is {}",
            guard.id, guard.actual, guard.limit
        );
        let reason = guard.reason.as_deref().unwrap_or(&said);
        let ack = format!("--ack {}", quoted(&clip(ack, LONGEST)));
        let _ = writeln!(
            out,
            "- ⛔ {}: {}",
            escape(&clip(reason, LONGEST)),
            span(&ack)
        );
    }
    if all.len() > most {
        let _ = writeln!(out, "- ⛔ and {} more", all.len() - most);
    }
    out.push('\n');
}

/// What explains the plan and is no change.
fn notes(out: &mut String, document: &PlanDocument, rung: Rung) {
    let mut lines: Vec<String> = match rung {
        Rung::Counts => Vec::new(),
        Rung::First => document
            .observed
            .iter()
            .take(rows::SAMPLE)
            .map(fact)
            .collect(),
        _ => document.observed.iter().map(fact).collect(),
    };
    if document.observed.len() > lines.len() {
        let more = document.observed.len() - lines.len();
        lines.push(format!("{} not listed here", counted(more, "observation")));
    }
    let summary = &document.summary;
    if summary.in_doubt > 0 {
        let n = counted(summary.in_doubt as usize, "message");
        lines.push(format!(
            "❓ {n} in doubt: nobody knows whether it left. See `enroll outbox list`"
        ));
    }
    if summary.unsent > 0 {
        let n = counted(summary.unsent as usize, "message");
        lines.push(format!(
            "{n} of earlier runs still to send; apply sends what is due"
        ));
    }
    if let Some(why) = &summary.paused {
        lines.push(format!(
            "⏸ Sending is paused: {}. `enroll outbox resume` lets it go on",
            escape(why)
        ));
    }
    for line in &lines {
        let _ = writeln!(out, "- {line}");
    }
    if !lines.is_empty() {
        out.push('\n');
    }
}

fn fact(fact: &FactView) -> String {
    let named = |id: &str| code(&clip(id, LONGEST));
    match fact {
        FactView::Held {
            id,
            recipient,
            reason,
        } => {
            let who = recipient.as_ref().map(|r| code(&clip(&r.display, LONGEST)));
            format!(
                "{} {} is revoked by an operator until lifted: {}",
                named(id),
                who.unwrap_or_default(),
                escape(&clip(reason, LONGEST))
            )
        }
        FactView::Lapsed { id, links, since } => format!(
            "{}: {} ended unused, the first {}",
            named(id),
            counted(*links as usize, "link"),
            escape(since)
        ),
        FactView::Unreachable { id, group, people } => format!(
            "{}: {} of the group {} without an address",
            named(id),
            counted(*people as usize, "member"),
            named(group)
        ),
        FactView::Listed { id, group, people } => format!(
            "{}: {} of the group {} named already, so one link each",
            named(id),
            counted(*people as usize, "member"),
            named(group)
        ),
        FactView::Withheld { id, recipients } => format!(
            "{}: no link and no message for {}, because it could not work",
            named(id),
            counted(*recipients as usize, "recipient")
        ),
        FactView::Reminders {
            id,
            ahead,
            recipients,
            first,
            ..
        } => format!(
            "{}: reminds {} {}, unless enrolled by then, the first {}",
            named(id),
            counted(*recipients as usize, "recipient"),
            escape(&when_reminded(ahead)),
            escape(first)
        ),
    }
}
