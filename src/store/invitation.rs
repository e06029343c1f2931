//! Invitations and their recipients' links as `apply` writes them. Declared and anchored columns only: uses,
//! dates of facts and holds belong to others.
//!
//! Every write names the version it was planned against, and what ends a working link names that it still
//! works: a row that changed meanwhile is left alone and makes the whole run stale.

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::id::{InvitationId, RecipientUid};
use crate::model::invitation::{Expiry, Uses};

statements! {
    /// An invitation that left and comes back keeps its row, its history and an operator's hold.
    CREATE = "INSERT INTO invitation (id, body, policy, digest, source, place, version, run, created_at) \
              VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8) ON CONFLICT (id) DO UPDATE SET body = $2, policy = $3, \
              digest = $4, source = $5, place = $6, run = $7, version = invitation.version + 1, removed_at = NULL \
              WHERE invitation.removed_at IS NOT NULL";
    UPDATE = "UPDATE invitation SET body = $2, policy = $3, digest = $4, source = $5, place = $6, run = $7, \
              version = version + 1 WHERE id = $1 AND version = $8 AND removed_at IS NULL";
    /// An operator's hold follows the links.
    RENAME_HOLD = "UPDATE invitation SET held = (SELECT o.held FROM invitation o WHERE o.id = $1), \
                   held_at = (SELECT o.held_at FROM invitation o WHERE o.id = $1) WHERE id = $2";
    RENAME_LINKS = "UPDATE recipient SET invitation = $2 WHERE invitation = $1";
    RENAME_MESSAGES = "UPDATE outbox SET invitation = $2 WHERE invitation = $1";
    RENAME_ENROLLMENTS = "UPDATE enrollment SET invitation = $2 WHERE invitation = $1";
    RENAME_DEVICES = "UPDATE device SET invitation = $2 WHERE invitation = $1";
    REMOVE = "UPDATE invitation SET removed_at = $3, run = $4, version = version + 1 \
              WHERE id = $1 AND version = $2 AND removed_at IS NULL";
    PLACE = "UPDATE invitation SET place = $2 WHERE id = $1";
    SET_RULES = "UPDATE recipient SET uses = $2, opens_at = $3 WHERE invitation = $1 AND removed_at IS NULL";
    SET_END = "UPDATE recipient SET expires_at = $2, expiry_seen = NULL \
               WHERE invitation = $1 AND removed_at IS NULL";
    SET_END_AFTER = "UPDATE recipient SET expires_at = anchored_at + $2, expiry_seen = NULL \
                     WHERE invitation = $1 AND removed_at IS NULL";
    CREATE_RECIPIENT = "INSERT INTO recipient (uid, invitation, key, body, digest, place, version, rotate, \
                        link_hash, anchored_at, opens_at, expires_at, uses, used) \
                        VALUES ($1, $2, $3, $4, $5, $6, 1, 0, $7, $8, $9, $10, $11, 0) ON CONFLICT DO NOTHING";
    UPDATE_RECIPIENT = "UPDATE recipient SET body = $3, digest = $4, place = $5, revoked = $6, revoked_at = $7, \
                        version = version + 1 WHERE uid = $1 AND version = $2 AND removed_at IS NULL";
    REMOVE_RECIPIENT = "UPDATE recipient SET removed_at = $3, version = version + 1 \
                        WHERE uid = $1 AND version = $2 AND removed_at IS NULL";
    NEW_LINK = "UPDATE recipient SET rotate = $2, link_hash = $3 WHERE uid = $1 AND rotate = $2 - 1";
    /// Visits by the old link end, unless a device is on its way already.
    END_VISITS = "UPDATE session SET ended_at = $2, cookie_hash = id WHERE recipient = $1 AND ended_at IS NULL \
                  AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.session = session.id)";
    RECIPIENT_PLACE = "UPDATE recipient SET place = $2 WHERE uid = $1";
    /// Changes nothing, holds the row until the end of the transaction, and finds it only while it works.
    STILL_LIVE = "UPDATE recipient SET used = used WHERE uid = $1 AND removed_at IS NULL AND revoked_at IS NULL \
                  AND held_at IS NULL AND (uses IS NULL OR used < uses) \
                  AND (expires_at IS NULL OR expires_at > $2)";
    LAPSED = "SELECT uid, invitation, expires_at FROM recipient WHERE expires_at <= $1 AND expiry_seen IS NULL \
              AND removed_at IS NULL AND revoked_at IS NULL AND (uses IS NULL OR used < uses)";
    SEEN = "UPDATE recipient SET expiry_seen = $2 WHERE uid = $1";
}

