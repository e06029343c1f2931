//! Reminders that stand when the plan is applied: facts beside its changes, for they were agreed to with `remind`.

use std::collections::BTreeMap;

use super::fact::{Fact, Reminders};
use super::invitation::{Invitations, messages, revoked};
use super::{Unreadable, known_of};
use crate::base::time::Timestamp;
use crate::model::invitation::{Ahead, Expiry, Invitation, Recipient};
use crate::model::message::MessageKind;
use crate::model::observed::{ObservedInvitation, ObservedRecipient, RemindersToCome};

/// The rules of reminders in a stored invitation.
#[derive(serde::Deserialize)]
struct Rules {
    #[serde(default)]
    remind: Vec<Ahead>,
    expires: Expiry,
}

impl Invitations<'_> {
    /// What reminders the links of every invitation will have, each with its first and last time.
    pub(super) fn reminders(&self) -> Result<Vec<Fact>, Unreadable> {
        let mut all = self.rest();
        for invitation in self.desired.invitations.values() {
            let known = known_of(self.desired, self.observed, invitation).map(|(_, known)| known);
            if known.is_some_and(|known| known.held.is_some()) {
                continue;
            }
            let mut times: BTreeMap<Ahead, Vec<Timestamp>> = BTreeMap::new();
            let again = is_rescheduled(invitation, known)?;
            for recipient in &invitation.recipients {
                let link = known.and_then(|known| known.recipients.get(&recipient.key));
                for (ahead, due) in self.due(invitation, recipient, link, again) {
                    times.entry(ahead).or_default().push(due);
                }
            }
            for (ahead, times) in times.into_iter().rev() {
                let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) else {
                    continue;
                };
                all.push(Fact::Reminders(Reminders {
                    id: invitation.id.0.clone(),
                    ahead,
                    recipients: u32::try_from(times.len()).unwrap_or(u32::MAX),
                    first: *first,
                    last: *last,
                    zone: self.until(invitation).zone,
                }));
            }
        }
        Ok(all)
    }

    /// Those of invitations that are not compared.
    fn rest(&self) -> Vec<Fact> {
        let zone = &self.desired.organization.time_zone;
        let rest = self.observed.rest.reminders.iter();
        let fact = |of: &RemindersToCome| {
            Fact::Reminders(Reminders {
                id: of.invitation.0.clone(),
                first: of.first,
                ahead: of.ahead,
                recipients: of.recipients,
                last: of.last,
                zone: zone.clone(),
            })
        };
        rest.map(fact).collect()
    }

    /// The reminders of one link, with their times.
    fn due(
        &self,
        invitation: &Invitation,
        recipient: &Recipient,
        link: Option<&ObservedRecipient>,
        again: bool,
    ) -> Vec<(Ahead, Timestamp)> {
        let silent = messages(invitation.send, recipient, MessageKind::Reminder).is_empty();
        if silent || revoked(invitation, recipient).is_some() {
            return Vec::new();
        }
        let anchor = link.map_or(self.now, |link| link.anchored_at);
        let end = invitation.expires.end(anchor);
        let over = end.is_none_or(|end| end <= self.now);
        if over || link.is_some_and(|link| link.used > 0 || link.held.is_some()) {
            return Vec::new();
        }
        match link {
            Some(link) if !again => {
                let open = link.reminders.iter().filter(|(_, one)| !one.settled);
                open.map(|(ahead, one)| (*ahead, one.due_at)).collect()
            }
            _ => {
                let got = |ahead: &Ahead| {
                    let one = link.and_then(|link| link.reminders.get(ahead));
                    one.is_some_and(|one| one.settled)
                };
                let wanted = invitation.remind.iter().filter(|ahead| !got(ahead));
                let times = wanted.filter_map(|ahead| Some((*ahead, ahead.before(end)?)));
                times.filter(|(_, due)| *due > self.now).collect()
            }
        }
    }
}

/// Whether applying the invitation agrees to its reminders anew.
fn is_rescheduled(
    invitation: &Invitation,
    known: Option<&ObservedInvitation>,
) -> Result<bool, Unreadable> {
    let Some(known) = known.filter(|known| !known.removed) else {
        return Ok(true);
    };
    let before: Rules = serde_json::from_str(&known.entry.body)?;
    Ok(before.remind != invitation.remind || before.expires != invitation.expires)
}
