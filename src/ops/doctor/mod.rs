//! Examining an installation: each check tries one thing as it will be used, sends and decides nothing, and says
//! what to do.
//!
//! To add a check: a file here with a function that answers [`Finding`]s, and a line in [`examine`].

mod authority;
mod chain;
mod database;
mod directory;
mod disk;
mod hand_over;
mod hosts;
mod issuers;
mod key;
mod mail;
mod oidc;
mod push;
mod sms;

use std::path::Path;

use serde::Serialize;

use crate::model::settings::Settings;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It works.
    Good,
    /// It works, or will, and deserves a look.
    Doubtful,
    /// It does not work.
    Bad,
}

/// What one check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at: `mail`, `database`…
    pub subject: &'static str,
    /// How it ended.
    pub verdict: Verdict,
    /// What was found, one sentence without full stop.
    pub text: String,
    /// What to do.
    pub remedy: Option<String>,
}

impl Finding {
    /// It works.
    pub fn good(subject: &'static str, text: impl Into<String>) -> Self {
        Self {
            subject,
            verdict: Verdict::Good,
            text: text.into(),
            remedy: None,
        }
    }

    /// It deserves a look.
    pub fn doubtful(
        subject: &'static str,
        text: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            verdict: Verdict::Doubtful,
            remedy: Some(remedy.into()),
            ..Self::good(subject, text)
        }
    }

    /// It does not work.
    pub fn bad(subject: &'static str, text: impl Into<String>, remedy: Option<String>) -> Self {
        Self {
            verdict: Verdict::Bad,
            remedy,
            ..Self::good(subject, text)
        }
    }
}

/// Runs every check; `sample` is the login name of somebody to look up in the directories.
pub async fn examine(settings: &Settings, root: &Path, sample: Option<&str>) -> Vec<Finding> {
    let mut findings = database::check(settings, root).await;
    findings.extend(disk::check(settings, root));
    findings.push(mail::check(settings, root).await);
    findings.extend(sms::check(settings, root).await);
    findings.extend(directory::check(settings, root, sample).await);
    findings.extend(oidc::check(settings, root).await);
    findings.extend(hosts::check(settings, root).await);
    findings.extend(hand_over::check(settings, root));
    findings.extend(authority::check(settings, root));
    findings.extend(issuers::check(settings, root).await);
    findings.extend(push::check(settings, root));
    findings
}
