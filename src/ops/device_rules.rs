//! Whether this very device may come in: the recipient's serial number, and what its policy asks of devices.
//!
//! Decided when the device says who it is, and once more before it is enrolled. To add one more rule: its field in
//! [`DeviceRules`], a reason in [`Refusal`], and the words for the person in `templates/pages/profile.html`.

use super::App;
use crate::model::device::Hardware;
use crate::model::enrollment::{Enrollment, Refusal};
use crate::model::policy::{DeviceRules, Policy, ReEnroll};
use crate::store::{Error, Tx};

/// What a device has to be.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rules<'a> {
    /// Of its enrollment; none when it is not live.
    pub policy: Option<&'a Policy>,
    /// Serial number that its link is for, if any.
    pub bound: Option<&'a str>,
}

/// Why the device is turned away; none: it may go on.
///
/// # Errors
/// What the database says.
pub(super) async fn refusal(
    app: &App,
    tx: &mut Tx,
    (enrollment, asked): (&Enrollment, Rules<'_>),
    hardware: &Hardware,
) -> Result<Option<Refusal>, Error> {
    let told = hardware.serial.as_deref().unwrap_or_default().trim();
    if asked
        .bound
        .is_some_and(|serial| !serial.eq_ignore_ascii_case(told))
    {
        return Ok(Some(Refusal::OtherDevice));
    }
    let nothing = DeviceRules::default();
    let rules = asked.policy.map_or(&nothing, |policy| &policy.devices);
    let minimum = rules.min_os.max(app.settings.mdm.min_os);
    if let Some(refusal) = minimum.and_then(|minimum| too_old(minimum, hardware)) {
        return Ok(Some(refusal));
    }
    if is_enrolled(tx, rules, enrollment, hardware).await? {
        return Ok(Some(Refusal::AlreadyEnrolled));
    }
    if let (Some(allowed), Some(person)) = (rules.devices_per_user, &enrollment.person) {
        let others = tx.other_devices_of(&person.username, &hardware.udid);
        if others.await? >= allowed {
            return Ok(Some(Refusal::TooManyDevices { allowed }));
        }
    }
    Ok(None)
}

/// Whether anything is asked of the device itself, which it could prove before it is given the profile.
pub(super) async fn asks_something(
    app: &App,
    tx: &mut Tx,
    enrollment: &Enrollment,
) -> Result<bool, Error> {
    let policy = tx.live_policy(&enrollment.policy).await?;
    let minimum = policy.and_then(|policy| policy.devices.min_os);
    Ok(minimum.max(app.settings.mdm.min_os).is_some() || bound_to(tx, enrollment).await?.is_some())
}

/// The serial number that the link is for.
pub(super) async fn bound_to(
    tx: &mut Tx,
    enrollment: &Enrollment,
) -> Result<Option<String>, Error> {
    let Some(uid) = &enrollment.recipient else {
        return Ok(None);
    };
    Ok(tx.link_facts(uid).await?.and_then(|link| link.serial))
}

/// A device that does not tell its version counts as too old.
fn too_old(minimum: u32, hardware: &Hardware) -> Option<Refusal> {
    let found = hardware.os_version.clone();
    let major = found
        .as_deref()
        .and_then(|version| version.split('.').next()?.parse::<u32>().ok());
    major
        .is_none_or(|major| major < minimum)
        .then_some(Refusal::OldSystem { found, minimum })
}

/// Whether another enrollment of this device lasts, and the policy minds.
async fn is_enrolled(
    tx: &mut Tx,
    rules: &DeviceRules,
    enrollment: &Enrollment,
    hardware: &Hardware,
) -> Result<bool, Error> {
    if rules.re_enroll.is_allow() {
        return Ok(false);
    }
    let known = tx.device_of_udid(&hardware.udid).await?;
    let Some(device) =
        known.filter(|d| d.checked_out_at.is_none() && d.enrollment != enrollment.id)
    else {
        return Ok(false);
    };
    let before = tx.enrollment(&device.enrollment).await?;
    if before.is_none_or(|row| row.revoked_at.is_some()) {
        return Ok(false);
    }
    let name = |person: &Option<crate::model::person::Person>| {
        person.as_ref().map(|person| person.username.to_lowercase())
    };
    let same = name(&device.person) == name(&enrollment.person);
    Ok(rules.re_enroll == ReEnroll::Deny || !same)
}
