//! The report as one HTML file that needs nothing else: no script, no request, prints well.

use std::fmt::Write;

use super::markdown::or_dash;
use super::view::{DeviceView, InvitationView, MessageView, RecipientView, Report};
use crate::model::status::Progress;
use crate::render::escape::escaped;

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;color:#1b1f24;margin:2rem auto;max-width:72rem;padding:0 1rem}\
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}\
table{border-collapse:collapse;width:100%;font-size:.9rem}\
th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #d5dae0;overflow-wrap:anywhere;vertical-align:top}\
th{background:#f3f5f7}td.n{text-align:right;font-variant-numeric:tabular-nums}\
dl{display:flex;flex-wrap:wrap;gap:1rem}dl div{border:1px solid #d5dae0;border-radius:.5rem;padding:.5rem 1rem}\
dt{font-size:.8rem;color:#57606a}dd{margin:0;font-size:1.4rem;font-weight:600}\
.bar{background:#0f5f56;height:.8rem;display:block;min-width:1px}\
@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}\
@media (prefers-color-scheme:dark){body{background:#14181c;color:#e6e9ec}th{background:#20262c}\
th,td,dl div{border-color:#39424b}dt{color:#a3adb7}.bar{background:#4fb3a5}}";

/// The whole file. Everything that people wrote is escaped.
pub fn report(report: &Report) -> String {
    let name = escape(&report.organization);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>Enrollment report: {name}</title>\n<style>{STYLE}</style>\n<h1>Enrollment report: {name}</h1>\n"
    );
    totals(&mut out, report);
    funnel(&mut out, report);
    rows(&mut out, report);
    let open = report.messages.iter();
    let open = open.filter(|m| !matches!(m.state, "accepted" | "cancelled"));
    table(
        &mut out,
        "Messages that need a look",
        &["Id", "Invitation", "To", "State", "Tries"],
        open.map(message),
    );
    out.push_str("</html>\n");
    out
}

/// Invitations, recipients and devices.
fn rows(out: &mut String, report: &Report) {
    table(
        out,
        "Invitations",
        &[
            "Invitation",
            "Site",
            "Policy",
            "Recipients",
            "How far",
            "Devices",
            "Works until",
        ],
        report.invitations.iter().map(invitation),
    );
    table(
        out,
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
        report.recipients.iter().map(recipient),
    );
    table(
        out,
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
            "Left",
        ],
        report.devices.iter().map(device),
    );
}

fn totals(out: &mut String, report: &Report) {
    let t = &report.totals;
    out.push_str("<dl>\n");
    for (word, n) in [
        ("Invitations", t.invitations),
        ("Recipients", t.recipients),
        ("Messages accepted", t.messages_accepted),
        ("Messages in doubt", t.messages_in_doubt),
        ("Messages refused", t.messages_rejected),
        ("Devices enrolled", t.devices),
        ("Checked out", t.checked_out),
    ] {
        let _ = writeln!(out, "<div><dt>{word}</dt><dd>{n}</dd></div>");
    }
    out.push_str("</dl>\n");
}

/// Recipients by how far they came, as bars with their numbers.
fn funnel(out: &mut String, report: &Report) {
    let all = report.recipients.len().max(1);
    let count = |word: &str| {
        report
            .recipients
            .iter()
            .filter(|r| r.progress == word)
            .count()
    };
    out.push_str("<h2>How far people came</h2>\n<table>\n");
    for word in Progress::ALL.map(Progress::word) {
        let n = count(word);
        if n > 0 {
            let width = (n * 100).div_ceil(all);
            let _ = writeln!(
                out,
                "<tr><th scope=\"row\">{}</th><td class=\"n\">{n}</td>\
                 <td style=\"width:70%\"><span class=\"bar\" style=\"width:{width}%\"></span></td></tr>",
                word.replace('_', " ")
            );
        }
    }
    out.push_str("</table>\n");
}

fn table(out: &mut String, title: &str, columns: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    let head: Vec<String> = columns
        .iter()
        .map(|c| format!("<th scope=\"col\">{c}</th>"))
        .collect();
    let _ = writeln!(
        out,
        "<h2>{title}</h2>\n<table>\n<thead><tr>{}</tr></thead>\n<tbody>",
        head.concat()
    );
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .map(|c| format!("<td>{}</td>", escape(c)))
            .collect();
        let _ = writeln!(out, "<tr>{}</tr>", cells.concat());
    }
    out.push_str("</tbody>\n</table>\n");
}

fn invitation(row: &InvitationView) -> Vec<String> {
    let far = row
        .progress
        .iter()
        .map(|(word, n)| format!("{n} {}", word.replace('_', " ")));
    let removed = if row.removed { " (removed)" } else { "" };
    vec![
        format!("{}{removed}", row.id),
        or_dash(row.site.as_deref()),
        row.policy.clone(),
        row.recipients.to_string(),
        far.collect::<Vec<_>>().join(", "),
        row.devices.to_string(),
        row.expires_at.clone().unwrap_or("never ends".to_owned()),
    ]
}

fn recipient(row: &RecipientView) -> Vec<String> {
    let uses = row
        .uses
        .map_or_else(|| "any number".to_owned(), |n| n.to_string());
    vec![
        row.invitation.clone(),
        row.who.clone(),
        match &row.revoked {
            Some(why) if row.progress == "revoked" => format!("revoked: {why}"),
            _ => row.progress.replace('_', " "),
        },
        row.delivery.unwrap_or("–").replace('_', " "),
        format!("{} of {uses}", row.used),
        row.expires_at.clone().unwrap_or("never ends".to_owned()),
        row.source.clone(),
    ]
}

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
            .unwrap_or("open enrollment".to_owned()),
        row.enrolled_at.clone(),
        or_dash(row.checked_out_at.as_deref()),
    ]
}

fn message(row: &MessageView) -> Vec<String> {
    vec![
        row.id.clone(),
        or_dash(row.invitation.as_deref()),
        row.to.clone(),
        row.state.replace('_', " "),
        row.attempts.to_string(),
    ]
}

/// Text of HTML, in elements and in quoted attributes; control characters are no part of it.
fn escape(text: &str) -> String {
    escaped(&text.replace(char::is_control, " "))
}
