//! Issuing a certificate: its subject is our name of the enrollment, whatever the request asks for.

use data_encoding::HEXLOWER;

use super::super::enrollment::record_with;
use super::super::profile::address;
use super::super::{App, Error, abort, random};
use crate::base::error::Kind;
use crate::ca::authority::Authority;
use crate::ca::challenge::AuthorisedCsr;
use crate::ca::csr::Csr;
use crate::ca::error::CaError;
use crate::ca::issue::{DEVICE_LIFE, Leaf, sign};
use crate::ca::scep::Request;
use crate::cms::certificate::Certificate;
use crate::cms::request::Subject;
use crate::model::id::EnrollmentId;
use crate::store::Tx;
use crate::store::arriving::Arriving;
use crate::store::certificate::NewCertificate;
use crate::store::checkin::Issued;
use crate::store::enrollment::EnrollmentRow;
use crate::store::event::Actor;

/// Issues and keeps a certificate; `renews` is the SHA-256 of the one that asked for it.
pub(super) async fn issue(
    tx: &mut Tx,
    (app, authority, authorised): (&App, &Authority, &AuthorisedCsr),
    renews: Option<&str>,
    arriving: &Arriving,
) -> Result<Certificate, Error> {
    let (row, now) = (&arriving.row, arriving.now);
    let organization = arriving.organization.as_ref();
    let issuer = authority.name();
    let leaf = Leaf {
        subject: Subject {
            organization: organization.map(|one| one.name.clone()),
            common_name: row.enrollment.id.0.clone(),
        },
        serial: random::bytes()?,
        crl: Some(address(app, &format!("scep/crl/{issuer}"))),
        valid_for: DEVICE_LIFE,
    };
    abort::point("P4");
    let certificate = sign(authority, authorised, &leaf, now).map_err(ours)?;
    abort::point("P5");
    let serial = certificate.serial_hex();
    tx.keep_certificate(&NewCertificate {
        sha256: &HEXLOWER.encode(&certificate.sha256()),
        serial: &serial,
        issuer: &issuer,
        enrollment: &row.enrollment.id,
        der: certificate.der(),
        key_hash: &HEXLOWER.encode(&authorised.key_digest()),
        renews,
        issued_at: now,
        expires_at: certificate.not_after,
    })
    .await?;
    let again = renews.is_some() || row.enrollment.enrolled_at.is_some();
    let action = if again { "renewed" } else { "issued" };
    let detail = serde_json::json!({ "serial": serial });
    record_with(tx, now, (Actor::Device, action), &row.enrollment, detail).await?;
    Ok(certificate)
}

/// Binds the enrollment to the certificate and key that its challenge brought.
pub(super) async fn pin(
    tx: &mut Tx,
    request: &Request,
    authorised: &AuthorisedCsr,
    certificate: &Certificate,
    row: &EnrollmentRow,
) -> Result<(), Error> {
    let issued = Issued {
        certificate: &HEXLOWER.encode(&certificate.sha256()),
        key_hash: &HEXLOWER.encode(&authorised.key_digest()),
        transaction_id: request.transaction_id(),
    };
    if tx.mark_issued(&row.enrollment.id, &issued).await? {
        Ok(())
    } else {
        Err(Error::new(
            Kind::Stale,
            "this enrollment got its certificate in the meantime",
        ))
    }
}

/// The certificate that was issued before; none when it was revoked.
pub(super) fn again(der: Option<Vec<u8>>) -> Result<Option<Certificate>, Error> {
    der.map(|der| Certificate::parse(&der).map_err(|e| ours(e.into())))
        .transpose()
}

/// Whether the request names another enrollment than the one it is authorised for. Any other name is simply not
/// certified.
pub(super) async fn names_another(
    tx: &mut Tx,
    csr: &Csr,
    own: &EnrollmentId,
) -> Result<bool, Error> {
    match csr.asked_name() {
        Some(name) if name != own.0 => Ok(tx.enrollment(&name.into()).await?.is_some()),
        _ => Ok(false),
    }
}

/// What we made or kept must be well-formed: never the client's fault.
pub(super) fn ours(error: CaError) -> Error {
    Error::new(Kind::Operational, error.to_string())
}
