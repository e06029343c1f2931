//! `enroll demo device LINK`: simulated devices enroll at a portal that runs somewhere, one after the other.

use url::Url;

use super::super::global::Failure;
use super::super::open;
use super::super::simulated::{self, Person};
use super::Injection;
use crate::base::error::Kind;
use crate::ops::clock;
use crate::phone::Fault;

/// Arguments of `enroll demo device`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Link of an invitation, as people get it, or the portal's plain address for open enrollment
    #[arg(value_parser = simulated::link)]
    link: Url,
    #[command(flatten)]
    person: Person,
    /// How many devices
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    devices: u32,
    /// Remove the profile again when enrolled
    #[arg(long)]
    leave: bool,
    /// Let something go wrong, to see that it is noticed
    #[arg(long, value_enum, value_name = "FAULT")]
    inject: Option<Injection>,
}

/// Enrolls them; exit 0 only if every one got there.
pub fn run(args: &Args) -> Result<u8, Failure> {
    let fault = match args.inject {
        None => None,
        Some(injection) => Some(injection.of_phone().ok_or_else(no_fault)?),
    };
    open::block_on(all(args, fault))?;
    Ok(0)
}

fn no_fault() -> Failure {
    Failure::new(Kind::Usage, "this is not a fault of a device")
        .hint("it belongs to `enroll demo` itself")
}

async fn all(args: &Args, fault: Option<Fault>) -> Result<(), Failure> {
    let started = clock::stopwatch();
    for number in 1..=args.devices {
        let device = args.person.device(args.leave)?;
        let alone = args.devices == 1;
        let enrolled = simulated::enroll(&args.link, &device, fault, |step| {
            if alone {
                anstream::println!("  {:>6.2} s  {step}", started.elapsed().as_secs_f64());
            }
        });
        enrolled.await.map_err(|error| {
            let failure = simulated::failed(&error);
            match number {
                1 => failure,
                _ => failure.hint(format!("{} devices enrolled before it", number - 1)),
            }
        })?;
    }
    let seconds = started.elapsed().as_secs_f64();
    match args.devices {
        1 => anstream::println!("Enrolled after {seconds:.2} s."),
        many => anstream::println!("{many} devices enrolled after {seconds:.2} s."),
    }
    Ok(())
}
