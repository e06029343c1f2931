//! The named points: A1 to A7 in `apply`, D1 to D8 while a message is on its way.

use std::sync::Mutex;
use std::thread;

use super::{Mood, Scene};
use crate::support::database::Database;

const POINTS: [&str; 15] = [
    "A1", "A2", "A3", "A4", "A5", "A6", "A7", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8",
];

/// Runs at a time: most of a run is waiting.
const AT_ONCE: usize = 4;

fn matrix(backend: &str, mood: Mood) {
    at_once(POINTS.to_vec(), |point| {
        let mut scene = scene(point, backend, mood);
        let wrong = crash_at(&mut scene, point, mood);
        wrong
            .iter()
            .map(|text| format!("{point}: {text}"))
            .collect()
    });
}

/// Looks at every case, some at a time; all that is wrong with any of them is the failure.
pub fn at_once<T: Send>(cases: Vec<T>, look: impl Fn(T) -> Vec<String> + Sync) {
    let left = Mutex::new(cases);
    let broken = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let Some(case) = left.lock().unwrap().pop() else {
                        break;
                    };
                    let wrong = look(case);
                    broken.lock().unwrap().extend(wrong);
                }
            });
        }
    });
    let broken = broken.into_inner().unwrap();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// Applies, crashing at `point`, applies again to the end, and says what is wrong then.
pub fn crash_at(scene: &mut Scene, point: &str, mood: Mood) -> Vec<String> {
    let mut wrong = Vec::new();
    scene.repo.env("ENROLL_ABORT_AT", point);
    let first = scene.apply(|arguments| scene.repo.run(arguments));
    // An answer that never comes is never read.
    let reached = (point, mood) != ("D7", Mood::CutBefore);
    if first.code.is_none() != reached {
        wrong.push(format!("the first run ended with {:?}", first.code));
    }
    scene.repo.env("ENROLL_ABORT_AT", "nowhere");
    let second = scene.apply(|arguments| scene.repo.run(arguments));
    let doubts = scene.states().values().filter(|s| *s == "in_doubt").count();
    let expected = if doubts == 0 { 0 } else { 3 };
    if second.code != Some(expected) {
        wrong.push(format!("the second run ended with {second:?}"));
    }
    // Until the first mark nothing can be in doubt, and after the last answer nothing is.
    let certain = matches!(point, "A1" | "A2" | "A3" | "A4" | "A5" | "A7" | "D1");
    if certain && mood != Mood::CutBefore && doubts > 0 {
        wrong.push(format!("{doubts} doubts without need"));
    }
    wrong.extend(scene.broken());
    let plan = scene.plan();
    if plan["summary"]["changes"] != 0 {
        wrong.push(format!("the plan is not empty: {}", plan["summary"]));
    }
    if plan["summary"]["in_doubt"] != doubts {
        wrong.push(format!("the plan does not tell of {doubts} doubts"));
    }
    wrong
}

pub fn scene(point: &str, backend: &str, mood: Mood) -> Scene {
    let database = match backend {
        "sqlite" => Database::sqlite(),
        _ => Database::postgres(),
    };
    let name = format!("{backend}-{}", point.to_lowercase());
    Scene::new(&name, mood, database)
}

macro_rules! matrix {
    ($($name:ident: $backend:literal, $mood:ident;)+) => {$(
        #[test]
        fn $name() {
            matrix($backend, Mood::$mood);
        }
    )+};
}

matrix! {
    sqlite_and_a_server_that_answers: "sqlite", Normal;
    sqlite_and_a_connection_cut_before_the_answer: "sqlite", CutBefore;
    sqlite_and_a_connection_cut_after_the_answer: "sqlite", CutAfter;
    postgres_and_a_server_that_answers: "postgres", Normal;
    postgres_and_a_connection_cut_before_the_answer: "postgres", CutBefore;
    postgres_and_a_connection_cut_after_the_answer: "postgres", CutAfter;
}

/// The check of the checks: a sender that took a message of unknown fate for unsent would be found out.
#[test]
fn sending_a_doubt_again_turns_the_check_red() {
    let mut scene = scene("mutant", "sqlite", Mood::Normal);
    scene.repo.env("ENROLL_ABORT_AT", "D6");
    let first = scene.apply(|arguments| scene.repo.run(arguments));
    assert_eq!(first.code, None, "{first:?}");
    scene.repo.env("ENROLL_ABORT_AT", "nowhere");
    let changed = scene.sql(
        "UPDATE outbox SET state = 'queued', owner = NULL, next_at = 0 WHERE state = 'transmitting'",
    );
    assert!(changed >= 1, "the crash left a message of unknown fate");
    let second = scene.apply(|arguments| scene.repo.run(arguments));
    assert_eq!(second.code, Some(0), "{second:?}");
    let broken = scene.broken();
    assert!(
        broken.iter().any(|text| text.contains("has 2 mails")),
        "{broken:?}"
    );
}
