//! The same by OAuth 2 (RFC 6749, RFC 7636): the login ends with a code, and the code brings the token.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use super::super::school::School;
use super::super::visitor::{Answer, Visitor};
use super::{ASKS, AUTHENTICATE, Device, TOKEN_UPDATE, asks, logs_in, management, opened};

const OFFERED: &str = "mode: byod, method: oauth2";
const REDIRECTION: &str = "apple-remotemanagement-user-login:/oauth2/redirection";
/// The example of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// What the 401 tells a device.
fn parameters(header: &str) -> BTreeMap<&str, &str> {
    let parameters = header.strip_prefix("Bearer ").unwrap().split(", ");
    let pairs = parameters.map(|one| one.split_once('=').unwrap());
    pairs
        .map(|(name, value)| (name, value.trim_matches('"')))
        .collect()
}

/// The path and query of an address of ours with these parameters.
fn asking(address: &str, parameters: &[(&str, &str)]) -> String {
    let mut url = Url::parse(address).unwrap();
    url.query_pairs_mut().extend_pairs(parameters);
    format!("{}?{}", url.path(), url.query().unwrap())
}

/// What the address that leads back to the device says.
fn led_back(answer: &Answer) -> BTreeMap<String, String> {
    assert_eq!((answer.status, answer.body.len()), (308, 0));
    assert_eq!(answer.header("cache-control"), "no-store");
    let place = answer.location().unwrap();
    let query = place.strip_prefix(&format!("{REDIRECTION}?")).unwrap();
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}

/// Asks for a token; the status and what came.
async fn token(visitor: &Visitor, parameters: &[(&str, &str)]) -> (u16, Value) {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(parameters);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let answer = visitor
        .ask(Method::POST, "/ade/token", &form, Some(body.finish()))
        .await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let said = serde_json::from_slice(&answer.body).unwrap();
    (answer.status, said)
}

fn refused(why: &str) -> (u16, Value) {
    (400, json!({ "error": why }))
}

/// What a device says to trade the code of its login.
fn offer<'a>(code: &'a str, verifier: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", REDIRECTION),
        ("client_id", "enroll"),
        ("code_verifier", verifier),
    ]
}

fn refreshing(given: &Value) -> [(&str, &str); 2] {
    let token = given["refresh_token"].as_str().unwrap();
    [("grant_type", "refresh_token"), ("refresh_token", token)]
}

