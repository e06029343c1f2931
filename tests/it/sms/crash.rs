//! Killed at each state of a message: nobody gets a second one, nobody is forgotten.

use super::{Scene, Way};
use crate::support::database::Database;

/// Killed at `point`, applied again to the end; the states then.
fn killed_at(point: &str, backend: &str, way: Way) -> (Scene, Database, Vec<String>) {
    let database = match backend {
        "sqlite" => Database::sqlite(),
        _ => Database::postgres(),
    };
    let mut scene = Scene::new(database.url(), way);
    scene.repo.env("ENROLL_ABORT_AT", point);
    assert_eq!(scene.apply().code, None, "{point} was reached");
    scene.repo.env("ENROLL_ABORT_AT", "nowhere");
    let second = scene.apply();
    let states = scene.states();
    let doubts = states.iter().filter(|state| *state == "in_doubt").count();
    let expected = if doubts == 0 { 0 } else { 3 };
    assert_eq!(second.code, Some(expected), "{point} {second:?}");
    (scene, database, states)
}

fn matrix(backend: &str) {
    for point in ["D1", "D3", "D4", "D5", "D6", "D7", "D8"] {
        let (scene, _database, states) = killed_at(point, backend, Way::Twilio);
        let kept = scene.provider.messages().len();
        let accepted = states.iter().filter(|state| *state == "accepted").count();
        let doubts = states.iter().filter(|state| *state == "in_doubt").count();
        assert_eq!(accepted + doubts, 2, "{point}: {states:?}");
        assert!(
            accepted <= kept && kept <= 2,
            "{point}: {kept} kept, {states:?}"
        );
        assert_eq!(scene.provider.tries().len(), kept, "{point}: none twice");
        if matches!(point, "D1" | "D3") {
            assert_eq!(doubts, 0, "{point}: nothing had left");
        }
    }
    for point in ["D4", "D5", "D7"] {
        let (scene, _database, states) = killed_at(point, backend, Way::Idempotent);
        assert_eq!(states, ["accepted", "accepted"], "{point}");
        assert_eq!(
            scene.provider.messages().len(),
            2,
            "{point}: one for each key"
        );
    }
}

#[test]
fn sqlite() {
    matrix("sqlite");
}

#[test]
fn postgres() {
    matrix("postgres");
}
