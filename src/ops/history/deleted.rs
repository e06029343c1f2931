//! Who took lines away: a line that is gone cannot be blamed, so the differences are read, newest first.

use super::Git;
use super::blame::{plain, seconds};
use crate::plan::asked::{Asked, Commit};

/// Commits that are looked through where nobody says where to begin.
const DEPTH: &str = "--max-count=200";
/// What a commit begins with in the answer; no line of a difference begins so.
const MARK: &str = "\n\u{1e}";

/// The commits that took something away, newest first; what is not committed yet comes before them.
#[derive(Debug, Default)]
pub(super) struct Deletions {
    steps: Vec<Step>,
    /// History ends before its beginning, so what is not found may lie there.
    shallow: bool,
}

#[derive(Debug)]
struct Step {
    asked: Asked,
    gone: String,
    come: String,
}

impl Deletions {
    /// Who took `name` away; a commit that only moved it did not.
    pub fn of(&self, name: &str) -> Asked {
        let name = name.to_lowercase();
        let mut steps = self.steps.iter();
        let found = steps.find(|s| holds(&s.gone, &name) && !holds(&s.come, &name));
        match found {
            Some(step) => step.asked.clone(),
            None if self.shallow => Asked::Shallow,
            None => Asked::Unknown,
        }
    }
}

/// Whether `name` stands in `text` as a word of its own.
pub(super) fn holds(text: &str, name: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || "-_@".contains(c);
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

/// Reads the differences since `since`, or of the last commits, and those that are not committed.
pub(super) async fn deletions(git: &Git, since: Option<&str>, shallow: bool) -> Deletions {
    let how = [
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "-M",
        "--unified=0",
    ];
    let open = [&["diff"], &how[..], &["HEAD", "--", "."]].concat();
    let mut steps = Vec::new();
    if let Ok(answer) = git.ask(&open, None).await {
        steps.push(step(Asked::Uncommitted, &String::from_utf8_lossy(&answer)));
    }
    let range = since.map_or_else(|| "HEAD".to_owned(), |since| format!("{since}..HEAD"));
    let format = "--format=%x1e%H%x00%an%x00%ae%x00%at";
    let words = ["log", "-p", format];
    let depth: &[&str] = if since.is_some() { &[] } else { &[DEPTH] };
    let log = [&words[..], &how[..], depth, &[range.as_str(), "--", "."]].concat();
    if let Ok(answer) = git.ask(&log, None).await {
        steps.extend(commits(&String::from_utf8_lossy(&answer)));
    }
    Deletions { steps, shallow }
}

fn commits(answer: &str) -> Vec<Step> {
    let text = format!("\n{answer}");
    text.split(MARK).skip(1).filter_map(commit).collect()
}

fn commit(text: &str) -> Option<Step> {
    let (head, difference) = text.split_once('\n').unwrap_or((text, ""));
    let mut words = head.split('\0');
    let (id, name, address) = (words.next()?, words.next()?, words.next()?);
    let author = if address.is_empty() { name } else { address };
    let asked = Asked::Commit(Commit {
        at: seconds(words.next()?),
        id: id.to_owned(),
        author: plain(author),
    });
    Some(step(asked, difference))
}

fn step(asked: Asked, difference: &str) -> Step {
    let (mut gone, mut come) = (String::new(), String::new());
    for line in difference.lines() {
        let (side, text) = match line.as_bytes().first() {
            Some(b'-') if !line.starts_with("--- ") => (&mut gone, &line[1..]),
            Some(b'+') if !line.starts_with("+++ ") => (&mut come, &line[1..]),
            _ => continue,
        };
        side.push_str(&text.to_lowercase());
        side.push('\n');
    }
    Step { asked, gone, come }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deletions(text: &str) -> Deletions {
        Deletions {
            steps: commits(text),
            shallow: false,
        }
    }

    fn id(asked: &Asked) -> &str {
        match asked {
            Asked::Commit(commit) => &commit.id,
            _ => "",
        }
    }

    #[test]
    fn a_commit_that_moves_a_line_did_not_take_it_away() {
        let found = deletions(
            "\u{1e}cc\0Li\0li@example.com\x003\n--- a/x\n+++ b/x\n-  to: [bob@example.com]\n+  to: [ada@example.com]\n\
             \u{1e}bb\0Li\0li@example.com\x002\n-  to: [Ada@Example.com]\n+  to: [ada@example.com]\n\
             \u{1e}aa\0Dana\0\x001\n-staff:\n",
        );
        assert_eq!(id(&found.of("bob@example.com")), "cc");
        assert_eq!(found.of("ada@example.com"), Asked::Unknown);
        assert_eq!(id(&found.of("staff")), "aa");
        assert_eq!(found.of("staf"), Asked::Unknown);
    }
}
