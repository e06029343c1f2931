//! What a comment lists: entries, recipients, differences.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{LONGEST, Rung, people};
use crate::base::count::counted;
use crate::model::declared::Kind;
use crate::plan::change::{Action, Effect};
use crate::report::escape::{block, clip, code, escape};
use crate::report::plan_json::{ChangeView, PlanDocument};

/// How many of each group are listed where not all are.
pub(super) const SAMPLE: usize = 20;
/// Lines of one difference where not all of them fit.
const LINES: usize = 40;

/// One entry with everything that happens to it and to its recipients.
pub(super) struct Entry<'a> {
    kind: Kind,
    id: &'a str,
    own: Option<&'a ChangeView>,
    links: BTreeMap<Action, Links>,
    place: Option<&'a str>,
}

/// Recipients of one entry to whom the same happens.
#[derive(Default)]
struct Links {
    count: usize,
    messages: usize,
}

/// Every entry in the order it is first touched: what ends something comes first.
pub(super) fn entries(document: &PlanDocument) -> Vec<Entry<'_>> {
    let mut found: Vec<Entry<'_>> = Vec::new();
    let mut places: BTreeMap<(Kind, &str), usize> = BTreeMap::new();
    for change in &document.changes {
        let at = *places.entry((change.kind, &change.id)).or_insert_with(|| {
            found.push(Entry {
                kind: change.kind,
                id: &change.id,
                own: None,
                links: BTreeMap::new(),
                place: change.source.as_deref(),
            });
            found.len() - 1
        });
        let entry = &mut found[at];
        if change.recipient.is_none() {
            entry.own = Some(change);
            entry.place = change.source.as_deref();
        } else {
            let links = entry.links.entry(change.action).or_default();
            links.count += 1;
            links.messages += sends(change);
        }
    }
    found
}

fn sends(change: &ChangeView) -> usize {
    let sends = |e: &&Effect| matches!(e, Effect::SendMessage { .. });
    change.effects.iter().filter(sends).count()
}

impl Entry<'_> {
    fn sign(&self) -> &'static str {
        let actions = self.own.map(|c| c.action).into_iter();
        let all: Vec<Action> = actions.chain(self.links.keys().copied()).collect();
        let messages: usize = self.links.values().map(|l| l.messages).sum();
        match all.first() {
            _ if messages > 0 => "✉",
            Some(Action::Remove | Action::Revoke | Action::Expire | Action::Forget) => "➖",
            Some(Action::Create) => "➕",
            _ => "✏️",
        }
    }

    fn subject(&self) -> String {
        let name = match self.kind.word() {
            word if word == self.id => word.to_owned(),
            word => format!("{word}/{}", self.id),
        };
        code(&clip(&name, LONGEST))
    }

    fn change(&self) -> String {
        let own = self.own.map(|c| escape(&clip(said(c), LONGEST)));
        let title = self.own.and_then(|c| c.message.as_deref());
        let title = title.map(|title| escape(&clip(title, LONGEST)));
        let links = self.links.iter().map(|(action, links)| links.said(*action));
        own.into_iter()
            .chain(title)
            .chain(links)
            .collect::<Vec<_>>()
            .join("; ")
    }
}

/// A plan of an older program says the reason alone; what is new is told by its own columns.
fn said(change: &ChangeView) -> &str {
    match change.detail.as_str() {
        _ if change.action == Action::Create && change.recipient.is_none() => &change.reason,
        "" => &change.reason,
        detail => detail,
    }
}

impl Links {
    fn said(&self, action: Action) -> String {
        let n = self.count;
        let what = match action {
            Action::Revoke => format!("**{} revoked**", counted(n, "link")),
            Action::Expire => format!("**{} ended**", counted(n, "link")),
            Action::Rotate => format!("**{} replaced**", counted(n, "link")),
            Action::Forget | Action::Remove => format!("{} forgotten", counted(n, "ended link")),
            Action::Create => counted(n, "new link"),
            Action::Update => format!("{} edited", counted(n, "recipient")),
            Action::Revive => format!("{} revived", counted(n, "link")),
            Action::Rename => format!("{} renamed", counted(n, "recipient")),
            Action::Resend => format!("{} sent again", counted(n, "link")),
        };
        match self.messages {
            0 => what,
            m => format!("{what}, **{}**", counted(m, "message")),
        }
    }
}

