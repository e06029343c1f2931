//! One finding as the files of CI systems tell it: about the repository, or about what a plan may do.

use super::plan_json::PlanDocument;
use crate::base::diag::Severity;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Error or warning.
    pub severity: Severity,
    /// Its code, such as `E003`, or the name of a guard.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// Where; none when it is about everything.
    pub place: Option<FindingPlace>,
}

/// A stretch of a file, all numbers from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingPlace {
    /// Path below the repository.
    pub file: String,
    /// First line.
    pub line: u32,
    /// First column, in Unicode scalars.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// One past the last column.
    pub end_column: u32,
}

/// The guards of a plan that refuse.
pub fn of_guards(document: &PlanDocument) -> Vec<Finding> {
    let refusing = document.guards.iter().filter(|g| g.ack.is_some());
    refusing
        .map(|guard| Finding {
            severity: Severity::Error,
            code: guard.id.clone(),
            message: guard.reason.clone().unwrap_or_else(|| guard.id.clone()),
            hint: guard.ack.as_ref().map(|ack| format!("--ack {ack}")),
            place: None,
        })
        .collect()
}
