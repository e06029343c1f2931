//! Findings as JUnit XML: one test case for each file or guard, failed by its errors.

use std::fmt::Write;

use super::finding::Finding;
use crate::base::diag::Severity;
use crate::render::escape::escaped;

/// One test case.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// What was looked at.
    pub name: &'a str,
    /// What was found.
    pub findings: Vec<&'a Finding>,
}

/// One document with one suite.
pub fn document(suite: &str, cases: &[Case<'_>]) -> String {
    let failed = cases.iter().filter(|case| errors(case).next().is_some());
    let (tests, failures) = (cases.len(), failed.count());
    let suite = escape(suite);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites tests=\"{tests}\" failures=\"{failures}\">\n\
         <testsuite name=\"{suite}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">\n"
    );
    for case in cases {
        let _ = writeln!(
            out,
            "<testcase classname=\"{suite}\" name=\"{}\">",
            escape(case.name)
        );
        let mut all = errors(case).peekable();
        if let Some(first) = all.peek() {
            let (code, message) = (escape(&first.code), escape(&first.message));
            let texts: Vec<String> = all.map(told).collect();
            let _ = writeln!(
                out,
                "<failure type=\"{code}\" message=\"{message}\">{}</failure>",
                escape(&texts.join("\n"))
            );
        }
        let warnings = case
            .findings
            .iter()
            .filter(|f| f.severity == Severity::Warning);
        let warnings: Vec<String> = warnings.map(|f| told(f)).collect();
        if !warnings.is_empty() {
            let _ = writeln!(
                out,
                "<system-out>{}</system-out>",
                escape(&warnings.join("\n"))
            );
        }
        out.push_str("</testcase>\n");
    }
    out.push_str("</testsuite>\n</testsuites>\n");
    out
}

fn errors<'c>(case: &'c Case<'_>) -> impl Iterator<Item = &'c Finding> {
    let findings = case.findings.iter().copied();
    findings.filter(|f| f.severity == Severity::Error)
}

fn told(finding: &Finding) -> String {
    let place = finding.place.as_ref();
    let place = place.map(|p| format!("{}:{}:{}: ", p.file, p.line, p.column));
    let hint = finding.hint.as_ref().map(|hint| format!(" ({hint})"));
    let (place, hint) = (place.unwrap_or_default(), hint.unwrap_or_default());
    format!("{place}{} {}{hint}", finding.code, finding.message)
}

/// Text of XML 1.0, which knows no control characters but three.
fn escape(text: &str) -> String {
    let is_foreign = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    escaped(&text.replace(is_foreign, "\u{fffd}")).replace('\n', "&#10;")
}
