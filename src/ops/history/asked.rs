//! Who asked for each change of a plan.

use std::collections::BTreeMap;
use std::path::Path;

use super::Git;
use super::blame::{Lines, lines, newest};
use super::deleted::deletions;
use crate::model::declared::Kind;
use crate::model::invitation::ANYONE;
use crate::plan::Plan;
use crate::plan::asked::Asked;
use crate::plan::change::{Action, Change};

/// Files whose lines are looked at; changes of further files stay untold.
const FILES: usize = 200;

/// Who asked for each change, in the order of the plan; nothing outside git. `since`: what was taken away was
/// taken away after this commit.
pub async fn asked(plan: &Plan, root: &Path, since: Option<&str>) -> Vec<Option<Asked>> {
    let Ok(git) = Git::around(root).await else {
        return Vec::new();
    };
    let shallow = git.shallow().await;
    let mut files: BTreeMap<&str, Lines> = BTreeMap::new();
    for change in plan.changes.iter().filter(|change| !is_gone(change)) {
        if let Some((file, _)) = place(change)
            && !files.contains_key(file)
            && files.len() < FILES
        {
            files.insert(file, lines(&git, file, &shallow).await);
        }
    }
    let gone = match plan.changes.iter().any(is_gone) {
        true => deletions(&git, since, !shallow.is_empty()).await,
        false => super::deleted::Deletions::default(),
    };
    let of = |change: &Change| {
        let (file, line) = place(change)?;
        if is_gone(change) {
            return Some(gone.of(name(change)));
        }
        let lines = files.get(file)?;
        if !by_invitation(change) {
            return Some(lines.last(line, length(change)));
        }
        let mut wrote = vec![lines.naming(name(change))];
        let own = plan.changes.iter().find(|own| is_entry_of(own, change));
        if let Some((own, (file, line))) = own.and_then(|own| Some((own, place(own)?))) {
            wrote.extend(files.get(file).map(|l| l.last(line, length(own))));
        }
        Some(newest(wrote.iter()))
    };
    plan.changes.iter().map(of).collect()
}

/// Puts into a plan who asked; nothing when it is another plan than the one that was asked about.
pub fn told(plan: &mut Plan, told: Vec<Option<Asked>>) {
    if told.len() == plan.changes.len() {
        for (change, asked) in plan.changes.iter_mut().zip(told) {
            change.asked = asked;
        }
    }
}

/// Whether its lines are no longer there.
fn is_gone(change: &Change) -> bool {
    use crate::plan::change::Reason::{Removed, RemovedEnded, RemovedUsedUp};
    change.action == Action::Remove
        || matches!(change.reason, Removed | RemovedEnded | RemovedUsedUp)
}

/// Whether what happens to a recipient is written elsewhere than in the recipient's line: in a key of the invitation.
fn by_invitation(change: &Change) -> bool {
    use crate::plan::change::Reason::{Edited, New};
    change.recipient.is_some() && !matches!(change.reason, New | Edited)
}

/// Whether `entry` is the change of the invitation itself that a change of a recipient belongs to.
fn is_entry_of(entry: &Change, change: &Change) -> bool {
    entry.kind == Kind::Invitation
        && entry.id == change.id
        && entry.recipient.is_none()
        && entry.sources.is_some()
}

/// Lines of its text.
fn length(change: &Change) -> usize {
    let text = change.sources.as_ref();
    text.map_or(1, |text| text.after.lines().count())
}

/// What was written where it stood.
fn name(change: &Change) -> &str {
    match &change.recipient {
        Some(tag) if tag.key != ANYONE => &tag.key,
        _ => &change.id,
    }
}

/// File and line; none for what is built in, and for the organization, which stands in many lines.
fn place(change: &Change) -> Option<(&str, usize)> {
    if matches!(change.kind, Kind::Organization) {
        return None;
    }
    let (file, line) = change.place.rsplit_once(':')?;
    Some((file, line.parse().ok()?))
}
