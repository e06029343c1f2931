//! What programs read: events, comments and the files of CI systems, held against their schemas.

mod comments;
mod events;
mod forge;
mod formats;
mod workflows;

use std::fs;

use serde_json::Value;

use crate::support::binary::Repo;
use crate::support::source;

/// A validator of `schemas/NAME.json`.
fn schema(name: &str) -> jsonschema::Validator {
    let path = source::root().join(format!("schemas/{name}.json"));
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// An installation that mails by `smtp` to these people.
fn school(url: &str, smtp: &str, people: &str) -> Repo {
    let mut repo = Repo::new();
    repo.env("ENROLL_DATABASE_URL", url);
    repo.write(
        "enroll.yaml",
        &format!(
            "version: 1\norganization: {{ name: Riverside }}\n\
             portal: {{ url: http://127.0.0.1:8600 }}\nmail: {{ {smtp} }}\n\
             limits: {{ auto_approve: 9, messages: 20 }}\n"
        ),
    );
    repo.write("policies.yaml", "link: { login: none }\n");
    repo.write(
        "invitations.d/a.yaml",
        &format!("a:\n  to: [{people}]\n  policy: link\n"),
    );
    repo
}
