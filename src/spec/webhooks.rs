//! `webhooks`: who is told what happened.

use url::Url;

use super::field::{Field, Map};
use super::settings::secret;
use super::{codes, keys, values};
use crate::model::settings::Webhook;

/// Everybody who is told.
pub fn webhooks(root: &Map<'_>) -> Vec<Webhook> {
    let items = root
        .get("webhooks")
        .and_then(|f| f.list())
        .unwrap_or_default();
    items.iter().filter_map(webhook).collect()
}

fn webhook(field: &Field<'_>) -> Option<Webhook> {
    let map = field.map(&keys::WEBHOOK)?;
    let address = map.require("url", "https://hooks.example.com/enroll");
    let secret = map
        .require("secret", "{ env: WEBHOOK_SECRET }")
        .and_then(|f| secret(&f));
    Some(Webhook {
        url: address.and_then(|f| url(&f))?,
        secret: secret?,
    })
}

fn url(field: &Field<'_>) -> Option<Url> {
    let url = values::url(field, &["https", "http"])?;
    if url.scheme() != "https" && !values::is_loopback(&url) {
        field
            .error(codes::NOT_HTTPS, "a webhook must be reached by https")
            .hint(
                "write https://…; plain http works on this computer alone (http://127.0.0.1:9000)",
            );
        return None;
    }
    Some(url)
}
