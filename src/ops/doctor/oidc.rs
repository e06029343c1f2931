//! The OpenID provider: it answers, signs with keys that are known here, and lists the claims that enrollment reads.
//! Whether it knows the client is seen at the first login alone.

use std::path::Path;

use super::Finding;
use crate::model::settings::Settings;
use crate::oidc::{Error, Offer};
use crate::ops::clock;
use crate::ops::login::oidc;

const SUBJECT: &str = "oidc";

/// Asks the provider about itself; nothing where none is named.
pub async fn check(settings: &Settings, root: &Path) -> Option<Finding> {
    let named = settings.oidc.as_ref()?;
    if let Err(error) = oidc::secret(named, root) {
        return Some(Finding::bad(SUBJECT, error.to_string(), error.hint()));
    }
    let back = oidc::redirect_uri(settings);
    let provider = match oidc::open(named, root) {
        Ok(provider) => provider,
        Err(error) => return Some(Finding::bad(SUBJECT, error.to_string(), error.hint())),
    };
    Some(match provider.check(clock::now()).await {
        Ok(offer) => found(&offer, &back),
        Err(error) => bad(&error),
    })
}

fn found(offer: &Offer, back: &str) -> Finding {
    let text = format!(
        "the provider answers and has {} keys; its client needs the redirect URI {back}",
        offer.keys
    );
    match offer.unlisted.is_empty() {
        true => Finding::good(SUBJECT, text),
        false => Finding::doubtful(
            SUBJECT,
            format!("{text}; it lists no claim {}", offer.unlisted.join(", ")),
            "name the claims it has under `oidc.claims`, and ask for them by `oidc.scopes`",
        ),
    }
}

fn bad(error: &Error) -> Finding {
    Finding::bad(SUBJECT, error.to_string(), error.hint())
}
