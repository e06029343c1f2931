//! The report as Markdown: what a help desk reads, and what a pull request shows.

use std::fmt::Write;

use super::view::{InvitationView, Report};

/// The whole report. Everything that people wrote is escaped: no mention, no HTML, no broken table.
pub fn report(report: &Report) -> String {
    let mut out = format!("# Enrollment report: {}\n\n", escape(&report.organization));
    let totals = &report.totals;
    let _ = writeln!(
        out,
        "{} invitations · {} recipients · {} messages accepted · {} in doubt · {} refused · \
         **{} devices enrolled** · {} checked out\n",
        totals.invitations,
        totals.recipients,
        totals.messages_accepted,
        totals.messages_in_doubt,
        totals.messages_rejected,
        totals.devices,
        totals.checked_out,
    );
    section(
        &mut out,
        "Invitations",
        INVITATIONS,
        report.invitations.iter().map(invitation),
    );
    section(
        &mut out,
        "Recipients",
        &[
            "Invitation",
            "Who",
            "How far",
            "Message",
            "Devices",
            "Works until",
            "Declared at",
        ],
        report.recipients.iter().map(|r| {
            vec![
                r.invitation.clone(),
                r.who.clone(),
                reason(r.progress, r.revoked.as_deref()),
                r.delivery.unwrap_or("–").to_owned(),
                format!("{} of {}", r.used, uses(r.uses)),
                r.expires_at
                    .clone()
                    .unwrap_or_else(|| "never ends".to_owned()),
                r.source.clone(),
            ]
        }),
    );
    section(
        &mut out,
        "Devices",
        &[
            "Serial",
            "Product",
            "iOS",
            "Owner",
            "Site",
            "Person",
            "Invitation",
            "Enrolled",
        ],
        report.devices.iter().map(|d| {
            vec![
                or_dash(d.serial.as_deref()),
                or_dash(d.product.as_deref()),
                or_dash(d.os_version.as_deref()),
                d.ownership.to_owned(),
                or_dash(d.site.as_deref()),
                or_dash(d.person.as_deref()),
                d.invitation
                    .clone()
                    .unwrap_or_else(|| "open enrollment".to_owned()),
                match &d.checked_out_at {
                    Some(at) => format!("{}, left {at}", d.enrolled_at),
                    None => d.enrolled_at.clone(),
                },
            ]
        }),
    );
    section(
        &mut out,
        "Messages that need a look",
        &["Id", "Invitation", "To", "State", "Tries"],
        report
            .messages
            .iter()
            .filter(|m| needs_a_look(m.state))
            .map(|m| {
                vec![
                    m.id.clone(),
                    or_dash(m.invitation.as_deref()),
                    m.to.clone(),
                    m.state.to_owned(),
                    m.attempts.to_string(),
                ]
            }),
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

fn or_dash(text: Option<&str>) -> String {
    text.unwrap_or("–").to_owned()
}

/// Text as Markdown shows it letter for letter.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A zero-width joiner after @ keeps a platform from notifying somebody.
            '@' => out.push_str("@\u{2060}"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_stays_text() {
        assert_eq!(escape("a|b\n<b>@x"), "a\\|b &lt;b&gt;@\u{2060}x");
    }
}
