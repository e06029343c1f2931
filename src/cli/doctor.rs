//! `enroll doctor`: tries everything the installation depends on and says what to do.

use anstyle::{AnsiColor, Style};

use super::global::{Failure, Format, Global};
use super::open;
use crate::base::error::Kind;
use crate::ops::doctor::{self, Finding, Verdict};

/// Arguments of `enroll doctor`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Look this login name up in the directories; says which facts there are, not what they are
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
}

/// Exit 0: nothing is broken; 1: something is.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let format = global.format;
    let settings = open::settings(global)?;
    let root = open::root(global)?;
    let findings = open::block_on(async {
        Ok(doctor::examine(&settings, &root, args.person.as_deref()).await)
    })?;
    match format {
        Format::Json => super::print_json(&findings),
        _ => findings.iter().for_each(print),
    }
    let broken = findings.iter().any(|f| f.verdict == Verdict::Bad);
    Ok(if broken {
        Kind::Operational.exit_code()
    } else {
        0
    })
}

fn print(finding: &Finding) {
    let (sign, color) = match finding.verdict {
        Verdict::Good => ('✓', AnsiColor::Green),
        Verdict::Doubtful => ('!', AnsiColor::Yellow),
        Verdict::Bad => ('✗', AnsiColor::Red),
    };
    let style = Style::new().bold().fg_color(Some(color.into()));
    anstream::println!(
        "{style}{sign}{style:#} {:<10}  {}",
        finding.subject,
        finding.text
    );
    if let Some(remedy) = &finding.remedy {
        anstream::println!("  {:<10}  {remedy}", "");
    }
}
