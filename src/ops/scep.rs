//! The SCEP server (RFC 8894): one certificate for each enrollment, for whoever knows its challenge.

use data_encoding::HEXLOWER;

use super::admission::{self, Arrival};
use super::enrollment::{record, record_with};
use super::{App, Error, abort, authorities, random};
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::ca::authority::Authority;
use crate::ca::challenge::{self, AuthorisedCsr, ExpectedChallenge, Refusal, authorise};
use crate::ca::csr::Csr;
use crate::ca::error::CaError;
use crate::ca::issue::{DEVICE_LIFE, Leaf, sign};
use crate::ca::scep::Request;
use crate::cms::certificate::Certificate;
use crate::cms::enveloped::Seed;
use crate::cms::pkimessage::FailInfo;
use crate::cms::request::Subject;
use crate::model::id::EnrollmentId;
use crate::store::Tx;
use crate::store::certificate::NewCertificate;
use crate::store::checkin::Issued;
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

/// The answer to one PKIOperation: the certificate, or the refusal, signed.
///
/// # Errors
/// [`Kind::Malformed`] when the message's own signature does not verify, or it is no request: then there is nobody
/// to answer to. Any other error is ours, and the client may ask again.
pub async fn operation(app: &App, message: &[u8]) -> Result<Vec<u8>, Error> {
    let authorities = authorities::open(app).await?;
    let authority = &authorities.scep;
    let request = Request::decode(message).map_err(|e| Error::new(e.kind(), e.to_string()))?;
    let decision = match request.open(authority, &random::bytes()?) {
        Ok(csr) => decide(app, authority, &request, csr).await?,
        Err(refusal) => Err(refusal.fail_info()),
    };
    let nonce = random::bytes()?;
    let answer = match decision {
        Ok(certificate) => {
            let seed = Seed {
                key: random::bytes::<16>()?.into(),
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

async fn decide(
    app: &App,
    authority: &Authority,
    request: &Request,
    csr: Csr,
) -> Result<Decision, Error> {
    let Some(hash) = csr.challenge().map(|text| challenge::hash(text.expose())) else {
        return Ok(Err(FailInfo::BadRequest));
    };
    // Guesses are refused before anything is held.
    let known = app
        .db
        .read()
        .await?
        .enrollment_of_challenge(&HEXLOWER.encode(&hash))
        .await?;
    let Some(known) = known else {
        return Ok(Err(FailInfo::BadRequest));
    };
    let mut tx = app.db.write().await?;
    let link = match &known.enrollment.recipient {
        Some(uid) => tx.lock_link(uid).await?,
        None => None,
    };
    let Some(row) = tx.lock_enrollment(&known.enrollment.id).await? else {
        return Ok(Err(FailInfo::BadRequest));
    };
    let now = tx.now().await?;
    let arrival = Arrival {
        link,
        ..Arrival::default()
    };
    // The challenge lives as long as the reservation it was minted with, and dies when the device is enrolled.
    let burnt = row.challenge_sealed.is_none() || !admission::holds(&row, now);
    if burnt || admission::may_go_on(&row, &arrival, now).is_err() {
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
                Some(sha256) => again(&mut tx, sha256).await?,
                None => issue(&mut tx, (authority, &authorised), request, &row, now)
                    .await
                    .map(Some)?,
            };
            tx.commit().await?;
            abort::point("P6");
            Ok(certificate.ok_or(FailInfo::BadRequest))
        }
        Err(refusal) => {
            if refusal == Refusal::OtherKey {
                alert(tx, &row, now).await?;
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

/// Whether the request names another enrollment than the one its challenge belongs to. Any other name is simply not
/// certified.
async fn names_another(tx: &mut Tx, csr: &Csr, own: &EnrollmentId) -> Result<bool, Error> {
    match csr.asked_name() {
        Some(name) if name != own.0 => Ok(tx.enrollment(&name.into()).await?.is_some()),
        _ => Ok(false),
    }
}

fn digest(hex: &str) -> Option<[u8; 32]> {
    HEXLOWER.decode(hex.as_bytes()).ok()?.try_into().ok()
}

/// The certificate that was issued before; none when it was revoked.
async fn again(tx: &mut Tx, sha256: &str) -> Result<Option<Certificate>, Error> {
    let der = tx.certificate(sha256).await?;
    der.map(|der| Certificate::parse(&der).map_err(|e| ours(e.into())))
        .transpose()
}

async fn issue(
    tx: &mut Tx,
    (authority, authorised): (&Authority, &AuthorisedCsr),
    request: &Request,
    row: &EnrollmentRow,
    now: Timestamp,
) -> Result<Certificate, Error> {
    let organization = tx.live_organization().await?;
    let leaf = Leaf {
        subject: Subject {
            organization: organization.map(|one| one.name),
            common_name: row.enrollment.id.0.clone(),
        },
        serial: random::bytes()?,
        valid_for: DEVICE_LIFE,
    };
    abort::point("P4");
    let certificate = sign(authority, authorised, &leaf, now).map_err(ours)?;
    abort::point("P5");
    let (sha256, serial) = (
        HEXLOWER.encode(&certificate.sha256()),
        certificate.serial_hex(),
    );
    tx.keep_certificate(&NewCertificate {
        sha256: &sha256,
        serial: &serial,
        enrollment: &row.enrollment.id,
        der: certificate.der(),
        issued_at: now,
        expires_at: certificate.not_after,
    })
    .await?;
    let issued = Issued {
        certificate: &sha256,
        key_hash: &HEXLOWER.encode(&authorised.key_digest()),
        transaction_id: request.transaction_id(),
    };
    if !tx.mark_issued(&row.enrollment.id, &issued).await? {
        return Err(Error::new(
            Kind::Stale,
            "this enrollment got its certificate in the meantime",
        ));
    }
    let detail = serde_json::json!({ "serial": serial });
    record_with(tx, now, (Actor::Device, "issued"), &row.enrollment, detail).await?;
    Ok(certificate)
}

/// What we made or kept must be well-formed: never the client's fault.
fn ours(error: CaError) -> Error {
    Error::new(Kind::Operational, error.to_string())
}
