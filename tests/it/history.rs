//! Other instants, other commits, and who asked.

mod branch;

use serde_json::Value;

use crate::support::binary::{Outcome, Repo};

/// A repository in git on the database at `url`, one invitation of each kind of end; nothing committed yet.
fn repository(url: &str) -> Repo {
    let repo = Repo::new();
    repo.write(
        "enroll.yaml",
        &format!(
            "version: 1\norganization: {{ name: Riverside }}\nportal: {{ url: http://127.0.0.1:8600 }}\n\
             database: {url}\nlimits: {{ auto_approve: 20 }}\n"
        ),
    );
    repo.write("policies.yaml", "link: { login: none }\n");
    repo.write("invitations.d/staff.yaml", STAFF);
    repo.write(".gitignore", ".enroll/\n");
    repo.git(&["init", "-q", "-b", "main"]);
    repo
}

const STAFF: &str = "staff:\n  to: [ada@example.com, bea@example.com]\n  policy: link\n  \
                     expires: 2090-01-20\n  opens: 2090-01-05\n  remind: 2d\n";

/// Commits everything under this name.
fn commit(repo: &Repo, who: &str, what: &str) -> String {
    repo.git(&["add", "-A"]);
    let author = format!("{who} <{who}@riverside.example>");
    repo.git(&["commit", "-qm", what, "--author", &author]);
    repo.git(&["rev-parse", "HEAD"]).trim().to_owned()
}

fn json(repo: &Repo, arguments: &[&str]) -> Value {
    let all = [arguments, &["--format", "json"]].concat();
    let said = repo.run(&all).expect_code(0).stdout;
    let document: Value = serde_json::from_str(&said).unwrap();
    if arguments[0] == "plan" {
        crate::verbs::satisfies(&document, "plan");
    }
    document
}

/// Each change as `action id who`, with who asked.
fn asked(plan: &Value) -> Vec<(String, String)> {
    let changes = plan["changes"].as_array().unwrap().iter();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let said = |change: &Value| {
        let asked = &change["asked"];
        let by = match asked["author"].as_str() {
            Some(author) => author.to_owned(),
            None => word(&asked["by"]),
        };
        let who = word(&change["recipient"]["display"]);
        let what = [word(&change["action"]), word(&change["id"]), who].join(" ");
        (what.trim().to_owned(), by)
    };
    changes.map(said).collect()
}

fn row(what: &str, by: &str) -> (String, String) {
    (what.to_owned(), by.to_owned())
}

const BEFORE: &str = "2090-01-04T12:00:00Z";

both_databases!(
    another_instant_shows_what_falls_due_until_then,
    |url| async {
        let repo = repository(url);
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        let at = |time: &str| json(&repo, &["plan", "--now", BEFORE, "--at", time]);
        let due = |plan: &Value| -> Vec<(String, u64)> {
            let due = plan["outlook"]["due"].as_array().unwrap().iter();
            let one = |d: &Value| {
                (
                    d["event"].as_str().unwrap().to_owned(),
                    d["links"].as_u64().unwrap(),
                )
            };
            due.map(one).collect()
        };
        assert_eq!(due(&at("2090-01-04T13:00:00Z")), []);
        assert_eq!(due(&at("2090-01-06T00:00:00Z")), [("opens".to_owned(), 2)]);
        let all = at("2090-02-01T00:00:00Z");
        let events: Vec<String> = due(&all).into_iter().map(|(event, _)| event).collect();
        assert_eq!(events, ["opens", "reminds", "ends"]);
        assert_eq!(all["outlook"]["from"], BEFORE);
        assert_eq!(all["now"], "2090-02-01T00:00:00Z");
        assert_eq!(all["fingerprint"], "", "nothing to agree to");
        assert_eq!(
            due(&at("2089-01-01T00:00:00Z")),
            [],
            "the way back has no dues"
        );

        let human = ["plan", "--now", BEFORE, "--at", "2090-02-01T00:00:00Z"];
        let text = repo.run(&human).expect_code(0).stdout;
        assert!(text.contains("nobody can agree to it"), "{text}");
        assert!(
            text.contains("reminds invitation/staff  2 recipients, 2d before the end"),
            "{text}"
        );
        assert!(
            text.contains("ends    invitation/staff  2 links with uses left"),
            "{text}"
        );
        assert!(!text.contains("Fingerprint"), "{text}");
        let markdown = [&human[..], &["--format", "markdown"]].concat();
        let comment = repo.run(&markdown).expect_code(0).stdout;
        assert!(
            comment.contains("nobody can agree to this plan"),
            "{comment}"
        );
        assert!(comment.contains("- `staff` ends: 2 links"), "{comment}");
        assert!(
            !comment.contains("--approve") && !comment.contains("sha256:"),
            "{comment}"
        );
        let out = repo
            .run(&["plan", "--at", BEFORE, "--out", "p.json"])
            .expect_code(64);
        assert!(out.stderr.contains("leave out `--at`"), "{}", out.stderr);
        assert!(!repo.path().join("p.json").exists());
    }
);

