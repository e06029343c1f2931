//! enroll.yaml: oidc, the OpenID provider where people log in.

use super::field::{Field, Map};
use super::settings::secret;
use super::{codes, keys, values};
use crate::model::settings::{Claims, Oidc};

/// Scopes asked for where none are named.
const SCOPES: [&str; 2] = ["profile", "email"];

/// The provider, if one is named and can be used.
pub fn oidc(root: &Map<'_>) -> Option<Oidc> {
    let map = root.get("oidc")?.map(&keys::OIDC)?;
    let named = map.require("issuer", "https://login.example.com");
    let issuer = named.and_then(|f| issuer(&f));
    let client = map.require("client", "enroll").and_then(|f| f.text());
    let secret = map.get("secret").map(|f| secret(&f));
    let scopes = match map.get("scopes") {
        Some(scopes) => scopes.texts().into_iter().map(|(_, text)| text).collect(),
        None => SCOPES.to_vec(),
    };
    let claims = map.get("claims").map(|f| claims(&f));
    Some(Oidc {
        issuer: issuer?,
        client: client?.to_owned(),
        secret: match secret {
            Some(read) => Some(read?),
            None => None,
        },
        ca: map.text("ca"),
        scopes: scopes.into_iter().map(str::to_owned).collect(),
        claims: claims.unwrap_or_default(),
    })
}

/// As written: providers compare letter by letter, a slash at the end included.
fn issuer(field: &Field<'_>) -> Option<String> {
    let url = values::url(field, &["https", "http"])?;
    if url.scheme() != "https" && !values::is_loopback(&url) {
        field
            .error(
                codes::NOT_HTTPS,
                "an OpenID provider must be reached by https",
            )
            .label("whoever is in between could be anybody")
            .hint("write https://…; plain http works on this computer alone");
        return None;
    }
    if url.query().is_some() || url.fragment().is_some() {
        field
            .error(codes::BAD_URL, "an issuer has neither `?` nor `#`")
            .hint("the discovery document of the provider names it: `issuer`");
        return None;
    }
    field.text().map(str::to_owned)
}

fn claims(field: &Field<'_>) -> Claims {
    let map = field.map(&keys::CLAIMS);
    let usual = Claims::default();
    let or = |key: &str, usual: String| map.and_then(|m| m.text(key)).unwrap_or(usual);
    let given = |key: &str| map.and_then(|m| m.text(key));
    Claims {
        username: or("username", usual.username),
        name: or("name", usual.name),
        email: or("email", usual.email),
        groups: or("groups", usual.groups),
        phone: given("phone"),
        title: given("title"),
        department: given("department"),
    }
}
