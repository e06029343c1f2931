//! Findings as SARIF 2.1.0, which code hosts show on the lines they are about.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::finding::{Finding, FindingPlace};
use crate::base::diag::Severity;

/// Where a finding about everything is shown: hosts refuse a result without a place.
const ROOT: &str = "enroll.yaml";

/// One document with one run.
pub fn document(findings: &[Finding]) -> Value {
    let codes: BTreeSet<&str> = findings.iter().map(|f| f.code.as_str()).collect();
    let rules = codes.iter().map(|code| {
        let help = format!("`enroll explain {code}` tells more");
        json!({ "id": code, "help": { "text": help } })
    });
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "enroll",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(result).collect::<Vec<_>>(),
        }],
    })
}

fn result(finding: &Finding) -> Value {
    let hint = finding.hint.as_ref().map(|hint| format!("\n{hint}"));
    json!({
        "ruleId": finding.code,
        "level": match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "message": { "text": format!("{}{}", finding.message, hint.unwrap_or_default()) },
        "locations": [{ "physicalLocation": location(finding.place.as_ref()) }],
    })
}

fn location(place: Option<&FindingPlace>) -> Value {
    let file = place.map_or(ROOT, |place| place.file.as_str());
    let region = place.map_or_else(
        || json!({ "startLine": 1 }),
        |place| {
            json!({
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
            })
        },
    );
    json!({ "artifactLocation": { "uri": uri(file) }, "region": region })
}

/// A relative path as a URI reference (RFC 3986).
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_uri() {
        assert_eq!(
            uri("invitations.d/ä b:c.yaml"),
            "invitations.d/%C3%A4%20b%3Ac.yaml"
        );
    }
}
