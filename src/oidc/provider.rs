//! One provider: its document and keys kept for an hour, the way there, and the way back.

use std::sync::{Arc, Mutex, PoisonError};

use data_encoding::{BASE64, BASE64URL_NOPAD};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use url::{Url, form_urlencoded};

use super::key::Key;
use super::metadata::{self, Metadata};
use super::token::{Expected, Token};
use super::{Error, claims, web};
use crate::base::digest::sha256;
use crate::base::secret::Secret;
use crate::base::time::{HOUR, Timestamp};
use crate::model::person::Person;
use crate::model::settings::Oidc;

/// The OpenID provider of the settings.
#[derive(Debug)]
pub struct Provider {
    settings: Oidc,
    client: Client,
    known: Mutex<Option<Known>>,
}

/// What it said about itself, and when.
#[derive(Clone, Debug)]
struct Known {
    at: Timestamp,
    metadata: Arc<Metadata>,
    keys: Arc<Vec<Key>>,
}

/// What the way to the provider is made of.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Where people come back to, as registered at the provider.
    pub back: &'a str,
    /// Comes back as it is.
    pub state: &'a str,
    /// Comes back in the ID token.
    pub nonce: &'a str,
    /// Its SHA-256 goes along, itself follows with the code (RFC 7636, S256).
    pub verifier: &'a str,
    /// Ask for the password even if somebody is logged in there: it was the wrong person.
    pub another: bool,
    /// Language of the pages, as BCP 47 writes it.
    pub language: &'a str,
}

/// What a person came back with, and what it is measured against.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The code, good for one exchange.
    pub code: &'a str,
    /// The issuer that the answer names (RFC 9207).
    pub issuer: Option<&'a str>,
    /// As in the request.
    pub back: &'a str,
    /// As in the request.
    pub nonce: &'a str,
    /// As in the request.
    pub verifier: &'a str,
    /// Secret of the client; none: a public client.
    pub secret: Option<&'a Secret<String>>,
    /// Now.
    pub now: Timestamp,
}

/// What a provider offers, for a look before anybody logs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// How many keys it signs with.
    pub keys: usize,
    /// Wanted claims that it does not list, where it lists any.
    pub unlisted: Vec<String>,
}

/// The answer of the token endpoint. It is dropped before anything else happens.
#[derive(Deserialize)]
struct Tokens {
    id_token: Option<String>,
    access_token: Option<String>,
    error: Option<String>,
}

impl Provider {
    /// The provider of these settings, trusted by the roots in the PEM of its `ca` alone where there is one. Nothing is
    /// sent yet.
    ///
    /// # Errors
    /// TLS cannot be set up, or `ca` holds no certificate.
    pub fn new(settings: &Oidc, ca: Option<&[u8]>) -> Result<Self, Error> {
        Ok(Self {
            settings: settings.clone(),
            client: web::client(ca)?,
            known: Mutex::new(None),
        })
    }

    /// The address that begins a login.
    ///
    /// # Errors
    /// The provider cannot be asked about itself.
    pub async fn address(&self, request: &Request<'_>, now: Timestamp) -> Result<Url, Error> {
        let known = self.known(now).await?;
        let mut url = known.metadata.authorization_endpoint.clone();
        let mut scopes = vec!["openid"];
        let others = self.settings.scopes.iter().map(String::as_str);
        scopes.extend(others.filter(|scope| *scope != "openid"));
        let challenge = BASE64URL_NOPAD.encode(&sha256(request.verifier.as_bytes()));
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client)
            .append_pair("redirect_uri", request.back)
            .append_pair("scope", &scopes.join(" "))
            .append_pair("state", request.state)
            .append_pair("nonce", request.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .append_pair("ui_locales", request.language);
        if request.another {
            url.query_pairs_mut().append_pair("prompt", "login");
        }
        Ok(url)
    }

    /// The person whom the provider sent back with this code.
    ///
    /// # Errors
    /// [`Error::Refused`] when the answer proves nothing, else why nobody can tell.
    pub async fn person(&self, answer: &Answer<'_>) -> Result<Person, Error> {
        let known = self.known(answer.now).await?;
        let metadata = &known.metadata;
        let named = match answer.issuer {
            Some(issuer) => issuer == metadata.issuer,
            None => !metadata.authorization_response_iss_parameter_supported,
        };
        if !named {
            return Err(Error::Refused("it is another issuer's"));
        }
        let tokens = self.exchange(metadata, answer).await?;
        let text = tokens
            .id_token
            .as_deref()
            .ok_or(Error::Refused("it has no ID token"))?;
        let token = Token::read(text)?;
        let keys = match token.is_by_none_of(&known.keys) {
            // Keys change; only a token that the provider itself has just handed over leads here.
            true => self.keys_again(&known).await?,
            false => Arc::clone(&known.keys),
        };
        let expected = Expected {
            issuer: &metadata.issuer,
            client: &self.settings.client,
            nonce: answer.nonce,
            now: answer.now,
        };
        let mut said = token.verify(&keys, &expected)?;
        if claims::lack(&said, &self.settings.claims) {
            self.add_userinfo(metadata, tokens.access_token.as_deref(), &mut said)
                .await?;
        }
        claims::person(&said, &self.settings.claims).ok_or_else(|| {
            Error::Settings(format!(
                "the claim `{}` is missing: `oidc.claims.username` and `oidc.scopes` say what is asked for",
                self.settings.claims.username
            ))
        })
    }

