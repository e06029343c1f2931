//! A device arrives: Authenticate pins it to its enrollment, the first TokenUpdate enrolls it.

use data_encoding::BASE64;

use super::admission;
use super::checkin::{Turned, malformed};
use super::device_rules::{self, Rules};
use super::enrollment::{record, record_with};
use super::message::{self, Receipt};
use super::outside::Newcomer;
use super::push::Waker;
use super::{App, Error, abort, command, random, text};
use crate::base::secret::Secret;
use crate::base::time::Timestamp;
use crate::mdm::checkin::{Authenticate, TokenUpdate};
use crate::model::device::{Device, Hardware};
use crate::model::enrollment::{Enrollment, Refusal};
use crate::model::id::DeviceId;
use crate::model::message::Channel;
use crate::store;
use crate::store::Tx;
use crate::store::arriving::Arriving;
use crate::store::enrollment::EnrollmentRow;
use crate::store::event::Actor;

/// Pins the enrollment to the device and renews its reservation, if the link still lets it in. The certificate of a
/// newcomer is kept with it.
pub(super) async fn authenticate(
    app: &App,
    known: &EnrollmentRow,
    from: &Authenticate,
    newcomer: Option<&Newcomer>,
) -> Result<(), Turned> {
    let hardware = hardware(from);
    if known
        .udid
        .as_ref()
        .is_some_and(|udid| *udid != hardware.udid)
    {
        return Err(malformed("this certificate was issued to another device"));
    }
    let (mut tx, arriving) = hold(app, known, &hardware).await?;
    let (row, now) = (&arriving.row, arriving.now);
    if row.enrollment.enrolled_at.is_some() {
        is_latest(&mut tx, row).await?;
        return keep(tx, row, newcomer, now).await;
    }
    let (mut tx, until) = admit(app, tx, &arriving, &hardware).await?;
    if !tx
        .mark_authenticated(&row.enrollment.id, &hardware, now, until)
        .await?
    {
        return Err(malformed("this certificate was issued to another device"));
    }
    if row.authenticated_at.is_none() {
        record(
            &mut tx,
            now,
            (Actor::Device, "authenticated"),
            &row.enrollment,
        )
        .await?;
    }
    keep(tx, row, newcomer, now).await
}

/// Commits the arrival, and with it the certificate by which the device came.
async fn keep(
    mut tx: Tx,
    row: &EnrollmentRow,
    newcomer: Option<&Newcomer>,
    now: Timestamp,
) -> Result<(), Turned> {
    if let Some(newcomer) = newcomer {
        newcomer.keep(&mut tx, row, now).await?;
    }
    Ok(tx.commit().await?)
}

/// Enrolls the device with its first TokenUpdate; a later one renews what wakes it.
pub(super) async fn token_update(
    app: &App,
    known: &EnrollmentRow,
    from: &TokenUpdate,
) -> Result<(), Turned> {
    let hardware = known
        .hardware
        .clone()
        .ok_or_else(|| malformed("TokenUpdate before Authenticate"))?;
    let (mut tx, arriving) = hold(app, known, &hardware).await?;
    let (row, now) = (&arriving.row, arriving.now);
    if row.checked_out_at.is_some() {
        return Err(Turned::Ended);
    }
    if row.enrollment.enrolled_at.is_some() {
        is_latest(&mut tx, row).await?;
        let old = tx.device_push(&row.enrollment.id).await?;
        let sealed = push(app, &row.enrollment, from, old.as_deref())?;
        tx.set_device_push(&row.enrollment.id, &sealed, now).await?;
        go_on(&mut tx, row, from, now).await?;
        tx.commit().await?;
        return Ok(());
    }
    let (mut tx, _) = admit(app, tx, &arriving, &hardware).await?;
    let counted_before = arriving
        .link
        .as_ref()
        .is_some_and(|room| room.counted_before);
    let counts = match &row.enrollment.recipient {
        Some(uid) if !counted_before => {
            if !tx.count_use(uid).await? {
                return Err(turn_away(tx, row, &Refusal::NoUseLeft, now).await?);
            }
            true
        }
        _ => false,
    };
    abort::point("P7");
    if !tx.mark_enrolled(&row.enrollment.id, now, counts).await? {
        return Err(malformed("TokenUpdate before Authenticate"));
    }
    let sealed = push(app, &row.enrollment, from, None)?;
    enroll(app, &mut tx, &arriving, (hardware, &sealed)).await?;
    go_on(&mut tx, row, from, now).await?;
    tx.commit().await?;
    abort::point("P8");
    Ok(())
}

