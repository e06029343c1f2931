//! From the link to the profile, step by step.

use reqwest::Method;

use super::school::{School, TESS};
use super::visitor::{Answer, Visitor};

const PROFILE: &str = "application/x-apple-aspen-config";

/// From the certificate to the downloaded profile.
async fn install(school: &School, visitor: &Visitor, page: Answer) -> Answer {
    let page = page.expect(
        200,
        "/enroll/certificate",
        "Install the Riverside certificate",
    );
    let root = visitor.open("/enroll/certificate/download").await;
    assert_eq!((root.status, root.header("content-type")), (200, PROFILE));
    let page = visitor
        .send(&page, "/enroll/certificate", &[("answer", "installed")])
        .await
        .expect(200, "/enroll/trust", "Turn on trust for the certificate");
    assert!(page.text().contains("Throw-away CA"));

    let doubted = visitor
        .send(&page, "/enroll/trust", &[("answer", "trusted")])
        .await;
    assert!(doubted.text().contains("We still can’t see the trust"));
    let probe = page
        .page()
        .images
        .into_iter()
        .find(|src| src.contains("/probe/"));
    let probe = probe.expect("a probe image");
    assert!(probe.starts_with(&school.mdm), "{probe}");
    let stranger = reqwest::Client::new().get(&probe).send().await;
    assert!(stranger.is_err(), "a device that trusts nobody");
    let root = std::fs::read(crate::support::certificate::ca()).unwrap();
    let trusting = reqwest::Client::builder()
        .tls_certs_only([reqwest::Certificate::from_pem(&root).unwrap()])
        .build()
        .unwrap();
    assert_eq!(trusting.get(&probe).send().await.unwrap().status(), 200);

    let page = visitor
        .send(&doubted, "/enroll/trust", &[("answer", "check")])
        .await
        .expect(200, "/enroll/profile", "Install the management profile");
    let nothing = visitor
        .ask(Method::GET, "/enroll/profile/download", &[], None)
        .await;
    assert_eq!(
        nothing.location().as_deref(),
        Some("/enroll/profile"),
        "nothing is reserved yet"
    );
    let reserved = visitor
        .post(&page, "/enroll/profile", &[("answer", "download")])
        .await;
    assert_eq!(reserved.status, 303);
    assert_eq!(
        reserved.location().as_deref(),
        Some("/enroll/profile/download")
    );
    let profile = visitor.open("/enroll/profile/download").await;
    assert_eq!(
        (profile.status, profile.header("content-type")),
        (200, PROFILE)
    );
    assert_eq!(profile.body[0], 0x30, "CMS begins with a SEQUENCE");
    profile
}

both_databases!(the_invited_person_comes_to_the_profile, |url| async {
    let school = School::open(url);
    let visitor = school.visitor();
    let link = school.link("maya");
    let page = visitor
        .open(&link)
        .await
        .expect(200, &link, "Set up your iPhone");
    for said in ["Hello Maya", "maya.chen@", "0 of 1 devices", "password"] {
        assert!(page.text().contains(said), "{said}\n{}", page.text());
    }
    let zone = |zone| page.text().contains(zone);
    assert!(zone("CST") || zone("CDT"), "the zone of the site");
    school
        .holds(
            1,
            "SELECT COUNT(*) FROM recipient WHERE opened_at IS NOT NULL",
        )
        .await;
    school.holds(0, "SELECT COUNT(*) FROM session").await;

    let before = visitor.cookie();
    let page =
        visitor
            .send(&page, "/enroll/start", &[])
            .await
            .expect(200, "/enroll/login", "Log in");
    assert!(page.text().contains("Step 1 of 4"));
    let started = visitor.cookie();
    assert_ne!(before, started);
    let page = visitor.log_in(&page, "Maya.Chen", "maya.chen-pass").await;
    assert_ne!(
        started,
        visitor.cookie(),
        "the cookie changes with the person"
    );
    install(&school, &visitor, page).await;

    let again = visitor.open("/enroll/profile/download").await;
    assert_eq!(again.status, 200, "downloaded as often as needed");
    school.holds(1, "SELECT COUNT(*) FROM enrollment").await;
    school
        .holds(0, "SELECT used FROM recipient WHERE invitation = 'maya'")
        .await;
    let facts = "SELECT COUNT(*) FROM event WHERE invitation = 'maya' AND action IN \
                 ('opened', 'started', 'logged_in', 'certificate', 'trusted', 'reserved', 'downloaded')";
    school.holds(7, facts).await;

    let status = visitor.open("/enroll/status").await;
    assert_eq!(
        status.text(),
        r#"{"step":"profile","next":"/enroll/profile","say":""}"#
    );
    let tag = [("if-none-match", status.header("etag"))];
    let known = visitor.ask(Method::GET, "/enroll/status", &tag, None).await;
    assert_eq!((known.status, known.body.len()), (304, 0));
    let waited = visitor.open("/enroll/profile").await;
    visitor
        .send(&waited, "/enroll/profile", &[("answer", "installed")])
        .await
        .expect(200, "/enroll/profile", "Install the management profile");
});