/// The table of entries.
pub(super) fn table(out: &mut String, entries: &[Entry<'_>], rung: Rung) {
    out.push_str("| | Entry | Change | Works until | Where |\n|---|---|---|---|---|\n");
    let mut listed: BTreeMap<Kind, usize> = BTreeMap::new();
    for entry in entries {
        let seen = listed.entry(entry.kind).or_default();
        *seen += 1;
        if rung == Rung::First && *seen > SAMPLE {
            continue;
        }
        let until = entry.own.and_then(|c| c.until.as_deref()).unwrap_or("");
        let until = until.strip_prefix("works until ").unwrap_or(until);
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            entry.sign(),
            entry.subject(),
            entry.change(),
            escape(&clip(until, LONGEST)),
            place(entry.place)
        );
    }
    if rung == Rung::First {
        for (kind, seen) in listed.iter().filter(|(_, seen)| **seen > SAMPLE) {
            let more = seen - SAMPLE;
            let _ = writeln!(out, "| … | {} | {more} more | | |", code(kind.word()));
        }
    }
    out.push('\n');
}

fn place(place: Option<&str>) -> String {
    place.map_or("built in".to_owned(), |p| code(&clip(p, LONGEST)))
}

/// Recipients, each with what happens to its link.
pub(super) fn recipients(out: &mut String, document: &PlanDocument, rung: Rung) {
    let total = people(document).count();
    if total == 0 {
        return;
    }
    let _ = writeln!(
        out,
        "<details><summary>Recipients ({total})</summary>\n\n\
         | | Invitation | Who | Link | Why | Where |\n|---|---|---|---|---|---|"
    );
    let mut listed: BTreeMap<(Action, &str), usize> = BTreeMap::new();
    for change in people(document) {
        let seen = listed.entry((change.action, &change.id)).or_default();
        *seen += 1;
        if rung > Rung::Full && *seen > SAMPLE {
            continue;
        }
        let who = change.recipient.as_ref().map_or("", |r| &r.display);
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            if sends(change) > 0 { "✉" } else { "" },
            code(&clip(&change.id, LONGEST)),
            code(&clip(who, LONGEST)),
            change.action.word(),
            escape(&clip(said(change), LONGEST)),
            place(change.source.as_deref())
        );
    }
    if rung > Rung::Full {
        for ((action, id), seen) in listed.iter().filter(|(_, seen)| **seen > SAMPLE) {
            let (more, id) = (seen - SAMPLE, code(&clip(id, LONGEST)));
            let _ = writeln!(out, "| … | {id} | {more} more | {} | | |", action.word());
        }
    }
    out.push_str("\n</details>\n\n");
}

/// Texts of edited entries, before and after.
pub(super) fn diffs(out: &mut String, document: &PlanDocument, rung: Rung) {
    let all: Vec<&ChangeView> = document
        .changes
        .iter()
        .filter(|c| !c.unified.is_empty())
        .collect();
    if all.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<details><summary>Differences ({})</summary>\n",
        all.len()
    );
    let most = if rung < Rung::First {
        all.len()
    } else {
        SAMPLE
    };
    for change in all.iter().take(most) {
        let subject = format!("{}/{}", change.kind.word(), change.id);
        let mut lines: Vec<String> = change.unified.iter().map(|l| clip(l, LONGEST)).collect();
        if rung >= Rung::First && lines.len() > LINES {
            lines.truncate(LINES);
            lines.push("…".to_owned());
        }
        let _ = writeln!(
            out,
            "**{}**\n\n{}",
            code(&clip(&subject, LONGEST)),
            block(&lines, "diff")
        );
    }
    if all.len() > most {
        let _ = writeln!(out, "… and {} more\n", all.len() - most);
    }
    out.push_str("</details>\n\n");
}
