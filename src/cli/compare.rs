//! `enroll plan --against COMMIT`: what changed since a commit, and who asked, without a database.

use super::global::{Failure, Global};
use super::open;
use crate::ops::history::{self, Git};
use crate::ops::plan::Question;
use crate::ops::{clock, load};
use crate::plan::Plan;

/// The plan from the declaration at `commit` to the one in the folder.
///
/// # Errors
/// There is no such commit; either declaration is not valid, or names a group that cannot be read.
pub async fn plan(commit: &str, question: &Question, global: &Global) -> Result<Plan, Failure> {
    let root = open::root(global)?;
    let git = Git::around(&root).await?;
    let id = git.commit(commit).await?;
    let now = question.now.unwrap_or_else(clock::now);
    let mut after = open::declared_at(Some(now), global)?;
    after.read_groups(global).await?;
    let mut before = match history::declared(&git, &id, now).await? {
        Some(repository) => Some(at(commit, repository, global)?),
        None => None,
    };
    if let Some(before) = &mut before {
        before.read_groups(global).await?;
    }
    let before = before.as_ref().map(|before| &before.desired);
    let when = (id.as_str(), now, &question.scope);
    Ok(history::plan(&after.desired, before, when, &root).await?)
}

fn at(
    commit: &str,
    repository: load::Repository,
    global: &Global,
) -> Result<open::Declared, Failure> {
    open::valid(repository, global).map_err(|failure| Failure {
        message: format!("at {commit}: {}", failure.message),
        ..failure
    })
}
