//! What a plan shows is what happens, and neither the arrangement of files nor the database changes it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use enroll::base::time::Timestamp;
use enroll::model::observed::Observed;
use enroll::plan::scope::Scope;
use enroll::plan::{Circumstances, diff};
use enroll::spec::{SourceFile, load};
use proptest::prelude::*;
use serde_json::Value;

use crate::installation::{number, sql};
use crate::plan::{clear, copy, empty};
use crate::support::binary::Repo;
use crate::support::database::Database;
use crate::support::source;

/// The cases of `tests/plans` that begin with something applied.
fn cases() -> Vec<PathBuf> {
    let all = fs::read_dir(source::root().join("tests/plans")).unwrap();
    let mut all: Vec<PathBuf> = all.map(|e| e.unwrap().path()).collect();
    all.retain(|case| case.join("before").exists());
    all.sort();
    all
}

/// A repository with `before` applied to the database at `url`, and `after` in its files.
fn between(case: &Path, url: &str) -> Repo {
    let repo = empty();
    copy(&case.join("before"), &repo.path());
    let apply = ["--database", url, "apply", "--auto-approve", "--no-send"];
    let _ = repo.run(&apply).expect_code(0);
    clear(&repo);
    copy(&case.join("after"), &repo.path());
    repo
}

fn planned(repo: &Repo, url: &str) -> Value {
    let plan = repo.run(&["--database", url, "plan", "--format", "json"]);
    serde_json::from_str(&plan.expect_code(0).stdout).unwrap()
}

/// How often the changes of a plan have this effect.
fn effects(plan: &Value, name: &str) -> i64 {
    let changes = plan["changes"].as_array().unwrap().iter();
    let all = changes.flat_map(|c| c["effects"].as_array().unwrap());
    i64::try_from(all.filter(|e| e["effect"] == name).count()).unwrap()
}

/// Messages ever written, and links that work.
async fn counted(url: &str) -> (i64, i64) {
    let working = "SELECT COUNT(*) FROM recipient WHERE removed_at IS NULL AND revoked_at IS NULL AND held_at IS NULL \
                   AND (uses IS NULL OR used < uses) AND (expires_at IS NULL OR expires_at > 1700000000000000)";
    (
        number(url, "SELECT COUNT(*) FROM outbox").await,
        number(url, working).await,
    )
}

both_databases!(
    apply_does_what_the_plan_shows_and_nothing_else,
    |kind| async {
        for case in cases() {
            let database = match kind.starts_with("sqlite") {
                true => Database::sqlite(),
                false => Database::postgres(),
            };
            let url = database.url();
            let repo = between(&case, url);
            let before = counted(url).await;
            let plan = planned(&repo, url);
            assert_eq!(counted(url).await, before, "a plan writes nothing");
            let agreed = plan["fingerprint"].as_str().unwrap();
            let mut apply = vec!["--database", url, "apply", "--no-send", "--approve", agreed];
            for ack in plan["guards"].as_array().unwrap() {
                if let Some(ack) = ack["ack"].as_str() {
                    apply.extend(["--ack", ack]);
                }
            }
            let _ = repo.run(&apply).expect_code(0);
            let after = counted(url).await;
            let name = case.display();
            assert_eq!(after.0 - before.0, effects(&plan, "send_message"), "{name}");
            let changes = plan["changes"].as_array().unwrap().iter();
            let new = changes.filter(|c| c["action"] == "create" && !c["recipient"].is_null());
            let new = i64::try_from(new.count()).unwrap();
            let ended = effects(&plan, "revoke_link") + effects(&plan, "expire_link");
            let links = new + effects(&plan, "revive_link") - ended;
            assert_eq!(after.1 - before.1, links, "{name}");
            assert_eq!(planned(&repo, url)["summary"]["changes"], 0, "{name}");
        }
    }
);

#[tokio::test]
async fn both_databases_make_the_same_plan() {
    for case in cases() {
        let mut found = Vec::new();
        for database in [Database::sqlite(), Database::postgres()] {
            let url = database.url();
            let repo = between(&case, url);
            sql(
                url,
                "UPDATE installation SET instance = 'same', salt = 'same'",
            )
            .await;
            let mut plan = planned(&repo, url);
            plan["now"].take();
            found.push((plan["fingerprint"].clone(), plan["changes"].clone()));
        }
        assert_eq!(found[0], found[1], "{}", case.display());
    }
}

const ROOT: &str =
    "version: 1\norganization: { name: Riverside }\nportal: { url: http://127.0.0.1:8600 }\n";

/// Invitations as lists of lines.
const INVITATIONS: [&[&str]; 4] = [
    &[
        "to: [ada@example.com, bea@example.com]",
        "policy: link",
        "site: east",
        "expires: 2090-03-07",
    ],
    &["to: [cid@example.com]", "policy: link", "uses: 3"],
    &["send: none", "uses: unlimited", "policy: other"],
    &[
        "to: [{ email: dee@example.com, name: Dee, language: es, serial: F2LXK0TEST01 }]",
        "policy: other",
        "except: { dee@example.com: Away }",
    ],
];

/// A repository whose entries stand in files and in an order that `choices` say.
fn arranged(choices: &[u8]) -> Vec<SourceFile> {
    let mut next = choices.iter().copied().cycle();
    let mut next = || usize::from(next.next().unwrap_or(0));
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut order: Vec<usize> = (0..INVITATIONS.len()).collect();
    for i in 0..order.len() {
        let with = next() % order.len();
        order.swap(i, with);
    }
    for n in order {
        let mut lines = INVITATIONS[n].to_vec();
        let turn = next() % lines.len();
        lines.rotate_left(turn);
        let name = [
            "invitations.yaml",
            "invitations.d/b.yaml",
            "invitations.d/x/a.yaml",
        ][next() % 3];
        let entry = format!("invitation-{n}:\n  {}\n", lines.join("\n  "));
        files.entry(name.to_owned()).or_default().push_str(&entry);
    }
    let mut policies = [
        "link: { login: none }\n",
        "other: { login: none, min_os: 17 }\n",
    ];
    policies.rotate_left(next() % 2);
    files.insert("policies.yaml".to_owned(), policies.concat());
    files.insert(
        "sites.d/x.yaml".to_owned(),
        "east: { name: East }\n".to_owned(),
    );
    files.insert("enroll.yaml".to_owned(), ROOT.to_owned());
    let mut files: Vec<SourceFile> = files
        .into_iter()
        .map(|(path, text)| SourceFile { path, text })
        .collect();
    let turn = next() % files.len();
    files.rotate_left(turn);
    files
}

fn fingerprint(files: &[SourceFile]) -> String {
    let loaded = load(files);
    let desired = loaded
        .desired
        .unwrap_or_else(|| panic!("{:?}", loaded.diagnostics));
    let circumstances = Circumstances {
        now: Timestamp(1_000_000),
        ci: false,
        scope: &Scope::Complete,
    };
    diff(&desired, &Observed::default(), circumstances)
        .unwrap()
        .fingerprint
}

proptest! {
    #[test]
    fn the_arrangement_of_files_and_keys_never_matters(choices in proptest::collection::vec(any::<u8>(), 1..24)) {
        prop_assert_eq!(fingerprint(&arranged(&choices)), fingerprint(&arranged(&[0])));
    }
}
