//! Links that do not work, and what their pages say.

use super::school::School;
use super::visitor::Visitor;

async fn says(visitor: &Visitor, path: &str, status: u16, heading: &str) -> String {
    visitor
        .open(path)
        .await
        .expect(status, path, heading)
        .text()
}

both_databases!(a_link_that_does_not_work_says_why, |url| async {
    let school = School::without_root(url);
    let visitor = school.visitor();
    let unknown = says(
        &visitor,
        "/e/00000000000000000000",
        404,
        "We don’t know this link",
    )
    .await;
    assert!(unknown.contains("UNKNOWN") && unknown.contains("Nothing on your iPhone was changed"));
    says(&visitor, "/e/short", 404, "We don’t know this link").await;

    let maya = school.link("maya");
    school
        .sql("UPDATE recipient SET expires_at = 1741986000000000 WHERE invitation = 'maya'")
        .await;
    let text = says(&visitor, &maya, 410, "This invitation has expired").await;
    assert!(
        text.contains("March 14, 2025") && text.contains("CDT"),
        "{text}"
    );
    school.sql("UPDATE recipient SET expires_at = NULL, opens_at = 4102444800000000 WHERE invitation = 'maya'").await;
    says(&visitor, &maya, 403, "This invitation is not open yet").await;
    school
        .sql("UPDATE recipient SET opens_at = NULL, used = 1 WHERE invitation = 'maya'")
        .await;
    let text = says(&visitor, &maya, 410, "This invitation is already used").await;
    assert!(text.contains("1 of 1 devices"));
    school
        .sql("UPDATE recipient SET used = 0 WHERE invitation = 'maya'")
        .await;
    let reason = ["revoke", "maya", "--reason", "Left the school"];
    let _ = school.repo.run(&reason).expect_code(0);
    let text = says(&visitor, &maya, 410, "This invitation was cancelled").await;
    assert!(!text.contains("Left the school"), "the reason is for IT");
    let _ = school
        .repo
        .run(&["revoke", "maya", "--lift"])
        .expect_code(0);
    says(&visitor, &maya, 200, "Set up your iPhone").await;
});

both_databases!(a_link_may_be_written_in_every_way, |url| async {
    let school = School::without_root(url);
    let visitor = school.visitor();
    let code = school.link("maya").replace("/e/", "");
    for path in [
        format!("/E/{code}"),
        format!("/e/{}", code.to_lowercase()),
        format!("/enroll/i/{code}"),
    ] {
        says(&visitor, &path, 200, "Set up your iPhone").await;
    }
    let page = visitor.open("/e").await;
    let typed = format!(" {}-{} ", &code[..10].to_lowercase(), &code[10..]);
    let page = visitor.send(&page, "/e", &[("code", &typed)]).await;
    page.expect(200, &format!("/e/{code}"), "Set up your iPhone");
    let page = visitor.open("/e").await;
    let page = visitor.send(&page, "/e", &[("code", "no code")]).await;
    assert_eq!(page.status, 422);
});

both_databases!(
    revocation_has_no_grace_and_expiry_has_the_reservations,
    |url| async {
        let school = School::without_root(url);
        let visitor = school.visitor();
        let page = visitor.start(&school.link("maya")).await;
        school
            .sql("UPDATE recipient SET expires_at = 1 WHERE invitation = 'maya'")
            .await;
        let late = visitor.log_in(&page, "maya.chen", "maya.chen-pass").await;
        assert_eq!(
            (late.status, &*late.heading()),
            (410, "This invitation has expired")
        );
        school
            .sql("UPDATE recipient SET expires_at = NULL WHERE invitation = 'maya'")
            .await;
        let page = visitor.log_in(&page, "maya.chen", "maya.chen-pass").await;
        visitor
            .post(&page, "/enroll/profile", &[("answer", "download")])
            .await;

        school
            .sql("UPDATE recipient SET expires_at = 1 WHERE invitation = 'maya'")
            .await;
        let page = visitor.open("/enroll/profile").await.expect(
            200,
            "/enroll/profile",
            "Install the management profile",
        );
        assert!(page.text().contains("You can still finish until"));
        let _ = school
            .repo
            .run(&["revoke", "maya", "--reason", "Lost"])
            .expect_code(0);
        for path in [
            "/enroll/profile",
            "/enroll/profile/download",
            "/enroll/login",
        ] {
            let page = visitor.open(path).await;
            assert_eq!(
                (page.status, &*page.heading()),
                (410, "This invitation was cancelled"),
                "{path}"
            );
        }
        let refused = visitor
            .send(&page, "/enroll/profile", &[("answer", "download")])
            .await;
        assert_eq!(refused.status, 410);
    }
);

