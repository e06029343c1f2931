//! Providers of text messages: an HTTP server that speaks Twilio's Messages API and takes JSON, and can refuse,
//! fall silent or drop connections before and after it kept a message.

use std::sync::{Arc, Mutex};

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::web;

/// The account that is let in, and its token.
pub const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
pub const TOKEN: &str = "twilio-token-canary";

/// How requests that send are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Normal,
    /// The message is kept, and the connection cut instead of the answer.
    DropKept,
    /// The message is not kept, and the connection cut.
    DropLost,
    /// An answer with this status; `Retry-After` if it is not 0. Nothing is kept.
    Refuse(u16, u32),
}

/// One request as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A field of the form.
    pub fn field(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(self.body.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}

#[derive(Debug)]
struct State {
    mood: Mood,
    heard: Vec<Request>,
    kept: Vec<Request>,
}

/// A running server; it ends with the process.
#[derive(Clone, Debug)]
pub struct Provider {
    pub port: u16,
    state: Arc<Mutex<State>>,
}

impl Provider {
    /// Starts one on a thread of its own.
    pub fn start() -> Self {
        let state = Arc::new(Mutex::new(State {
            mood: Mood::Normal,
            heard: Vec::new(),
            kept: Vec::new(),
        }));
        let shared = Arc::clone(&state);
        let port = web::listening(async move |listener| {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(converse(stream, Arc::clone(&shared)));
            }
        });
        Self { port, state }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn set_mood(&self, mood: Mood) {
        self.state.lock().unwrap().mood = mood;
    }

    /// Messages that it took responsibility for, one for each idempotency key.
    pub fn messages(&self) -> Vec<Request> {
        self.state.lock().unwrap().kept.clone()
    }

    /// Requests that meant to send, kept or not.
    pub fn tries(&self) -> Vec<Request> {
        let heard = self.state.lock().unwrap().heard.clone();
        heard.into_iter().filter(|r| r.method == "POST").collect()
    }
}

async fn converse(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    let mut held = Vec::new();
    while let Some(request) = next(&mut stream, &mut held).await {
        let Some(answer) = answer(&request, &state) else {
            return;
        };
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// The next request; none when the other side is done.
async fn next(stream: &mut TcpStream, held: &mut Vec<u8>) -> Option<Request> {
    loop {
        if let Some((request, length)) = whole(held) {
            held.drain(..length);
            return Some(request);
        }
        let mut more = [0; 4096];
        match stream.read(&mut more).await {
            Ok(0) | Err(_) => return None,
            Ok(n) => held.extend_from_slice(&more[..n]),
        }
    }
}

fn whole(held: &[u8]) -> Option<(Request, usize)> {
    let end = held.windows(4).position(|w| w == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&held[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map_or(0, |(_, n)| n.parse().unwrap());
    let body = held.get(end + 4..end + 4 + length)?;
    let request = Request {
        method: first.next()?.to_owned(),
        path: first.next()?.to_owned(),
        headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    Some((request, end + 4 + length))
}

/// The answer; none to cut the connection.
fn answer(request: &Request, state: &Mutex<State>) -> Option<String> {
    let mut state = state.lock().unwrap();
    state.heard.push(request.clone());
    let twilio = request.path.starts_with("/2010-04-01/");
    let login = data_encoding::BASE64.encode(format!("{ACCOUNT}:{TOKEN}").as_bytes());
    if twilio && request.header("authorization") != Some(&format!("Basic {login}")) {
        let why = json!({ "code": 20003, "message": "Authenticate", "status": 401 });
        return Some(http(401, 0, &why.to_string()));
    }
    if request.method != "POST" {
        return Some(http(200, 0, ""));
    }
    let key = request.header("idempotency-key");
    let known = key.is_some()
        && state
            .kept
            .iter()
            .any(|r| r.header("idempotency-key") == key);
    match state.mood {
        Mood::Refuse(status, wait) => {
            let to = request.field("To").unwrap_or_default();
            let why =
                json!({ "code": 21211, "message": format!("Invalid 'To' {to}"), "status": status });
            return Some(http(status, wait, &why.to_string()));
        }
        Mood::DropLost => return None,
        Mood::Normal | Mood::DropKept if known => {}
        Mood::Normal | Mood::DropKept => state.kept.push(request.clone()),
    }
    let sid = format!("SM{:032}", state.kept.len());
    let body = match twilio {
        true => json!({ "sid": sid, "status": "queued", "body": request.field("Body") }),
        false => json!({ "accepted": true }),
    };
    (state.mood == Mood::Normal).then(|| http(201, 0, &body.to_string()))
}

fn http(status: u16, wait: u32, body: &str) -> String {
    let wait = match wait {
        0 => String::new(),
        _ => format!("Retry-After: {wait}\r\n"),
    };
    format!(
        "HTTP/1.1 {status} Said\r\n{wait}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends one message in this mood and answers the status, 0 for none.
    async fn send(provider: &Provider, mood: Mood, key: &str) -> u16 {
        provider.set_mood(mood);
        let sent = reqwest::Client::new()
            .post(format!("{}/send", provider.url()))
            .header("Idempotency-Key", key)
            .body("{}")
            .send()
            .await;
        sent.map_or(0, |answer| answer.status().as_u16())
    }

    #[tokio::test]
    async fn each_mood_answers_and_keeps_as_it_says() {
        let provider = Provider::start();
        assert_eq!(send(&provider, Mood::Normal, "a").await, 201);
        assert_eq!(send(&provider, Mood::DropKept, "b").await, 0);
        assert_eq!(send(&provider, Mood::DropLost, "c").await, 0);
        assert_eq!(send(&provider, Mood::Refuse(429, 9), "d").await, 429);
        assert_eq!(
            send(&provider, Mood::Normal, "b").await,
            201,
            "known by its key"
        );
        let keys: Vec<_> = provider
            .messages()
            .iter()
            .map(|r| r.header("idempotency-key").unwrap().to_owned())
            .collect();
        assert_eq!(keys, ["a", "b"]);
        assert!(provider.tries().len() >= 5);
    }
}
