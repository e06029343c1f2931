//! What a provider says about itself (OpenID Connect Discovery 1.0, section 3).

use reqwest::Client;
use serde::Deserialize;
use url::Url;

use super::key::Key;
use super::{Error, web};

/// The parts of the document that are used.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Metadata {
    pub(super) issuer: String,
    pub(super) authorization_endpoint: Url,
    pub(super) token_endpoint: Url,
    pub(super) jwks_uri: Url,
    pub(super) userinfo_endpoint: Option<Url>,
    pub(super) token_endpoint_auth_methods_supported: Option<Vec<String>>,
    pub(super) claims_supported: Option<Vec<String>>,
    /// RFC 9207: answers name their issuer.
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<serde_json::Value>,
}

/// Asks the issuer about itself. It must call itself as the settings call it, or it could speak for another.
pub(super) async fn discover(client: &Client, issuer: &str) -> Result<Metadata, Error> {
    let url = format!(
        "{}/.well-known/openid-configuration",
        issuer.trim_end_matches('/')
    );
    let found: Metadata = web::read(client.get(url), "its discovery document").await?;
    if found.issuer != issuer {
        return Err(Error::Settings(
            "`issuer` is not written as the provider writes it".to_owned(),
        ));
    }
    let mut endpoints = vec![
        &found.authorization_endpoint,
        &found.token_endpoint,
        &found.jwks_uri,
    ];
    endpoints.extend(&found.userinfo_endpoint);
    let protected = issuer.starts_with("https:");
    if protected && endpoints.iter().any(|url| url.scheme() != "https") {
        return Err(Error::Unavailable(
            "one of its endpoints is not https".to_owned(),
        ));
    }
    Ok(found)
}

/// The keys it signs with now; those of a kind unknown here are left out.
pub(super) async fn keys(client: &Client, metadata: &Metadata) -> Result<Vec<Key>, Error> {
    let set: KeySet = web::read(client.get(metadata.jwks_uri.clone()), "its keys").await?;
    let keys: Vec<Key> = set.keys.iter().filter_map(Key::read).collect();
    match keys.is_empty() {
        false => Ok(keys),
        true => Err(Error::Unavailable("it has no usable key".to_owned())),
    }
}
