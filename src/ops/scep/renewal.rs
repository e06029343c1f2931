//! Renewal by certificate (RFC 8894, 2.3): not a new enrollment. The old certificate stays good until its end, since
//! the device may go back to it.

use data_encoding::HEXLOWER;

use super::super::{App, Error, admission};
use super::Decision;
use super::issue::{again, issue, names_another};
use crate::ca::authority::Authority;
use crate::ca::challenge::authorise_renewal;
use crate::ca::csr::Csr;
use crate::ca::scep::Request;
use crate::cms::pkimessage::FailInfo;
use crate::store::enrollment::EnrollmentRow;

/// Issues a certificate for the enrollment of the one that signed the question; the same one when the same question
/// comes again.
pub(super) async fn by_certificate(
    app: &App,
    authority: &Authority,
    request: &Request,
    (csr, known): (Csr, &EnrollmentRow),
) -> Result<Decision, Error> {
    let mut tx = app.db.write().await?;
    let id = &known.enrollment.id;
    let Some(arriving) = tx.lock_arriving(&known.enrollment, None).await? else {
        return Ok(Err(FailInfo::BadCertId));
    };
    let (row, now) = (&arriving.row, arriving.now);
    let ended = row.revoked_at.is_some() || row.checked_out_at.is_some();
    let lives = row.enrollment.enrolled_at.is_some() || admission::holds(row, now);
    let old = HEXLOWER.encode(&request.client().sha256());
    let kept = tx.certificate(&old).await?;
    let Some(kept) = kept.filter(|_| lives && !ended) else {
        return Ok(Err(FailInfo::BadCertId));
    };
    if names_another(&mut tx, &csr, id).await? {
        return Ok(Err(FailInfo::BadRequest));
    }
    let key_hash = HEXLOWER.encode(&csr.key_digest());
    let Ok(authorised) = authorise_renewal(csr, request.client(), &kept, now) else {
        return Ok(Err(FailInfo::BadCertId));
    };
    let made = match again(tx.renewed_certificate(&old, &key_hash).await?)? {
        Some(made) => made,
        None => {
            let by = (app, authority, &authorised);
            issue(&mut tx, by, Some(&old), &arriving).await?
        }
    };
    tx.commit().await?;
    Ok(Ok(made))
}
