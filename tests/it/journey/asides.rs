//! Beside the way: other devices, other apps, and the pages that every footer leads to.

use super::person::Person;
use super::school::School;
use crate::support::browser::{DESKTOP, PHONE};
use crate::support::database::Database;

const POSTER: &str = "poster: { send: none, policy: link-only, site: high-school, uses: 30 }";

const ANDROID: &str = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) \
                       Chrome/140.0.0.0 Mobile Safari/537.36";
/// An app with a view of the web: no `Version/`, no `Safari/`.
const APP: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 \
                   (KHTML, like Gecko) Mobile/15E148";

#[tokio::test]
async fn a_computer_shows_where_to_go_on() {
    let database = Database::sqlite();
    let school = School::open(database.url(), POSTER);
    let person = Person::new("desktop", DESKTOP).await;
    let link = school.link("poster");
    person.goto(&link).await;
    person.sees("Continue on your iPhone or iPad").await;
    let code = link.rsplit('/').next().unwrap();
    let told = person.text().await;
    for part in [&code[..5], &code[15..], "/e"] {
        assert!(told.contains(part), "{part} is missing in\n{told}");
    }
    person.browser.text(".qr svg").await;
    person.goto(&format!("{}/enroll", school.url)).await;
    person.sees("Continue on your iPhone or iPad").await;
    person
        .browser
        .click("footer a[href='/enroll/privacy']")
        .await;
    person.sees("Privacy").await;
    person.browser.click("footer a[href='/enroll/help']").await;
    person.sees("All steps on one page").await;
    person.leaves().await;
}

#[tokio::test]
async fn other_browsers_are_sent_to_safari() {
    let database = Database::sqlite();
    let school = School::open(database.url(), POSTER);
    let person = Person::new("elsewhere", PHONE).await;
    let link = school.link("poster");
    person.says_it_is(ANDROID).await;
    person.goto(&link).await;
    person.sees("This link is for iPhone and iPad").await;
    person.says_it_is(APP).await;
    person.goto(&link).await;
    person.sees("Open this page in Safari").await;
    person.press("Continue here anyway").await;
    person.comes_to("Install the Riverside certificate").await;
    person.leaves().await;
}

#[tokio::test]
async fn somebody_else_logs_out_first() {
    let database = Database::sqlite();
    let school = School::open(database.url(), "{}");
    let person = Person::new("logout", PHONE).await;
    person.goto(&format!("{}/enroll", school.url)).await;
    person.press("Start").await;
    person.log_in("maya.chen", "maya.chen-pass").await;
    person.comes_to("Who owns this iPhone?").await;
    person.press("Not you?").await;
    person.sees("Log out?").await;
    assert!(person.text().await.contains("maya.chen"));
    person.press("Log out").await;
    person.sees("You are logged out").await;
    person.goto(&format!("{}/enroll/owner", school.url)).await;
    person.comes_to("Set up your iPhone or iPad").await;
    person.leaves().await;
}
