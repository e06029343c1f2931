//! What a run of GitHub Actions reads beside stdout: annotations on lines, outputs of the step, its summary.

use std::fs::OpenOptions;
use std::io::Write;

use crate::base::diag::Severity;
use crate::report::comment::{Heading, comment};
use crate::report::plan_json::PlanDocument;

/// Whether this is a run of GitHub Actions.
pub fn is_here() -> bool {
    std::env::var("GITHUB_ACTIONS").is_ok_and(|value| value == "true")
}

/// A finding on its line. Commands are read from both streams; stdout belongs to the result.
pub fn annotate(severity: Severity, place: Option<(&str, u32, u32)>, title: &str, message: &str) {
    let word = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let place = place.map_or(String::new(), |(file, line, column)| {
        format!("file={},line={line},col={column},", property(file))
    });
    let (title, message) = (property(title), data(message));
    anstream::eprintln!("::{word} {place}title={title}::{message}");
}

/// The numbers of a plan as outputs of the step, and the plan as its summary.
///
/// # Errors
/// A file that GitHub named cannot be written.
pub fn plan(document: &PlanDocument) -> std::io::Result<()> {
    let guards = document.guards.iter();
    let acks: Vec<&str> = guards.filter_map(|g| g.ack.as_deref()).collect();
    let outputs = format!(
        "fingerprint={}\nchanges={}\nmessages={}\nlinks_ended={}\nneeds_ack={}\n",
        document.fingerprint,
        document.summary.changes,
        document.summary.messages,
        document.summary.links_ended,
        !acks.is_empty()
    );
    append("GITHUB_OUTPUT", &outputs)?;
    let summary = comment(document, &Heading::default());
    append("GITHUB_STEP_SUMMARY", &summary)
}

fn append(variable: &str, text: &str) -> std::io::Result<()> {
    let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty()) else {
        return Ok(());
    };
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(text.as_bytes())
}

/// Text of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_a_command() {
        assert_eq!(data("a\n::error::b 5%"), "a%0A::error::b 5%25");
        assert_eq!(property("a:b,c"), "a%3Ab%2Cc");
    }
}
