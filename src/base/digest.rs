//! SHA-256 and HMAC-SHA-256 over bytes, and canonical JSON (RFC 8785) to digest structured values.

use aws_lc_rs::{digest, hmac};
use data_encoding::HEXLOWER;
use serde::Serialize;

/// SHA-256 of `bytes`: 32 bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

/// SHA-256 of `bytes` in lower-case hexadecimal: 64 characters.
pub fn sha256_hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(&sha256(bytes))
}

/// Whether `tag` is HMAC-SHA-1 of `text` under `key` (RFC 2104), compared in constant time. Only for protocols of
/// others that still sign so.
pub fn is_hmac_sha1(key: &[u8], text: &[u8], tag: &[u8]) -> bool {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key);
    hmac::verify(&key, text, tag).is_ok()
}

/// HMAC-SHA-256 (RFC 2104) of `parts`, each preceded by its length so that no two lists of parts collide.
pub fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    let mut out = [0; 32];
    out.copy_from_slice(context.sign().as_ref());
    out
}

/// Canonical JSON (RFC 8785) of `value`: sorted keys, no white space. Values here hold no floating-point
/// numbers, so serde_json's shortest integers and escapes are already the canonical ones.
///
/// # Errors
/// A value that JSON cannot express, such as a map whose keys are not strings.
pub fn canonical_json<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    // serde_json's map is ordered by key, so a trip through `Value` sorts every object.
    serde_json::to_string(&serde_json::to_value(value)?)
}

/// SHA-256, in hexadecimal, of the canonical JSON of `value`.
///
/// # Errors
/// As [`canonical_json`].
pub fn digest_of<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    Ok(sha256_hex(canonical_json(value)?.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_keys_never_matters() {
        let a = serde_json::json!({"b": 1, "a": {"d": 2, "c": 3}});
        let b = serde_json::json!({"a": {"c": 3, "d": 2}, "b": 1});
        assert_eq!(digest_of(&a).ok(), digest_of(&b).ok());
        assert_eq!(
            canonical_json(&a).ok().as_deref(),
            Some(r#"{"a":{"c":3,"d":2},"b":1}"#)
        );
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(
            hmac_sha256(b"k", &[b"ab", b"c"]),
            hmac_sha256(b"k", &[b"a", b"bc"])
        );
    }
}
