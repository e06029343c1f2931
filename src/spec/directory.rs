//! enroll.yaml: directory, the LDAP servers that know who people are.

use std::collections::BTreeMap;

use url::Url;

use super::field::{Field, Map};
use super::settings::secret;
use super::{codes, keys, values};
use crate::model::settings::{Attributes, Directory, OIDC};

/// The directories by name.
pub fn directories(root: &Map<'_>) -> BTreeMap<String, Directory> {
    let all = root
        .get("directory")
        .and_then(|f| f.entries())
        .unwrap_or_default();
    let mut directories = BTreeMap::new();
    for field in all {
        values::check_id(&field, false);
        if field.key == OIDC {
            field
                .key_error(codes::BAD_ID, "`oidc` cannot be the name of a directory")
                .hint("`directory: oidc` in a policy is the OpenID provider");
        }
        if let Some(directory) = directory(&field) {
            directories.insert(field.key.to_owned(), directory);
        }
    }
    directories
}

fn directory(field: &Field<'_>) -> Option<Directory> {
    let map = field.map(&keys::DIRECTORY)?;
    let urls = map
        .require("url", "ldaps://ldap.example.com")
        .map(|f| servers(&f))
        .unwrap_or_default();
    let people = map
        .require("people", "ou=people,dc=example,dc=com")
        .and_then(|f| f.text());
    let bind = map.text("bind");
    let password = map.get("password").and_then(|f| secret(&f));
    if let (Some(bind), None) = (map.get("bind"), map.get("password")) {
        bind.key_error(codes::MISSING_KEY, "`password` is missing")
            .hint("a service account needs one: `password: { env: LDAP_PASSWORD }`");
    }
    Some(Directory {
        urls: (!urls.is_empty()).then_some(urls)?,
        bind,
        password,
        bind_as: map.get("bind_as").and_then(|f| template(&f)),
        people: people?.to_owned(),
        groups: map.text("groups"),
        ca: map.text("ca"),
        attributes: attributes(map.get("attributes")),
    })
}

/// One server, or several in the order they are tried. Those that cannot be used are reported.
fn servers(field: &Field<'_>) -> Vec<Url> {
    let one = |f: &Field<'_>| values::url(f, &["ldaps", "ldap"]);
    if field.scalar().is_some() {
        return one(field).into_iter().collect();
    }
    let items = field.list();
    if items.as_ref().is_some_and(Vec::is_empty) {
        field
            .error(codes::EMPTY, "no server is named")
            .hint("write `url: [ldaps://ldap1.example.com, ldaps://ldap2.example.com]`");
    }
    items.unwrap_or_default().iter().filter_map(one).collect()
}

/// The name by which people bind themselves.
fn template(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    if text.matches("{login}").count() != 1 || text.matches(['{', '}']).count() != 2 {
        field
            .error(
                codes::BAD_BLANK,
                "the name by which people bind holds `{login}` once, and no other blank",
            )
            .label("`{login}` is what somebody typed")
            .hint("write \"uid={login},ou=people,dc=example,dc=com\" or \"{login}@example.com\"");
        return None;
    }
    Some(text.to_owned())
}

fn attributes(field: Option<Field<'_>>) -> Attributes {
    let map = field.and_then(|f| f.map(&keys::ATTRIBUTES));
    let given = |key: &str| map.and_then(|m| m.text(key));
    let or = |key: &str, usual: &str| given(key).unwrap_or_else(|| usual.to_owned());
    Attributes {
        username: or("username", "uid"),
        name: or("name", "cn"),
        email: or("email", "mail"),
        phone: or("phone", "mobile"),
        title: or("title", "title"),
        department: or("department", "ou"),
        building: given("building"),
        room: given("room"),
        language: or("language", "preferredLanguage"),
    }
}