both_databases!(when_every_use_is_reserved_the_next_waits, |url| async {
    let school = School::without_root(url);
    let link = school.link("poster");
    for _ in 0..2 {
        let visitor = school.visitor();
        let page = visitor.start(&link).await;
        let page = page.expect(200, "/enroll/profile", "Install the management profile");
        let reserved = visitor
            .post(&page, "/enroll/profile", &[("answer", "download")])
            .await;
        assert_eq!(reserved.status, 303);
    }
    let third = school.visitor();
    let busy = third.open(&link).await;
    assert_eq!(busy.status, 409);
    let wait: u32 = busy.header("retry-after").parse().unwrap();
    assert!((60..=3660).contains(&wait), "{wait}");
    school.sql("UPDATE enrollment SET reserved_until = 1").await;
    third
        .open(&link)
        .await
        .expect(200, &link, "Set up your iPhone");
});

both_databases!(
    one_browser_brings_in_one_device_after_the_other,
    |url| async {
        let school = School::without_root(url);
        let link = school.link("single");
        let visitor = school.visitor();
        let page = visitor.start(&link).await;
        visitor
            .post(&page, "/enroll/profile", &[("answer", "download")])
            .await;
        school.sql("UPDATE enrollment SET state = 'enrolled', enrolled_at = reserved_at, counted_at = reserved_at").await;
        school
            .sql("UPDATE recipient SET used = 1 WHERE invitation = 'single'")
            .await;
        let status = visitor.open("/enroll/status").await;
        assert_eq!(
            status.text(),
            r#"{"step":"done","next":"/enroll/done","say":"Your iPhone is enrolled"}"#
        );
        let done = visitor.open("/enroll/profile").await;
        let done = done.expect(200, "/enroll/done", "Your iPhone is enrolled");
        assert!(
            done.text()
                .contains("All uses of this invitation are used (1 of 1)")
        );
        let again = visitor.open(&link).await;
        assert_eq!(
            again.path, "/enroll/done",
            "the enrolled device sees where it is"
        );
        let stranger = school.visitor().open(&link).await;
        assert_eq!(stranger.status, 410);
    }
);

both_databases!(other_devices_are_told_where_to_go_on, |url| async {
    let school = School::without_root(url);
    let link = school.link("maya");
    let agent = |agent: &str| school.visitor().agent(agent);
    let desktop = agent("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36");
    let page = desktop.open(&link).await;
    let page = page.expect(200, &link, "Continue on your iPhone or iPad");
    assert!(page.text().contains("<svg") && page.text().contains("role=\"img\""));
    let android =
        agent("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0 Mobile Safari/537.36");
    android
        .open(&link)
        .await
        .expect(200, &link, "This link is for iPhone and iPad");
    let in_app = agent(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
    );
    in_app
        .open(&link)
        .await
        .expect(200, &link, "Open this page in Safari");
    let page = in_app.start(&link).await;
    page.expect(200, "/enroll/login", "Log in");
    let page = desktop.start(&link).await;
    page.expect(200, "/enroll/login", "Log in");
    let door = desktop.open("/enroll?site=middle").await;
    let form = door.form("/enroll/start", &[]);
    assert!(form.contains("site=middle"), "{form}");
});

