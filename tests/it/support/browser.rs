//! Headless Chromium, driven through chromedriver. It reaches this machine and nothing else.

use fantoccini::{Client, ClientBuilder, Locator, wd::WebDriverCompatibleCommand};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead as _, BufReader},
    ops::Deref,
    path::Path,
    process::{Command, Stdio},
};
use tempfile::TempDir;
use url::{ParseError, Url};

use super::{
    folder,
    process::{Process, tied},
};

/// What Safari on an iPhone says it is.
pub const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 \
    (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

/// The visitor's window and preferences.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    width: u32,
    height: u32,
    dark: bool,
    javascript: bool,
    trusting: bool,
}

/// 390 px wide, an iPhone.
pub const PHONE: Look = Look {
    width: 390,
    height: 844,
    dark: false,
    javascript: true,
    trusting: true,
};
/// 1280 px wide.
pub const DESKTOP: Look = Look {
    width: 1280,
    height: 800,
    dark: false,
    javascript: true,
    trusting: true,
};

impl Look {
    /// Prefers dark colours.
    #[must_use]
    pub fn dark(self) -> Self {
        Self { dark: true, ..self }
    }

    /// Runs no scripts.
    #[must_use]
    pub fn without_javascript(self) -> Self {
        Self {
            javascript: false,
            ..self
        }
    }

    /// Accepts no certificate of an unknown authority.
    #[must_use]
    pub fn distrusting(self) -> Self {
        Self {
            trusting: false,
            ..self
        }
    }

    fn is_phone(self) -> bool {
        self.width < 600
    }
}

/// A browser with a profile of its own: a visitor nobody has seen before. It is also a [`Client`].
/// Chromium ends when dropped.
pub struct Browser {
    client: Client,
    width: u32,
    driver: Process,
    _profile: TempDir,
}

