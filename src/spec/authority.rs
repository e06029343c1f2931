//! Who gives devices their identity: `mdm.scep` and `mdm.acme`.

use url::Url;

use super::field::{Field, Map};
use super::settings::{secret, tls};
use super::{keys, values};
use crate::model::settings::{Acme, OutsideScep, TlsFiles};

/// What this server needs to be the authority.
const OWN: [&str; 3] = ["cert", "key", "passphrase"];
/// What it needs to send devices to another.
const OUTSIDE: [&str; 3] = ["url", "ca", "challenge"];

/// A given authority; its certificate and key come together.
pub fn given(map: &Map<'_>) -> Option<TlsFiles> {
    let given = OWN.iter().any(|key| map.has(key)) && !is_outside(map);
    given.then(|| tls(map))?
}

/// An authority of somebody else; what makes this server one is refused beside it.
pub fn scep(map: &Map<'_>) -> Option<OutsideScep> {
    if !is_outside(map) {
        return None;
    }
    for key in OWN {
        map.refuse(
            key,
            "another authority issues the certificates: take `url`, `ca` and `challenge` away, or these",
        );
    }
    let url = map.require("url", "https://ca.example.com/scep");
    let ca = map.require("ca", "certs/device-ca.pem");
    Some(OutsideScep {
        // Requests and answers are sealed and signed: SCEP needs no TLS (RFC 8894, 2.1).
        url: url.and_then(|f| values::url(&f, &["https", "http"]))?,
        ca: ca.and_then(|f| f.text().map(str::to_owned))?,
        challenge: match map.get("challenge") {
            Some(field) => Some(secret(&field)?),
            None => None,
        },
    })
}

fn is_outside(map: &Map<'_>) -> bool {
    OUTSIDE.iter().any(|key| map.has(key))
}

/// An authority that Apple vouches to for the device.
pub fn acme(field: &Field<'_>) -> Option<Acme> {
    let map = field.map(&keys::ACME)?;
    let directory = map.require("directory", "https://ca.example.com/acme/mdm/directory");
    let ca = map.require("ca", "certs/device-ca.pem");
    Some(Acme {
        directory: directory.and_then(|f| protected(&f))?,
        ca: ca.and_then(|f| f.text().map(str::to_owned))?,
    })
}

fn protected(field: &Field<'_>) -> Option<Url> {
    let url = values::url(field, &["https", "http"])?;
    values::https(field, url, "ACME is spoken by https alone")
}
