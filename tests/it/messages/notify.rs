//! `notify: true`: who is told that a link ends elsewhere or was cancelled, as the plan says.

use std::fs;

use super::{apply, mails, repository};
use crate::installation::sql;

const STAFF: &str = "staff:\n  to: [{ email: ada@example.com, language: de }, bea@example.com]\n  policy: link\n  \
                     expires: 14d\n  notify: true\n";

/// Messages of a plan that changes links, and the subjects that ada and bea got for it.
fn subjects(repo: &crate::support::binary::Repo) -> Vec<String> {
    mails(repo).into_iter().map(|m| m.subject).collect()
}

both_databases!(people_are_told_of_another_end_and_site, |url| async {
    let repo = repository(url, STAFF);
    apply(&repo);
    repo.write("invitations.d/a.yaml", &STAFF.replace("14d", "21d"));
    let plan = repo.run(&["plan"]).expect_code(0).stdout;
    assert!(
        plan.contains("another end or site, sends an email"),
        "{plan}"
    );
    assert!(plan.contains("2 to send"), "{plan}");
    apply(&repo);
    let told = subjects(&repo);
    assert!(told[1].starts_with("Neues Datum: "), "{told:?}");
    assert!(told[3].starts_with("New date: "), "{told:?}");
    let again = repo.run(&["plan", "--detailed-exitcode"]).expect_code(0);
    assert!(
        again.stdout.starts_with("Nothing to do."),
        "{}",
        again.stdout
    );
    let moved = STAFF.replace("14d", "21d") + "  site: high\n";
    repo.write("invitations.d/a.yaml", &moved);
    apply(&repo);
    let told = subjects(&repo);
    assert_eq!(told.len(), 6, "{told:?}");
    assert_eq!(told[5], "New site for your iPhone or iPad");
    assert!(mails(&repo)[5].text.contains("High School"));
});

both_databases!(people_are_told_that_their_link_was_cancelled, |url| async {
    let repo = repository(url, STAFF);
    apply(&repo);
    let left = format!("{STAFF}  except: {{ ada@example.com: Left }}\n");
    repo.write("invitations.d/a.yaml", &left);
    let plan = repo
        .run(&["plan", "--format", "json"])
        .expect_code(0)
        .stdout;
    let plan: serde_json::Value = serde_json::from_str(&plan).unwrap();
    assert_eq!(plan["summary"]["messages"], 1);
    let effects = &plan["changes"][0]["effects"];
    assert_eq!(effects[1]["message"], "revoked", "{effects}");
    apply(&repo);
    fs::remove_file(repo.path().join("invitations.d/a.yaml")).unwrap();
    repo.write(
        "invitations.d/b.yaml",
        "other: { to: [cid@example.com], policy: link }\n",
    );
    apply(&repo);
    let told = subjects(&repo);
    assert_eq!(told.len(), 5, "{told:?}");
    assert_eq!(told[1], "Ihr Link zum Einrichten wurde zurückgezogen");
    assert_eq!(told[3], "Your iPhone or iPad setup link was cancelled");
    assert!(!mails(&repo)[3].text.contains("/e/"), "no link in it");
});

both_databases!(who_never_got_the_link_is_told_nothing, |url| async {
    let repo = repository(url, STAFF);
    apply(&repo);
    sql(
        url,
        "UPDATE outbox SET state = 'bounced' WHERE address = 'bea@example.com'",
    )
    .await;
    sql(
        url,
        "UPDATE recipient SET used = 1 WHERE key = 'ada@example.com'",
    )
    .await;
    repo.write("invitations.d/a.yaml", &STAFF.replace("14d", "21d"));
    apply(&repo);
    assert_eq!(
        mails(&repo).len(),
        2,
        "one is enrolled, the other has no message"
    );
    // Without the wish, nobody is told.
    let quiet = STAFF.replace("  notify: true\n", "");
    repo.write("invitations.d/a.yaml", &quiet.replace("14d", "28d"));
    sql(url, "UPDATE recipient SET used = 0").await;
    apply(&repo);
    assert_eq!(mails(&repo).len(), 2);
});
