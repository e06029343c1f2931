//! `enroll status`: invitations with their numbers; with an id, its recipients and where they stop.

use super::global::{Failure, Format, Global};
use super::open;
use crate::base::error::Kind;
use crate::ops::status::snapshot;
use crate::ops::visit::requests;
use crate::report::{csv, html, markdown, openmetrics, table, view};

/// Arguments of `enroll status`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The invitation to look into
    id: Option<String>,
}

/// Prints the state.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let format = global.format;
    let state = open::block_on(async { Ok(snapshot(&open::onlooker(global).await?).await?) })?;
    let mut report = view::report(&state, global.pii());
    if let Some(id) = &args.id {
        report.invitations.retain(|row| row.id == *id);
        report.recipients.retain(|row| row.invitation == *id);
        report
            .devices
            .retain(|row| row.invitation.as_ref() == Some(id));
        report
            .messages
            .retain(|row| row.invitation.as_ref() == Some(id));
        if report.invitations.is_empty() {
            return Err(
                Failure::new(Kind::NotFound, format!("there is no invitation {id}"))
                    .hint("`enroll status` lists those that were applied"),
            );
        }
    }
    match format {
        Format::Json => super::print_json(&report),
        Format::Markdown => anstream::print!("{}", markdown::report(&report)),
        Format::Csv if args.id.is_some() => {
            anstream::print!("{}", csv::recipients(&report.recipients))
        }
        Format::Csv => anstream::print!("{}", csv::invitations(&report.invitations)),
        Format::Html => anstream::print!("{}", html::report(&report)),
        Format::Openmetrics => anstream::print!("{}", openmetrics::exposition(&state)),
        _ => {
            print_human(&report, args.id.is_some());
            print_requests(global, args.id.as_deref(), state.salt.as_bytes())?;
        }
    }
    Ok(0)
}

/// Who asks for a new link. Raising `rotate` gives one; extending `expires` makes theirs work again.
fn print_requests(global: &Global, id: Option<&str>, salt: &[u8]) -> Result<(), Failure> {
    let all = open::block_on(async { Ok(requests(&open::onlooker(global).await?).await?) })?;
    let asked = all
        .iter()
        .filter(|request| id.is_none_or(|id| id == request.invitation));
    for request in asked {
        let who = global.pii().address(&request.address, salt);
        anstream::println!(
            "! {who} asks for a new link ({}): raise `rotate`, or extend `expires`",
            request.invitation
        );
    }
    Ok(())
}

fn print_human(report: &view::Report, one: bool) {
    anstream::println!("{}", table::invitations(&report.invitations));
    if one {
        anstream::println!("\n{}", table::recipients(&report.recipients));
    }
    if !report.devices.is_empty() {
        anstream::println!("\n{}", table::devices(&report.devices));
    }
    if let Some(pause) = &report.paused {
        anstream::println!(
            "\n‖ sending is paused since {}: {}",
            pause.since,
            pause.reason
        );
        anstream::println!("  enroll outbox resume");
    }
    if let Some(watch) = report.watch.as_ref().filter(|w| w.needs_a_look()) {
        anstream::println!("\n! {}, since {}", watch.text, watch.since);
        if let Some(command) = &watch.command {
            anstream::println!("  {command}");
        }
    }
    if let Some(erased) = &report.erased {
        anstream::println!(
            "\nPersonal data is erased: {} enrollments, {} recipients, last on {}",
            erased.enrollments,
            erased.recipients,
            erased.last
        );
    }
    let doubtful: Vec<_> = report
        .messages
        .iter()
        .filter(|m| m.state == "in_doubt")
        .cloned()
        .collect();
    if !doubtful.is_empty() {
        anstream::println!("\n? in doubt: {}", doubtful.len());
        for message in &doubtful {
            anstream::println!(
                "  {}  enroll outbox resolve {} --sent | --not-sent",
                message.to,
                message.id
            );
        }
    }
}
