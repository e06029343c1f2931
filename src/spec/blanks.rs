//! Blanks in texts of messages, `{{ org.name }}`: which there are, and whether a text can be filled.
//!
//! The language of templates is minijinja's. [`environment`] is also what whoever fills the texts works with, so
//! that a text that passes here can be sent. To add a blank: a row in [`BLANKS`], its value where messages are filled.

use std::collections::BTreeMap;
use std::ops::Range;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;
use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value, escape_formatter};

use super::suggest::did_you_mean;

/// Forms of a date: `expires.date`, or `expires | date`.
pub const FORMS: &[&str] = &[
    "date", "day", "weekday", "brief", "time", "short", "zone", "offset", "relative",
];

/// The blanks of an invitation, each with its parts; none: it is a text or a number itself.
pub const BLANKS: &[(&str, &[&str])] = &[
    ("link", &[]),
    ("number", &[]),
    ("portal", &[]),
    ("to", &[]),
    ("site", &[]),
    ("uses", &[]),
    ("org", &["name", "short"]),
    ("inviter", &["name"]),
    ("person", &["name", "first_name"]),
    ("help", &["name", "email", "phone"]),
    ("expires", FORMS),
    ("opens", FORMS),
    ("invited", FORMS),
];

/// Blanks that may stay empty, depending on the invitation and on whom it is for.
const OPTIONAL: &[&str] = &["site", "uses", "person", "help", "expires", "opens"];

/// Steps that filling one text may cost.
const FUEL: u64 = 500_000;

/// Something that keeps a text from being filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where, in bytes of the text.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// Beside the caret; may be empty.
    pub label: String,
    /// What to do.
    pub hint: &'static str,
}

const SEE: &str = "`enroll explain E058` lists the blanks";

/// Where texts of messages are filled: a blank that is not known stays empty, a line with nothing but a condition
/// leaves no line behind, and dates have their forms as filters.
///
/// # Errors
/// What minijinja says of its own configuration.
pub fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_fuel(Some(FUEL));
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .build()?,
    );
    environment.add_filter("tel", tel);
    for form in FORMS {
        environment.add_filter(*form, |when: Value| match when.kind() {
            ValueKind::Map => when.get_attr(form),
            _ => Ok(Value::UNDEFINED),
        });
    }
    Ok(environment)
}

/// A phone number as people write it, for a `tel:` address: digits and a leading plus.
pub fn tel(number: &str) -> String {
    number
        .chars()
        .enumerate()
        .filter(|(i, c)| c.is_ascii_digit() || (*i == 0 && *c == '+'))
        .map(|(_, c)| c)
        .collect()
}

/// What keeps `text` from being filled, and whether it names the link.
pub fn check(text: &str) -> (Vec<Fault>, bool) {
    let Ok(mut environment) = environment() else {
        return (Vec::new(), true);
    };
    environment.set_formatter(|out, state, value| match value.kind() {
        ValueKind::Map => Err(minijinja::Error::new(
            ErrorKind::InvalidOperation,
            "a part of it must be named, such as expires.date or org.name",
        )),
        _ => escape_formatter(out, state, value),
    });
    let template = match environment.template_from_str(text) {
        Ok(template) => template,
        Err(error) => return (vec![fault(text, &error)], true),
    };
    let mut names: Vec<String> = template.undeclared_variables(true).into_iter().collect();
    names.sort();
    let links = names.iter().any(|name| name == "link");
    let mut faults: Vec<Fault> = names
        .iter()
        .filter_map(|name| unknown(text, name))
        .collect();
    if faults.is_empty() {
        let some = |filled: bool| template.render(sample(filled)).err();
        let error = some(true).or_else(|| some(false));
        faults.extend(error.map(|error| fault(text, &error)));
    }
    (faults, links)
}

