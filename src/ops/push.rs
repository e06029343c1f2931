//! Waking devices that have something to fetch: Apple's push service over HTTP/2, with the MDM push certificate.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use data_encoding::{BASE64, HEXLOWER};
use reqwest::{Client, StatusCode};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;
use serde::{Deserialize, Serialize};

use super::key::read_secret;
use super::{App, Error, tls};
use crate::base::error::Kind;
use crate::base::secret::Secret;
use crate::base::time::{HOUR, MINUTE, SECOND, Timestamp};
use crate::cms::certificate::{Certificate, name_attribute};
use crate::cms::oid;
use crate::model::settings::{Push, TlsFiles};
use crate::store;
use crate::store::command::Sleeper;

/// What the name of every topic of device management begins with.
const TOPICS: &str = "com.apple.mgmt.";
/// How long to wait for the push service.
const PATIENCE: Duration = Duration::from_secs(20);

/// What wakes a device: the JSON that is sealed in its row.
#[derive(Serialize, Deserialize)]
pub(super) struct Waker {
    pub topic: String,
    pub token: String,
    pub magic: String,
    pub unlock_token: Option<String>,
}

/// A connection to the push service.
#[derive(Clone, Debug)]
pub struct Service {
    client: Client,
    url: String,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// The push service took it.
    Taken,
    /// The device does not listen to this token any more.
    Gone,
    /// Not now, and why.
    Failed(String),
}

/// The certificate of the settings.
///
/// # Errors
/// It cannot be read.
pub fn certificate(files: &TlsFiles, root: &Path) -> Result<Certificate, Error> {
    let pem = read_secret(&files.cert, root)?;
    let found = Certificate::from_pem(pem.expose().as_bytes());
    let found = found.map_err(|e| unusable(&e))?.into_iter().next();
    found.ok_or_else(|| unusable(&"no certificate"))
}

/// The topic that a push certificate is for: the UID of its subject.
///
/// # Errors
/// It cannot be read, or is not for device management.
pub fn topic(files: &TlsFiles, root: &Path) -> Result<String, Error> {
    name_attribute(&certificate(files, root)?.subject, &oid::USER_ID)
        .filter(|topic| topic.starts_with(TOPICS))
        .ok_or_else(|| unusable(&"it is not for device management: its subject has no such UID"))
}

impl Service {
    /// With the push certificate of the settings. `roots` replace those of the system.
    ///
    /// # Errors
    /// Certificate or key cannot be read or used.
    pub fn new(push: &Push, root: &Path, roots: Option<RootCertStore>) -> Result<Self, Error> {
        let key = read_secret(&push.files.key, root)?;
        let key = PrivateKeyDer::from_pem_slice(key.expose().as_bytes());
        let key = key.map_err(|e| unusable(&e))?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|e| unusable(&e))?;
        let builder = match roots {
            Some(roots) => builder.with_root_certificates(roots),
            None => builder.with_platform_verifier().map_err(|e| unusable(&e))?,
        };
        let mut config = builder
            .with_client_auth_cert(tls::chain(&push.files, root)?, key)
            .map_err(|e| unusable(&e))?;
        config.alpn_protocols = vec![b"h2".to_vec()];
        let client = Client::builder()
            .tls_backend_preconfigured(config)
            .http2_prior_knowledge()
            .timeout(PATIENCE)
            .build()
            .map_err(|e| unusable(&e))?;
        let url = push.url.as_str().trim_end_matches('/').to_owned();
        Ok(Self { client, url })
    }

    /// Calls one device (Apple: sending notification requests to APNs).
    async fn call(&self, waker: &Waker, now: Timestamp) -> Result<Call, Error> {
        let token = BASE64.decode(waker.token.as_bytes());
        let token = HEXLOWER.encode(&token.map_err(|_| unusable(&"a push token"))?);
        let until = now.plus(24 * HOUR).0 / SECOND;
        let answer = self
            .client
            .post(format!("{}/3/device/{token}", self.url))
            .header("apns-push-type", "mdm")
            .header("apns-topic", &waker.topic)
            .header("apns-expiration", until.to_string())
            .body(serde_json::json!({ "mdm": waker.magic }).to_string())
            .send()
            .await;
        let answer = match answer {
            Ok(answer) => answer,
            // The address of the request holds the token.
            Err(error) => return Ok(Call::Failed(error.without_url().to_string())),
        };
        let status = answer.status();
        if status.is_success() {
            return Ok(Call::Taken);
        }
        let reason: Reason = match answer.bytes().await {
            Ok(body) => serde_json::from_slice(&body).unwrap_or_default(),
            Err(_) => Reason::default(),
        };
        let gone = ["BadDeviceToken", "Unregistered", "DeviceTokenNotForTopic"];
        if status == StatusCode::GONE || gone.contains(&reason.reason.as_str()) {
            return Ok(Call::Gone);
        }
        let status = status.as_u16();
        Ok(Call::Failed(format!("{status} {}", reason.reason)))
    }
}

