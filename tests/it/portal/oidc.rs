//! Logging in at an OpenID provider: the whole way at a certified one, and every lie that one could tell.

use reqwest::{Client, Method, redirect};

use super::browser::{mailed, shows};
use super::school::School;
use super::visitor::{Answer, Visitor};
use crate::support::browser::{Browser, PHONE};
use crate::support::certificate;
use crate::support::database::Database;
use crate::support::oidc::{Certified, Fake, Mood};

/// A school whose people log in at our own provider.
fn school(url: &str, fake: &Fake) -> School {
    School::beside_provider(url, |_| {
        format!(
            "{{ issuer: \"{}\", client: enroll, secret: {{ file: certs/oidc }} }}",
            fake.issuer
        )
    })
}

/// Sets out for the provider; its address.
async fn set_out(visitor: &Visitor) -> String {
    let answer = visitor
        .ask(Method::GET, "/enroll/login/oidc", &[], None)
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().unwrap()
}

/// Where the provider sends people who come to this address: a path of the portal.
async fn answered(school: &School, address: &str) -> String {
    let root = std::fs::read(certificate::ca()).unwrap();
    let client = Client::builder()
        .tls_certs_only([reqwest::Certificate::from_pem(&root).unwrap()])
        .redirect(redirect::Policy::none())
        .build()
        .unwrap();
    let answer = client.get(address).send().await.unwrap();
    let back = answer.headers()["location"].to_str().unwrap().to_owned();
    back.strip_prefix(&school.url).unwrap().to_owned()
}

/// The whole way, to wherever it leads.
async fn sign_in(school: &School, visitor: &Visitor) -> Answer {
    let back = answered(school, &set_out(visitor).await).await;
    visitor.open(&back).await
}

/// A page of the callback, whose address is different each time.
#[track_caller]
fn shown(page: &Answer, status: u16, heading: &str) {
    let seen = (page.status, page.heading());
    assert_eq!(seen, (status, heading.to_owned()), "{}", page.text());
    assert!(page.path.starts_with("/enroll/login/callback?"));
}

