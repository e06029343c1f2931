//! A diagnostic: one finding about the administrator's repository, with its place, reason and remedy.

use serde::{Deserialize, Serialize};

/// A place in the repository: where a declared thing stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Path relative to the repository's root, with forward slashes.
    pub file: String,
    /// Line, 1-based.
    pub line: u32,
    /// Column, 1-based, in Unicode scalars.
    pub column: u32,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// How bad a finding is. An error refuses the run, a warning does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Refuses the run (exit 7).
    Error,
    /// Is shown and does not refuse.
    Warning,
}

/// A stretch of a source file, in bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// Path relative to the repository's root.
    pub file: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// One finding. The text of the source is not part of it: whoever renders has the sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// Registry code, such as `E003`; explained by `enroll explain E003`.
    pub code: &'static str,
    /// One sentence, lower-case first letter, no full stop.
    pub message: String,
    /// Where; none for a finding about the repository as a whole.
    pub span: Option<Span>,
    /// Short text beside the caret.
    pub label: Option<String>,
    /// Other places that matter, each with its text.
    pub related: Vec<(Span, String)>,
    /// What to do.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error with `code` at `span`.
    pub fn error(code: &'static str, span: Option<Span>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            span,
            label: None,
            related: Vec::new(),
            hint: None,
        }
    }

    /// A warning with `code` at `span`.
    pub fn warning(code: &'static str, span: Option<Span>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, span, message)
        }
    }

    /// The same with a short text beside the caret.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = Some(text.into());
        self
    }

    /// The same with a remedy.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hint = Some(text.into());
        self
    }

    /// The same with one more place that matters.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push((span, text.into()));
        self
    }
}

/// Where the lines of a text begin: turns a byte into a line and a column.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
    ascii: bool,
}

impl Lines {
    /// Looks through `text` once.
    pub fn of(text: &str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            starts: std::iter::once(0).chain(breaks).collect(),
            ascii: text.is_ascii(),
        }
    }

    /// Line and column of byte `at` of `text`, both 1-based, the column in Unicode scalars.
    pub fn locate(&self, text: &str, at: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts[line - 1];
        let column = match text.get(start..at) {
            // Known without looking, however long the line is.
            Some(before) if self.ascii => before.len(),
            before => before.unwrap_or_default().chars().count(),
        };
        (count(line), count(column + 1))
    }

    /// The bytes of the lines that `range` touches, the last line break left out.
    pub fn whole(&self, text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let first = self.starts.partition_point(|start| *start <= range.start);
        let last = range.end.saturating_sub(1).max(range.start);
        let next = self.starts.partition_point(|start| *start <= last);
        let end = self.starts.get(next).map_or(text.len(), |start| start - 1);
        self.starts[first.max(1) - 1]..end
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_scalars_not_bytes() {
        let text = "a: ü x\nb";
        let lines = Lines::of(text);
        assert_eq!(lines.locate(text, 0), (1, 1));
        assert_eq!(lines.locate(text, 6), (1, 6));
        assert_eq!(lines.locate(text, 8), (2, 1));
    }

    #[test]
    fn an_excerpt_is_made_of_whole_lines() {
        let text = "one\ntwo\nthree\n";
        let lines = Lines::of(text);
        assert_eq!(&text[lines.whole(text, 5..9)], "two\nthree");
        assert_eq!(&text[lines.whole(text, 4..8)], "two");
    }
}