#[test]
fn a_new_invitation_that_will_have_ended_is_withheld_at_that_instant() {
    let repo = repository("sqlite://.enroll/enroll.db");
    let now = json(&repo, &["plan", "--now", BEFORE]);
    assert_eq!(now["summary"]["messages"], 2);
    let later = json(&repo, &["plan", "--at", "2090-02-01T00:00:00Z"]);
    assert_eq!(later["summary"]["messages"], 0, "the link could not work");
    assert_eq!(later["observed"][0]["fact"], "withheld");
}

/// Three commits after the first, by several people, and an edit that is not committed; with the first commit.
fn with_history() -> (Repo, String) {
    let repo = repository("sqlite://.enroll/enroll.db");
    repo.write(
        "invitations.d/old.yaml",
        "old:\n  to: [leo@example.com]\n  policy: link\n",
    );
    let start = commit(&repo, "dana", "Start");
    repo.git(&[
        "mv",
        "invitations.d/staff.yaml",
        "invitations.d/people.yaml",
    ]);
    commit(&repo, "mover", "Rename a file");
    repo.write(
        "invitations.d/people.yaml",
        &STAFF.replace("bea@example.com", "bea@example.com, cy@example.com"),
    );
    commit(&repo, "lena", "Invite Cy");
    repo.git(&["rm", "-q", "invitations.d/old.yaml"]);
    commit(&repo, "omar", "Nobody needs this any more");
    repo.write(
        "invitations.d/new.yaml",
        "new: { send: none, policy: link }\n",
    );
    repo.write(
        "policies.yaml",
        "link: { login: none }\nother: { login: none }\n",
    );
    (repo, start)
}

#[test]
fn a_comparison_says_what_changed_and_who_asked() {
    let (repo, start) = with_history();
    let plan = json(&repo, &["plan", "--against", "HEAD~3"]);
    assert_eq!(plan["against"], start.as_str());
    assert_eq!(plan["fingerprint"], "");
    let omar = "o•••@riverside.example";
    assert_eq!(
        asked(&plan),
        [
            row("revoke old l•••@example.com", omar),
            row("remove old", omar),
            row("create other", "uncommitted"),
            row("create new", "uncommitted"),
            row("create new (one link)", "uncommitted"),
            row("create staff c•••@example.com", "l•••@riverside.example"),
        ]
    );
    let text = repo
        .run(&["plan", "--against", "HEAD~3"])
        .expect_code(0)
        .stdout;
    assert!(text.contains(&format!("compared with {start}")), "{text}");
    assert!(
        text.contains(&format!("asked for by {omar}")) && text.contains("not committed yet"),
        "{text}"
    );
    let comment = repo.run(&["plan", "--against", "HEAD~3", "--format", "markdown"]);
    let comment = comment.expect_code(0).stdout;
    assert!(comment.contains("**Who asked**"), "{comment}");
    assert!(
        comment.contains(": 2 changes") && !comment.contains("omar@"),
        "{comment}"
    );
    let full = json(&repo, &["plan", "--against", "HEAD~3", "--pii", "full"]);
    assert_eq!(asked(&full)[0].1, "omar@riverside.example");
    assert!(!repo.path().join(".enroll").exists(), "no database");

    let none = json(&repo, &["plan", "--against", "HEAD", "--only", "staff"]);
    assert_eq!(none["summary"]["changes"], 0);
}

