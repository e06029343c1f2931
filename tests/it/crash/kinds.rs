//! Every kind of message at every point of its way, the server's mood turning with the point: what holds for
//! invitations holds for all.

use enroll::model::message::MessageKind;

use super::Mood::{CutAfter, CutBefore, Normal};
use super::points::{at_once, crash_at, scene};

/// Points on the way of a message, each with how the server answers.
const POINTS: [(&str, super::Mood); 8] = [
    ("D1", Normal),
    ("D2", CutAfter),
    ("D3", CutBefore),
    ("D4", CutAfter),
    ("D5", CutBefore),
    ("D6", CutBefore),
    ("D7", CutAfter),
    ("D8", Normal),
];

fn matrix(backend: &str) {
    let others = MessageKind::ALL
        .into_iter()
        .filter(|k| *k != MessageKind::Invite);
    let cases = others.flat_map(|kind| POINTS.map(|(point, mood)| (kind.word(), point, mood)));
    at_once(cases.collect(), |(kind, point, mood)| {
        let mut scene = scene(&format!("{kind}-{point}"), backend, mood);
        let _ = scene
            .apply(|arguments| scene.repo.run(&[arguments, &["--no-send"]].concat()))
            .expect_code(0);
        // What a message is for, not what it says, is what the sender goes by.
        let changed = scene.sql(&format!("UPDATE outbox SET kind = '{kind}'"));
        assert_eq!(changed, 3);
        scene.sql(&format!("UPDATE wave SET kind = '{kind}'"));
        let wrong = crash_at(&mut scene, point, mood);
        wrong
            .iter()
            .map(|text| format!("{kind} at {point}: {text}"))
            .collect()
    });
}

#[test]
fn sqlite() {
    matrix("sqlite");
}

#[test]
fn postgres() {
    matrix("postgres");
}
