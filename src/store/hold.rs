//! The operator's hold: a revocation that wins over YAML until it is lifted.

use super::{Error, Tx};
use crate::base::time::Timestamp;
use crate::model::id::{InvitationId, RecipientUid};

statements! {
    HOLD_INVITATION = "UPDATE invitation SET held = $2, held_at = $3 WHERE id = $1";
    HOLD_RECIPIENT = "UPDATE recipient SET held = $2, held_at = $3 WHERE uid = $1";
}

impl Tx {
    /// Holds a whole invitation, or lifts the hold (`reason` none). Answers whether there is such an invitation.
    ///
    /// # Errors
    /// What the database says.
    pub async fn hold_invitation(
        &mut self,
        id: &InvitationId,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let at = reason.map(|_| now.0);
        Ok(execute!(self, HOLD_INVITATION, &id.0, reason, at)? > 0)
    }

    /// Holds one link, or lifts the hold (`reason` none). Answers whether there is such a link.
    ///
    /// # Errors
    /// What the database says.
    pub async fn hold_recipient(
        &mut self,
        uid: &RecipientUid,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let at = reason.map(|_| now.0);
        Ok(execute!(self, HOLD_RECIPIENT, &uid.0, reason, at)? > 0)
    }
}
