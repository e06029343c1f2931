//! Chromium on the way of the mailed link, against the real directory, with and without scripts.

use std::fs;

use super::school::School;
use crate::support::browser::{Browser, Look, PHONE};
use crate::support::database::Database;

/// The link of the captured mail to this address, as its reader sees it.
pub fn mailed(school: &School, address: &str) -> String {
    let outbox = school.repo.path().join(".enroll/outbox");
    for file in fs::read_dir(outbox).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        if !text.contains(address) {
            continue;
        }
        let text = text.replace("=\r\n", "");
        let start = text.find(&format!("{}/e/", school.url)).expect("a link");
        let link: String = text[start..]
            .chars()
            .take_while(|c| !c.is_whitespace())
            .collect();
        return link;
    }
    panic!("no mail to {address}");
}

/// Waits until the page shows this heading: a click returns before the next page is there.
pub async fn shows(browser: &Browser, heading: &str) {
    for _ in 0..100 {
        let script = "return document.querySelector('h1')?.textContent";
        if browser
            .execute(script, vec![])
            .await
            .is_ok_and(|text| text == heading)
        {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{heading:?} expected: {}", browser.text("h1").await);
}

/// Comes past the page about trust.
async fn trust(browser: &Browser, scripts: bool) {
    for _ in 0..50 {
        // The test's Chromium trusts every certificate, so the image arrives: a script moves the page on by
        // itself, without one the button does.
        if browser.current_url().await.unwrap().path() != "/enroll/trust" {
            break;
        }
        if !scripts {
            let check = browser.has("button[value=check]").await;
            browser
                .click(if check {
                    "button[value=check]"
                } else {
                    "button[value=trusted]"
                })
                .await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
}

async fn journey(look: Look, scripts: bool) {
    let database = Database::sqlite();
    let school = School::open(database.url());
    let browser = Browser::open(look).await;
    browser
        .goto(&mailed(&school, "maya.chen@riverside.example"))
        .await
        .unwrap();
    shows(&browser, "Set up your iPhone").await;
    assert!(!browser.is_too_wide().await);
    browser.click("form button").await;
    shows(&browser, "Log in").await;
    browser.fill("#username", "maya.chen").await;
    browser.fill("#password", "wrong").await;
    browser.click("form button").await;
    assert!(
        browser
            .text("[role=alert]")
            .await
            .contains("username or password is wrong")
    );
    browser.fill("#username", "maya.chen").await;
    browser.fill("#password", "maya.chen-pass").await;
    browser.click("form button").await;
    shows(&browser, "Install the Riverside certificate").await;
    assert!(!browser.is_too_wide().await);
    browser.click("button[value=installed]").await;
    shows(&browser, "Turn on trust for the certificate").await;
    trust(&browser, scripts).await;
    shows(&browser, "Install the management profile").await;
    assert!(!browser.is_too_wide().await);
    school.holds(0, "SELECT COUNT(*) FROM enrollment").await;
    browser.click("button[value=download]").await;
    for _ in 0..50 {
        if school
            .number("SELECT COUNT(*) FROM event WHERE action = 'downloaded'")
            .await
            == 1
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    school.holds(1, "SELECT COUNT(*) FROM enrollment").await;
    school
        .holds(1, "SELECT COUNT(*) FROM event WHERE action = 'downloaded'")
        .await;
    // A download leaves the page.
    shows(&browser, "Install the management profile").await;
    browser.close().await;
}

#[tokio::test]
async fn the_mailed_link_leads_to_the_profile() {
    journey(PHONE, true).await;
}

#[tokio::test]
async fn so_it_does_without_scripts() {
    journey(PHONE.without_javascript(), false).await;
}
