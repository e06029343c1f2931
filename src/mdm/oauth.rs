//! OAuth 2 as devices speak it in account-driven enrollment (RFC 6749, RFC 7636; Apple: “Implementing the OAuth 2
//! authentication account-driven enrollment flow”): what they may ask, and the answers.
//!
//! One public client and one address it is led back to, both told by ourselves with the 401: whoever comes with others is
//! no device. Knows no key and no clock; what stands in codes and tokens is for the caller to say. To add one more grant:
//! a variant of [`Grant`] and its word in [`grant`].

use data_encoding::BASE64URL_NOPAD;
use serde_json::json;
use url::form_urlencoded;

use super::account::SCHEME;
use crate::base::digest::sha256;
use crate::base::secret::Secret;
use crate::base::time::SECOND;
use crate::model::session::Authorization;

/// The client that devices are.
pub const CLIENT: &str = "enroll";

/// What their tokens are for.
pub const SCOPE: &str = "MDM";

/// Bytes of a state that are given back.
const STATE: usize = 1024;

/// Characters of 256 bits in base64url.
const DIGEST: usize = 43;

/// Names and values of a query or a form, decoded, in order.
pub type Parameters = Vec<(String, String)>;

/// Why nothing is granted (RFC 6749, 4.1.2.1 and 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Something is missing, twice there or malformed.
    #[error("invalid_request")]
    Request,
    /// Not the client that devices are.
    #[error("invalid_client")]
    Client,
    /// The code or the token is not ours, over, or another's.
    #[error("invalid_grant")]
    Grant,
    /// Something else than a code or a token is offered.
    #[error("unsupported_grant_type")]
    GrantType,
    /// Something else than a code is asked for.
    #[error("unsupported_response_type")]
    ResponseType,
}

/// A request for authorization that does not lead to a login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// No device asks: it is led nowhere.
    Stranger,
    /// A device asks for what there is not; it hears so at this address.
    Told(String),
}

/// What a device offers for a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grant {
    /// The code that the login ended with, and what only the device knows.
    Code(String, Option<String>),
    /// A token given before, to have one anew.
    Refresh(String),
}

/// What a device is given.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// Opens the profile.
    pub access: Secret<String>,
    /// Brings the next.
    pub refresh: Secret<String>,
    /// How long the first is good, in microseconds.
    pub lasts: i64,
}

/// The address that a device is led back to.
fn redirection() -> String {
    format!("{SCHEME}:/oauth2/redirection")
}

/// The header `WWW-Authenticate` by which a device begins, with HTTP 401 and no body.
pub fn begin_at(authorization: &str, token: &str) -> String {
    format!(
        "Bearer method=\"apple-oauth2\", authorization-url=\"{authorization}\", token-url=\"{token}\", \
         redirect-url=\"{}\", client-id=\"{CLIENT}\", scope=\"{SCOPE}\"",
        redirection()
    )
}

/// Reads a request for authorization (RFC 6749, 4.1.1).
///
/// # Errors
/// [`Unfit`].
pub fn authorization(asked: &Parameters) -> Result<Authorization, Unfit> {
    let client = matches!(once(asked, "client_id"), Ok(Some(CLIENT)));
    let back = once(asked, "redirect_uri");
    if !client || !back.is_ok_and(|given| given.is_none_or(|given| given == redirection())) {
        return Err(Unfit::Stranger);
    }
    let state = once(asked, "state").ok().flatten();
    let state = state.filter(|state| state.len() <= STATE);
    match code_for(asked) {
        Ok(challenge) => Ok(Authorization {
            state: state.map(str::to_owned),
            challenge: challenge.map(str::to_owned),
        }),
        Err(refused) => Err(Unfit::Told(led_back("error", &refused.to_string(), state))),
    }
}

/// The challenge of a request for a code, if it has one. Only a digest is taken: a challenge without a method would be
/// the secret itself (RFC 7636, 4.3).
fn code_for(asked: &Parameters) -> Result<Option<&str>, Refused> {
    match once(asked, "response_type")? {
        Some("code") => {}
        Some(_) => return Err(Refused::ResponseType),
        None => return Err(Refused::Request),
    }
    let state = once(asked, "state")?;
    let method = once(asked, "code_challenge_method")?;
    let challenge = once(asked, "code_challenge")?;
    let digest = |given: &str| method == Some("S256") && given.len() == DIGEST;
    if !challenge.is_none_or(digest) || state.is_some_and(|state| state.len() > STATE) {
        return Err(Refused::Request);
    }
    Ok(challenge)
}

/// Where the web view goes, by HTTP 308, when the person has logged in (RFC 6749, 4.1.2).
pub fn logged_in(code: &str, asked: &Authorization) -> Secret<String> {
    Secret::new(led_back("code", code, asked.state.as_deref()))
}

fn led_back(name: &str, value: &str, state: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(name, value);
    query.extend_pairs(state.map(|state| ("state", state)));
    format!("{}?{}", redirection(), query.finish())
}

/// Reads a request for a token (RFC 6749, 4.1.3 and 6). A device that does not repeat who it is and where it was led
/// back to is heard: neither could be anything else.
///
/// # Errors
/// [`Refused`].
pub fn grant(asked: &Parameters) -> Result<Grant, Refused> {
    if once(asked, "client_id")?.is_some_and(|given| given != CLIENT) {
        return Err(Refused::Client);
    }
    let needed = |name| once(asked, name)?.ok_or(Refused::Request);
    match needed("grant_type")? {
        "authorization_code" => {
            if once(asked, "redirect_uri")?.is_some_and(|given| given != redirection()) {
                return Err(Refused::Grant);
            }
            let verifier = once(asked, "code_verifier")?.map(str::to_owned);
            Ok(Grant::Code(needed("code")?.to_owned(), verifier))
        }
        "refresh_token" => Ok(Grant::Refresh(needed("refresh_token")?.to_owned())),
        _ => Err(Refused::GrantType),
    }
}

