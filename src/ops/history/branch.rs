//! Reports on a branch of their own, which shares no commit with the repository: written past working tree and index.

use super::{Error, Git};
use crate::base::error::Kind;

/// A file that every report has: what a branch of reports is known by.
const MARK: &str = "report.json";
/// Tries, while other runs write the same branch.
const TRIES: u32 = 20;
/// Whom git takes for the author where nobody is configured.
const NOBODY: [&str; 4] = [
    "-c",
    "user.name=enroll",
    "-c",
    "user.email=enroll@localhost",
];

/// What became of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    /// A commit was made.
    New(String),
    /// The last commit says the same.
    Unchanged(String),
}

/// Commits these files, names without folders, as all there is on `branch`.
///
/// # Errors
/// [`Kind::Usage`]: no name for a branch. [`Kind::Refused`]: it is checked out, or holds something else than reports.
pub async fn publish(
    git: &Git,
    branch: &str,
    files: &[(&str, String)],
) -> Result<Published, Error> {
    let name = format!("refs/heads/{branch}");
    is_free(git, branch, &name).await?;
    let tree = tree(git, files).await?;
    for _ in 0..TRIES {
        let tip = tip(git, &name).await;
        if let Some(tip) = &tip {
            is_ours(git, branch, tip).await?;
            let theirs = git.text(&["rev-parse", &format!("{tip}^{{tree}}")]).await?;
            if theirs == tree {
                return Ok(Published::Unchanged(tip.clone()));
            }
        }
        let commit = commit(git, &tree, tip.as_deref()).await?;
        let before = tip.as_deref().unwrap_or_default();
        let words = ["update-ref", "-m", "enroll report", &name, &commit, before];
        match git.text(&words).await {
            Ok(_) => return Ok(Published::New(commit)),
            // Another run wrote meanwhile: its report stays, ours follows it.
            Err(_) if self::tip(git, &name).await != tip => {}
            Err(error) => return Err(error),
        }
    }
    let message = format!("the branch {branch} is written by other runs again and again");
    Err(Error::new(Kind::Stale, message).with_hint("run it again"))
}

async fn is_free(git: &Git, branch: &str, name: &str) -> Result<(), Error> {
    if branch.starts_with('-') || git.text(&["check-ref-format", name]).await.is_err() {
        let message = format!("{branch} is no name for a branch");
        return Err(Error::new(Kind::Usage, message).with_hint("such as enroll-status"));
    }
    let trees = git.text(&["worktree", "list", "--porcelain"]).await?;
    if trees
        .lines()
        .any(|line| line.strip_prefix("branch ") == Some(name))
    {
        let message = format!("the branch {branch} is checked out, and holds what people wrote");
        return Err(Error::new(Kind::Refused, message)
            .with_hint("name a branch for reports alone, such as enroll-status"));
    }
    Ok(())
}

async fn is_ours(git: &Git, branch: &str, tip: &str) -> Result<(), Error> {
    let mark = format!("{tip}:{MARK}");
    if git.text(&["cat-file", "-e", &mark]).await.is_ok() {
        return Ok(());
    }
    let message = format!("the branch {branch} holds something else than reports");
    Err(Error::new(Kind::Refused, message)
        .with_hint("name a branch for reports alone, such as enroll-status"))
}

async fn tip(git: &Git, name: &str) -> Option<String> {
    let commit = format!("{name}^{{commit}}");
    let found = git
        .text(&["rev-parse", "--verify", "--quiet", &commit])
        .await;
    found.ok()
}

async fn tree(git: &Git, files: &[(&str, String)]) -> Result<String, Error> {
    let mut rows = String::new();
    for (name, text) in files {
        let stored = git
            .ask(&["hash-object", "-w", "--stdin"], Some(text.as_bytes()))
            .await?;
        let object = String::from_utf8_lossy(&stored);
        rows.push_str(&format!("100644 blob {}\t{name}\n", object.trim()));
    }
    let made = git.ask(&["mktree"], Some(rows.as_bytes())).await?;
    Ok(String::from_utf8_lossy(&made).trim().to_owned())
}

async fn commit(git: &Git, tree: &str, parent: Option<&str>) -> Result<String, Error> {
    // Most CI systems pass over a commit that says so.
    let mut words = vec![
        "commit-tree",
        tree,
        "-m",
        "Report what became of the invitations [skip ci]",
    ];
    if let Some(parent) = parent {
        words.extend(["-p", parent]);
    }
    if git.text(&["var", "GIT_COMMITTER_IDENT"]).await.is_err() {
        drop(words.splice(0..0, NOBODY));
    }
    git.text(&words).await
}
