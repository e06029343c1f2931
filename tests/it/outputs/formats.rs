//! SARIF, JUnit, CSV, HTML, OpenMetrics and the widget of GitLab; and pairs that do not exist.

use std::fs;
use std::process::Command;

use serde_json::Value;

use super::school;
use crate::support::binary::Repo;

const DATABASE: &str = "sqlite://.enroll/enroll.db";

fn with_mistakes() -> Repo {
    let repo = school(
        DATABASE,
        "from: it@example.com",
        "ada@example.com, ada@example.com",
    );
    repo.write("sites.yaml", "main: { nmae: \"<Main> & 'Co'\" }\n");
    repo
}

/// Fails where a document differs from the schema of SARIF 2.1.0 (as published with `@microsoft/jest-sarif`, MIT).
#[track_caller]
fn is_sarif(document: &Value) {
    // Its pattern of languages has a bracket that only a lenient reader takes for itself.
    let schema = include_str!("sarif-2.1.0.json").replace("{2}]?$", r"{2}\\]?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(document)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new(), "{document:#}");
}

/// What an XML parser makes of it: tests, failures, and the texts of the failures.
fn xml(repo: &Repo, text: &str) -> Value {
    repo.write("junit.xml", text);
    let script = "import sys, json, xml.etree.ElementTree as e; r = e.parse('junit.xml').getroot(); \
                  print(json.dumps([r.get('tests'), r.get('failures'), \
                  [[c.get('name'), f.text] for c in r.iter('testcase') for f in c.iter('failure')]]))";
    let output = Command::new("python3")
        .args(["-c", script])
        .current_dir(repo.path())
        .output();
    let output = output.unwrap();
    assert!(
        output.status.success(),
        "{}\n{text}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn mistakes_stand_on_their_lines() {
    let repo = with_mistakes();
    let sarif = repo.run(&["validate", "--format", "sarif"]).expect_code(7);
    let sarif: Value = serde_json::from_str(&sarif.stdout).unwrap();
    is_sarif(&sarif);
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().unwrap();
    let named = |code: &str| results.iter().find(|r| r["ruleId"] == code).unwrap();
    let place = &named("E003")["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "sites.yaml");
    assert_eq!(
        (
            &place["region"]["startLine"],
            &place["region"]["startColumn"]
        ),
        (&1.into(), &9.into())
    );
    for result in results {
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]));
        assert!(!result["message"]["text"].as_str().unwrap().contains("ada@"));
    }

    let junit = repo.run(&["validate", "--format", "junit"]).expect_code(7);
    let cases = xml(&repo, &junit.stdout);
    assert_eq!(
        (&cases[0], &cases[1]),
        (&"4".into(), &"2".into()),
        "{cases}"
    );
    let failures = cases[2].as_array().unwrap();
    let site = failures.iter().find(|f| f[0] == "sites.yaml").unwrap();
    assert!(
        site[1].as_str().unwrap().contains("sites.yaml:1:9: E003"),
        "{site}"
    );
}

#[test]
fn a_run_of_github_actions_is_annotated_on_stderr() {
    let mut repo = with_mistakes();
    repo.env("GITHUB_ACTIONS", "true");
    let told = repo.run(&["validate", "--format", "json"]).expect_code(7);
    let _: Value = serde_json::from_str(&told.stdout).unwrap();
    let line = "::error file=sites.yaml,line=1,col=9,title=E003::";
    assert!(
        told.stderr.lines().any(|l| l.starts_with(line)),
        "{}",
        told.stderr
    );
}

#[test]
fn guards_are_results_too() {
    let people: Vec<String> = (0..25).map(|n| format!("p{n}@example.com")).collect();
    let repo = school(DATABASE, "from: it@example.com", &people.join(", "));
    let sarif = repo.run(&["plan", "--format", "sarif"]).expect_code(0);
    let sarif: Value = serde_json::from_str(&sarif.stdout).unwrap();
    is_sarif(&sarif);
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(
        (&result["ruleId"], &result["level"]),
        (&"messages".into(), &"error".into())
    );
    let junit = repo
        .run(&["plan", "--format", "junit"])
        .expect_code(0)
        .stdout;
    let cases = xml(&repo, &junit);
    assert_eq!(cases[1], "1", "{cases}");
    assert!(
        cases[2][0][1]
            .as_str()
            .unwrap()
            .contains("--ack messages=25"),
        "{cases}"
    );
    let widget = repo
        .run(&["plan", "--format", "gitlab"])
        .expect_code(0)
        .stdout;
    let widget: Value = serde_json::from_str(&widget).unwrap();
    assert_eq!(
        widget,
        serde_json::json!({ "create": 25, "update": 4, "delete": 0 })
    );
}

/// One person is invited, another no longer.
fn excepted(url: &str) -> Repo {
    let repo = school(
        url,
        "from: it@example.com",
        "ada@example.com, bea@example.com",
    );
    repo.write("sites.yaml", "main: { name: Main }\n");
    let reason = "{ bea@example.com: \"=HYPERLINK(<b>)\" }";
    let people = repo.read("invitations.d/a.yaml") + "  site: main\n";
    repo.write("invitations.d/a.yaml", &people);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo.write(
        "invitations.d/a.yaml",
        &format!("{people}  except: {reason}\n"),
    );
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo
}

both_databases!(
    the_state_is_told_to_spreadsheets_pages_and_monitors,
    |url| async {
        let repo = excepted(url);
        let run = |arguments: &[&str]| repo.run(arguments).expect_code(0).stdout;

        let rows = run(&["get", "recipients", "--format", "csv"]);
        let lines: Vec<&str> = rows.split("\r\n").collect();
        assert_eq!(lines.len(), 4, "{rows:?}");
        assert!(lines[0].starts_with("invitation,who,progress,"));
        assert!(
            lines[1].starts_with("a,a•••@example.com,sent,accepted,0,1,"),
            "{rows}"
        );
        assert!(lines[2].contains("\"'=HYPERLINK(<b>)\""), "{rows}");

        let page = run(&["status", "--format", "html"]);
        assert!(
            page.contains("default-src 'none'") && page.contains("&lt;b&gt;"),
            "{page}"
        );
        for word in ["<script", "<b>", "src=", "href=", "@import", "url("] {
            assert!(!page.contains(word), "{word}: {page}");
        }

        let metrics = run(&["status", "--format", "openmetrics"]);
        assert!(metrics.ends_with("# EOF\n"), "{metrics}");
        for line in [
            "enroll_invitations{site=\"main\"} 1",
            "enroll_recipients{state=\"sent\",site=\"main\"} 1",
            "enroll_recipients{state=\"revoked\",site=\"main\"} 1",
            "enroll_messages{state=\"accepted\"} 2",
        ] {
            assert!(metrics.lines().any(|l| l == line), "{line}: {metrics}");
        }
        assert!(!metrics.contains('@') && metrics.contains("enroll_last_apply_timestamp_seconds "));

        let _ = repo.run(&["report", "r"]).expect_code(0);
        let names = fs::read_dir(repo.path().join("r")).unwrap();
        let mut names: Vec<_> = names
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let wanted = [
            "devices.csv",
            "metrics.txt",
            "recipients.csv",
            "report.html",
            "report.json",
            "report.md",
        ];
        assert_eq!(names, wanted);
        assert_eq!(repo.read("r/metrics.txt"), metrics);
        assert_eq!(repo.read("r/report.html"), page);
    }
);

#[test]
fn another_pair_is_a_usage_error_that_names_those_that_exist() {
    let repo = school(DATABASE, "from: it@example.com", "ada@example.com");
    for (arguments, known) in [
        (
            &["plan", "--format", "csv"][..],
            "human, json, ndjson, markdown",
        ),
        (&["init", "--format", "json"], "one of: human"),
        (&["get", "devices", "--format", "sarif"], "human, json, csv"),
        (
            &["completions", "bash", "--format", "html"],
            "one of: human",
        ),
    ] {
        let refused = repo.run(arguments).expect_code(64);
        assert!(refused.stderr.contains(known), "{}", refused.stderr);
        assert_eq!(refused.stdout, "");
    }
    assert!(!repo.path().join(".enroll").exists());
}
