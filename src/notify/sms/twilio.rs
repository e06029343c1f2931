//! Twilio's Messages API, version 2010-04-01: requests, answers, and the signature of what it reports.

use data_encoding::BASE64;
use reqwest::{Client, Request, StatusCode};
use serde::Deserialize;
use url::Url;

use super::excerpt;
use crate::base::digest;
use crate::base::secret::Secret;
use crate::model::message::Rendered;
use crate::model::settings;

/// An account that sends.
#[derive(Clone, Debug)]
pub struct Twilio {
    pub(super) http: Client,
    pub(super) url: Url,
    account: String,
    token: Secret<String>,
    from: String,
    hook: Url,
}

impl Twilio {
    /// `hook` is the portal's address for reports; the message's id is added to it.
    pub fn new(
        http: Client,
        settings: &settings::Twilio,
        token: Secret<String>,
        hook: Url,
    ) -> Self {
        Self {
            http,
            url: settings.url.clone(),
            account: settings.account.clone(),
            token,
            from: settings.from.clone(),
            hook,
        }
    }

    fn address(&self, rest: &str) -> String {
        let origin = self.url.origin().ascii_serialization();
        format!("{origin}/2010-04-01/Accounts/{}{rest}", self.account)
    }

    /// Reads the account: right only with the right token.
    pub(super) fn probe(&self) -> Result<Request, reqwest::Error> {
        let request = self.http.get(self.address(".json"));
        request
            .basic_auth(&self.account, Some(self.token.expose()))
            .build()
    }

    pub(super) fn request(&self, message: &Rendered) -> Result<Request, reqwest::Error> {
        let text = String::from_utf8_lossy(&message.bytes);
        let mut hook = self.hook.clone();
        hook.query_pairs_mut()
            .append_pair("message", id(&message.message_id));
        let sender = match self.from.starts_with("MG") && self.from.len() == 34 {
            true => "MessagingServiceSid",
            false => "From",
        };
        let form = [
            ("To", message.to.as_str()),
            (sender, self.from.as_str()),
            ("Body", &text),
            ("StatusCallback", hook.as_str()),
        ];
        self.http
            .post(self.address("/Messages.json"))
            .basic_auth(&self.account, Some(self.token.expose()))
            .form(&form)
            .build()
    }
}

/// The outbox row of `ID.KIND@HOST`.
fn id(message_id: &str) -> &str {
    message_id.split_once('.').map_or(message_id, |(id, _)| id)
}

#[derive(Deserialize)]
struct Answer {
    sid: Option<String>,
    code: Option<u32>,
    message: Option<String>,
    #[serde(rename = "status")]
    _status: Option<serde_json::Value>,
}

/// An answer in words: `201 SM…`, or `400 error 21211: The 'To' number … is not valid`.
pub(super) fn said(status: StatusCode, body: &str) -> String {
    let number = status.as_u16();
    match serde_json::from_str::<Answer>(body) {
        Ok(Answer { sid: Some(sid), .. }) => format!("{number} {sid}"),
        Ok(Answer {
            code: Some(code),
            message,
            ..
        }) => format!(
            "{number} error {code}: {}",
            excerpt(&message.unwrap_or_default())
        ),
        _ => format!("{number} {}", excerpt(body)).trim_end().to_owned(),
    }
}

/// Whether Twilio signed these parameters for this address: base64 of HMAC-SHA1, keyed by the auth token, over the
/// URL and each parameter's name and value, ordered by name.
pub fn is_signed(
    token: &Secret<String>,
    url: &str,
    parameters: &[(String, String)],
    signature: &str,
) -> bool {
    let mut sorted: Vec<_> = parameters.iter().collect();
    sorted.sort();
    let mut text = url.to_owned();
    for (name, value) in sorted {
        text.push_str(name);
        text.push_str(value);
    }
    BASE64
        .decode(signature.trim().as_bytes())
        .is_ok_and(|tag| digest::is_hmac_sha1(token.expose().as_bytes(), text.as_bytes(), &tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Twilio's documentation of request validation.
    #[test]
    fn the_signature_is_that_of_the_documentation() {
        let token = Secret::new("12345".to_owned());
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        let parameters = [
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
            ("To", "+18005551212"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
        assert!(is_signed(&token, url, &parameters, signature));
        assert!(!is_signed(&token, url, &parameters[1..], signature));
        assert!(!is_signed(
            &token,
            "https://mycompany.com/",
            &parameters,
            signature
        ));
        let other = Secret::new("12346".to_owned());
        assert!(!is_signed(&other, url, &parameters, signature));
        assert!(!is_signed(&token, url, &parameters, "no base64"));
    }

    #[test]
    fn answers_are_told_briefly() {
        let created = r#"{"sid": "SM1", "status": "queued", "body": "secret link"}"#;
        assert_eq!(said(StatusCode::CREATED, created), "201 SM1");
        let refused = r#"{"code": 21211, "message": "Invalid 'To'", "status": 400}"#;
        assert_eq!(
            said(StatusCode::BAD_REQUEST, refused),
            "400 error 21211: Invalid 'To'"
        );
        assert_eq!(
            said(StatusCode::BAD_GATEWAY, "<html>  bad\n"),
            "502 <html> bad"
        );
    }
}
