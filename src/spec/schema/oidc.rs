//! The schema of `oidc` in `enroll.yaml`.

use schemars::JsonSchema;

use super::scalar::Secret;

/// An OpenID provider where people log in.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Oidc {
    /// The provider's issuer, letter by letter as it writes it itself: `https://login.example.com/realms/school`.
    #[schemars(regex(pattern = r"^https?://"))]
    pub issuer: String,
    /// Client id. Register `https://PORTAL/enroll/login/callback` as its redirect URI.
    pub client: String,
    /// Client secret. Absent: a public client, which PKCE protects alone.
    pub secret: Option<Secret>,
    /// PEM file of the private root that signs the provider's certificate. Absent: public authorities.
    pub ca: Option<String>,
    /// Scopes beside `openid`; `profile` and `email` unless given.
    pub scopes: Option<Vec<String>>,
    /// Which claim holds what.
    pub claims: Option<Claims>,
}

/// Which claim of the provider holds what.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Claims {
    /// Login name; `preferred_username` unless given.
    pub username: Option<String>,
    /// Full name; `name` unless given.
    pub name: Option<String>,
    /// Email; `email` unless given. One that the provider calls unverified is not read.
    pub email: Option<String>,
    /// Groups, by the names that policies use; `groups` unless given.
    pub groups: Option<String>,
    /// Phone; not read unless given. `phone_number` needs the scope `phone`; one that the provider calls unverified is not
    /// read.
    pub phone: Option<String>,
    /// Title; not read unless given.
    pub title: Option<String>,
    /// Department; not read unless given.
    pub department: Option<String>,
}
