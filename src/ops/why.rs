//! Why something is as it is: which place, run and policy led to a link, message or device.

use std::collections::BTreeMap;

use super::Error;
use super::status::snapshot;
use crate::model::device::Device;
use crate::model::message::MessageRow;
use crate::model::status::{EventRow, RecipientRow, RunRow, Snapshot};
use crate::plan::recipient_digest;
use crate::report::plan_json::{self, ChangeView, PlanDocument};
use crate::report::plan_purpose::AskedView;
use crate::store::Db;

/// One link, message or device that was asked about, with what led to it.
#[derive(Clone, Debug)]
pub struct Story {
    /// The recipient, when it came by an invitation.
    pub recipient: Option<RecipientRow>,
    /// Policy of the invitation.
    pub policy: Option<String>,
    /// Messages to that recipient.
    pub messages: Vec<MessageRow>,
    /// The device, when it was asked about or came by this link.
    pub devices: Vec<Device>,
    /// The run that invited.
    pub run: Option<RunRow>,
    /// Who asked for that, as the run kept it.
    pub asked: Option<AskedView>,
    /// What happened, oldest first.
    pub events: Vec<EventRow>,
}

/// Everything that `who` may mean: an address, a login name, a serial number, a UDID or a message's id.
///
/// # Errors
/// What the database says.
pub async fn stories(db: &Db, who: &str) -> Result<(Snapshot, Vec<Story>), Error> {
    let state = snapshot(db).await?;
    let wanted = who.to_lowercase();
    let mut recipients: Vec<RecipientRow> = state
        .recipients
        .iter()
        .filter(|r| r.key == wanted || sent_as(&state, r, who))
        .cloned()
        .collect();
    let devices: Vec<Device> = state
        .devices
        .iter()
        .filter(|d| is_device(d, who, &wanted))
        .cloned()
        .collect();
    for device in &devices {
        recipients.extend(
            state
                .recipients
                .iter()
                .filter(|r| came_by(&state, device, r))
                .cloned(),
        );
    }
    recipients.sort_by(|a, b| a.uid.cmp(&b.uid));
    recipients.dedup_by(|a, b| a.uid == b.uid);
    let mut stories = Vec::new();
    let mut tx = db.read().await?;
    let mut plans = BTreeMap::new();
    for recipient in recipients {
        let events = tx.events_of_recipient(&recipient.uid.0).await?;
        let mut story = story(&state, recipient, events);
        if let Some(run) = &story.run
            && !plans.contains_key(&run.id)
        {
            let plan = tx.plan_of_run(&run.id).await?;
            let plan = plan.and_then(|text| plan_json::read(&text).ok());
            plans.insert(run.id.clone(), plan);
        }
        story.asked = asked(&story, &state, &plans);
        stories.push(story);
    }
    let told = |d: &Device| {
        stories
            .iter()
            .any(|s| s.devices.iter().any(|o| o.id == d.id))
    };
    let open: Vec<Device> = devices.into_iter().filter(|d| !told(d)).collect();
    stories.extend(open.into_iter().map(|device| Story {
        recipient: None,
        policy: None,
        messages: Vec::new(),
        devices: vec![device],
        run: None,
        asked: None,
        events: Vec::new(),
    }));
    Ok((state, stories))
}

fn story(state: &Snapshot, recipient: RecipientRow, events: Vec<EventRow>) -> Story {
    let run = events.iter().find_map(|e| e.run.as_ref());
    Story {
        policy: state
            .invitations
            .iter()
            .find(|i| i.id == recipient.invitation)
            .map(|i| i.policy.clone()),
        messages: state
            .messages
            .iter()
            .filter(|m| m.recipient.as_ref() == Some(&recipient.uid))
            .cloned()
            .collect(),
        devices: state
            .devices
            .iter()
            .filter(|d| came_by(state, d, &recipient))
            .cloned()
            .collect(),
        run: run
            .and_then(|id| state.runs.iter().find(|r| r.id == *id))
            .cloned(),
        asked: None,
        events,
        recipient: Some(recipient),
    }
}

/// Who asked for the invitation of this recipient, by the plan of the run that invited.
fn asked(
    story: &Story,
    state: &Snapshot,
    plans: &BTreeMap<String, Option<PlanDocument>>,
) -> Option<AskedView> {
    let (recipient, run) = (story.recipient.as_ref()?, story.run.as_ref()?);
    let (id, key) = (&recipient.invitation.0, &recipient.key);
    // The first run knew no salt yet.
    let names = [Some(state.salt.as_str()), None].map(|salt| recipient_digest(salt, id, key));
    let changes = &plans.get(&run.id)?.as_ref()?.changes;
    let of = |change: &&ChangeView| {
        let tag = change.recipient.as_ref();
        tag.is_some_and(|tag| names.contains(&tag.digest))
    };
    changes.iter().find(of)?.asked.clone()
}

/// Whether a device came in by this recipient's link.
fn came_by(state: &Snapshot, device: &Device, recipient: &RecipientRow) -> bool {
    state.links.get(&device.enrollment) == Some(&recipient.uid)
}

fn sent_as(state: &Snapshot, recipient: &RecipientRow, id: &str) -> bool {
    state
        .messages
        .iter()
        .any(|m| m.id.0 == id && m.recipient.as_ref() == Some(&recipient.uid))
}

fn is_device(device: &Device, who: &str, lower: &str) -> bool {
    device.hardware.serial.as_deref() == Some(who)
        || device.hardware.udid == who
        || device.id.0 == who
        || device.person.as_ref().is_some_and(|person| {
            person.username.to_lowercase() == lower
                || person
                    .emails
                    .iter()
                    .any(|email| email.to_lowercase() == lower)
        })
}
