//! The report as Markdown: what a help desk reads, and what a pull request shows.

use crate::base::count::counted;
use std::fmt::Write;

use super::escape::escape;
use super::view::{DeviceView, InvitationView, MessageView, RecipientView, Report};

/// The whole report. Everything that people wrote is escaped: no mention, no HTML, no broken table.
pub fn report(report: &Report) -> String {
    let mut out = format!("# Enrollment report: {}\n\n", escape(&report.organization));
    let totals = &report.totals;
    let numbers = [
        counted(totals.invitations, "invitation"),
        counted(totals.recipients, "recipient"),
        format!("{} accepted", counted(totals.messages_accepted, "message")),
        format!("{} in doubt", totals.messages_in_doubt),
        format!("{} refused", totals.messages_rejected),
        format!("**{} enrolled**", counted(totals.devices, "device")),
        format!("{} checked out", totals.checked_out),
    ];
    let _ = writeln!(out, "{}\n", numbers.join(" · "));
    if let Some(pause) = &report.paused {
        let (since, why) = (&pause.since, escape(&pause.reason));
        let _ = writeln!(out, "**Sending is paused** since {since}: {why}\n");
    }
    if let Some(watch) = report.watch.as_ref().filter(|w| w.needs_a_look()) {
        let _ = writeln!(out, "**{}** since {}\n", escape(&watch.text), watch.since);
    }
    section(
        &mut out,
        "Invitations",
        INVITATIONS,
        report.invitations.iter().map(invitation),
    );
    section(
        &mut out,
        "Recipients",
        RECIPIENTS,
        report.recipients.iter().map(recipient),
    );
    section(
        &mut out,
        "Devices",
        DEVICES,
        report.devices.iter().map(device),
    );
    let open = report.messages.iter().filter(|m| needs_a_look(m.state));
    section(
        &mut out,
        "Messages that need a look",
        MESSAGES,
        open.map(message),
    );
    out
}

const INVITATIONS: &[&str] = &[
    "Invitation",
    "Site",
    "Policy",
    "Recipients",
    "How far",
    "Devices",
    "Works until",
];

fn invitation(row: &InvitationView) -> Vec<String> {
    let far: Vec<String> = row
        .progress
        .iter()
        .map(|(word, n)| format!("{n} {}", word.replace('_', " ")))
        .collect();
    vec![
        if row.removed {
            format!("{} (removed)", row.id)
        } else {
            row.id.clone()
        },
        or_dash(row.site.as_deref()),
        row.policy.clone(),
        row.recipients.to_string(),
        far.join(", "),
        row.devices.to_string(),
        row.expires_at
            .clone()
            .unwrap_or_else(|| "never ends".to_owned()),
    ]
}

const RECIPIENTS: &[&str] = &[
    "Invitation",
    "Who",
    "How far",
    "Message",
    "Devices",
    "Works until",
    "Declared at",
];

fn recipient(row: &RecipientView) -> Vec<String> {
    vec![
        row.invitation.clone(),
        row.who.clone(),
        reason(row.progress, row.revoked.as_deref()),
        or_dash(row.delivery),
        format!("{} of {}", row.used, uses(row.uses)),
        row.expires_at
            .clone()
            .unwrap_or_else(|| "never ends".to_owned()),
        row.source.clone(),
    ]
}

const DEVICES: &[&str] = &[
    "Serial",
    "Product",
    "iOS",
    "Owner",
    "Site",
    "Person",
    "Invitation",
    "Enrolled",
];

fn device(row: &DeviceView) -> Vec<String> {
    vec![
        or_dash(row.serial.as_deref()),
        or_dash(row.product.as_deref()),
        or_dash(row.os_version.as_deref()),
        row.ownership.to_owned(),
        or_dash(row.site.as_deref()),
        or_dash(row.person.as_deref()),
        row.invitation
            .clone()
            .unwrap_or_else(|| "open enrollment".to_owned()),
        match &row.checked_out_at {
            Some(at) => format!("{}, left {at}", row.enrolled_at),
            None => row.enrolled_at.clone(),
        },
    ]
}

const MESSAGES: &[&str] = &["Id", "Invitation", "To", "State", "Tries"];

fn message(row: &MessageView) -> Vec<String> {
    vec![
        row.id.clone(),
        or_dash(row.invitation.as_deref()),
        row.to.clone(),
        row.state.to_owned(),
        row.attempts.to_string(),
    ]
}

fn needs_a_look(state: &str) -> bool {
    matches!(state, "in_doubt" | "rejected" | "bounced" | "deferred")
}

fn section(
    out: &mut String,
    title: &str,
    columns: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) {
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "## {title}\n\n| {} |", columns.join(" | "));
    let _ = writeln!(out, "|{}", "---|".repeat(columns.len()));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| escape(cell)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out.push('\n');
}

fn reason(progress: &str, revoked: Option<&str>) -> String {
    match revoked {
        Some(why) if progress == "revoked" => format!("revoked: {why}"),
        _ => progress.replace('_', " "),
    }
}

fn uses(uses: Option<u32>) -> String {
    uses.map_or_else(|| "any number".to_owned(), |n| n.to_string())
}

/// What is not known, in a table.
pub(super) fn or_dash(text: Option<&str>) -> String {
    text.unwrap_or("–").to_owned()
}