both_databases!(site_and_terms_are_asked_where_they_are_open, |url| async {
    let school = School::without_root(url);
    let visitor = school.visitor();
    let page = visitor.start(&school.link("careful")).await;
    let page = visitor.log_in(&page, "sam.park", "sam.park-pass").await;
    let page = page.expect(200, "/enroll/site", "Where does this iPhone belong?");
    assert!(page.text().contains("High School") && !page.text().contains("District Office"));
    let elsewhere = visitor.ask(Method::GET, "/enroll/profile", &[], None).await;
    assert_eq!(elsewhere.location().as_deref(), Some("/enroll/site"));
    let foreign = visitor
        .send(&page, "/enroll/site", &[("site", "district")])
        .await;
    assert_eq!(foreign.status, 422);
    let page = visitor
        .send(&foreign, "/enroll/site", &[("site", "high")])
        .await;
    let page = page.expect(200, "/enroll/terms", "Read and accept the terms");
    assert!(page.text().contains("Treat it <b>well</b>"));

    let declined = visitor
        .send(&page, "/enroll/terms", &[("answer", "decline")])
        .await;
    assert!(declined.text().contains("You did not accept"));
    let unticked = visitor
        .send(&page, "/enroll/terms", &[("answer", "accept")])
        .await;
    assert_eq!(unticked.status, 422);
    let other = [("answer", "accept"), ("accept", "yes"), ("sha256", "0")];
    let other = visitor.send(&page, "/enroll/terms", &other).await;
    assert_eq!(
        (other.status, &*other.path),
        (422, "/enroll/terms"),
        "another text than the live one"
    );
    let accepted = [("answer", "accept"), ("accept", "yes")];
    let page = visitor.send(&page, "/enroll/terms", &accepted).await;
    let page = page.expect(200, "/enroll/profile", "Install the management profile");
    visitor
        .post(&page, "/enroll/profile", &[("answer", "download")])
        .await;
    let profile = visitor.open("/enroll/profile/download").await.text();
    let consent = "<key>ConsentText</key>";
    let (_, consent) = profile
        .split_once(consent)
        .expect("the profile shows the terms");
    let shown = consent.split("</dict>").next().unwrap();
    assert!(shown.contains("Treat it well."), "{shown}");
    let body =
        "SELECT COUNT(*) FROM enrollment WHERE body LIKE '%\"high\"%' AND body LIKE '%Sam Park%'";
    school.holds(1, body).await;

    let earlier = visitor.open("/enroll/terms").await;
    assert_eq!(
        earlier.path, "/enroll/terms",
        "an earlier step may be looked at again"
    );
});

both_databases!(a_technician_assigns_the_device, |url| async {
    let school = School::without_root(url);
    let visitor = school.visitor();
    let page = visitor.start(&school.link("technician")).await;
    let page = visitor.log_in(&page, "tess", TESS).await;
    let page = page.expect(200, "/enroll/assign", "Who is this device for?");
    let none = visitor
        .send(&page, "/enroll/assign", &[("q", "nobody at all")])
        .await;
    assert!(none.text().contains("No one matches “nobody at all”"));
    let all = visitor.send(&page, "/enroll/assign", &[("q", "*")]).await;
    assert!(!all.text().contains("maya.chen"), "a star is a star");
    let found = visitor
        .send(&page, "/enroll/assign", &[("q", "chen")])
        .await;
    assert!(found.text().contains("Maya Chen"));
    let unknown = visitor
        .send(&found, "/enroll/assign", &[("who", "nobody")])
        .await;
    assert_eq!(unknown.status, 422);
    let page = visitor
        .send(&found, "/enroll/assign", &[("who", "maya.chen")])
        .await;
    let page = page.expect(200, "/enroll/profile", "Install the management profile");
    visitor
        .post(&page, "/enroll/profile", &[("answer", "download")])
        .await;
    let body = "SELECT COUNT(*) FROM enrollment WHERE body LIKE '%\"enrolled_by\":\"tess\"%' \
                AND body LIKE '%Maya Chen%' AND body LIKE '%204%'";
    school.holds(1, body).await;

    let shared = visitor.open("/enroll/assign").await;
    let page = visitor
        .send(&shared, "/enroll/assign", &[("who", "-")])
        .await;
    visitor
        .post(&page, "/enroll/profile", &[("answer", "download")])
        .await;
    let nobody = "SELECT COUNT(*) FROM enrollment WHERE body LIKE '%\"person\":null%'";
    school.holds(1, nobody).await;
});

