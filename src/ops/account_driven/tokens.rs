//! OAuth 2 for devices: the code that a login ends with, and the tokens that it brings.
//!
//! Both hold what they stand for, sealed: nothing is kept for them, and a device whose answer was lost is given the same
//! again. Whether they still stand for anything is for the enrollment to say.

use data_encoding::BASE64URL_NOPAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::access_token;
use crate::base::error::Kind;
use crate::base::secret::Secret;
use crate::base::time::{DAY, MINUTE, Timestamp};
use crate::mdm::oauth::{Grant, Parameters, Refused, Tokens, grant, is_shown_by, logged_in};
use crate::model::enrollment::EnrollmentState;
use crate::model::id::EnrollmentId;
use crate::model::session::Authorization;
use crate::ops::{App, Error, random};
use crate::store::enrollment::EnrollmentRow;

/// How long a code is good, the longest that RFC 6749, 4.1.2 recommends: a slow network may need it.
const CODE: i64 = 10 * MINUTE;

/// After how long an enrolled device asks again whether it still is.
const ENROLLED: i64 = 30 * DAY;

/// Why a device is given no token.
#[derive(Debug, thiserror::Error)]
pub enum NoToken {
    /// What it offers is none.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Nobody can tell.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// What stands in a code.
#[derive(Serialize, Deserialize)]
struct Code {
    enrollment: EnrollmentId,
    until: Timestamp,
    challenge: Option<String>,
}

/// The address that leads back to the device, with the code of this enrollment.
///
/// # Errors
/// No random numbers.
pub(super) fn address(
    app: &App,
    id: &EnrollmentId,
    asked: &Authorization,
    now: Timestamp,
) -> Result<Secret<String>, Error> {
    let code = Code {
        enrollment: id.clone(),
        until: now.plus(CODE),
        challenge: asked.challenge.clone(),
    };
    Ok(logged_in(&sealed(app, "ade-code", &code)?, asked))
}

/// The tokens for what a device offers: a code until it is over or the device enrolled, then and later the token to
/// refresh them.
///
/// # Errors
/// [`NoToken`].
pub async fn tokens(app: &App, asked: &Parameters) -> Result<Tokens, NoToken> {
    let offered = grant(asked)?;
    let mut tx = app.db.look().await.map_err(Error::from)?;
    let now = tx.now().await.map_err(Error::from)?;
    let id = match &offered {
        Grant::Code(code, verifier) => {
            let code: Code = opened(app, "ade-code", code).ok_or(Refused::Grant)?;
            if code.until <= now || !is_shown_by(code.challenge.as_deref(), verifier.as_deref()) {
                return Err(Refused::Grant.into());
            }
            code.enrollment
        }
        Grant::Refresh(token) => opened(app, "ade-refresh", token).ok_or(Refused::Grant)?,
    };
    let row = tx.enrollment(&id).await.map_err(Error::from)?;
    let row = row.ok_or(Refused::Grant)?;
    let (access, lasts) = match (offered, is_enrolled(&row)) {
        // It opens nothing: the certificate of a device says who speaks.
        (Grant::Refresh(_), true) => (Secret::new(app.key.tag("ade-enrolled", &id.0)), ENROLLED),
        (Grant::Refresh(_) | Grant::Code(..), _) => {
            let token = access_token(app, &row, now).map_err(over)?;
            (token, row.enrollment.reserved_until.since(now))
        }
    };
    Ok(Tokens {
        access,
        refresh: Secret::new(sealed(app, "ade-refresh", &id)?),
        lasts,
    })
}

fn is_enrolled(row: &EnrollmentRow) -> bool {
    row.enrollment.state == EnrollmentState::Enrolled && row.revoked_at.is_none()
}

/// An enrollment that is over grants nothing.
fn over(error: Error) -> NoToken {
    match error.kind() {
        Kind::Refused => Refused::Grant.into(),
        _ => error.into(),
    }
}

fn sealed<T: Serialize>(app: &App, purpose: &str, what: &T) -> Result<String, Error> {
    let plain = serde_json::to_vec(what)
        .map_err(|error| Error::new(Kind::Operational, error.to_string()))?;
    let sealed = app.key.seal(purpose).seal(random::bytes()?, b"", &plain)?;
    Ok(BASE64URL_NOPAD.encode(&sealed))
}

/// None: it is not one of ours.
fn opened<T: DeserializeOwned>(app: &App, purpose: &str, text: &str) -> Option<T> {
    let sealed = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
    let plain = app.key.seal(purpose).open(b"", &sealed).ok()?;
    serde_json::from_slice(&plain).ok()
}
