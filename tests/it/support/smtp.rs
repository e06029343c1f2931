//! An SMTP server that keeps what it accepts and misbehaves on demand; `smtp_server.py` beside this file.

use mail_parser::{Message, MessageParser};
use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
};
use tempfile::TempDir;

use super::{
    certificate, folder,
    process::{Process, tied},
};

/// How the server answers; described at the top of `smtp_server.py`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Accepts and keeps everything.
    Normal,
    /// 450 to RCPT.
    DeferRcpt,
    /// 550 to RCPT.
    RejectRcpt,
    /// 451 to DATA, before any byte of the message.
    DeferData,
    /// 554 to DATA, before any byte of the message.
    RejectData,
    /// 451 after the message.
    DeferMessage,
    /// 554 after the message.
    RejectMessage,
    /// 450 to the first RCPT of each sender and recipient.
    Greylist,
    /// No answer after the message, connection cut, message thrown away.
    DropLost,
    /// No answer after the message, connection cut, message kept.
    DropKept,
    /// 250 after the message, then the connection is cut.
    DropAfter,
    /// No answer after the message, connection open, message thrown away.
    HangLost,
    /// No answer after the message, connection open, message kept.
    HangKept,
    /// Accepts connections and says nothing.
    Silent,
}

impl Mode {
    fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::DeferRcpt => "defer_rcpt",
            Self::RejectRcpt => "reject_rcpt",
            Self::DeferData => "defer_data",
            Self::RejectData => "reject_data",
            Self::DeferMessage => "defer_message",
            Self::RejectMessage => "reject_message",
            Self::Greylist => "greylist",
            Self::DropLost => "drop_lost",
            Self::DropKept => "drop_kept",
            Self::DropAfter => "drop_after",
            Self::HangLost => "hang_lost",
            Self::HangKept => "hang_kept",
            Self::Silent => "silent",
        }
    }
}

/// How the connection is protected and who may use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// No TLS, no log-in.
    Open,
    /// No TLS, log-in as [`USER`] with [`PASSWORD`] (PLAIN or LOGIN) required.
    Login,
    /// STARTTLS and log-in required.
    StartTls,
    /// TLS from the first byte, log-in required.
    ImplicitTls,
}

/// The account of all modes of [`Access`] but `Open`.
pub const USER: &str = "enroll";
/// Its password.
pub const PASSWORD: &str = "correct horse";

/// A message the server keeps.
#[derive(Clone, Debug)]
pub struct Received {
    /// Envelope sender.
    pub mail_from: String,
    /// Envelope recipients.
    pub rcpt: Vec<String>,
    /// Whether it came over TLS.
    pub tls: bool,
    /// Who was logged in.
    pub user: Option<String>,
    /// The bytes, as between DATA and the final dot.
    pub raw: Vec<u8>,
}

impl Received {
    /// The parsed message.
    pub fn message(&self) -> Message<'_> {
        MessageParser::default()
            .parse(&self.raw)
            .expect("a message")
    }

    /// The subject, decoded.
    pub fn subject(&self) -> String {
        self.message().subject().unwrap_or_default().to_owned()
    }

    /// The plain-text body, decoded.
    pub fn text(&self) -> String {
        self.message().body_text(0).unwrap_or_default().into_owned()
    }

    fn read(path: &Path) -> Self {
        let bytes = fs::read(path).unwrap();
        let end = bytes.iter().position(|byte| *byte == b'\n').unwrap();
        let head: serde_json::Value = serde_json::from_slice(&bytes[..end]).unwrap();
        Self {
            mail_from: head["mail_from"].as_str().unwrap().to_owned(),
            rcpt: head["rcpt"]
                .as_array()
                .unwrap()
                .iter()
                .map(|a| a.as_str().unwrap().to_owned())
                .collect(),
            tls: head["tls"].as_bool().unwrap(),
            user: head["user"].as_str().map(str::to_owned),
            raw: bytes[end + 1..].to_vec(),
        }
    }
}

