//! Account-driven enrollment: somebody signs in on the device, logs in here by the rules of open enrollment, and the
//! device fetches its profile by the token it was given for that.

mod tokens;

pub use tokens::{NoToken, tokens};

use data_encoding::HEXLOWER;

use super::ota::own_challenge;
use super::profile;
use super::visit::{self, Begin, Denied, Started, Visit};
use super::{App, Error, random};
use crate::base::error::Kind;
use crate::base::seal::Unopenable;
use crate::base::secret::Secret;
use crate::base::time::Timestamp;
use crate::ca::challenge;
use crate::mdm::account::{check_request, log_in_at, logged_in, segment};
use crate::mdm::oauth;
use crate::mdm::profile::Account;
use crate::model::session::{Authorization, SigningIn};
use crate::model::settings::{AccountDriven, SignInMethod};
use crate::store::enrollment::EnrollmentRow;

/// Where devices enroll; none: it is not offered.
pub fn base_url(app: &App) -> Option<String> {
    let offered = app.settings.mdm.account_driven.as_ref()?;
    Some(at_portal(app, segment(offered.mode)))
}

/// The header `WWW-Authenticate` that tells a device where its person logs in.
pub fn log_in_first(app: &App, method: SignInMethod) -> String {
    let login = at_portal(app, "auth");
    match method {
        SignInMethod::Web => log_in_at(&login),
        SignInMethod::OAuth2 => oauth::begin_at(&login, &at_portal(app, "token")),
    }
}

fn at_portal(app: &App, name: &str) -> String {
    let origin = app.settings.portal.url.origin().ascii_serialization();
    format!("{origin}/ade/{name}")
}

fn offered(app: &App) -> Result<&AccountDriven, Denied> {
    app.settings
        .mdm
        .account_driven
        .as_ref()
        .ok_or(Denied::Missing)
}

/// Begins a visit for a device that waits for its person; `account` is what they typed on it, `authorization` what it
/// asked for by OAuth 2.
///
/// # Errors
/// [`Denied::Missing`] where it is not offered, or open enrollment is off for such devices.
pub async fn begin(
    app: &App,
    account: Option<&str>,
    authorization: Option<Authorization>,
    current: Option<&Visit>,
) -> Result<Started, Denied> {
    let mode = offered(app)?.mode;
    let device = SigningIn {
        mode,
        account: account.map(str::to_owned),
        authorization,
    };
    visit::start(app, Begin::Device(device), current).await
}

/// The address that leads back to the device, when every step is done: a use is reserved as for any other. It holds the
/// token for the profile, or the code for that.
///
/// # Errors
/// [`Denied::NotAllowed`] when the account that was typed is not theirs; as [`visit::reserve`].
pub async fn grant(app: &App, visit: &Visit) -> Result<Secret<String>, Denied> {
    let offered = offered(app)?;
    let device = visit.session.signing_in.as_ref().ok_or(Denied::Ended)?;
    let login = visit.session.login.as_ref().ok_or(Denied::Ended)?;
    let Some(account) = offered.of(&login.person, device.account.as_deref()) else {
        return Err(Denied::NotAllowed);
    };
    let enrollment = visit::reserve(app, visit).await?;
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let row = tx
        .lock_enrollment(&enrollment.id)
        .await?
        .ok_or(Denied::Ended)?;
    let token = access_token(app, &row, now)?;
    let hash = HEXLOWER.encode(&challenge::hash(token.expose()));
    let seal = app.key.seal("account");
    let context = enrollment.id.0.as_bytes();
    let sealed = seal.seal(random::bytes()?, context, account.as_bytes());
    let sealed = sealed.map_err(Error::from)?;
    tx.keep_access_token(&hash, &enrollment.id, &sealed).await?;
    tx.commit().await?;
    Ok(match &device.authorization {
        Some(asked) => tokens::address(app, &enrollment.id, asked, now)?,
        None => logged_in(&token),
    })
}

/// The token of an enrollment whose reservation holds: it follows from the challenge, so it is the same each time.
fn access_token(app: &App, row: &EnrollmentRow, now: Timestamp) -> Result<Secret<String>, Error> {
    let challenge = own_challenge(app, row, now)?;
    Ok(Secret::new(app.key.tag("ade", challenge.expose())))
}

/// The profile for a device that shows this token: the same as often as it asks, until it is enrolled. None: somebody
/// has to log in.
///
/// # Errors
/// [`Kind::Malformed`] when no device asks; what the database says.
pub async fn profile(
    app: &App,
    token: Option<&str>,
    body: &[u8],
) -> Result<Option<Vec<u8>>, Error> {
    check_request(body).map_err(profile::protocol)?;
    let Some((offered, token)) = app.settings.mdm.account_driven.as_ref().zip(token) else {
        return Ok(None);
    };
    let mut tx = app.db.read().await?;
    let hash = HEXLOWER.encode(&challenge::hash(token));
    let Some((id, account)) = tx.access_token(&hash).await? else {
        return Ok(None);
    };
    let now = tx.now().await?;
    let Some(row) = tx.enrollment(&id).await? else {
        return Ok(None);
    };
    let secret = match own_challenge(app, &row, now) {
        Err(error) if error.kind() == Kind::Refused => return Ok(None),
        other => other?,
    };
    let managed = app.key.seal("account").open(id.0.as_bytes(), &account)?;
    let managed = String::from_utf8(managed).map_err(|_| Unopenable)?;
    let account = Account {
        mode: offered.mode,
        managed: &managed,
    };
    let made = profile::compose_for(app, &mut tx, &row, secret, now, Some(account));
    made.await.map(Some)
}
