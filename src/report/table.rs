//! Tables for a terminal.

use comfy_table::Table;
use comfy_table::presets::NOTHING;

use super::view::{DeviceView, InvitationView, MessageView, RecipientView};

pub(super) fn table(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table
        .load_style(NOTHING)
        .set_header(columns.iter().copied());
    for row in rows {
        table.add_row(row);
    }
    let text = table.to_string();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n")
}

pub(super) fn dash(text: Option<&str>) -> String {
    text.unwrap_or("-").to_owned()
}

pub(super) fn spoken(word: &str) -> String {
    word.replace('_', " ")
}

/// Invitations with their numbers.
pub fn invitations(rows: &[InvitationView]) -> String {
    table(
        &[
            "INVITATION",
            "SITE",
            "POLICY",
            "RECIPIENTS",
            "HOW FAR",
            "DEVICES",
            "WORKS UNTIL",
        ],
        rows.iter().map(|row| {
            let far: Vec<String> = row
                .progress
                .iter()
                .map(|(word, n)| format!("{n} {}", spoken(word)))
                .collect();
            vec![
                if row.removed {
                    format!("{} (removed)", row.id)
                } else {
                    row.id.clone()
                },
                dash(row.site.as_deref()),
                row.policy.clone(),
                row.recipients.to_string(),
                far.join(", "),
                row.devices.to_string(),
                row.expires_at
                    .clone()
                    .unwrap_or_else(|| "never ends".to_owned()),
            ]
        }),
    )
}

/// Recipients and where they stop.
pub fn recipients(rows: &[RecipientView]) -> String {
    table(
        &[
            "INVITATION",
            "WHO",
            "HOW FAR",
            "MESSAGE",
            "DEVICES",
            "WORKS UNTIL",
            "DECLARED AT",
        ],
        rows.iter().map(|row| {
            let far = match &row.revoked {
                Some(why) if row.progress == "revoked" => format!("revoked: {why}"),
                _ => spoken(row.progress),
            };
            let uses = row.uses.map_or_else(|| "any".to_owned(), |n| n.to_string());
            vec![
                row.invitation.clone(),
                row.who.clone(),
                far,
                row.delivery.map_or_else(|| "-".to_owned(), spoken),
                format!("{} of {uses}", row.used),
                row.expires_at
                    .clone()
                    .unwrap_or_else(|| "never ends".to_owned()),
                row.source.clone(),
            ]
        }),
    )
}

/// Devices.
pub fn devices(rows: &[DeviceView]) -> String {
    table(
        &[
            "SERIAL",
            "PRODUCT",
            "OS",
            "OWNER",
            "SITE",
            "PERSON",
            "INVITATION",
            "ENROLLED",
            "SEEN",
            "CERTIFICATE UNTIL",
            "LEFT",
        ],
        rows.iter().map(|row| {
            vec![
                dash(row.serial.as_deref()),
                dash(row.product.as_deref()),
                dash(row.os_version.as_deref()),
                row.ownership.to_owned(),
                dash(row.site.as_deref()),
                dash(row.person.as_deref()),
                dash(row.invitation.as_deref()),
                row.enrolled_at.clone(),
                row.seen_on.clone(),
                dash(row.certificate_until.as_deref()),
                dash(row.checked_out_at.as_deref()),
            ]
        }),
    )
}

/// Messages.
pub fn messages(rows: &[MessageView]) -> String {
    table(
        &["ID", "KIND", "INVITATION", "TO", "STATE", "TRIES", "SINCE"],
        rows.iter().map(|row| {
            vec![
                row.id.clone(),
                row.kind.to_owned(),
                dash(row.invitation.as_deref()),
                row.to.clone(),
                spoken(row.state),
                row.attempts.to_string(),
                row.updated_at.clone(),
            ]
        }),
    )
}