both_databases!(
    a_removed_invitation_is_cancelled_even_without_its_policy,
    |url| async {
        let school = School::without_root(url);
        let (visitor, link) = (school.visitor(), school.link("maya"));
        let login = visitor.start(&link).await;
        let without = |file: &str, name: &str| {
            let text = school.repo.read(file);
            let kept: Vec<&str> = text
                .lines()
                .filter(|line| !line.starts_with(name))
                .collect();
            school.repo.write(file, &format!("{}\n", kept.join("\n")));
        };
        without("invitations.d/all.yaml", "maya:");
        without("policies.yaml", "recipient:");
        let _ = school.repo.run(&["apply", "--auto-approve"]).expect_code(0);
        says(&visitor, &link, 410, "This invitation was cancelled").await;
        let page = visitor.log_in(&login, "maya.chen", "maya.chen-pass").await;
        assert_eq!(page.status, 410);
        let next = visitor.open("/enroll/login").await;
        assert_eq!(
            (next.status, &*next.heading()),
            (410, "This invitation was cancelled")
        );
    }
);

both_databases!(
    asking_for_a_new_link_tells_it_and_nobody_else,
    |url| async {
        let school = School::without_root(url);
        let visitor = school.visitor();
        let maya = school.link("maya");
        let requests = || {
            let said = school.repo.run(&["status", "maya", "--pii", "full"]);
            said.expect_code(0)
                .stdout
                .matches("asks for a new link")
                .count()
        };
        school
            .sql("UPDATE recipient SET expires_at = 1741986000000000 WHERE invitation = 'maya'")
            .await;
        let expired = visitor.open(&maya).await;
        for _ in 0..2 {
            let asked = visitor.send(&expired, "/enroll/ask", &[]).await;
            asked.expect(200, "/enroll/ask", "We asked for a new link");
        }
        assert_eq!(requests(), 1, "once a day is enough");
        let why = school.repo.run(&["why", "maya.chen@riverside.example"]);
        assert!(why.expect_code(0).stdout.contains("asked for link"));

        // A link that works, one that nobody knows and one that was revoked: the same page, and nothing comes of it.
        let poster = school.link("poster").replace("/e/", "");
        for link in [poster.as_str(), "00000000000000000000", "no link"] {
            let asked = visitor
                .send(&expired, "/enroll/ask", &[("link", link)])
                .await;
            let text = asked
                .expect(200, "/enroll/ask", "We asked for a new link")
                .text();
            assert!(text.contains("If this link can be renewed"), "{text}");
        }
        let _ = school.repo.run(&["status"]).expect_code(0);
        school
            .sql("UPDATE recipient SET expires_at = NULL WHERE invitation = 'maya'")
            .await;
        assert_eq!(requests(), 0, "a link that works again answers the request");
    }
);

both_databases!(a_computer_shows_how_far_the_phone_came, |url| async {
    let school = School::without_root(url);
    let link = school.link("single");
    let computer = school
        .visitor()
        .agent("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36");
    let page = computer.open(&link).await;
    let page = page.expect(200, &link, "Continue on your iPhone or iPad");
    let code = link.replace("/e/", "");
    let news = format!("/enroll/status?link={code}");
    assert!(page.text().contains(&format!("data-status=\"{news}\"")));
    let said = async || computer.open(&news).await.text();
    assert!(said().await.contains("Waiting for your device…"));
    let phone = school.visitor();
    let profile = phone.start(&link).await;
    assert!(said().await.contains("Opened on your device."));
    phone
        .post(&profile, "/enroll/profile", &[("answer", "download")])
        .await;
    phone.open("/enroll/profile/download").await;
    let text = said().await;
    assert!(
        text.contains("Profile downloaded.") && text.contains("\"next\":\"\""),
        "{text}"
    );
    let unknown = computer
        .open("/enroll/status?link=00000000000000000000")
        .await;
    assert_eq!(unknown.status, 404);
});
