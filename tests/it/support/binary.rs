//! The real `enroll` binary in a repository of its own.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;

use super::{
    folder,
    process::{Process, tied, until},
};

/// Longer than any run should take on a busy machine; a hang fails instead of stopping the suite.
const LIMIT: Duration = Duration::from_secs(120);

/// A repository as an administrator has it, in a temporary folder, and the environment `enroll` runs in:
/// nothing of the developer's own but `PATH`.
pub struct Repo {
    folder: TempDir,
    program: PathBuf,
    environment: Vec<(String, String)>,
}

/// What a finished run said.
#[must_use = "look at the exit code or at what was said"]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Outcome {
    /// Itself if the exit code is as expected, else a failure that shows everything.
    #[track_caller]
    pub fn expect_code(self, code: i32) -> Self {
        assert_eq!(
            self.code,
            Some(code),
            "\n--- stdout\n{}\n--- stderr\n{}",
            self.stdout,
            self.stderr
        );
        self
    }
}

impl Repo {
    /// An empty repository.
    pub fn new() -> Self {
        Self::of(env!("CARGO_BIN_EXE_enroll"))
    }

    fn of(program: &str) -> Self {
        let folder = folder::fresh("repo-");
        fs::create_dir(folder.path().join("home")).unwrap();
        fs::create_dir(folder.path().join("repository")).unwrap();
        Self {
            folder,
            program: program.into(),
            environment: Vec::new(),
        }
    }

    /// The folder of `enroll.yaml`.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("repository")
    }

    /// Writes a file below it, with the folders it needs.
    pub fn write(&self, name: &str, text: &str) -> &Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Reads a file below it.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// Sets an environment variable for all runs from now on.
    pub fn env(&mut self, name: &str, value: impl AsRef<str>) -> &mut Self {
        self.environment.push((name.into(), value.as_ref().into()));
        self
    }

    /// Runs git in it and returns its output.
    pub fn git(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command.args([
            "-c",
            "user.name=Dana Ortiz",
            "-c",
            "user.email=dana.ortiz@riverside.example",
        ]);
        let output = self
            .inside(&mut command)
            .args(arguments)
            .output()
            .expect("git (package git)");
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs `enroll` to its end, without a terminal.
    pub fn run(&self, arguments: &[&str]) -> Outcome {
        let mut running = self.spawn(arguments);
        running.wait()
    }

    /// Runs `enroll` to its end under another program, such as `strace` with its options.
    pub fn run_under(&self, wrapper: &[&str], arguments: &[&str]) -> Outcome {
        let mut command = tied("KILL", wrapper[0]);
        self.inside(&mut command)
            .args(&wrapper[1..])
            .arg(&self.program)
            .args(arguments);
        Running::start(command, folder::fresh("run-")).wait()
    }

    /// Starts `enroll` and leaves it running. It is killed when dropped.
    pub fn spawn(&self, arguments: &[&str]) -> Running {
        let mut command = tied("KILL", &self.program);
        self.inside(&mut command).args(arguments);
        Running::start(command, folder::fresh("run-"))
    }

    /// Runs `enroll` at a terminal where somebody types `keys`; all it says is in `stdout`.
    pub fn run_at_terminal(&self, arguments: &[&str], keys: &str) -> Outcome {
        let quoted = |word: &str| format!("'{}'", word.replace('\'', r"'\''"));
        let words =
            std::iter::once(self.program.to_str().unwrap()).chain(arguments.iter().copied());
        let line: Vec<_> = words.map(quoted).collect();
        let mut command = tied("KILL", "script");
        self.inside(&mut command)
            .args(["-qefc", &line.join(" "), "/dev/null"])
            .stdin(Stdio::piped());
        let mut running = Running::start(command, folder::fresh("run-"));
        let mut keyboard = running.process.child().stdin.take().unwrap();
        keyboard.write_all(keys.as_bytes()).unwrap();
        let outcome = running.wait();
        drop(keyboard);
        outcome
    }

    fn inside<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .current_dir(self.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.folder.path().join("home"))
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
    }
}

/// A run of `enroll` that goes on.
pub struct Running {
    process: Process,
    /// Output goes to files: no pipe that fills up, none that a test must drain.
    said: TempDir,
}

