//! The SCEP server (RFC 8894): one certificate for each enrollment, for whoever knows its challenge, and further ones
//! for whoever has it.

mod issue;
mod renewal;
mod throw_away;

use data_encoding::HEXLOWER;

use self::issue::{again, issue, names_another, ours};
use super::enrollment::record;
use super::{App, Error, abort, admission, authorities, random};
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::ca::authority::Authority;
use crate::ca::challenge::{self, ExpectedChallenge, Refusal, authorise};
use crate::ca::crl::{Revoked, list};
use crate::ca::csr::Csr;
use crate::ca::scep::{Request, capabilities};
use crate::cms::certificate::Certificate;
use crate::cms::cipher::Accept;
use crate::cms::enveloped::Seed;
use crate::cms::pkimessage::FailInfo;
use crate::store::Tx;
use crate::store::enrollment::EnrollmentRow;
use crate::store::event::Actor;

/// The authority's certificate, DER: the answer to GetCACert.
///
/// # Errors
/// As [`authorities::open`].
pub async fn authority(app: &App) -> Result<Vec<u8>, Error> {
    Ok(authorities::open(app)
        .await?
        .scep
        .certificate()
        .der()
        .to_vec())
}

/// The list of revoked certificates of the authority of this name, DER; of the one that issues now unless one is named.
///
/// # Errors
/// No such authority, or it may not sign lists; as [`authorities::open`]; what the database says.
pub async fn revoked(app: &App, name: Option<&str>) -> Result<Vec<u8>, Error> {
    let authorities = authorities::open(app).await?;
    let current = authorities.scep.name();
    let name = name.unwrap_or(&current);
    let before = match name == current {
        true => None,
        false => authorities::named(app, name).await?,
    };
    let authority = match &before {
        Some(before) => before,
        None if name == current => &authorities.scep,
        None => return Err(Error::new(Kind::NotFound, "no such authority")),
    };
    let mut tx = app.db.read().await?;
    let now = tx.now().await?;
    let found = tx.revoked_certificates(name, now).await?;
    drop(tx);
    let decoded = found.into_iter().filter_map(|(serial, at)| {
        let serial = HEXLOWER.decode(serial.as_bytes()).ok()?;
        Some(Revoked { serial, at })
    });
    let revoked: Vec<Revoked> = decoded.collect();
    list(authority, &revoked, now).map_err(ours)
}

/// What this server can do: the answer to GetCACaps.
pub fn offered(app: &App) -> &'static str {
    capabilities(accepted(app))
}

fn accepted(app: &App) -> Accept {
    if app.settings.mdm.scep_legacy {
        Accept::Legacy
    } else {
        Accept::Modern
    }
}

/// The answer to one PKIOperation: the certificate, or the refusal, signed.
///
/// # Errors
/// [`crate::base::error::Kind::Malformed`] when the message's own signature does not verify, or it is no request:
/// then there is nobody to answer to. Any other error is ours, and the client may ask again.
pub async fn operation(app: &App, message: &[u8]) -> Result<Vec<u8>, Error> {
    let authorities = authorities::open(app).await?;
    let authority = &authorities.scep;
    let request = Request::decode(message).map_err(|e| Error::new(e.kind(), e.to_string()))?;
    let decision = match request.open(authority, &random::bytes()?, accepted(app)) {
        Ok(csr) => decide(app, authority, &request, csr).await?,
        Err(refusal) => Err(refusal.fail_info()),
    };
    let nonce = random::bytes()?;
    let answer = match decision {
        Ok(certificate) => {
            let seed = Seed {
                key: random::bytes::<32>()?.into(),
                iv: random::bytes()?,
            };
            request.grant(&certificate, authority, nonce, &seed)
        }
        Err(reason) => request.refuse(reason, authority, nonce),
    };
    answer.map_err(ours)
}

/// A decision: the certificate, or what the client is told.
type Decision = Result<Certificate, FailInfo>;

