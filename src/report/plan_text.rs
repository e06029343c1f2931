//! A plan for people: one line per change with its reason and place, what cannot be taken back, guards, and
//! what to do next.

use std::fmt::Write;

use super::plan_purpose;
use super::plan_refusal::refusal;
use super::plan_rows::{BOLD, DIM, MAGENTA, RED, Row, rows, sign_of};
use super::plan_shown::Shown;
use super::when;
use crate::base::count::counted;
use crate::base::mask::Pii;
use crate::plan::Plan;
use crate::plan::change::Action;
use crate::plan::fact::{Fact, Reminders};
use crate::plan::guard::{Acks, Guard, MESSAGES, NEW_DATABASE};

/// Widest column that others are aligned to.
const WIDEST: usize = 48;

/// The whole plan. Styles are ANSI escapes; whoever prints strips them where they do not belong.
pub fn render(plan: &Plan, pii: Pii) -> String {
    let shown = Shown::new(plan, pii);
    let mut out = String::new();
    if let Some(id) = plan.scope.only() {
        let _ = writeln!(
            out,
            "{MAGENTA}!{MAGENTA:#} incomplete: nothing but {id} was looked at"
        );
    }
    plan_purpose::heading(&mut out, plan);
    if plan.changes.is_empty() {
        let _ = writeln!(out, "{}", nothing(plan));
        facts(&mut out, plan, &shown, false);
        plan_purpose::due(&mut out, plan);
        return out;
    }
    for guard in plan.guards.iter().filter(|g| g.id == NEW_DATABASE) {
        write_guard(&mut out, guard);
    }
    legend(&mut out, plan);
    let rows = rows(plan, &shown);
    let width = |of: fn(&Row) -> &str| {
        let widths = rows.iter().map(|row| of(row).chars().count());
        widths.filter(|w| *w <= WIDEST).max().unwrap_or(0)
    };
    let (subject, detail) = (width(|r| &r.subject), width(|r| &r.detail));
    for row in &rows {
        row.write(&mut out, subject, detail);
    }
    out.push('\n');
    facts(&mut out, plan, &shown, true);
    let _ = writeln!(out, "{}", summary(plan));
    for guard in plan.guards.iter().filter(|g| g.id != NEW_DATABASE) {
        write_guard(&mut out, guard);
    }
    plan_purpose::due(&mut out, plan);
    if !plan.fingerprint.is_empty() {
        let _ = writeln!(out, "Fingerprint {}", plan.fingerprint);
    }
    out
}

/// `Nothing to do. 5 invitations match git.`
pub fn nothing(plan: &Plan) -> String {
    match plan.invitations {
        1 => "Nothing to do. 1 invitation matches git.".to_owned(),
        n => format!("Nothing to do. {n} invitations match git."),
    }
}

/// Why these guards refuse, one line each.
pub fn refusals(plan: &Plan, acks: &Acks) -> Vec<String> {
    let refusing = plan.guards.iter().filter(|g| g.refuses(acks));
    refusing.map(refusal).collect()
}

fn write_guard(out: &mut String, guard: &Guard) {
    if guard.refuses(&Acks::default()) {
        let _ = writeln!(out, "{RED}! refused{RED:#}  {}", refusal(guard));
    } else if guard.id == MESSAGES && guard.actual > 0 {
        let _ = writeln!(
            out,
            "{} of {} messages per apply. {BOLD}Messages cannot be taken back.{BOLD:#}",
            guard.actual, guard.limit
        );
    }
}

/// Only the symbols that occur.
fn legend(out: &mut String, plan: &Plan) {
    let all = [
        ('-', "ends or leaves"),
        ('~', "changes"),
        ('+', "new"),
        ('✉', "new, and sends a message that cannot be taken back"),
    ];
    let used = all.iter().filter(|(sign, _)| {
        let signs = plan.changes.iter().map(|change| sign_of(change).0);
        signs.into_iter().any(|s| s == *sign)
    });
    let words: Vec<String> = used.map(|(sign, word)| format!("{sign} {word}")).collect();
    let _ = writeln!(out, "{DIM}{}{DIM:#}\n", words.join("   "));
}

