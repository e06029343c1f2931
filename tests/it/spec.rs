//! Broken repositories of YAML: every one is refused at the marked places, and nowhere else.
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

/// File, line, column, code: sorted, each as often as it is found.
type Marks = Vec<(String, u64, u64, String)>;

/// What a finished run said.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs `enroll` in `folder`; no other clock than the one given, so that samples do not age.
pub fn enroll(folder: &Path, arguments: &[&str]) -> Run {
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

pub const NOW: &[&str] = &["validate", "--now", "2027-01-15T12:00:00Z"];

pub fn validate_json(folder: &Path) -> (i32, Value) {
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
            if path.is_dir() {
                open.push(path)
            } else {
                found.push(path)
            }
        }
    }
    found
}

/// What the files of `folder` say should be found.
fn marked(folder: &Path) -> Marks {
    let mut marks = Marks::new();
    for path in files_below(folder) {
        let name = path
            .strip_prefix(folder)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        if name == "expect.txt" {
            marks.extend(text.lines().map(expected));
            continue;
        }
        let mut above = 0;
        for (number, line) in (1..).zip(text.lines()) {
            match marker(line) {
                Some((column, code)) => {
                    marks.push((name.clone(), above, column, code.to_owned()));
                }
                None => above = number,
            }
        }
    }
    marks.sort();
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
    (
        parts.next().unwrap().to_owned(),
        line,
        column,
        code.to_owned(),
    )
}

fn reported(document: &Value) -> Marks {
    let findings = document["diagnostics"].as_array().unwrap();
    let mut marks: Marks = findings
        .iter()
        .map(|d| {
            (
                d["file"].as_str().unwrap_or_default().to_owned(),
                d["line"].as_u64().unwrap_or_default(),
                d["column"].as_u64().unwrap_or_default(),
                d["code"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    marks.sort();
    marks
}

/// What of `some` is not in `others`, counted.
fn beyond(some: &Marks, others: &Marks) -> Marks {
    let mut rest = others.clone();
    let mut extra = Marks::new();
    for mark in some {
        match rest.iter().position(|other| other == mark) {
            Some(at) => drop(rest.remove(at)),
            None => extra.push(mark.clone()),
        }
    }
    extra
}

fn broken() -> Vec<PathBuf> {
    let folder = source::root().join("tests/broken");
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
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
        let missed = beyond(&marked, &reported).into_iter();
        wrong.extend(missed.map(|mark| format!("{name}: not found {mark:?}")));
        let surplus = beyond(&reported, &marked).into_iter();
        wrong.extend(surplus.map(|mark| format!("{name}: not marked {mark:?}")));
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_code_has_a_broken_repository() {
    let marks: BTreeSet<String> = broken()
        .iter()
        .flat_map(|f| marked(f))
        .map(|m| m.3)
        .collect();
    // Found by apply, and by asking a directory.
    let elsewhere = ["E051", "E061", "W029"];
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
        assert!(
            run.stderr.contains(wanted),
            "no {wanted:?} in\n{}",
            run.stderr
        );
    }
    assert_eq!(run.stdout, "");
}

#[test]
fn secrets_and_addresses_stay_out_of_the_output() {
    for folder in broken() {
        for format in ["human", "json"] {
            let run = enroll(&folder, &[NOW, &["--format", format]].concat());
            let said = run.stdout + &run.stderr;
            for canary in [
                "hunter2",
                "0123456789abcdef",
                "R9h/cIPz0gi",
                "maya@",
                "rui@",
                "RUI@",
                "jürgen@",
            ] {
                assert!(
                    !said.contains(canary),
                    "{}: {canary}\n{said}",
                    folder.display()
                );
            }
        }
    }
}
