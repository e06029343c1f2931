//! Where a person is stopped: each page of an error as its reader meets it.

use std::time::Duration;

use enroll::base::time::Timestamp;
use enroll::ops::clock;
use serde_json::json;

use super::person::Person;
use super::school::School;
use crate::support::browser::PHONE;
use crate::support::database::Database;
use crate::support::slapd::Slapd;

const MAYA: &str = "maya-iphone:\n  to: [{ email: maya.chen@riverside.example, name: Maya Chen }]\n  \
                    policy: invited\n  site: district\n";

/// A link that ends this many seconds from now, and is good for this many devices.
pub fn soon(seconds: i64, uses: u32) -> (Timestamp, String) {
    let end = clock::now().plus(seconds * 1_000_000);
    let yaml =
        format!("poster: {{ send: none, policy: link-only, expires: \"{end}\", uses: {uses} }}");
    (end, yaml)
}

/// Waits for a time.
pub async fn wait_until(end: Timestamp) {
    while clock::now() <= end {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_link_nobody_knows() {
    let database = Database::sqlite();
    let school = School::open(database.url(), "{}");
    let person = Person::new("unknown", PHONE).await;
    person
        .goto(&format!("{}/e/7QK4M2XW9D3HB6TN8RVC", school.url))
        .await;
    person.sees("We don’t know this link").await;
    assert_eq!(person.status().await, 404);
    person.press("Enter the code").await;
    person.sees("Enter your code").await;
    person.browser.fill("#code", "7QK4M").await;
    person.press("Continue").await;
    person.browser.text("[role=alert]").await;
    person.sees("Enter your code").await;
    assert_eq!(person.status().await, 422);
    person.goto(&format!("{}/enroll/owners", school.url)).await;
    person.sees("There is no such page").await;
    assert_eq!(person.status().await, 404);
    person.leaves().await;
}

#[tokio::test]
async fn a_link_that_expires_before_start() {
    let database = Database::sqlite();
    let (end, poster) = soon(12, 1);
    let school = School::open(database.url(), &poster);
    let person = Person::new("expired", PHONE).await;
    person.goto(&school.link("poster")).await;
    person.sees("Set up your iPhone").await;
    let told = person.text().await;
    assert!(
        told.contains("Works for"),
        "a note that it ends soon\n{told}"
    );
    wait_until(end).await;
    person.press("Start").await;
    person.sees("This invitation has expired").await;
    assert_eq!(person.status().await, 410);
    let told = person.text().await;
    assert!(
        told.contains("Nothing on your iPhone was changed."),
        "{told}"
    );
    assert!(told.contains("EXPIRED"), "{told}");
    person.leaves().await;
    assert_eq!(school.progress("poster"), "expired");
}

#[tokio::test]
async fn a_link_revoked_while_its_page_is_open() {
    let database = Database::sqlite();
    let school = School::open(database.url(), MAYA);
    let maya = Person::new("revoked", PHONE).await;
    maya.goto(&school.mailed_link("maya.chen@riverside.example"))
        .await;
    maya.press("Start").await;
    maya.comes_to("Log in").await;
    school.revoke("maya-iphone");
    maya.log_in("maya.chen", "maya.chen-pass").await;
    maya.sees("This invitation was cancelled").await;
    assert_eq!(maya.status().await, 410);
    let told = maya.text().await;
    assert!(
        !told.contains("Left the school"),
        "the reason is for IT\n{told}"
    );
    maya.leaves().await;
    assert_eq!(school.progress("maya-iphone"), "revoked");
}

#[tokio::test]
async fn the_account_of_somebody_else_and_a_wrong_password() {
    let database = Database::sqlite();
    let school = School::open(database.url(), MAYA);
    let rui = Person::new("wrong", PHONE).await;
    rui.goto(&school.mailed_link("maya.chen@riverside.example"))
        .await;
    rui.press("Start").await;
    rui.comes_to("Log in").await;
    rui.log_in("rui.costa", "wrong").await;
    let summary = rui.browser.text("[role=alert]").await;
    assert!(
        summary.contains("The username or password is wrong"),
        "{summary}"
    );
    assert_eq!(rui.status().await, 422);
    let focused = "return [document.activeElement.getAttribute('role'), document.getElementById('username').value,
        document.getElementById('password').value, document.title.startsWith('Error:')]";
    let seen = rui.browser.execute(focused, vec![]).await.unwrap();
    assert_eq!(seen, json!(["alert", "rui.costa", "", true]));
    rui.sees("Log in").await;
    rui.browser.click("[role=alert] a").await;
    let focused = "return document.activeElement.id || location.hash";
    let seen = rui.browser.execute(focused, vec![]).await.unwrap();
    assert_eq!(seen, "password");
    rui.log_in("rui.costa", "rui.costa-pass").await;
    rui.sees("This invitation is for another person").await;
    assert_eq!(rui.status().await, 403);
    let told = rui.text().await;
    assert!(
        told.contains("m•••@riverside.example") && told.contains("rui.costa"),
        "{told}"
    );
    rui.press("Log in as someone else").await;
    rui.comes_to("Log in").await;
    rui.log_in("maya.chen", "maya.chen-pass").await;
    rui.comes_to("Install the Riverside certificate").await;
    rui.leaves().await;
}

#[tokio::test]
async fn a_directory_that_does_not_answer() {
    let database = Database::sqlite();
    let directory = Slapd::start();
    let school = School::beside(database.url(), &directory, MAYA);
    let maya = Person::new("directory", PHONE).await;
    maya.goto(&school.mailed_link("maya.chen@riverside.example"))
        .await;
    maya.press("Start").await;
    maya.comes_to("Log in").await;
    directory.down();
    let typed = json!({ "username": "maya.chen", "password": "maya.chen-pass" });
    let (status, wait) = maya.send_form(typed, "retry-after").await;
    assert_eq!((status, wait.as_deref()), (503, Some("60")));
    maya.log_in("maya.chen", "maya.chen-pass").await;
    maya.sees("We can’t check your password right now").await;
    assert_eq!(maya.status().await, 503);
    assert!(maya.text().await.contains("Your invitation stays valid."));
    directory.up();
    maya.press("Try again").await;
    maya.comes_to("Log in").await;
    maya.log_in("maya.chen", "maya.chen-pass").await;
    maya.comes_to("Install the Riverside certificate").await;
    maya.leaves().await;
}

#[tokio::test]
async fn a_device_of_ones_own_where_only_others_may() {
    let database = Database::sqlite();
    let school = School::open(database.url(), "{}");
    let sam = Person::new("personal", PHONE).await;
    sam.goto(&format!("{}/enroll", school.url)).await;
    sam.press("Start").await;
    sam.log_in("sam.park", "sam.park-pass").await;
    sam.comes_to("Who owns this iPhone?").await;
    sam.choose("It is my own").await;
    sam.choose("High School").await;
    sam.press("Continue").await;
    sam.sees("You can’t enroll your own iPhone").await;
    assert_eq!(sam.status().await, 403);
    sam.press("Go back").await;
    sam.comes_to("Who owns this iPhone?").await;
    sam.choose("It was given to me").await;
    sam.choose("High School").await;
    sam.press("Continue").await;
    sam.comes_to("Install the Riverside certificate").await;
    sam.leaves().await;
}