both_databases!(the_provider_says_who_somebody_is, |url| async {
    let fake = Fake::start();
    let school = school(url, &fake);
    let visitor = school.visitor();
    let login = visitor.start(&school.link("provided")).await;
    let login = login.expect(200, "/enroll/login", "Log in");
    assert!(login.text().contains("href=\"/enroll/login/oidc\""));
    assert!(!login.text().contains("type=\"password\""));
    let before = visitor.cookie();
    let page = sign_in(&school, &visitor).await;
    page.expect(200, "/enroll/profile", "Install the management profile");
    assert_ne!(
        visitor.cookie(),
        before,
        "the cookie changes with the person"
    );
    let facts = school
        .text("SELECT facts FROM session WHERE facts LIKE '%maya.chen%'")
        .await;
    assert!(
        facts.contains("\"oidc\"") && facts.contains("Maya Chen"),
        "{facts}"
    );
    for told in fake.told() {
        assert!(!facts.contains(&told), "{told} is kept");
    }
    let said = school.stop();
    for told in fake.told() {
        assert!(!said.stderr.contains(&told), "{told} is in the log");
    }
    assert!(!said.stderr.contains("maya.chen"));
});

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_behind_a_private_root_is_believed_by_that_root_alone() {
    let fake = Fake::start_tls();
    let issuer = &fake.issuer;
    let beside = |database: &Database, more: &str| {
        School::beside_provider(database.url(), |_| {
            format!(
                "{{ issuer: \"{issuer}\", client: enroll, secret: {{ file: certs/oidc }}{more} }}"
            )
        })
    };
    let (trusting, other) = (Database::sqlite(), Database::sqlite());
    let school = beside(&trusting, ", ca: certs/root.pem");
    let visitor = school.visitor();
    visitor.start(&school.link("provided")).await;
    let page = sign_in(&school, &visitor).await;
    page.expect(200, "/enroll/profile", "Install the management profile");
    let school = beside(&other, "");
    let visitor = school.visitor();
    visitor.start(&school.link("provided")).await;
    let page = visitor.open("/enroll/login/oidc").await;
    assert_eq!(page.status, 503, "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_signs_in_on_the_device_logs_in_at_the_provider() {
    let fake = Fake::start();
    let database = Database::sqlite();
    let school = School::account_driven_beside_provider(database.url(), &fake.issuer);
    let visitor = school.visitor();
    let login = visitor
        .open("/ade/auth?user-identifier=maya.chen@riverside.example")
        .await;
    let login = login.expect(200, "/enroll/login", "Log in");
    assert!(login.text().contains("href=\"/enroll/login/oidc\""));
    let back = answered(&school, &set_out(&visitor).await).await;
    let terms = visitor.open(&back).await;
    assert_eq!(terms.path, "/enroll/terms", "{}", terms.text());
    let accept = [("answer", "accept"), ("accept", "yes")];
    let sent = visitor.post(&terms, "/enroll/terms", &accept).await;
    let next = sent.location().unwrap();
    let end = visitor.ask(Method::GET, &next, &[], None).await;
    assert_eq!(end.status, 308, "{}", end.text());
    let device = end.location().unwrap();
    assert!(
        device.starts_with("apple-remotemanagement-user-login://"),
        "{device}"
    );

    fake.set_user("sam.park");
    let pupil = school.visitor();
    pupil.open("/ade/auth").await;
    let back = answered(&school, &set_out(&pupil).await).await;
    assert_eq!(pupil.open(&back).await.status, 403, "not of the group");
    school.holds(1, "SELECT COUNT(*) FROM enrollment").await;
}

both_databases!(no_lie_of_a_provider_is_believed, |url| async {
    let fake = Fake::start();
    let school = school(url, &fake);
    let visitor = school.visitor();
    visitor.start(&school.link("provided")).await;
    for lie in [
        Mood::Nonce,
        Mood::Audience,
        Mood::Issuer,
        Mood::Expired,
        Mood::Unsigned,
        Mood::Shared,
        Mood::Stranger,
        Mood::Forged,
        Mood::MixUp,
    ] {
        fake.set_mood(lie);
        let page = sign_in(&school, &visitor).await;
        shown(&page, 403, "You are not logged in");
        assert!(page.text().contains("can’t be used"), "{lie:?}");
        assert!(page.text().contains("href=\"/enroll/login\""), "a way back");
        let again = visitor.open("/enroll/profile").await;
        again.expect(200, "/enroll/login", "Log in");
    }
    fake.set_mood(Mood::Honest);
    let page = sign_in(&school, &visitor).await;
    page.expect(200, "/enroll/profile", "Install the management profile");
});

both_databases!(
    an_answer_counts_once_and_where_it_was_asked_for,
    |url| async {
        let fake = Fake::start();
        let school = school(url, &fake);
        let (mine, other) = (school.visitor(), school.visitor());
        for visitor in [&mine, &other] {
            visitor.start(&school.link("provided-teachers")).await;
        }
        let back = answered(&school, &set_out(&mine).await).await;
        let planted = other.open(&back).await;
        shown(&planted, 403, "You are not logged in");
        let stranger = school.visitor().open(&back).await;
        shown(&stranger, 200, "Please start again");
        let page = mine.open(&back).await;
        page.expect(200, "/enroll/profile", "Install the management profile");
        shown(&mine.open(&back).await, 403, "You are not logged in");
        for made_up in [
            "/enroll/login/callback?code=x",
            "/enroll/login/callback?state=&code=x",
            "/enroll/login/callback?state=0&error=access_denied",
        ] {
            shown(&other.open(made_up).await, 403, "You are not logged in");
        }
    }
);

both_databases!(refusals_are_pages_with_a_way_back, |url| async {
    let fake = Fake::start();
    fake.set_mood(Mood::Down);
    let school = school(url, &fake);
    let visitor = school.visitor();
    visitor.start(&school.link("provided")).await;
    let down = visitor.open("/enroll/login/oidc").await;
    let down = down.expect(503, "/enroll/login/oidc", "We can’t log you in right now");
    assert_eq!(down.header("retry-after"), "60");
    assert!(down.text().contains("href=\"/enroll/login\""));
    fake.set_mood(Mood::Declined);
    let page = sign_in(&school, &visitor).await;
    shown(&page, 403, "You are not logged in");
    assert!(page.text().contains("cancelled or declined"));
    fake.set_mood(Mood::Honest);
    fake.set_user("rui.costa");
    let page = sign_in(&school, &visitor).await;
    shown(&page, 403, "This invitation is for another person");
    assert!(page.text().contains("m•••@riverside.example"));
    fake.set_user("maya.chen");
    let address = set_out(&visitor).await;
    assert!(address.contains("prompt=login"), "asked again who it is");
    let page = visitor.open(&answered(&school, &address).await).await;
    page.expect(200, "/enroll/profile", "Install the management profile");
});

both_databases!(groups_of_the_provider_are_those_of_policies, |url| async {
    let fake = Fake::start();
    let school = school(url, &fake);
    let link = school.link("provided-teachers");
    fake.set_user("sam.park");
    let pupil = school.visitor();
    pupil.start(&link).await;
    let page = sign_in(&school, &pupil).await;
    shown(&page, 403, "Your account can’t enroll devices");
    fake.set_user("rui.costa");
    let page = sign_in(&school, &pupil).await;
    page.expect(200, "/enroll/profile", "Install the management profile");
    let other = school.visitor();
    let login = other.start(&school.link("anybody")).await;
    let text = login.text();
    assert!(text.contains("href=\"/enroll/login/oidc\"") && text.contains("type=\"password\""));
    let login = other.start(&school.link("teachers")).await;
    assert!(
        !login.text().contains("/enroll/login/oidc"),
        "{}",
        login.text()
    );
    let refused = other.open("/enroll/login/oidc").await;
    refused.expect(200, "/enroll/login", "Log in");
});

#[tokio::test]
async fn keys_may_change_at_any_time() {
    let database = Database::sqlite();
    let fake = Fake::start();
    let school = school(database.url(), &fake);
    for rotated in [false, true] {
        if rotated {
            fake.rotate();
        }
        let visitor = school.visitor();
        visitor.start(&school.link("provided-teachers")).await;
        let page = sign_in(&school, &visitor).await;
        page.expect(200, "/enroll/profile", "Install the management profile");
    }
}

#[tokio::test]
async fn doctor_asks_the_provider_about_itself() {
    let database = Database::sqlite();
    let fake = Fake::start();
    let school = school(database.url(), &fake);
    let said = school.repo.run(&["doctor"]).stdout;
    for part in [
        "the provider answers and has 1 keys",
        &format!("{}/enroll/login/callback", school.url),
        "lists no claim groups",
    ] {
        assert!(said.contains(part), "{part:?} in\n{said}");
    }
    fake.set_mood(Mood::Down);
    let said = school.repo.run(&["doctor"]).stdout;
    assert!(said.contains("the provider does not answer"), "{said}");
}

#[tokio::test]
async fn the_mailed_link_leads_through_a_certified_provider_to_the_profile() {
    let database = Database::sqlite();
    let mut provider = None;
    let school = School::beside_provider(database.url(), |origin| {
        let started = Certified::start(&format!("{origin}/enroll/login/callback"));
        let issuer = started.issuer.clone();
        provider = Some(started);
        format!(
            "{{ issuer: \"{issuer}\", client: enroll, secret: {{ file: certs/oidc }}, \
             scopes: [profile, email, groups] }}"
        )
    });
    let browser = Browser::open(PHONE).await;
    browser
        .goto(&mailed(&school, "all.teachers@riverside.example"))
        .await
        .unwrap();
    shows(&browser, "Set up your iPhone").await;
    browser.click("form button").await;
    shows(&browser, "Log in").await;
    browser.click("a[href='/enroll/login/oidc']").await;
    browser.fill("input[name=login]", "maya.chen").await;
    browser.fill("input[name=password]", "anything").await;
    browser.click("button[type=submit]").await;
    // What the client may know is asked on a page of its own.
    browser
        .click("form:has(input[value=consent]) button[type=submit]")
        .await;
    shows(&browser, "Install the management profile").await;
    assert!(
        !browser
            .current_url()
            .await
            .unwrap()
            .as_str()
            .contains("code=")
    );
    browser.close().await;
    let facts = school
        .text("SELECT facts FROM session WHERE facts LIKE '%maya.chen%'")
        .await;
    assert!(facts.contains("maya.chen@riverside.example"), "{facts}");
    let log = school.stop().stderr;
    assert!(
        log.contains("/enroll/login/callback") && !log.contains("code="),
        "{log}"
    );
    drop(provider);
}
