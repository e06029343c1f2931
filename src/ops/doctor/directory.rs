//! Directories: each answers, lets `enroll` in and can be searched; a sample person has what enrollment stores.

use std::path::Path;

use super::Finding;
use crate::directory::{Directory, Error};
use crate::model::person::Person;
use crate::model::settings::{self, Settings};
use crate::ops::login::directory;

const SUBJECT: &str = "directory";
/// Nobody has this login name; looking for them shows whether people can be looked for at all.
const NOBODY: &str = "enroll-doctor-looks-for-nobody";

/// Tries every directory; `sample` is somebody's login name.
pub async fn check(settings: &Settings, root: &Path, sample: Option<&str>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, settings) in &settings.directories {
        findings.extend(one(name, settings, root, sample).await);
    }
    if sample.is_some() && findings.is_empty() {
        let text = "there is none to look the sample person up in";
        let remedy = "configure `directory` in enroll.yaml, or leave --person out".to_owned();
        findings.push(Finding::bad(SUBJECT, text, Some(remedy)));
    }
    findings
}

/// Each server where there are several, then the directory as it is used.
async fn one(
    name: &str,
    settings: &settings::Directory,
    root: &Path,
    sample: Option<&str>,
) -> Vec<Finding> {
    let open = match directory::of(settings, root) {
        Ok(open) => open,
        Err(error) => {
            return vec![Finding::bad(
                SUBJECT,
                format!("{name}: {error}"),
                error.hint(),
            )];
        }
    };
    let mut findings = Vec::new();
    let itself = settings.bind.is_none() && settings.bind_as.is_some();
    let bound = bound(settings);
    if itself || settings.urls.len() > 1 {
        for (url, found) in open.check().await {
            findings.push(match found {
                Ok(()) => Finding::good(SUBJECT, format!("{name}, {url} {bound}")),
                Err(error) => {
                    Finding::bad(SUBJECT, format!("{name}, {url}: {error}"), error.hint())
                }
            });
        }
    }
    if itself && sample.is_none() {
        return findings;
    }
    findings.push(as_used(name, settings, &open, sample).await);
    findings
}

fn bound(settings: &settings::Directory) -> &'static str {
    match &settings.bind {
        Some(_) => "answers and lets enroll in",
        None => "answers",
    }
}

async fn as_used(
    name: &str,
    settings: &settings::Directory,
    open: &Directory,
    sample: Option<&str>,
) -> Finding {
    let bound = bound(settings);
    match (open.person(sample.unwrap_or(NOBODY)).await, sample) {
        (Ok(person), _) => found(name, settings, bound, &person),
        (Err(Error::NotFound), None) => {
            let text = format!("{name} {bound}; `--person NAME` looks somebody up");
            Finding::good(SUBJECT, text)
        }
        (Err(Error::NotFound), Some(_)) => {
            let attribute = &settings.attributes.username;
            let text = format!("{name} {bound}, but knows nobody of this name");
            let remedy = format!(
                "the name is compared with the attribute `{attribute}` below {}; the account of \
                 `bind` must be allowed to read there",
                settings.people
            );
            Finding::bad(SUBJECT, text, Some(remedy))
        }
        (Err(error), _) => Finding::bad(SUBJECT, format!("{name}: {error}"), error.hint()),
    }
}

/// What is known of the sample person, by the names of the facts: the facts themselves are theirs.
fn found(name: &str, settings: &settings::Directory, bound: &str, person: &Person) -> Finding {
    let a = &settings.attributes;
    let facts = [
        ("name", person.name.is_some()),
        ("email", !person.emails.is_empty()),
        ("phone", !person.phones.is_empty()),
        ("title", person.title.is_some()),
        ("department", person.department.is_some()),
        ("building", person.building.is_some()),
        ("room", person.room.is_some()),
        ("language", person.language.is_some()),
    ];
    let has: Vec<&str> = facts
        .iter()
        .filter(|(_, there)| *there)
        .map(|(fact, _)| *fact)
        .collect();
    let text = format!(
        "{name} {bound}; the sample person has {} and is in {}",
        if has.is_empty() {
            "no facts".to_owned()
        } else {
            has.join(", ")
        },
        groups(person),
    );
    // Without these two, nobody is greeted and no receipt arrives.
    let lacking: Vec<String> = [("name", &a.name), ("email", &a.email)]
        .iter()
        .filter(|(fact, _)| !has.contains(fact))
        .map(|(fact, attribute)| format!("`{attribute}` for {fact}"))
        .collect();
    if lacking.is_empty() {
        return Finding::good(SUBJECT, text);
    }
    let remedy = format!(
        "the entry has no attribute {}: see `directory.attributes`",
        lacking.join(", ")
    );
    Finding::doubtful(SUBJECT, text, remedy)
}

fn groups(person: &Person) -> String {
    match person.groups.len() {
        0 => "no group".to_owned(),
        1 => format!("the group {}", person.groups[0]),
        n => format!("{n} groups: {}", person.groups.join(", ")),
    }
}
