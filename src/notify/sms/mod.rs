//! Handing text messages to a provider over HTTP. Gateways that take mail are mail: [`super::smtp`].
//!
//! The caller's consent comes right before the request. A connection that cannot be made has carried nothing. An
//! answer that does not come leaves doubt, unless the provider knows requests again by their key.
//! To add a provider: a file here that makes requests and reads answers, and a variant of [`Provider`].

mod gateway;
mod twilio;

use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Client, Request, Response, StatusCode};

pub use gateway::Gateway;
pub use twilio::{Twilio, is_signed};

use super::smtp::Failure;
use super::{Outcome, Stage};
use crate::http::why;
use crate::model::message::Rendered;

/// No provider is believed that wants more patience.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);
/// Of an answer that is no JSON of a known form, so much is kept.
const EXCERPT: usize = 120;

/// A provider of text messages.
#[derive(Clone, Debug)]
pub enum Provider {
    /// Twilio's Messages API.
    Twilio(Twilio),
    /// A gateway that takes JSON.
    Gateway(Gateway),
}

impl Provider {
    /// Its host, for messages.
    pub fn name(&self) -> String {
        let url = match self {
            Self::Twilio(twilio) => &twilio.url,
            Self::Gateway(gateway) => &gateway.url,
        };
        url.host_str().unwrap_or_default().to_owned()
    }

    /// Whether it can be reached and lets us in, as far as it can be asked.
    ///
    /// # Errors
    /// Why it cannot be used now.
    pub async fn open(&self) -> Result<(), Failure> {
        let (http, probe) = match self {
            Self::Twilio(twilio) => (&twilio.http, twilio.probe()),
            Self::Gateway(gateway) => (&gateway.http, gateway.probe()),
        };
        let probe = probe.map_err(|e| Failure::Network(e.to_string()))?;
        let answer = http.execute(probe).await;
        let answer = answer.map_err(|e| Failure::Network(why(&e)))?;
        let status = answer.status();
        match self {
            Self::Twilio(_) if !status.is_success() => {
                let said = twilio::said(status, &text(answer).await);
                Err(Failure::Network(format!("it does not let us in: {said}")))
            }
            _ => Ok(()),
        }
    }

    /// Hands over one message.
    pub async fn send(
        &self,
        message: &Rendered,
        consent: impl AsyncFnOnce() -> bool,
        on: impl Fn(Stage),
    ) -> Outcome {
        if message.to.contains('@') {
            return Outcome::Deferred("written for a gateway that takes mail".to_owned());
        }
        let (http, request) = match self {
            Self::Twilio(twilio) => (&twilio.http, twilio.request(message)),
            Self::Gateway(gateway) => (&gateway.http, gateway.request(message)),
        };
        let request = match request {
            Ok(request) => request,
            Err(why) => return Outcome::Rejected(format!("no request can be made: {why}")),
        };
        on(Stage::Addressed);
        if !consent().await {
            return Outcome::Withdrawn;
        }
        on(Stage::Begun);
        let outcome = self.exchange(http, request, &on).await;
        on(Stage::Answered);
        outcome
    }

    async fn exchange(&self, http: &Client, request: Request, on: impl Fn(Stage)) -> Outcome {
        let answer = match http.execute(request).await {
            Ok(answer) => answer,
            Err(e) if e.is_connect() => return Outcome::Deferred(why(&e)),
            Err(e) => return self.lost(&why(&e)),
        };
        on(Stage::Complete);
        let status = answer.status();
        let wait = wait(answer.headers());
        let body = text(answer).await;
        let said = match self {
            Self::Twilio(_) => twilio::said(status, &body),
            Self::Gateway(_) => format!("{status} {}", excerpt(&body)).trim_end().to_owned(),
        };
        self.judge(status, said, wait)
    }

    /// What an answer means for the message.
    fn judge(&self, status: StatusCode, said: String, wait: Option<Duration>) -> Outcome {
        use StatusCode as S;
        let not_now = match wait {
            Some(wait) => Outcome::Busy(said.clone(), wait),
            None => Outcome::Deferred(said.clone()),
        };
        match status {
            s if s.is_success() => Outcome::Accepted(said),
            S::TOO_MANY_REQUESTS | S::SERVICE_UNAVAILABLE => not_now,
            // The settings are wrong, not the message: it can go when they are right.
            S::UNAUTHORIZED | S::FORBIDDEN | S::NOT_FOUND | S::METHOD_NOT_ALLOWED => not_now,
            s if s.is_redirection() => not_now,
            // Whether the message was taken before the failure, nobody knows.
            s if s.is_server_error() || s == S::REQUEST_TIMEOUT || s == S::CONFLICT => {
                self.lost(&said)
            }
            _ => Outcome::Rejected(said),
        }
    }

    /// The answer is missing or says nothing.
    fn lost(&self, why: &str) -> Outcome {
        match self {
            Self::Gateway(gateway) if gateway.idempotent => {
                Outcome::Deferred(format!("{why}; asked again with the same key"))
            }
            _ => Outcome::InDoubt(why.to_owned()),
        }
    }
}

/// Seconds of Retry-After (RFC 9110, section 10.2.3); dates are not read.
fn wait(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_WAIT))
}

/// A body that breaks off is worth what arrived of it: nothing.
async fn text(answer: Response) -> String {
    answer.text().await.unwrap_or_default()
}

/// The beginning of a body on one line.
fn excerpt(body: &str) -> String {
    let words: Vec<&str> = body.split_whitespace().collect();
    words.join(" ").chars().take(EXCERPT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gateway(idempotent: bool) -> Provider {
        let settings = crate::model::settings::Gateway {
            url: "https://sms.example.com/send".parse().unwrap(),
            headers: std::collections::BTreeMap::new(),
            body: serde_json::json!({ "to": "{to}" }),
            idempotent,
        };
        Provider::Gateway(Gateway::new(
            crate::http::client(crate::http::PATIENT).unwrap(),
            &settings,
            HeaderMap::new(),
        ))
    }

    #[test]
    fn each_answer_has_its_meaning() {
        let judge = |code: u16, idempotent| {
            let status = StatusCode::from_u16(code).unwrap();
            gateway(idempotent).judge(status, String::new(), None)
        };
        for code in [200, 201, 202] {
            assert!(matches!(judge(code, false), Outcome::Accepted(_)), "{code}");
        }
        for code in [301, 401, 403, 404, 429, 503] {
            assert!(matches!(judge(code, false), Outcome::Deferred(_)), "{code}");
        }
        for code in [400, 402, 410, 422] {
            assert!(matches!(judge(code, false), Outcome::Rejected(_)), "{code}");
        }
        for code in [408, 409, 500, 502, 504] {
            assert!(matches!(judge(code, false), Outcome::InDoubt(_)), "{code}");
            assert!(matches!(judge(code, true), Outcome::Deferred(_)), "{code}");
        }
    }

    #[test]
    fn patience_is_limited() {
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().unwrap());
            wait(&headers)
        };
        assert_eq!(of("120"), Some(Duration::from_secs(120)));
        assert_eq!(of("99999999"), Some(LONGEST_WAIT));
        assert_eq!(of("Fri, 14 Mar 2025 21:00:00 GMT"), None);
    }
}
