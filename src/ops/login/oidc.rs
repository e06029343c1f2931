//! Logging in at the OpenID provider. Nonce and verifier of a login come from its state under the server key, so
//! that the database alone is worth nothing.

use std::path::Path;
use std::sync::Arc;

use url::Url;

use super::Refusal;
use crate::base::error::Kind;
use crate::base::secret::Secret;
use crate::model::person::LoginSource;
use crate::model::session::Login;
use crate::model::settings::{Oidc, Settings};
use crate::oidc::{Answer, Error as Fault, Provider, Request};
use crate::ops::key::read_secret;
use crate::ops::{App, Error};

/// Where people come back to.
const BACK: &str = "/enroll/login/callback";

/// What the provider has to know: the redirect URI of this portal.
pub fn redirect_uri(settings: &Settings) -> String {
    let origin = settings.portal.url.origin().ascii_serialization();
    format!("{origin}{BACK}")
}

/// The secret of the client, read now.
///
/// # Errors
/// It cannot be read.
pub fn secret(settings: &Oidc, root: &Path) -> Result<Option<Secret<String>>, Error> {
    let source = settings.secret.as_ref();
    source.map(|source| read_secret(source, root)).transpose()
}

/// The provider of these settings, its `ca` read now.
///
/// # Errors
/// The file cannot be read, or holds no certificate.
pub fn open(settings: &Oidc, root: &Path) -> Result<Provider, Error> {
    let ca = settings.ca.as_ref();
    let ca = ca
        .map(|path| std::fs::read(root.join(path)).map_err(Error::file(path.clone())))
        .transpose()?;
    Provider::new(settings, ca.as_deref()).map_err(|e| {
        let hint = e.hint().unwrap_or_default();
        Error::new(e.kind(), e.to_string()).with_hint(hint)
    })
}

/// The provider of the settings; its document and keys are kept for all logins of this process.
async fn provider(app: &App) -> Result<Arc<Provider>, Refusal> {
    let settings = app.settings.oidc.as_ref().ok_or_else(|| {
        Error::new(
            Kind::Config,
            "there is no OpenID provider: `oidc` in enroll.yaml names one",
        )
    })?;
    let made = app
        .provider
        .get_or_try_init(|| async { open(settings, &app.root).map(Arc::new) });
    let made = made.await.map_err(|error| {
        tracing::warn!(%error, "the OpenID provider cannot be asked");
        Refusal::ProviderDown
    });
    made.map(Arc::clone)
}

/// The address of a login that begins with this state.
///
/// # Errors
/// [`Refusal::ProviderDown`].
pub async fn address(
    app: &App,
    state: &str,
    another: bool,
    language: &str,
) -> Result<Url, Refusal> {
    let provider = provider(app).await?;
    let request = Request {
        back: &redirect_uri(&app.settings),
        state,
        nonce: &app.key.tag("oidc-nonce", state),
        verifier: &app.key.tag("oidc-verifier", state),
        another,
        language,
    };
    let now = app.db.look().await?.now().await?;
    provider.address(&request, now).await.map_err(refusal)
}

/// Who came back with this code from a login that began with this state.
///
/// # Errors
/// [`Refusal::ProviderDown`], [`Refusal::Unproven`], or a secret cannot be read.
pub async fn finish(
    app: &App,
    state: &str,
    code: &str,
    issuer: Option<&str>,
) -> Result<Login, Refusal> {
    let provider = provider(app).await?;
    let secret = match &app.settings.oidc {
        Some(settings) => secret(settings, &app.root)?,
        None => None,
    };
    let now = app.db.look().await?.now().await?;
    let answer = Answer {
        code,
        issuer,
        back: &redirect_uri(&app.settings),
        nonce: &app.key.tag("oidc-nonce", state),
        verifier: &app.key.tag("oidc-verifier", state),
        secret: secret.as_ref(),
        now,
    };
    let person = provider.person(&answer).await.map_err(refusal)?;
    Ok(Login {
        source: LoginSource::Oidc,
        person,
        at: now,
    })
}

fn refusal(fault: Fault) -> Refusal {
    tracing::warn!(error = %fault, "nobody could be logged in by the OpenID provider");
    match fault {
        Fault::Unavailable(_) | Fault::Settings(_) => Refusal::ProviderDown,
        Fault::Refused(_) => Refusal::Unproven,
    }
}
