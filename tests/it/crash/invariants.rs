//! The promises, checked from the outside: by what the server keeps and by what the outbox says.

use std::collections::BTreeMap;

/// Everything that is wrong for `people`: a second message, a message that is said to be sent and is not, and
/// somebody forgotten.
pub fn broken(
    people: &[String],
    states: &BTreeMap<String, String>,
    mails: &BTreeMap<String, usize>,
) -> Vec<String> {
    let mut broken = Vec::new();
    for person in people {
        let mails = mails.get(person).copied().unwrap_or_default();
        let state = states.get(person).map_or("missing", String::as_str);
        match (state, mails) {
            ("accepted", 1) | ("in_doubt", 0 | 1) => {}
            (_, 2..) => broken.push(format!("{person} has {mails} mails, state {state}")),
            ("accepted", _) => broken.push(format!("{person} is said to have a mail and has none")),
            _ => broken.push(format!("{person} is forgotten: {state}, {mails} mails")),
        }
    }
    for stranger in states.keys().filter(|to| !people.contains(to)) {
        broken.push(format!("{stranger} was never invited"));
    }
    broken
}

#[test]
fn every_broken_promise_is_told() {
    let people = ["ada".to_owned()];
    let told = |state: &str, mails: usize| {
        let states = BTreeMap::from([("ada".to_owned(), state.to_owned())]);
        let mails = BTreeMap::from([("ada".to_owned(), mails)]);
        broken(&people, &states, &mails)
    };
    assert!(told("accepted", 1).is_empty());
    assert!(told("in_doubt", 0).is_empty() && told("in_doubt", 1).is_empty());
    for (state, mails) in [
        ("accepted", 0),
        ("accepted", 2),
        ("in_doubt", 2),
        ("queued", 0),
        ("claimed", 0),
        ("transmitting", 1),
        ("deferred", 0),
        ("cancelled", 0),
    ] {
        assert_eq!(told(state, mails).len(), 1, "{state} {mails}");
    }
    assert_eq!(broken(&people, &BTreeMap::new(), &BTreeMap::new()).len(), 1);
    assert_eq!(
        broken(
            &[],
            &BTreeMap::from([("eve".into(), "accepted".into())]),
            &BTreeMap::new()
        )
        .len(),
        1
    );
}
