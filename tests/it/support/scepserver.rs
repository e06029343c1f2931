//! A SCEP server that others wrote: `scepserver` of Debian's package `scep`, with an authority of its own.

use std::{
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;

use super::{
    folder, port,
    process::{Process, tied, until},
};

/// What it wants to hear before it issues anything.
pub const CHALLENGE: &str = "seven-brown-otters";

/// A running server; stopped when dropped.
pub struct ScepServer {
    folder: TempDir,
    port: u16,
    _process: Process,
}

impl ScepServer {
    /// Makes its authority and starts it.
    pub fn start() -> Self {
        let folder = folder::fresh("scepserver-");
        let made = Command::new("scepserver")
            .args(["ca", "-init", "-keySize", "2048"])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .status()
            .expect("scepserver (package scep)");
        assert!(made.success());
        // Somebody else may take the port first: another one then.
        let (port, process) = (0..5)
            .find_map(|_| run(folder.path()))
            .expect("scepserver starts");
        Self {
            folder,
            port,
            _process: process,
        }
    }

    /// Where it answers.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/scep", self.port)
    }

    /// The certificate of its authority, PEM.
    pub fn authority(&self) -> PathBuf {
        self.folder.path().join("depot/ca.pem")
    }
}

fn run(at: &Path) -> Option<(u16, Process)> {
    let port = port::free();
    let mut command = tied("KILL", "scepserver");
    command
        .args(["-port", &port.to_string(), "-challenge", CHALLENGE])
        // Whoever has a certificate may ask again at once.
        .args(["-allowrenew", "0"])
        .current_dir(at)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut process = Process::start(command);
    let answers = until(Duration::from_secs(20), || {
        let ended = process.ended().is_some();
        let answers = TcpStream::connect(("127.0.0.1", port)).is_ok();
        (ended || answers).then_some(!ended)
    });
    (answers == Some(true)).then_some((port, process))
}

#[test]
fn it_makes_an_authority_and_answers() {
    let server = ScepServer::start();
    let pem = std::fs::read_to_string(server.authority()).unwrap();
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"));
    let address = server.url();
    let host = address
        .trim_start_matches("http://")
        .trim_end_matches("/scep");
    assert!(TcpStream::connect(host).is_ok());
}
