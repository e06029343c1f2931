//! Events: complete, numbered without gaps, ended by a summary whatever happens.

use serde_json::Value;

use super::{schema, school};
use crate::support::binary::Outcome;
use crate::support::smtp::{Mode, Smtp};

/// The lines, each as its schema wants it and with the next number.
#[track_caller]
fn lines(outcome: &Outcome) -> Vec<Value> {
    let validator = schema("events");
    let lines = outcome.stdout.lines();
    let lines: Vec<Value> = lines.map(|l| serde_json::from_str(l).unwrap()).collect();
    for (line, seq) in lines.iter().zip(1..) {
        let errors: Vec<String> = validator.iter_errors(line).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{line:#}: {errors:?}");
        assert_eq!(line["seq"], seq, "{line}");
        assert!(!line["message"].as_str().unwrap().is_empty());
    }
    assert_eq!(lines[0]["type"], "version");
    lines
}

fn types(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|l| l["type"].as_str().unwrap()).collect()
}

/// Whoever hears that a message left, or may have, heard before that it was taken and was leaving.
#[track_caller]
fn were_told_before(sent: &[Value]) {
    for (n, line) in sent.iter().enumerate() {
        if matches!(
            line["type"].as_str(),
            Some("send_accepted" | "send_in_doubt")
        ) {
            let before = sent[..n].iter().filter(|b| b["id"] == line["id"]);
            let before: Vec<&Value> = before.map(|b| &b["type"]).collect();
            assert_eq!(before, ["send_claimed", "send_transmitting"], "{line}");
        }
    }
}

const PEOPLE: &str = "ada@example.com, deferred@example.com, refused@example.com, lost@example.com";

both_databases!(every_message_is_told_step_by_step, |url| async {
    let smtp = Smtp::start(Mode::Normal);
    smtp.set_rules(&[
        ("deferred", Mode::DeferRcpt),
        ("refused", Mode::RejectRcpt),
        ("lost", Mode::DropLost),
    ]);
    let repo = school(url, &format!("smtp: '{}'", smtp.url()), PEOPLE);
    let planned = repo.run(&["plan", "--format", "ndjson"]).expect_code(0);
    let planned = lines(&planned);
    let told = types(&planned);
    assert_eq!(told.iter().filter(|t| **t == "planned_change").count(), 8);
    assert!(told.contains(&"guard"));
    assert_eq!(*told.last().unwrap(), "plan_summary");

    let apply = [
        "apply",
        "--auto-approve",
        "--wait",
        "0s",
        "--format",
        "ndjson",
    ];
    let applied = lines(&repo.run(&apply).expect_code(3));
    let told = types(&applied);
    assert_eq!(told[..planned.len()], types(&planned)[..]);
    assert_eq!(told[planned.len()..][..2], ["lock_acquired", "committed"]);
    let sent = &applied[planned.len() + 2..applied.len() - 1];
    let run = &applied[planned.len() + 1]["run"];
    assert!(run.is_string() && sent.iter().all(|l| l["run"] == *run));
    let mut ends: Vec<&str> = types(sent);
    let on_the_way = ["send_claimed", "send_transmitting", "wave_done", "progress"];
    ends.retain(|t| !on_the_way.contains(t));
    ends.sort_unstable();
    let wanted = [
        "send_accepted",
        "send_deferred",
        "send_in_doubt",
        "send_rejected",
    ];
    assert_eq!(ends, wanted);
    were_told_before(sent);
    let waves = sent.iter().filter(|l| l["type"] == "wave_done");
    let waves: Vec<_> = waves.map(|l| (&l["number"], &l["size"])).collect();
    assert_eq!(
        waves,
        [(&Value::from(1), &Value::from(1)), (&2.into(), &3.into())]
    );
    let summary = applied.last().unwrap();
    assert_eq!(summary["type"], "apply_summary");
    assert_eq!(summary["exit_code"], 3);
    assert_eq!(summary["messages"]["accepted"], 1);
    assert_eq!(summary["messages"]["rejected"], 1);
    assert_eq!(summary["unsent"], 1);
    assert_eq!(summary["in_doubt"].as_array().unwrap().len(), 1);
});

#[test]
fn the_last_line_is_the_summary_whatever_happens() {
    let database = "sqlite://.enroll/enroll.db";
    let repo = school(database, "from: it@example.com", "ada@example.com");
    let end = |arguments: &[&str], code: i32| {
        let all = [&["apply", "--format", "ndjson"], arguments].concat();
        let lines = lines(&repo.run(&all).expect_code(code));
        let last = lines.last().unwrap().clone();
        assert_eq!(last["type"], "apply_summary", "{last}");
        assert_eq!(last["exit_code"], code);
        (lines, last)
    };
    let (_, refused) = end(&[], 4);
    assert_eq!(refused["level"], "error");
    assert!(refused["error"].as_str().unwrap().contains("nobody agreed"));
    let (told, _) = end(&["--approve", "sha256:0"], 5);
    assert!(!types(&told).contains(&"committed"));
    let (told, _) = end(&["--auto-approve"], 0);
    assert!(types(&told).contains(&"send_accepted"));
    let (told, _) = end(&["--auto-approve"], 0);
    let quiet = [
        "version",
        "guard",
        "guard",
        "plan_summary",
        "lock_acquired",
        "apply_summary",
    ];
    assert_eq!(types(&told), quiet);
    repo.write("policies.yaml", "link: { login: nobody }\n");
    let (told, _) = end(&["--auto-approve"], 7);
    let wrong = &told[1];
    assert_eq!(wrong["type"], "diagnostic");
    assert_eq!(wrong["range"]["file"], "policies.yaml");
    assert_eq!(wrong["range"]["line"], 1);
    let message = wrong["message"].as_str().unwrap();
    assert!(message.starts_with("policies.yaml:1:"), "{message}");
    let planned = repo.run(&["plan", "--format", "ndjson"]).expect_code(7);
    let again = lines(&planned);
    assert_eq!(again[1]["summary"], wrong["summary"]);
}
