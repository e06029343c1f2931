//! Check-in: a device with its certificate says that it is there, how it is woken, and that it leaves.
//!
//! Every message is signed over its raw body by the certificate of one enrollment, and that enrollment is pinned to
//! one device. The signature has no nonce, so that every message must be harmless when it comes again.

use data_encoding::HEXLOWER;

use super::arrival;
use super::bootstrap;
use super::command::Handout;
use super::enrollment::record;
use super::outside::{self, Newcomer};
use super::{App, Error, clock, command};
use crate::base::error::Kind;
use crate::base::time::{MINUTE, Timestamp};
use crate::mdm::checkin::{Authenticate, CheckIn, Other, Sender, bootstrap_token};
use crate::mdm::command::Report;
use crate::mdm::error::MdmError;
use crate::mdm::signature;
use crate::store;
use crate::store::enrollment::EnrollmentRow;
use crate::store::event::Actor;
use crate::store::speaker::Speaker;

/// Of a certificate that speaks for nobody.
const NOBODY: &str = "this certificate belongs to no enrollment";

/// What a device is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Accepted; nothing to say.
    Done,
    /// A command: a property list.
    Command(Vec<u8>),
    /// The bootstrap token, or that there is none: a property list.
    Token(Vec<u8>),
    /// The user channel is declined; the device goes on without.
    NoUsers,
}

/// What shows who speaks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Proof<'a> {
    /// The header with the signature over the body, as sent.
    pub signature: Option<&'a str>,
    /// The header with the certificate of the connection; only from a trusted proxy.
    pub client_cert: Option<&'a str>,
}

/// Why a device is not told so.
#[derive(Debug, thiserror::Error)]
pub enum Turned {
    /// Nothing that a device of ours would send as it is: wrong signature, wrong certificate for this device, no
    /// message.
    #[error("{0}")]
    Malformed(String),
    /// A device of ours that may not go on.
    #[error("{0}")]
    Refused(String),
    /// A device whose enrollment has ended.
    #[error("this enrollment has ended")]
    Ended,
    /// It could not be decided; the device may ask again.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<store::Error> for Turned {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// What the other side sent cannot be right.
pub(super) fn malformed(error: impl std::fmt::Display) -> Turned {
    Turned::Malformed(error.to_string())
}

/// Answers one check-in message.
///
/// # Errors
/// Why not; then nothing changed but what the person's page shows.
pub async fn check_in(app: &App, proof: Proof<'_>, body: &[u8]) -> Result<Reply, Turned> {
    let signer = signer(app, proof, body).await?;
    let message = CheckIn::parse(body).map_err(malformed)?;
    match (signer, &message) {
        (Signer::Known(speaker), _) => hear(app, &speaker.row, &message).await,
        (Signer::New(introduced), CheckIn::Authenticate(from)) => {
            let (row, newcomer) = introduced.as_ref();
            arrive(app, row, from, Some(newcomer)).await
        }
        (Signer::New(_), _) => Err(malformed(NOBODY)),
    }
}

/// Acts upon a message that the device of this enrollment has sent for certain.
pub(super) async fn hear(
    app: &App,
    row: &EnrollmentRow,
    message: &CheckIn,
) -> Result<Reply, Turned> {
    if let CheckIn::Other(Other::UserAuthenticate, _) = message {
        return Ok(Reply::NoUsers);
    }
    match message {
        CheckIn::Authenticate(from) => return arrive(app, row, from, None).await,
        CheckIn::TokenUpdate(from) => {
            of_this_device(row, &from.sender)?;
            still_ours(row)?;
            if from.sender.user.is_none() {
                arrival::token_update(app, row, from).await?;
            }
        }
        CheckIn::CheckOut(from) => {
            of_this_device(row, &from.sender)?;
            if from.sender.user.is_none() {
                check_out(app, row).await?;
            }
        }
        CheckIn::SetBootstrapToken(sender, token) => {
            of_this_device(row, sender)?;
            still_ours(row)?;
            bootstrap::keep(app, &row.enrollment.id, token.as_ref()).await?;
        }
        CheckIn::Other(other, sender) => {
            of_this_device(row, sender)?;
            still_ours(row)?;
            return match other {
                Other::GetBootstrapToken => {
                    let token = bootstrap::kept(app, &row.enrollment.id).await?;
                    let token = token.as_ref().map(|token| token.expose().as_slice());
                    let answer = bootstrap_token(token).map_err(super::profile::protocol)?;
                    Ok(Reply::Token(answer))
                }
                Other::UserAuthenticate => Ok(Reply::NoUsers),
                Other::GetToken | Other::DeclarativeManagement => {
                    Err(malformed("this service is not offered"))
                }
            };
        }
    }
    Ok(Reply::Done)
}

/// A device comes, or comes again, possibly with a certificate that nobody has shown before.
async fn arrive(
    app: &App,
    row: &EnrollmentRow,
    from: &Authenticate,
    newcomer: Option<&Newcomer>,
) -> Result<Reply, Turned> {
    device_channel(&from.sender)?;
    still_ours(row)?;
    arrival::authenticate(app, row, from, newcomer).await?;
    Ok(Reply::Done)
}

/// Answers one report with the next command, or nothing. A device that knows one address alone sends its check-ins here
/// too, and not every one says so by their type: what has no status is one.
///
/// # Errors
/// As [`check_in`]; also a device that is not enrolled.
pub async fn report(app: &App, proof: Proof<'_>, body: &[u8]) -> Result<Reply, Turned> {
    let report = match Report::parse(body) {
        Err(MdmError::Missing("Status")) => return check_in(app, proof, body).await,
        other => other.map_err(malformed)?,
    };
    let Signer::Known(speaker) = signer(app, proof, body).await? else {
        return Err(malformed(NOBODY));
    };
    let row = &speaker.row;
    of_this_device(row, &report.sender)?;
    if row.checked_out_at.is_some() {
        return Err(Turned::Ended);
    }
    if row.enrollment.enrolled_at.is_none() {
        return Err(malformed("this device is not enrolled"));
    }
    let idle = |since: Timestamp| clock::now().since(since) < MINUTE;
    let handout = match speaker.idle_since.is_some_and(idle) {
        true => None,
        false => take(app, row, &report).await?,
    };
    match handout {
        Some(command) => Ok(Reply::Command(command)),
        // Whoever was told to remove the profile and comes again is told once more, in words that need no rights.
        None if row.revoked_at.is_some() => Err(Turned::Ended),
        None => Ok(Reply::Done),
    }
}

/// Keeps what a report says, and that its device was there.
async fn take(app: &App, row: &EnrollmentRow, report: &Report) -> Result<Handout, Turned> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    if !tx.device_seen(&row.enrollment.id, now).await? {
        arrival::is_latest(&mut tx, row).await?;
    }
    // Commands are for the device, not for who is logged in on it.
    let handout = match report.sender.user {
        None => command::answer(app, &mut tx, row, report, now).await?,
        Some(_) => None,
    };
    tx.commit().await?;
    Ok(handout)
}

