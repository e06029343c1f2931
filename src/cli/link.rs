//! `enroll link`: prints one link at a terminal, or writes its QR code; that it was shown is recorded.

use std::io::IsTerminal;
use std::path::PathBuf;

use super::global::{Failure, Global};
use super::open;
use crate::base::error::Kind;
use crate::base::mask::Pii;
use crate::model::id::InvitationId;
use crate::ops::link::show;
use crate::render::qr;

/// Arguments of `enroll link`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The invitation
    id: String,
    /// One address of it; not needed where it has one link
    who: Option<String>,
    /// Write the QR code (SVG) to this file
    #[arg(long, value_name = "FILE")]
    qr: Option<PathBuf>,
}

/// Shows the link.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    if global.pii() != Pii::Full && !std::io::stdout().is_terminal() && args.qr.is_none() {
        return Err(Failure::new(
            Kind::Refused,
            "a link is a secret, and this is not a terminal",
        )
        .hint("add --pii full if whatever reads this may know it"));
    }
    let id = InvitationId::from(args.id.as_str());
    let link = open::block_on(async {
        Ok(show(&open::app(global).await?, &id, args.who.as_deref()).await?)
    })?;
    if let Some(file) = &args.qr {
        let svg = qr::svg(&link.url).map_err(|e| Failure::new(Kind::Operational, e.to_string()))?;
        let file_form = svg.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
        std::fs::write(file, file_form)
            .map_err(crate::ops::Error::file(file.display().to_string()))?;
        anstream::println!("Wrote {}. Number {}.", file.display(), link.number);
        return Ok(0);
    }
    anstream::println!("{}", link.url);
    anstream::println!("Code   {}", link.code.grouped());
    anstream::println!("Number {}", link.number);
    match link.expires_at {
        Some(end) => anstream::println!("Until  {end}"),
        None => anstream::println!("Never ends"),
    }
    Ok(0)
}
