//! Roles, sessions, forms.

use enroll::portal::console::{Guard, ROUTES};
use reqwest::Method;

use super::{PERSONAL, auditor, everywhere, logged_in, viewer};
use crate::portal::school::{School, TESS};
use crate::support::database::Database;

both_databases!(viewers_see_nobody_and_auditors_see_everybody, |url| async {
    let school = School::with_console(url);
    let link = school.link("poster").replace("/e/", "");
    let masked = viewer(&school).await;
    for path in everywhere(&school).await {
        let answer = masked.open(&path).await;
        let allowed = if path.ends_with("{id}/poster") || path == "/console/i/poster/poster" {
            403
        } else {
            200
        };
        assert_eq!(answer.status, allowed, "{path}: {}", answer.text());
        let text = answer.text();
        for personal in PERSONAL {
            assert!(!text.contains(personal), "{path} shows {personal}");
        }
        assert!(!text.contains(&link), "{path} shows a link");
    }
    let oracle = masked.open("/console/recipients.json?address=maya").await;
    let all = masked.open("/console/recipients.json").await;
    assert_eq!(
        oracle.text(),
        all.text(),
        "asking for an address finds nothing out"
    );

    let full = auditor(&school).await;
    let page = full.open("/console/i/maya").await.text();
    assert!(page.contains("maya.chen@riverside.example") && page.contains("Maya Chen"));
    assert!(page.contains("https://git.example/it/enrollment/blob/HEAD/invitations.d/all.yaml#L"));
    let found = full
        .open("/console/recipients.json?address=maya")
        .await
        .text();
    assert!(
        found.contains("maya.chen@") && !found.contains("luis@"),
        "{found}"
    );
    let poster = full.open("/console/i/poster/poster?size=a4&per=4").await;
    assert_eq!(poster.status, 200);
    let grouped = [&link[..5], &link[5..10], &link[10..15], &link[15..]].join("-");
    assert_eq!(poster.text().matches(&grouped).count(), 4);
    school
        .holds(
            1,
            "SELECT COUNT(*) FROM event WHERE action = 'link_shown' AND subject IS NOT NULL",
        )
        .await;
    let refused = full.open("/console/i/maya/poster").await;
    assert_eq!(refused.status, 409, "a poster of one person's link");
});

/// Rows of every table but those of sessions, and the instants in them that looking could have moved.
const ROWS: &str = "SELECT CAST((SELECT COUNT(*) FROM event) + (SELECT COUNT(*) FROM outbox) \
    + (SELECT COUNT(*) FROM session) + (SELECT COUNT(*) FROM enrollment) + (SELECT COUNT(*) FROM device) \
    + (SELECT COUNT(*) FROM run) + (SELECT COUNT(*) FROM recipient WHERE opened_at IS NOT NULL) \
    + (SELECT COALESCE(SUM(version), 0) FROM recipient) + (SELECT COALESCE(SUM(version), 0) FROM invitation) AS BIGINT)";

both_databases!(looking_changes_nothing, |url| async {
    let school = School::with_console(url);
    let visitor = auditor(&school).await;
    let before = school.number(ROWS).await;
    for path in everywhere(&school).await {
        for method in [Method::GET, Method::HEAD] {
            if path != "/console/i/poster/poster" {
                visitor.ask(method, &path, &[], None).await;
            }
        }
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            let answer = visitor
                .ask(method, &path, &[], Some("csrf=x".to_owned()))
                .await;
            assert_eq!(answer.status, 405, "{path}");
        }
    }
    assert_eq!(school.number(ROWS).await, before);
    visitor.open("/console/i/poster/poster").await;
    assert_eq!(
        school.number(ROWS).await,
        before + 1,
        "the note that a link was shown"
    );
});

