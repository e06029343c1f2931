//! How somebody agrees on the command line: to a plan file, a fingerprint, a number, or to what is small.

use std::io::{BufRead, IsTerminal};
use std::path::Path;

use super::apply::Args;
use super::global::Failure;
use crate::base::error::Kind;
use crate::ops::apply::Consent;
use crate::ops::plan_file::PlanFile;
use crate::plan::Plan;
use crate::plan::scope::Scope;

/// What was given.
#[derive(Clone, Debug)]
pub enum Given {
    /// A plan file.
    File(Box<PlanFile>),
    /// A consent.
    Consent(Consent),
    /// Nothing yet: somebody sits there to be asked.
    Asked,
}

impl Given {
    /// Reads it.
    ///
    /// # Errors
    /// The plan file cannot be read; nobody agreed to anything and nobody is there to ask.
    pub fn read(args: &Args) -> Result<Self, Failure> {
        if let Some(path) = &args.planfile {
            return Ok(Self::File(Box::new(PlanFile::read(Path::new(path))?)));
        }
        if let Some(fingerprint) = &args.approve {
            return Ok(Self::Consent(Consent::Approved(fingerprint.clone())));
        }
        if args.auto_approve {
            return Ok(Self::Consent(Consent::Auto));
        }
        if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
            return Ok(Self::Asked);
        }
        let failure = Failure::new(Kind::Refused, "nobody agreed to anything: nothing was done");
        Err(failure.hint(
            "look at `enroll plan`, then give --approve sha256:… with its fingerprint, a plan file, \
             or --auto-approve; at a terminal you are asked",
        ))
    }

    /// What to look at: the plan file says it, else `--only`.
    pub fn scope(&self, only: Option<&String>) -> Scope {
        match self {
            Self::File(file) => file.scope(),
            Self::Consent(_) | Self::Asked => only.cloned().map_or(Scope::Complete, Scope::Only),
        }
    }

    /// The id of the plan file.
    pub fn plan_file(&self) -> Option<&str> {
        match self {
            Self::File(file) => Some(&file.plan_id),
            Self::Consent(_) | Self::Asked => None,
        }
    }
}

/// Asks at the terminal for the number of messages.
///
/// # Errors
/// Something else was typed, or nothing could be.
pub fn ask(plan: &Plan) -> Result<Consent, Failure> {
    let number = plan.messages();
    let links = plan.links_ended();
    anstream::eprint!(
        "\nSend {number} messages, end {links} links, {} changes in all? Type {number} to go on: ",
        plan.changes.len()
    );
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|e| Failure::new(Kind::Operational, format!("the terminal: {e}")))?;
    let typed = line.trim().parse().ok();
    typed.map(Consent::Number).ok_or_else(|| {
        let text = format!("nothing was done: {number} was not typed");
        Failure::new(Kind::Refused, text)
    })
}
