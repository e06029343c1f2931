//! Rows as CSV (RFC 4180): UTF-8, CRLF, a header, and no cell that a spreadsheet would take for a formula.

use super::happened::EventView;
use super::view::{DeviceView, InvitationView, MessageView, RecipientView, RunView};
use crate::model::status::Progress;

/// Invitations, with a column for each stage.
pub fn invitations(rows: &[InvitationView]) -> String {
    let stages = Progress::ALL.map(Progress::word);
    let mut header = vec!["id", "site", "policy", "recipients"];
    header.extend(stages);
    header.extend(["devices", "expires_at", "removed", "source"]);
    let row = |row: &InvitationView| {
        let mut cells = vec![
            row.id.clone(),
            text(row.site.as_ref()),
            row.policy.clone(),
            row.recipients.to_string(),
        ];
        let count = |stage: &&str| row.progress.get(stage).copied().unwrap_or(0).to_string();
        cells.extend(stages.iter().map(count));
        cells.extend([
            row.devices.to_string(),
            text(row.expires_at.as_ref()),
            row.removed.to_string(),
            row.source.clone(),
        ]);
        cells
    };
    document(&header, rows.iter().map(row))
}

/// Recipients, one row each.
pub fn recipients(rows: &[RecipientView]) -> String {
    let header = [
        "invitation",
        "who",
        "progress",
        "delivery",
        "used",
        "uses",
        "expires_at",
        "revoked",
        "source",
    ];
    let row = |row: &RecipientView| {
        vec![
            row.invitation.clone(),
            row.who.clone(),
            row.progress.to_owned(),
            row.delivery.unwrap_or_default().to_owned(),
            row.used.to_string(),
            row.uses.map_or_else(String::new, |n| n.to_string()),
            text(row.expires_at.as_ref()),
            text(row.revoked.as_ref()),
            row.source.clone(),
        ]
    };
    document(&header, rows.iter().map(row))
}

/// What is not known is an empty cell.
fn fact(fact: Option<impl ToString>) -> String {
    fact.map(|fact| fact.to_string()).unwrap_or_default()
}

const DEVICES: [&str; 28] = [
    "serial",
    "name",
    "product",
    "model",
    "os_version",
    "os_build",
    "supervised",
    "capacity_gb",
    "passcode",
    "passcode_compliant",
    "encrypted",
    "imei",
    "wifi_mac",
    "ownership",
    "site",
    "person",
    "person_name",
    "email",
    "phone",
    "title",
    "department",
    "building",
    "room",
    "invitation",
    "enrolled_at",
    "seen_on",
    "certificate_until",
    "checked_out_at",
];

/// Devices, one row each.
pub fn devices(rows: &[DeviceView]) -> String {
    let row = |row: &DeviceView| {
        vec![
            text(row.serial.as_ref()),
            text(row.name.as_ref()),
            text(row.product.as_ref()),
            text(row.model.as_ref()),
            text(row.os_version.as_ref()),
            text(row.os_build.as_ref()),
            fact(row.supervised),
            fact(row.capacity_gb),
            fact(row.passcode),
            fact(row.passcode_compliant),
            fact(row.encrypted),
            text(row.imei.as_ref()),
            text(row.wifi_mac.as_ref()),
            row.ownership.to_owned(),
            text(row.site.as_ref()),
            text(row.person.as_ref()),
            text(row.person_name.as_ref()),
            text(row.email.as_ref()),
            text(row.phone.as_ref()),
            text(row.title.as_ref()),
            text(row.department.as_ref()),
            text(row.building.as_ref()),
            text(row.room.as_ref()),
            text(row.invitation.as_ref()),
            row.enrolled_at.clone(),
            row.seen_on.clone(),
            text(row.certificate_until.as_ref()),
            text(row.checked_out_at.as_ref()),
        ]
    };
    document(&DEVICES, rows.iter().map(row))
}

/// Messages, one row each.
pub fn messages(rows: &[MessageView]) -> String {
    let header = [
        "id",
        "kind",
        "invitation",
        "to",
        "state",
        "attempts",
        "updated_at",
    ];
    let row = |row: &MessageView| {
        vec![
            row.id.clone(),
            row.kind.to_owned(),
            text(row.invitation.as_ref()),
            row.to.clone(),
            row.state.to_owned(),
            row.attempts.to_string(),
            row.updated_at.clone(),
        ]
    };
    document(&header, rows.iter().map(row))
}

/// Runs of `apply`, one row each.
pub fn runs(rows: &[RunView]) -> String {
    let header = ["id", "at", "commit", "fingerprint", "changes", "messages"];
    let row = |row: &RunView| {
        vec![
            row.id.clone(),
            row.at.clone(),
            text(row.commit.as_ref()),
            row.fingerprint.clone(),
            row.changes.to_string(),
            row.messages.to_string(),
        ]
    };
    document(&header, rows.iter().map(row))
}

/// What happened, one row each.
pub fn events(rows: &[EventView]) -> String {
    let header = [
        "at",
        "actor",
        "action",
        "invitation",
        "recipient",
        "subject",
        "run",
        "detail",
    ];
    let row = |row: &EventView| {
        vec![
            row.at.clone(),
            row.actor.clone(),
            row.action.clone(),
            text(row.invitation.as_ref()),
            text(row.recipient.as_ref()),
            text(row.subject.as_ref()),
            text(row.run.as_ref()),
            row.detail.to_string(),
        ]
    };
    document(&header, rows.iter().map(row))
}

fn text(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn document(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut out = header.join(",") + "\r\n";
    for row in rows {
        let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

/// A cell, quoted where it must be; what would be a formula is text behind an apostrophe.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let text = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains(['"', ',', ';', '\r', '\n', '\t', '\'']) || text.trim() != text {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_breaks_out() {
        for (text, wanted) in [
            ("plain", "plain"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("=1+1", "\"'=1+1\""),
            ("+49•••56", "\"'+49•••56\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("-2", "\"'-2\""),
            ("two\nlines", "\"two\nlines\""),
        ] {
            assert_eq!(cell(text), wanted);
        }
    }
}
