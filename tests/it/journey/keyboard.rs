//! The whole way with a keyboard alone: what is reached by Tab is seen to be, and Enter does what a finger does.

use serde_json::{Value, json};

use super::device::Phone;
use super::person::Person;
use super::school::School;
use crate::support::browser::PHONE;
use crate::support::database::Database;

/// More stops than any page has.
const STOPS: usize = 40;

/// What has the focus: whether it is the one looked for, and how thick its ring is, in pixels.
const FOCUS: &str = "const own = document.activeElement;
    return [own.matches(arguments[0]), parseFloat(getComputedStyle(own).outlineWidth) || 0, own.outerHTML.slice(0, 120)]";

/// Presses one key.
async fn key(person: &Person, name: &str, code: u32, text: Option<&str>) {
    for kind in ["keyDown", "keyUp"] {
        let mut event =
            json!({ "type": kind, "key": name, "code": name, "windowsVirtualKeyCode": code });
        if let (Some(text), "keyDown") = (text, kind) {
            event["text"] = json!(text);
        }
        person
            .browser
            .devtools("Input.dispatchKeyEvent", event)
            .await;
    }
}

async fn enter(person: &Person) {
    key(person, "Enter", 13, Some("\r")).await;
}

/// Presses Tab until this has the focus; every stop on the way must show that it has it.
async fn tab_to(person: &Person, css: &str) {
    let mut seen = Vec::new();
    for _ in 0..STOPS {
        key(person, "Tab", 9, None).await;
        let focus = person
            .browser
            .execute(FOCUS, vec![json!(css)])
            .await
            .unwrap();
        let what = focus[2].as_str().unwrap().to_owned();
        assert!(focus[1].as_f64().unwrap() >= 2.0, "no ring around {what}");
        if focus[0] == Value::Bool(true) {
            return;
        }
        seen.push(what);
    }
    panic!("{css} is out of reach:\n{}", seen.join("\n"));
}

async fn type_into(person: &Person, css: &str, text: &str) {
    tab_to(person, css).await;
    let text = json!({ "text": text });
    person.browser.devtools("Input.insertText", text).await;
}

#[tokio::test]
async fn a_keyboard_is_enough() {
    let database = Database::sqlite();
    let invitation =
        "maya-iphone:\n  to: [maya.chen@riverside.example]\n  policy: invited\n  site: choose\n";
    let school = School::open(database.url(), invitation);
    let maya = Person::new("keyboard", PHONE).await;
    maya.goto(&school.mailed_link("maya.chen@riverside.example"))
        .await;
    maya.comes_to("Set up your iPhone").await;
    tab_to(&maya, ".skip").await;
    tab_to(&maya, "main .button").await;
    enter(&maya).await;
    maya.comes_to("Log in").await;
    type_into(&maya, "#username", "maya.chen").await;
    type_into(&maya, "#password", "maya.chen-pass").await;
    enter(&maya).await;
    maya.comes_to("Where does this iPhone belong?").await;
    tab_to(&maya, "#site").await;
    key(&maya, "ArrowDown", 40, None).await;
    tab_to(&maya, "main .button").await;
    enter(&maya).await;
    maya.comes_to("Install the Riverside certificate").await;
    tab_to(&maya, "main a.button").await;
    enter(&maya).await;
    let certificate = maya.receives().await;
    tab_to(&maya, "[value=installed]").await;
    enter(&maya).await;
    // The browser trusts every root, so the page about trust gives way by itself.
    maya.comes_to("Install the management profile").await;
    tab_to(&maya, "[value=download]").await;
    enter(&maya).await;
    let phone = Phone::new(&certificate, &maya.receives().await);
    tab_to(&maya, "summary").await;
    enter(&maya).await;
    assert!(maya.browser.has("details[open]").await);
    phone.install().await;
    maya.comes_to("Your iPhone is enrolled").await;
    maya.leaves().await;
}