/// Who signed a message.
enum Signer {
    /// The holder of a certificate that is kept.
    Known(Box<Speaker>),
    /// The holder of one that nobody has shown before, and the enrollment that it names.
    New(Box<(EnrollmentRow, Newcomer)>),
}

/// The enrollment whose certificate signed exactly this body, or was presented with it. That the certificate is one of
/// ours is known by its being kept: whichever of our authorities issued it. One that is not kept may come from an
/// authority of somebody else, and has to arrive first.
async fn signer(app: &App, proof: Proof<'_>, body: &[u8]) -> Result<Signer, Turned> {
    let now = clock::now();
    let certificate = match (proof.signature, proof.client_cert) {
        (Some(header), _) => signature::verify(Some(header), body, now),
        (None, Some(header)) => signature::presented(header, now),
        (None, None) => Err(MdmError::Header),
    };
    let certificate = certificate.map_err(malformed)?;
    let sha256 = HEXLOWER.encode(&certificate.sha256());
    if let Some(speaker) = app.db.look().await?.speaker(&sha256).await? {
        return Ok(Signer::Known(Box::new(speaker)));
    }
    let introduced = match outside::is_possible(app) {
        true => outside::introduce(app, certificate).await?,
        false => None,
    };
    let introduced = introduced.ok_or_else(|| malformed(NOBODY))?;
    Ok(Signer::New(Box::new(introduced)))
}

fn device_channel(sender: &Sender) -> Result<(), Turned> {
    match sender.user {
        None => Ok(()),
        Some(_) => Err(malformed("a user cannot enroll a device")),
    }
}

/// The device must be the one that this enrollment is pinned to.
pub(super) fn of_this_device(row: &EnrollmentRow, sender: &Sender) -> Result<(), Turned> {
    if row.udid.as_deref() == Some(sender.device.as_str()) {
        Ok(())
    } else {
        Err(malformed("this certificate was issued to another device"))
    }
}

fn still_ours(row: &EnrollmentRow) -> Result<(), Turned> {
    let revoked = row.revoked_at.is_some() && row.enrollment.enrolled_at.is_some();
    if row.checked_out_at.is_some() || revoked {
        return Err(Turned::Ended);
    }
    Ok(())
}

/// The device removed its profile. Said twice, it is true once.
async fn check_out(app: &App, row: &EnrollmentRow) -> Result<(), Turned> {
    let mut tx = app.db.write().await?;
    let id = &row.enrollment.id;
    if tx.lock_enrollment(id).await?.is_none() {
        return Err(malformed("this enrollment is gone"));
    }
    let now = tx.now().await?;
    if tx.mark_checked_out(id, now).await? {
        tx.device_left(id, now).await?;
        record(
            &mut tx,
            now,
            (Actor::Device, "checked_out"),
            &row.enrollment,
        )
        .await?;
        tx.commit().await?;
    }
    Ok(())
}

impl Turned {
    /// How exit codes and HTTP see it.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Malformed(_) => Kind::Malformed,
            Self::Refused(_) | Self::Ended => Kind::Refused,
            Self::Failed(error) => error.kind(),
        }
    }
}