/// By the challenge, or by the certificate that signed the question. Clients that renew send the challenge of old
/// along, and whoever has the certificate it brought does not ask for that again; once that is over, a new challenge
/// is the only way.
async fn decide(
    app: &App,
    authority: &Authority,
    request: &Request,
    csr: Csr,
) -> Result<Decision, Error> {
    // Guesses are refused before anything is held.
    let mut tx = app.db.look().await?;
    let challenged = match csr.challenge() {
        Some(text) => {
            let hash = HEXLOWER.encode(&challenge::hash(text.expose()));
            tx.enrollment_of_challenge(&hash).await?
        }
        None => None,
    };
    if challenged.is_none()
        && let Some(id) = throw_away::asked_for(&mut tx, &csr).await?
    {
        drop(tx);
        return throw_away::give(app, authority, (csr, &id)).await;
    }
    // Another authority issues: what is left to this one are the throw-away identities.
    if app.settings.mdm.outside_scep.is_some() {
        return Ok(Err(FailInfo::BadRequest));
    }
    let signer = HEXLOWER.encode(&request.client().sha256());
    // What the device made itself is none of ours.
    let holder = match request.client().issuer == request.client().subject {
        true => None,
        false => tx.enrollment_of_certificate(&signer).await?,
    };
    let over = request.client().not_after < tx.now().await?;
    drop(tx);
    match (challenged, holder) {
        (Some(row), Some(holder))
            if row.challenge_sealed.is_some()
                && (over || row.enrollment.id != holder.enrollment.id) =>
        {
            by_challenge(app, authority, request, (csr, &row)).await
        }
        (_, Some(row)) => renewal::by_certificate(app, authority, request, (csr, &row)).await,
        // Some clients call it a renewal whenever they held any certificate before.
        (Some(row), None) => by_challenge(app, authority, request, (csr, &row)).await,
        (None, None) => Ok(Err(FailInfo::BadRequest)),
    }
}

async fn by_challenge(
    app: &App,
    authority: &Authority,
    request: &Request,
    (csr, known): (Csr, &EnrollmentRow),
) -> Result<Decision, Error> {
    let Some(hash) = csr.challenge().map(|text| challenge::hash(text.expose())) else {
        return Ok(Err(FailInfo::BadRequest));
    };
    let mut tx = app.db.write().await?;
    let Some(arriving) = tx.lock_arriving(&known.enrollment, None).await? else {
        return Ok(Err(FailInfo::BadRequest));
    };
    let (row, now) = (&arriving.row, arriving.now);
    // The challenge lives as long as the reservation it was minted with, and dies when the device is enrolled.
    let burnt = row.challenge_sealed.is_none() || !admission::holds(row, now);
    // One that renews an enrolled device has nothing to do with the link any more.
    let refused = if row.enrollment.enrolled_at.is_some() {
        row.revoked_at.is_some() || row.checked_out_at.is_some()
    } else {
        admission::may_go_on(row, arriving.link.as_ref(), now).is_err()
    };
    if burnt || refused {
        return Ok(Err(FailInfo::BadRequest));
    }
    if names_another(&mut tx, &csr, &row.enrollment.id).await? {
        return Ok(Err(FailInfo::BadRequest));
    }
    let expected = ExpectedChallenge {
        hash,
        bound_key: row.key_hash.as_deref().and_then(digest),
    };
    match authorise(csr, &expected) {
        Ok(authorised) => {
            let certificate = match &row.certificate {
                Some(sha256) => again(tx.certificate(sha256).await?)?,
                None => {
                    let by = (app, authority, &authorised);
                    let issued = issue(&mut tx, by, None, &arriving).await?;
                    issue::pin(&mut tx, request, &authorised, &issued, row).await?;
                    Some(issued)
                }
            };
            tx.commit().await?;
            abort::point("P6");
            Ok(certificate.ok_or(FailInfo::BadRequest))
        }
        Err(refusal) => {
            if refusal == Refusal::OtherKey {
                alert(tx, row, now).await?;
            }
            Ok(Err(FailInfo::BadRequest))
        }
    }
}

/// Somebody else knows the challenge: worth a look (RFC 8894, 7.3).
async fn alert(mut tx: Tx, row: &EnrollmentRow, now: Timestamp) -> Result<(), Error> {
    tracing::warn!(enrollment = %row.enrollment.id, "challenge used with a second key");
    let act = (Actor::Device, "challenge_reused");
    record(&mut tx, now, act, &row.enrollment).await?;
    Ok(tx.commit().await?)
}

fn digest(hex: &str) -> Option<[u8; 32]> {
    HEXLOWER.decode(hex.as_bytes()).ok()?.try_into().ok()
}
