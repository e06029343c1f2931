//! The database as the plan sees it: one snapshot, addresses included, nothing written.

use std::collections::{BTreeMap, BTreeSet};

use super::reminder::Scheduled;
use super::{Error, Tx};
use crate::base::count::number as count;
use crate::base::time::Timestamp;
use crate::model::declared::Kind;
use crate::model::id::{InvitationId, RecipientUid};
use crate::model::message::DeliveryState;
use crate::model::observed::{
    Observed, ObservedEntry, ObservedInvitation, ObservedRecipient, Rest,
};
use crate::model::source::{Ending, Known, Unread, Want};

statements! {
    APPLIED = "SELECT COUNT(*) FROM run";
    ENTRIES = "SELECT kind, id, body, digest, source, place, version FROM declared";
    INVITATIONS = "SELECT id, body, digest, source, place, version, removed_at, held, held_at FROM invitation \
                   WHERE removed_at IS NULL OR held_at IS NOT NULL";
    RECIPIENTS = "SELECT uid, invitation, key, body, digest, place, version, rotate, expires_at, anchored_at, uses, used, \
                  revoked, revoked_at, held, held_at FROM recipient WHERE removed_at IS NULL";
    ONE_INVITATION = "SELECT id, body, digest, source, place, version, removed_at, held, held_at FROM invitation \
                      WHERE id = $1 AND (removed_at IS NULL OR held_at IS NOT NULL)";
    ITS_RECIPIENTS = "SELECT uid, invitation, key, body, digest, place, version, rotate, expires_at, anchored_at, uses, \
                      used, revoked, revoked_at, held, held_at FROM recipient \
                      WHERE invitation = $1 AND removed_at IS NULL";
    COUNT_INVITATIONS = "SELECT COUNT(*) FROM invitation WHERE removed_at IS NULL";
    COUNT_LIVE = "SELECT COUNT(*) FROM recipient WHERE removed_at IS NULL AND revoked_at IS NULL AND held_at IS NULL \
                  AND (expires_at IS NULL OR expires_at > $1) AND (uses IS NULL OR used < uses) \
                  AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.id = invitation AND i.held_at IS NOT NULL)";
    HELD_INVITATIONS = "SELECT id, held FROM invitation WHERE held_at IS NOT NULL";
    HELD_RECIPIENTS = "SELECT invitation, key, held FROM recipient WHERE held_at IS NOT NULL AND removed_at IS NULL";
    LAPSED = "SELECT invitation, COUNT(*), MIN(expires_at) FROM recipient \
              WHERE removed_at IS NULL AND revoked_at IS NULL AND held_at IS NULL AND expires_at <= $1 \
              AND (uses IS NULL OR used < uses) GROUP BY invitation";
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
        let invitations = self.observed_invitations().await?;
        let (_, files) = self.known_sources().await?;
        self.observed(invitations, Rest::default(), &files).await
    }

    /// The same for some of the invitations, with what is said of the rest at `now`. Costs grow with those that
    /// are compared and with the links that ended, not with what is declared.
    ///
    /// # Errors
    /// What the database says.
    pub async fn observe_some(
        &mut self,
        unread: &Unread,
        now: Timestamp,
    ) -> Result<Observed, Error> {
        let mut some = BTreeMap::new();
        for id in &unread.compared {
            let row: Option<InvitationRow> = on!(self, c => sqlx::query_as(ONE_INVITATION)
                .bind(&id.0)
                .fetch_optional(c)
                .await)?;
            let Some((id, mut known)) = row.map(invitation) else {
                continue;
            };
            let rows: Vec<RecipientRow> = on!(self, c => sqlx::query_as(ITS_RECIPIENTS)
                .bind(&id.0)
                .fetch_all(c)
                .await)?;
            known.recipients.extend(rows.into_iter().map(recipient));
            let delivered = self.delivered(Some(&id)).await?;
            add(
                &mut known,
                self.reminders_of_invitation(&id).await?,
                &delivered,
            );
            some.insert(id, known);
        }
        let rest = self.rest(&some, unread, now).await?;
        self.observed(some, rest, &unread.known).await
    }

    async fn rest(
        &mut self,
        some: &BTreeMap<InvitationId, ObservedInvitation>,
        unread: &Unread,
        now: Timestamp,
    ) -> Result<Rest, Error> {
        let compared = &unread.compared;
        let all: i64 = on!(self, c => sqlx::query_scalar(COUNT_INVITATIONS).fetch_one(c).await)?;
        let current = some.values().filter(|known| !known.removed).count();
        let live = match unread.want {
            Want::Facts => 0,
            Want::LiveLinks => {
                let all: i64 =
                    on!(self, c => sqlx::query_scalar(COUNT_LIVE).bind(now.0).fetch_one(c).await)?;
                let open = some.values().filter(|known| known.held.is_none());
                let links = open.flat_map(|known| known.recipients.values());
                count(all).saturating_sub(sum(links.filter(|link| link.is_live(now)).count()))
            }
        };
        let held: Vec<(String, Option<String>)> =
            on!(self, c => sqlx::query_as(HELD_INVITATIONS).fetch_all(c).await)?;
        let links: Vec<(String, String, Option<String>)> =
            on!(self, c => sqlx::query_as(HELD_RECIPIENTS).fetch_all(c).await)?;
        let held = held.into_iter().map(|(id, why)| (id, None, why));
        let held = held.chain(links.into_iter().map(|(id, key, why)| (id, Some(key), why)));
        let lapsed: Vec<(String, i64, i64)> =
            on!(self, c => sqlx::query_as(LAPSED).bind(now.0).fetch_all(c).await)?;
        let mut reminders = self.reminders_to_come(now).await?;
        reminders.retain(|one| !compared.contains(&one.invitation));
        Ok(Rest {
            reminders,
            invitations: count(all).saturating_sub(sum(current)),
            live,
            held: held
                .map(|(id, key, why)| (InvitationId(id), key, why.unwrap_or_default()))
                .filter(|(id, _, _)| !compared.contains(id))
                .collect(),
            lapsed: lapsed
                .into_iter()
                .map(|(id, links, since)| (InvitationId(id), count(links), Timestamp(since)))
                .filter(|(id, _, _)| !compared.contains(id))
                .collect(),
        })
    }

    async fn observed(
        &mut self,
        invitations: BTreeMap<InvitationId, ObservedInvitation>,
        rest: Rest,
        files: &BTreeMap<String, Known>,
    ) -> Result<Observed, Error> {
        let runs: i64 = on!(self, c => sqlx::query_scalar(APPLIED).fetch_one(c).await)?;
        let installation = self.installation().await?.filter(|_| runs > 0);
        let whole = files
            .iter()
            .filter(|(_, known)| known.ending == Ending::Line);
        let messages = self.count_messages().await?;
        let count = |states: &[DeliveryState]| {
            let sum: u64 = states.iter().filter_map(|s| messages.get(s)).sum();
            u32::try_from(sum).unwrap_or(u32::MAX)
        };
        Ok(Observed {
            entries: self.observed_entries().await?,
            invitations,
            rest,
            whole_files: whole.map(|(path, _)| path.clone()).collect(),
            limits: installation.as_ref().map(|i| i.limits.clone()),
            salt: installation.as_ref().map(|i| i.salt.clone()),
            instance: installation.map(|i| i.instance),
            devices: BTreeMap::new(),
            paused: self.pause().await?.map(|pause| pause.reason),
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
        let mut reminders = self.reminders().await?;
        let delivered = self.delivered(None).await?;
        for row in rows {
            let id = InvitationId(row.invitation.clone());
            let Some(known) = all.get_mut(&id) else {
                return Err(Error::Corrupt(format!("a link of no invitation {id}")));
            };
            let (key, mut link) = recipient(row);
            link.reminders = reminders.remove(&link.uid).unwrap_or_default();
            link.delivered = delivered.contains(&link.uid);
            known.recipients.insert(key, link);
        }
        Ok(all)
    }
}

/// Puts the reminders of an invitation to the links they are for, and whom its message reached.
fn add(
    known: &mut ObservedInvitation,
    mut reminders: Scheduled,
    delivered: &BTreeSet<RecipientUid>,
) {
    for link in known.recipients.values_mut() {
        link.delivered = delivered.contains(&link.uid);
        link.reminders = reminders.remove(&link.uid).unwrap_or_default();
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
        delivered: false,
        reminders: BTreeMap::new(),
    };
    (row.key, link)
}

fn sum(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The instant says that it is so; the reason may be empty.
fn reason(text: Option<String>, at: Option<i64>) -> Option<String> {
    at.map(|_| text.unwrap_or_default())
}
