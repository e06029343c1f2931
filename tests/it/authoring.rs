//! What an author of YAML relies on: samples that are valid, schemas that agree with `validate`, `explain`.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::spec::{NOW, enroll, validate_json};
use crate::support::source;

/// The root of the project is a repository itself; the others stand in `examples/`.
fn samples() -> Vec<PathBuf> {
    let mut all = vec![source::root().to_owned()];
    let examples = fs::read_dir(source::root().join("examples")).unwrap();
    all.extend(examples.map(|e| e.unwrap().path()).filter(|p| p.is_dir()));
    all
}

#[test]
fn every_sample_is_valid() {
    let all = samples();
    assert!(all.len() >= 2);
    for folder in all {
        let (code, document) = validate_json(&folder);
        assert_eq!(
            document["diagnostics"],
            serde_json::json!([]),
            "{}",
            folder.display()
        );
        assert_eq!(code, 0);
        let run = enroll(&folder, NOW);
        assert!(run.stdout.starts_with("valid: "), "{}", run.stdout);
        assert_eq!(run.stdout.lines().count(), 1);
    }
}

#[test]
fn the_root_sample_sends_at_most_what_it_approves_itself() {
    let repository = enroll::ops::load::repository(source::root(), None).unwrap();
    let desired = repository.desired.unwrap();
    let sent = desired.invitations.values();
    let messages: usize = sent
        .filter(|i| i.send == enroll::model::invitation::Delivery::Email)
        .map(|i| i.recipients.len())
        .sum();
    assert_eq!(desired.limits.auto_approve, 5);
    assert!((1..=5).contains(&messages), "{messages}");
}

#[test]
fn schemas_are_up_to_date() {
    for (name, content) in enroll::spec::schema::files() {
        let there = fs::read_to_string(source::root().join("schemas").join(name)).unwrap();
        assert_eq!(there, content, "schemas/{name}: run `cargo run -- schema`");
    }
}

fn schema_of(path: &str) -> Option<&str> {
    let kind = path.split(['.', '/']).next()?;
    let known = ["enroll", "sites", "policies", "accounts", "invitations"];
    known.contains(&kind).then_some(kind)
}

#[test]
fn every_sample_satisfies_its_schema() {
    let mut seen = BTreeSet::new();
    for folder in samples() {
        let repository = enroll::ops::load::repository(&folder, None).unwrap();
        for file in repository
            .files
            .iter()
            .filter(|f| f.path.ends_with(".yaml"))
        {
            let name = schema_of(&file.path).unwrap();
            let schema = source::root().join(format!("schemas/{name}.json"));
            let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
            assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
            let document: Value = serde_saphyr::from_str(&file.text).unwrap();
            let validator = jsonschema::validator_for(&schema).unwrap();
            let errors: Vec<String> = validator
                .iter_errors(&document)
                .map(|e| format!("{}: {e}", e.instance_path()))
                .collect();
            assert_eq!(
                errors,
                Vec::<String>::new(),
                "{}/{}",
                folder.display(),
                file.path
            );
            let modeline = format!("schemas/{name}.json");
            let first = file.text.lines().next().unwrap();
            let depth = file.path.matches('/').count();
            if folder == source::root() {
                let wanted = format!("$schema={}{modeline}", "../".repeat(depth));
                assert!(first.ends_with(&wanted), "{}: {first}", file.path);
            }
            seen.insert(name.to_owned());
        }
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
}

#[test]
fn schemas_refuse_what_validate_refuses() {
    let schema: Value = serde_json::from_str(
        &fs::read_to_string(source::root().join("schemas/invitations.json")).unwrap(),
    )
    .unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (wrong, text) in [
        (true, "a: { to: [a@b.example], expire: 7d }"),
        (true, "a: { to: a@b.example }"),
        (true, "a: { to: [a@b.example], uses: 0 }"),
        (true, "a: { to: [a@b.example], send: mail }"),
        (true, "a: { to: [a@b.example], ownership: personal }"),
        (true, "a: { to: [{ phone: '030' }] }"),
        (
            false,
            "a: { to: [a@b.example], uses: unlimited, expires: 14d }",
        ),
    ] {
        let document: Value = serde_saphyr::from_str(text).unwrap();
        assert_eq!(!validator.is_valid(&document), wrong, "{text}");
    }
}

#[test]
fn explain_knows_codes_and_keys_and_suggests() {
    let root = source::root();
    let explain = |about: &str| enroll(root, &["explain", about]);
    for row in enroll::spec::codes::ALL {
        let run = explain(row.code);
        assert_eq!(run.code, 0);
        assert!(
            run.stdout
                .starts_with(&format!("# {}: {}", row.code, row.title))
        );
    }
    let run = explain("expires");
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("invitation.expires") && run.stdout.contains("defaults.expires"));
    let run = explain("invitation.uses");
    assert!(run.stdout.starts_with("invitation.uses"), "{}", run.stdout);
    assert!(!run.stdout.contains("defaults.uses"));
    let run = explain("sms");
    assert!(
        run.stdout.contains("Who carries text messages"),
        "{}",
        run.stdout
    );
    let run = explain("expire");
    assert_eq!(run.code, 64);
    assert!(
        run.stderr.contains("did you mean `expires`?"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_wrong_command_line_is_exit_64_and_help_is_none() {
    let root = source::root();
    assert_eq!(enroll(root, &["validat"]).code, 64);
    assert_eq!(enroll(root, &["validate", "--format", "csvv"]).code, 64);
    assert_eq!(enroll(root, &["validate", "--format", "markdown"]).code, 64);
    assert_eq!(enroll(root, &["validate", "--now", "tomorrow"]).code, 64);
    assert_eq!(enroll(root, &["--help"]).code, 0);
    assert_eq!(enroll(root, &["--version"]).code, 0);
}

#[test]
fn schema_writes_where_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let run = enroll(folder.path(), &["schema"]);
    assert_eq!(run.code, 0);
    for (name, content) in enroll::spec::schema::files() {
        assert_eq!(
            fs::read_to_string(folder.path().join("schemas").join(name)).unwrap(),
            content
        );
    }
    assert_eq!(
        enroll(folder.path(), &["schema"]).stdout,
        "",
        "nothing changed, nothing written"
    );
}
