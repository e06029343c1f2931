//! Repositories of YAML: every broken one is refused at the marked places, every sample is accepted.
//!
//! A marker is a comment on the line below the mistake: `#     ^ E003`, the caret under the column, several lines
//! for several mistakes; `# < E008` says column 1. Where no comment can stand, `expect.txt` beside enroll.yaml has
//! `file:line:column CODE`, or `- CODE` for a finding without a place.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::source;

type Marks = BTreeSet<(String, u64, u64, String)>;

struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

/// Runs `enroll` in `folder`; no other clock than the one given, so that samples do not age.
fn enroll(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_enroll"))
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .env_remove("ENROLL_DATABASE_URL")
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

const NOW: &[&str] = &["validate", "--now", "2027-01-15T12:00:00Z"];

fn validate_json(folder: &Path) -> (i32, Value) {
    let run = enroll(folder, &[NOW, &["--format", "json"]].concat());
    let document: Value = serde_json::from_str(&run.stdout)
        .unwrap_or_else(|e| panic!("{}: {e}\n{}\n{}", folder.display(), run.stdout, run.stderr));
    assert_eq!(document["format"], "enroll.diagnostics");
    assert_eq!(document["version"], 1);
    (run.code, document)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found
}

/// What the files of `folder` say should be found.
fn marked(folder: &Path) -> Marks {
    let mut marks = Marks::new();
    for path in files_below(folder) {
        let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        if name == "expect.txt" {
            marks.extend(text.lines().map(expected));
            continue;
        }
        let mut above = 0;
        for (number, line) in (1..).zip(text.lines()) {
            match marker(line) {
                Some((column, code)) => {
                    marks.insert((name.clone(), above, column, code.to_owned()));
                }
                None => above = number,
            }
        }
    }
    marks
}

/// `#    ^ E003` or `# < E003`: column and code.
fn marker(line: &str) -> Option<(u64, &str)> {
    let rest = line.strip_prefix('#')?;
    let (arrow, code) = rest.trim_start().split_once(' ')?;
    match arrow {
        "<" => Some((1, code)),
        "^" => Some((u64::try_from(line.find('^')?).unwrap() + 1, code)),
        _ => None,
    }
}

fn expected(line: &str) -> (String, u64, u64, String) {
    let (place, code) = line.split_once(' ').unwrap();
    if place == "-" {
        return (String::new(), 0, 0, code.to_owned());
    }
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next().unwrap().parse().unwrap();
    let line = parts.next().unwrap().parse().unwrap();
    (parts.next().unwrap().to_owned(), line, column, code.to_owned())
}

fn reported(document: &Value) -> Marks {
    let findings = document["diagnostics"].as_array().unwrap();
    findings
        .iter()
        .map(|d| {
            (
                d["file"].as_str().unwrap_or_default().to_owned(),
                d["line"].as_u64().unwrap_or_default(),
                d["column"].as_u64().unwrap_or_default(),
                d["code"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

fn broken() -> Vec<PathBuf> {
    let folder = source::root().join("tests/broken");
    let mut all: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    all
}

#[test]
fn every_broken_repository_is_refused_at_its_marks() {
    let all = broken();
    assert!(all.len() >= 25, "{} broken repositories", all.len());
    let mut wrong = Vec::new();
    for folder in &all {
        let (code, document) = validate_json(folder);
        let (marked, reported) = (marked(folder), reported(&document));
        assert!(!marked.is_empty(), "{}: no marks", folder.display());
        let name = folder.file_name().unwrap().display();
        if code != 7 {
            wrong.push(format!("{name}: exit {code}"));
        }
        if document["valid"] != false {
            wrong.push(format!("{name}: said to be valid"));
        }
        wrong.extend(marked.difference(&reported).map(|m| format!("{name}: not found {m:?}")));
        wrong.extend(reported.difference(&marked).map(|m| format!("{name}: not marked {m:?}")));
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_code_has_a_broken_repository() {
    let marks: BTreeSet<String> = broken().iter().flat_map(|f| marked(f)).map(|m| m.3).collect();
    let elsewhere = ["E061"];
    let untried: Vec<&str> = enroll::spec::codes::ALL
        .iter()
        .map(|row| row.code)
        .filter(|code| !marks.contains(*code) && !elsewhere.contains(code))
        .collect();
    assert_eq!(untried, Vec::<&str>::new());
}

#[test]
fn a_finding_shows_its_line_caret_code_and_remedy() {
    let run = enroll(&source::root().join("tests/broken/07-unknown-key"), NOW);
    assert_eq!(run.code, 7);
    for wanted in [
        "error[E003]: unknown key `expire`",
        " --> invitations.d/a.yaml:5:3",
        "5 |   expire: 7d",
        "  |   ^^^^^^ did you mean `expires`?",
        "= help: keys of an invitation: to, send,",
    ] {
        assert!(run.stderr.contains(wanted), "no {wanted:?} in\n{}", run.stderr);
    }
    assert_eq!(run.stdout, "");
}

#[test]
fn secrets_and_addresses_stay_out_of_the_output() {
    for folder in broken() {
        for format in ["human", "json"] {
            let run = enroll(&folder, &[NOW, &["--format", format]].concat());
            let said = run.stdout + &run.stderr;
            for canary in ["hunter2", "0123456789abcdef", "R9h/cIPz0gi", "maya@", "rui@", "jürgen@"] {
                assert!(!said.contains(canary), "{}: {canary}\n{said}", folder.display());
            }
        }
    }
}

/// The root of the project is a repository itself; the others stand in `examples/`.
fn samples() -> Vec<PathBuf> {
    let mut all = vec![source::root()];
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
        assert_eq!(document["diagnostics"], serde_json::json!([]), "{}", folder.display());
        assert_eq!(code, 0);
        let run = enroll(&folder, NOW);
        assert!(run.stdout.starts_with("valid: "), "{}", run.stdout);
        assert_eq!(run.stdout.lines().count(), 1);
    }
}

#[test]
fn the_root_sample_sends_at_most_what_it_approves_itself() {
    let repository = enroll::ops::load::repository(&source::root(), None).unwrap();
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
        for file in repository.files.iter().filter(|f| f.path.ends_with(".yaml")) {
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
            assert_eq!(errors, Vec::<String>::new(), "{}/{}", folder.display(), file.path);
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
        (false, "a: { to: [a@b.example], uses: unlimited, expires: 14d }"),
    ] {
        let document: Value = serde_saphyr::from_str(text).unwrap();
        assert_eq!(!validator.is_valid(&document), wrong, "{text}");
    }
}

#[test]
fn explain_knows_codes_and_keys_and_suggests() {
    let root = source::root();
    let explain = |about: &str| enroll(&root, &["explain", about]);
    for row in enroll::spec::codes::ALL {
        let run = explain(row.code);
        assert_eq!(run.code, 0);
        assert!(run.stdout.starts_with(&format!("# {}: {}", row.code, row.title)));
    }
    let run = explain("expires");
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("invitation.expires") && run.stdout.contains("defaults.expires"));
    let run = explain("invitation.uses");
    assert!(run.stdout.starts_with("invitation.uses"), "{}", run.stdout);
    assert!(!run.stdout.contains("defaults.uses"));
    let run = explain("sms");
    assert!(run.stdout.contains("E090"), "{}", run.stdout);
    let run = explain("expire");
    assert_eq!(run.code, 64);
    assert!(run.stderr.contains("did you mean `expires`?"), "{}", run.stderr);
}

#[test]
fn a_wrong_command_line_is_exit_64_and_help_is_none() {
    let root = source::root();
    assert_eq!(enroll(&root, &["validat"]).code, 64);
    assert_eq!(enroll(&root, &["validate", "--format", "csvv"]).code, 64);
    assert_eq!(enroll(&root, &["validate", "--format", "markdown"]).code, 64);
    assert_eq!(enroll(&root, &["validate", "--now", "tomorrow"]).code, 64);
    assert_eq!(enroll(&root, &["--help"]).code, 0);
    assert_eq!(enroll(&root, &["--version"]).code, 0);
}

#[test]
fn schema_writes_where_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let run = enroll(folder.path(), &["schema"]);
    assert_eq!(run.code, 0);
    for (name, content) in enroll::spec::schema::files() {
        assert_eq!(fs::read_to_string(folder.path().join("schemas").join(name)).unwrap(), content);
    }
    assert_eq!(enroll(folder.path(), &["schema"]).stdout, "", "nothing changed, nothing written");
}
