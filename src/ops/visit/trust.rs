//! The private root: its certificate on the device, and whether it is trusted there. An image that only a
//! trusting device can load proves the trust; a person's word is enough to go on.

use super::{Denied, Visit, change};
use crate::model::id::SessionId;
use crate::ops::authorities::tls_root;
use crate::ops::{App, Error};

/// Characters of the tag in the probe's address: 128 bits.
const TAG: usize = 32;

/// The root certificate of the check-in host, as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// Its common name.
    pub name: String,
    /// SHA-256 in pairs, `3F:9A:…`.
    pub fingerprint: String,
}

/// The private root of the settings; none where the certificate is public.
///
/// # Errors
/// The file cannot be read, or holds no certificate.
pub fn root(app: &App) -> Result<Option<Root>, Error> {
    let root = tls_root(&app.settings, &app.root)?;
    Ok(root.map(|root| {
        let pairs: Vec<String> = root.sha256().iter().map(|b| format!("{b:02X}")).collect();
        Root {
            name: root
                .common_name()
                .unwrap_or_else(|| "certificate".to_owned()),
            fingerprint: pairs.join(":"),
        }
    }))
}

/// The path of this session's probe image on the check-in host.
pub fn probe_path(app: &App, id: &SessionId) -> String {
    format!("/mdm/probe/{id}.{}.png", tag(app, &id.0))
}

/// A device has loaded the image of this name (`ID.TAG`, with or without `.png`): it trusts the root. False
/// when the name is none of ours, or the session has ended.
///
/// # Errors
/// What the database says.
pub async fn probed(app: &App, name: &str) -> Result<bool, Error> {
    let name = name.strip_suffix(".png").unwrap_or(name);
    let Some((id, given)) = name.split_once('.') else {
        return Ok(false);
    };
    if !is_same(given, &tag(app, id)) {
        return Ok(false);
    }
    let id = SessionId::from(id);
    let mut tx = app.db.read().await?;
    match tx.session_by_id(&id).await? {
        None => return Ok(false),
        Some(kept) if kept.session.trusted_at.is_some() => return Ok(true),
        Some(_) => drop(tx),
    }
    let done = change(app, &id, Some("trusted"), |session, now| {
        session.trusted_at.get_or_insert(now);
    })
    .await;
    match done {
        Ok(()) => Ok(true),
        Err(Denied::Failed(error)) => Err(error),
        Err(_) => Ok(false),
    }
}

fn tag(app: &App, id: &str) -> String {
    app.key.tag("probe", id)[..TAG].to_owned()
}

/// Compares in the same time whatever differs.
fn is_same(given: &str, ours: &str) -> bool {
    given.len() == ours.len()
        && given
            .bytes()
            .zip(ours.bytes())
            .fold(0, |sum, (a, b)| sum | (a ^ b))
            == 0
}

/// The root certificate was downloaded.
///
/// # Errors
/// The session has ended, or what the database says.
pub async fn certificate_downloaded(app: &App, visit: &Visit) -> Result<(), Denied> {
    if visit.session.certificate_at.is_some() {
        return Ok(());
    }
    change(
        app,
        &visit.session.id,
        Some("certificate"),
        |session, now| {
            session.certificate_at.get_or_insert(now);
        },
    )
    .await
}

/// The person says that it is installed.
///
/// # Errors
/// The session has ended, or what the database says.
pub async fn certificate_installed(app: &App, visit: &Visit) -> Result<(), Denied> {
    change(app, &visit.session.id, None, |session, now| {
        session.certificate_claimed_at.get_or_insert(now);
    })
    .await
}

/// The person goes on without proof that the root is trusted.
///
/// # Errors
/// The session has ended, or what the database says.
pub async fn go_on_untrusted(app: &App, visit: &Visit) -> Result<(), Denied> {
    change(
        app,
        &visit.session.id,
        Some("trust_claimed"),
        |session, now| {
            session.trust_claimed_at.get_or_insert(now);
        },
    )
    .await
}
