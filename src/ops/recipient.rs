//! Finding the recipients that an operator means.

use super::Error;
use crate::base::error::Kind;
use crate::model::id::InvitationId;
use crate::store::Tx;
use crate::store::snapshot::{StoredInvitation, StoredRecipient};

/// An invitation and those of its recipients that `who` names (all of them when nobody is named); recipients
/// that left the repository are not among them.
///
/// # Errors
/// There is no such invitation, or nobody in it is `who`.
pub async fn find(
    tx: &mut Tx,
    id: &InvitationId,
    who: Option<&str>,
) -> Result<(StoredInvitation, Vec<StoredRecipient>), Error> {
    let invitation = tx
        .stored_invitations()
        .await?
        .into_iter()
        .find(|i| i.invitation.id == *id)
        .ok_or_else(|| {
            Error::new(Kind::NotFound, format!("there is no invitation {id}"))
                .with_hint("`enroll status` lists those that were applied")
        })?;
    let wanted = who.map(str::to_lowercase);
    let found: Vec<StoredRecipient> = tx
        .stored_recipients()
        .await?
        .into_iter()
        .filter(|r| r.invitation == *id && r.removed_at.is_none())
        .filter(|r| {
            wanted
                .as_ref()
                .is_none_or(|wanted| *wanted == r.recipient.key)
        })
        .collect();
    match who {
        Some(_) if found.is_empty() => Err(Error::new(
            Kind::NotFound,
            format!("nobody in {id} has this address"),
        )
        .with_hint("give the email address or phone number as it stands in the YAML")),
        _ => Ok((invitation, found)),
    }
}
