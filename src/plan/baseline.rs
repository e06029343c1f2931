//! What a database would say if a declaration had been applied this instant, to a database that was empty.

use std::collections::BTreeMap;

use super::Unreadable;
use super::entry::{Entry, entries, recipient_body};
use super::invitation::revoked;
use crate::base::time::Timestamp;
use crate::model::declared::{Desired, Kind};
use crate::model::invitation::{Delivery, Invitation, Recipient};
use crate::model::observed::{
    Observed, ObservedEntry, ObservedInvitation, ObservedRecipient, ObservedReminder,
};
use crate::model::source::Ending;

/// The observed side of `desired`, applied at `now` with nothing enrolled since. `salt` makes the digests of
/// people's addresses.
///
/// # Errors
/// A value that JSON cannot express.
pub fn baseline(desired: &Desired, now: Timestamp, salt: String) -> Result<Observed, Unreadable> {
    let mut known: BTreeMap<Kind, BTreeMap<String, ObservedEntry>> = BTreeMap::new();
    for ((kind, id), entry) in entries(desired)? {
        known.entry(kind).or_default().insert(id, applied(entry));
    }
    let mut invitations = BTreeMap::new();
    for invitation in desired.invitations.values() {
        invitations.insert(invitation.id.clone(), links(invitation, now)?);
    }
    let files = desired.sources.files.iter();
    let whole = files.filter(|(_, source)| source.ending == Ending::Line);
    Ok(Observed {
        salt: Some(salt),
        entries: known,
        invitations,
        limits: Some(desired.limits.clone()),
        whole_files: whole.map(|(file, _)| file.clone()).collect(),
        ..Observed::default()
    })
}

fn applied(entry: Entry) -> ObservedEntry {
    ObservedEntry {
        body: entry.body,
        digest: entry.digest,
        source: entry.source,
        place: entry.place,
        version: 1,
    }
}

fn links(invitation: &Invitation, now: Timestamp) -> Result<ObservedInvitation, Unreadable> {
    let mut recipients = BTreeMap::new();
    for recipient in &invitation.recipients {
        recipients.insert(recipient.key.clone(), link(invitation, recipient, now)?);
    }
    Ok(ObservedInvitation {
        entry: applied(Entry::of_invitation(invitation)?),
        recipients,
        removed: false,
        held: None,
    })
}

fn link(
    invitation: &Invitation,
    recipient: &Recipient,
    now: Timestamp,
) -> Result<ObservedRecipient, Unreadable> {
    let (body, digest) = recipient_body(recipient)?;
    let end = invitation.expires.end(now);
    let due = invitation.remind.iter();
    let due = due.filter_map(|ahead| Some((*ahead, ahead.before(end)?)));
    let reminder = |due_at| ObservedReminder {
        due_at,
        settled: false,
    };
    Ok(ObservedRecipient {
        uid: recipient.key.as_str().into(),
        body,
        digest,
        place: super::entry::place_text(&recipient.place),
        version: 1,
        rotate: invitation.rotate,
        expires_at: end,
        anchored_at: now,
        uses: invitation.uses,
        used: 0,
        revoked: revoked(invitation, recipient).map(str::to_owned),
        held: None,
        delivered: invitation.send != Delivery::None,
        reminders: due
            .filter(|(_, due_at)| *due_at > now)
            .map(|(ahead, due_at)| (ahead, reminder(due_at)))
            .collect(),
    })
}