/// Lets the device go on that waits for its configuration.
async fn go_on(
    tx: &mut Tx,
    row: &EnrollmentRow,
    from: &TokenUpdate,
    now: Timestamp,
) -> Result<(), Error> {
    if from.awaiting_configuration {
        command::let_go_on(tx, &row.enrollment, now).await?;
    }
    Ok(())
}

/// Holds the link and the enrollment, and reads what decides about the device.
async fn hold(
    app: &App,
    known: &EnrollmentRow,
    hardware: &Hardware,
) -> Result<(Tx, Arriving), Turned> {
    let mut tx = app.db.write().await?;
    let found = tx.lock_arriving(&known.enrollment, Some(hardware)).await?;
    let arriving = found.ok_or_else(|| malformed("this enrollment is gone"))?;
    Ok((tx, arriving))
}

/// Whether the link lets the device in, and the rules about devices do: until when its use is reserved.
///
/// # Errors
/// That it is turned away, which the person's page shows, or what the database says.
async fn admit(
    app: &App,
    mut tx: Tx,
    arriving: &Arriving,
    hardware: &Hardware,
) -> Result<(Tx, Timestamp), Turned> {
    let (row, now) = (&arriving.row, arriving.now);
    let until = match admission::may_go_on(row, arriving.link.as_ref(), now) {
        Ok(until) => until,
        Err(refusal) => return Err(turn_away(tx, row, &refusal, now).await?),
    };
    let rules = Rules {
        policy: arriving.policy.as_ref(),
        bound: arriving.bound(),
    };
    match device_rules::refusal(app, &mut tx, (&row.enrollment, rules), hardware).await? {
        Some(refusal) => {
            tx.mark_refused(&row.enrollment.id, &refusal).await?;
            Err(turn_away(tx, row, &refusal, now).await?)
        }
        None => Ok((tx, until)),
    }
}

/// Commits what the person's page shows of it, and the event; what the device is told.
async fn turn_away(
    mut tx: Tx,
    row: &EnrollmentRow,
    refusal: &Refusal,
    now: Timestamp,
) -> Result<Turned, Error> {
    let detail = serde_json::to_value(refusal).map_err(store::Error::from)?;
    let act = (Actor::Device, "turned_away");
    record_with(&mut tx, now, act, &row.enrollment, detail).await?;
    tx.commit().await?;
    Ok(Turned::Refused(format!("turned away: {refusal:?}")))
}

/// Whether no later enrollment brought the device in again.
pub(super) async fn is_latest(tx: &mut Tx, row: &EnrollmentRow) -> Result<(), Turned> {
    match tx.device_of_enrollment(&row.enrollment.id).await? {
        Some(_) => Ok(()),
        None => Err(Turned::Refused(
            "this device was enrolled again since".to_owned(),
        )),
    }
}

