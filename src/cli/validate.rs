//! `enroll validate`: every mistake of the repository at once.

use std::collections::BTreeSet;

use super::actions;
use super::global::{Failure, Format, Global};
use super::render_diagnostics::{self, Shown};
use crate::base::count::counted;
use crate::base::error::Kind;
use crate::model::declared::Desired;
use crate::ops::load;
use crate::report::finding::Finding;
use crate::report::junit::{self, Case};
use crate::report::sarif;

/// Arguments of `enroll validate`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Exit 0: what is declared can be used; 7: it cannot.
pub fn run(_: &Args, global: &Global) -> Result<u8, Failure> {
    let format = global.format;
    let now = global.now.unwrap_or_else(crate::ops::clock::now);
    let repository = load::repository(&global.directory, Some(now))?;
    let shown = Shown::new(&repository.files, &repository.diagnostics, global.pii());
    let findings = render_diagnostics::findings(&shown);
    match format {
        Format::Json => anstream::println!("{}", render_diagnostics::json(&shown)),
        Format::Sarif => super::print_json(&sarif::document(&findings)),
        Format::Junit => {
            let files = repository.files.iter().map(|file| file.path.as_str());
            anstream::print!(
                "{}",
                junit::document("enroll validate", &cases(files, &findings))
            );
        }
        _ => {
            anstream::eprint!("{}", render_diagnostics::human(&shown));
            if let Some(desired) = &repository.desired {
                anstream::println!("{}", counts(desired));
            }
        }
    }
    if actions::is_here() {
        for finding in &findings {
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

/// One case for each file, and one for what is about none of them.
fn cases<'f>(files: impl Iterator<Item = &'f str>, findings: &'f [Finding]) -> Vec<Case<'f>> {
    let mut names: BTreeSet<Option<&str>> = files.map(Some).collect();
    let place = |f: &'f Finding| f.place.as_ref().map(|p| p.file.as_str());
    names.extend(findings.iter().map(place));
    let case = |name: Option<&'f str>| Case {
        name: name.unwrap_or("repository"),
        findings: findings.iter().filter(|f| place(f) == name).collect(),
    };
    names.into_iter().map(case).collect()
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
