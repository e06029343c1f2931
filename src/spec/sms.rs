//! enroll.yaml: sms, who carries text messages.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use url::Url;

use super::field::{Field, Map};
use super::settings::secret;
use super::{codes, keys, values};
use crate::model::settings::{Gateway, HeaderText, Sms, Twilio};

const TWILIO: &str = "https://api.twilio.com";

#[derive(Clone, Copy)]
enum Provider {
    Twilio,
    Http,
    Email,
}

impl Provider {
    /// The keys it reads, beside `provider`.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Twilio => &["account", "token", "from", "url"],
            Self::Http => &["url", "headers", "body", "idempotent"],
            Self::Email => &["address"],
        }
    }
}

/// The provider, if one is named and can be used.
pub fn sms(root: &Map<'_>) -> Option<Sms> {
    let field = root.get("sms")?;
    let map = field.map(&keys::SMS)?;
    let words = &[
        ("twilio", Provider::Twilio),
        ("http", Provider::Http),
        ("email", Provider::Email),
    ];
    let named = map.require("provider", "twilio")?;
    let provider = named.word(words)?;
    for other in field.entries().unwrap_or_default() {
        let known = keys::SMS.built.contains(&other.key) && other.key != "provider";
        if known && !provider.keys().contains(&other.key) {
            other
                .key_error(codes::BAD_SMS, "this key belongs to another provider")
                .hint(format!("keys of this one: {}", provider.keys().join(", ")));
        }
    }
    match provider {
        Provider::Twilio => twilio(&map).map(Sms::Twilio),
        Provider::Http => gateway(&map).map(Sms::Http),
        Provider::Email => address(&map).map(Sms::Email),
    }
}

fn twilio(map: &Map<'_>) -> Option<Twilio> {
    let account = map.require("account", "AC0123456789abcdef0123456789abcdef");
    let account = account.and_then(|f| {
        let text = f.text()?;
        let good = is_sid(text, "AC");
        if !good {
            f.error(codes::BAD_SMS, "this is not the SID of an account")
                .hint("it begins with AC, 32 letters and digits follow");
        }
        good.then(|| text.to_owned())
    });
    let token = map.require("token", "{ env: TWILIO_AUTH_TOKEN }");
    let token = token.and_then(|f| secret(&f));
    let from = map.require("from", "\"+12015550100\"");
    let from = from.and_then(|f| sender(&f));
    let url = match map.get("url") {
        Some(f) => protected(&f, values::origin(&f)?),
        None => Url::parse(TWILIO).ok(),
    };
    Some(Twilio {
        token: token?,
        from: from?,
        account: account?,
        url: url?,
    })
}

fn is_sid(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// A number, a name, or a messaging service.
fn sender(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    let name = (1..=11).contains(&text.len())
        && text.bytes().any(|b| b.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ');
    if name || values::check_phone(text).is_ok() || is_sid(text, "MG") {
        return Some(text.to_owned());
    }
    field
        .error(codes::BAD_SMS, "no text message can come from this")
        .hint("a number such as \"+12015550100\", up to 11 letters and digits, or MG… of a messaging service");
    None
}

fn gateway(map: &Map<'_>) -> Option<Gateway> {
    let url = map.require("url", "https://sms.example.com/send");
    let url = url.and_then(|f| protected(&f, values::url(&f, &["https", "http"])?));
    let headers = map.get("headers").map(|f| headers(&f)).unwrap_or_default();
    let body = match map.get("body") {
        Some(f) => body(&f)?,
        None => json!({ "to": "{to}", "text": "{text}" }),
    };
    Some(Gateway {
        url: url?,
        headers,
        body,
        idempotent: map
            .get("idempotent")
            .and_then(|f| f.flag())
            .unwrap_or(false),
    })
}

/// https, or this computer.
fn protected(field: &Field<'_>, url: Url) -> Option<Url> {
    if url.scheme() == "https" || values::is_loopback(&url) {
        return Some(url);
    }
    field
        .error(codes::NOT_HTTPS, "the provider must be reached by https")
        .label("numbers and links would travel in the clear");
    None
}

fn headers(field: &Field<'_>) -> BTreeMap<String, HeaderText> {
    let mut headers = BTreeMap::new();
    for entry in field.entries().unwrap_or_default() {
        let name = entry.key.to_ascii_lowercase();
        let is_token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
        if name.is_empty() || !name.bytes().all(is_token) {
            entry.key_error(codes::BAD_SMS, "this is no name of a header");
            continue;
        }
        let telling = ["authorization", "key", "token", "secret", "password"];
        let value = match entry.scalar() {
            Some(text) if !telling.iter().any(|word| name.contains(word)) => {
                Some(HeaderText::Plain(text.to_owned()))
            }
            _ => secret(&entry).map(HeaderText::Secret),
        };
        headers.extend(value.map(|value| (name, value)));
    }
    headers
}

/// The body as JSON; it must say whom and what.
fn body(field: &Field<'_>) -> Option<Value> {
    let body = tree(field);
    if !body.is_object() {
        field.wrong_type("a map");
        return None;
    }
    let text = body.to_string();
    let whom = text.contains("{to}") || text.contains("{digits}");
    if !whom || !text.contains("{text}") {
        field
            .key_error(codes::BAD_SMS, "this body does not say whom and what")
            .hint(
                "it needs `{to}` or `{digits}`, and `{text}`: { to: \"{to}\", text: \"{text}\" }",
            );
        return None;
    }
    Some(body)
}

fn tree(field: &Field<'_>) -> Value {
    if field.is_map() {
        let entries = field.entries().unwrap_or_default();
        return entries
            .iter()
            .map(|entry| (entry.key.to_owned(), tree(entry)))
            .collect();
    }
    match field.plain() {
        Some((text, true)) if text == "true" || text == "false" => Value::Bool(text == "true"),
        Some((text, true)) => text
            .parse::<i64>()
            .map_or_else(|_| json!(text), |n| json!(n)),
        Some((text, false)) => json!(text),
        None => field.list().unwrap_or_default().iter().map(tree).collect(),
    }
}

/// The address of a gateway that takes mail, by number.
fn address(map: &Map<'_>) -> Option<String> {
    let field = map.require("address", "\"{digits}@sms.example.com\"")?;
    let text = field.text()?;
    let by_number = text.contains("{digits}") != text.contains("{number}");
    let filled = text.replace("{digits}", "1").replace("{number}", "+1");
    if by_number && values::check_email(&filled).is_ok() {
        return Some(text.to_owned());
    }
    field
        .error(codes::BAD_SMS, "this is not an address for every number")
        .hint("write \"{digits}@sms.example.com\", or {number} to keep the +");
    None
}
