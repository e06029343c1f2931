//! `enroll password`: the hash that an account's `password_hash` wants.

use std::io::{BufRead, IsTerminal};
use std::process::{Command, Stdio};

use super::global::{Failure, Global};
use crate::base::error::Kind;
use crate::base::secret::Secret;
use crate::ops::login::hash_password;

/// Arguments of `enroll password`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Reads a password, at a terminal without showing it and twice, and prints its argon2id PHC string.
///
/// # Errors
/// There is none, or the two differ.
pub fn run(_: &Args, _: &Global) -> Result<u8, Failure> {
    let terminal = std::io::stdin().is_terminal();
    let password = if terminal {
        let _quiet = Quiet::start();
        let first = ask("Password: ")?;
        let again = ask("Again: ")?;
        if first != again {
            return Err(Failure::new(Kind::Usage, "the two passwords differ"));
        }
        first
    } else {
        line()?
    };
    anstream::println!("{}", hash_password(&password)?);
    Ok(0)
}

fn ask(question: &str) -> Result<Secret<String>, Failure> {
    anstream::eprint!("{question}");
    let answer = line();
    anstream::eprintln!();
    answer
}

fn line() -> Result<Secret<String>, Failure> {
    let mut text = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut text)
        .map_err(|e| Failure::new(Kind::Operational, format!("standard input: {e}")))?;
    let end = text.trim_end_matches(['\n', '\r']).len();
    text.truncate(end);
    Ok(Secret::new(text))
}

/// A terminal that does not show what is typed, until dropped.
struct Quiet;

impl Quiet {
    fn start() -> Self {
        stty("-echo");
        Self
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        stty("echo");
    }
}

/// A terminal without `stty` shows what is typed; that is no reason to refuse.
fn stty(setting: &str) {
    let _ = Command::new("stty")
        .arg(setting)
        .stdin(Stdio::inherit())
        .stderr(Stdio::null())
        .status();
}
