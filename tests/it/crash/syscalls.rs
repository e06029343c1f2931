//! Killed by the system call: SQLite makes something last by `fsync`, and writes pages before it by `pwrite64`.

use super::{Mood, Scene};
use crate::support::database::Database;

/// Dies at the k-th call of a thread, for each k; beyond the last call it just ends. Answers how often it died.
fn killed_at(call: &str, when: &[u32]) -> usize {
    let mut killed = 0;
    for k in when {
        let scene = Scene::new(&format!("{call}-{k}"), Mood::Normal, Database::sqlite());
        let (trace, inject) = (
            format!("trace={call}"),
            format!("inject={call}:signal=SIGKILL:when={k}"),
        );
        let strace = [
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            &trace,
            "-e",
            &inject,
        ];
        let first = scene.apply(|arguments| scene.repo.run_under(&strace, arguments));
        killed += usize::from(first.code.is_none());
        let second = scene.apply(|arguments| scene.repo.run(arguments));
        assert!(matches!(second.code, Some(0 | 3)), "{k}: {second:?}");
        assert_eq!(scene.broken(), Vec::<String>::new(), "{call} {k}");
        assert_eq!(scene.plan()["summary"]["changes"], 0, "{call} {k}");
        assert_eq!(scene.integrity(), "ok", "{call} {k}");
    }
    killed
}

#[test]
fn when_something_is_made_to_last() {
    let killed = killed_at("fsync", &[1, 2, 4, 6, 8, 9, 10, 11, 12, 13]);
    assert!(killed >= 6, "{killed} runs died (package strace)");
}

#[test]
fn while_pages_are_written() {
    let killed = killed_at("pwrite64", &[20, 60, 110, 170, 185, 200, 215]);
    assert!(killed >= 4, "{killed} runs died (package strace)");
}