/// An invitation's own columns as they are written.
#[derive(Clone, Copy, Debug)]
pub struct InvitationEntry<'a> {
    /// Its id.
    pub id: &'a str,
    /// JSON of its model struct, without recipients.
    pub body: &'a str,
    /// The policy that it names.
    pub policy: &'a str,
    /// SHA-256 of the canonical JSON, hexadecimal.
    pub digest: &'a str,
    /// Its source text.
    pub source: &'a str,
    /// `file:line`.
    pub place: &'a str,
}

/// A recipient's declared columns as they are written.
#[derive(Clone, Copy, Debug)]
pub struct RecipientEntry<'a> {
    /// JSON of its model struct.
    pub body: &'a str,
    /// SHA-256 of the canonical JSON, hexadecimal.
    pub digest: &'a str,
    /// `file:line`.
    pub place: &'a str,
}

/// A new recipient with its link.
#[derive(Clone, Debug)]
pub struct NewRecipient<'a> {
    /// Its uid.
    pub uid: &'a RecipientUid,
    /// Its invitation.
    pub invitation: &'a InvitationId,
    /// Its identity within the invitation.
    pub key: &'a str,
    /// Declared columns.
    pub entry: RecipientEntry<'a>,
    /// SHA-256 of the link's code, hexadecimal.
    pub link_hash: &'a str,
    /// When it is accepted.
    pub anchored_at: Timestamp,
    /// Not usable before.
    pub opens_at: Option<Timestamp>,
    /// When its link stops working.
    pub expires_at: Option<Timestamp>,
    /// Devices allowed.
    pub uses: Uses,
}

/// A link that ended by time and whose end nobody recorded yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lapsed {
    /// The recipient.
    pub uid: RecipientUid,
    /// Its invitation.
    pub invitation: InvitationId,
    /// When it ended.
    pub at: Timestamp,
}

impl Tx {
    /// Writes a new invitation, or one that comes back.
    ///
    /// # Errors
    /// [`Error::Stale`] when there is one already.
    pub async fn create_invitation(
        &mut self,
        entry: &InvitationEntry<'_>,
        run: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        let InvitationEntry {
            id,
            body,
            policy,
            digest,
            source,
            place,
        } = *entry;
        let rows = execute!(
            self, CREATE, id, body, policy, digest, source, place, run, now.0
        )?;
        once(rows, || format!("invitation {id}"))
    }

    /// Writes an invitation over the one of this version.
    ///
    /// # Errors
    /// [`Error::Stale`] when that version is gone.
    pub async fn update_invitation(
        &mut self,
        entry: &InvitationEntry<'_>,
        version: i64,
        run: &str,
    ) -> Result<(), Error> {
        let InvitationEntry {
            id,
            body,
            policy,
            digest,
            source,
            place,
        } = *entry;
        let rows = execute!(
            self, UPDATE, id, body, policy, digest, source, place, run, version
        )?;
        once(rows, || format!("invitation {id}"))
    }

    /// Lets an invitation of this version go on under the id of `entry`: its links, messages and devices move there.
    ///
    /// # Errors
    /// [`Error::Stale`] when that version is gone, or there is an invitation of the new id already.
    pub async fn rename_invitation(
        &mut self,
        (from, version): (&InvitationId, i64),
        entry: &InvitationEntry<'_>,
        run: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        let (from, to) = (from.0.as_str(), entry.id);
        self.remove_invitation(from, version, run, now).await?;
        self.create_invitation(entry, run, now).await?;
        execute!(self, RENAME_HOLD, from, to)?;
        execute!(self, RENAME_LINKS, from, to)?;
        execute!(self, RENAME_MESSAGES, from, to)?;
        execute!(self, RENAME_ENROLLMENTS, from, to)?;
        execute!(self, RENAME_DEVICES, from, to)?;
        Ok(())
    }

    /// Marks an invitation of this version as gone from the repository; its history stays.
    ///
    /// # Errors
    /// [`Error::Stale`] when that version is gone.
    pub async fn remove_invitation(
        &mut self,
        id: &str,
        version: i64,
        run: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        let rows = execute!(self, REMOVE, id, version, now.0, run)?;
        once(rows, || format!("invitation {id}"))
    }

    /// Remembers that an unchanged invitation stands elsewhere now.
    ///
    /// # Errors
    /// What the database says.
    pub async fn move_invitation(&mut self, id: &str, place: &str) -> Result<(), Error> {
        execute!(self, PLACE, id, place)?;
        Ok(())
    }