/// Asks as a device does, and lets Maya log in where it is told to; the code.
async fn signs_in(school: &School, visitor: &Visitor) -> String {
    let first = asks(visitor, "/ade/byod", None, ASKS).await;
    assert_eq!((first.status, first.body.len()), (401, 0));
    let header = first.header("www-authenticate");
    let told = parameters(header);
    assert_eq!(told["method"], "apple-oauth2");
    assert_eq!(told["redirect-url"], REDIRECTION);
    assert_eq!(told["token-url"], format!("{}/ade/token", school.url));
    let login = asking(
        told["authorization-url"],
        &[
            ("response_type", "code"),
            ("client_id", told["client-id"]),
            ("redirect_uri", told["redirect-url"]),
            ("scope", told["scope"]),
            ("state", "340B948D-A84A&?"),
            ("login_hint", "M.Chen@Riverside.example"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ],
    );
    let mut back = led_back(&logs_in(visitor, &login, "maya.chen").await);
    assert_eq!(back["state"], "340B948D-A84A&?");
    back.remove("code").unwrap()
}

both_databases!(
    a_device_trades_the_code_of_a_login_for_its_token,
    |url| async {
        let school = School::account_driven(url, OFFERED);
        let visitor = school.visitor();
        let code = signs_in(&school, &visitor).await;
        let other = token(&visitor, &offer(&code, "of somebody who read the code")).await;
        assert_eq!(other, refused("invalid_grant"));
        let (status, given) = token(&visitor, &offer(&code, VERIFIER)).await;
        assert_eq!(status, 200, "{given}");
        let kind = (&given["token_type"], &given["scope"]);
        assert_eq!(kind, (&json!("Bearer"), &json!("MDM")));
        assert!(given["expires_in"].as_i64().unwrap() > 0);
        let access = given["access_token"].as_str().unwrap();
        let (_, again) = token(&visitor, &offer(&code, VERIFIER)).await;
        assert_eq!(
            again["access_token"], access,
            "the answer was lost: the same once more"
        );
        let (_, refreshed) = token(&visitor, &refreshing(&given)).await;
        assert_eq!(refreshed["access_token"], access);

        let profile = opened(&asks(&visitor, "/ade/byod", Some(access), ASKS).await);
        let account = management(&profile)["AssignedManagedAppleID"].clone();
        assert_eq!(account.as_string(), Some("m.chen@riverside.example"));
    }
);

both_databases!(
    tokens_are_refreshed_as_long_as_a_device_is_enrolled,
    |url| async {
        let school = School::account_driven(url, OFFERED);
        let visitor = school.visitor();
        let code = signs_in(&school, &visitor).await;
        let (_, given) = token(&visitor, &offer(&code, VERIFIER)).await;
        let access = given["access_token"].as_str();
        let device = Device::of(&opened(&asks(&visitor, "/ade/byod", access, ASKS).await)).await;
        for message in [AUTHENTICATE, TOKEN_UPDATE] {
            assert_eq!(device.says(message).await, 200);
        }
        assert_eq!(
            token(&visitor, &offer(&code, VERIFIER)).await,
            refused("invalid_grant")
        );
        let (status, later) = token(&visitor, &refreshing(&given)).await;
        assert_eq!(status, 200, "an enrolled device goes on: {later}");
        let opens_nothing = later["access_token"].as_str();
        let answer = asks(&visitor, "/ade/byod", opens_nothing, ASKS).await;
        assert_eq!(answer.status, 401, "its certificate says who speaks");
        let goes = "<key>MessageType</key><string>CheckOut</string>";
        assert_eq!(device.says(goes).await, 200);
        assert_eq!(
            token(&visitor, &refreshing(&given)).await,
            refused("invalid_grant")
        );
    }
);

#[tokio::test(flavor = "multi_thread")]
async fn who_is_no_device_is_led_nowhere_and_given_nothing() {
    let database = crate::support::database::Database::sqlite();
    let school = School::account_driven(database.url(), OFFERED);
    let visitor = school.visitor();
    for stranger in [
        "",
        "?user-identifier=m.chen@riverside.example",
        "?response_type=code&client_id=other",
        "?response_type=code&client_id=enroll&redirect_uri=https://elsewhere.example/",
    ] {
        let path = format!("/ade/auth{stranger}");
        let answer = visitor.ask(Method::GET, &path, &[], None).await;
        assert_eq!(
            (answer.status, answer.location()),
            (404, None),
            "{stranger}"
        );
    }
    let implicit = "/ade/auth?response_type=token&client_id=enroll&state=7";
    let answer = visitor.ask(Method::GET, implicit, &[], None).await;
    let told = led_back(&answer);
    assert_eq!(
        (&*told["error"], &*told["state"]),
        ("unsupported_response_type", "7")
    );
    school.holds(0, "SELECT COUNT(*) FROM session").await;

    for (asked, why) in [
        (&[][..], "invalid_request"),
        (&[("grant_type", "password")], "unsupported_grant_type"),
        (
            &[("grant_type", "authorization_code"), ("code", "guess")],
            "invalid_grant",
        ),
        (
            &[("grant_type", "refresh_token"), ("refresh_token", "AAAA")],
            "invalid_grant",
        ),
        (
            &[("grant_type", "refresh_token"), ("client_id", "other")],
            "invalid_client",
        ),
    ] {
        assert_eq!(token(&visitor, asked).await, refused(why), "{asked:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_without_a_secret_and_a_token_in_the_address_are_two_things() {
    let database = crate::support::database::Database::sqlite();
    let school = School::account_driven(database.url(), OFFERED);
    let visitor = school.visitor();
    let login = "/ade/auth?response_type=code&client_id=enroll";
    let back = led_back(&logs_in(&visitor, login, "maya.chen").await);
    assert_eq!(
        back.keys().collect::<Vec<_>>(),
        ["code"],
        "no state was given"
    );
    let code = back["code"].as_str();
    let as_token = asks(&visitor, "/ade/byod", Some(code), ASKS).await;
    assert_eq!(as_token.status, 401);
    let offer = [("grant_type", "authorization_code"), ("code", code)];
    let with = [offer[0], offer[1], ("code_verifier", VERIFIER)];
    assert_eq!(token(&visitor, &with).await, refused("invalid_grant"));
    let refresh = [("grant_type", "refresh_token"), ("refresh_token", code)];
    assert_eq!(token(&visitor, &refresh).await, refused("invalid_grant"));
    let (status, given) = token(&visitor, &offer).await;
    assert_eq!(status, 200, "{given}");
    let access = given["access_token"].as_str();
    let _ = opened(&asks(&visitor, "/ade/byod", access, ASKS).await);
}
