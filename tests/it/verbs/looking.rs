//! Verbs that look: `status`, `get`, `report`, `why`.

use enroll::base::time::Timestamp;
use serde_json::Value;

use super::{json, plain, satisfies, with_a_device};
use crate::enrolled::{self, person};

both_databases!(status_shows_numbers_and_where_people_stop, |url| async {
    let school = with_a_device(url).await;
    let run = |arguments: &[&str]| school.repo.run(arguments).expect_code(0);
    let all = run(&["status"]).stdout;
    let line = |id: &str| {
        all.lines()
            .find(|line| line.trim().starts_with(id))
            .unwrap()
    };
    assert!(line("maya").contains("1 used up"), "{all}");
    assert!(line("teachers").contains("1 sent"), "{all}");
    assert!(line("poster").contains("1 ready"), "{all}");
    let one = run(&["status", "maya"]).stdout;
    assert!(one.contains("m•••@riverside.example"), "{one}");
    assert!(one.contains("1 of 1") && !one.contains("poster"), "{one}");

    let document = json(&run(&["status", "--format", "json"]));
    satisfies(&document, "report");
    assert_eq!(document["totals"]["devices"], 1);
    let of_one = json(&run(&["status", "maya", "--format", "json"]));
    satisfies(&of_one, "report");
    assert_eq!(of_one["recipients"][0]["progress"], "used_up");
    assert_eq!(of_one["devices"][0]["site"], "middle");
    assert_eq!(of_one["invitations"].as_array().unwrap().len(), 1);
    let markdown = run(&["status", "maya", "--format", "markdown"]).stdout;
    assert!(markdown.contains("| maya |"), "{markdown}");
    let unknown = school.repo.run(&["status", "nobody"]).expect_code(1);
    assert!(
        unknown.stderr.contains("no invitation nobody"),
        "{}",
        unknown.stderr
    );
});

both_databases!(get_lists_each_kind_and_filters, |url| async {
    let school = with_a_device(url).await;
    let get = |more: &[&str]| {
        let all = [&["get"], more, &["--format", "json"]].concat();
        json(&school.repo.run(&all).expect_code(0))
    };
    let count = |more: &[&str]| get(more).as_array().unwrap().len();
    assert_eq!(count(&["invitations"]), 8);
    assert_eq!(count(&["recipients"]), 8);
    assert_eq!(count(&["messages", "--invitation", "teachers"]), 1);
    assert_eq!(count(&["invitations", "--site", "high"]), 1);
    assert_eq!(count(&["devices", "--invitation", "maya"]), 1);
    assert_eq!(count(&["devices", "--invitation", "poster"]), 0);
    assert_eq!(count(&["devices", "--site", "middle"]), 1);
    assert_eq!(count(&["devices", "--site", "high"]), 0);
    let serial = enrolled::masked(&person("maya.chen", 1));
    assert_eq!(get(&["devices"])[0]["serial"], serial);
    let human = school.repo.run(&["get", "devices"]).expect_code(0).stdout;
    assert!(
        human.contains(&serial) && human.contains("middle"),
        "{human}"
    );
    let _ = school.repo.run(&["get", "phones"]).expect_code(64);
});

both_databases!(a_report_of_the_same_state_has_the_same_bytes, |url| async {
    let school = with_a_device(url).await;
    let repo = &school.repo;
    let written = |folder: &str| {
        ["report.json", "report.md"].map(|name| repo.read(&format!("{folder}/{name}")))
    };
    let _ = repo.run(&["report", "one"]).expect_code(0);
    let _ = repo.run(&["report", "two"]).expect_code(0);
    assert_eq!(written("one"), written("two"));
    let [document, markdown] = written("one");
    let document: Value = serde_json::from_str(&document).unwrap();
    satisfies(&document, "report");
    assert_eq!(document["totals"]["devices"], 1);
    assert!(markdown.contains("**1 device enrolled**"), "{markdown}");

    let _ = repo
        .run(&["apply", "--auto-approve", "--report", "three"])
        .expect_code(0);
    assert_eq!(written("three"), written("one"));
    repo.write(
        "sites.yaml",
        &(repo.read("sites.yaml") + "annex: { name: Annex }\n"),
    );
    let _ = repo
        .run(&["apply", "--approve", "sha256:0", "--report", "four"])
        .expect_code(5);
    assert_eq!(
        written("four"),
        written("one"),
        "a failed apply reports too"
    );
});

