//! Account-driven enrollment: somebody signs in on the device, and it enrolls by itself.

mod oauth;

use std::fs;

use data_encoding::BASE64;
use enroll::cms::certificate::Certificate;
use enroll::cms::signed::{Signer, sign_detached};
use enroll::phone::identity::Identity;
use enroll::phone::{identity, profile, safari};
use plist::{Dictionary, Value};
use reqwest::{Client, Method};

use super::school::School;
use super::visitor::{Answer, Visitor};
use crate::enrolled::NATURE;
use crate::support::certificate;

const DISCOVERY: &str = "/.well-known/com.apple.remotemanagement";
const AUTHENTICATE: &str = "<key>MessageType</key><string>Authenticate</string><key>OSVersion</key>\
                            <string>18.2.1</string><key>ProductName</key><string>iPhone12,1</string>";
const TOKEN_UPDATE: &str = "<key>MessageType</key><string>TokenUpdate</string><key>PushMagic</key>\
                            <string>magic</string><key>Token</key><data>ftAoCo4gNk3mxQgFVRXRJQ==</data>";
const ASKS: &str = "<plist version=\"1.0\"><dict><key>LANGUAGE</key><string>en-US</string>\
                    <key>PRODUCT</key><string>iPhone15,4</string><key>VERSION</key><string>22G86</string></dict></plist>";

/// A device asks for its profile, with a token or without.
async fn asks(visitor: &Visitor, path: &str, token: Option<&str>, body: &str) -> Answer {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let mut headers = vec![("content-type", "application/pkcs7-signature")];
    headers.extend(bearer.as_deref().map(|value| ("authorization", value)));
    visitor
        .ask(Method::POST, path, &headers, Some(body.to_owned()))
        .await
}

async fn signs_in(visitor: &Visitor, account: &str, username: &str) -> Answer {
    let path = format!("/ade/auth?user-identifier={account}");
    logs_in(visitor, &path, username).await
}

/// Opens the login of the device, logs in and accepts the terms; what the last page answers.
async fn logs_in(visitor: &Visitor, path: &str, username: &str) -> Answer {
    let login = visitor.open(path).await;
    assert_eq!(login.path, "/enroll/login");
    let page = visitor
        .log_in(&login, username, &format!("{username}-pass"))
        .await;
    if page.path != "/enroll/terms" {
        return page;
    }
    let sent = visitor
        .post(
            &page,
            "/enroll/terms",
            &[("answer", "accept"), ("accept", "yes")],
        )
        .await;
    visitor
        .ask(Method::GET, &sent.location().unwrap(), &[], None)
        .await
}

/// The token in the address that leads back to the device.
fn token(answer: &Answer) -> String {
    assert_eq!((answer.status, answer.body.len()), (308, 0));
    let place = answer.location().unwrap();
    let before = "apple-remotemanagement-user-login://authentication-results?access-token=";
    place.strip_prefix(before).unwrap().to_owned()
}

/// The management payload of a profile.
fn management(profile: &Dictionary) -> Dictionary {
    let payloads = profile["PayloadContent"].as_array().unwrap();
    let mut payloads = payloads.iter().filter_map(Value::as_dictionary);
    let mdm = payloads.find(|one| one["PayloadType"].as_string() == Some("com.apple.mdm"));
    mdm.unwrap().clone()
}

fn opened(answer: &Answer) -> Dictionary {
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-type"),
        "application/x-apple-aspen-config"
    );
    let limits = enroll::cms::ber::Limits::SCEP;
    let plain = enroll::cms::verify::verify(&answer.body, limits).unwrap();
    let value = Value::from_reader_xml(&plain.content.unwrap()[..]).unwrap();
    value.into_dictionary().unwrap()
}

/// A device that names itself by its enrollment alone.
struct Device {
    client: Client,
    identity: Identity,
    profile: profile::Enrollment,
}

impl Device {
    async fn of(profile: &Dictionary) -> Self {
        let roots = Certificate::from_pem(&fs::read(certificate::ca()).unwrap()).unwrap();
        let client = safari::client(&[roots[0].der().to_vec()], false).unwrap();
        let profile = profile::enrollment(profile).unwrap();
        let identity = identity::obtain(&client, &profile.scep(), &NATURE, None).await;
        Self {
            identity: identity.unwrap(),
            client,
            profile,
        }
    }

    /// Sends a check-in with these keys; the status.
    async fn says(&self, keys: &str) -> u16 {
        let body = format!(
            "<plist version=\"1.0\"><dict><key>EnrollmentID</key>\
             <string>FB833D84-50C0-41DD-99DE-F748E44FFEF5</string>\
             <key>Topic</key><string>{}</string>{keys}</dict></plist>",
            self.profile.topic
        );
        let signer = Signer {
            key: &self.identity.key,
            certificate: &self.identity.certificate,
            chain: &[],
        };
        let now = enroll::ops::clock::now();
        let signature = sign_detached(body.as_bytes(), &signer, now).unwrap();
        let request = self
            .client
            .put(self.profile.check_in_url.clone())
            .header("content-type", "application/x-apple-aspen-mdm-checkin")
            // Devices show it with every message.
            .header("authorization", "Bearer whatever-it-was")
            .header("mdm-signature", BASE64.encode(&signature))
            .body(body);
        request.send().await.unwrap().status().as_u16()
    }
}

