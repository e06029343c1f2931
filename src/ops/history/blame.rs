//! Who wrote the lines of a file last.

use std::collections::BTreeMap;

use super::Git;
use super::deleted::holds;
use crate::base::time::{SECOND, Timestamp};
use crate::plan::asked::{Asked, Commit};

/// The lines of one file, with who wrote them last.
#[derive(Debug)]
pub(super) enum Lines {
    /// Each of them.
    Each(Vec<(Asked, String)>),
    /// All of them the same: git has nothing to tell them apart by.
    All(Asked),
}

impl Lines {
    /// Who wrote the last of `count` lines from `first` (counted from 1).
    pub fn last(&self, first: usize, count: usize) -> Asked {
        let lines = match self {
            Self::Each(lines) => lines,
            Self::All(asked) => return asked.clone(),
        };
        let from = first.saturating_sub(1).min(lines.len());
        let to = (from + count.max(1)).min(lines.len());
        newest(lines[from..to].iter().map(|(asked, _)| asked))
    }

    /// Who wrote the last of the lines that name somebody.
    pub fn naming(&self, name: &str) -> Asked {
        let lines = match self {
            Self::Each(lines) => lines,
            Self::All(asked) => return asked.clone(),
        };
        let named = lines.iter().filter(|(_, text)| holds(text, name));
        newest(named.map(|(asked, _)| asked))
    }
}

/// The newest of them.
pub(super) fn newest<'a>(all: impl Iterator<Item = &'a Asked>) -> Asked {
    let newest = all.max_by_key(|asked| rank(asked));
    newest.cloned().unwrap_or(Asked::Unknown)
}

/// What is newer comes later.
fn rank(asked: &Asked) -> (u8, Timestamp) {
    match asked {
        Asked::Unknown => (0, Timestamp(0)),
        Asked::Shallow => (1, Timestamp(0)),
        Asked::Commit(commit) => (2, commit.at),
        Asked::Uncommitted => (3, Timestamp(0)),
    }
}

/// Reads them. A file that was renamed is followed; one that git does not know yet is not committed.
pub(super) async fn lines(git: &Git, file: &str, shallow: &[String]) -> Lines {
    let answer = git.ask(&["blame", "--porcelain", "--", file], None).await;
    if let Ok(answer) = answer {
        return read(&String::from_utf8_lossy(&answer), shallow);
    }
    let object = format!("HEAD:./{file}");
    let known = git.ask(&["cat-file", "-e", &object], None).await.is_ok();
    Lines::All(match known {
        true => Asked::Unknown,
        false => Asked::Uncommitted,
    })
}

fn read(answer: &str, shallow: &[String]) -> Lines {
    let mut known: BTreeMap<String, Asked> = BTreeMap::new();
    let mut lines = Vec::new();
    let (mut id, mut commit) = (String::new(), Commit::default());
    for line in answer.lines() {
        if let Some(text) = line.strip_prefix('\t') {
            let asked = known.entry(id.clone()).or_insert_with(|| {
                let commit = std::mem::take(&mut commit);
                of(
                    Commit {
                        id: id.clone(),
                        ..commit
                    },
                    shallow,
                )
            });
            lines.push((asked.clone(), text.to_lowercase()));
            continue;
        }
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "author" if commit.author.is_empty() => commit.author = plain(rest),
            "author-mail" => {
                let address = plain(rest.trim_matches(['<', '>']));
                if !address.is_empty() {
                    commit.author = address;
                }
            }
            "author-time" => commit.at = seconds(rest),
            word if word.len() >= 40 && word.bytes().all(|b| b.is_ascii_hexdigit()) => {
                word.clone_into(&mut id);
                commit = Commit::default();
            }
            _ => {}
        }
    }
    Lines::Each(lines)
}

fn of(commit: Commit, shallow: &[String]) -> Asked {
    if commit.id.bytes().all(|byte| byte == b'0') {
        Asked::Uncommitted
    } else if shallow.contains(&commit.id) {
        Asked::Shallow
    } else {
        Asked::Commit(commit)
    }
}

/// Seconds since the epoch, as git writes them.
pub(super) fn seconds(text: &str) -> Timestamp {
    let seconds: i64 = text.trim().parse().unwrap_or_default();
    Timestamp(seconds.saturating_mul(SECOND))
}

/// A name without what would steer a terminal.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = "\
        1111111111111111111111111111111111111111 1 1 2\nauthor Dana Ortiz\nauthor-mail <dana@riverside.example>\n\
        author-time 100\nsummary Invite\nfilename a.yaml\n\tstaff:\n\
        1111111111111111111111111111111111111111 2 2\n\t  to: [ada@example.com]\n\
        2222222222222222222222222222222222222222 3 3 1\nauthor Li\nauthor-mail <>\nauthor-time 200\n\
        filename a.yaml\n\t  expires: 14d\n\
        0000000000000000000000000000000000000000 4 4 1\nauthor Not Committed Yet\n\
        author-mail <not.committed.yet>\nauthor-time 300\nfilename a.yaml\n\t  uses: 2\n";

    fn commit(id: &str, author: &str, at: i64) -> Asked {
        Asked::Commit(Commit {
            at: Timestamp(at * SECOND),
            id: id.repeat(40),
            author: author.to_owned(),
        })
    }

    #[test]
    fn the_newest_line_of_an_entry_says_who_asked() {
        let lines = read(ANSWER, &[]);
        assert_eq!(lines.last(1, 2), commit("1", "dana@riverside.example", 100));
        assert_eq!(lines.last(1, 3), commit("2", "Li", 200));
        assert_eq!(lines.last(1, 4), Asked::Uncommitted);
        assert_eq!(lines.last(9, 1), Asked::Unknown);
        let ada = lines.naming("ada@example.com");
        assert_eq!(ada, commit("1", "dana@riverside.example", 100));
        let shallow = read(ANSWER, &["1".repeat(40)]);
        assert_eq!(shallow.last(1, 1), Asked::Shallow);
        assert_eq!(shallow.last(1, 3), commit("2", "Li", 200));
    }
}
