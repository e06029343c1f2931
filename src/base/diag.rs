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
#[derive(Clone, Debug, PartialEq, Eq)]
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
