//! The ways to an enrolled device: by a mailed link with and without scripts, by a technician, by the front door.

use enroll::base::digest::sha256_hex;
use enroll::base::time::{MINUTE, Timestamp};
use enroll::ops::clock;
use serde_json::json;

use super::device::Phone;
use super::person::Person;
use super::school::{School, TERMS, TESS};
use crate::support::browser::PHONE;
use crate::support::database::Database;

const MAYA: &str = "maya.chen@riverside.example";

/// Maya's invitation: she alone may use it, and says which site.
const INVITED: &str = "maya-iphone:\n  to: [{ email: maya.chen@riverside.example, name: Maya Chen }]\n  \
                       policy: invited\n  site: choose\n";

/// From the certificate page to the page that waits for the device; the device trusts what it was given.
async fn install(person: &Person) -> Phone {
    person.sees("Install the Riverside certificate").await;
    let certificate = person.download("Download certificate").await;
    person.press("I installed it").await;
    person.sees("Turn on trust for the certificate").await;
    person.presses_if_shown("I turned it on").await;
    person.sees("Install the management profile").await;
    Phone::new(&certificate, &person.download("Download profile").await)
}

both_databases!(a_mailed_link_becomes_an_enrolled_iphone, |url| async {
    let school = School::open(url, INVITED);
    let maya = Person::new("mailed", PHONE.distrusting()).await;
    maya.goto(&school.mailed_link(MAYA)).await;
    maya.sees("Set up your iPhone").await;
    assert!(maya.text().await.contains("Hello Maya."));
    maya.press("Start").await;
    maya.sees("Log in").await;
    maya.log_in("maya.chen", "maya.chen-pass").await;
    maya.sees("Where does this iPhone belong?").await;
    maya.choose("Middle School").await;
    maya.press("Continue").await;

    maya.sees("Install the Riverside certificate").await;
    let certificate = maya.download("Download certificate").await;
    maya.press("I installed it").await;
    maya.sees("Turn on trust for the certificate").await;
    assert!(maya.text().await.contains("Not trusted yet."));
    maya.press("I turned it on").await;
    maya.browser.text("[role=alert]").await;
    maya.sees("Turn on trust for the certificate").await;
    assert!(maya.text().await.contains("We still can’t see the trust."));
    maya.turns_trust_on().await;
    maya.sees("Install the management profile").await;

    let profile = maya.download("Download profile").await;
    let phone = Phone::new(&certificate, &profile);
    assert!(
        maya.text()
            .await
            .contains("Waiting for your iPhone to check in…")
    );
    phone.install().await;
    maya.sees("Your iPhone is enrolled").await;
    let done = maya.text().await;
    for part in [
        "Thank you, Maya.",
        "Maya’s iPhone",
        "Middle School",
        "1 of 1",
        "We sent a receipt to maya.chen@riverside.example.",
    ] {
        assert!(done.contains(part), "{part} is missing in\n{done}");
    }
    maya.leaves().await;
    is_kept(&school);
});

/// What the administrator has of it afterwards.
fn is_kept(school: &School) {
    let receipt = school.mails(MAYA, 2).remove(1);
    assert!(
        receipt.subject().contains("is now managed"),
        "{}",
        receipt.subject()
    );
    assert_eq!(school.progress("maya-iphone"), "used_up");
    let devices = school.devices();
    assert_eq!(devices.len(), 1, "{devices:?}");
    for (key, value) in [
        ("serial", "F2LXK9P7Q9K7"),
        ("name", "Maya’s iPhone"),
        ("product", "iPhone15,4"),
        ("os_version", "18.6"),
        ("ownership", "institution"),
        ("site", "middle-school"),
        ("invitation", "maya-iphone"),
        ("person", "maya.chen"),
        ("person_name", "Maya Chen"),
        ("email", MAYA),
        ("phone", "+12015550101"),
        ("title", "Teacher"),
        ("department", "Science"),
        ("building", "Main Building"),
        ("room", "204"),
    ] {
        assert_eq!(devices[0][key], value, "{key} in {}", devices[0]);
    }
}

#[tokio::test]
async fn so_it_does_without_scripts() {
    let database = Database::sqlite();
    let school = School::open(database.url(), INVITED);
    let maya = Person::new("scriptless", PHONE.without_javascript()).await;
    let link = school.mailed_link(MAYA);
    maya.goto(&link).await;
    maya.sees("Set up your iPhone").await;
    maya.press("Start").await;
    maya.log_in("maya.chen", "maya.chen-pass").await;
    maya.comes_to("Where does this iPhone belong?").await;
    maya.choose("Middle School").await;
    maya.press("Continue").await;
    let phone = install(&maya).await;
    let told = maya.text().await;
    assert!(told.contains("Check every 15 seconds for me"), "{told}");
    tokio::join!(maya.press("I installed it"), phone.install());
    maya.sees("Your iPhone is enrolled").await;
    is_kept(&school);

    maya.goto(&link).await;
    maya.comes_to("Your iPhone is enrolled").await;
    maya.browser.delete_all_cookies().await.unwrap();
    maya.goto(&link).await;
    maya.sees("This invitation is already used").await;
    assert_eq!(maya.status().await, 410);
    let told = maya.text().await;
    assert!(told.contains("1 of 1 devices enrolled"), "{told}");
    maya.leaves().await;
}

