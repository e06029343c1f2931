//! Reading the state for people: the snapshot that `status`, `get`, `why` and reports are made from.

use std::collections::BTreeMap;

use super::Error;
use crate::base::time::Timestamp;
use crate::model::device::Device;
use crate::model::id::InvitationId;
use crate::model::invitation::SiteRule;
use crate::model::message::{DeliveryState, MessageKind};
use crate::model::status::{
    EventRow, InvitationRow, Progress, ProgressFacts, RecipientRow, Snapshot,
};
use crate::store::Db;
use crate::store::event::Filter;
use crate::store::snapshot::{StoredInvitation, StoredRecipient};

/// Everything a report needs, as of one instant of the database.
///
/// # Errors
/// What the database says.
pub async fn snapshot(db: &Db) -> Result<Snapshot, Error> {
    let mut tx = db.read().await?;
    let now = tx.now().await?;
    let invitations = tx.stored_invitations().await?;
    let stored = tx.stored_recipients().await?;
    let deliveries = tx.deliveries(MessageKind::Invite).await?;
    let held: BTreeMap<InvitationId, String> = invitations
        .iter()
        .filter_map(|i| Some((i.invitation.id.clone(), i.held.clone()?)))
        .collect();
    let recipients: Vec<RecipientRow> = stored
        .into_iter()
        .map(|r| {
            let delivery = deliveries.get(&r.uid).copied();
            let all_held = held.get(&r.invitation).cloned();
            recipient_row(r, delivery, all_held, now)
        })
        .collect();
    let devices = tx.devices().await?;
    let brought = by_invitation(&devices);
    let installation = tx.installation().await?;
    Ok(Snapshot {
        now,
        organization: tx
            .live_organization()
            .await?
            .map(|o| o.name)
            .unwrap_or_default(),
        salt: installation.map(|i| i.salt).unwrap_or_default(),
        invitations: invitations
            .into_iter()
            .map(|i| invitation_row(i, &recipients, &brought))
            .collect(),
        recipients,
        devices,
        links: tx.links_of_enrollments().await?,
        messages: tx.messages(None).await?,
        runs: tx.runs().await?,
        paused: tx.pause().await?,
        erased: tx.erasure().await?,
        watch: tx.watch().await?,
    })
}

/// What happened, oldest first, and the salt of hashed personal data.
///
/// # Errors
/// What the database says.
pub async fn events(db: &Db, filter: &Filter) -> Result<(Vec<EventRow>, String), Error> {
    let mut tx = db.read().await?;
    let installation = tx.installation().await?;
    let salt = installation.map(|i| i.salt).unwrap_or_default();
    Ok((tx.events(filter).await?, salt))
}

/// A recipient with how far it came; `all_held` is the reason where an operator revoked the whole invitation.
pub(super) fn recipient_row(
    stored: StoredRecipient,
    delivery: Option<DeliveryState>,
    all_held: Option<String>,
    now: Timestamp,
) -> RecipientRow {
    let removed = stored
        .removed_at
        .map(|_| "removed from the repository".to_owned());
    let revoked = stored.held.or(all_held).or(stored.revoked).or(removed);
    let facts = ProgressFacts {
        uses: stored.uses,
        used: stored.used,
        handed_over: stored.handed_at.is_some(),
        revoked: revoked.is_some(),
        expires_at: stored.expires_at,
        started: stored.started_at.is_some(),
        opened: stored.opened_at.is_some(),
        delivery,
    };
    RecipientRow {
        uid: stored.uid,
        invitation: stored.invitation,
        key: stored.recipient.key,
        name: stored.recipient.name,
        progress: Progress::of(&facts, now),
        delivery,
        used: stored.used,
        uses: stored.uses,
        expires_at: stored.expires_at,
        opened_at: stored.opened_at,
        started_at: stored.started_at,
        revoked,
        place: stored.place,
    }
}

/// The rows of one invitation among those of all, which are in the order of their invitations.
fn own<'a>(recipients: &'a [RecipientRow], id: &InvitationId) -> &'a [RecipientRow] {
    let from = recipients.partition_point(|r| r.invitation < *id);
    let until = from + recipients[from..].partition_point(|r| r.invitation == *id);
    &recipients[from..until]
}

/// How many devices each invitation brought in.
fn by_invitation(devices: &[Device]) -> BTreeMap<InvitationId, u32> {
    let mut brought = BTreeMap::new();
    for invitation in devices
        .iter()
        .filter_map(|device| device.invitation.as_ref())
    {
        *brought.entry(invitation.clone()).or_default() += 1;
    }
    brought
}

fn invitation_row(
    stored: StoredInvitation,
    recipients: &[RecipientRow],
    brought: &BTreeMap<InvitationId, u32>,
) -> InvitationRow {
    let invitation = stored.invitation;
    let own = own(recipients, &invitation.id);
    let mut progress: BTreeMap<Progress, u32> = BTreeMap::new();
    for recipient in own {
        *progress.entry(recipient.progress).or_default() += 1;
    }
    let ends = own.iter().map(|r| r.expires_at).collect::<Option<Vec<_>>>();
    InvitationRow {
        site: site_word(&invitation.site),
        policy: invitation.policy.0.clone(),
        progress: progress.into_iter().collect(),
        recipients: u32::try_from(own.len()).unwrap_or(u32::MAX),
        devices: brought.get(&invitation.id).copied().unwrap_or_default(),
        expires_at: ends.and_then(|ends| ends.into_iter().max()),
        removed: stored.removed_at.is_some(),
        place: stored.place,
        id: invitation.id,
    }
}

/// A site's id, or `choose`.
pub(super) fn site_word(rule: &SiteRule) -> Option<String> {
    match rule {
        SiteRule::None => None,
        SiteRule::Fixed(id) => Some(id.0.clone()),
        SiteRule::Choose => Some("choose".to_owned()),
    }
}
