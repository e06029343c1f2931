//! Login at an OpenID provider: the authorization code flow with PKCE (OpenID Connect Core 1.0, RFC 6749, RFC 7636).
//!
//! [`Provider`] discovers endpoints and keys, makes the address that people are sent to, and turns the code they
//! come back with into a person. Tokens live for the length of one call: none is kept, returned or logged. Must not
//! know policies, sessions, pages or where secrets come from; instants are arguments. What an ID token must say
//! stands in `token`, which signatures count in `key`.
//!
//! To add one more claim: a field in `model::settings::Claims`, a line in `claims.rs`. To accept one more
//! algorithm: a row in `key.rs`.

mod claims;
mod error;
mod key;
mod metadata;
mod provider;
mod token;
mod web;

pub use error::Error;
pub use provider::{Answer, Offer, Provider, Request};