#[tokio::test]
async fn a_technician_says_whom_the_device_is_for() {
    let database = Database::sqlite();
    let bench = "bench: { send: none, uses: 3, policy: technicians, site: district }";
    let school = School::open(database.url(), bench);
    let tess = Person::new("technician", PHONE).await;
    tess.goto(&school.link("bench")).await;
    tess.sees("Set up your iPhone").await;
    tess.press("Start").await;
    tess.sees("Log in").await;
    tess.log_in("tess", TESS).await;
    tess.sees("Who is this device for?").await;
    tess.browser.fill("#q", "mchen").await;
    tess.press("Find").await;
    tess.browser.text("[role=status]").await;
    assert!(tess.text().await.contains("No one matches “mchen”."));
    tess.sees("Who is this device for?").await;
    tess.browser.fill("#q", "chen").await;
    tess.press("Find").await;
    tess.choose("Maya Chen").await;
    tess.sees("Who is this device for?").await;
    tess.press("Continue").await;
    let phone = install(&tess).await;
    phone.install().await;
    tess.sees("Your iPhone is enrolled").await;
    assert!(
        tess.text()
            .await
            .contains("Give the link to the next person.")
    );
    tess.leaves().await;
    let device = school.devices().remove(0);
    assert_eq!(device["person"], "maya.chen", "{device}");
    assert_eq!(device["department"], "Science", "{device}");
    assert_eq!(device["site"], "district", "{device}");
}

#[tokio::test]
async fn the_front_door_lets_a_device_of_the_school_in() {
    let database = Database::sqlite();
    let school = School::open(database.url(), "{}");
    let rui = Person::new("door", PHONE).await;
    rui.goto(&format!("{}/enroll?site=high-school", school.url))
        .await;
    rui.sees("Set up your iPhone or iPad").await;
    rui.press("Start").await;
    rui.sees("Log in").await;
    rui.log_in("rui.costa", "rui.costa-pass").await;
    rui.sees("Who owns this iPhone?").await;
    rui.press("Continue").await;
    rui.sees("Who owns this iPhone?").await;
    rui.choose("It was given to me").await;
    rui.press("Continue").await;
    let phone = install(&rui).await;
    phone.install().await;
    rui.sees("Your iPhone is enrolled").await;
    rui.leaves().await;
    let device = school.devices().remove(0);
    assert_eq!(device["ownership"], "institution", "{device}");
    assert_eq!(device["site"], "high-school", "{device}");
    assert_eq!(device["invitation"], json!(null), "{device}");
    assert_eq!(device["department"], "Languages", "{device}");
    school.mails("rui.costa@riverside.example", 1);
}

both_databases!(
    the_front_door_lets_ones_own_device_in_by_terms,
    |url| async {
        let school = School::open(url, "{}");
        let maya = Person::new("own", PHONE).await;
        maya.goto(&format!("{}/enroll?site=middle-school", school.url))
            .await;
        maya.press("Start").await;
        maya.log_in("maya.chen", "maya.chen-pass").await;
        maya.sees("Who owns this iPhone?").await;
        maya.choose("It is my own").await;
        maya.press("Continue").await;
        maya.sees("Read and accept the terms").await;
        maya.press("Accept and continue").await;
        maya.browser.text("[role=alert]").await;
        maya.sees("Read and accept the terms").await;
        maya.press("Don’t accept").await;
        maya.sees("You did not accept").await;
        maya.press("Read the terms again").await;
        maya.choose("I have read and accept these terms").await;
        let before = clock::now();
        maya.press("Accept and continue").await;
        let phone = install(&maya).await;
        let facts = school.facts().await;
        assert_eq!(facts["terms"][0], sha256_hex(TERMS.as_bytes()), "{facts}");
        let accepted: Timestamp = serde_json::from_value(facts["terms"][1].clone()).unwrap();
        assert!(accepted.since(before).abs() < MINUTE, "{facts}");
        phone.install().await;
        maya.sees("Your iPhone is enrolled").await;
        maya.leaves().await;
        let device = school.devices().remove(0);
        assert_eq!(device["ownership"], "personal", "{device}");
        assert_eq!(device["site"], "middle-school", "{device}");
        assert_eq!(device["person"], "maya.chen", "{device}");
    }
);
