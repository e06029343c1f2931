//! The workflows that `enroll ci` writes: what they may do, and that their steps do it.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;

use super::forge::{Forge, TOKEN};
use super::school;
use crate::support::binary::Repo;

const PLAN: &str = ".github/workflows/enroll-plan.yml";
const APPLY: &str = ".github/workflows/enroll-apply.yml";

fn written(arguments: &[&str]) -> Repo {
    let repo = Repo::new();
    let _ = repo.run(arguments).expect_code(0);
    repo
}

fn yaml(repo: &Repo, path: &str) -> Value {
    serde_saphyr::from_str(&repo.read(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn jobs(workflow: &Value) -> Vec<(&String, &Value)> {
    workflow["jobs"].as_object().unwrap().iter().collect()
}

fn steps(job: &Value) -> &Vec<Value> {
    job["steps"].as_array().unwrap()
}

/// The secrets that a text names.
fn secrets(text: &Value) -> BTreeSet<String> {
    let text = text.to_string();
    let named = text.split("secrets.").skip(1);
    let word = |rest: &str| rest.split([' ', '}']).next().unwrap().to_owned();
    named.map(word).collect()
}

/// What holds in every workflow.
fn look_over(workflow: &Value) {
    assert_eq!(
        workflow["permissions"],
        serde_json::json!({}),
        "nothing unless a job asks"
    );
    assert!(workflow["concurrency"]["group"].is_string());
    for (name, job) in jobs(workflow) {
        assert!(job["timeout-minutes"].as_u64().unwrap() <= 60, "{name}");
        for (what, level) in job["permissions"].as_object().unwrap() {
            let allowed = matches!(
                (what.as_str(), level.as_str().unwrap()),
                ("contents", "read") | ("pull-requests", "write")
            );
            assert!(allowed, "{name}: {what}: {level}");
        }
        for step in steps(job) {
            match (step["uses"].as_str(), step["run"].as_str()) {
                (Some(action), None) => {
                    let (action, version) = action.split_once('@').unwrap();
                    let pinned =
                        version.len() == 40 && version.bytes().all(|b| b.is_ascii_hexdigit());
                    assert!(
                        action.starts_with("actions/") && pinned,
                        "{action}@{version}"
                    );
                    if action == "actions/checkout" {
                        assert_eq!(step["with"]["persist-credentials"], false, "{name}");
                    }
                }
                (None, Some(script)) => {
                    assert!(!script.contains("${{"), "{name}: no text may become script");
                    let shell = Command::new("bash").args(["-nc", script]).status();
                    assert!(shell.unwrap().success(), "{script}");
                }
                other => panic!("{name}: {other:?}"),
            }
        }
    }
}

#[test]
fn a_pull_request_gets_no_secret_but_a_role_that_reads() {
    for arguments in [
        &["ci", "github"][..],
        &["ci", "github", "--runner", "portal"],
    ] {
        let repo = written(arguments);
        let workflow = yaml(&repo, PLAN);
        look_over(&workflow);
        let on: Vec<_> = workflow["on"].as_object().unwrap().keys().collect();
        assert_eq!(on, ["pull_request"], "never pull_request_target");
        let own = "github.event.pull_request.head.repo.full_name == github.repository";
        for (name, job) in jobs(&workflow) {
            let of_fork = job["if"] != own && job["needs"] != "plan";
            let told = secrets(job);
            assert!(told.is_subset(&["ENROLL_PLAN_DATABASE_URL".to_owned()].into()));
            assert!(
                told.is_empty() || !of_fork,
                "{name} of a fork sees {told:?}"
            );
            let writes = job["permissions"]["pull-requests"] == "write";
            let reads = steps(job)
                .iter()
                .any(|s| s["uses"].to_string().contains("actions/checkout@"));
            assert!(!(writes && reads), "{name} writes what a stranger wrote");
        }
        for line in repo
            .read(PLAN)
            .lines()
            .filter(|line| line.contains("uses:"))
        {
            assert!(line.contains(" # v"), "the version for people: {line}");
        }
        let local = workflow.to_string().contains("self-hosted");
        assert_eq!(local, arguments.len() > 2);
        assert_eq!(workflow.to_string().contains("sha256sum -c"), !local);
        assert!(!repo.read(PLAN).contains('@') || !repo.read(PLAN).contains("@runner@"));
    }
}

#[test]
fn apply_runs_one_at_a_time_on_the_branch_alone_and_keeps_its_report() {
    let repo = written(&["ci", "github", "--branch", "trunk"]);
    let workflow = yaml(&repo, APPLY);
    look_over(&workflow);
    assert_eq!(
        workflow["on"]["push"]["branches"],
        serde_json::json!(["trunk"])
    );
    assert_eq!(workflow["concurrency"]["cancel-in-progress"], false);
    let apply = &workflow["jobs"]["apply"];
    assert_eq!(apply["environment"], "enroll");
    let plan = secrets(&workflow["jobs"]["plan"]);
    assert_eq!(plan, ["ENROLL_PLAN_DATABASE_URL".to_owned()].into());
    let script = steps(apply)
        .iter()
        .find_map(|s| s["run"].as_str().filter(|r| r.contains("apply")));
    assert!(
        script
            .unwrap()
            .contains("exec enroll apply --approve \"$FINGERPRINT\"")
    );
    let last = steps(apply).last().unwrap();
    assert_eq!(
        (&last["if"], &last["with"]["path"]),
        (&"always()".into(), &"report".into())
    );
}

#[test]
fn nothing_is_written_over() {
    let repo = written(&["ci", "github"]);
    repo.write(APPLY, "mine\n");
    fs::remove_file(repo.path().join(PLAN)).unwrap();
    let refused = repo.run(&["ci", "github"]).expect_code(4);
    assert!(refused.stderr.contains(APPLY), "{}", refused.stderr);
    assert_eq!(repo.read(APPLY), "mine\n");
    assert!(!repo.path().join(PLAN).exists(), "all or nothing");
    repo.write(".gitlab-ci.yml", "mine: {}\n");
    let told = repo.run(&["ci", "gitlab"]).expect_code(0).stdout;
    assert!(told.contains("- local: .gitlab/enroll.yml"), "{told}");
    assert_eq!(repo.read(".gitlab-ci.yml"), "mine: {}\n");
    let _ = repo.run(&["ci", "gitlab"]).expect_code(4);
    for bad in ["a b", "x: y", "$(id)"] {
        let _ = repo.run(&["ci", "github", "--runner", bad]).expect_code(64);
    }
    let fresh = Repo::new();
    let _ = fresh
        .run(&["init", "--yes", "--ci", "github"])
        .expect_code(0);
    look_over(&yaml(&fresh, APPLY));
    let _ = fresh.run(&["validate"]).expect_code(0);
}

#[test]
fn gitlab_jobs_gate_apply_and_leave_forks_without_the_database() {
    for arguments in [
        &["ci", "gitlab"][..],
        &["ci", "gitlab", "--runner", "portal"],
    ] {
        let repo = written(arguments);
        assert!(
            repo.read(".gitlab-ci.yml")
                .contains("local: .gitlab/enroll.yml")
        );
        let all = yaml(&repo, ".gitlab/enroll.yml");
        let job = |name: &str| &all[format!("enroll:{name}")];
        let apply = job("apply");
        assert_eq!(apply["resource_group"], "enroll");
        assert_eq!(apply["rules"][0]["when"], "manual");
        assert_eq!(apply["artifacts"]["when"], "always");
        let rule = job("plan")["rules"][0]["if"].as_str().unwrap();
        assert!(
            rule.contains("SOURCE_PROJECT_ID == $CI_PROJECT_ID"),
            "{rule}"
        );
        assert_eq!(
            job("plan")["artifacts"]["reports"]["terraform"],
            "gitlab.json"
        );
        for name in ["validate", "plan", "agree", "apply"] {
            for line in job(name)["script"].as_array().unwrap() {
                let line = line.as_str().unwrap();
                let shell = Command::new("bash").args(["-nc", line]).status();
                assert!(shell.unwrap().success(), "{line}");
            }
        }
        assert!(!job("validate").to_string().contains("DATABASE"));
    }
}

/// Runs the scripts of a job as a runner would, in order.
fn perform(repo: &Repo, job: &Value, environment: &[(&str, &str)]) {
    let path = std::env::var("PATH").unwrap();
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_enroll"));
    for step in steps(job).iter().filter(|s| s["name"] != "Install enroll") {
        let Some(script) = step["run"].as_str() else {
            continue;
        };
        let output = Command::new("bash")
            .args(["-eo", "pipefail", "-c", script])
            .current_dir(repo.path())
            .env_clear()
            .env(
                "PATH",
                format!("{}:{path}", binary.parent().unwrap().display()),
            )
            .env("HOME", repo.path())
            .env("CI", "true")
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_OUTPUT", "out.txt")
            .env("GITHUB_STEP_SUMMARY", "summary.md")
            .envs(environment.iter().copied())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{script}\n{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_steps_plan_comment_and_apply() {
    let forge = Forge::default();
    let url = forge.start().await;
    let repo = school(
        "sqlite://unused.db",
        "from: it@example.com",
        "ada@example.com",
    );
    let _ = repo.run(&["ci", "github"]).expect_code(0);
    let (pull, push) = (yaml(&repo, PLAN), yaml(&repo, APPLY));
    let database = ("ENROLL_DATABASE_URL", "sqlite://.enroll/enroll.db");
    repo.write(
        "event.json",
        r#"{"pull_request": {"number": 7, "head": {"sha": "aaaaaaa"}}}"#,
    );
    let github = [
        database,
        ("GITHUB_API_URL", url.as_str()),
        ("GITHUB_REPOSITORY", "it/enrollment"),
        ("GITHUB_TOKEN", TOKEN),
        ("GITHUB_EVENT_PATH", "event.json"),
    ];
    tokio::task::block_in_place(|| {
        for (_, job) in ["validate", "plan", "comment"].map(|name| (name, &pull["jobs"][name])) {
            perform(&repo, job, &github);
        }
        assert!(
            forge.bodies()[0].contains("--ack new_database=1"),
            "{:?}",
            forge.bodies()
        );
        fs::remove_file(repo.path().join("out.txt")).unwrap();
        perform(&repo, &push["jobs"]["plan"], &[database]);
        let outputs = repo.read("out.txt");
        let output = |name: &str| {
            let line = outputs
                .lines()
                .find_map(|l| l.strip_prefix(&format!("{name}=")));
            line.unwrap().to_owned()
        };
        assert_eq!(
            (output("messages").as_str(), output("needs_ack").as_str()),
            ("1", "true")
        );
        assert!(repo.read("summary.md").contains("1 email"));
        let agreed = [
            database,
            ("FINGERPRINT", &output("fingerprint")),
            ("ACK", "new_database=1"),
        ];
        perform(&repo, &push["jobs"]["apply"], &agreed);
    });
    let mails = fs::read_dir(repo.path().join(".enroll/outbox")).unwrap();
    assert_eq!(mails.count(), 1);
    assert!(repo.read("report/report.md").contains("1 recipient"));
}
