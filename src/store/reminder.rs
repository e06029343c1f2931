//! Reminders that were agreed to: when each is due, and that it was dealt with. `apply` writes when, whoever
//! puts reminders into the outbox writes that they are settled; the outbox alone makes them leave.

use std::collections::BTreeMap;

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::id::{InvitationId, MessageId, RecipientUid};
use crate::model::invitation::Ahead;
use crate::model::message::DeliveryState;
use crate::model::observed::{ObservedReminder, RemindersToCome};

statements! {
    SCHEDULE = "INSERT INTO reminder (recipient, ahead, due_at) VALUES ($1, $2, $3) \
                ON CONFLICT (recipient, ahead) DO NOTHING";
    SCHEDULE_ALL = "INSERT INTO reminder (recipient, ahead, due_at) \
                    SELECT uid, CAST($2 AS BIGINT), expires_at - CAST($2 AS BIGINT) FROM recipient \
                    WHERE invitation = $1 AND removed_at IS NULL AND expires_at - CAST($2 AS BIGINT) > $3 \
                    ON CONFLICT (recipient, ahead) DO NOTHING";
    FORGET = "DELETE FROM reminder WHERE settled_at IS NULL AND recipient IN \
              (SELECT uid FROM recipient WHERE invitation = $1)";
    NEXT = "SELECT MIN(due_at) FROM reminder WHERE settled_at IS NULL";
    DUE = "SELECT r.recipient, r.ahead, p.expires_at, p.opens_at, p.anchored_at, p.rotate, p.used, \
           COALESCE(p.removed_at, p.revoked_at, p.held_at, i.removed_at, i.held_at) AS ended_at \
           FROM reminder r JOIN recipient p ON p.uid = r.recipient JOIN invitation i ON i.id = p.invitation \
           WHERE r.settled_at IS NULL AND r.due_at <= $1 ORDER BY r.due_at, r.recipient, r.ahead LIMIT $2";
    SETTLE = "UPDATE reminder SET settled_at = $3 WHERE recipient = $1 AND ahead = $2 AND settled_at IS NULL";
    POSTPONE = "UPDATE reminder SET due_at = $3 WHERE recipient = $1 AND ahead = $2 AND settled_at IS NULL";
    SENT = "SELECT COUNT(*) FROM outbox WHERE recipient = $1 AND kind = 'reminder'";
    INVITED_BY = "SELECT id, address, message_id, state FROM outbox WHERE recipient = $1 AND kind = 'invite' \
                  ORDER BY created_at DESC, id DESC";
    ALL = "SELECT recipient, ahead, due_at, settled_at FROM reminder";
    OF_INVITATION = "SELECT r.recipient, r.ahead, r.due_at, r.settled_at FROM reminder r \
                     JOIN recipient p ON p.uid = r.recipient WHERE p.invitation = $1";
    TO_COME = "SELECT p.invitation, r.ahead, COUNT(*), MIN(r.due_at), MAX(r.due_at) FROM reminder r \
               JOIN recipient p ON p.uid = r.recipient JOIN invitation i ON i.id = p.invitation \
               WHERE r.settled_at IS NULL AND p.removed_at IS NULL AND p.revoked_at IS NULL AND p.held_at IS NULL \
               AND i.held_at IS NULL AND p.used = 0 AND p.expires_at > $1 GROUP BY p.invitation, r.ahead";
}

/// A reminder whose time has come, with what decides about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueReminder {
    /// Whom it is for.
    pub recipient: RecipientUid,
    /// How long before the end it was due.
    pub ahead: Ahead,
    /// When the link stops working.
    pub expires_at: Option<Timestamp>,
    /// When the link begins to work.
    pub opens_at: Option<Timestamp>,
    /// When the person was invited.
    pub anchored_at: Timestamp,
    /// Counter of the recipient's link.
    pub rotate: u32,
    /// The link or its invitation left, was revoked or is held.
    pub ended: bool,
    /// A device was enrolled by the link.
    pub enrolled: bool,
}

/// A message that told somebody their link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its id.
    pub id: MessageId,
    /// Address.
    pub to: String,
    /// Message-ID without brackets.
    pub message_id: String,
    /// Where it is.
    pub state: DeliveryState,
}

#[derive(sqlx::FromRow)]
struct Row {
    recipient: String,
    ahead: i64,
    expires_at: Option<i64>,
    opens_at: Option<i64>,
    anchored_at: i64,
    rotate: i64,
    used: i64,
    ended_at: Option<i64>,
}

/// Reminders that were agreed to, by the link they are for.
pub type Scheduled = BTreeMap<RecipientUid, BTreeMap<Ahead, ObservedReminder>>;

type ScheduledRow = (String, i64, i64, Option<i64>);

