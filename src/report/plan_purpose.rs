//! What a plan says of its purpose: what falls due until another instant, what it was compared with, who asked.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan_rows::MAGENTA;
use super::plan_shown::Shown;
use super::when;
use crate::base::count::counted;
use crate::plan::Plan;
use crate::plan::asked::Asked;
use crate::plan::purpose::{Due, Event, Outlook, Purpose};

/// Characters of a commit that are shown to people.
pub(super) const SHORT: usize = 12;

/// The way from one instant to that of the plan.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct OutlookView {
    /// Where it begins, RFC 3339.
    pub from: String,
    /// What falls due on it by time alone, in order of time.
    pub due: Vec<DueView>,
}

/// What falls due for links of one invitation, if nothing is applied and nobody enrolls before.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DueView {
    /// `opens`, `reminds` or `ends`.
    pub event: String,
    /// The invitation.
    pub id: String,
    /// How long before the end people are reminded: `2d`; null for the others.
    pub ahead: Option<String>,
    /// How many links.
    pub links: u32,
    /// When it is due for the first of them, RFC 3339.
    pub first: String,
    /// When it is due for the last of them, RFC 3339.
    pub last: String,
}

/// Who asked for a change, as the history of the repository tells it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum AskedView {
    /// The author of the commit that wrote these lines last, or took them away.
    Commit {
        /// The commit.
        commit: String,
        /// Masked address of its author.
        author: String,
        /// When it was written, RFC 3339.
        at: String,
    },
    /// It is not committed yet.
    Uncommitted,
    /// The history that is here does not reach so far: a shallow clone.
    Shallow,
    /// The history does not say.
    Unknown,
}

impl AskedView {
    /// The same for people.
    pub fn text(&self) -> String {
        match self {
            Self::Commit { commit, author, at } => {
                let short: String = commit.chars().take(SHORT).collect();
                format!("asked for by {author} in {short}, {at}")
            }
            Self::Uncommitted => "not committed yet".to_owned(),
            Self::Shallow => "asked for before this shallow clone begins".to_owned(),
            Self::Unknown => "the history does not say who asked".to_owned(),
        }
    }
}

/// Who asked, personal data as elsewhere in the plan.
pub(super) fn asked(asked: &Asked, shown: &Shown<'_>) -> AskedView {
    match asked {
        Asked::Commit(commit) => AskedView::Commit {
            commit: commit.id.clone(),
            author: shown.address(&commit.author),
            at: commit.at.to_string(),
        },
        Asked::Uncommitted => AskedView::Uncommitted,
        Asked::Shallow => AskedView::Shallow,
        Asked::Unknown => AskedView::Unknown,
    }
}

/// The way to another instant.
pub(super) fn outlook(plan: &Plan) -> Option<OutlookView> {
    let Purpose::Outlook(Outlook { from, due }) = &plan.purpose else {
        return None;
    };
    Some(OutlookView {
        from: from.to_string(),
        due: due.iter().map(due_view).collect(),
    })
}

/// What it was compared with.
pub(super) fn against(plan: &Plan) -> Option<String> {
    match &plan.purpose {
        Purpose::Comparison(commit) => Some(commit.clone()),
        Purpose::Agreement | Purpose::Outlook(_) => None,
    }
}

fn due_view(due: &Due) -> DueView {
    let (event, ahead) = match due.event {
        Event::Opens => ("opens", None),
        Event::Reminds(ahead) => ("reminds", Some(ahead.to_string())),
        Event::Ends => ("ends", None),
    };
    DueView {
        event: event.to_owned(),
        id: due.id.clone(),
        ahead,
        links: due.links,
        first: due.first.to_string(),
        last: due.last.to_string(),
    }
}

/// What kind of plan this is, where nobody can agree to it.
pub(super) fn heading(out: &mut String, plan: &Plan) {
    let said = match &plan.purpose {
        Purpose::Agreement => return,
        Purpose::Outlook(_) => format!("as of {}, not of now; nobody can agree to it", plan.now),
        Purpose::Comparison(commit) => format!(
            "compared with {commit}, as though all of that had been applied; the database was not asked, \
             nobody can agree to it"
        ),
    };
    let _ = writeln!(out, "{MAGENTA}!{MAGENTA:#} {said}");
}

/// What falls due until then, one line each.
pub(super) fn due(out: &mut String, plan: &Plan) {
    let Purpose::Outlook(Outlook { from, due }) = &plan.purpose else {
        return;
    };
    if due.is_empty() {
        let _ = writeln!(out, "Nothing falls due between {from} and {}.", plan.now);
        return;
    }
    let _ = writeln!(out, "Due from {from} until then, if nothing is applied:");
    for due in due {
        let links = counted(due.links as usize, "link");
        let what = match due.event {
            Event::Opens => format!("opens   invitation/{}  {links}", due.id),
            Event::Reminds(ahead) => {
                let people = counted(due.links as usize, "recipient");
                format!(
                    "reminds invitation/{}  {people}, {ahead} before the end, unless enrolled by then",
                    due.id
                )
            }
            Event::Ends => format!("ends    invitation/{}  {links} with uses left", due.id),
        };
        let at = |at| when::absolute(at, &due.zone);
        let times = match due.first == due.last {
            true => at(due.first),
            false => format!("{} to {}", at(due.first), at(due.last)),
        };
        let _ = writeln!(out, "  {what}, {times}");
    }
}
