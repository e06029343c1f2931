//! The schema of `console` in `enroll.yaml`.

use schemars::JsonSchema;

/// Who may look at the console.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Console {
    /// Groups of a directory whose members look, personal data masked.
    pub viewers: Option<Vec<String>>,
    /// Groups of a directory whose members see everything in full, and print links as posters.
    pub auditors: Option<Vec<String>>,
}
