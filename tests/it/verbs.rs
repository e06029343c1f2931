//! Verbs that look, act on one thing, or help: what they print, for people and for programs, and how they end.

mod acting;
mod endings;
mod looking;
mod starting;

use std::fs;
use std::time::Duration;

use serde_json::Value;

use crate::enrolled::{enroll, person};
use crate::portal::school::School;
use crate::support::binary::{Outcome, Repo};
use crate::support::source;

fn json(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.stdout)
        .unwrap_or_else(|e| panic!("{e}\n{}\n{}", outcome.stdout, outcome.stderr))
}

/// Fails with each place where `document` differs from `schemas/NAME.json`.
#[track_caller]
pub fn satisfies(document: &Value, name: &str) {
    let path = source::root().join(format!("schemas/{name}.json"));
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(document)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new(), "{document:#}");
}

/// A school where Maya's phone is enrolled and its receipt sent.
async fn with_a_device(url: &str) -> School {
    let school = School::open(url);
    let link = school.link("maya");
    let done = enroll(&school, &link, &person("maya.chen", 1)).await;
    assert!(done.is_ok(), "{done:?}");
    let receipts = "SELECT COUNT(*) FROM outbox WHERE kind = 'receipt' AND state = 'accepted'";
    for _ in 0..100 {
        if school.number(receipts).await == 1 {
            return school;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no receipt");
}

/// A repository of one invitation to two people.
fn plain(limits: &str) -> Repo {
    let repo = Repo::new();
    repo.write(
        "enroll.yaml",
        &format!(
            "version: 1\norganization: {{ name: Riverside }}\n\
             portal: {{ url: http://127.0.0.1:8600 }}\nlimits: {{ {limits} }}\n"
        ),
    );
    repo.write("policies.yaml", "link: { login: none }\n");
    repo.write(
        "invitations.d/a.yaml",
        "a: { to: [ada@example.com, bea@example.com], policy: link }\n",
    );
    repo
}
