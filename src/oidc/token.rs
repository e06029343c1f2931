//! What an ID token must be and say to prove who somebody is (OpenID Connect Core 1.0, section 3.1.3.7).

use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;

use super::Error;
use super::key::Key;
use crate::base::time::{MINUTE, SECOND, Timestamp};

/// How far two clocks may be apart.
const LEEWAY: i64 = MINUTE;

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 256 * 1024;

/// What the token is measured against.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client: &'a str,
    pub(super) nonce: &'a str,
    pub(super) now: Timestamp,
}

/// A token taken apart; nothing of it is believed yet.
pub(super) struct Token<'a> {
    signed: &'a str,
    signature: Vec<u8>,
    algorithm: String,
    key: Option<String>,
    claims: Value,
}

impl<'a> Token<'a> {
    /// Takes a token apart (RFC 7515, section 7.1).
    pub(super) fn read(text: &'a str) -> Result<Self, Error> {
        const BROKEN: Error = Error::Refused("its ID token cannot be read");
        let (signed, signature) = text.rsplit_once('.').ok_or(BROKEN)?;
        let (header, claims) = signed.split_once('.').ok_or(BROKEN)?;
        let bytes = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).map_err(|_| BROKEN);
        let json = |part: &str| serde_json::from_slice::<Value>(&bytes(part)?).map_err(|_| BROKEN);
        let head = json(header)?;
        let name = |key: &str| head[key].as_str().map(str::to_owned);
        // An extension that must be understood is not (RFC 7515, section 4.1.11).
        if text.len() > LONGEST || head.get("crit").is_some() {
            return Err(BROKEN);
        }
        Ok(Self {
            signed,
            signature: bytes(signature)?,
            algorithm: name("alg").ok_or(BROKEN)?,
            key: name("kid"),
            claims: json(claims)?,
        })
    }

    /// Whether none of these keys has the name that the token gives: the provider may have a new one.
    pub(super) fn is_by_none_of(&self, keys: &[Key]) -> bool {
        self.key
            .as_ref()
            .is_some_and(|id| !keys.iter().any(|key| key.id.as_ref() == Some(id)))
    }

    /// The claims, after signature and every rule held.
    pub(super) fn verify(self, keys: &[Key], expected: &Expected<'_>) -> Result<Value, Error> {
        let named = |key: &&Key| match &self.key {
            Some(id) => key.id.as_ref() == Some(id),
            None => true,
        };
        let signed = keys.iter().filter(named).any(|key| {
            let message = self.signed.as_bytes();
            key.signed(&self.algorithm, message, &self.signature)
        });
        if !signed {
            return Err(Error::Refused("its ID token is not signed by its keys"));
        }
        check(&self.claims, expected)?;
        Ok(self.claims)
    }
}

fn check(claims: &Value, expected: &Expected<'_>) -> Result<(), Error> {
    let is = |name: &str, value: &str| claims[name].as_str() == Some(value);
    let seconds = |name: &str| {
        let number = claims[name].as_f64().filter(|n| n.abs() < 1e12)?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "seconds of a date, bounded above"
        )]
        Some(Timestamp((number as i64) * SECOND))
    };
    let audience = match &claims["aud"] {
        Value::Array(all) => all.iter().any(|one| one == expected.client),
        one => one == expected.client,
    };
    let several = claims["aud"].as_array().is_some_and(|all| all.len() > 1);
    let party = match claims.get("azp") {
        Some(party) => party == expected.client,
        None => !several,
    };
    let now = expected.now;
    let ended = seconds("exp").is_none_or(|end| now.since(end) >= LEEWAY);
    let early = |name: &str| seconds(name).is_some_and(|at| at.since(now) > LEEWAY);
    let refusal = if !is("iss", expected.issuer) {
        "its ID token is by another issuer"
    } else if !audience || !party {
        "its ID token is for another client"
    } else if ended {
        "its ID token has expired"
    } else if early("iat") || early("nbf") {
        "its ID token is from the future"
    } else if !is("nonce", expected.nonce) {
        "its ID token belongs to another login"
    } else if claims["sub"].as_str().is_none_or(str::is_empty) {
        "its ID token names nobody"
    } else {
        return Ok(());
    };
    Err(Error::Refused(refusal))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn good() -> Value {
        json!({ "iss": "https://id.example", "aud": "enroll", "exp": 1_000, "iat": 900, "nonce": "n", "sub": "s" })
    }

    fn judge(change: impl FnOnce(&mut Value)) -> Option<&'static str> {
        let mut claims = good();
        change(&mut claims);
        let expected = Expected {
            issuer: "https://id.example",
            client: "enroll",
            nonce: "n",
            now: Timestamp(950 * SECOND),
        };
        match check(&claims, &expected) {
            Err(Error::Refused(why)) => Some(why),
            other => other.map(|()| None).unwrap(),
        }
    }

    #[test]
    fn each_rule() {
        assert_eq!(judge(|_| ()), None);
        assert_eq!(judge(|c| c["aud"] = json!(["enroll"])), None);
        assert_eq!(
            judge(|c| (c["aud"], c["azp"]) = (json!(["enroll", "x"]), json!("enroll"))),
            None
        );
        assert_eq!(judge(|c| c["exp"] = json!(891)), None, "within the leeway");
        assert_eq!(judge(|c| c["iat"] = json!(1_010)), None);
        type Change = fn(&mut Value);
        let refused: [(&str, Change); 11] = [
            ("issuer", |c| c["iss"] = json!("https://id.example/")),
            ("client", |c| c["aud"] = json!("other")),
            ("client", |c| c["aud"] = json!(["enroll", "x"])),
            ("client", |c| c["azp"] = json!("x")),
            ("expired", |c| c["exp"] = json!(890)),
            ("expired", |c| c["exp"] = json!("1000")),
            ("future", |c| c["iat"] = json!(1_011)),
            ("future", |c| c["nbf"] = json!(5_000)),
            ("another login", |c| c["nonce"] = json!("m")),
            ("another login", |c| c["nonce"] = Value::Null),
            ("nobody", |c| c["sub"] = json!("")),
        ];
        for (word, change) in refused {
            let why = judge(change).unwrap_or_else(|| panic!("{word} passes"));
            assert!(why.contains(word), "{why}");
        }
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let part = |json: Value| BASE64URL_NOPAD.encode(json.to_string().as_bytes());
        let none = format!("{}.{}.", part(json!({ "alg": "none" })), part(good()));
        let expected = Expected {
            issuer: "https://id.example",
            client: "enroll",
            nonce: "n",
            now: Timestamp(950 * SECOND),
        };
        let token = Token::read(&none).unwrap();
        assert!(token.verify(&[], &expected).is_err());
        let critical = json!({ "alg": "EdDSA", "crit": ["b64"] });
        let critical = format!("{}.{}.AA", part(critical), part(good()));
        for text in ["", "a", "a.b", "a.b.c", "....", &critical] {
            assert!(Token::read(text).is_err(), "{text:?}");
        }
    }
}
