//! The declaration as it stood at a commit, and what changed since.

use std::path::Path;

use super::Git;
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::model::declared::Desired;
use crate::ops::load::{self, Files, Repository};
use crate::ops::{Error, plan as planning, random};
use crate::plan::baseline::baseline;
use crate::plan::purpose::Purpose;
use crate::plan::scope::Scope;
use crate::plan::{Circumstances, Plan};

/// A symbolic link, as git marks it.
const LINK: &str = "120000";
/// A repository inside the repository.
const MODULE: &str = "160000";

/// The repository as it stood at `commit`, long links measured from `now`. A commit without `enroll.yaml` here
/// declares nothing: none.
///
/// # Errors
/// Git does not answer.
pub async fn declared(
    git: &Git,
    commit: &str,
    now: Timestamp,
) -> Result<Option<Repository>, Error> {
    let mut files = Files::default();
    let mut wanted: Vec<(String, String)> = Vec::new();
    // Paths are given from the folder that is asked in.
    let listed = git.ask(&["ls-tree", "-r", "-z", commit], None).await?;
    for row in String::from_utf8_lossy(&listed).split('\0') {
        let Some((what, path)) = row.split_once('\t') else {
            continue;
        };
        let mut words = what.split(' ');
        let (mode, object) = (words.next().unwrap_or_default(), words.nth(1));
        match object {
            Some(object) if load::is_read(path) && mode != MODULE => {
                if mode == LINK {
                    files.refuse(path, "this is a link; links are not followed in a commit");
                } else {
                    wanted.push((path.to_owned(), object.to_owned()));
                }
            }
            _ => {}
        }
    }
    wanted.sort();
    if !wanted.iter().any(|(path, _)| path == crate::spec::ROOT) {
        return Ok(None);
    }
    let names: String = wanted
        .iter()
        .map(|(_, object)| format!("{object}\n"))
        .collect();
    let batch = git
        .ask(&["cat-file", "--batch"], Some(names.as_bytes()))
        .await?;
    let mut rest = batch.as_slice();
    for (path, _) in &wanted {
        let (bytes, after) = blob(rest).ok_or_else(|| {
            let message = format!("git cat-file: {path} is not here at {commit}");
            Error::new(Kind::Operational, message)
        })?;
        files.take(path, bytes.to_vec());
        rest = after;
    }
    Ok(Some(load::read(files, Some(now))))
}

/// The first object of an answer of `cat-file --batch`, and what follows.
fn blob(answer: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = answer.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(&answer[..end]).ok()?;
    let size: usize = head.rsplit(' ').next()?.parse().ok()?;
    let rest = answer.get(end + 1..)?;
    Some((rest.get(..size)?, rest.get(size + 1..)?))
}

/// What `desired` changes since `commit`, where `before` was declared, as though all of that had been applied at
/// `now`: no database, nothing enrolled, and nothing to agree to.
///
/// # Errors
/// A group that was not read, or the one entry asked for cannot be looked at alone.
pub async fn plan(
    desired: &Desired,
    before: Option<&Desired>,
    (commit, now, scope): (&str, Timestamp, &Scope),
    root: &Path,
) -> Result<Plan, Error> {
    let unreadable = |e: crate::plan::Unreadable| Error::new(Kind::Operational, e.to_string());
    let salt = random::token()?;
    let observed = match before {
        Some(before) => baseline(before, now, salt).map_err(unreadable)?,
        None => crate::model::observed::Observed {
            salt: Some(salt),
            ..Default::default()
        },
    };
    let circumstances = Circumstances {
        now,
        ci: false,
        scope,
    };
    let plan = planning::without_database(desired, &observed, circumstances)?;
    let mut plan = plan.only_for(Purpose::Comparison(commit.to_owned()));
    let told = super::asked(&plan, root, Some(commit)).await;
    super::told(&mut plan, told);
    Ok(plan)
}
