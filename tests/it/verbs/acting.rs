//! Verbs that act on one thing: `revoke`, `link`, `password`.

use super::{json, plain, satisfies};
use crate::portal::school::School;

both_databases!(
    an_operators_revocation_wins_until_it_is_lifted,
    |url| async {
        let school = School::without_root(url);
        let (repo, visitor) = (&school.repo, school.visitor());
        let link = school.link("teachers");
        let _ = repo.run(&["revoke", "teachers"]).expect_code(64);
        let _ = repo
            .run(&["revoke", "nothing", "--reason", "x"])
            .expect_code(1);
        let done = repo
            .run(&["revoke", "teachers", "--reason", "the list was wrong"])
            .expect_code(0);
        assert!(
            done.stdout.contains("Revoked 1 link of teachers"),
            "{}",
            done.stdout
        );
        let cancelled = "This invitation was cancelled";
        visitor.open(&link).await.expect(410, &link, cancelled);
        for _ in 0..2 {
            let plan = repo
                .run(&["plan", "--detailed-exitcode"])
                .expect_code(0)
                .stdout;
            assert!(
                plan.contains("revoked by an operator: the list was wrong"),
                "{plan}"
            );
            assert!(plan.contains("enroll revoke teachers --lift"), "{plan}");
            let document = json(&repo.run(&["plan", "--format", "json"]).expect_code(0));
            satisfies(&document, "plan");
            let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
            visitor.open(&link).await.expect(410, &link, cancelled);
        }
        let status = repo.run(&["status", "teachers"]).expect_code(0).stdout;
        assert!(status.contains("revoked: the list was wrong"), "{status}");
        let _ = repo.run(&["revoke", "teachers", "--lift"]).expect_code(0);
        assert_eq!(
            visitor.open(&link).await.status,
            200,
            "the same link lives again"
        );
        let plan = repo.run(&["plan"]).expect_code(0).stdout;
        assert!(!plan.contains("operator"), "{plan}");

        let maya = school.link("maya");
        let who = "maya.chen@riverside.example";
        let _ = repo
            .run(&["revoke", "maya", who, "--reason", "lost"])
            .expect_code(0);
        visitor.open(&maya).await.expect(410, &maya, cancelled);
        let _ = repo.run(&["revoke", "maya", who, "--lift"]).expect_code(0);
        assert_eq!(visitor.open(&maya).await.status, 200);
    }
);

both_databases!(
    a_link_is_shown_to_people_and_that_is_recorded,
    |url| async {
        let school = School::without_root(url);
        let repo = &school.repo;
        let refused = repo.run(&["link", "poster"]).expect_code(4);
        assert!(refused.stderr.contains("--pii full"), "{}", refused.stderr);
        assert_eq!(refused.stdout, "");
        let full = repo
            .run(&["link", "poster", "--pii", "full"])
            .expect_code(0);
        let url = full.stdout.lines().next().unwrap().to_owned();
        assert!(url.starts_with(&format!("{}/e/", school.url)), "{url}");
        let terminal = repo.run_at_terminal(&["link", "poster"], "").expect_code(0);
        assert!(terminal.stdout.contains(&url), "{}", terminal.stdout);
        let drawn = repo
            .run(&["link", "poster", "--qr", "poster.svg"])
            .expect_code(0);
        assert!(!drawn.stdout.contains("/e/"), "{}", drawn.stdout);
        let svg = repo.read("poster.svg");
        assert!(
            svg.contains("<svg ") && svg.contains("xmlns") && !svg.contains("/e/"),
            "{svg}"
        );

        let many = repo
            .run(&["link", "nothing", "--pii", "full"])
            .expect_code(1);
        assert!(
            many.stderr.contains("no invitation nothing"),
            "{}",
            many.stderr
        );
        let shown = "SELECT COUNT(*) FROM event WHERE action = 'link_shown' AND actor = 'operator'";
        assert_eq!(
            school.number(shown).await,
            3,
            "each showing, and no refusal"
        );
    }
);

#[test]
fn a_password_becomes_a_hash_that_lets_in() {
    let repo = plain("auto_approve: 9");
    let hash = |keys: &str| repo.run_at_terminal(&["password"], keys);
    let told = hash("correct horse\ncorrect horse\n").expect_code(0).stdout;
    let line = told
        .lines()
        .find(|l| l.contains("$argon2id$v=19$"))
        .unwrap();
    let phc = &line[line.find("$argon2id").unwrap()..];
    repo.write(
        "accounts.yaml",
        &format!("tess: {{ password_hash: \"{phc}\" }}\n"),
    );
    let _ = repo.run(&["validate"]).expect_code(0);
    let other = hash("one\ntwo\n").expect_code(64);
    assert!(other.stdout.contains("differ"), "{}", other.stdout);
}
