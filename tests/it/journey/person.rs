//! Somebody with a browser, page by page.

use std::fs;
use std::path::Path;
use std::time::Duration;

use fantoccini::Locator;
use fantoccini::wd::TimeoutConfiguration;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::eyes;
use super::school::PATIENCE;
use crate::support::browser::{Browser, Look};
use crate::support::folder;
use crate::support::process::until;

/// Longer than any page takes to load.
const PAGE: Duration = Duration::from_secs(15);

/// A person with a browser that keeps downloads.
pub struct Person {
    /// The browser.
    pub browser: Browser,
    /// Begins the names of pictures.
    name: &'static str,
    downloads: TempDir,
}

impl Person {
    /// Opens the browser.
    pub async fn new(name: &'static str, look: Look) -> Self {
        let browser = Browser::open(look).await;
        let downloads = folder::fresh("downloads-");
        let behaviour = json!({ "behavior": "allow", "downloadPath": downloads.path() });
        browser
            .devtools("Browser.setDownloadBehavior", behaviour)
            .await;
        let limit = TimeoutConfiguration::new(None, Some(PAGE), None);
        browser.update_timeouts(limit).await.unwrap();
        eyes::open(&browser).await;
        Self {
            browser,
            name,
            downloads,
        }
    }

    /// Is another browser from now on.
    pub async fn says_it_is(&self, agent: &str) {
        let agent = json!({ "userAgent": agent });
        self.browser
            .devtools("Emulation.setUserAgentOverride", agent)
            .await;
    }

    /// Opens an address.
    pub async fn goto(&self, url: &str) {
        self.browser.goto(url).await.unwrap();
    }

    /// Waits until the page with this heading is shown, and looks at it.
    pub async fn sees(&self, heading: &str) {
        self.comes_to(heading).await;
        let short: String = heading
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == ' ')
            .collect();
        let name = format!("{}-{}", self.name, short.to_lowercase().replace(' ', "-"));
        eyes::look(&self.browser, &name).await;
    }

    /// Waits until the page with this heading is shown.
    pub async fn comes_to(&self, heading: &str) {
        let mut seen = String::new();
        for _ in 0..PATIENCE.as_millis() / 100 {
            seen = self.heading().await.unwrap_or_default();
            if seen == heading {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let text = self.browser.text("body").await;
        panic!("{heading:?} does not come; {seen:?} stays:\n{text}");
    }

    /// None while a page gives way to the next.
    async fn heading(&self) -> Option<String> {
        let heading = self.browser.find(Locator::Css("h1")).await.ok()?;
        heading.text().await.ok()
    }

    /// The page's text.
    pub async fn text(&self) -> String {
        self.browser.text("main").await
    }

    /// The HTTP status of the page that is shown.
    pub async fn status(&self) -> u64 {
        let ask = "return performance.getEntriesByType('navigation')[0].responseStatus";
        self.browser
            .execute(ask, vec![])
            .await
            .unwrap()
            .as_u64()
            .unwrap()
    }

    /// Presses the button with these words.
    pub async fn press(&self, words: &str) {
        let xpath = format!("//main//*[self::button or self::a][normalize-space()={words:?}]");
        self.click(&xpath).await;
    }

    /// Presses a button that may go away by itself, with its page.
    pub async fn presses_if_shown(&self, words: &str) {
        let xpath = format!("//main//button[normalize-space()={words:?}]");
        if let Ok(button) = self.browser.find(Locator::XPath(&xpath)).await {
            button.click().await.ok();
        }
    }

    /// Chooses what has this label: a radio button, a box, or an option of the page's select.
    pub async fn choose(&self, words: &str) {
        let xpath =
            format!("//label[contains(., {words:?})] | //option[normalize-space()={words:?}]");
        self.click(&xpath).await;
    }

    /// Clicks what may still be on its way: a page gives way to the next between a look and a click.
    async fn click(&self, xpath: &str) {
        for _ in 0..PATIENCE.as_millis() / 100 {
            if let Ok(found) = self.browser.find(Locator::XPath(xpath)).await {
                match found.click().await {
                    Ok(()) => return,
                    // What was clicked became a download: chromedriver waits for a page that never comes.
                    Err(error) if error.is_timeout() => return,
                    Err(_) => {}
                }
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("no {xpath} on:\n{}", self.browser.text("body").await);
    }

    /// Logs in on the page that is shown.
    pub async fn log_in(&self, username: &str, password: &str) {
        self.comes_to("Log in").await;
        self.browser.fill("#username", username).await;
        self.browser.fill("#password", password).await;
        self.press("Log in").await;
    }

    /// Presses a button and waits for the file that comes of it.
    pub async fn download(&self, words: &str) -> Vec<u8> {
        self.press(words).await;
        self.receives().await
    }

    /// Waits for a file that is on its way.
    pub async fn receives(&self) -> Vec<u8> {
        let path = self.downloads.path().to_owned();
        tokio::task::spawn_blocking(move || {
            until(PATIENCE, || downloaded(&path)).expect("a downloaded file")
        })
        .await
        .unwrap()
    }

    /// The browser accepts the school's private root from now on, as an iPhone does once its switch is on.
    pub async fn turns_trust_on(&self) {
        let ignore = json!({ "ignore": true });
        self.browser
            .devtools("Security.setIgnoreCertificateErrors", ignore)
            .await;
    }

    /// Sends the page's form in the background, with these fields; its status and a header of the answer.
    pub async fn send_form(&self, fields: Value, header: &str) -> (u64, Option<String>) {
        const SEND: &str = "const [fields, header, done] = arguments;
            const form = document.querySelector('main form[method=post]');
            const body = new URLSearchParams(new FormData(form));
            for (const [name, value] of Object.entries(fields)) body.set(name, value);
            fetch(form.action, { method: 'POST', body, redirect: 'manual' })
                .then(answer => done([answer.status, answer.headers.get(header)]))";
        let arguments = vec![fields, json!(header)];
        let answer = self.browser.execute_async(SEND, arguments).await.unwrap();
        let header = answer[1].as_str().map(str::to_owned);
        (answer[0].as_u64().unwrap(), header)
    }

    /// Closes the browser.
    pub async fn leaves(self) {
        self.browser.close().await;
    }
}

/// The one complete file in the folder, which is taken away.
fn downloaded(folder: &Path) -> Option<Vec<u8>> {
    let files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let done = files
        .iter()
        .find(|path| path.extension().is_some_and(|e| e == "mobileconfig"))?;
    let bytes = fs::read(done).unwrap();
    if bytes.is_empty() {
        return None; // the name is taken, the bytes are under way
    }
    fs::remove_file(done).unwrap();
    Some(bytes)
}
