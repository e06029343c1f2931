//! `enroll ci comment`: the comment of a pull request from a plan, printed, or posted and kept up to date.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::forge::{self, Host, Thread};
use crate::base::error::Kind;
use crate::cli::global::{Failure, Global};
use crate::cli::{open, plan};
use crate::report::comment::{Heading, comment, earlier_commits};
use crate::report::label::Label;
use crate::report::plan_json::{self, PlanDocument};

/// Arguments of `enroll ci comment`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What `plan --format json` wrote; `-` reads stdin; left out: plans now
    #[arg(value_name = "PLAN")]
    plan: Option<PathBuf>,
    /// Post it, or write the one that is there anew
    #[arg(long, value_enum, value_name = "HOST")]
    post: Option<Host>,
    /// Number of the pull request, where the environment does not say it
    #[arg(long, value_name = "N", requires = "post")]
    number: Option<u64>,
    /// Tells several plans on one pull request apart
    #[arg(long, value_name = "NAME", value_parser = label)]
    label: Option<String>,
    /// The commit it is for, where the environment does not say it
    #[arg(long, value_name = "SHA")]
    commit: Option<String>,
    /// Where the whole plan can be seen; else the CI run
    #[arg(long, value_name = "URL")]
    details: Option<String>,
}

/// Prints or posts.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let document = match &args.plan {
        Some(path) => given(path)?,
        None => plan::document(global)?,
    };
    let commit = args.commit.clone().or_else(forge::commit);
    let details = args.details.clone().or_else(forge::run_url);
    let heading = Heading {
        label: args.label.as_deref(),
        commit: commit.as_deref(),
        earlier: &[],
        details: details.as_deref(),
    };
    let Some(host) = args.post else {
        anstream::print!("{}", comment(&document, &heading));
        return Ok(0);
    };
    let thread = Thread::of_environment(host, args.number)?;
    open::block_on(post(&thread, &document, &heading))?;
    Ok(0)
}

/// A plan with nothing in it is no reason to write to somebody, but one that was there before is corrected. The label is
/// set in any case.
async fn post(
    thread: &Thread,
    document: &PlanDocument,
    heading: &Heading<'_>,
) -> Result<(), Failure> {
    match thread.find(&heading.marker()).await? {
        Some(old) => {
            let earlier = earlier_commits(&old.body, heading.commit);
            let heading = Heading {
                earlier: &earlier,
                ..*heading
            };
            thread.update(&old, &comment(document, &heading)).await?;
            anstream::println!("comment brought up to date");
        }
        None if document.changes.is_empty() && document.observed.is_empty() => {
            anstream::println!("nothing to do, nothing posted");
        }
        None => {
            thread.create(&comment(document, heading)).await?;
            anstream::println!("comment posted");
        }
    }
    let label = Label::of(document);
    match thread.set_label(label, heading.label).await {
        Ok(()) => anstream::println!("labelled {}", label.name(heading.label)),
        // The comment says the same: whoever may not label is not stopped by it.
        Err(failure) => anstream::eprintln!("warning: no label is set: {}", failure.message),
    }
    Ok(())
}

fn given(path: &Path) -> Result<PlanDocument, Failure> {
    let mut text = String::new();
    let read = match path.to_str() {
        Some("-") => std::io::stdin().lock().read_to_string(&mut text),
        _ => std::fs::File::open(path).and_then(|mut file| file.read_to_string(&mut text)),
    };
    read.map_err(crate::ops::Error::file(path.display().to_string()))?;
    plan_json::read(&text).map_err(|error| {
        let failure = Failure::new(Kind::Usage, format!("{}: {error}", path.display()));
        failure.hint("write it with `enroll plan --format json`, of this version of enroll")
    })
}

fn label(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if text.is_empty() || !text.chars().all(plain) || text.contains("--") {
        return Err("letters, digits, `-` and `_` only".to_owned());
    }
    Ok(text.to_owned())
}
