//! Options of every verb, and how a verb fails.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::stream::Stream;
use crate::base::error::Kind;
use crate::base::mask::Pii;
use crate::base::time::Timestamp;
use crate::ops;

/// Options of every verb.
#[derive(Debug, Args)]
pub struct Global {
    /// The repository
    #[arg(short = 'C', value_name = "DIR", global = true, default_value = ".")]
    pub directory: PathBuf,
    /// The database, instead of the one in enroll.yaml
    #[arg(
        long,
        value_name = "URL",
        global = true,
        env = "ENROLL_DATABASE_URL",
        hide_env_values = true
    )]
    pub database: Option<String>,
    /// Form of the result
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// How addresses and serial numbers are shown
    #[arg(long, global = true, value_enum, default_value_t = PiiArg::Mask)]
    pub pii: PiiArg,
    /// Reckon from this instant (RFC 3339) instead of now: validate, plan
    #[arg(long, value_name = "TIME", global = true, value_parser = instant)]
    pub now: Option<Timestamp>,
    /// Whoever asked for events hears them here.
    #[arg(skip)]
    pub(super) stream: Stream,
}

/// Form of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// Events, one JSON document a line
    Ndjson,
    /// Markdown
    Markdown,
    /// Findings and refusals, as code hosts show them (SARIF 2.1.0)
    Sarif,
    /// Findings and refusals, as CI systems show them (JUnit XML)
    Junit,
    /// Rows for a spreadsheet (RFC 4180)
    Csv,
    /// One page that needs nothing else
    Html,
    /// Numbers for a monitoring system
    Openmetrics,
    /// The numbers of a plan, as GitLab shows them in a merge request
    Gitlab,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// At a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How personal data is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PiiArg {
    /// First letter and domain
    Mask,
    /// A digest that is stable within one installation
    Hash,
    /// As it is
    Full,
}

impl Global {
    /// How personal data is shown.
    pub fn pii(&self) -> Pii {
        match self.pii {
            PiiArg::Mask => Pii::Mask,
            PiiArg::Hash => Pii::Hash,
            PiiArg::Full => Pii::Full,
        }
    }

    /// Decides for both streams whether colours are written.
    pub(super) fn apply_color(&self) {
        let choice = match self.color {
            Color::Auto => return,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// An instant as options take it.
pub(super) fn instant(text: &str) -> Result<Timestamp, String> {
    text.parse()
        .map_err(|_| "write an instant such as 2027-03-14T17:00:00Z".to_owned())
}

/// Why a verb did not do its work.
#[derive(Debug)]
pub struct Failure {
    /// Decides the exit code.
    pub kind: Kind,
    /// One sentence.
    pub message: String,
    /// What helps.
    pub hint: Option<String>,
}

impl Failure {
    /// A failure without hint.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hint: None,
        }
    }

    /// The same with a remedy.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hint = Some(text.into());
        self
    }

    pub(super) fn print(&self) {
        let bold = anstyle::Style::new().bold();
        let red = bold.fg_color(Some(anstyle::AnsiColor::Red.into()));
        anstream::eprintln!("{red}error{red:#}{bold}: {}{bold:#}", self.message);
        if let Some(hint) = &self.hint {
            anstream::eprintln!("{bold}help{bold:#}: {hint}");
        }
    }
}

impl From<ops::Error> for Failure {
    fn from(error: ops::Error) -> Self {
        Self {
            kind: error.kind(),
            message: error.to_string(),
            hint: error.hint(),
        }
    }
}
