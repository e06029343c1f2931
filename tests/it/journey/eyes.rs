//! Eyes for every page that a journey meets: what automatic rules can tell about its access and its looks.

use std::path::PathBuf;

use serde_json::json;

use crate::support::browser::Browser;

/// Finds the faults of the page that is shown.
const FAULTS: &str = include_str!("eyes.js");

/// Collects what the browser complains about: refused by the security policy, or a script that fails.
const COMPLAIN: &str = "window.complaints = [];
    addEventListener('securitypolicyviolation', event => complaints.push('policy: ' + event.violatedDirective + ' ' + event.blockedURI));
    addEventListener('error', event => event.message && complaints.push('script: ' + event.message));";

/// A width, and a height like a phone's or a desktop's.
const PHONE: (u32, u32) = (390, 844);
const SMALL: (u32, u32) = (320, 568);
const DESKTOP: (u32, u32) = (1280, 800);

/// Listens for complaints from now on.
pub async fn open(browser: &Browser) {
    let script = json!({ "source": COMPLAIN });
    browser
        .devtools("Page.addScriptToEvaluateOnNewDocument", script)
        .await;
}

/// Looks at the page at 390 and 320 px, light and dark, and fails with every fault found.
pub async fn look(browser: &Browser, name: &str) {
    let mut faults = Vec::new();
    for (size, dark) in [(SMALL, true), (SMALL, false), (PHONE, true), (PHONE, false)] {
        show(browser, size, dark).await;
        let found = browser.execute(FAULTS, vec![]).await.unwrap();
        for fault in found.as_array().unwrap() {
            let scheme = if dark { "dark" } else { "light" };
            let fault = fault.as_str().unwrap();
            faults.push(format!("{} px, {scheme}: {fault}", size.0));
        }
    }
    picture(browser, name).await;
    assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
}

/// Keeps pictures of the page where `ENROLL_PICTURES` says.
async fn picture(browser: &Browser, name: &str) {
    let Some(folder) = std::env::var_os("ENROLL_PICTURES").map(PathBuf::from) else {
        return;
    };
    for (size, dark) in [
        (DESKTOP, true),
        (DESKTOP, false),
        (SMALL, false),
        (PHONE, true),
        (PHONE, false),
    ] {
        show(browser, size, dark).await;
        let scheme = if dark { "-dark" } else { "" };
        let file = folder.join(format!("{name}-{}{scheme}.png", size.0));
        browser.picture(&file).await;
    }
}

async fn show(browser: &Browser, (width, height): (u32, u32), dark: bool) {
    let scheme = if dark { "dark" } else { "light" };
    let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
    browser
        .devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await;
    let size =
        json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
    browser
        .devtools("Emulation.setDeviceMetricsOverride", size)
        .await;
}
