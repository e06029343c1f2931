//! `enroll lock`: who holds the lock of `apply`.

use clap::Subcommand;
use serde_json::json;

use super::global::{Failure, Format, Global};
use super::open;
use crate::model::lease::Lease;
use crate::ops::apply;

/// Arguments of `enroll lock`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

/// What to do with the lock.
#[derive(Debug, Subcommand)]
enum What {
    /// Show who holds it, since when and until when
    Show,
}

/// Shows it.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let What::Show = args.what;
    let format = global.format;
    let lease = open::block_on(async { Ok(apply::lease(&open::reader(global).await?).await?) })?;
    match (format, lease) {
        (Format::Json, lease) => super::print_json(&document(lease.as_ref())),
        (_, None) => anstream::println!("Nobody holds the lock."),
        (_, Some((lease, holds))) => print(&lease, holds),
    }
    Ok(0)
}

fn document(lease: Option<&(Lease, bool)>) -> serde_json::Value {
    let Some((lease, holds)) = lease else {
        return json!({ "held": false });
    };
    let holder = &lease.holder;
    json!({
        "held": holds,
        "token": lease.token,
        "host": holder.host,
        "process": holder.pid,
        "user": holder.user,
        "link": holder.link,
        "since": lease.since.to_string(),
        "renewed": lease.renewed.to_string(),
        "expires": lease.expires.to_string(),
    })
}

fn print(lease: &Lease, holds: bool) {
    let holder = &lease.holder;
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    anstream::println!("The lock of apply, token {}", lease.token);
    anstream::println!("  holder   process {} on {}", holder.pid, holder.host);
    anstream::println!("  user     {}", or_none(&holder.user));
    anstream::println!("  link     {}", or_none(&holder.link));
    anstream::println!("  since    {}", lease.since);
    anstream::println!("  renewed  {}", lease.renewed);
    anstream::println!("  expires  {}", lease.expires);
    if !holds {
        anstream::println!("It ran out, or its process has ended: the next apply takes it.");
    }
}