impl Tx {
    /// Agrees to the reminders of a new link, those whose time has passed left out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn schedule_reminders(
        &mut self,
        uid: &RecipientUid,
        remind: &[Ahead],
        expires_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), Error> {
        for ahead in remind {
            if let Some(due) = ahead.before(expires_at).filter(|due| *due > now) {
                execute!(self, SCHEDULE, &uid.0, ahead.0, due.0)?;
            }
        }
        Ok(())
    }

    /// Agrees to these reminders for every link of an invitation, instead of those still to come. A reminder that
    /// somebody got is not sent again.
    ///
    /// # Errors
    /// What the database says.
    pub async fn reschedule_reminders(
        &mut self,
        invitation: &InvitationId,
        remind: &[Ahead],
        now: Timestamp,
    ) -> Result<(), Error> {
        execute!(self, FORGET, &invitation.0)?;
        for ahead in remind {
            execute!(self, SCHEDULE_ALL, &invitation.0, ahead.0, now.0)?;
        }
        Ok(())
    }

    /// When the next reminder is due; none when none is to come.
    ///
    /// # Errors
    /// What the database says.
    pub async fn next_reminder(&mut self) -> Result<Option<Timestamp>, Error> {
        let at: Option<i64> = on!(self, c => sqlx::query_scalar(NEXT).fetch_one(c).await)?;
        Ok(at.map(Timestamp))
    }

    /// Reminders whose time has come, the oldest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn due_reminders(
        &mut self,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<DueReminder>, Error> {
        let rows: Vec<Row> = on!(self, c => sqlx::query_as(DUE)
            .bind(now.0)
            .bind(i64::from(limit))
            .fetch_all(c)
            .await)?;
        let due = |row: Row| DueReminder {
            recipient: RecipientUid(row.recipient),
            ahead: Ahead(row.ahead),
            expires_at: row.expires_at.map(Timestamp),
            opens_at: row.opens_at.map(Timestamp),
            anchored_at: Timestamp(row.anchored_at),
            rotate: u32::try_from(row.rotate).unwrap_or(u32::MAX),
            ended: row.ended_at.is_some(),
            enrolled: row.used > 0,
        };
        Ok(rows.into_iter().map(due).collect())
    }

    /// Takes a reminder as dealt with. False: somebody else did.
    ///
    /// # Errors
    /// What the database says.
    pub async fn settle_reminder(
        &mut self,
        uid: &RecipientUid,
        ahead: Ahead,
        now: Timestamp,
    ) -> Result<bool, Error> {
        Ok(execute!(self, SETTLE, &uid.0, ahead.0, now.0)? == 1)
    }

    /// Looks at a reminder again at that time.
    ///
    /// # Errors
    /// What the database says.
    pub async fn postpone_reminder(
        &mut self,
        uid: &RecipientUid,
        ahead: Ahead,
        until: Timestamp,
    ) -> Result<(), Error> {
        execute!(self, POSTPONE, &uid.0, ahead.0, until.0)?;
        Ok(())
    }

    /// How many reminders a recipient has got, those on their way included.
    ///
    /// # Errors
    /// What the database says.
    pub async fn reminders_of(&mut self, uid: &RecipientUid) -> Result<u64, Error> {
        let count: i64 = on!(self, c => sqlx::query_scalar(SENT).bind(&uid.0).fetch_one(c).await)?;
        Ok(count.unsigned_abs())
    }

    /// The messages that told a recipient their link, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn told(&mut self, uid: &RecipientUid) -> Result<Vec<Told>, Error> {
        let rows: Vec<(String, String, String, String)> =
            on!(self, c => sqlx::query_as(INVITED_BY).bind(&uid.0).fetch_all(c).await)?;
        rows.into_iter()
            .map(|(id, to, message_id, state)| {
                let state = DeliveryState::from_word(&state)
                    .ok_or_else(|| Error::Corrupt(format!("delivery state {state}")))?;
                Ok(Told {
                    id: MessageId(id),
                    to,
                    message_id,
                    state,
                })
            })
            .collect()
    }

    /// Every reminder that was agreed to.
    ///
    /// # Errors
    /// What the database says.
    pub async fn reminders(&mut self) -> Result<Scheduled, Error> {
        let rows: Vec<ScheduledRow> = on!(self, c => sqlx::query_as(ALL).fetch_all(c).await)?;
        Ok(scheduled(rows))
    }

    /// The same for one invitation.
    ///
    /// # Errors
    /// What the database says.
    pub async fn reminders_of_invitation(&mut self, id: &InvitationId) -> Result<Scheduled, Error> {
        let rows: Vec<ScheduledRow> =
            on!(self, c => sqlx::query_as(OF_INVITATION).bind(&id.0).fetch_all(c).await)?;
        Ok(scheduled(rows))
    }

    /// Reminders to come, of links that work and that nobody has used, by invitation and distance from the end.
    ///
    /// # Errors
    /// What the database says.
    pub async fn reminders_to_come(
        &mut self,
        now: Timestamp,
    ) -> Result<Vec<RemindersToCome>, Error> {
        let rows: Vec<(String, i64, i64, i64, i64)> =
            on!(self, c => sqlx::query_as(TO_COME).bind(now.0).fetch_all(c).await)?;
        let to_come =
            |(id, ahead, count, first, last): (String, i64, i64, i64, i64)| RemindersToCome {
                invitation: InvitationId(id),
                ahead: Ahead(ahead),
                recipients: u32::try_from(count).unwrap_or(u32::MAX),
                first: Timestamp(first),
                last: Timestamp(last),
            };
        Ok(rows.into_iter().map(to_come).collect())
    }
}

fn scheduled(rows: Vec<ScheduledRow>) -> Scheduled {
    let mut all = Scheduled::new();
    for (uid, ahead, due, settled) in rows {
        let one = ObservedReminder {
            due_at: Timestamp(due),
            settled: settled.is_some(),
        };
        let link = all.entry(RecipientUid(uid)).or_default();
        link.insert(Ahead(ahead), one);
    }
    all
}
