//! `enroll get`: one kind of thing as a table or as JSON.

use clap::ValueEnum;

use super::global::{Failure, Format, Global};
use super::open;
use crate::ops::status::{self, snapshot};
use crate::report::{csv, happened, table, view};
use crate::store::event::Filter;

/// Arguments of `enroll get`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to list
    what: What,
    /// Only those of this invitation
    #[arg(long, value_name = "ID")]
    invitation: Option<String>,
    /// Only devices of this site
    #[arg(long, value_name = "ID")]
    site: Option<String>,
    /// Only events of this run of apply, or only this run
    #[arg(long, value_name = "ID")]
    run: Option<String>,
    /// Only events with this word, such as sent, bounced, enrolled
    #[arg(long, value_name = "WORD")]
    action: Option<String>,
}

/// Kinds of things to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// Invitations with their numbers
    Invitations,
    /// Recipients and where they stop
    Recipients,
    /// Enrolled devices
    Devices,
    /// Messages and their delivery
    Messages,
    /// Runs of apply
    Runs,
    /// What happened, oldest first
    Events,
}

/// Prints the list.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let format = global.format;
    if args.what == What::Events {
        return events(args, format, global);
    }
    let state = open::block_on(async { Ok(snapshot(&open::reader(global).await?).await?) })?;
    let mut report = view::report(&state, global.pii());
    if let Some(id) = &args.invitation {
        report.invitations.retain(|row| row.id == *id);
        report.recipients.retain(|row| row.invitation == *id);
        report
            .devices
            .retain(|row| row.invitation.as_ref() == Some(id));
        report
            .messages
            .retain(|row| row.invitation.as_ref() == Some(id));
    }
    if let Some(site) = &args.site {
        report
            .invitations
            .retain(|row| row.site.as_ref() == Some(site));
        report.devices.retain(|row| row.site.as_ref() == Some(site));
    }
    if let Some(run) = &args.run {
        report.runs.retain(|row| row.id == *run);
    }
    if format == Format::Csv {
        let text = match args.what {
            What::Runs | What::Events => csv::runs(&report.runs),
            What::Invitations => csv::invitations(&report.invitations),
            What::Recipients => csv::recipients(&report.recipients),
            What::Devices => csv::devices(&report.devices),
            What::Messages => csv::messages(&report.messages),
        };
        anstream::print!("{text}");
        return Ok(0);
    }
    if format == Format::Json {
        match args.what {
            What::Runs | What::Events => super::print_json(&report.runs),
            What::Invitations => super::print_json(&report.invitations),
            What::Recipients => super::print_json(&report.recipients),
            What::Devices => super::print_json(&report.devices),
            What::Messages => super::print_json(&report.messages),
        }
        return Ok(0);
    }
    let text = match args.what {
        What::Runs | What::Events => happened::runs(&report.runs),
        What::Invitations => table::invitations(&report.invitations),
        What::Recipients => table::recipients(&report.recipients),
        What::Devices => table::devices(&report.devices),
        What::Messages => table::messages(&report.messages),
    };
    anstream::println!("{text}");
    Ok(0)
}

fn events(args: &Args, format: Format, global: &Global) -> Result<u8, Failure> {
    let filter = Filter {
        invitation: args.invitation.clone(),
        run: args.run.clone(),
        action: args.action.clone(),
    };
    let (rows, salt) = open::block_on(async {
        let db = open::reader(global).await?;
        Ok(status::events(&db, &filter).await?)
    })?;
    let show = |row| happened::event(row, global.pii(), salt.as_bytes());
    let views: Vec<_> = rows.iter().map(show).collect();
    match format {
        Format::Json => super::print_json(&views),
        Format::Csv => anstream::print!("{}", csv::events(&views)),
        _ => anstream::println!("{}", happened::events(&views)),
    }
    Ok(0)
}