both_databases!(
    a_personal_device_enrolls_by_its_owners_account,
    |url| async {
        let school = School::account_driven(url, "mode: byod");
        let visitor = school.visitor();
        let found = visitor
            .ask(
                Method::GET,
                &format!(
                    "{DISCOVERY}?user-identifier=m.chen@riverside.example&model-family=iPhone"
                ),
                &[],
                None,
            )
            .await;
        assert_eq!(found.header("content-type"), "application/json");
        let found: serde_json::Value = serde_json::from_slice(&found.body).unwrap();
        let base = format!("{}/ade/byod", school.url);
        let servers =
            serde_json::json!({ "Servers": [{ "Version": "mdm-byod", "BaseURL": base }] });
        assert_eq!(found, servers);

        let first = asks(&visitor, "/ade/byod", None, ASKS).await;
        assert_eq!((first.status, first.body.len()), (401, 0));
        assert_eq!(
            first.header("www-authenticate"),
            format!(
                "Bearer method=\"apple-as-web\", url=\"{}/ade/auth\"",
                school.url
            )
        );

        let end = signs_in(&visitor, "M.Chen@Riverside.example", "maya.chen").await;
        let token = token(&end);
        let policy = end.header("content-security-policy");
        assert!(policy.contains("form-action 'self' apple-remotemanagement-user-login:"));
        let one = opened(&asks(&visitor, "/ade/byod", Some(&token), ASKS).await);
        let two = opened(&asks(&visitor, "/ade/byod", Some(&token), ASKS).await);
        assert_eq!(one, two, "good as often as the device asks");
        let mdm = management(&one);
        assert_eq!(mdm["EnrollmentMode"].as_string(), Some("BYOD"));
        let account = mdm["AssignedManagedAppleID"].as_string();
        assert_eq!(account, Some("m.chen@riverside.example"));
        assert!(!mdm.contains_key("AccessRights"));

        let device = Device::of(&one).await;
        assert_eq!(device.says(AUTHENTICATE).await, 200);
        assert_eq!(device.says(TOKEN_UPDATE).await, 200);
        school
            .holds(
                1,
                "SELECT COUNT(*) FROM device WHERE ownership = 'personal' AND serial IS NULL",
            )
            .await;
        let again = asks(&visitor, "/ade/byod", Some(&token), ASKS).await;
        assert_eq!(again.status, 401, "enrolled: somebody has to log in again");
    }
);

both_databases!(
    an_account_of_somebody_else_and_a_guest_get_no_token,
    |url| async {
        let school = School::account_driven(url, "mode: byod");
        let visitor = school.visitor();
        let wrong = signs_in(&visitor, "rui.costa@riverside.example", "maya.chen").await;
        assert_eq!(wrong.status, 403);
        // Pupils may not bring their own devices.
        let visitor = school.visitor();
        let pupil = signs_in(&visitor, "sam.park@students.riverside.example", "sam.park").await;
        assert_eq!(pupil.status, 403);
        school.holds(0, "SELECT COUNT(*) FROM enrollment").await;

        let visitor = school.visitor();
        for (status, path, token, body) in [
            (401, "/ade/byod", Some("guess"), ASKS),
            (401, "/ade/byod", Some(""), ASKS),
            (400, "/ade/byod", None, "nonsense"),
            (404, "/ade/adde", None, ASKS),
        ] {
            let answer = asks(&visitor, path, token, body).await;
            assert_eq!(answer.status, status, "{path} {token:?} {body}");
        }
        let path = format!("{DISCOVERY}?model-family=Mac");
        let mac = visitor.ask(Method::GET, &path, &[], None).await;
        assert_eq!(mac.status, 403);
        assert!(mac.text().contains("com.apple.well-known.failed"));
    }
);

both_databases!(
    a_device_of_the_organization_is_refused_to_who_may_only_bring_their_own,
    |url| async {
        let school = School::of_teachers(url);
        let visitor = school.visitor();
        let login = visitor.open("/ade/auth").await;
        let pupil = visitor.log_in(&login, "sam.park", "sam.park-pass").await;
        pupil.expect(403, "/enroll/login", "Your account can’t enroll devices");
        school.holds(0, "SELECT COUNT(*) FROM enrollment").await;
        let visitor = school.visitor();
        let login = visitor.open("/ade/auth").await;
        let teacher = [("username", "maya.chen"), ("password", "maya.chen-pass")];
        let sent = visitor.post(&login, "/enroll/login", &teacher).await;
        let next = sent.location().unwrap();
        let end = visitor.ask(Method::GET, &next, &[], None).await;
        assert!(!token(&end).is_empty());
    }
);

#[tokio::test(flavor = "multi_thread")]
async fn devices_of_the_organization_are_managed_with_rights() {
    let database = crate::support::database::Database::sqlite();
    let school = School::account_driven(database.url(), "mode: adde");
    let visitor = school.visitor();
    let login = visitor.open("/ade/auth").await;
    let site = visitor.log_in(&login, "maya.chen", "maya.chen-pass").await;
    assert_eq!(site.path, "/enroll/site");
    let sent = visitor.post(&site, "/enroll/site", &[("site", "high")]);
    let next = sent.await.location().unwrap();
    let token = token(&visitor.ask(Method::GET, &next, &[], None).await);
    let mdm = management(&opened(
        &asks(&visitor, "/ade/adde", Some(&token), ASKS).await,
    ));
    assert_eq!(mdm["EnrollmentMode"].as_string(), Some("ADDE"));
    assert_eq!(mdm["AccessRights"].as_unsigned_integer(), Some(8191));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_it_is_not_offered_devices_find_nothing() {
    let database = crate::support::database::Database::sqlite();
    let school = School::without_root(database.url());
    let visitor = school.visitor();
    for path in [DISCOVERY, "/ade/auth"] {
        let answer = visitor.ask(Method::GET, path, &[], None).await;
        assert_eq!(answer.status, 404, "{path}");
    }
    assert_eq!(asks(&visitor, "/ade/byod", None, ASKS).await.status, 404);
}
