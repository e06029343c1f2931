//! `enroll validate`: every mistake of the repository at once.

use super::actions;
use super::global::{Failure, Format, Global};
use super::render_diagnostics::{self, Shown};
use crate::base::error::Kind;
use crate::model::declared::Desired;
use crate::ops::load;

/// Arguments of `enroll validate`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Exit 0: what is declared can be used; 7: it cannot.
pub fn run(_: &Args, global: &Global) -> Result<u8, Failure> {
    let format = global.format_among(&[Format::Human, Format::Json])?;
    let now = global.now.unwrap_or_else(crate::ops::clock::now);
    let repository = load::repository(&global.directory, Some(now))?;
    let shown = Shown::new(&repository.files, &repository.diagnostics, global.pii());
    match format {
        Format::Json => anstream::println!("{}", render_diagnostics::json(&shown)),
        _ => {
            anstream::eprint!("{}", render_diagnostics::human(&shown));
            if let Some(desired) = &repository.desired {
                anstream::println!("{}", counts(desired));
            }
        }
    }
    if actions::is_here() {
        for finding in render_diagnostics::findings(&shown) {
            let place = finding.place.as_ref();
            let place = place.map(|p| (p.file.as_str(), p.line, p.column));
            let hint = finding.hint.as_ref().map(|hint| format!("\n{hint}"));
            let message = format!("{}{}", finding.message, hint.unwrap_or_default());
            actions::annotate(finding.severity, place, &finding.code, &message);
        }
    }
    Ok(match repository.errors() {
        0 => 0,
        _ => Kind::Config.exit_code(),
    })
}

/// `valid: 3 invitations for 12 recipients, 2 sites, …`.
fn counts(desired: &Desired) -> String {
    let recipients = desired
        .invitations
        .values()
        .map(|i| i.recipients.len())
        .sum();
    let parts = [
        counted(desired.invitations.len(), "invitation"),
        counted(recipients, "link"),
        counted(desired.sites.len(), "site"),
        match desired.policies.len() {
            1 => "1 policy".to_owned(),
            n => format!("{n} policies"),
        },
        counted(desired.accounts.len(), "account"),
        match desired.open_enrollment.len() {
            0 => "open enrollment off".to_owned(),
            n => counted(n, "row") + " of open enrollment",
        },
    ];
    format!("valid: {}", parts.join(", "))
}

fn counted(n: usize, noun: &str) -> String {
    match n {
        1 => format!("1 {noun}"),
        _ => format!("{n} {noun}s"),
    }
}
