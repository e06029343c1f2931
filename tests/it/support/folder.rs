//! One temporary folder for the whole test run, removed by a process that outlives it.

use std::{
    fs,
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::LazyLock,
};

struct Run {
    path: PathBuf,
    /// Its input is open for as long as this process lives: its end is the sign to clean up.
    _janitor: Child,
}

/// Statics are never dropped, so the folder of the run cannot remove itself: a shell in a process group of
/// its own (Ctrl-C does not reach it) waits for its input to end and removes it then.
static RUN: LazyLock<Run> = LazyLock::new(|| {
    let path = tempfile::Builder::new()
        .prefix("enroll-it-")
        .tempdir()
        .unwrap()
        .keep();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let janitor = Command::new("sh")
        .args(["-c", r#"cat >/dev/null; sleep 1; rm -rf -- "$1""#, "sh"])
        .arg(&path)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap();
    Run {
        path,
        _janitor: janitor,
    }
});

/// The folder of this run. Other users may look into it: PostgreSQL runs as one.
pub fn run() -> &'static Path {
    &RUN.path
}

/// A new folder below that of the run, removed when dropped.
pub fn fresh(prefix: &str) -> tempfile::TempDir {
    let dir = tempfile::Builder::new()
        .prefix(prefix)
        .tempdir_in(run())
        .unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    dir
}

#[test]
fn each_folder_is_new_and_goes_away() {
    let (one, other) = (fresh("x-"), fresh("x-"));
    assert_ne!(one.path(), other.path());
    let path = one.path().to_owned();
    assert!(path.starts_with(run()) && path.is_dir());
    drop(one);
    assert!(!path.exists());
}
