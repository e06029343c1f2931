//! axe-core over every page in every state, light and dark, and what no automatic rule sees: pages that scroll
//! sideways. English and Arabic always; `ENROLL_MATRIX=1` (the script `tests/matrix`) takes every language.

use std::path::Path;

use enroll::render::samples::{pages, pages_in};
use enroll::render::{Assets, Engine};
use enroll::words::{Language, Words};
use serde_json::{Value, json};

use crate::support::browser::{Browser, PHONE};
use crate::support::folder;

/// Where `tests/packages` puts it.
const AXE: &str = "target/npm/node_modules/axe-core/axe.min.js";

/// Rules that a page may break, and why it may: the person asked it to look every 15 seconds, and stops it there.
const EXCUSED: &[(&str, &str)] = &[("profile-checking.", "meta-refresh: ")];

/// Runs axe and tells each violation in one line.
const RUN: &str = "const done = arguments[0];
    axe.run(document, { resultTypes: ['violations'] }).then(
        found => done(found.violations.map(v => v.id + ': ' + v.help + ': ' + v.nodes[0].html.slice(0, 200))),
        fault => done(['axe: ' + fault]))";

/// Whether the page is wider than its window.
const WIDE: &str =
    "return document.documentElement.scrollWidth > document.documentElement.clientWidth";

fn languages() -> Vec<Language> {
    let mut languages = vec![Language::En, Language::Ar];
    if std::env::var_os("ENROLL_MATRIX").is_some() {
        languages = Language::ALL.to_vec();
        languages.push(Language::Pseudo);
    }
    languages
}

/// Writes every sample in `language` beside its files; the names of the pages.
fn write(folder: &Path, language: Language) -> Vec<String> {
    let assets = Assets::new(None);
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    for asset in [&assets.css, &assets.script] {
        std::fs::write(folder.join(&asset.path[1..]), &asset.body).unwrap();
    }
    let engine = Engine::new().unwrap().speaking(&Words::of(language));
    let write = |sample: enroll::render::samples::Sample| {
        let frame = sample.frame.in_language(language, Language::ALL);
        let html = engine.page(&frame, &sample.page).unwrap();
        let name = format!("{}.{}.html", sample.name, language.code());
        std::fs::write(folder.join(&name), html.replace("\"/assets/", "\"assets/")).unwrap();
        name
    };
    pages_in(language).into_iter().map(write).collect()
}

async fn prefer(browser: &Browser, scheme: &str) {
    let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
    let media = json!({ "features": features });
    browser.devtools("Emulation.setEmulatedMedia", media).await;
}

async fn resize(browser: &Browser, width: u32) {
    let size = json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": true });
    browser
        .devtools("Emulation.setDeviceMetricsOverride", size)
        .await;
}

#[tokio::test]
async fn no_page_in_any_state_breaks_a_rule_of_axe() {
    let axe = std::fs::read_to_string(AXE).expect("axe-core: run tests/packages");
    let folder = folder::fresh("axe-");
    let browser = Browser::open(PHONE).await;
    let mut faults = Vec::new();
    let mut looked = 0;
    for language in languages() {
        for name in write(folder.path(), language) {
            let url = format!("file://{}/{name}", folder.path().display());
            for scheme in ["light", "dark"] {
                prefer(&browser, scheme).await;
                browser.goto(&url).await.unwrap();
                browser.execute(&axe, vec![]).await.unwrap();
                let found = browser.execute_async(RUN, vec![]).await.unwrap();
                let found = found.as_array().unwrap().iter();
                let excused = |fault: &&str| {
                    EXCUSED
                        .iter()
                        .any(|(page, rule)| name.starts_with(page) && fault.starts_with(rule))
                };
                faults.extend(
                    found
                        .map(|fault| fault.as_str().unwrap())
                        .filter(|fault| !excused(fault))
                        .map(|fault| format!("{name}, {scheme}: {fault}")),
                );
                looked += 1;
            }
        }
    }
    browser.close().await;
    assert_eq!(looked, languages().len() * pages().len() * 2);
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[tokio::test]
async fn no_page_scrolls_sideways_on_the_smallest_phone_or_with_the_largest_text() {
    let folder = folder::fresh("narrow-");
    let browser = Browser::open(PHONE).await;
    let mut faults = Vec::new();
    let all = Language::ALL.iter().copied().chain([Language::Pseudo]);
    for language in all {
        for name in write(folder.path(), language) {
            let url = format!("file://{}/{name}", folder.path().display());
            resize(&browser, 320).await;
            browser.goto(&url).await.unwrap();
            if browser.execute(WIDE, vec![]).await.unwrap() == Value::Bool(true) {
                faults.push(format!("{name} at 320 px"));
            }
            resize(&browser, 390).await;
            let larger = "document.documentElement.style.fontSize = '212.5%'";
            browser.execute(larger, vec![]).await.unwrap();
            if browser.execute(WIDE, vec![]).await.unwrap() == Value::Bool(true) {
                faults.push(format!("{name} at 200 %"));
            }
        }
    }
    browser.close().await;
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