#[test]
fn an_apply_that_is_refused_before_there_is_a_database_reports_nothing_at_all() {
    let repo = plain("auto_approve: 0");
    let _ = repo.run(&["apply", "--report", "r"]).expect_code(4);
    let document: Value = serde_json::from_str(&repo.read("r/report.json")).unwrap();
    satisfies(&document, "report");
    assert_eq!(document["totals"]["invitations"], 0);
    assert!(!repo.path().join(".enroll/enroll.db").exists());
    let _ = repo.run(&["apply", "--report"]).expect_code(64);
    repo.write("in-the-way", "");
    let ended = repo
        .run(&["apply", "--report", "in-the-way"])
        .expect_code(4);
    assert!(
        ended.stderr.contains("in-the-way"),
        "both are told: {}",
        ended.stderr
    );
}

both_databases!(why_tells_place_run_policy_and_commit, |url| async {
    let school = with_a_device(url).await;
    let repo = &school.repo;
    repo.git(&["init", "-q", "-b", "main"]);
    repo.git(&["add", "invitations.d", "sites.yaml", "policies.yaml"]);
    repo.git(&["commit", "-qm", "Start"]);
    let more = repo.read("invitations.d/all.yaml")
        + "later: { to: [late@riverside.example], policy: link-only }\n";
    repo.write("invitations.d/all.yaml", &more);
    repo.git(&["commit", "-qam", "Invite one more"]);
    let commit = repo.git(&["rev-parse", "HEAD"]);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);

    let why = |who: &str| repo.run(&["why", who]).expect_code(0).stdout;
    let late = why("LATE@riverside.example");
    assert!(
        late.contains("l•••@riverside.example in invitation later"),
        "{late}"
    );
    assert!(late.contains("invitations.d/all.yaml:10"), "{late}");
    assert!(late.contains("policy       link-only"), "{late}");
    assert!(late.contains(commit.trim()), "{late}");

    let serial = person("maya.chen", 1).serial;
    let device = why(&serial);
    for part in [
        "in invitation maya",
        "how far      used up",
        "iPhone15,4",
        "device enrolled",
    ] {
        assert!(device.contains(part), "{part:?} is missing in\n{device}");
    }
    assert_eq!(why("maya.chen"), device, "by login name");
    assert_eq!(why(&person("maya.chen", 1).udid), device, "by identifier");
    let messages = json(
        &repo
            .run(&["get", "messages", "--format", "json"])
            .expect_code(0),
    );
    let of_maya = |m: &&Value| m["invitation"] == "maya" && m["kind"] == "invite";
    let message = messages.as_array().unwrap().iter().find(of_maya).unwrap();
    assert_eq!(why(message["id"].as_str().unwrap()), device, "by message");
    let told = json(
        &repo
            .run(&["why", &serial, "--format", "json"])
            .expect_code(0),
    );
    assert_eq!(told[0]["policy"], "recipient");
    assert_eq!(
        told[0]["devices"][0]["serial"],
        enrolled::masked(&person("maya.chen", 1))
    );
    let nobody = repo
        .run(&["why", "nobody@riverside.example"])
        .expect_code(1);
    assert!(
        nobody.stderr.contains("nothing is known"),
        "{}",
        nobody.stderr
    );
});

both_databases!(runs_and_events_are_listed_and_filtered, |url| async {
    let school = with_a_device(url).await;
    let get = |arguments: &[&str]| {
        let all = [&["get"], arguments, &["--format", "json"]].concat();
        json(&school.repo.run(&all).expect_code(0))
    };
    let runs = get(&["runs"]);
    let run = runs[0]["id"].as_str().unwrap();
    assert_eq!(get(&["runs", "--run", run]).as_array().unwrap().len(), 1);
    assert_eq!(get(&["runs", "--run", "none"]).as_array().unwrap().len(), 0);
    let table = school.repo.run(&["get", "runs"]).expect_code(0).stdout;
    assert!(table.contains(run), "{table}");

    let all = get(&["events"]);
    let all = all.as_array().unwrap();
    let at = |e: &serde_json::Value| e["at"].as_str().unwrap().parse::<Timestamp>().unwrap();
    let times: Vec<Timestamp> = all.iter().map(at).collect();
    assert!(times.is_sorted(), "{times:?}");
    // Invitation and receipt; only the first is wanted by a run.
    let of_maya = ["events", "--action", "sent", "--invitation", "maya"];
    assert_eq!(get(&of_maya).as_array().unwrap().len(), 2);
    let sent = get(&[&of_maya[..], &["--run", run]].concat());
    assert_eq!(sent.as_array().unwrap().len(), 1, "{sent}");
    assert_eq!(sent[0]["actor"], "sender");
    let of_run = get(&["events", "--run", run]);
    assert!(
        of_run.as_array().unwrap().len() < all.len(),
        "the portal's own are of no run"
    );
    let table = school.repo.run(&["get", "events", "--invitation", "maya"]);
    let table = table.expect_code(0).stdout;
    assert!(
        table.contains("enrolled") && !table.contains("poster"),
        "{table}"
    );
});
