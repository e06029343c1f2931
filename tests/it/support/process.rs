//! Child processes that never outlive the tests: stopped by id when dropped, by the kernel when the test
//! process itself dies.

use std::{
    ffi::OsStr,
    io,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{LazyLock, Mutex, mpsc},
    thread,
    time::Duration,
};

/// The kernel signals a child when the *thread* that started it ends, and every test is a thread. So one
/// thread that lives as long as the process starts them all.
static NURSERY: LazyLock<Mutex<mpsc::Sender<Birth>>> = LazyLock::new(|| {
    let (send, births) = mpsc::channel::<Birth>();
    thread::spawn(move || {
        for mut birth in births {
            let child = birth.command.spawn();
            birth.answer.send(child).ok();
        }
    });
    Mutex::new(send)
});

struct Birth {
    command: Command,
    answer: mpsc::Sender<io::Result<Child>>,
}

/// A command that gets `signal` (`KILL`, `QUIT` …) when the test process dies. Input is empty; add
/// arguments as to any other command.
pub fn tied(signal: &str, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("setpriv");
    command
        .args(["--pdeathsig", signal, "--"])
        .arg(program)
        .stdin(Stdio::null());
    command
}

/// A running child.
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts a command made by [`tied`].
    pub fn start(command: Command) -> Self {
        let (answer, child) = mpsc::channel();
        NURSERY
            .lock()
            .unwrap()
            .send(Birth { command, answer })
            .unwrap();
        Self {
            child: child
                .recv()
                .unwrap()
                .expect("setpriv (package util-linux) starts the program"),
        }
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The child, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Whether it has ended by itself.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// Sends a signal by name.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("sh")
            .args([
                "-c",
                "kill -s \"$1\" \"$2\"",
                "sh",
                name,
                &self.id().to_string(),
            ])
            .status();
        assert!(sent.unwrap().success(), "signal {name} to {}", self.id());
    }

    /// Sends a signal and waits up to ten seconds for the end.
    pub fn stop(&mut self, signal: &str) -> ExitStatus {
        self.signal(signal);
        self.wait(Duration::from_secs(10))
            .unwrap_or_else(|| panic!("{} did not end on {signal}", self.id()))
    }

    /// Waits for the end.
    pub fn wait(&mut self, limit: Duration) -> Option<ExitStatus> {
        until(limit, || self.ended())
    }

    /// Ends it at once, as a power cut would.
    pub fn kill9(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Asks every ten milliseconds until there is an answer or the time is up.
pub fn until<T>(limit: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let step = Duration::from_millis(10);
    for _ in 0..limit.as_millis() / step.as_millis() {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        thread::sleep(step);
    }
    ask()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{os::unix::process::ExitStatusExt as _, path::PathBuf};

    fn sleeper() -> Process {
        let mut command = tied("KILL", "sleep");
        command.arg("600");
        Process::start(command)
    }

    #[test]
    fn a_dropped_child_is_gone_even_after_a_panic() {
        let child = sleeper();
        let entry = PathBuf::from(format!("/proc/{}", child.id()));
        assert!(entry.exists());
        let panicked = thread::spawn(move || {
            let _child = child;
            panic!("on purpose: the child must not survive this");
        });
        assert!(panicked.join().is_err());
        assert!(!entry.exists());
    }

    #[test]
    fn a_child_survives_the_test_thread_that_started_it() {
        let mut child = thread::spawn(sleeper).join().unwrap();
        thread::sleep(Duration::from_millis(50));
        assert!(child.ended().is_none());
        assert_eq!(child.stop("TERM").signal(), Some(15));
    }

    #[test]
    fn a_child_can_be_cut_off() {
        let mut child = sleeper();
        child.kill9();
        assert_eq!(child.ended().unwrap().signal(), Some(9));
    }
}
