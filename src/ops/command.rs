//! Commanding enrolled devices: what they are asked after they enrolled, a new certificate before the old one ends, and
//! the removal of the profile when an operator ends an enrollment.

use data_encoding::HEXLOWER;
use uuid::Uuid;

use super::checkin::Turned;
use super::{App, Error, profile, random};
use crate::base::secret::Secret;
use crate::base::time::{DAY, Timestamp};
use crate::ca::challenge;
use crate::mdm::command::{Command, Report, Status};
use crate::mdm::rights::{AccessRights, Right};
use crate::model::command::CommandKind;
use crate::model::enrollment::{Enrollment, RESERVATION};
use crate::store::Tx;
use crate::store::enrollment::EnrollmentRow;

/// How long before its end a certificate is renewed.
const RENEW_BEFORE: i64 = 30 * DAY;

/// More questions than a device is asked.
const QUESTIONS: i64 = 16;

/// A property list to answer a device with, or none.
pub type Handout = Option<Vec<u8>>;

/// Puts first questions into the queue of a device that has just enrolled. Without a push certificate nothing wakes
/// it to hear them.
pub(super) async fn welcome(
    app: &App,
    tx: &mut Tx,
    enrollment: &Enrollment,
    now: Timestamp,
) -> Result<(), Error> {
    if app.settings.mdm.push.is_none() {
        return Ok(());
    }
    let rights = profile::rights(app, enrollment.ownership)?;
    // A microsecond apart, so that they keep their order.
    for (kind, place) in questions(rights).zip(0..QUESTIONS) {
        queue(tx, enrollment, kind, now.plus(place)).await?;
    }
    Ok(())
}

/// Lets a device that waits in Setup Assistant go on, once it was asked what is asked of all: nobody here configures it.
/// Queued even where nothing wakes devices, or one that asks by itself would wait for ever.
pub(super) async fn let_go_on(
    tx: &mut Tx,
    enrollment: &Enrollment,
    now: Timestamp,
) -> Result<(), Error> {
    let kind = CommandKind::DeviceConfigured;
    if tx.has_command(&enrollment.id, kind).await? {
        return Ok(());
    }
    // After the questions, which may have been queued at this instant.
    queue(tx, enrollment, kind, now.plus(QUESTIONS)).await
}

/// Devices refuse questions that the profile gave no right to ask.
fn questions(rights: AccessRights) -> impl Iterator<Item = CommandKind> {
    [
        (Right::DeviceInformation, CommandKind::DeviceInformation),
        (Right::Security, CommandKind::SecurityInfo),
    ]
    .into_iter()
    .filter(move |(right, _)| rights.allows(*right))
    .map(|(_, kind)| kind)
}

/// Puts one command into the queue.
pub(super) async fn queue(
    tx: &mut Tx,
    enrollment: &Enrollment,
    kind: CommandKind,
    now: Timestamp,
) -> Result<(), Error> {
    let id = Uuid::from_bytes(random::bytes()?)
        .to_string()
        .to_uppercase();
    Ok(tx.queue_command(&id, &enrollment.id, kind, now).await?)
}

/// Takes a device's report: what it answered is kept, and the next command handed out.
pub(super) async fn answer(
    app: &App,
    tx: &mut Tx,
    row: &EnrollmentRow,
    report: &Report,
    now: Timestamp,
) -> Result<Handout, Turned> {
    let id = &row.enrollment.id;
    match (&report.command, report.status) {
        (_, Status::Idle) => tx.resume_commands(id).await?,
        (Some(command), Status::NotNow) => tx.defer_command(id, command, now).await?,
        (Some(command), status) => {
            let first = tx.end_command(id, command, status.word(), now).await?;
            if first && status == Status::Acknowledged {
                describe(tx, row, report).await?;
            }
        }
        (None, _) => {}
    }
    match tx.next_command(id).await? {
        Some((command, kind)) => {
            tx.command_sent(&command, now).await?;
            encode(app, tx, row, (&command, kind), now).await.map(Some)
        }
        None => Ok(None),
    }
}

async fn describe(tx: &mut Tx, row: &EnrollmentRow, report: &Report) -> Result<(), Turned> {
    let id = &row.enrollment.id;
    if let Some(device) = tx.device_of_enrollment(id).await? {
        let udid = device.hardware.udid.clone();
        let (mut hardware, mut inventory) = (device.hardware, device.inventory.unwrap_or_default());
        if report.describe(&mut hardware, &mut inventory) {
            hardware.udid = udid;
            tx.describe_device(id, &hardware, &inventory).await?;
        }
    }
    Ok(())
}

async fn encode(
    app: &App,
    tx: &mut Tx,
    row: &EnrollmentRow,
    (uuid, kind): (&str, CommandKind),
    now: Timestamp,
) -> Result<Vec<u8>, Turned> {
    let identifier = profile::names(app).identifier("");
    let made;
    let command = match kind {
        CommandKind::DeviceInformation => Command::DeviceInformation,
        CommandKind::SecurityInfo => Command::SecurityInfo,
        CommandKind::DeviceConfigured => Command::DeviceConfigured,
        CommandKind::RemoveProfile => Command::RemoveProfile(&identifier),
        CommandKind::InstallProfile => {
            let challenge = renew(app, tx, row, now).await?;
            made = profile::compose(app, tx, row, challenge, now).await?;
            Command::InstallProfile(&made)
        }
    };
    Ok(command.encode(uuid).map_err(profile::protocol)?)
}

/// The challenge for a new certificate: a fresh one each time the profile is handed out, good for an hour.
async fn renew(
    app: &App,
    tx: &mut Tx,
    row: &EnrollmentRow,
    now: Timestamp,
) -> Result<Secret<String>, Error> {
    let id = &row.enrollment.id;
    let text = challenge::text(&random::bytes()?);
    let key = app.key.seal("challenge");
    let sealed = key.seal(random::bytes()?, id.0.as_bytes(), text.expose().as_bytes())?;
    let hash = HEXLOWER.encode(&challenge::hash(text.expose()));
    tx.mark_renewing(id, &hash, &sealed, now.plus(RESERVATION))
        .await?;
    Ok(text)
}

/// Tells every device whose certificate ends within 30 days to get a new one; how many.
///
/// # Errors
/// What the database says.
pub async fn renew_certificates(app: &App) -> Result<usize, Error> {
    let mut tx = app.db.read().await?;
    let now = tx.now().await?;
    let due = tx.expiring_enrollments(now.plus(RENEW_BEFORE)).await?;
    drop(tx);
    for id in &due {
        let mut tx = app.db.write().await?;
        let Some(row) = tx.lock_enrollment(id).await? else {
            continue;
        };
        // Another process may have been first.
        if tx
            .expiring_enrollments(now.plus(RENEW_BEFORE))
            .await?
            .contains(id)
        {
            queue(&mut tx, &row.enrollment, CommandKind::InstallProfile, now).await?;
            tx.commit().await?;
        }
    }
    Ok(due.len())
}
