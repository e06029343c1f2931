//! The schema of `directory` in `enroll.yaml`.

use schemars::JsonSchema;

use super::scalar::Secret;

/// An LDAP directory.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Directory {
    /// `ldaps://host` or `ldap://host` (StartTLS, but on this computer); or a list of servers that know the same people,
    /// tried in this order.
    pub url: Servers,
    /// DN of the account that searches; anonymous unless given.
    pub bind: Option<String>,
    /// Its password.
    pub password: Option<Secret>,
    /// The name by which people bind themselves, `{login}` being what they typed: `uid={login},ou=people,dc=example,dc=com`,
    /// or `{login}@example.com` for Active Directory. They are then not looked up before, and `bind` is needed only to
    /// look others up. Absent: `bind` finds their entry, and they bind as that.
    #[schemars(regex(pattern = r"\{login\}"))]
    pub bind_as: Option<String>,
    /// Base DN of people.
    pub people: String,
    /// Base DN of groups.
    pub groups: Option<String>,
    /// PEM file of the private root that signs the server's certificate.
    pub ca: Option<String>,
    /// Which attribute holds what.
    pub attributes: Option<Attributes>,
}

/// Which attribute of the directory holds what.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Attributes {
    /// Login name; `uid` unless given.
    pub username: Option<String>,
    /// Full name; `cn` unless given.
    pub name: Option<String>,
    /// Email; `mail` unless given.
    pub email: Option<String>,
    /// Phone; `mobile` unless given.
    pub phone: Option<String>,
    /// Title; `title` unless given.
    pub title: Option<String>,
    /// Department; `ou` unless given.
    pub department: Option<String>,
    /// Building; not read unless given.
    pub building: Option<String>,
    /// Room; not read unless given.
    pub room: Option<String>,
    /// Language; `preferredLanguage` unless given.
    pub language: Option<String>,
}

/// Where the directory is.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Servers {
    /// One server.
    One(String),
    /// Several, in the order they are tried.
    Several(#[schemars(length(min = 1))] Vec<String>),
}