/// Whether whoever shows `verifier` is who gave `challenge` (RFC 7636, 4.6). Without either nobody has to show anything.
pub fn is_shown_by(challenge: Option<&str>, verifier: Option<&str>) -> bool {
    match (challenge, verifier) {
        (Some(challenge), Some(verifier)) => {
            BASE64URL_NOPAD.encode(&sha256(verifier.as_bytes())) == challenge
        }
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// The answer with tokens (RFC 6749, 5.1), JSON.
pub fn answer(tokens: &Tokens) -> String {
    json!({
        "token_type": "Bearer",
        "scope": SCOPE,
        "access_token": tokens.access.expose(),
        "expires_in": tokens.lasts / SECOND,
        "refresh_token": tokens.refresh.expose(),
    })
    .to_string()
}

/// The answer without, with HTTP 400 (RFC 6749, 5.2), JSON.
pub fn refusal(refused: Refused) -> String {
    json!({ "error": refused.to_string() }).to_string()
}

/// The value of a parameter; one that is empty is not there, and none may be there twice (RFC 6749, 3.1).
fn once<'a>(asked: &'a Parameters, name: &str) -> Result<Option<&'a str>, Refused> {
    let mut found = asked.iter().filter(|(key, _)| key == name);
    match (found.next(), found.next()) {
        (Some((_, value)), None) => Ok(Some(value.as_str()).filter(|value| !value.is_empty())),
        (None, _) => Ok(None),
        (Some(_), Some(_)) => Err(Refused::Request),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REDIRECTION: &str = "apple-remotemanagement-user-login:/oauth2/redirection";

    fn read(query: &str) -> Parameters {
        form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect()
    }

    #[test]
    fn a_device_is_led_to_a_login_and_strangers_nowhere() {
        let asks = "response_type=code&client_id=enroll&scope=MDM&login_hint=m%40x&state=a%26b\
                    &redirect_uri=apple-remotemanagement-user-login%3A%2Foauth2%2Fredirection";
        let asked = authorization(&read(asks)).unwrap();
        assert_eq!(asked.state.as_deref(), Some("a&b"));
        let back = logged_in("c+d", &asked);
        assert_eq!(
            back.expose(),
            &format!("{REDIRECTION}?code=c%2Bd&state=a%26b")
        );
        for stranger in [
            asks.replace("client_id=enroll", "client_id=other"),
            asks.replace("&client_id=enroll", ""),
            asks.replace("redirection", "elsewhere"),
            format!("{asks}&client_id=enroll"),
            format!("{asks}&redirect_uri=x"),
        ] {
            let unfit = authorization(&read(&stranger)).unwrap_err();
            assert_eq!(unfit, Unfit::Stranger, "{stranger}");
        }
    }

    #[test]
    fn a_device_that_asks_for_something_else_is_told_by_its_own_address() {
        let asks = "client_id=enroll&state=7";
        let challenge = BASE64URL_NOPAD.encode(&sha256(b"verifier"));
        for (more, why) in [
            ("", "invalid_request"),
            ("response_type=token", "unsupported_response_type"),
            ("response_type=code&response_type=code", "invalid_request"),
            ("response_type=code&code_challenge=plain", "invalid_request"),
            (
                &format!("response_type=code&code_challenge={challenge}"),
                "invalid_request",
            ),
        ] {
            let unfit = authorization(&read(&format!("{asks}&{more}"))).unwrap_err();
            let told = format!("{REDIRECTION}?error={why}&state=7");
            assert_eq!(unfit, Unfit::Told(told), "{more}");
        }
        let long = format!(
            "client_id=enroll&response_type=code&state={}",
            "x".repeat(1025)
        );
        let told = format!("{REDIRECTION}?error=invalid_request");
        assert_eq!(authorization(&read(&long)).unwrap_err(), Unfit::Told(told));
    }

    #[test]
    fn only_who_began_can_show_it() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(is_shown_by(Some(challenge), Some(verifier)) && is_shown_by(None, None));
        for (challenge, verifier) in [
            (Some(challenge), None),
            (Some(challenge), Some("other")),
            (None, Some(verifier)),
        ] {
            assert!(!is_shown_by(challenge, verifier));
        }
    }

    #[test]
    fn a_token_is_asked_for_by_a_code_or_another_token() {
        let code = grant(&read(
            "grant_type=authorization_code&code=c&code_verifier=v",
        ));
        assert_eq!(code, Ok(Grant::Code("c".to_owned(), Some("v".to_owned()))));
        let again = grant(&read(
            "grant_type=refresh_token&refresh_token=r&client_id=enroll",
        ));
        assert_eq!(again, Ok(Grant::Refresh("r".to_owned())));
        for (asked, why) in [
            ("code=c", Refused::Request),
            ("grant_type=authorization_code", Refused::Request),
            ("grant_type=authorization_code&code=", Refused::Request),
            (
                "grant_type=authorization_code&code=c&code=c",
                Refused::Request,
            ),
            ("grant_type=refresh_token", Refused::Request),
            ("grant_type=password&username=x", Refused::GrantType),
            (
                "grant_type=authorization_code&code=c&client_id=x",
                Refused::Client,
            ),
            (
                "grant_type=authorization_code&code=c&redirect_uri=x",
                Refused::Grant,
            ),
        ] {
            assert_eq!(grant(&read(asked)), Err(why), "{asked}");
        }
    }
}
