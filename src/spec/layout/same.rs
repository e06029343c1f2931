//! Whether two texts mean the same and say the same beside it.

use serde_saphyr::granit_parser::{Event, Parser, options};

use crate::spec::yaml::{self, Slot, Value};

/// Both mean the same, whatever the order of keys, and have the same comments.
pub fn same(one: &str, other: &str) -> bool {
    let ((before, faults), (after, more)) = (yaml::parse(one), yaml::parse(other));
    let (Some(before), Some(after)) = (before, after) else {
        return false;
    };
    faults.is_empty()
        && more.is_empty()
        && equal(&before, &after)
        && comments(one) == comments(other)
}

fn equal(one: &Slot, other: &Slot) -> bool {
    match (&one.node.value, &other.node.value) {
        (Value::Empty, Value::Empty) => true,
        (Value::Scalar { text: a, plain: p }, Value::Scalar { text: b, plain: q }) => {
            a == b && p == q
        }
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Map(a), Value::Map(b)) => {
            let in_b = |key: &str| b.iter().find(|e| e.key == key);
            a.len() == b.len()
                && a.iter().zip(b).all(|(x, y)| match x.key == y.key {
                    true => equal(&x.slot, &y.slot),
                    false => in_b(&x.key).is_some_and(|y| equal(&x.slot, &y.slot)),
                })
        }
        _ => false,
    }
}

/// Every comment, in the order of the alphabet.
fn comments(text: &str) -> Vec<String> {
    let parser = Parser::new_from_str_with_options(text, options! { emit_comments: true });
    let events = parser.filter_map(Result::ok);
    let mut found: Vec<String> = events
        .filter_map(|(event, _)| match event {
            Event::Comment(text, _) => Some(text.trim().to_owned()),
            _ => None,
        })
        .collect();
    found.sort();
    found
}
