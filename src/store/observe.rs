//! The database as the plan sees it: one snapshot, addresses included, nothing written.

use std::collections::BTreeMap;

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::declared::Kind;
use crate::model::id::{InvitationId, RecipientUid};
use crate::model::message::DeliveryState;
use crate::model::observed::{Observed, ObservedEntry, ObservedInvitation, ObservedRecipient};

statements! {
    APPLIED = "SELECT COUNT(*) FROM run";
    ENTRIES = "SELECT kind, id, body, digest, source, place, version FROM declared";
    INVITATIONS = "SELECT id, body, digest, source, place, version, removed_at, held, held_at FROM invitation \
                   WHERE removed_at IS NULL OR held_at IS NOT NULL";
    RECIPIENTS = "SELECT uid, invitation, key, body, digest, place, version, rotate, expires_at, anchored_at, uses, used, \
                  revoked, revoked_at, held, held_at FROM recipient WHERE removed_at IS NULL";
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    kind: String,
    id: String,
    body: String,
    digest: String,
    source: String,
    place: String,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct InvitationRow {
    id: String,
    body: String,
    digest: String,
    source: String,
    place: String,
    version: i64,
    removed_at: Option<i64>,
    held: Option<String>,
    held_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct RecipientRow {
    uid: String,
    invitation: String,
    key: String,
    body: String,
    digest: String,
    place: String,
    version: i64,
    rotate: i64,
    expires_at: Option<i64>,
    anchored_at: i64,
    uses: Option<i64>,
    used: i64,
    revoked: Option<String>,
    revoked_at: Option<i64>,
    held: Option<String>,
    held_at: Option<i64>,
}

impl Tx {
    /// The other side of the diff. A database that nothing was applied to yet has no identity, so that the
    /// first plan is the same before and after the database is made.
    ///
    /// # Errors
    /// What the database says.
    pub async fn observe(&mut self) -> Result<Observed, Error> {
        let runs: i64 = on!(self, c => sqlx::query_scalar(APPLIED).fetch_one(c).await)?;
        let installation = self.installation().await?.filter(|_| runs > 0);
        let messages = self.count_messages().await?;
        let count = |states: &[DeliveryState]| {
            let sum: u64 = states.iter().filter_map(|s| messages.get(s)).sum();
            u32::try_from(sum).unwrap_or(u32::MAX)
        };
        Ok(Observed {
            entries: self.observed_entries().await?,
            invitations: self.observed_invitations().await?,
            limits: installation.as_ref().map(|i| i.limits.clone()),
            salt: installation.as_ref().map(|i| i.salt.clone()),
            instance: installation.map(|i| i.instance),
            devices: BTreeMap::new(),
            in_doubt: count(&[DeliveryState::InDoubt]),
            unsent: count(&[
                DeliveryState::Queued,
                DeliveryState::Claimed,
                DeliveryState::Transmitting,
                DeliveryState::Deferred,
            ]),
        })
    }

    async fn observed_entries(
        &mut self,
    ) -> Result<BTreeMap<Kind, BTreeMap<String, ObservedEntry>>, Error> {
        let rows: Vec<EntryRow> = on!(self, c => sqlx::query_as(ENTRIES).fetch_all(c).await)?;
        let mut all: BTreeMap<Kind, BTreeMap<_, _>> = BTreeMap::new();
        for row in rows {
            let kind = Kind::from_word(&row.kind)
                .ok_or_else(|| Error::Corrupt(format!("kind {}", row.kind)))?;
            let entry = ObservedEntry {
                body: row.body,
                digest: row.digest,
                source: row.source,
                place: row.place,
                version: row.version,
            };
            all.entry(kind).or_default().insert(row.id, entry);
        }
        Ok(all)
    }

    async fn observed_invitations(
        &mut self,
    ) -> Result<BTreeMap<InvitationId, ObservedInvitation>, Error> {
        let rows: Vec<InvitationRow> =
            on!(self, c => sqlx::query_as(INVITATIONS).fetch_all(c).await)?;
        let mut all: BTreeMap<_, _> = rows.into_iter().map(invitation).collect();
        let rows: Vec<RecipientRow> =
            on!(self, c => sqlx::query_as(RECIPIENTS).fetch_all(c).await)?;
        for row in rows {
            let id = InvitationId(row.invitation.clone());
            let Some(known) = all.get_mut(&id) else {
                return Err(Error::Corrupt(format!("a link of no invitation {id}")));
            };
            let (key, link) = recipient(row);
            known.recipients.insert(key, link);
        }
        Ok(all)
    }
}

fn invitation(row: InvitationRow) -> (InvitationId, ObservedInvitation) {
    let known = ObservedInvitation {
        entry: ObservedEntry {
            body: row.body,
            digest: row.digest,
            source: row.source,
            place: row.place,
            version: row.version,
        },
        recipients: BTreeMap::new(),
        removed: row.removed_at.is_some(),
        held: reason(row.held, row.held_at),
    };
    (InvitationId(row.id), known)
}

fn recipient(row: RecipientRow) -> (String, ObservedRecipient) {
    let count = |n: i64| u32::try_from(n.max(0)).unwrap_or(u32::MAX);
    let link = ObservedRecipient {
        uid: RecipientUid(row.uid),
        body: row.body,
        digest: row.digest,
        place: row.place,
        version: row.version,
        rotate: count(row.rotate),
        expires_at: row.expires_at.map(Timestamp),
        anchored_at: Timestamp(row.anchored_at),
        uses: row.uses.map(count),
        used: count(row.used),
        revoked: reason(row.revoked, row.revoked_at),
        held: reason(row.held, row.held_at),
    };
    (row.key, link)
}

/// The instant says that it is so; the reason may be empty.
fn reason(text: Option<String>, at: Option<i64>) -> Option<String> {
    at.map(|_| text.unwrap_or_default())
}
