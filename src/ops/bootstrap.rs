//! Bootstrap tokens: what a Mac gives its management server to keep, and asks back when it must prove that it is managed.
//! Sealed at rest, erased when the device leaves.

use super::checkin::{Turned, malformed};
use super::{App, Error, random};
use crate::base::secret::Secret;
use crate::model::id::EnrollmentId;

/// The label of the key that seals them.
const LABEL: &str = "bootstrap";

/// Keeps the token of an enrolled device; none: forgets it.
///
/// # Errors
/// The device is not enrolled; what the database says.
pub(super) async fn keep(
    app: &App,
    id: &EnrollmentId,
    token: Option<&Secret<Vec<u8>>>,
) -> Result<(), Turned> {
    let sealed = match token {
        Some(token) => {
            let (key, nonce) = (app.key.seal(LABEL), random::bytes()?);
            let sealed = key.seal(nonce, id.0.as_bytes(), token.expose());
            Some(sealed.map_err(Error::from)?)
        }
        None => None,
    };
    let mut tx = app.db.write().await?;
    if !tx.set_bootstrap_token(id, sealed.as_deref()).await? {
        return Err(malformed("this device is not enrolled"));
    }
    Ok(tx.commit().await?)
}

/// The token that was left here.
///
/// # Errors
/// It does not open; what the database says.
pub(super) async fn kept(app: &App, id: &EnrollmentId) -> Result<Option<Secret<Vec<u8>>>, Error> {
    let sealed = app.db.look().await?.bootstrap_token(id).await?;
    let open = |sealed: Vec<u8>| app.key.seal(LABEL).open(id.0.as_bytes(), &sealed);
    Ok(sealed.map(open).transpose()?.map(Secret::new))
}
