//! `enroll ci comment`: printed, posted once, kept up to date.

use super::forge::{Forge, TOKEN};
use super::school;
use crate::support::binary::Repo;

const DATABASE: &str = "sqlite://.enroll/enroll.db";

async fn run(repo: &Repo, arguments: &[&str], code: i32) -> String {
    // The fake host answers on this thread's runtime meanwhile.
    let outcome = tokio::task::block_in_place(|| repo.run(arguments)).expect_code(code);
    assert!(!outcome.stderr.contains(TOKEN) && !outcome.stdout.contains(TOKEN));
    outcome.stdout + &outcome.stderr
}

fn in_github(repo: &mut Repo, url: &str) {
    let event = r#"{"pull_request": {"number": 7, "head": {"sha": "aaaaaaaaaaaaaaaa"}}}"#;
    repo.write("event.json", event);
    repo.env("GITHUB_API_URL", url)
        .env("GITHUB_REPOSITORY", "it/enrollment")
        .env("GITHUB_TOKEN", TOKEN)
        .env("GITHUB_EVENT_PATH", "event.json");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_is_posted_once_and_kept_up_to_date() {
    let forge = Forge::default();
    let mut repo = school(DATABASE, "from: it@example.com", "ada@example.com");
    in_github(&mut repo, &forge.start().await);
    for n in 0..150 {
        forge.say(&format!("talk {n}"));
    }
    let post = ["ci", "comment", "plan.json", "--post", "github"];
    let plan = async |code| {
        let plan = run(&repo, &["plan", "--format", "json"], code).await;
        repo.write("plan.json", &plan);
    };
    plan(0).await;
    assert!(run(&repo, &post, 0).await.contains("comment posted"));
    let first = forge.bodies().pop().unwrap();
    assert!(
        first.starts_with("<!-- enroll:plan:default -->\n### 📨"),
        "{first}"
    );
    assert!(
        first.contains("1 email") && first.contains("`aaaaaaaaaaaa`"),
        "{first}"
    );
    assert!(!first.contains("ada@"), "{first}");

    repo.write("sites.yaml", "main: { name: Main }\n");
    plan(0).await;
    let event = r#"{"pull_request": {"number": 7, "head": {"sha": "bbbbbbbbbbbbbbbb"}}}"#;
    repo.write("event.json", event);
    forge.be_busy(&[502, 429]);
    assert!(run(&repo, &post, 0).await.contains("up to date"));
    let bodies = forge.bodies();
    assert_eq!(bodies.len(), 151);
    let second = &bodies[150];
    assert!(second.contains("site/main"), "{second}");
    assert!(
        second.contains("~~`aaaaaaaaaaaa`~~ `bbbbbbbbbbbb`"),
        "{second}"
    );

    let other = [&post[..], &["--label", "prod"]].concat();
    run(&repo, &other, 0).await;
    assert_eq!(forge.bodies().len(), 152, "another label, another comment");
    run(&repo, &["apply", "--auto-approve"], 0).await;
    plan(0).await;
    run(&repo, &post, 0).await;
    assert!(forge.bodies()[150].contains("nothing to do"));
    let quiet = [&post[..], &["--label", "quiet"]].concat();
    assert!(run(&repo, &quiet, 0).await.contains("nothing posted"));
    assert_eq!(forge.bodies().len(), 152);
}

#[tokio::test(flavor = "multi_thread")]
async fn gitlab_is_spoken_too() {
    let forge = Forge::default();
    let mut repo = school(DATABASE, "from: it@example.com", "ada@example.com");
    repo.env("CI_API_V4_URL", forge.start().await)
        .env("CI_PROJECT_ID", "42")
        .env("CI_MERGE_REQUEST_IID", "7")
        .env("CI_COMMIT_SHA", "cccccccccccc")
        .env("ENROLL_GITLAB_TOKEN", TOKEN);
    let post = ["ci", "comment", "--post", "gitlab"];
    run(&repo, &post, 0).await;
    run(&repo, &post, 0).await;
    assert_eq!(forge.bodies().len(), 1);
    assert!(forge.bodies()[0].contains("`cccccccccccc`"));
    repo.env("ENROLL_GITLAB_TOKEN", "wrong");
    let refused = run(&repo, &post, 1).await;
    assert!(
        refused.contains("401") && refused.contains("token"),
        "{refused}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_label_tells_what_merging_does() {
    let forge = Forge::default();
    let mut repo = school(DATABASE, "from: it@example.com", "ada@example.com");
    let url = forge.start().await;
    in_github(&mut repo, &url);
    repo.env("CI_API_V4_URL", &url)
        .env("CI_PROJECT_ID", "42")
        .env("CI_MERGE_REQUEST_IID", "7")
        .env("ENROLL_GITLAB_TOKEN", TOKEN);
    forge.label("urgent");
    for host in ["github", "gitlab"] {
        let post = ["ci", "comment", "--post", host];
        let told = run(&repo, &post, 0).await;
        assert!(told.contains("labelled enroll:sends"), "{told}");
        assert_eq!(forge.labels(), ["enroll:sends", "urgent"]);

        let root = repo.read("enroll.yaml");
        let strict = root.replace("messages: 20", "messages: 0");
        repo.write("enroll.yaml", &strict);
        run(&repo, &post, 0).await;
        assert_eq!(forge.labels(), ["enroll:blocked", "urgent"]);
        repo.write("enroll.yaml", &root);

        let named = [&post[..], &["--label", "prod"]].concat();
        run(&repo, &named, 0).await;
        assert_eq!(
            forge.labels(),
            ["enroll:blocked", "enroll:prod:sends", "urgent"],
            "another plan, another label"
        );
        forge.unlabel("enroll:prod:sends");
    }
    run(&repo, &["apply", "--auto-approve"], 0).await;
    let post = ["ci", "comment", "--post", "github"];
    run(&repo, &post, 0).await;
    assert_eq!(forge.labels(), ["enroll:no-changes", "urgent"]);
    repo.write("sites.yaml", "main: { name: Main }\n");
    run(&repo, &post, 0).await;
    assert_eq!(forge.labels(), ["enroll:safe", "urgent"]);
    let invitation = repo.read("invitations.d/a.yaml");
    let revoked = format!("{invitation}  revoked: a mistake\n");
    repo.write("invitations.d/a.yaml", &revoked);
    run(&repo, &post, 0).await;
    assert_eq!(forge.labels(), ["enroll:revokes", "urgent"]);

    forge.refuse_labels();
    let told = run(&repo, &post, 0).await;
    assert!(told.contains("up to date"), "{told}");
    assert!(told.contains("warning: no label is set"), "{told}");
}

#[test]
fn a_comment_is_printed_from_a_file_or_from_now() {
    let repo = school(DATABASE, "from: it@example.com", "ada@example.com");
    let now = repo.run(&["ci", "comment"]).expect_code(0).stdout;
    let plan = repo
        .run(&["plan", "--format", "json"])
        .expect_code(0)
        .stdout;
    repo.write("plan.json", &plan);
    let file = repo
        .run(&["ci", "comment", "plan.json"])
        .expect_code(0)
        .stdout;
    let steady = |text: &str| text.split("Fingerprint").next().unwrap().to_owned();
    assert_eq!(steady(&now), steady(&file));
    assert!(file.contains("**1 email"), "{file}");
    for (text, word) in [
        ("{}", "unnamed"),
        ("nonsense", "cannot be read"),
        (r#"{"format":"enroll.plan","format_version":"2.0"}"#, "2.0"),
    ] {
        repo.write("plan.json", text);
        let refused = repo.run(&["ci", "comment", "plan.json"]).expect_code(64);
        assert!(refused.stderr.contains(word), "{}", refused.stderr);
    }
    let nowhere = repo
        .run(&["ci", "comment", "--post", "github"])
        .expect_code(64);
    assert!(
        nowhere.stderr.contains("GITHUB_REPOSITORY"),
        "{}",
        nowhere.stderr
    );
    let _ = repo
        .run(&["ci", "comment", "--label", "a-->b"])
        .expect_code(64);
}
