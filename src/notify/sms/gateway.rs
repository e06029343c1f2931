//! A gateway that takes JSON by POST, as its template says.

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Client, Request};
use serde_json::Value;
use url::Url;

use crate::model::message::Rendered;
use crate::model::settings;

/// A gateway that sends.
#[derive(Clone, Debug)]
pub struct Gateway {
    pub(super) http: Client,
    pub(super) url: Url,
    headers: HeaderMap,
    body: Value,
    pub(super) idempotent: bool,
}

impl Gateway {
    /// `headers` are those of the settings, secrets read and marked as sensitive.
    pub fn new(http: Client, settings: &settings::Gateway, headers: HeaderMap) -> Self {
        Self {
            http,
            url: settings.url.clone(),
            headers,
            body: settings.body.clone(),
            idempotent: settings.idempotent,
        }
    }

    /// Any answer will do: there is a server.
    pub(super) fn probe(&self) -> Result<Request, reqwest::Error> {
        let origin = self.url.origin().ascii_serialization();
        self.http.head(origin).build()
    }

    pub(super) fn request(&self, message: &Rendered) -> Result<Request, reqwest::Error> {
        let body = fill(&self.body, message).to_string();
        self.http
            .post(self.url.clone())
            .headers(self.headers.clone())
            .header(CONTENT_TYPE, "application/json")
            .header("Idempotency-Key", &message.message_id)
            .body(body)
            .build()
    }
}

/// The template with this message in its texts. What was filled in is not looked at again.
fn fill(template: &Value, message: &Rendered) -> Value {
    match template {
        Value::String(text) => Value::String(fill_text(text, message)),
        Value::Array(items) => items.iter().map(|item| fill(item, message)).collect(),
        Value::Object(entries) => entries
            .iter()
            .map(|(key, value)| (key.clone(), fill(value, message)))
            .collect(),
        other => other.clone(),
    }
}

fn fill_text(template: &str, message: &Rendered) -> String {
    let text = String::from_utf8_lossy(&message.bytes);
    let values = [
        ("{to}", message.to.as_str()),
        ("{digits}", message.to.trim_start_matches('+')),
        ("{text}", &text),
        ("{id}", &message.message_id),
    ];
    let (mut out, mut rest) = (String::new(), template);
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (name, value) = values
            .iter()
            .find(|(name, _)| rest.starts_with(name))
            .copied()
            .unwrap_or(("{", "{"));
        out.push_str(value);
        rest = &rest[name.len()..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_are_filled_once_whatever_a_message_says() {
        let message = Rendered {
            from: String::new(),
            to: "+12015550131".to_owned(),
            message_id: "0190.invite@enroll.example".to_owned(),
            bytes: "a \"quoted\" {to}".into(),
        };
        let template = json!({
            "to": ["{to}"], "msisdn": "{digits}", "ref": "r-{id}", "content": { "text": "{text}" },
            "other": "{x} {", "priority": 1, "flash": false,
        });
        let filled = json!({
            "to": ["+12015550131"], "msisdn": "12015550131", "ref": "r-0190.invite@enroll.example",
            "content": { "text": "a \"quoted\" {to}" }, "other": "{x} {", "priority": 1, "flash": false,
        });
        assert_eq!(fill(&template, &message), filled);
    }
}
