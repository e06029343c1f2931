//! Reminders: agreed to in the plan, sent once, and only to people for whom they make sense.

use super::{apply, mails, repository};
use crate::installation::{number, sql};
use crate::portal::school::School;
use crate::support::process::until;

const STAFF: &str = "staff:\n  to: [ada@example.com, bea@example.com]\n  policy: link\n  expires: 14d\n  \
                     remind: [3d, 1d]\n";
/// Three days and one, in microseconds.
const THREE: &str = "UPDATE reminder SET due_at = 1 WHERE ahead = 259200000000";
const BOTH: &str = "UPDATE reminder SET due_at = 1, settled_at = NULL";

both_databases!(a_plan_lists_reminders_beside_its_changes, |url| async {
    let repo = repository(url, STAFF);
    let plan = repo.run(&["plan", "--format", "json"]).expect_code(0);
    let plan: serde_json::Value = serde_json::from_str(&plan.stdout).unwrap();
    assert_eq!(plan["summary"]["messages"], 2, "reminders are no part");
    let facts = plan["observed"].as_array().unwrap();
    let told: Vec<_> = facts
        .iter()
        .map(|f| (f["ahead"].as_str().unwrap(), f["recipients"].as_u64()))
        .collect();
    assert_eq!(told, [("3d", Some(2)), ("1d", Some(2))]);
    let said = apply(&repo);
    let line = "reminds   invitation/staff  3d before the end";
    assert!(said.contains(line), "{said}");
    assert_eq!(mails(&repo).len(), 2, "nothing is due yet");
    let again = repo.run(&["plan", "--detailed-exitcode"]).expect_code(0);
    let again = again.stdout;
    let listed = again.contains("1d before the end") && again.contains("2 recipients");
    assert!(listed, "{again}");
});

both_databases!(
    a_reminder_leaves_once_in_the_thread_of_its_invitation,
    |url| async {
        let repo = repository(url, STAFF);
        apply(&repo);
        sql(url, THREE).await;
        sql(
            url,
            "UPDATE recipient SET used = 1 WHERE key = 'bea@example.com'",
        )
        .await;
        apply(&repo);
        let sent = mails(&repo);
        let to: Vec<_> = sent.iter().map(|m| m.to.as_str()).collect();
        assert_eq!(
            to,
            ["ada@example.com", "ada@example.com", "bea@example.com"]
        );
        let (invitation, reminder) = (&sent[0], &sent[1]);
        let subject = &reminder.subject;
        assert!(
            subject.starts_with("Reminder: set up your iPhone or iPad by "),
            "{subject}"
        );
        assert_eq!(reminder.answers.as_deref(), Some(invitation.id.as_str()));
        assert_eq!(reminder.link(), invitation.link(), "the same link");
        apply(&repo);
        assert_eq!(mails(&repo).len(), 3, "once");
        let left = repo.run(&["plan"]).expect_code(0).stdout;
        let listed = !left.contains("3d before the end") && left.contains("1 recipient,");
        assert!(listed, "{left}");

        // Whatever the rows say: one of each distance, two in all.
        for _ in 0..3 {
            sql(url, BOTH).await;
            apply(&repo);
        }
        assert_eq!(mails(&repo).len(), 4);
        let written = "SELECT COUNT(*) FROM outbox WHERE kind = 'reminder'";
        assert_eq!(number(url, written).await, 2);
    }
);

both_databases!(nobody_is_reminded_of_a_link_that_ended, |url| async {
    let people = ["held", "left", "over", "bounced", "later", "shut"];
    let list: Vec<String> = people.iter().map(|p| format!("{p}@example.com")).collect();
    let declared = |except: &str| {
        format!(
            "all:\n  to: [{}]\n  policy: link\n  expires: 14d\n  remind: 2d\n{except}",
            list.join(", ")
        )
    };
    let repo = repository(url, &declared(""));
    apply(&repo);
    repo.write(
        "invitations.d/a.yaml",
        &declared("  except: { left@example.com: Left }\n"),
    );
    apply(&repo);
    let _ = repo
        .run(&["revoke", "all", "held@example.com", "--reason", "lost"])
        .expect_code(0);
    for change in [
        "UPDATE recipient SET expires_at = 2 WHERE key = 'over@example.com'",
        "UPDATE outbox SET state = 'bounced' WHERE address = 'bounced@example.com'",
        "UPDATE recipient SET opens_at = expires_at - 1 WHERE key = 'shut@example.com'",
        "UPDATE reminder SET due_at = 1",
    ] {
        sql(url, change).await;
    }
    apply(&repo);
    let sent = mails(&repo);
    let reminded: Vec<&str> = sent
        .iter()
        .filter(|m| m.answers.is_some())
        .map(|m| m.to.as_str())
        .collect();
    assert_eq!(reminded, ["later@example.com"]);
    let waiting = "SELECT COUNT(*) FROM reminder WHERE settled_at IS NULL";
    assert_eq!(
        number(url, waiting).await,
        1,
        "the link that does not work yet"
    );
});

