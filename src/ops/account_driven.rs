//! Account-driven enrollment: somebody signs in on the device, logs in here by the rules of open enrollment, and the
//! device fetches its profile by the token it was given for that.

use data_encoding::HEXLOWER;

use super::ota::own_challenge;
use super::profile;
use super::visit::{self, Begin, Denied, Started, Visit};
use super::{App, Error, random};
use crate::base::error::Kind;
use crate::base::seal::Unopenable;
use crate::base::secret::Secret;
use crate::ca::challenge;
use crate::mdm::account::{check_request, segment};
use crate::mdm::profile::Account;
use crate::model::session::SigningIn;
use crate::model::settings::AccountDriven;

/// Where devices enroll; none: it is not offered.
pub fn base_url(app: &App) -> Option<String> {
    let offered = app.settings.mdm.account_driven.as_ref()?;
    Some(at_portal(app, segment(offered.mode)))
}

/// Where people log in.
pub fn login_url(app: &App) -> String {
    at_portal(app, "auth")
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

/// Begins a visit for a device that waits for its person; `account` is what they typed on it.
///
/// # Errors
/// [`Denied::Missing`] where it is not offered, or open enrollment is off for such devices.
pub async fn begin(
    app: &App,
    account: Option<&str>,
    current: Option<&Visit>,
) -> Result<Started, Denied> {
    let mode = offered(app)?.mode;
    let account = account.map(str::to_owned);
    visit::start(app, Begin::Device(SigningIn { mode, account }), current).await
}

/// The token for the device, when every step is done: a use is reserved as for any other.
///
/// # Errors
/// [`Denied::NotAllowed`] when the account that was typed is not theirs; as [`visit::reserve`].
pub async fn grant(app: &App, visit: &Visit) -> Result<Secret<String>, Denied> {
    let offered = offered(app)?;
    let typed = visit.session.signing_in.as_ref();
    let typed = typed.and_then(|device| device.account.as_deref());
    let login = visit.session.login.as_ref().ok_or(Denied::Ended)?;
    let Some(account) = offered.of(&login.person, typed) else {
        return Err(Denied::NotAllowed);
    };
    let enrollment = visit::reserve(app, visit).await?;
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let row = tx
        .lock_enrollment(&enrollment.id)
        .await?
        .ok_or(Denied::Ended)?;
    let token = app.key.tag("ade", own_challenge(app, &row, now)?.expose());
    let hash = HEXLOWER.encode(&challenge::hash(&token));
    let seal = app.key.seal("account");
    let context = enrollment.id.0.as_bytes();
    let sealed = seal.seal(random::bytes()?, context, account.as_bytes());
    let sealed = sealed.map_err(Error::from)?;
    tx.keep_access_token(&hash, &enrollment.id, &sealed).await?;
    tx.commit().await?;
    Ok(Secret::new(token))
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