impl Running {
    fn start(mut command: Command, said: TempDir) -> Self {
        let file = |name: &str| fs::File::create(said.path().join(name)).unwrap();
        command.stdout(file("stdout")).stderr(file("stderr"));
        Self {
            process: Process::start(command),
            said,
        }
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Waits for a line of output or of the log with `part` in it and returns the line.
    #[track_caller]
    pub fn wait_for(&mut self, part: &str) -> String {
        let found = until(LIMIT, || {
            let (stdout, stderr) = (self.stdout(), self.stderr());
            let line = whole(&stdout)
                .lines()
                .chain(whole(&stderr).lines())
                .find(|line| line.contains(part))
                .map(str::to_owned);
            line.map(Some)
                .or_else(|| self.process.ended().map(|_| None))
        });
        found.flatten().unwrap_or_else(|| {
            panic!(
                "no line with {part:?}\n--- stdout\n{}\n--- stderr\n{}",
                self.stdout(),
                self.stderr()
            )
        })
    }

    /// Waits for `listening on http://…` and returns the URL.
    #[track_caller]
    pub fn url(&mut self) -> String {
        let line = self.wait_for("listening");
        let from = line
            .find("http")
            .unwrap_or_else(|| panic!("a URL in {line:?}"));
        let url = line[from..]
            .split(|c: char| c.is_whitespace() || "\"',)".contains(c))
            .next()
            .unwrap();
        url.trim_end_matches('/').to_owned()
    }

    /// Output so far.
    pub fn stdout(&self) -> String {
        read(&self.said.path().join("stdout"))
    }

    /// Log so far.
    pub fn stderr(&self) -> String {
        read(&self.said.path().join("stderr"))
    }

    /// Sends a signal by name (`TERM`, `INT`, `STOP`, `CONT` …).
    pub fn signal(&self, name: &str) {
        self.process.signal(name);
    }

    /// Waits for its end.
    #[track_caller]
    pub fn wait(&mut self) -> Outcome {
        let status = self.process.wait(LIMIT);
        let (stdout, stderr) = (self.stdout(), self.stderr());
        let status = status
            .unwrap_or_else(|| panic!("still running\n--- stdout\n{stdout}\n--- stderr\n{stderr}"));
        Outcome {
            code: status.code(),
            stdout,
            stderr,
        }
    }

    /// Asks it to end (TERM) and waits.
    #[track_caller]
    pub fn stop(mut self) -> Outcome {
        self.signal("TERM");
        self.wait()
    }

    /// Ends it at once, as a power cut would.
    pub fn kill9(&mut self) {
        self.process.kill9();
    }
}

/// What is said so far without a line that is still being written.
fn whole(said: &str) -> &str {
    &said[..said.rfind('\n').map_or(0, |end| end + 1)]
}

fn read(path: &Path) -> String {
    String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_binary_runs() {
        let _ = Repo::new().run(&["--version"]).expect_code(0);
    }

    #[test]
    fn a_run_gives_code_output_and_log_of_its_own_environment() {
        let mut shell = Repo::of("/bin/sh");
        shell
            .env("SITE", "berlin")
            .write("sites.d/berlin.yaml", "name: Berlin\n");
        let outcome = shell.run(&["-c", "cat sites.d/$SITE.yaml; echo ${CI-none} >&2; exit 3"]);
        assert_eq!(
            outcome,
            Outcome {
                code: Some(3),
                stdout: "name: Berlin\n".into(),
                stderr: "none\n".into()
            }
        );
        let _ = shell
            .run(&["-c", "echo changed > sites.d/berlin.yaml"])
            .expect_code(0);
        assert_eq!(shell.read("sites.d/berlin.yaml"), "changed\n");
    }

    #[test]
    fn a_terminal_is_one_and_keys_arrive() {
        let shell = Repo::of("/bin/sh");
        let outcome =
            shell.run_at_terminal(&["-c", "test -t 1 && read n && echo \"it's $n\""], "412\n");
        assert!(outcome.expect_code(0).stdout.contains("it's 412"));
    }

    #[test]
    fn a_running_one_can_be_watched_stopped_and_cut_off() {
        let shell = Repo::of("/bin/sh");
        let script = "trap 'echo bye; exit 143' TERM; echo listening on http://127.0.0.1:8600/; while :; do sleep 0.05; done";
        let mut running = shell.spawn(&["-c", script]);
        assert_eq!(running.url(), "http://127.0.0.1:8600");
        assert!(running.stop().expect_code(143).stdout.ends_with("bye\n"));
        let mut running = shell.spawn(&["-c", script]);
        running.wait_for("listening");
        running.kill9();
        assert_eq!(running.wait().code, None);
        assert!(!Path::new(&format!("/proc/{}", running.id())).exists());
    }

    #[test]
    fn it_can_be_a_git_repository() {
        let repo = Repo::new();
        repo.write("enroll.yaml", "version: 1\n");
        repo.git(&["init", "-q", "-b", "main"]);
        repo.git(&["add", "."]);
        repo.git(&["commit", "-qm", "Start"]);
        assert_eq!(repo.git(&["log", "--format=%s %an"]), "Start Dana Ortiz\n");
    }
}
