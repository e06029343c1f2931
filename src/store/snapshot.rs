//! What reports show: invitations, recipients and runs as they are, read in one transaction.

use std::collections::BTreeMap;

use super::{Error, Tx};
use crate::base::count::number as count;
use crate::base::time::Timestamp;
use crate::model::id::{EnrollmentId, InvitationId, RecipientUid};
use crate::model::invitation::{Invitation, Recipient};
use crate::model::message::{DeliveryState, MessageKind};
use crate::model::status::RunRow;

statements! {
    INVITATIONS = "SELECT body, place, removed_at, held FROM invitation";
    RECIPIENTS = "SELECT uid, invitation, key, body, place, expires_at, uses, used, removed_at, revoked, held, \
                  opened_at, started_at, handed_at, rotate, anchored_at FROM recipient";
    DELIVERIES = "SELECT recipient, state FROM outbox WHERE kind = $1 AND recipient IS NOT NULL \
                  ORDER BY created_at, id";
    ENROLLED_BY = "SELECT id, recipient FROM enrollment WHERE recipient IS NOT NULL";
    RUNS = "SELECT id, at, git_commit, fingerprint, changes, messages FROM run ORDER BY at, id";
}

/// An invitation as the database holds it.
#[derive(Clone, Debug)]
pub struct StoredInvitation {
    /// As applied last.
    pub invitation: Invitation,
    /// `file:line`.
    pub place: String,
    /// When it left the repository.
    pub removed_at: Option<Timestamp>,
    /// Revoked by an operator, with the reason.
    pub held: Option<String>,
}

/// A recipient as the database holds it.
#[derive(Clone, Debug)]
pub struct StoredRecipient {
    /// Its uid.
    pub uid: RecipientUid,
    /// Its invitation.
    pub invitation: InvitationId,
    /// As applied last.
    pub recipient: Recipient,
    /// `file:line`.
    pub place: String,
    /// When its link stops working.
    pub expires_at: Option<Timestamp>,
    /// Devices allowed.
    pub uses: Option<u32>,
    /// Devices counted.
    pub used: u32,
    /// When it left the repository.
    pub removed_at: Option<Timestamp>,
    /// Revoked by YAML, with the reason.
    pub revoked: Option<String>,
    /// Revoked by an operator, with the reason.
    pub held: Option<String>,
    /// First opened.
    pub opened_at: Option<Timestamp>,
    /// First started.
    pub started_at: Option<Timestamp>,
    /// First led to another system.
    pub handed_at: Option<Timestamp>,
    /// Counter of its link.
    pub rotate: u32,
    /// When it was accepted.
    pub anchored_at: Timestamp,
}

/// Body, place, when removed, why held.
type InvitationRecord = (String, String, Option<i64>, Option<String>);

#[derive(sqlx::FromRow)]
pub(super) struct RecipientRecord {
    uid: String,
    invitation: String,
    body: String,
    place: String,
    expires_at: Option<i64>,
    uses: Option<i64>,
    used: i64,
    removed_at: Option<i64>,
    revoked: Option<String>,
    held: Option<String>,
    opened_at: Option<i64>,
    started_at: Option<i64>,
    handed_at: Option<i64>,
    rotate: i64,
    anchored_at: i64,
}

impl Tx {
    /// Every invitation, ended ones included, ordered by id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn stored_invitations(&mut self) -> Result<Vec<StoredInvitation>, Error> {
        let rows: Vec<InvitationRecord> =
            on!(self, c => sqlx::query_as(INVITATIONS).fetch_all(c).await)?;
        let mut rows = rows
            .into_iter()
            .map(|(body, place, removed_at, held)| {
                Ok(StoredInvitation {
                    invitation: serde_json::from_str(&body)?,
                    place,
                    removed_at: removed_at.map(Timestamp),
                    held,
                })
            })
            .collect::<Result<Vec<_>, Error>>()?;
        rows.sort_by(|a, b| a.invitation.id.cmp(&b.invitation.id));
        Ok(rows)
    }

    /// Every recipient, ended ones included, ordered by invitation, key and time.
    ///
    /// # Errors
    /// What the database says.
    pub async fn stored_recipients(&mut self) -> Result<Vec<StoredRecipient>, Error> {
        let rows: Vec<RecipientRecord> =
            on!(self, c => sqlx::query_as(RECIPIENTS).fetch_all(c).await)?;
        let mut rows = rows
            .into_iter()
            .map(stored)
            .collect::<Result<Vec<_>, Error>>()?;
        rows.sort_by(|a, b| {
            (&a.invitation, &a.recipient.key, a.anchored_at, &a.uid).cmp(&(
                &b.invitation,
                &b.recipient.key,
                b.anchored_at,
                &b.uid,
            ))
        });
        Ok(rows)
    }

    /// Where the latest message of one kind stands, by recipient.
    ///
    /// # Errors
    /// What the database says.
    pub async fn deliveries(
        &mut self,
        kind: MessageKind,
    ) -> Result<BTreeMap<RecipientUid, DeliveryState>, Error> {
        let rows: Vec<(String, String)> =
            on!(self, c => sqlx::query_as(DELIVERIES).bind(kind.word()).fetch_all(c).await)?;
        rows.into_iter()
            .map(|(uid, word)| {
                let state = DeliveryState::from_word(&word)
                    .ok_or_else(|| Error::Corrupt(format!("delivery state {word}")))?;
                Ok((RecipientUid(uid), state))
            })
            .collect()
    }

    /// Which link each enrollment used; those of open enrollment are left out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn links_of_enrollments(
        &mut self,
    ) -> Result<BTreeMap<EnrollmentId, RecipientUid>, Error> {
        let rows: Vec<(String, String)> =
            on!(self, c => sqlx::query_as(ENROLLED_BY).fetch_all(c).await)?;
        Ok(rows
            .into_iter()
            .map(|(id, uid)| (EnrollmentId(id), RecipientUid(uid)))
            .collect())
    }

    /// Every run of apply, oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn runs(&mut self) -> Result<Vec<RunRow>, Error> {
        let rows: Vec<(String, i64, Option<String>, String, i64, i64)> =
            on!(self, c => sqlx::query_as(RUNS).fetch_all(c).await)?;
        Ok(rows
            .into_iter()
            .map(|(id, at, commit, fingerprint, changes, messages)| RunRow {
                id,
                at: Timestamp(at),
                commit,
                fingerprint,
                changes: count(changes),
                messages: count(messages),
            })
            .collect())
    }
}

pub(super) fn stored(row: RecipientRecord) -> Result<StoredRecipient, Error> {
    Ok(StoredRecipient {
        uid: RecipientUid(row.uid),
        invitation: InvitationId(row.invitation),
        recipient: serde_json::from_str(&row.body)?,
        place: row.place,
        expires_at: row.expires_at.map(Timestamp),
        uses: row.uses.map(count),
        used: count(row.used),
        removed_at: row.removed_at.map(Timestamp),
        revoked: row.revoked,
        held: row.held,
        opened_at: row.opened_at.map(Timestamp),
        started_at: row.started_at.map(Timestamp),
        handed_at: row.handed_at.map(Timestamp),
        rotate: count(row.rotate),
        anchored_at: Timestamp(row.anchored_at),
    })
}