#[tokio::test]
async fn without_a_session_there_is_the_login_and_nothing_else() {
    let database = Database::sqlite();
    let school = School::with_console(database.url());
    let stranger = school.visitor();
    for path in everywhere(&school).await {
        let answer = stranger.ask(Method::GET, &path, &[], None).await;
        let to_login = answer
            .location()
            .is_some_and(|to| to.starts_with("/console/login"));
        assert!(
            answer.status == 401 || (answer.status == 303 && to_login),
            "{path}"
        );
        assert!(answer.text().len() < 20, "{path}: {}", answer.text());
    }
    for route in ROUTES.iter().filter(|route| route.guard != Guard::Anybody) {
        if route.methods.contains(&"POST") {
            let form = Some("csrf=x".to_owned());
            let answer = stranger.ask(Method::POST, route.path, &[], form).await;
            assert_eq!(answer.status, 403, "{}", route.path);
        }
    }
    // A visit of the portal is no session here.
    let login = stranger.start(&school.link("anybody")).await;
    stranger.log_in(&login, "maya.chen", "maya.chen-pass").await;
    assert_eq!(
        stranger
            .ask(Method::GET, "/console", &[], None)
            .await
            .status,
        303
    );

    let database = Database::sqlite();
    let none = School::without_root(database.url());
    assert_eq!(none.visitor().open("/console").await.status, 404);
    assert_eq!(none.visitor().open("/console/login").await.status, 404);
}

both_databases!(nobody_learns_why_a_login_fails, |url| async {
    let school = School::with_console(url);
    let mut answers = Vec::new();
    for (username, password) in [("vera", "wrong"), ("nobody", "wrong"), ("tess", TESS)] {
        let (_, answer) = logged_in(&school, username, password).await;
        assert_eq!(answer.status, 422, "{username}");
        let page = answer.page();
        answers.push(
            answer.text().replace(username, "").replace(
                &page.forms[0]
                    .fields
                    .iter()
                    .find(|f| f.name == "csrf")
                    .unwrap()
                    .value,
                "",
            ),
        );
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    // An account that looks does not enroll.
    let visitor = school.visitor();
    let login = visitor.start(&school.link("technician")).await;
    let refused = visitor.log_in(&login, "vera", TESS).await;
    assert_eq!(refused.status, 422);
});

#[tokio::test]
async fn a_group_of_the_directory_looks_and_leaves() {
    let database = Database::sqlite();
    let school = School::with_console(database.url());
    let visitor = school.visitor();
    let form = visitor.open("/console/login?next=/console/devices").await;
    let before = visitor.cookie();
    let fields = [
        ("source", "directory"),
        ("username", "maya.chen"),
        ("password", "maya.chen-pass"),
    ];
    let page = visitor.send(&form, "/console/login", &fields).await;
    let page = page.expect(200, "/console/devices", "Devices");
    assert_ne!(
        visitor.cookie(),
        before,
        "the cookie changes with the login"
    );
    assert!(page.text().contains("maya.chen, viewer"));
    let kept = visitor.cookie();
    let foreign = visitor
        .ask(
            Method::POST,
            "/console/logout",
            &[],
            Some("csrf=00".to_owned()),
        )
        .await;
    assert_eq!(foreign.status, 403);
    visitor.post(&page, "/console/logout", &[]).await;
    visitor.set_cookie(kept);
    assert_eq!(
        visitor
            .open("/console/devices")
            .await
            .path
            .split('?')
            .next(),
        Some("/console/login")
    );
    for elsewhere in [
        "//evil.example",
        "https://evil.example",
        "/enroll",
        "/console/\\evil",
    ] {
        let visitor = school.visitor();
        let form = visitor.open("/console/login").await;
        let fields = [
            ("source", "account"),
            ("username", "vera"),
            ("password", TESS),
            ("next", elsewhere),
        ];
        let answer = visitor.post(&form, "/console/login", &fields).await;
        assert_eq!(
            answer.location().as_deref(),
            Some("/console"),
            "{elsewhere}"
        );
    }
}

#[tokio::test]
async fn an_account_that_is_gone_sees_nothing_more() {
    let database = Database::sqlite();
    let school = School::with_console(database.url());
    let visitor = viewer(&school).await;
    school
        .sql("DELETE FROM declared WHERE kind = 'account' AND id = 'vera'")
        .await;
    assert_eq!(
        visitor.ask(Method::GET, "/console", &[], None).await.status,
        303
    );
    let other = auditor(&school).await;
    school
        .sql("UPDATE console_session SET started_at = started_at - 43200000001")
        .await;
    assert_eq!(
        other.ask(Method::GET, "/console", &[], None).await.status,
        303,
        "12 hours"
    );
}
