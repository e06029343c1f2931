//! The schema of `sms` in enroll.yaml.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde_json::Value;

use super::scalar::Secret;

/// Who carries text messages.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Sms {
    /// `twilio`: its Messages API. `http`: a gateway that takes JSON. `email`: a gateway that takes mail.
    pub provider: Provider,
    /// twilio: account SID, `AC…`.
    #[schemars(regex(pattern = r"^AC[0-9a-zA-Z]{32}$"))]
    pub account: Option<String>,
    /// twilio: auth token. It logs in, and it signs what is reported to /hooks/sms.
    pub token: Option<Secret>,
    /// twilio: sender: a number (`"+12015550100"`), up to 11 letters and digits, or `MG…` of a messaging service.
    pub from: Option<String>,
    /// http: where requests go, by POST. twilio: another origin than `https://api.twilio.com`. Plain http works to
    /// this computer alone.
    pub url: Option<String>,
    /// http: headers of each request: a text, or where to read a secret.
    pub headers: Option<BTreeMap<String, Header>>,
    /// http: the JSON body; `{to}` (the number), `{digits}` (without its +), `{text}` and `{id}` are filled in.
    /// `{ to: "{to}", text: "{text}" }` unless given.
    pub body: Option<BTreeMap<String, Value>>,
    /// http: the gateway knows a request again by its header `Idempotency-Key`. Then a message whose answer got
    /// lost is tried again; else it is in doubt. `false` unless given.
    pub idempotent: Option<bool>,
    /// email: the address of a number: `"{digits}@sms.example.com"`, or `{number}` to keep the +.
    pub address: Option<String>,
}

/// Kinds of providers.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum Provider {
    /// Twilio's Messages API.
    Twilio,
    /// A gateway that takes JSON.
    Http,
    /// A gateway that takes mail, over `mail.smtp`.
    Email,
}

/// The value of a header.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Header {
    /// As it stands.
    Plain(String),
    /// Read when used.
    Secret(Secret),
}
