//! `enroll revoke`: at once, outside git; wins over YAML until lifted.

use super::global::{Failure, Global};
use super::open;
use crate::model::id::InvitationId;
use crate::ops::revoke::{end_device, hold};

/// Arguments of `enroll revoke`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The invitation
    #[arg(required_unless_present = "device")]
    id: Option<String>,
    /// End the enrollment of this device: its id, serial number or UDID. It is told to remove the profile
    #[arg(long, value_name = "ID", conflicts_with_all = ["id", "lift"])]
    device: Option<String>,
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
    if let Some(device) = &args.device {
        return end(device, args.reason.as_deref().unwrap_or_default(), global);
    }
    let id = InvitationId::from(args.id.as_deref().unwrap_or_default());
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

/// Ends the enrollment of a device.
fn end(which: &str, reason: &str, global: &Global) -> Result<u8, Failure> {
    let device = open::block_on(async {
        let app = open::app(global).await?;
        Ok(end_device(&app, which, reason).await?)
    })?;
    let product = device.hardware.product.as_deref().unwrap_or("device");
    anstream::println!(
        "Ended the enrollment of this {product}: its certificate is revoked, and it is told to remove the profile \
         when it next asks."
    );
    Ok(0)
}
