//! What a comment is for: whether it can be agreed to and how, what falls due, who asked.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{GUARDS, Heading, LONGEST, Rung, refusing, rows};
use crate::base::count::counted;
use crate::report::escape::{clip, code, escape, span};
use crate::report::plan_json::PlanDocument;
use crate::report::plan_purpose::{AskedView, SHORT};
use crate::report::plan_refusal::quoted;

/// What kind of plan it is, where nobody can agree to it.
pub(super) fn purpose(out: &mut String, document: &PlanDocument) {
    if document.outlook.is_some() {
        let now = escape(&clip(&document.now, 40));
        let _ = writeln!(
            out,
            "> [!NOTE]\n> As of {now}, not of now: nobody can agree to this plan.\n"
        );
    }
    if let Some(commit) = &document.against {
        let commit = code(&clip(commit, LONGEST));
        let _ = writeln!(
            out,
            "> [!NOTE]\n> Compared with {commit}, as though all of that had been applied. The database was not \
             asked, so nobody can agree to this plan.\n"
        );
    }
}

/// What falls due until the instant of the plan.
pub(super) fn due(out: &mut String, document: &PlanDocument, rung: Rung) {
    let Some(outlook) = &document.outlook else {
        return;
    };
    let most = match rung {
        Rung::Full => outlook.due.len(),
        Rung::Counts => 0,
        _ => rows::SAMPLE,
    };
    for due in outlook.due.iter().take(most) {
        let ahead = due.ahead.as_deref().unwrap_or_default();
        let what = match due.event.as_str() {
            "opens" => "opens".to_owned(),
            "reminds" => format!("reminds {} before the end", escape(ahead)),
            _ => "ends".to_owned(),
        };
        let _ = writeln!(
            out,
            "- {} {what}: {}, the first {}",
            code(&clip(&due.id, LONGEST)),
            counted(due.links as usize, "link"),
            escape(&clip(&due.first, 40))
        );
    }
    let more = outlook.due.len().saturating_sub(most);
    if more > 0 {
        let _ = writeln!(out, "- {more} more fall due until then");
    }
    if !outlook.due.is_empty() {
        out.push('\n');
    }
}

/// Who asked, the commit with the most changes first.
pub(super) fn asked(out: &mut String, document: &PlanDocument, rung: Rung) {
    let mut all: BTreeMap<&AskedView, usize> = BTreeMap::new();
    for asked in document.changes.iter().filter_map(|c| c.asked.as_ref()) {
        *all.entry(asked).or_default() += 1;
    }
    if all.is_empty() || rung == Rung::Counts {
        return;
    }
    let mut all: Vec<(&AskedView, usize)> = all.into_iter().collect();
    all.sort_by_key(|(_, changes)| std::cmp::Reverse(*changes));
    out.push_str("**Who asked**\n\n");
    for (asked, changes) in all.iter().take(rows::SAMPLE) {
        let changes = counted(*changes, "change");
        let said = match asked {
            AskedView::Commit { commit, author, at } => {
                let short: String = commit.chars().take(SHORT).collect();
                let (author, at) = (escape(&clip(author, 80)), escape(&clip(at, 40)));
                format!("{} {author}, {at}", code(&short))
            }
            other => escape(&other.text()),
        };
        let _ = writeln!(out, "- {said}: {changes}");
    }
    if all.len() > rows::SAMPLE {
        let _ = writeln!(out, "- and {} more", all.len() - rows::SAMPLE);
    }
    out.push('\n');
}

/// What to agree to.
pub(super) fn foot(out: &mut String, document: &PlanDocument, heading: &Heading<'_>) {
    let fingerprint = clip(&document.fingerprint, 80);
    let agreeable = !fingerprint.is_empty();
    if agreeable && !document.changes.is_empty() {
        let acks: Vec<String> = refusing(document)
            .take(GUARDS)
            .map(|(_, ack)| format!(" --ack {}", quoted(&clip(ack, LONGEST))))
            .collect();
        let only = document.scope.only.as_ref();
        let only = only.map(|id| format!(" --only {}", quoted(&clip(id, LONGEST))));
        let command = format!(
            "enroll apply --approve {fingerprint}{}{}",
            only.unwrap_or_default(),
            acks.concat()
        );
        let _ = writeln!(out, "To apply exactly this: {}\n", span(&command));
    }
    let details = heading
        .details
        .map(|url| format!(" · whole plan: <{}>", link(url)));
    let fingerprint = match agreeable {
        true => format!("Fingerprint {} · ", code(&fingerprint)),
        false => String::new(),
    };
    let _ = writeln!(
        out,
        "<sub>{fingerprint}made for {} · enroll {}{}</sub>",
        escape(&clip(&document.now, 40)),
        escape(&clip(&document.tool, 40)),
        details.unwrap_or_default()
    );
}

/// A URL that ends nothing early.
fn link(url: &str) -> String {
    let safe = |c: &char| c.is_ascii_graphic() && !"<>\\`|".contains(*c);
    url.chars().filter(safe).take(LONGEST).collect()
}
