//! Authorities of somebody else: when a device is sent to one for its identity, and whom a certificate of theirs speaks
//! for. Nobody tells us what they issue: a certificate is known from the first check-in that it signs.
//!
//! One by SCEP is asked to certify our name of the enrollment, one by ACME the serial number that the device attests.
//! To add one more: a variant of [`Issuer`], its certificates in [`Outside`], a way from its name in [`introduce`].

use data_encoding::HEXLOWER;

use super::authorities::{self, Authorities};
use super::checkin::{Turned, malformed};
use super::enrollment::record_with;
use super::key::read_secret;
use super::{App, Error, clock, profile};
use crate::base::secret::Secret;
use crate::base::time::Timestamp;
use crate::cms::certificate::{Certificate, Purpose};
use crate::mdm::profile::{Account, Acme, Identity, Scep};
use crate::model::enrollment::EnrollmentMode;
use crate::model::id::EnrollmentId;
use crate::store::Tx;
use crate::store::certificate::NewCertificate;
use crate::store::enrollment::EnrollmentRow;
use crate::store::event::Actor;

/// The certificates by which authorities of somebody else sign those of devices.
#[derive(Debug, Default)]
pub struct Outside {
    /// The one asked by SCEP.
    pub scep: Vec<Certificate>,
    /// The one asked by ACME.
    pub acme: Vec<Certificate>,
}

/// Who gives a device its identity.
pub(super) enum Issuer {
    /// This server.
    Own { url: String },
    /// Another, for a challenge that all devices share.
    Scep {
        url: String,
        challenge: Option<Secret<String>>,
    },
    /// Another, for what Apple says of the device.
    Acme { directory: String, serial: String },
}

impl Issuer {
    /// For the device of this enrollment. A device that is managed without being named attests nothing.
    pub(super) fn of(
        app: &App,
        row: &EnrollmentRow,
        account: Option<Account<'_>>,
    ) -> Result<Self, Error> {
        let mdm = &app.settings.mdm;
        let named = account.is_none_or(|account| account.mode != EnrollmentMode::Byod);
        if let (Some(acme), Some(serial), true) = (&mdm.acme, &row.known_serial, named) {
            return Ok(Self::Acme {
                directory: acme.directory.to_string(),
                serial: serial.clone(),
            });
        }
        let Some(scep) = &mdm.outside_scep else {
            let url = profile::address(app, "scep");
            return Ok(Self::Own { url });
        };
        let challenge = scep.challenge.as_ref();
        let challenge = challenge.map(|source| read_secret(source, &app.root));
        Ok(Self::Scep {
            url: scep.url.to_string(),
            challenge: challenge.transpose()?,
        })
    }

    /// What the profile says of it.
    pub(super) fn identity<'a>(
        &'a self,
        id: &'a EnrollmentId,
        own_challenge: &'a Secret<String>,
        authorities: &'a Authorities,
    ) -> Identity<'a> {
        match self {
            Self::Own { url } => Identity::Scep(Scep {
                url,
                challenge: Some(own_challenge),
                common_name: &id.0,
                fingerprint: Some(&authorities.fingerprint),
            }),
            Self::Scep { url, challenge } => Identity::Scep(Scep {
                url,
                challenge: challenge.as_ref(),
                common_name: &id.0,
                fingerprint: None,
            }),
            Self::Acme { directory, serial } => Identity::Acme(Acme { directory, serial }),
        }
    }
}

/// Whether certificates that we never saw may be good.
pub(super) fn is_possible(app: &App) -> bool {
    app.settings.mdm.outside_scep.is_some() || app.settings.mdm.acme.is_some()
}

/// Whether the device of this enrollment is sent to another authority, so that we never see what it is given.
pub(super) fn is_for(app: &App, row: &EnrollmentRow) -> bool {
    let attests = app.settings.mdm.acme.is_some() && row.known_serial.is_some();
    attests || app.settings.mdm.outside_scep.is_some()
}

/// A certificate that nobody has shown before.
#[derive(Debug)]
pub struct Newcomer {
    certificate: Certificate,
    /// SHA-256 of the certificate of its issuer, hexadecimal.
    issuer: String,
}

/// The enrollment that a certificate of theirs speaks for. Whether it is to be believed is decided by what is known of
/// that enrollment: the device may be another.
pub(super) async fn introduce(
    app: &App,
    certificate: Certificate,
) -> Result<Option<(EnrollmentRow, Newcomer)>, Turned> {
    let authorities = authorities::open(app).await?;
    let Some(name) = certificate.common_name() else {
        return Ok(None);
    };
    let now = clock::now();
    let issuer = |trusted: &[Certificate]| {
        let issued = |by: &&Certificate| {
            certificate
                .check_issued_by(by, now, Purpose::ClientAuth)
                .is_ok()
        };
        let found = trusted.iter().find(issued)?;
        Some(HEXLOWER.encode(&found.sha256()))
    };
    let (by_scep, by_acme) = (
        issuer(&authorities.outside.scep),
        issuer(&authorities.outside.acme),
    );
    let mut tx = app.db.look().await?;
    let (row, issuer) = match (by_scep, by_acme) {
        (Some(issuer), _) => (tx.enrollment(&EnrollmentId(name)).await?, issuer),
        (None, Some(issuer)) => (tx.enrollment_of_serial(&name).await?, issuer),
        (None, None) => return Ok(None),
    };
    Ok(row.map(|row| {
        let newcomer = Newcomer {
            certificate,
            issuer,
        };
        (row, newcomer)
    }))
}

impl Newcomer {
    /// Keeps the certificate of a device that was let in: from here on it speaks for the enrollment.
    pub(super) async fn keep(
        &self,
        tx: &mut Tx,
        row: &EnrollmentRow,
        now: Timestamp,
    ) -> Result<(), Turned> {
        let sha256 = HEXLOWER.encode(&self.certificate.sha256());
        if let Some(known) = tx.enrollment_of_certificate(&sha256).await? {
            return match known.enrollment.id == row.enrollment.id {
                true => Ok(()),
                false => Err(malformed("this certificate belongs to another enrollment")),
            };
        }
        let serial = self.certificate.serial_hex();
        tx.keep_certificate(&NewCertificate {
            sha256: &sha256,
            serial: &serial,
            issuer: &self.issuer,
            enrollment: &row.enrollment.id,
            der: self.certificate.der(),
            key_hash: &HEXLOWER.encode(&crate::base::digest::sha256(&self.certificate.spki)),
            renews: None,
            issued_at: self.certificate.not_before,
            expires_at: self.certificate.not_after,
        })
        .await?;
        let action = match row.enrollment.enrolled_at {
            Some(_) => "renewed",
            None => "issued",
        };
        let detail = serde_json::json!({ "serial": serial, "issuer": self.issuer });
        let act = (Actor::Device, action);
        Ok(record_with(tx, now, act, &row.enrollment, detail).await?)
    }
}
