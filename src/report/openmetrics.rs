//! The state as OpenMetrics text: numbers by state and site, no label that names a person.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::base::time::SECOND;
use crate::model::status::Snapshot;

/// The whole exposition.
pub fn exposition(state: &Snapshot) -> String {
    let mut out = String::new();
    let sites: BTreeMap<&str, &str> = state
        .invitations
        .iter()
        .map(|i| (i.id.0.as_str(), i.site.as_deref().unwrap_or("")))
        .collect();
    let site = |invitation: &str| sites.get(invitation).copied().unwrap_or("");
    let declared = state.invitations.iter().filter(|i| !i.removed);
    family(
        &mut out,
        "enroll_invitations",
        "Invitations that stand in the repository.",
    );
    numbers(
        &mut out,
        "enroll_invitations",
        declared.map(|i| vec![("site", site(&i.id.0))]),
    );
    family(
        &mut out,
        "enroll_recipients",
        "Recipients by how far they came.",
    );
    let recipients = state.recipients.iter();
    let recipients = recipients.map(|r| {
        let state = r.progress.word();
        vec![("state", state), ("site", site(&r.invitation.0))]
    });
    numbers(&mut out, "enroll_recipients", recipients);
    family(&mut out, "enroll_messages", "Messages by delivery.");
    let messages = state.messages.iter();
    numbers(
        &mut out,
        "enroll_messages",
        messages.map(|m| vec![("state", m.state.word())]),
    );
    family(&mut out, "enroll_devices", "Devices that are enrolled now.");
    let devices = state.devices.iter().filter(|d| d.checked_out_at.is_none());
    let devices = devices.map(|d| {
        let site = d.site.as_ref().map_or("", |s| s.0.as_str());
        vec![("ownership", d.ownership.word()), ("site", site)]
    });
    numbers(&mut out, "enroll_devices", devices);
    if let Some(run) = state.runs.iter().max_by_key(|run| run.at) {
        let name = "enroll_last_apply_timestamp_seconds";
        family(&mut out, name, "When apply changed something last.");
        let _ = writeln!(out, "{name} {}", run.at.0 / SECOND);
    }
    out.push_str("# EOF\n");
    out
}

fn family(out: &mut String, name: &str, help: &str) {
    let _ = writeln!(out, "# TYPE {name} gauge\n# HELP {name} {help}");
}

/// How many rows have the same labels.
fn numbers<'a>(out: &mut String, name: &str, rows: impl Iterator<Item = Vec<(&'a str, &'a str)>>) {
    let mut counts: BTreeMap<Vec<(&str, &str)>, u64> = BTreeMap::new();
    for labels in rows {
        *counts.entry(labels).or_default() += 1;
    }
    for (labels, n) in counts {
        let labels: Vec<String> = labels
            .iter()
            .map(|(label, value)| format!("{label}=\"{}\"", escape(value)))
            .collect();
        let _ = writeln!(out, "{name}{{{}}} {n}", labels.join(","));
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}
