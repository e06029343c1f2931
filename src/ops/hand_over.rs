//! Devices that another server manages: its webhooks tell what they say to it, and that is acted upon as if they had said it
//! here. The other server has let them in already, so that who is turned away by our rules shows here and stays there.

use aws_lc_rs::{constant_time, hmac};
use data_encoding::BASE64;

use super::checkin::{self, Turned};
use super::key::read_secret;
use super::outside;
use super::{App, Error, arrival};
use crate::base::digest::sha256;
use crate::base::secret::Secret;
use crate::mdm::checkin::{Authenticate, CheckIn, TokenUpdate};
use crate::mdm::error::MdmError;
use crate::mdm::event::{Event, Said};
use crate::model::id::EnrollmentId;
use crate::model::settings::{Manager, Product};
use crate::store;
use crate::store::enrollment::EnrollmentRow;

/// Where the other server reports.
pub const HOOK: &str = "/hooks/mdm";
/// Header with the base64 of an HMAC-SHA-256 (RFC 2104) of the body, as NanoMDM sends it.
pub const SIGNATURE: &str = "X-Hmac-Signature";

/// A request to [`HOOK`].
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Header [`SIGNATURE`].
    pub signature: Option<&'a str>,
    /// Header Authorization. MicroMDM signs nothing; it can send a password.
    pub authorization: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

/// Why a webhook is not acted upon.
#[derive(Debug, thiserror::Error)]
pub enum Unheard {
    /// No other server manages devices.
    #[error("no other server reports here")]
    Nobody,
    /// Its signature or password is missing or wrong.
    #[error("the webhook is not signed by the other server")]
    Forged,
    /// No event that can be read.
    #[error("the event cannot be read: {0}")]
    Malformed(#[from] MdmError),
    /// It could not be decided.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<store::Error> for Unheard {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Acts upon one webhook. Devices that are not of ours, or are turned away, are no error: the other server could do
/// nothing about it.
///
/// # Errors
/// Why nothing was read.
pub async fn told(app: &App, told: &Told<'_>) -> Result<(), Unheard> {
    let Manager::Server(other) = &app.settings.mdm.manager else {
        return Err(Unheard::Nobody);
    };
    let secret = read_secret(&other.webhook_secret, &app.root)?;
    let password = told
        .authorization
        .filter(|_| other.product == Product::MicroMdm);
    if !is_signed(&secret, told.signature, told.body) && !is_password(&secret, password) {
        return Err(Unheard::Forged);
    }
    let event = Event::parse(told.body)?;
    let Some(id) = event.enrollment.map(EnrollmentId) else {
        return Ok(());
    };
    let row = app.db.look().await?.enrollment(&id).await?;
    // A device without a certificate cannot have spoken with the profile of this enrollment; we see those of ours.
    let Some(row) = row.filter(|row| row.certificate.is_some() || outside::is_for(app, row)) else {
        tracing::info!("a webhook about an enrollment that is not ours");
        return Ok(());
    };
    let heard = match event.said {
        Said::CheckIn(message) => check_in(app, row, &message).await,
        Said::Connect(device) => seen(app, &row, &device).await,
        Said::Other => Ok(()),
    };
    match heard {
        Ok(()) => Ok(()),
        Err(Turned::Failed(error)) => Err(error.into()),
        Err(turned) => {
            tracing::warn!(enrollment = %id, why = %turned, "not counted: what another server tells of a device");
            Ok(())
        }
    }
}

async fn check_in(app: &App, mut row: EnrollmentRow, message: &CheckIn) -> Result<(), Turned> {
    if let CheckIn::TokenUpdate(from) = message
        && row.authenticated_at.is_none()
        && from.sender.user.is_none()
    {
        // Webhooks are sent once: the one before was lost, and with it all that it told of the device.
        checkin::hear(app, &row, &CheckIn::Authenticate(Box::new(lost(from)))).await?;
        let known = app.db.look().await?.enrollment(&row.enrollment.id).await?;
        row = known.unwrap_or(row);
    }
    checkin::hear(app, &row, message).await.map(|_| ())
}

/// The Authenticate that must have come before this message.
fn lost(from: &TokenUpdate) -> Authenticate {
    Authenticate {
        sender: from.sender.clone(),
        topic: from.topic.clone(),
        serial: None,
        product: None,
        os_version: None,
        build_version: None,
        device_name: None,
        model: None,
        imei: None,
        meid: None,
    }
}

/// The device showed up.
async fn seen(app: &App, row: &EnrollmentRow, device: &str) -> Result<(), Turned> {
    if row.udid.as_deref() != Some(device) || row.enrollment.enrolled_at.is_none() {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    arrival::is_latest(&mut tx, row).await?;
    tx.device_seen(&row.enrollment.id, now).await?;
    Ok(tx.commit().await?)
}

fn is_signed(secret: &Secret<String>, header: Option<&str>, body: &[u8]) -> bool {
    let tag = header.and_then(|text| BASE64.decode(text.as_bytes()).ok());
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
    tag.is_some_and(|tag| hmac::verify(&key, body, &tag).is_ok())
}

/// HTTP's Basic scheme (RFC 7617) with the secret as password, whatever the user name.
fn is_password(secret: &Secret<String>, header: Option<&str>) -> bool {
    let given = header.and_then(|text| {
        let (scheme, pair) = text.split_once(' ')?;
        let pair = BASE64.decode(pair.trim().as_bytes()).ok()?;
        let colon = pair.iter().position(|byte| *byte == b':')?;
        scheme
            .eq_ignore_ascii_case("basic")
            .then(|| sha256(&pair[colon + 1..]))
    });
    let wanted = sha256(secret.expose().as_bytes());
    given.is_some_and(|given| constant_time::verify_slices_are_equal(&given, &wanted).is_ok())
}
