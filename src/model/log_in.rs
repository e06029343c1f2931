//! Where people log in: directories and the OpenID provider, as the settings describe them.

use url::Url;

use super::settings::SecretSource;

/// An LDAP directory.
#[derive(Clone, Debug)]
pub struct Directory {
    /// Its servers, `ldap://` (StartTLS unless loopback) or `ldaps://`, in the order they are tried; at least one.
    pub urls: Vec<Url>,
    /// DN of the service account; anonymous unless given.
    pub bind: Option<String>,
    /// Its password.
    pub password: Option<SecretSource>,
    /// The name by which people bind themselves, with `{login}`: a DN, or what the server takes for one such as
    /// `{login}@example.com`; none: they are looked up first.
    pub bind_as: Option<String>,
    /// Base DN of people.
    pub people: String,
    /// Base DN of groups.
    pub groups: Option<String>,
    /// PEM file of a private root that signs the server's certificate.
    pub ca: Option<String>,
    /// Attribute names.
    pub attributes: Attributes,
}

/// Which LDAP attribute holds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributes {
    /// Login name; `uid`.
    pub username: String,
    /// Full name; `cn`.
    pub name: String,
    /// Email; `mail`.
    pub email: String,
    /// Phone; `mobile`.
    pub phone: String,
    /// Title; `title`.
    pub title: String,
    /// Department; `ou`.
    pub department: String,
    /// Building; none unless given.
    pub building: Option<String>,
    /// Room; none unless given.
    pub room: Option<String>,
    /// Language; `preferredLanguage`.
    pub language: String,
}

/// What a policy's `directory` says for the OpenID provider.
pub const OIDC: &str = "oidc";

/// An OpenID provider.
#[derive(Clone, Debug)]
pub struct Oidc {
    /// Its name for itself, letter by letter; https unless its host is loopback.
    pub issuer: String,
    /// Client id.
    pub client: String,
    /// Client secret; none: a public client.
    pub secret: Option<SecretSource>,
    /// PEM file of a private root that signs the provider's certificate.
    pub ca: Option<String>,
    /// Scopes beside `openid`.
    pub scopes: Vec<String>,
    /// Claim names.
    pub claims: Claims,
}

/// Which claim holds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Login name; `preferred_username`.
    pub username: String,
    /// Full name; `name`.
    pub name: String,
    /// Email; `email`.
    pub email: String,
    /// Groups, a text or a list of them; `groups`.
    pub groups: String,
    /// Phone; not read unless given.
    pub phone: Option<String>,
    /// Title; not read unless given.
    pub title: Option<String>,
    /// Department; not read unless given.
    pub department: Option<String>,
}

impl Claims {
    /// The names of all that are read.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        let always = [&self.username, &self.name, &self.email, &self.groups];
        let given = [&self.phone, &self.title, &self.department];
        always.into_iter().chain(given.into_iter().flatten())
    }
}

impl Default for Claims {
    fn default() -> Self {
        Self {
            username: "preferred_username".to_owned(),
            name: "name".to_owned(),
            email: "email".to_owned(),
            groups: "groups".to_owned(),
            phone: None,
            title: None,
            department: None,
        }
    }
}