impl Deref for Browser {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Browser {
    /// Starts Chromium.
    pub async fn open(look: Look) -> Self {
        let profile = folder::fresh("browser-");
        let (driver, port) = start_driver(profile.path());
        let Value::Object(capabilities) = capabilities(look, profile.path()) else {
            unreachable!()
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("Chromium (packages chromium and chromium-driver)");
        let browser = Self {
            client,
            width: look.width,
            driver,
            _profile: profile,
        };
        let scheme = if look.dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        browser
            .devtools(
                "Emulation.setEmulatedMedia",
                json!({ "features": features }),
            )
            .await;
        let size = json!({ "width": look.width, "height": look.height, "deviceScaleFactor": 1, "mobile": look.is_phone() });
        browser
            .devtools("Emulation.setDeviceMetricsOverride", size)
            .await;
        browser
    }

    /// The visible text of the first element that matches a CSS selector, which must appear within seconds.
    pub async fn text(&self, css: &str) -> String {
        self.client
            .wait()
            .for_element(Locator::Css(css))
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    }

    /// Whether an element matches now.
    pub async fn has(&self, css: &str) -> bool {
        !self
            .client
            .find_all(Locator::Css(css))
            .await
            .unwrap()
            .is_empty()
    }

    /// Types into a field, replacing what stands there.
    pub async fn fill(&self, css: &str, text: &str) {
        let field = self
            .client
            .wait()
            .for_element(Locator::Css(css))
            .await
            .unwrap();
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Clicks an element.
    pub async fn click(&self, css: &str) {
        self.client
            .wait()
            .for_element(Locator::Css(css))
            .await
            .unwrap()
            .click()
            .await
            .unwrap();
    }

    /// Whether the page is wider than the window: it scrolls sideways, or a phone shrinks it to fit.
    pub async fn is_too_wide(&self) -> bool {
        let metrics = self.devtools("Page.getLayoutMetrics", json!({})).await;
        metrics["cssContentSize"]["width"].as_f64().unwrap() > f64::from(self.width)
    }

    /// Writes a picture of the whole page, below the fold too, as PNG.
    pub async fn picture(&self, path: &Path) {
        let options = json!({ "format": "png", "captureBeyondViewport": true });
        let picture = self.devtools("Page.captureScreenshot", options).await;
        let bytes = data_encoding::BASE64
            .decode(picture["data"].as_str().unwrap().as_bytes())
            .unwrap();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Runs a command of Chromium's own protocol.
    pub async fn devtools(&self, command: &'static str, parameters: Value) -> Value {
        self.client
            .issue_cmd(Devtools {
                command,
                parameters,
            })
            .await
            .unwrap()
    }

    /// Ends Chromium and waits for it.
    pub async fn close(mut self) {
        self.client.clone().close().await.unwrap();
        self.driver.kill9();
    }
}

#[derive(Debug)]
struct Devtools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &Url) -> (reqwest::Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (reqwest::Method::POST, Some(body.to_string()))
    }
}

/// How often a chromedriver that ends before it has a port is started anew.
const STARTS: usize = 5;

/// Chromedriver chooses its own port and says it. Now and then it ends before it does: then it is started again.
fn start_driver(home: &Path) -> (Process, u16) {
    for _ in 0..STARTS {
        let mut driver = Process::start(driver(home));
        let lines = BufReader::new(driver.child().stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            line.split("successfully on port ")
                .nth(1)?
                .trim_end_matches('.')
                .parse()
                .ok()
        });
        if let Some(port) = port {
            return (driver, port);
        }
    }
    panic!("chromedriver (package chromium-driver) does not start");
}

/// With a pipe as its line to Chromium, Chromium ends when chromedriver does, however that ends.
fn driver(home: &Path) -> Command {
    let mut command = tied("KILL", "chromedriver");
    command
        .args(["--port=0", "--log-level=SEVERE"])
        .env("HOME", home)
        .env("TMPDIR", home)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

fn capabilities(look: Look, profile: &Path) -> Value {
    let mut arguments = vec![
        "--headless=new".to_owned(),
        "--no-sandbox".into(),
        "--disable-gpu".into(),
        "--disable-quic".into(),
        "--disable-dev-shm-usage".into(),
        "--no-first-run".into(),
        "--disable-background-networking".into(),
        "--disable-component-update".into(),
        "--disable-sync".into(),
        "--hide-scrollbars".into(),
        "--remote-debugging-pipe".into(),
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1".into(),
        format!("--user-data-dir={}", profile.display()),
        format!("--window-size={},{}", look.width, look.height),
    ];
    if look.is_phone() {
        arguments.push(format!("--user-agent={IPHONE}"));
    }
    let javascript = if look.javascript { 1 } else { 2 };
    json!({
        "acceptInsecureCerts": look.trusting,
        "goog:chromeOptions": {
            "args": arguments,
            "prefs": { "profile.managed_default_content_settings.javascript": javascript },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::{Read as _, Write as _},
        net::TcpListener,
        thread,
    };

    const PAGE: &str = "<!doctype html><title>Enroll</title>
        <meta name=viewport content='width=device-width'><style>
        body { margin: 0; background: white } #wide { width: 500px; height: 2000px }
        @media (prefers-color-scheme: dark) { p::after { content: ' in the dark' } }
        </style><p id=p>Hello</p><input name=code><div id=wide></div>
        <script>p.append(' ' + document.documentElement.clientWidth); if (/iPhone/.test(navigator.userAgent)) p.append(' iPhone')</script>";

    /// Serves the page to everybody until the tests end.
    fn site() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let _request = stream.read(&mut [0; 4096]).unwrap();
                let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close";
                write!(
                    stream,
                    "{head}\r\nContent-Length: {}\r\n\r\n{PAGE}",
                    PAGE.len()
                )
                .ok();
            }
        });
        url
    }

    #[tokio::test]
    async fn it_is_a_phone_in_the_dark() {
        let browser = Browser::open(PHONE.dark()).await;
        browser.goto(&site()).await.unwrap();
        assert_eq!(browser.text("p").await, "Hello 390 iPhone");
        let after = "return getComputedStyle(document.querySelector('p'), '::after').content";
        assert_eq!(
            browser.execute(after, vec![]).await.unwrap(),
            "\" in the dark\""
        );
        assert!(browser.is_too_wide().await);
        browser.fill("input", "K7QF").await;
        browser.click("input").await;
        let path = folder::fresh("picture-");
        browser.picture(&path.path().join("pages/phone.png")).await;
        let png = fs::read(path.path().join("pages/phone.png")).unwrap();
        let size = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        assert!(
            size(16) >= 390 && size(20) > 1900,
            "{} x {}",
            size(16),
            size(20)
        );
        browser.close().await;
    }

    #[tokio::test]
    async fn it_is_a_desktop_without_scripts() {
        let browser = Browser::open(DESKTOP.without_javascript()).await;
        browser.goto(&site()).await.unwrap();
        assert_eq!(browser.text("p").await, "Hello");
        assert!(browser.has("input").await && !browser.has("textarea").await);
        assert!(!browser.is_too_wide().await);
        let driver = browser.driver.id();
        let profile = browser._profile.path().to_owned();
        browser.close().await;
        assert!(!Path::new(&format!("/proc/{driver}")).exists() && !profile.exists());
    }
}
