//! `enroll get`: one kind of thing as a table or as JSON.

use clap::ValueEnum;

use super::global::{Failure, Format, Global};
use super::open;
use crate::ops::status::snapshot;
use crate::report::{table, view};

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
}

/// Prints the list.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let format = global.format_among(&[Format::Human, Format::Json])?;
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
    if format == Format::Json {
        match args.what {
            What::Invitations => super::print_json(&report.invitations),
            What::Recipients => super::print_json(&report.recipients),
            What::Devices => super::print_json(&report.devices),
            What::Messages => super::print_json(&report.messages),
        }
        return Ok(0);
    }
    let text = match args.what {
        What::Invitations => table::invitations(&report.invitations),
        What::Recipients => table::recipients(&report.recipients),
        What::Devices => table::devices(&report.devices),
        What::Messages => table::messages(&report.messages),
    };
    anstream::println!("{text}");
    Ok(0)
}
