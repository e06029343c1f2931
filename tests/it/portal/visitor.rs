//! Somebody with a browser: keeps cookies, follows nothing by itself, fills in the forms it is shown.

use std::sync::Mutex;

use enroll::phone::page::{self, Page};
use reqwest::header::{HeaderMap, HeaderValue, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, redirect};

pub use crate::support::browser::IPHONE;

/// A browser.
pub struct Visitor {
    client: Client,
    base: String,
    agent: String,
    cookie: Mutex<Option<String>>,
    language: Mutex<Option<String>>,
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    pub path: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Visitor {
    pub fn new(base: &str) -> Self {
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            client,
            base: base.to_owned(),
            agent: IPHONE.to_owned(),
            cookie: Mutex::new(None),
            language: Mutex::new(None),
        }
    }

    /// The same with another browser.
    pub fn agent(self, agent: &str) -> Self {
        Self {
            agent: agent.to_owned(),
            ..self
        }
    }

    /// The cookie, `name=value`.
    pub fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap().clone()
    }

    /// Replaces the cookie.
    pub fn set_cookie(&self, cookie: Option<String>) {
        *self.cookie.lock().unwrap() = cookie;
    }

    /// Asks once.
    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Answer {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.base))
            .header("user-agent", &self.agent);
        if !headers.iter().any(|(name, _)| *name == "accept-language") {
            request = request.header("accept-language", "en-US,en;q=0.9");
        }
        let cookies = [self.cookie(), self.language.lock().unwrap().clone()];
        let cookies: Vec<String> = cookies.into_iter().flatten().collect();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        if let Some(body) = body {
            request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body);
        }
        for (name, value) in headers {
            request = request.header(*name, HeaderValue::from_str(value).unwrap());
        }
        let response = request.send().await.unwrap();
        let answer = Answer {
            path: path.to_owned(),
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await.unwrap().to_vec(),
        };
        for set in answer.headers.get_all(SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            if pair.starts_with("enroll-language=") {
                *self.language.lock().unwrap() = Some(pair.to_owned());
                continue;
            }
            let value = (!pair.ends_with('=')).then(|| pair.to_owned());
            self.set_cookie(value);
        }
        answer
    }

    /// Opens a page, following redirects.
    pub async fn open(&self, path: &str) -> Answer {
        let mut answer = self.ask(Method::GET, path, &[], None).await;
        for _ in 0..5 {
            let Some(next) = answer.location() else {
                return answer;
            };
            answer = self.ask(Method::GET, &next, &[], None).await;
        }
        panic!("too many redirects from {path}");
    }

    /// Sends the form of a page that goes to `action`, with these fields beside the hidden ones; not followed.
    pub async fn post(&self, page: &Answer, action: &str, fields: &[(&str, &str)]) -> Answer {
        let body = page.form(action, fields);
        self.ask(Method::POST, action, &[], Some(body)).await
    }

    /// The same, then wherever that leads.
    pub async fn send(&self, page: &Answer, action: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(page, action, fields).await;
        match answer.location() {
            Some(next) => self.open(&next).await,
            None => answer,
        }
    }

    /// Opens a link and starts.
    pub async fn start(&self, link: &str) -> Answer {
        let page = self.open(link).await;
        self.send(&page, "/enroll/start", &[]).await
    }

    /// Logs in on the login page.
    pub async fn log_in(&self, page: &Answer, username: &str, password: &str) -> Answer {
        let fields = [("username", username), ("password", password)];
        self.send(page, "/enroll/login", &fields).await
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn page(&self) -> Page {
        page::read(&self.text())
    }

    pub fn heading(&self) -> String {
        self.page().heading
    }

    /// Where it leads.
    pub fn location(&self) -> Option<String> {
        let value = self.headers.get(LOCATION)?;
        Some(value.to_str().unwrap().to_owned())
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// Itself if it shows this heading at this path, else a failure that shows it.
    #[track_caller]
    pub fn expect(self, status: u16, path: &str, heading: &str) -> Self {
        let seen = (self.status, self.path.as_str(), self.heading());
        assert_eq!(
            seen,
            (status, path, heading.to_owned()),
            "\n{}",
            self.text()
        );
        self
    }

    /// The body of a form: its hidden fields and these.
    #[track_caller]
    pub fn form(&self, action: &str, fields: &[(&str, &str)]) -> String {
        let page = self.page();
        let form = page
            .forms
            .iter()
            .find(|form| form.action == action)
            .unwrap_or_else(|| panic!("no form to {action} in\n{}", self.text()));
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        for field in form.fields.iter().filter(|field| field.kind == "hidden") {
            if !fields.iter().any(|(name, _)| *name == field.name) {
                body.append_pair(&field.name, &field.value);
            }
        }
        body.extend_pairs(fields);
        body.finish()
    }
}
