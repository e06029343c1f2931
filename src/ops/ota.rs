//! The Profile Service: before a device is given the profile it proves what it is. The portal hands out a question; the
//! device answers signed by the identity it was made with, gets a throw-away identity, answers once more with that,
//! and gets the profile. One address serves both answers: who signed decides.
//!
//! The throw-away identity is kept apart from those that check in, so that it is good for nothing else.

use std::path::Path;

use data_encoding::HEXLOWER;

use super::authorities::{self, Authorities};
use super::checkin::{Turned, malformed};
use super::device_rules::{self, Rules};
use super::enrollment::record;
use super::profile::{self, Texts};
use super::{App, Error, admission, clock};
use crate::base::error::Kind;
use crate::base::seal::Unopenable;
use crate::base::secret::Secret;
use crate::base::time::Timestamp;
use crate::ca::challenge;
use crate::cms::ber::Limits;
use crate::cms::certificate::{Certificate, Purpose};
use crate::cms::public_key::{PublicKey, Strength};
use crate::cms::verify::verify_as;
use crate::mdm::ota::{self, Attributes};
use crate::mdm::profile::Scep;
use crate::model::device::Hardware;
use crate::model::enrollment::{Enrollment, Refusal};
use crate::model::id::EnrollmentId;
use crate::model::settings::{Proven, Settings};
use crate::store::Tx;
use crate::store::enrollment::EnrollmentRow;
use crate::store::event::Actor;
use crate::store::ota::Known;

/// Common name of a throw-away identity, before that of its enrollment.
const PREFIX: &str = "ota-";

/// Whether the device proves what it is before it is given the profile of this enrollment.
pub(super) async fn is_asked(
    app: &App,
    tx: &mut Tx,
    enrollment: &Enrollment,
) -> Result<bool, Error> {
    Ok(match app.settings.mdm.ota.of {
        Proven::None => false,
        Proven::All => true,
        Proven::Bound => device_rules::asks_something(app, tx, enrollment).await?,
    })
}

/// The question for the device of this enrollment, signed: the same each time.
pub(super) async fn question(
    app: &App,
    enrollment: &Enrollment,
    secret: &Secret<String>,
) -> Result<Vec<u8>, Error> {
    let authorities = authorities::open(app).await?;
    let token = derived(app, "ota", secret);
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let hash = |text: &Secret<String>| HEXLOWER.encode(&challenge::hash(text.expose()));
    let identity = derived(app, "ota-identity", secret);
    tx.ota_ask(&enrollment.id, &hash(&token), &hash(&identity))
        .await?;
    let organization = tx.live_organization().await?;
    tx.commit().await?;
    let texts = Texts::new(app, organization.as_ref(), "Enrollment");
    let names = profile::names(app);
    let url = profile::address(app, "ota");
    let plain = ota::question(&names, &texts.borrow(), &url, &token);
    profile::signed(&authorities, &plain.map_err(profile::protocol)?, now)
}

/// One-time words that follow from the enrollment's own challenge and tell nothing of it.
fn derived(app: &App, label: &str, secret: &Secret<String>) -> Secret<String> {
    Secret::new(app.key.tag(label, secret.expose()))
}

/// What a device gets that answers: a throw-away identity for the one it was made with, the profile for that.
///
/// # Errors
/// Why it gets nothing; then nothing changed but what the person's page shows.
pub async fn answer(app: &App, body: &[u8]) -> Result<Vec<u8>, Turned> {
    let signed = verify_as(Strength::Factory, body, Limits::SCEP).map_err(malformed)?;
    let told = signed.content.as_deref().unwrap_or_default();
    let told = Attributes::parse(told).map_err(malformed)?;
    let authorities = authorities::open(app).await?;
    let digest = HEXLOWER.encode(&signed.signer.sha256());
    let known = app
        .db
        .look()
        .await?
        .ota_of(Known::Certificate, &digest)
        .await?;
    if let Some(id) = known {
        return hand_over(app, &id, &signed.signer, &told).await;
    }
    ota::check_made_by(&signed.signer, &maker(&app.settings, &app.root)?)
        .map_err(|_| Turned::Refused("not signed by the identity of a device".to_owned()))?;
    let Some(token) = &told.challenge else {
        return Err(malformed("the challenge is missing"));
    };
    let hash = HEXLOWER.encode(&challenge::hash(token.expose()));
    let known = app.db.look().await?.ota_of(Known::Token, &hash).await?;
    let id = known.ok_or_else(|| Turned::Refused("the challenge is not known".to_owned()))?;
    let (secret, now) = admit(app, &id, &told).await?;
    Ok(identity(app, &authorities, (&id, &secret), now).await?)
}

