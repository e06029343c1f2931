//! Which verb speaks which format. Every verb speaks to people; what else it speaks stands in one table, which
//! the reference and the refusals are written from.

use clap::ValueEnum;

use super::global::{Failure, Format};
use crate::base::error::Kind;
use Format::{Csv, Gitlab, Html, Json, Junit, Markdown, Ndjson, Openmetrics, Sarif};

/// Verbs that speak more than to people.
const TABLE: &[(&str, &[Format])] = &[
    ("validate", &[Json, Sarif, Junit]),
    ("plan", &[Json, Ndjson, Markdown, Gitlab, Sarif, Junit]),
    ("apply", &[Json, Ndjson]),
    ("status", &[Json, Markdown, Csv, Html, Openmetrics]),
    ("get", &[Json, Csv]),
    ("doctor", &[Json]),
    ("lock", &[Json]),
    ("outbox", &[Json]),
    ("serve", &[Json]),
    ("why", &[Json]),
];

/// The formats of a verb, that for people first.
pub fn of(verb: &str) -> Vec<Format> {
    let more = TABLE.iter().find(|(name, _)| *name == verb);
    let more = more.map_or(&[][..], |(_, formats)| formats);
    [&[Format::Human], more].concat()
}

/// The word of a format on the command line.
pub fn word(format: Format) -> String {
    let value = format.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}

/// Whether a verb speaks a format.
///
/// # Errors
/// Usage, naming those it does.
pub fn check(verb: &str, format: Format) -> Result<(), Failure> {
    let known = of(verb);
    if known.contains(&format) {
        return Ok(());
    }
    let names: Vec<String> = known.into_iter().map(word).collect();
    let message = format!("enroll {verb} has no --format {}", word(format));
    Err(Failure::new(Kind::Usage, message).hint(format!("one of: {}", names.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_table_names_verbs() {
        let root = crate::cli::Cli::command();
        for (verb, _) in TABLE {
            assert!(root.find_subcommand(verb).is_some(), "{verb}");
        }
        for format in Format::value_variants() {
            let spoken = root
                .get_subcommands()
                .any(|v| of(v.get_name()).contains(format));
            assert!(spoken, "{format:?}");
        }
        assert!(check("plan", Format::Csv).is_err() && check("init", Format::Human).is_ok());
    }
}