#[test]
fn a_comparison_needs_git_a_commit_and_a_valid_declaration_there() {
    let repo = repository("sqlite://.enroll/enroll.db");
    let against = |name: &str| repo.run(&["plan", "--against", name]);
    let says =
        |outcome: Outcome, text: &str| assert!(outcome.stderr.contains(text), "{}", outcome.stderr);
    says(
        against("HEAD").expect_code(1),
        "there is no commit HEAD here",
    );
    let sound = repo.read("policies.yaml");
    std::fs::rename(repo.path().join("enroll.yaml"), repo.path().join("kept")).unwrap();
    commit(&repo, "dana", "Before there was anything");
    std::fs::rename(repo.path().join("kept"), repo.path().join("enroll.yaml")).unwrap();
    repo.write("policies.yaml", "link: { login: perhaps }\n");
    commit(&repo, "dana", "A mistake");
    repo.write("policies.yaml", &sound);
    says(
        against("HEAD").expect_code(7),
        "at HEAD: the repository has 1 errors",
    );
    let first = json(&repo, &["plan", "--against", "HEAD~1"]);
    assert_eq!(first["summary"]["messages"], 2, "all of it is new");
    says(
        against("--upload-pack=x").expect_code(64),
        "unexpected argument",
    );
    says(
        repo.run(&["plan", "--against", "HEAD", "--out", "p"])
            .expect_code(64),
        "leave out `--against`",
    );
    says(
        repo.run(&["plan", "--against", "HEAD", "--at", BEFORE])
            .expect_code(64),
        "cannot be used with",
    );

    let outside = repository("sqlite://.enroll/enroll.db");
    std::fs::remove_dir_all(outside.path().join(".git")).unwrap();
    says(
        outside.run(&["plan", "--against", "HEAD"]).expect_code(1),
        "kept in git",
    );
}

#[test]
fn a_shallow_clone_says_that_it_cannot_know() {
    let origin = repository("sqlite://.enroll/enroll.db");
    commit(&origin, "dana", "Start");
    let clone = Repo::new();
    let from = format!("file://{}", origin.path().display());
    origin.write(
        "policies.yaml",
        "link: { login: none }\nother: { login: none }\n",
    );
    commit(&origin, "lena", "One more");
    clone.git(&["clone", "-q", "--depth", "1", &from, "."]);
    clone.write(
        "invitations.d/staff.yaml",
        &STAFF.replace("ada@example.com, ", ""),
    );
    let plan = json(&clone, &["plan", "--against", "HEAD"]);
    assert_eq!(
        asked(&plan),
        [row("revoke staff a•••@example.com", "uncommitted")]
    );
    let _ = clone
        .run(&["apply", "--auto-approve", "--no-send"])
        .expect_code(0);
    let why = json(&clone, &["why", "bea@example.com"]);
    assert_eq!(why[0]["asked"]["by"], "uncommitted");
    clone.write("invitations.d/staff.yaml", STAFF);
    let _ = clone
        .run(&["apply", "--auto-approve", "--no-send"])
        .expect_code(0);
    let why = json(&clone, &["why", "ada@example.com"]);
    assert_eq!(why[0]["asked"]["by"], "shallow");
}

both_databases!(a_run_keeps_who_asked_and_why_tells_it, |url| async {
    let repo = repository(url);
    commit(&repo, "dana", "Start");
    let cy = STAFF.replace("bea@example.com", "bea@example.com, cy@example.com");
    repo.write("invitations.d/staff.yaml", &cy);
    let wrote = commit(&repo, "lena", "Invite Cy");
    let _ = repo
        .run(&["apply", "--auto-approve", "--no-send"])
        .expect_code(0);
    let why = json(&repo, &["why", "cy@example.com"]);
    assert_eq!(why[0]["asked"]["commit"], wrote.as_str());
    assert_eq!(why[0]["asked"]["author"], "l•••@riverside.example");
    let text = repo.run(&["why", "cy@example.com"]).expect_code(0).stdout;
    assert!(
        text.contains("asked for by l•••@riverside.example in"),
        "{text}"
    );
    let full = json(&repo, &["why", "cy@example.com", "--pii", "full"]);
    assert_eq!(full[0]["asked"]["author"], "lena@riverside.example");
    let hash = json(&repo, &["why", "cy@example.com", "--pii", "hash"]);
    assert!(
        hash[0]["asked"]["author"]
            .as_str()
            .unwrap()
            .starts_with("h1:"),
        "{hash}"
    );
});