/// A running server. It is stopped when dropped.
pub struct Smtp {
    folder: TempDir,
    port: u16,
    access: Access,
    process: Process,
}

impl Smtp {
    /// Without TLS and log-in.
    pub fn start(mode: Mode) -> Self {
        Self::start_with(mode, Access::Open)
    }

    /// With the protection of `access`.
    pub fn start_with(mode: Mode, access: Access) -> Self {
        let folder = folder::fresh("smtp-");
        write_rules(folder.path(), &format!("* {}\n", mode.word()));
        let mut process = Process::start(command(folder.path(), access));
        let mut line = String::new();
        let output = process.child().stdout.take().unwrap();
        BufReader::new(output).read_line(&mut line).unwrap();
        let port = line
            .trim()
            .parse()
            .expect("a port from smtp_server.py (package python3-aiosmtpd)");
        Self {
            folder,
            port,
            access,
            process,
        }
    }

    /// What `mail.smtp:` in `enroll.yaml` would say. With TLS, the client must trust [`certificate::ca`].
    pub fn url(&self) -> String {
        match self.access {
            Access::Open => format!("smtp://127.0.0.1:{}", self.port),
            Access::Login => format!("smtp://{USER}@127.0.0.1:{}", self.port),
            Access::StartTls => format!("smtp://{USER}@localhost:{}", self.port),
            Access::ImplicitTls => format!("smtps://{USER}@localhost:{}", self.port),
        }
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Answers everything in another way from now on.
    pub fn set_mode(&self, mode: Mode) {
        write_rules(self.folder.path(), &format!("* {}\n", mode.word()));
    }

    /// Answers in another way from now on when `part` stands in the recipient's address, normally otherwise.
    pub fn set_mode_for(&self, part: &str, mode: Mode) {
        write_rules(self.folder.path(), &format!("{part} {}\n", mode.word()));
    }

    /// Answers by these rules from now on: the first whose part stands in the recipient's address counts,
    /// normally otherwise.
    pub fn set_rules(&self, rules: &[(&str, Mode)]) {
        let lines: String = rules
            .iter()
            .map(|(part, mode)| format!("{part} {}\n", mode.word()))
            .collect();
        write_rules(self.folder.path(), &lines);
    }

    /// What it keeps, in order of arrival.
    pub fn messages(&self) -> Vec<Received> {
        let files = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let mut paths: Vec<_> = files
            .filter(|path| path.extension().is_some_and(|e| e == "mail"))
            .collect();
        paths.sort();
        paths.iter().map(|path| Received::read(path)).collect()
    }

    /// The commands clients gave, one a line: `CONNECT`, `EHLO …`, `MAIL FROM:<…>` …
    pub fn commands(&self) -> Vec<String> {
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        log.lines().map(str::to_owned).collect()
    }

    /// Stops it: connections are refused from now on.
    pub fn stop(mut self) {
        self.process.kill9();
    }
}

/// Written beside and renamed: the server never reads half of it.
fn write_rules(folder: &Path, rules: &str) {
    let part = folder.join("mode.part");
    fs::write(&part, rules).unwrap();
    fs::rename(part, folder.join("mode")).unwrap();
}

/// Debian's own Python: another one first in PATH does not see the packages of Debian.
fn command(folder: &Path, access: Access) -> Command {
    let mut command = tied("KILL", "/usr/bin/python3");
    command
        .args(["-B", "-W", "ignore"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/smtp_server.py"))
        .arg(folder);
    let tls = match access {
        Access::Open | Access::Login => "none",
        Access::StartTls => "starttls",
        Access::ImplicitTls => "implicit",
    };
    command
        .args(["--tls", tls])
        .arg("--cert")
        .arg(certificate::server())
        .arg("--key")
        .arg(certificate::server_key());
    if access != Access::Open {
        command.arg("--auth").arg(format!("{USER}:{PASSWORD}"));
    }
    command.stdout(Stdio::piped());
    command
}

#[cfg(test)]
mod tests;
