//! The throw-away identity of the Profile Service: an hour, one key, and kept where check-in does not look.

use data_encoding::HEXLOWER;

use super::super::{App, Error, ota, random};
use super::Decision;
use super::issue::{again, ours};
use crate::base::time::HOUR;
use crate::ca::authority::Authority;
use crate::ca::challenge::{self, ExpectedChallenge, authorise};
use crate::ca::csr::Csr;
use crate::ca::issue::{Leaf, sign};
use crate::cms::pkimessage::FailInfo;
use crate::cms::request::Subject;
use crate::model::id::EnrollmentId;
use crate::store::Tx;
use crate::store::ota::{Known, ThrowAway};

/// The enrollment whose throw-away identity is asked for.
pub(super) async fn asked_for(tx: &mut Tx, csr: &Csr) -> Result<Option<EnrollmentId>, Error> {
    let Some(text) = csr.challenge() else {
        return Ok(None);
    };
    let hash = HEXLOWER.encode(&challenge::hash(text.expose()));
    Ok(tx.ota_of(Known::Challenge, &hash).await?)
}

/// Issues it, or the same again for the same key.
pub(super) async fn give(
    app: &App,
    authority: &Authority,
    (csr, id): (Csr, &EnrollmentId),
) -> Result<Decision, Error> {
    let Some(hash) = csr.challenge().map(|text| challenge::hash(text.expose())) else {
        return Ok(Err(FailInfo::BadRequest));
    };
    let mut tx = app.db.write().await?;
    let Some(row) = tx.lock_enrollment(id).await? else {
        return Ok(Err(FailInfo::BadRequest));
    };
    let now = tx.now().await?;
    if row.udid.is_none() || ota::own_challenge(app, &row, now).is_err() {
        return Ok(Err(FailInfo::BadRequest));
    }
    let given = tx.ota_identity(id).await?;
    let expected = ExpectedChallenge {
        hash,
        bound_key: given.as_ref().and_then(|(key, _)| super::digest(key)),
    };
    let Ok(authorised) = authorise(csr, &expected) else {
        return Ok(Err(FailInfo::BadRequest));
    };
    if let Some((_, der)) = given {
        return Ok(again(Some(der))?.ok_or(FailInfo::BadRequest));
    }
    let organization = tx.live_organization().await?;
    let leaf = Leaf {
        subject: Subject {
            organization: organization.map(|one| one.name),
            common_name: ota::common_name(id),
        },
        serial: random::bytes()?,
        crl: None,
        valid_for: HOUR,
    };
    let certificate = sign(authority, &authorised, &leaf, now).map_err(ours)?;
    let kept = ThrowAway {
        certificate: &HEXLOWER.encode(&certificate.sha256()),
        key_hash: &HEXLOWER.encode(&authorised.key_digest()),
        der: certificate.der(),
    };
    if !tx.ota_give(id, &kept).await? {
        return Ok(Err(FailInfo::BadRequest));
    }
    tx.commit().await?;
    Ok(Ok(certificate))
}