fn facts(out: &mut String, plan: &Plan, shown: &Shown<'_>, all: bool) {
    for fact in &plan.facts {
        let text = match fact {
            Fact::Held {
                id,
                recipient,
                reason,
            } => {
                let who = recipient
                    .as_ref()
                    .map_or(String::new(), |tag| format!(" {}", shown.address(&tag.key)));
                format!(
                    "held      invitation/{id}{who}  revoked by an operator: {}. That stands until `enroll revoke {id} --lift`.",
                    shown.text(reason)
                )
            }
            Fact::Lapsed { id, links, .. } if all => {
                format!(
                    "lapsed    invitation/{id}  {} ended unused",
                    counted(*links as usize, "link")
                )
            }
            Fact::Withheld { id, recipients } if all => format!(
                "withheld  invitation/{id}  no link and no message for {}: it could not work",
                counted(*recipients as usize, "recipient")
            ),
            Fact::Unreachable { id, group, people } if all => format!(
                "no address  invitation/{id}  {} of the group {group} without one",
                counted(*people as usize, "member")
            ),
            Fact::Listed { id, group, people } if all => format!(
                "listed    invitation/{id}  {} of the group {group} named already, so one link each",
                counted(*people as usize, "member")
            ),
            Fact::Lapsed { .. }
            | Fact::Withheld { .. }
            | Fact::Unreachable { .. }
            | Fact::Listed { .. } => continue,
            Fact::Reminders(reminders) => reminders_text(reminders),
        };
        let _ = writeln!(out, "{MAGENTA}!{MAGENTA:#} {text}");
    }
    sending(out, plan, shown);
}

/// What stands in the outbox from runs before.
fn sending(out: &mut String, plan: &Plan, shown: &Shown<'_>) {
    if plan.in_doubt > 0 {
        let _ = writeln!(
            out,
            "{MAGENTA}?{MAGENTA:#} in doubt  {}: nobody knows whether it left. See `enroll outbox list`.",
            counted(plan.in_doubt as usize, "message")
        );
    }
    if plan.unsent > 0 {
        let _ = writeln!(
            out,
            "{MAGENTA}!{MAGENTA:#} unsent    {} of earlier runs; apply sends what is due",
            counted(plan.unsent as usize, "message")
        );
    }
    if let Some(why) = &plan.paused {
        let why = shown.text(why);
        let _ = writeln!(
            out,
            "{MAGENTA}!{MAGENTA:#} paused    {why}; nothing is sent until `enroll outbox resume`"
        );
    }
}

/// `2d before the end`, or after it.
pub fn when_reminded(ahead: &str) -> String {
    match ahead {
        "expired" => "once the link has expired".to_owned(),
        _ => format!("{ahead} before the end"),
    }
}

fn reminders_text(of: &Reminders) -> String {
    let at = |at| when::absolute(at, &of.zone);
    let times = match of.first == of.last {
        true => at(of.first),
        false => format!("{} to {}", at(of.first), at(of.last)),
    };
    format!(
        "reminds   invitation/{}  {}, {times}: {}, unless enrolled by then",
        of.id,
        when_reminded(&of.ahead.to_string()),
        counted(of.recipients as usize, "recipient")
    )
}

/// `Plan: 248 messages to send, 3 links to end, 250 to create, 2 to update.`
pub fn summary(plan: &Plan) -> String {
    let count = |actions: &[Action]| {
        let matching = plan.changes.iter().filter(|c| actions.contains(&c.action));
        matching.count()
    };
    let parts = [
        (plan.messages(), "to send (irreversible)"),
        (plan.links_ended(), "to revoke or end"),
        (count(&[Action::Create]), "to create"),
        (
            count(&[
                Action::Update,
                Action::Revive,
                Action::Rename,
                Action::Resend,
                Action::Rotate,
            ]),
            "to update",
        ),
        (count(&[Action::Remove, Action::Forget]), "to remove"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, words)| format!("{n} {words}"))
        .collect();
    let total = counted(plan.invitations, "invitation");
    format!("{BOLD}Plan: {}{BOLD:#}; {total} in git.", said.join(", "))
}