    /// Asks the provider about itself and its keys, whatever is remembered.
    ///
    /// # Errors
    /// It cannot be used.
    pub async fn check(&self, now: Timestamp) -> Result<Offer, Error> {
        let known = self.discover(now).await?;
        let c = &self.settings.claims;
        let listed = known.metadata.claims_supported.as_ref();
        let unlisted = c
            .names()
            .filter(|claim| listed.is_some_and(|all| !all.contains(claim)));
        Ok(Offer {
            keys: known.keys.len(),
            unlisted: unlisted.cloned().collect(),
        })
    }

    /// What is known of it, not older than an hour if it answers; what was known before, if it does not.
    async fn known(&self, now: Timestamp) -> Result<Known, Error> {
        let kept = self.kept().clone();
        match kept {
            Some(known) if now.since(known.at) < HOUR => Ok(known),
            kept => match (self.discover(now).await, kept) {
                (Err(error), Some(known)) => {
                    tracing::warn!(%error, "what was known of the provider is used again");
                    Ok(known)
                }
                (found, _) => found,
            },
        }
    }

    async fn discover(&self, now: Timestamp) -> Result<Known, Error> {
        let metadata = metadata::discover(&self.client, &self.settings.issuer).await?;
        let keys = metadata::keys(&self.client, &metadata).await?;
        let known = Known {
            at: now,
            metadata: Arc::new(metadata),
            keys: Arc::new(keys),
        };
        *self.kept() = Some(known.clone());
        Ok(known)
    }

    async fn keys_again(&self, known: &Known) -> Result<Arc<Vec<Key>>, Error> {
        let keys = Arc::new(metadata::keys(&self.client, &known.metadata).await?);
        *self.kept() = Some(Known {
            keys: Arc::clone(&keys),
            ..known.clone()
        });
        Ok(keys)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Option<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn exchange(&self, metadata: &Metadata, answer: &Answer<'_>) -> Result<Tokens, Error> {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", answer.code),
            ("redirect_uri", answer.back),
            ("code_verifier", answer.verifier),
        ];
        let request = self.client.post(metadata.token_endpoint.clone());
        let methods = metadata.token_endpoint_auth_methods_supported.as_ref();
        let can = |name: &str| methods.is_some_and(|all| all.iter().any(|one| one == name));
        let request = match answer.secret {
            // Basic is what every provider takes that says nothing (Discovery 1.0, section 3).
            Some(secret) if can("client_secret_basic") || !can("client_secret_post") => {
                basic(request, &self.settings.client, secret)
            }
            secret => {
                form.push(("client_id", &self.settings.client));
                form.extend(secret.map(|secret| ("client_secret", secret.expose().as_str())));
                request
            }
        };
        match web::ask::<Tokens>(request.form(&form)).await? {
            (StatusCode::OK, Some(tokens)) => Ok(tokens),
            (status, Some(tokens)) if status.is_client_error() => {
                Err(match tokens.error.as_deref() {
                    Some("invalid_client" | "unauthorized_client") => {
                        Error::Settings("the provider refuses the client or its secret".to_owned())
                    }
                    _ => Error::Refused("the provider takes the code no more"),
                })
            }
            (status, _) => Err(Error::Unavailable(format!(
                "its token endpoint: status {}",
                status.as_u16()
            ))),
        }
    }

    /// Adds claims that the ID token does not have (OpenID Connect Core 1.0, section 5.3).
    async fn add_userinfo(
        &self,
        metadata: &Metadata,
        token: Option<&str>,
        said: &mut Value,
    ) -> Result<(), Error> {
        let (Some(url), Some(token)) = (&metadata.userinfo_endpoint, token) else {
            return Ok(());
        };
        let request = self.client.get(url.clone()).bearer_auth(token);
        let more: Value = web::read(request, "its userinfo").await?;
        if more["sub"] != said["sub"] {
            return Err(Error::Refused("its userinfo is about somebody else"));
        }
        if let (Value::Object(said), Value::Object(more)) = (said, more) {
            for (name, value) in more {
                said.entry(name).or_insert(value);
            }
        }
        Ok(())
    }
}

/// Name and secret of the client, each encoded as in a form (RFC 6749, section 2.3.1).
fn basic(request: RequestBuilder, client: &str, secret: &Secret<String>) -> RequestBuilder {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encoded(client), encoded(secret.expose()));
    let text = format!("Basic {}", BASE64.encode(pair.as_bytes()));
    match reqwest::header::HeaderValue::from_str(&text) {
        Ok(mut value) => {
            value.set_sensitive(true);
            request.header("authorization", value)
        }
        Err(_) => request,
    }
}