    /// Gives every current link of an invitation its declared number of uses and its opening.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_link_rules(
        &mut self,
        invitation: &InvitationId,
        uses: Uses,
        opens: Option<Timestamp>,
    ) -> Result<(), Error> {
        let (uses, opens) = (uses.map(i64::from), opens.map(|o| o.0));
        execute!(self, SET_RULES, &invitation.0, uses, opens)?;
        Ok(())
    }

    /// Gives every current link of an invitation its declared end, counted from its own anchor.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_link_ends(
        &mut self,
        invitation: &InvitationId,
        rule: &Expiry,
    ) -> Result<(), Error> {
        match rule {
            Expiry::After(micros) => execute!(self, SET_END_AFTER, &invitation.0, *micros)?,
            Expiry::At(end) => execute!(self, SET_END, &invitation.0, Some(end.0))?,
            Expiry::Never => execute!(self, SET_END, &invitation.0, None::<i64>)?,
        };
        Ok(())
    }

    /// Writes a new recipient with its link.
    ///
    /// # Errors
    /// [`Error::Stale`] when the invitation has such a recipient already.
    pub async fn create_recipient(&mut self, new: &NewRecipient<'_>) -> Result<(), Error> {
        let rows = execute!(
            self,
            CREATE_RECIPIENT,
            &new.uid.0,
            &new.invitation.0,
            new.key,
            new.entry.body,
            new.entry.digest,
            new.entry.place,
            new.link_hash,
            new.anchored_at.0,
            new.opens_at.map(|t| t.0),
            new.expires_at.map(|t| t.0),
            new.uses.map(i64::from)
        )?;
        once(rows, || {
            format!("a new recipient of invitation {}", new.invitation)
        })
    }

    /// Writes a recipient's declared columns over those of this version; `revoked` is the reason and the instant.
    ///
    /// # Errors
    /// [`Error::Stale`] when that version is gone.
    pub async fn update_recipient(
        &mut self,
        uid: &RecipientUid,
        version: i64,
        entry: &RecipientEntry<'_>,
        revoked: Option<(&str, Timestamp)>,
    ) -> Result<(), Error> {
        let (reason, at) = (revoked.map(|r| r.0), revoked.map(|r| r.1.0));
        let rows = execute!(
            self,
            UPDATE_RECIPIENT,
            &uid.0,
            version,
            entry.body,
            entry.digest,
            entry.place,
            reason,
            at
        )?;
        once(rows, || format!("recipient {uid}"))
    }

    /// Marks a recipient of this version as gone from the repository: its link is refused from now on.
    ///
    /// # Errors
    /// [`Error::Stale`] when that version is gone.
    pub async fn remove_recipient(
        &mut self,
        uid: &RecipientUid,
        version: i64,
        now: Timestamp,
    ) -> Result<(), Error> {
        let rows = execute!(self, REMOVE_RECIPIENT, &uid.0, version, now.0)?;
        once(rows, || format!("recipient {uid}"))
    }

    /// Gives a recipient a new link; the old one, and visits that came by it, are refused from now on.
    ///
    /// # Errors
    /// [`Error::Stale`] when it has this link already.
    pub async fn set_link(
        &mut self,
        uid: &RecipientUid,
        rotate: u32,
        link_hash: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        let rows = execute!(self, NEW_LINK, &uid.0, i64::from(rotate), link_hash)?;
        once(rows, || format!("the link of recipient {uid}"))?;
        execute!(self, END_VISITS, &uid.0, now.0)?;
        Ok(())
    }

    /// Remembers that an unchanged recipient stands elsewhere now.
    ///
    /// # Errors
    /// What the database says.
    pub async fn move_recipient(&mut self, uid: &RecipientUid, place: &str) -> Result<(), Error> {
        execute!(self, RECIPIENT_PLACE, &uid.0, place)?;
        Ok(())
    }

    /// Holds a link until the end of the transaction, if it could still enroll a device.
    ///
    /// # Errors
    /// [`Error::Stale`] when it was used up, held or ended meanwhile.
    pub async fn require_live(&mut self, uid: &RecipientUid, now: Timestamp) -> Result<(), Error> {
        let rows = execute!(self, STILL_LIVE, &uid.0, now.0)?;
        once(rows, || format!("the link of recipient {uid}"))
    }

    /// Links that ended by time since anybody looked.
    ///
    /// # Errors
    /// What the database says.
    pub async fn unrecorded_lapses(&mut self, now: Timestamp) -> Result<Vec<Lapsed>, Error> {
        let rows: Vec<(String, String, i64)> =
            on!(self, c => sqlx::query_as(LAPSED).bind(now.0).fetch_all(c).await)?;
        let lapsed = |(uid, invitation, at)| Lapsed {
            uid: RecipientUid(uid),
            invitation: InvitationId(invitation),
            at: Timestamp(at),
        };
        Ok(rows.into_iter().map(lapsed).collect())
    }

    /// Remembers that the end of a link was recorded.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_lapse_recorded(
        &mut self,
        uid: &RecipientUid,
        now: Timestamp,
    ) -> Result<(), Error> {
        execute!(self, SEEN, &uid.0, now.0)?;
        Ok(())
    }
}

fn once(rows: u64, what: impl FnOnce() -> String) -> Result<(), Error> {
    match rows {
        1 => Ok(()),
        _ => Err(Error::Stale(what())),
    }
}