#[derive(Default, Deserialize)]
struct Reason {
    reason: String,
}

/// Whether a device may be called at `now`: at once, then with growing pauses while it does not show up. A call can be
/// lost; more than one kept call never waits at the push service.
fn may_call(of: &Sleeper, now: Timestamp) -> bool {
    let pause = match of.push_count {
        0 => return true,
        1 => 20 * SECOND,
        2 => 5 * MINUTE,
        3 => HOUR,
        _ => 12 * HOUR,
    };
    of.pushed_at.is_none_or(|last| now.since(last) >= pause)
}

/// Calls every device that has something to fetch; how many calls were taken.
///
/// # Errors
/// What the database says. A call that fails is logged and made again later.
pub async fn wake(app: &App, service: &Service) -> Result<usize, Error> {
    let mut tx = app.db.read().await?;
    let now = tx.now().await?;
    let sleepers = tx.sleepers().await?;
    drop(tx);
    let mut taken = 0;
    for sleeper in sleepers.iter().filter(|one| may_call(one, now)) {
        let mut tx = app.db.write().await?;
        if !tx.mark_pushed(sleeper, now).await? {
            continue;
        }
        tx.commit().await?;
        let id = &sleeper.enrollment;
        let plain = app
            .key
            .seal("push")
            .open(id.0.as_bytes(), &sleeper.push_sealed)?;
        let plain = Secret::new(plain);
        let waker: Waker = serde_json::from_slice(plain.expose()).map_err(store::Error::from)?;
        match service.call(&waker, now).await? {
            Call::Taken => taken += 1,
            Call::Gone => {
                tracing::warn!(enrollment = %id, "this device cannot be woken any more");
                let mut tx = app.db.write().await?;
                tx.forget_push(id).await?;
                tx.commit().await?;
            }
            Call::Failed(why) => tracing::warn!(enrollment = %id, why, "push failed"),
        }
    }
    Ok(taken)
}

fn unusable(why: &impl std::fmt::Display) -> Error {
    Error::new(Kind::Config, format!("mdm.push cannot be used: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::EnrollmentId;

    #[test]
    fn a_silent_device_is_called_with_growing_pauses() {
        let may = |push_count, ago: i64| {
            let of = Sleeper {
                enrollment: EnrollmentId("e".to_owned()),
                push_sealed: Vec::new(),
                pushed_at: Some(Timestamp(-ago)),
                push_count,
            };
            may_call(&of, Timestamp(0))
        };
        assert!(may(0, 0) && may(1, 20 * SECOND) && may(2, 5 * MINUTE) && may(9, 12 * HOUR));
        assert!(!may(1, 19 * SECOND) && !may(2, MINUTE) && !may(3, 59 * MINUTE) && !may(9, HOUR));
    }
}
