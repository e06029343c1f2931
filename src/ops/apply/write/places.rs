//! Where unchanged entries stand.

use super::unreadable;
use crate::model::declared::Desired;
use crate::model::observed::Observed;
use crate::ops::Error;
use crate::plan::entry::{entries, place_text};
use crate::plan::known_of;
use crate::store::Tx;

/// Remembers where unchanged entries stand now: moving one changes nothing else.
pub(in crate::ops::apply) async fn places(
    desired: &Desired,
    observed: &Observed,
    tx: &mut Tx,
) -> Result<(), Error> {
    for entry in entries(desired).map_err(unreadable)?.values() {
        let known = observed.entries.get(&entry.kind);
        if known
            .and_then(|k| k.get(&entry.id))
            .is_some_and(|known| known.place != entry.place)
        {
            tx.move_declared(entry.kind, &entry.id, &entry.place)
                .await?;
        }
    }
    for invitation in desired.invitations.values() {
        let Some((_, known)) = known_of(desired, observed, invitation) else {
            continue;
        };
        let place = place_text(&invitation.place);
        if known.entry.place != place {
            tx.move_invitation(&invitation.id.0, &place).await?;
        }
        for recipient in &invitation.recipients {
            let place = place_text(&recipient.place);
            let link = known.recipients.get(&recipient.key);
            if let Some(link) = link.filter(|link| link.place != place) {
                tx.move_recipient(&link.uid, &place).await?;
            }
        }
    }
    Ok(())
}