both_databases!(open_enrollment_asks_for_owner_and_site, |url| async {
    let school = School::without_root(url);
    let visitor = school.visitor();
    let door = visitor.open("/enroll?site=high").await;
    let page = visitor.send(&door, "/enroll/start", &[]).await;
    let page = visitor.log_in(&page, "maya.chen", "maya.chen-pass").await;
    let page = page.expect(200, "/enroll/owner", "Who owns this iPhone?");
    assert!(page.text().contains("maya.chen"));
    let none = visitor
        .send(&page, "/enroll/owner", &[("site", "high")])
        .await;
    assert_eq!(none.status, 422);
    let own = [("owner", "personal"), ("site", "")];
    let page = visitor.send(&page, "/enroll/owner", &own).await;
    let page = page.expect(200, "/enroll/terms", "Read and accept the terms");
    let accepted = [("answer", "accept"), ("accept", "yes")];
    let page = visitor.send(&page, "/enroll/terms", &accepted).await;
    assert!(
        page.text().contains("erase it"),
        "what cannot be done is said"
    );
    visitor
        .post(&page, "/enroll/profile", &[("answer", "download")])
        .await;
    let personal = "SELECT COUNT(*) FROM enrollment WHERE body LIKE '%\"personal\"%' AND body LIKE '%\"district\"%'";
    school.holds(1, personal).await;

    let pupil = school.visitor();
    let page = pupil.start("/enroll?site=middle").await;
    let page = pupil.log_in(&page, "sam.park", "sam.park-pass").await;
    let page = page.expect(200, "/enroll/owner", "Who owns this iPhone?");
    assert!(
        page.text().contains("value=\"middle\" selected"),
        "the address named it"
    );
    let own = [("owner", "personal"), ("site", "middle")];
    let refused = pupil.send(&page, "/enroll/owner", &own).await;
    refused.expect(403, "/enroll/owner", "You can’t enroll your own iPhone");
    let given = [("owner", "institution"), ("site", "middle")];
    let page = pupil.send(&page, "/enroll/owner", &given).await;
    page.expect(200, "/enroll/profile", "Install the management profile");
});

both_databases!(a_place_is_found_again_with_another_browser, |url| async {
    let school = School::without_root(url);
    let link = school.link("maya");
    let in_app = school.visitor();
    let page = in_app.start(&link).await;
    let page = in_app.log_in(&page, "maya.chen", "maya.chen-pass").await;
    in_app
        .post(&page, "/enroll/profile", &[("answer", "download")])
        .await;

    let safari = school.visitor();
    let page = safari
        .start(&link)
        .await
        .expect(200, "/enroll/login", "Log in");
    let page = safari.log_in(&page, "maya.chen", "maya.chen-pass").await;
    let page = page.expect(200, "/enroll/profile", "Install the management profile");
    let profile = safari
        .send(&page, "/enroll/profile", &[("answer", "download")])
        .await;
    assert_eq!(profile.status, 200);
    school.holds(1, "SELECT COUNT(*) FROM enrollment").await;
    let lost = in_app.open("/enroll/profile").await;
    assert_eq!(
        lost.path, "/enroll",
        "the first browser's cookie is worth nothing"
    );
});

both_databases!(
    after_an_hour_away_the_place_is_kept_and_the_login_is_not,
    |url| async {
        let school = School::without_root(url);
        let visitor = school.visitor();
        let page = visitor.start(&school.link("maya")).await;
        visitor.log_in(&page, "maya.chen", "maya.chen-pass").await;
        school
            .sql("UPDATE session SET seen_at = seen_at - 3700000000")
            .await;
        let away = visitor.open("/enroll/profile").await;
        away.expect(200, "/enroll/profile", "Please start again");
        let page = visitor
            .open("/enroll/profile")
            .await
            .expect(200, "/enroll/login", "Log in");
        let page = visitor.log_in(&page, "maya.chen", "maya.chen-pass").await;
        page.expect(200, "/enroll/profile", "Install the management profile");
    }
);

both_databases!(logging_out_ends_the_session, |url| async {
    let school = School::without_root(url);
    let visitor = school.visitor();
    let page = visitor.start(&school.link("maya")).await;
    visitor.log_in(&page, "maya.chen", "maya.chen-pass").await;
    let cookie = visitor.cookie();
    let page = visitor.open("/enroll/logout").await;
    assert!(page.text().contains("maya.chen"));
    visitor.post(&page, "/enroll/logout", &[]).await;
    assert_eq!(visitor.cookie(), None);
    visitor.set_cookie(cookie);
    assert_eq!(visitor.open("/enroll/profile").await.path, "/enroll");
});