/// The key that signs the identities of devices.
///
/// # Errors
/// The file of the settings cannot be read, or holds no certificate.
pub(super) fn maker(settings: &Settings, root: &Path) -> Result<PublicKey, Error> {
    let unusable = |why: String| Error::new(Kind::Config, format!("mdm.ota.ca: {why}"));
    let Some(path) = &settings.mdm.ota.ca else {
        return ota::apple_device_ca().map_err(|e| unusable(e.to_string()));
    };
    let file = root.join(path);
    let pem = std::fs::read(&file).map_err(Error::file(file.display().to_string()))?;
    let found = Certificate::from_pem(&pem).map_err(|e| unusable(e.to_string()))?;
    let first = found
        .first()
        .ok_or_else(|| unusable("no certificate".to_owned()))?;
    first.public_key().map_err(|e| unusable(e.to_string()))
}

/// Lets the device in, or says why not: its link, the rules about devices, and that it is the first to answer. Its own
/// challenge and the time.
async fn admit(
    app: &App,
    id: &EnrollmentId,
    told: &Attributes,
) -> Result<(Secret<String>, Timestamp), Turned> {
    let mut tx = app.db.write().await?;
    let Some(row) = tx.lock_enrollment(id).await? else {
        return Err(malformed("this enrollment is gone"));
    };
    let now = tx.now().await?;
    let secret = own_challenge(app, &row, now)?;
    let hardware = Hardware {
        udid: told.udid.clone(),
        serial: told.serial.clone(),
        product: told.product.clone(),
        os_version: told.major_version().map(|major| major.to_string()),
        build: told.build.clone(),
        ..Hardware::default()
    };
    let bound = device_rules::bound_to(&mut tx, &row.enrollment).await?;
    let policy = tx.live_policy(&row.enrollment.policy).await?;
    let rules = Rules {
        policy: policy.as_ref(),
        bound: bound.as_deref(),
    };
    let of = (&row.enrollment, rules);
    if let Some(refusal) = device_rules::refusal(app, &mut tx, of, &hardware).await? {
        return Err(turned_away(tx, id, &refusal).await?);
    }
    let serial = told.serial.as_deref();
    if !tx.ota_pin(id, &told.udid, serial).await? {
        return Err(turned_away(tx, id, &Refusal::OtherDevice).await?);
    }
    if row.udid.is_none() {
        let act = (Actor::Device, "proved");
        record(&mut tx, now, act, &row.enrollment).await?;
    }
    tx.commit().await?;
    Ok((secret, now))
}

async fn turned_away(mut tx: Tx, id: &EnrollmentId, why: &Refusal) -> Result<Turned, Error> {
    tx.mark_refused(id, why).await?;
    tx.commit().await?;
    Ok(Turned::Refused(format!("{why:?}")))
}

/// The SCEP challenge of an enrollment whose reservation holds.
pub(super) fn own_challenge(
    app: &App,
    row: &EnrollmentRow,
    now: Timestamp,
) -> Result<Secret<String>, Error> {
    let sealed = row
        .challenge_sealed
        .as_deref()
        .filter(|_| row.revoked_at.is_none() && admission::holds(row, now))
        .ok_or_else(|| Error::new(Kind::Refused, "this enrollment is over"))?;
    let context = row.enrollment.id.0.as_bytes();
    let challenge = app.key.seal("challenge").open(context, sealed)?;
    let text = String::from_utf8(challenge).map_err(|_| Unopenable)?;
    Ok(Secret::new(text))
}

/// The throw-away identity, signed.
async fn identity(
    app: &App,
    authorities: &Authorities,
    (id, secret): (&EnrollmentId, &Secret<String>),
    now: Timestamp,
) -> Result<Vec<u8>, Error> {
    let organization = app.db.look().await?.live_organization().await?;
    let texts = Texts::new(app, organization.as_ref(), "Enrollment");
    let plain = ota::identity(
        &profile::names(app),
        &texts.borrow(),
        &Scep {
            url: &profile::address(app, "scep"),
            challenge: Some(&derived(app, "ota-identity", secret)),
            common_name: &common_name(id),
            fingerprint: Some(&authorities.scep.certificate().sha1()),
        },
    );
    profile::signed(authorities, &plain.map_err(profile::protocol)?, now)
}

/// The common name of the throw-away identity of an enrollment.
pub(super) fn common_name(id: &EnrollmentId) -> String {
    format!("{PREFIX}{id}")
}

/// The profile that enrolls, for the device that proved what it is.
async fn hand_over(
    app: &App,
    id: &EnrollmentId,
    signer: &Certificate,
    told: &Attributes,
) -> Result<Vec<u8>, Turned> {
    signer
        .check_good(clock::now(), Purpose::ClientAuth)
        .map_err(|e| Turned::Refused(e.to_string()))?;
    let mut tx = app.db.read().await?;
    let now = tx.now().await?;
    let Some(row) = tx.enrollment(id).await? else {
        return Err(malformed("this enrollment is gone"));
    };
    if row.udid.as_deref() != Some(told.udid.as_str()) {
        return Err(Turned::Refused("another device answers".to_owned()));
    }
    let secret = own_challenge(app, &row, now)?;
    Ok(profile::compose(app, &mut tx, &row, secret, now).await?)
}