both_databases!(a_server_reminds_by_itself, |url| async {
    let repo = repository(url, STAFF);
    apply(&repo);
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let mut servers = [repo.spawn(&serve), repo.spawn(&serve)];
    for server in &mut servers {
        server.wait_for("listening");
    }
    sql(url, THREE).await;
    let four = until(std::time::Duration::from_secs(60), || {
        (mails(&repo).len() == 4).then_some(())
    });
    assert!(four.is_some());
    assert_eq!(
        number(url, "SELECT COUNT(*) FROM outbox WHERE kind = 'reminder'").await,
        2
    );
});

both_databases!(moving_the_end_moves_the_reminder, |url| async {
    let repo = repository(url, STAFF);
    apply(&repo);
    let due = |ahead: i64| format!("SELECT MAX(due_at) FROM reminder WHERE ahead = {ahead}");
    let before = number(url, &due(86_400_000_000)).await;
    repo.write(
        "invitations.d/a.yaml",
        &STAFF.replace("14d", "21d").replace("[3d, 1d]", "1d"),
    );
    apply(&repo);
    let after = number(url, &due(86_400_000_000)).await;
    assert_eq!(after - before, 7 * 86_400_000_000);
    assert_eq!(
        number(url, "SELECT COUNT(*) FROM reminder").await,
        2,
        "one each"
    );
    // What has passed when it is agreed to is not sent.
    repo.write(
        "invitations.d/a.yaml",
        &STAFF.replace("14d", "4h").replace("[3d, 1d]", "1h"),
    );
    sql(
        url,
        "UPDATE recipient SET anchored_at = anchored_at - 12600000000",
    )
    .await;
    apply(&repo);
    assert_eq!(number(url, "SELECT COUNT(*) FROM reminder").await, 0);
});

both_databases!(a_reminder_says_where_the_person_stopped, |url| async {
    let school = School::open(url);
    let link = school.link("maya");
    let visitor = school.visitor();
    let login = visitor.start(&link).await;
    let _ = visitor
        .send(
            &login,
            "/enroll/login",
            &[
                ("source", "directory"),
                ("username", "maya.chen"),
                ("password", "maya.chen-pass"),
            ],
        )
        .await;
    let owed = "INSERT INTO reminder (recipient, ahead, due_at) SELECT uid, 1, 1 FROM recipient WHERE invitation = 'maya'";
    school.sql(owed).await;
    apply(&school.repo);
    let all = until(std::time::Duration::from_secs(60), || {
        mails(&school.repo)
            .into_iter()
            .find(|mail| mail.answers.is_some())
    });
    let reminder = all.unwrap();
    let text = reminder.text.replace('\n', " ");
    assert!(
        text.contains("You stopped at step 2, Install certificate."),
        "{}",
        reminder.text
    );
});

both_databases!(
    who_did_not_enroll_hears_that_the_link_expired,
    |url| async {
        let staff = STAFF.replace("[3d, 1d]", "[3d, 1d, expired]");
        let repo = repository(url, &staff);
        let said = apply(&repo);
        let line = "reminds   invitation/staff  once the link has expired";
        assert!(said.contains(line), "{said}");
        let hour_ago = enroll::ops::clock::now().plus(-enroll::base::time::HOUR);
        let over = format!("UPDATE recipient SET expires_at = {}", hour_ago.0);
        sql(url, &over).await;
        let bea = "UPDATE recipient SET used = 1 WHERE key = 'bea@example.com'";
        sql(url, bea).await;
        sql(url, BOTH).await;
        for _ in 0..2 {
            apply(&repo);
            let sent = mails(&repo);
            let to: Vec<_> = sent.iter().map(|m| m.to.as_str()).collect();
            let once = ["ada@example.com", "ada@example.com", "bea@example.com"];
            assert_eq!(to, once, "no reminder, and no word to who enrolled");
            let (invitation, word) = (&sent[0], &sent[1]);
            assert_eq!(word.subject, "Your iPhone or iPad setup link has expired");
            assert_eq!(word.answers.as_deref(), Some(invitation.id.as_str()));
            assert!(!word.text.contains("/e/"), "{}", word.text);
        }
        let again = repo.run(&["plan", "--detailed-exitcode"]);
        let _ = again.expect_code(0);

        // Long after it is no news.
        sql(url, "DELETE FROM outbox WHERE kind = 'expired'").await;
        let long_ago = hour_ago.plus(-8 * enroll::base::time::DAY);
        let over = format!("UPDATE recipient SET expires_at = {}", long_ago.0);
        sql(url, &over).await;
        sql(url, BOTH).await;
        apply(&repo);
        let written = "SELECT COUNT(*) FROM outbox WHERE kind = 'expired'";
        assert_eq!(number(url, written).await, 0);
    }
);
