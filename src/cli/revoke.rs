//! `enroll revoke`: at once, outside git; wins over YAML until lifted.

use super::global::{Failure, Global};
use super::open;
use crate::model::id::InvitationId;
use crate::ops::revoke::hold;

/// Arguments of `enroll revoke`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The invitation
    id: String,
    /// One address of it; else all
    who: Option<String>,
    /// Why: shown in plan, status and report
    #[arg(long, value_name = "TEXT", required_unless_present = "lift")]
    reason: Option<String>,
    /// Take the revocation back
    #[arg(long, conflicts_with = "reason")]
    lift: bool,
}

/// Revokes, or lifts.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let id = InvitationId::from(args.id.as_str());
    let done = open::block_on(async {
        let app = open::app(global).await?;
        Ok(hold(&app, &id, args.who.as_deref(), args.reason.as_deref()).await?)
    })?;
    let links = if done.links == 1 {
        "1 link".to_owned()
    } else {
        format!("{} links", done.links)
    };
    if args.lift {
        anstream::println!("Lifted for {links} of {id}: what the YAML says holds again.");
    } else {
        anstream::println!(
            "Revoked {links} of {id}; {} unsent messages withdrawn. Enrolled devices are not touched.",
            done.cancelled
        );
        anstream::println!("Take it back: enroll revoke {id} --lift");
    }
    Ok(0)
}
