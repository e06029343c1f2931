//! `enroll reference`: the pages of `docs/reference/`, written from the code so that they cannot lie.

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Command, CommandFactory, ValueEnum};

use super::formats;
use super::global::{Failure, Format, Global};
use crate::report::event;
use crate::spec::{codes, schema};

/// Arguments of `enroll reference`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to write into; made when missing
    #[arg(value_name = "DIR", default_value = "docs/reference")]
    folder: PathBuf,
}

/// Writes the pages.
pub fn run(args: &Args, _: &Global) -> Result<u8, Failure> {
    let folder = &args.folder;
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(folder.join("cli.md"), command_line()))
        .and_then(|()| std::fs::write(folder.join("formats.md"), spoken()))
        .and_then(|()| std::fs::write(folder.join("keys.md"), keys()))
        .and_then(|()| std::fs::write(folder.join("codes.md"), findings()))
        .map_err(crate::ops::Error::file(folder.display().to_string()))?;
    Ok(0)
}

const NOTE: &str = "Written by `enroll reference`; change the code, not this page.";

/// Every verb with its help. The width is fixed, so that no terminal changes the page.
fn command_line() -> String {
    let mut root = super::Cli::command().term_width(90);
    root.build();
    let mut out = format!(
        "# Command line\n\n{NOTE}\n\n```text\n{}```\n",
        help(&mut root)
    );
    let verbs: Vec<Command> = root
        .get_subcommands()
        .filter(|c| !c.is_hide_set() && c.get_name() != "help")
        .cloned()
        .collect();
    for mut verb in verbs {
        let name = verb.get_name().to_owned();
        let _ = write!(
            out,
            "\n## `enroll {name}`\n\n```text\n{}```\n",
            help(&mut verb)
        );
    }
    out
}

/// Which verb speaks which format.
fn spoken() -> String {
    let all = Format::value_variants();
    let names: Vec<String> = all
        .iter()
        .map(|f| format!("`{}`", formats::word(*f)))
        .collect();
    let mut out = format!(
        "# Formats\n\n{NOTE} `--format` of another pair is a usage error (64).\n\n\
         | verb | {} |\n|---|{}\n",
        names.join(" | "),
        ":-:|".repeat(all.len())
    );
    let root = super::Cli::command();
    for verb in root.get_subcommands().filter(|c| !c.is_hide_set()) {
        let known = formats::of(verb.get_name());
        let mark = |format| if known.contains(format) { "✓" } else { "" };
        let marks: Vec<&str> = all.iter().map(mark).collect();
        let _ = writeln!(out, "| `{}` | {} |", verb.get_name(), marks.join(" | "));
    }
    out.push_str(&events());
    out
}

/// Every type of event with its meaning.
fn events() -> String {
    let mut out = "\n## Events\n\nOne JSON document a line, by `schemas/events.json`. Whoever does not know a type shows \
                   its `message`.\n\n| `type` | meaning |\n|---|---|\n"
        .to_owned();
    for (word, meaning) in event::types() {
        let _ = writeln!(out, "| `{word}` | {meaning} |");
    }
    out
}

fn help(command: &mut Command) -> String {
    let text = command.render_help().to_string();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

/// Every key of the repository's files with its meaning.
fn keys() -> String {
    let mut out = format!("# Keys\n\n{NOTE}\n\n| key | meaning |\n|---|---|\n");
    for meaning in schema::meanings() {
        let text = meaning
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace('|', "\\|");
        let _ = writeln!(out, "| `{}` | {text} |", meaning.path);
    }
    out
}

/// Every code with its title and page.
fn findings() -> String {
    let mut out = format!("# Codes\n\n{NOTE} `enroll explain CODE` prints one of them.\n\n");
    for code in codes::ALL {
        let _ = writeln!(
            out,
            "- [{}](../errors/{}.md): {}",
            code.code, code.code, code.title
        );
    }
    out
}
