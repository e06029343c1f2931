//! Another system enrolls: the portal leads to its page, once login and consent are done.

use super::school::School;

const SECRET: &str = "canary-enroll-secret";

both_databases!(fleet_takes_over_after_login_and_consent, |url| async {
    let school = School::handed_over(url, "fleet", "enroll_secret: { file: certs/enroll }");
    let visitor = school.visitor();
    let link = school.link("careful");
    let help = visitor.open("/enroll/help").await;
    let help = help.expect(200, "/enroll/help", "All steps on one page");
    assert!(help.text().contains("<b>Continue to Fleet</b>"));
    assert!(!help.text().contains("Install the management profile"));
    let page = visitor.start(&link).await;
    let page = visitor.log_in(&page, "sam.park", "sam.park-pass").await;
    let page = visitor
        .send(&page, "/enroll/site", &[("site", "high")])
        .await;
    let page = page.expect(200, "/enroll/terms", "Read and accept the terms");
    assert!(
        !page.text().contains("Install profile"),
        "the last step is there"
    );
    let accepted = [("answer", "accept"), ("accept", "yes")];
    let page = visitor.send(&page, "/enroll/terms", &accepted).await;
    let page = page.expect(200, "/enroll/profile", "Go on with Fleet");
    assert!(page.text().contains("fleet.riverside.example"));
    assert!(!page.text().contains(SECRET), "before it is used");
    let policy = page.header("content-security-policy").to_owned();
    assert!(policy.contains("form-action 'self' https://fleet.riverside.example;"));
    school
        .holds(0, "SELECT used FROM recipient WHERE invitation = 'careful'")
        .await;

    for visits in 1..=2 {
        let led = visitor
            .post(&page, "/enroll/profile", &[("answer", "continue")])
            .await;
        assert_eq!(led.status, 303);
        let there = format!("https://fleet.riverside.example/enroll?enroll_secret={SECRET}");
        assert_eq!(led.location(), Some(there), "visit {visits}");
        assert_eq!(led.header("cache-control"), "no-store");
        school
            .holds(1, "SELECT used FROM recipient WHERE invitation = 'careful'")
            .await;
    }
    let back = visitor.open("/enroll/profile").await;
    assert!(back.text().contains("You have been there."));
    let nothing = visitor.open("/enroll/profile/download").await;
    let _ = nothing.expect(200, "/enroll/profile", "Go on with Fleet");
    let other = school.visitor().open(&link).await;
    assert_eq!(other.status, 410);
    assert!(other.text().contains("It was used to go on to Fleet"));

    school.holds(0, "SELECT COUNT(*) FROM device").await;
    let events =
        "SELECT COUNT(*) FROM event WHERE invitation = 'careful' AND action = 'handed_over'";
    school.holds(1, events).await;
    let status = school.repo.run(&["status", "careful"]).expect_code(0);
    assert!(status.stdout.contains("handed over"), "{}", status.stdout);
    assert!(!status.stdout.contains("used up"), "{}", status.stdout);
    let plan = school.repo.run(&["plan", "--detailed-exitcode"]);
    let _ = plan.expect_code(0);
});

both_databases!(jamf_takes_over_for_each_device_of_a_poster, |url| async {
    let school = School::handed_over(url, "jamf", "");
    let link = school.link("poster");
    for device in 1..=2 {
        let visitor = school.visitor();
        let page = visitor.start(&link).await;
        let page = page.expect(200, "/enroll/profile", "Go on with Jamf Pro");
        let led = visitor
            .post(&page, "/enroll/profile", &[("answer", "continue")])
            .await;
        let there = "https://jamf.riverside.example/enroll";
        assert_eq!(led.location().as_deref(), Some(there));
        school
            .holds(
                device,
                "SELECT used FROM recipient WHERE invitation = 'poster'",
            )
            .await;
    }
    assert_eq!(school.visitor().open(&link).await.status, 410);
});

both_databases!(without_the_secret_nothing_is_counted, |url| async {
    let school = School::handed_over(url, "fleet", "enroll_secret: { file: certs/missing }");
    let visitor = school.visitor();
    let page = visitor.start(&school.link("poster")).await;
    let page = page.expect(200, "/enroll/profile", "Go on with Fleet");
    let led = visitor
        .post(&page, "/enroll/profile", &[("answer", "continue")])
        .await;
    assert_eq!(led.status, 500);
    school.holds(0, "SELECT COUNT(*) FROM enrollment").await;
    school
        .holds(0, "SELECT used FROM recipient WHERE invitation = 'poster'")
        .await;
});
