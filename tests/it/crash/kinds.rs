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

/// A reminder whose time has come is neither lost nor sent twice, wherever its sender dies.
fn reminders(backend: &str) {
    let points = ["R1", "R2", "D1", "D4", "D6", "D8"];
    at_once(points.to_vec(), |point| {
        let mut scene = scene(&format!("due-{point}"), backend, Normal);
        let invitation = scene.repo.read("invitations.d/crash.yaml");
        let reminding = invitation.replace("policy: open", "policy: open, remind: 2d");
        scene.repo.write("invitations.d/crash.yaml", &reminding);
        let _ = scene
            .apply(|arguments| scene.repo.run(arguments))
            .expect_code(0);
        assert_eq!(
            scene.sql("UPDATE reminder SET due_at = 1 WHERE ahead > 0 AND settled_at IS NULL"),
            3
        );

        let mut wrong = Vec::new();
        scene.repo.env("ENROLL_ABORT_AT", point);
        let first = scene.apply(|arguments| scene.repo.run(arguments));
        if first.code.is_some() {
            wrong.push(format!("{point}: the first run ended with {first:?}"));
        }
        scene.repo.env("ENROLL_ABORT_AT", "nowhere");
        let second = scene.apply(|arguments| scene.repo.run(arguments));
        let states = scene.sent_of("reminder");
        let doubts = states.iter().filter(|s| *s == "in_doubt").count();
        if second.code != Some(if doubts == 0 { 0 } else { 3 }) {
            wrong.push(format!("{point}: the second run ended with {second:?}"));
        }
        if states.len() != 3 {
            wrong.push(format!("{point}: {states:?} for three people"));
        }
        // One invitation each, and one reminder unless nobody knows.
        let mails: usize = scene.mails().values().sum();
        if !(6 - doubts..=6).contains(&mails) || scene.mails().values().any(|n| *n > 2) {
            wrong.push(format!("{point}: {mails} mails, {doubts} doubts"));
        }
        wrong
    });
}

#[test]
fn reminders_that_are_due_in_sqlite() {
    reminders("sqlite");
}

#[test]
fn reminders_that_are_due_in_postgres() {
    reminders("postgres");
}

#[test]
fn sqlite() {
    matrix("sqlite");
}

#[test]
fn postgres() {
    matrix("postgres");
}
