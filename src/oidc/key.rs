//! Keys of a provider (RFC 7517) and the signatures that count (RFC 7518, section 3.1): RSA of 2048 bits and more,
//! P-256, P-384 and Ed25519. `none` and shared secrets (`HS256`) are not among them.

use aws_lc_rs::signature as algorithm;
use aws_lc_rs::signature::{RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey};
use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;

/// A public key that may sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// Its name, `kid`.
    pub(super) id: Option<String>,
    /// The only algorithm it is for, if it says so.
    algorithm: Option<String>,
    material: Material,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Material {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256(Vec<u8>),
    P384(Vec<u8>),
    Ed25519(Vec<u8>),
}

impl Key {
    /// Reads a JSON Web Key; none when it is not for signatures, or of a kind that is not known here.
    pub(super) fn read(json: &Value) -> Option<Self> {
        let text = |name: &str| json[name].as_str();
        let bytes = |name: &str| BASE64URL_NOPAD.decode(text(name)?.as_bytes()).ok();
        if text("use").is_some_and(|usage| usage != "sig") {
            return None;
        }
        // An uncompressed point (SEC 1, 2.3.3).
        let point = || Some([vec![4], bytes("x")?, bytes("y")?].concat());
        let material = match (text("kty")?, text("crv")) {
            ("RSA", _) => Material::Rsa {
                n: bytes("n")?,
                e: bytes("e")?,
            },
            ("EC", Some("P-256")) => Material::P256(point()?),
            ("EC", Some("P-384")) => Material::P384(point()?),
            ("OKP", Some("Ed25519")) => Material::Ed25519(bytes("x")?),
            _ => return None,
        };
        Some(Self {
            id: text("kid").map(str::to_owned),
            algorithm: text("alg").map(str::to_owned),
            material,
        })
    }

    /// Whether `signature` is this key's over `message` by the algorithm of this name.
    pub(super) fn signed(&self, name: &str, message: &[u8], signature: &[u8]) -> bool {
        if self.algorithm.as_deref().is_some_and(|only| only != name) {
            return false;
        }
        match &self.material {
            Material::Rsa { n, e } => rsa(name).is_some_and(|parameters| {
                let key = RsaPublicKeyComponents { n, e };
                key.verify(parameters, message, signature).is_ok()
            }),
            Material::P256(point) if name == "ES256" => {
                let key = UnparsedPublicKey::new(&algorithm::ECDSA_P256_SHA256_FIXED, point);
                key.verify(message, signature).is_ok()
            }
            Material::P384(point) if name == "ES384" => {
                let key = UnparsedPublicKey::new(&algorithm::ECDSA_P384_SHA384_FIXED, point);
                key.verify(message, signature).is_ok()
            }
            Material::Ed25519(point) if name == "EdDSA" || name == "Ed25519" => {
                let key = UnparsedPublicKey::new(&algorithm::ED25519, point);
                key.verify(message, signature).is_ok()
            }
            _ => false,
        }
    }
}

fn rsa(name: &str) -> Option<&'static RsaParameters> {
    Some(match name {
        "RS256" => &algorithm::RSA_PKCS1_2048_8192_SHA256,
        "RS384" => &algorithm::RSA_PKCS1_2048_8192_SHA384,
        "RS512" => &algorithm::RSA_PKCS1_2048_8192_SHA512,
        "PS256" => &algorithm::RSA_PSS_2048_8192_SHA256,
        "PS384" => &algorithm::RSA_PSS_2048_8192_SHA384,
        "PS512" => &algorithm::RSA_PSS_2048_8192_SHA512,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// RFC 8037, appendix A.4 and A.2.
    const TOKEN: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    #[test]
    fn a_signature_counts_by_its_own_key_and_algorithm_alone() {
        let json = json!({ "kty": "OKP", "crv": "Ed25519",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
        let key = Key::read(&json).unwrap();
        let (message, signature) = TOKEN.rsplit_once('.').unwrap();
        let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
        assert!(key.signed("EdDSA", message.as_bytes(), &signature));
        assert!(!key.signed("EdDSA", b"another", &signature));
        for name in ["none", "HS256", "RS256", "ES256", "eddsa", ""] {
            assert!(!key.signed(name, message.as_bytes(), &signature), "{name}");
        }
        let bound = Key {
            algorithm: Some("ES256".to_owned()),
            ..key
        };
        assert!(!bound.signed("EdDSA", message.as_bytes(), &signature));
    }

    #[test]
    fn keys_for_other_things_are_none() {
        for json in [
            json!({ "kty": "oct", "k": "c2VjcmV0" }),
            json!({ "kty": "RSA", "use": "enc", "n": "AQAB", "e": "AQAB" }),
            json!({ "kty": "EC", "crv": "secp256k1", "x": "AQAB", "y": "AQAB" }),
            json!({ "kty": "RSA", "n": "not base64!", "e": "AQAB" }),
            json!({}),
        ] {
            assert_eq!(Key::read(&json), None, "{json}");
        }
    }
}
