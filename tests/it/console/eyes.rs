//! What people see: axe over every page, light and dark, phone and desktop; nothing scrolls sideways. With
//! `ENROLL_PICTURES` naming a folder, a picture of each is left there.

use std::path::Path;

use serde_json::json;

use super::everywhere;
use crate::portal::school::{School, TESS};
use crate::support::browser::{Browser, DESKTOP};
use crate::support::database::Database;

/// Where `tests/packages` puts it.
const AXE: &str = "target/npm/node_modules/axe-core/axe.min.js";

const RUN: &str = "const done = arguments[0];
    axe.run(document, { resultTypes: ['violations'] }).then(
        found => done(found.violations.map(v => v.id + ': ' + v.help + ': ' + v.nodes[0].html.slice(0, 200))),
        fault => done(['axe: ' + fault]))";

/// Some life: devices on some days, people who stopped on the way.
async fn lived_in(school: &School) {
    school.sql("UPDATE recipient SET opened_at = anchored_at WHERE invitation IN ('maya', 'luis', 'single')").await;
    school
        .sql("UPDATE recipient SET started_at = anchored_at, used = 1 WHERE invitation = 'maya'")
        .await;
    for n in 0..9 {
        school.sql(&format!(
            "INSERT INTO enrollment (id, recipient, invitation, policy, body, state, reserved_at, reserved_until, enrolled_at) \
             SELECT 'e{n}', uid, 'maya', 'staff', '{{}}', 'enrolled', anchored_at, anchored_at, anchored_at + {n} * 61000000 \
             FROM recipient WHERE invitation = 'maya'"
        )).await;
        school.sql(&format!(
            "INSERT INTO device (id, udid, serial, hardware, enrollment, invitation, ownership, site, enrolled_at, seen_at) \
             SELECT 'd{n}', 'u{n}', 'F2LXK9P7Q9K{n}', '{{\"udid\": \"u{n}\", \"serial\": \"F2LXK9P7Q9K{n}\", \
             \"product\": \"iPhone15,4\", \"model\": null, \"name\": \"Maya iPhone\", \"os_version\": \"18.3.2\", \
             \"build\": null}}', 'e{n}', 'maya', 'institution', 'middle', anchored_at - {n} * {n} * 21600000000, anchored_at \
             FROM recipient WHERE invitation = 'maya'"
        )).await;
    }
}

/// Width and color scheme.
const LOOKS: [(u32, &str); 5] = [
    (390, "light"),
    (1280, "light"),
    (390, "dark"),
    (1280, "dark"),
    (320, "light"),
];

#[tokio::test]
async fn no_page_breaks_a_rule_of_axe_or_scrolls_sideways() {
    let axe = std::fs::read_to_string(AXE).expect("axe-core: run tests/packages");
    let database = Database::sqlite();
    let school = School::with_console(database.url());
    lived_in(&school).await;
    let browser = Browser::open(DESKTOP).await;
    let login = format!("{}/console/login", school.url);
    browser.goto(&login).await.unwrap();
    let mut faults = Vec::new();
    for path in paths(&school).await {
        for (width, scheme) in LOOKS {
            appear(&browser, width, scheme).await;
            let url = format!("{}{path}", school.url);
            browser.goto(&url).await.unwrap();
            let found = faults_of(&browser, &axe).await;
            faults.extend(found.map(|fault| format!("{path}, {width}, {scheme}: {fault}")));
            take(&browser, &path, width, scheme).await;
        }
        if path == "/console/login" {
            browser.click("input[value=account]").await;
            browser.fill("#username", "audra").await;
            browser.fill("#password", TESS).await;
            browser.click("form button").await;
        }
    }
    browser.close().await;
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The login first, then every page.
async fn paths(school: &School) -> Vec<String> {
    let mut paths = vec!["/console/login".to_owned()];
    paths.extend(everywhere(school).await);
    paths.extend([
        "/console/i/poster/poster?per=4".to_owned(),
        "/console/poster?per=30".to_owned(),
    ]);
    paths.retain(|path| !path.ends_with(".csv") && !path.ends_with(".json"));
    assert!(paths.len() > 10, "{paths:?}");
    paths
}

async fn appear(browser: &Browser, width: u32, scheme: &str) {
    let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    browser.devtools("Emulation.setEmulatedMedia", media).await;
    let size =
        json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500 });
    browser
        .devtools("Emulation.setDeviceMetricsOverride", size)
        .await;
}

/// What axe finds on the page that is open, and whether it scrolls sideways.
async fn faults_of(browser: &Browser, axe: &str) -> impl Iterator<Item = String> {
    browser.execute(axe, vec![]).await.unwrap();
    let found = browser.execute_async(RUN, vec![]).await.unwrap();
    let mut found: Vec<String> = serde_json::from_value(found).unwrap();
    let wide = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
    if browser.execute(wide, vec![]).await.unwrap() == json!(true) {
        found.push("scrolls sideways".to_owned());
    }
    found.into_iter()
}

/// A picture of the page that is open, where they are asked for.
async fn take(browser: &Browser, path: &str, width: u32, scheme: &str) {
    let Ok(folder) = std::env::var("ENROLL_PICTURES") else {
        return;
    };
    let name = path
        .trim_start_matches("/console")
        .replace(['/', '?', '='], "-");
    let file = format!("console{name}-{width}-{scheme}.png");
    browser.picture(&Path::new(&folder).join(file)).await;
}
