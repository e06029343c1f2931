//! What each level of `--pii` shows.

use super::*;

/// The addresses that `get recipients` shows.
fn shown(repo: &Repo, pii: &str) -> Vec<String> {
    let all = ["get", "recipients", "--format", "json", "--pii", pii];
    let told = repo.run(&all).expect_code(0).stdout;
    let rows: serde_json::Value = serde_json::from_str(&told).unwrap();
    let who = |row: &serde_json::Value| row["who"].as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(who).collect()
}

fn invited(url: &str) -> Repo {
    let mut repo = Repo::new();
    repo.env("ENROLL_DATABASE_URL", url);
    repo.write(
        "enroll.yaml",
        "version: 1\norganization: { name: Riverside }\nportal: { url: http://127.0.0.1:8600 }\n\
         limits: { auto_approve: 9 }\n",
    );
    repo.write("policies.yaml", "link: { login: none }\n");
    let two = "[canary-7f3a@leak.example, ada@leak.example]";
    repo.write(
        "invitations.d/a.yaml",
        &format!("a: {{ to: {two}, policy: link }}\n"),
    );
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo
}

both_databases!(
    hashes_are_stable_in_one_installation_and_full_shows_all,
    |url| async {
        let repo = invited(url);
        let hashed = shown(&repo, "hash");
        assert!(
            hashed.iter().all(|who| who.starts_with("h1:")),
            "{hashed:?}"
        );
        assert_ne!(hashed[0], hashed[1]);
        assert_eq!(shown(&repo, "hash"), hashed);
        repo.write("sites.yaml", "main: { name: Main }\n");
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        assert_eq!(shown(&repo, "hash"), hashed, "another run changes none");
        let status = repo.run(&["status", "a", "--pii", "hash"]).expect_code(0);
        let messages = repo
            .run(&["get", "messages", "--pii", "hash"])
            .expect_code(0);
        for who in &hashed {
            assert!(status.stdout.contains(who), "{}", status.stdout);
            assert!(messages.stdout.contains(who), "{}", messages.stdout);
        }
        let elsewhere = Database::sqlite();
        let other = invited(elsewhere.url());
        assert!(
            shown(&other, "hash")
                .iter()
                .all(|who| !hashed.contains(who))
        );

        let mut full = shown(&repo, "full");
        full.sort();
        assert_eq!(full, ["ada@leak.example", "canary-7f3a@leak.example"]);
        assert_eq!(
            shown(&repo, "mask"),
            ["a•••@leak.example", "c•••@leak.example"]
        );
    }
);
