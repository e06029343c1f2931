//! `enroll reference`: the pages of `docs/reference/`, written from the code so that they cannot lie.

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Command, CommandFactory};

use super::global::{Failure, Global};
use crate::spec::{codes, schema};

/// Arguments of `enroll reference`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to write into; made when missing
    #[arg(default_value = "docs/reference")]
    directory: PathBuf,
}

/// Writes the pages.
pub fn run(args: &Args, _: &Global) -> Result<u8, Failure> {
    let folder = &args.directory;
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(folder.join("cli.md"), command_line()))
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