fn unknown(text: &str, name: &str) -> Option<Fault> {
    let (first, part) = match name.split_once('.') {
        Some((first, part)) => (first, Some(part)),
        None => (name, None),
    };
    let label = match (BLANKS.iter().find(|(known, _)| *known == first), part) {
        (Some((_, parts)), Some(part)) => match parts.contains(&part) {
            true => return None,
            false if parts.is_empty() => format!("`{first}` has no parts"),
            false => did_you_mean(part, parts.iter().copied()),
        },
        (Some(_), None) => return None,
        (None, _) => did_you_mean(first, BLANKS.iter().map(|(known, _)| *known)),
    };
    Some(Fault {
        range: find(text, name),
        message: format!("there is no blank `{name}`"),
        label,
        hint: SEE,
    })
}

/// Where `name` stands between braces.
fn find(text: &str, name: &str) -> Range<usize> {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let mut after = 0;
    while let Some(open) = text[after..].find(['{']).map(|at| after + at) {
        after = open + 1;
        let Some(end) = ["{{", "{%"]
            .iter()
            .zip(["}}", "%}"])
            .find(|(mark, _)| text[open..].starts_with(**mark))
            .and_then(|(_, close)| text[open..].find(close))
        else {
            continue;
        };
        let inside = &text[open..open + end];
        let place = inside.match_indices(name).find(|(at, _)| {
            !inside[..*at].ends_with(part_of_name)
                && !inside[at + name.len()..].starts_with(part_of_name)
        });
        if let Some((at, _)) = place {
            return open + at..open + at + name.len();
        }
    }
    0..text.len()
}

fn fault(text: &str, error: &minijinja::Error) -> Fault {
    let what = match error.detail() {
        Some(detail) => detail.to_owned(),
        None => error.kind().to_string(),
    };
    let range = error
        .range()
        .filter(|range| text.get(range.clone()).is_some());
    Fault {
        range: range.unwrap_or(0..text.len()),
        message: format!("this blank cannot be filled: {what}"),
        label: String::new(),
        hint: SEE,
    }
}

/// Values to try a text with: all of them, or those that are never empty.
fn sample(all: bool) -> BTreeMap<&'static str, Value> {
    let parts = |parts: &[&'static str]| match parts {
        [] => Value::from("x"),
        parts => {
            let parts = parts.iter().map(|part| (*part, "x"));
            Value::from(parts.collect::<BTreeMap<&str, &str>>())
        }
    };
    let known = BLANKS
        .iter()
        .filter(|(name, _)| all || !OPTIONAL.contains(name));
    known.map(|(name, of)| (*name, parts(of))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(&str, String)> {
        let place = |fault: &Fault| &text[fault.range.clone()];
        let faults = check(text).0;
        faults
            .iter()
            .map(|f| (place(f), f.message.clone()))
            .collect()
    }

    #[test]
    fn phone_numbers_for_tel() {
        assert_eq!(tel("201-555-0123"), "2015550123");
        assert_eq!(tel("+49 (30) 12-34"), "+49301234");
    }

    #[test]
    fn known_blanks_pass() {
        let text = "{% if expires %}by {{ expires | date }}, {{ expires.time }}{% endif %} {{ org.short|upper }} \
                    {{ help.name or \"IT\" }} {% for x in [1] %}{{ x }}{% endfor %} {{ inviter.name }}";
        assert_eq!(faults(text), []);
        assert!(!check(text).1);
        assert!(check("{{ link }}").1);
    }

    #[test]
    fn what_cannot_be_filled_is_pointed_at() {
        let one = |text: &'static str| faults(text).pop().expect(text);
        assert_eq!(one("a b {{ person.frist_name }}").0, "person.frist_name");
        assert_eq!(one("name {{name}}").0, "name");
        assert_eq!(one("{{ expires | datum }}").0, "datum");
        assert!(one("{{ expires }}").1.contains("a part of it"));
        assert!(one("{{ link.url }}").1.contains("no blank `link.url`"));
        assert!(one("{% if site %}x").1.contains("cannot be filled"));
        assert!(one("{{ link ").1.contains("cannot be filled"));
        let label = check("{{ expires.dat }}").0.remove(0).label;
        assert_eq!(label, "did you mean `date`?");
    }
}
