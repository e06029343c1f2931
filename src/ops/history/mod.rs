//! The git history of the administrator's repository, asked by the `git` program: the declaration at a commit, who
//! asked for a change, and reports on a branch of their own. A folder outside git has no history, and that is no
//! error for whoever can do without.
//!
//! Must not change the working tree or the index. Addresses of people are never arguments of a program. To ask one
//! more thing: a function here or in a file of its own, by [`Git::ask`].

mod asked;
mod blame;
mod branch;
mod deleted;
mod tree;

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::Error;
use crate::base::error::Kind;

pub use asked::{asked, told};
pub use branch::{Published, publish};
pub use tree::{declared, plan};

/// The git repository around one folder.
#[derive(Clone, Debug)]
pub struct Git {
    root: PathBuf,
}

impl Git {
    /// The one around `root`.
    ///
    /// # Errors
    /// There is none, `git` is missing, or it refuses; in its words.
    pub async fn around(root: &Path) -> Result<Self, Error> {
        let git = Self {
            root: root.to_owned(),
        };
        match git.text(&["rev-parse", "--git-dir"]).await {
            Ok(_) => Ok(git),
            Err(error) => Err(error.with_hint("this needs a repository that is kept in git")),
        }
    }

    /// The full name of a commit.
    ///
    /// # Errors
    /// There is no such commit here.
    pub async fn commit(&self, name: &str) -> Result<String, Error> {
        let wanted = format!("{name}^{{commit}}");
        let options = ["rev-parse", "--verify", "--quiet", "--end-of-options"];
        let found = self
            .text(&[&options[..], &[wanted.as_str()]].concat())
            .await;
        found.map_err(|_| {
            let error = Error::new(Kind::NotFound, format!("there is no commit {name} here"));
            error.with_hint("fetch it first; a shallow clone lacks what is older than its depth")
        })
    }

    /// The commits at which the history of a shallow clone begins; none: all of it is here.
    pub async fn shallow(&self) -> Vec<String> {
        let file = self.text(&["rev-parse", "--git-path", "shallow"]).await;
        let file = file.map(|file| self.root.join(file));
        let text = file
            .ok()
            .and_then(|file| std::fs::read_to_string(file).ok());
        let lines = text.iter().flat_map(|text| text.lines());
        lines.map(str::to_owned).collect()
    }

    /// What git answers to this, without the line break at its end.
    async fn text(&self, arguments: &[&str]) -> Result<String, Error> {
        let answer = self.ask(arguments, None).await?;
        Ok(String::from_utf8_lossy(&answer).trim_end().to_owned())
    }

    /// What git answers to this.
    ///
    /// # Errors
    /// It does not run, or refuses: the first line of what it says.
    async fn ask(&self, arguments: &[&str], input: Option<&[u8]>) -> Result<Vec<u8>, Error> {
        let failed = |why: String| {
            let verb = arguments.first().copied().unwrap_or_default();
            Error::new(Kind::Operational, format!("git {verb}: {why}"))
        };
        let mut child = self
            .command(arguments)
            .stdin(if input.is_some() {
                Stdio::piped()
            } else {
                Stdio::null()
            })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|e| failed(e.to_string()))?;
        let stdin = child.stdin.take();
        let write = async {
            if let (Some(mut stdin), Some(input)) = (stdin, input) {
                // What it did not read, it says in its answer.
                let _ = stdin.write_all(input).await;
            }
        };
        let (answer, ()) = tokio::join!(child.wait_with_output(), write);
        let answer = answer.map_err(|e| failed(e.to_string()))?;
        if answer.status.success() {
            return Ok(answer.stdout);
        }
        let said = String::from_utf8_lossy(&answer.stderr);
        let first = said.lines().next().unwrap_or("it refuses");
        Err(failed(first.trim_start_matches("fatal: ").to_owned()))
    }

    /// Its words in English, its answers without colours or pager, wherever it runs.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .arg("-C")
            .arg(&self.root)
            .args([
                "--no-pager",
                "--literal-pathspecs",
                "-c",
                "core.quotePath=false",
            ])
            .args(arguments)
            .env("LC_ALL", "C.UTF-8")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0");
        command
    }
}

/// The address of a commit's author; none where it is not known here.
pub async fn author(root: &Path, commit: &str) -> Option<String> {
    let git = Git {
        root: root.to_owned(),
    };
    let id = git.commit(commit).await.ok()?;
    let text = git
        .text(&["show", "--no-patch", "--format=%ae", &id])
        .await
        .ok()?;
    Some(blame::plain(&text)).filter(|text| !text.is_empty())
}

/// The commit of the repository, marked when the working tree differs from it; none outside git.
pub async fn describe(root: &Path) -> Option<String> {
    let git = Git {
        root: root.to_owned(),
    };
    let words = [
        "describe",
        "--always",
        "--dirty",
        "--abbrev=40",
        "--exclude=*",
    ];
    let text = git.text(&words).await.ok()?;
    (!text.is_empty()).then_some(text)
}