/// Writes the device, and what belongs to its enrollment. What waited for it under another one is for nobody any more.
async fn enroll(
    app: &App,
    tx: &mut Tx,
    arriving: &Arriving,
    (hardware, push): (Hardware, &[u8]),
) -> Result<(), Turned> {
    let (enrollment, now) = (&arriving.row.enrollment, arriving.now);
    let known = arriving.known.as_ref();
    let device = Device {
        id: known.map_or_else(|| DeviceId(random::uid()), |(id, _)| id.clone()),
        hardware,
        inventory: None,
        enrollment: enrollment.id.clone(),
        invitation: enrollment.invitation.clone(),
        ownership: enrollment.ownership,
        site: enrollment.site.clone(),
        person: enrollment.person.clone(),
        enrolled_at: now,
        seen_at: now,
        certificate_until: None,
        checked_out_at: None,
    };
    tx.save_device(&device, push).await?;
    let detail = match known {
        Some((_, previous)) => {
            tx.drop_commands(previous, now).await?;
            serde_json::json!({ "previous": previous })
        }
        None => serde_json::json!({}),
    };
    record_with(tx, now, (Actor::Device, "enrolled"), enrollment, detail).await?;
    command::welcome(app, tx, enrollment, now).await?;
    send_receipt(app, tx, &device, arriving).await
}

/// Tells the invited person, else the person of the device, that it was enrolled. Nobody to tell, or a message that
/// cannot be written, is no reason to turn the device away.
async fn send_receipt(
    app: &App,
    tx: &mut Tx,
    device: &Device,
    arriving: &Arriving,
) -> Result<(), Turned> {
    let enrollment = &arriving.row.enrollment;
    let recipient = arriving.link.as_ref().map(|room| &room.recipient);
    let person = device.person.as_ref();
    let texts = app.settings.sms.is_some();
    let Some((channel, to)) = message::receipt_address(recipient, person, texts) else {
        return Ok(());
    };
    let Some(organization) = &arriving.organization else {
        return Ok(());
    };
    let site = match &device.site {
        Some(id) => tx.live_site(id).await?,
        None => None,
    };
    let receipt = Receipt {
        organization,
        site: site.as_ref(),
        device,
        uid: enrollment.recipient.as_ref(),
        to,
        name: recipient
            .and_then(|recipient| recipient.name.as_deref())
            .or_else(|| person.and_then(|person| person.name.as_deref())),
        now: device.enrolled_at,
    };
    let written = match channel {
        Channel::Email => message::receipt(app, &receipt),
        Channel::Sms => text::receipt(app, &receipt),
    };
    match written {
        Ok(message) => {
            tx.enqueue(&message, device.enrolled_at).await?;
        }
        Err(error) => {
            tracing::warn!(%error, enrollment = %enrollment.id, "no receipt for this device");
        }
    }
    Ok(())
}

/// Seals what wakes the device; an unlock token that does not come again stays, since it may be sent only once.
fn push(
    app: &App,
    enrollment: &Enrollment,
    from: &TokenUpdate,
    old: Option<&[u8]>,
) -> Result<Vec<u8>, Error> {
    let (key, context) = (app.key.seal("push"), enrollment.id.0.as_bytes());
    let kept = match (old, &from.unlock_token) {
        (Some(old), None) => {
            let plain = Secret::new(key.open(context, old)?);
            let old: Waker = serde_json::from_slice(plain.expose()).map_err(store::Error::from)?;
            old.unlock_token
        }
        _ => None,
    };
    let new = from
        .unlock_token
        .as_ref()
        .map(|token| BASE64.encode(token.expose()));
    let plain = serde_json::to_vec(&Waker {
        topic: from.topic.clone(),
        token: BASE64.encode(from.token.expose()),
        magic: from.push_magic.expose().clone(),
        unlock_token: new.or(kept),
    })
    .map_err(store::Error::from)?;
    Ok(key.seal(random::bytes()?, context, &plain)?)
}

fn hardware(from: &Authenticate) -> Hardware {
    Hardware {
        udid: from.sender.device.as_str().to_owned(),
        serial: from.serial.clone(),
        product: from.product.clone(),
        model: from.model.clone(),
        name: from.device_name.clone(),
        os_version: from.os_version.clone(),
        build: from.build_version.clone(),
    }
}
