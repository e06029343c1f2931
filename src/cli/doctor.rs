//! `enroll doctor`: tries everything the installation depends on and says what to do.

use anstyle::{AnsiColor, Style};
use url::Url;

use super::global::{Failure, Format, Global};
use super::open;
use super::simulated::{self, Person};
use crate::base::error::Kind;
use crate::ops::doctor::{self, Finding, Verdict};
use crate::phone::Error;

/// Arguments of `enroll doctor`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Look this login name up in the directories; says which facts there are, not what they are
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// Let a simulated device enroll by this link at the running portal, and leave again; it counts one use
    #[arg(long, value_name = "LINK", value_parser = simulated::link)]
    enroll: Option<Url>,
    #[command(flatten)]
    by: Person,
}

/// Exit 0: nothing is broken; 1: something is.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let format = global.format;
    let settings = open::settings(global)?;
    let root = open::root(global)?;
    let findings = open::block_on(async {
        let mut found = doctor::examine(&settings, &root, args.person.as_deref()).await;
        if let Some(link) = &args.enroll {
            found.push(enroll(link, &args.by).await?);
        }
        Ok(found)
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

/// The way that people and devices go, once. Headings of pages may name people, and are left out.
async fn enroll(link: &Url, by: &Person) -> Result<Finding, Failure> {
    const SUBJECT: &str = "enrollment";
    let device = by.device(true)?;
    let why = match simulated::enroll(link, &device, None, |_| ()).await {
        Ok(journey) => {
            let steps = journey.steps.len();
            let text = format!("a simulated device enrolled and left again, in {steps} steps");
            return Ok(Finding::good(SUBJECT, text));
        }
        Err(Error::Page { path, status, .. }) => format!("the page {path} answers {status}"),
        Err(Error::Stuck { .. }) => "a page has no way on".to_owned(),
        Err(error) => error.to_string(),
    };
    Ok(Finding::bad(
        SUBJECT,
        format!("a simulated device did not enroll: {why}"),
        Some("`enroll demo device LINK` shows how far it comes".to_owned()),
    ))
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
