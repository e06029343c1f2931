//! To the OpenID provider and back. What comes back counts once, and in the session that set out for it.

use url::Url;

use super::load::Cookie;
use super::log_in::enter;
use super::{Denied, Visit, change};
use crate::base::digest::sha256_hex;
use crate::flow::Step;
use crate::ops::login::{Refusal, oidc};
use crate::ops::{App, random};

/// What a browser brings back from the provider.
#[derive(Clone, Copy, Debug)]
pub struct Callback<'a> {
    /// The state that the login began with.
    pub state: &'a str,
    /// A code, if somebody logged in.
    pub code: Option<&'a str>,
    /// Why nobody did (RFC 6749, section 4.1.2.1).
    pub error: Option<&'a str>,
    /// Who says so (RFC 9207).
    pub issuer: Option<&'a str>,
}

/// Sets out for the provider; the address to go to.
///
/// # Errors
/// [`Denied::Elsewhere`] where these rules know no provider, [`Denied::Login`] when it does not answer.
pub async fn begin_sign_in(app: &App, visit: &Visit, language: &str) -> Result<Url, Denied> {
    if !visit.sources(app).await?.oidc {
        return Err(Denied::Elsewhere(Step::Login));
    }
    let state = random::token()?;
    let another = visit.session.at_provider.another;
    let url = oidc::address(app, &state, another, language).await?;
    let hash = sha256_hex(state.as_bytes());
    change(app, &visit.session.id, None, |session, _| {
        session.at_provider.begin(hash);
    })
    .await?;
    Ok(url)
}

/// Comes back from the provider, and in.
///
/// # Errors
/// [`Denied::Login`]; [`Denied::NotAllowed`], [`Denied::Personal`] and [`Denied::WrongAccount`], after which the next login asks who it is.
pub async fn sign_in(app: &App, visit: &Visit, callback: &Callback<'_>) -> Result<Cookie, Denied> {
    let id = &visit.session.id;
    let hash = sha256_hex(callback.state.as_bytes());
    let mut begun = false;
    change(app, id, None, |session, _| {
        begun = session.at_provider.take(&hash);
    })
    .await?;
    if !begun || !visit.sources(app).await?.oidc {
        return Err(Refusal::Unproven.into());
    }
    let code = match (callback.error, callback.code) {
        (None, Some(code)) => code,
        (Some("access_denied"), _) => return Err(Refusal::Declined.into()),
        (Some("temporarily_unavailable" | "server_error"), _) => {
            return Err(Refusal::ProviderDown.into());
        }
        _ => return Err(Refusal::Unproven.into()),
    };
    let login = oidc::finish(app, callback.state, code, callback.issuer).await?;
    let entered = enter(app, visit, login).await;
    if let Err(Denied::NotAllowed | Denied::Personal | Denied::WrongAccount { .. }) = &entered {
        change(app, id, None, |session, _| {
            session.at_provider.another = true
        })
        .await?;
    }
    entered
}
