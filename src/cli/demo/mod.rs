//! `enroll demo`: everything on this machine. A sample repository is planned and applied, its mails are captured, the
//! portal runs, and a simulated phone enrolls by the link it finds in its mail.
//!
//! The demonstration uses the same functions as the verbs do; only the phone and the inbox are its own. To add one more
//! thing to see: a file in `sample/`, and a line of the story in [`story`].

mod authority;
mod device;
mod repository;
mod story;

use std::net::TcpListener;

use clap::ValueEnum;

use super::global::{Failure, Global};
use super::open;
use crate::base::error::Kind;
use crate::phone::Fault;

/// Arguments of `enroll demo`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    part: Option<Part>,
    /// End when the story is told, instead of staying up
    #[arg(long)]
    once: bool,
    /// Port of the portal; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 8600)]
    port: u16,
    /// Let something go wrong, to see that it is noticed
    #[arg(long, value_enum, value_name = "FAULT")]
    inject: Option<Injection>,
}

/// Parts of the demonstration that work alone.
#[derive(Debug, clap::Subcommand)]
enum Part {
    /// Let simulated devices enroll at a portal that is running
    Device(device::Args),
}

/// What may go wrong on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Injection {
    /// The person goes away when the profile is offered
    Abandoned,
    /// Another challenge reaches the server than the one in the profile
    WrongChallenge,
    /// The profile arrives without its signature
    UnsignedProfile,
    /// The phone was served another root
    ForeignCa,
    /// A check-in is altered on its way
    FailedCheckIn,
    /// The device enrolls, and nobody looks at the page any more
    ClosedPage,
    /// The folder for captured mail cannot be written
    MailNotWritten,
}

impl Injection {
    /// The fault of the phone, if it is one.
    fn of_phone(self) -> Option<Fault> {
        match self {
            Self::Abandoned => Some(Fault::Abandoned),
            Self::WrongChallenge => Some(Fault::WrongChallenge),
            Self::UnsignedProfile => Some(Fault::UnsignedProfile),
            Self::ForeignCa => Some(Fault::ForeignCa),
            Self::FailedCheckIn => Some(Fault::FailedCheckIn),
            Self::ClosedPage => Some(Fault::ClosedPage),
            Self::MailNotWritten => None,
        }
    }
}

/// Tells the story; exit 0 only if every part of it happened.
pub fn run(args: &Args, _: &Global) -> Result<u8, Failure> {
    if let Some(Part::Device(args)) = &args.part {
        return device::run(args);
    }
    open::block_on(story::tell(args))?;
    Ok(0)
}

/// A listener on loopback; taken before anything else, so that a taken port costs nothing.
fn bind(port: u16) -> Result<TcpListener, Failure> {
    TcpListener::bind(("127.0.0.1", port)).map_err(|e| {
        Failure::new(
            Kind::Operational,
            format!("port {port} cannot be used: {e}"),
        )
        .hint("`--port 0` takes any free one")
    })
}
