//! One page of a table.

use super::super::status::{recipient_row, site_word};
use super::super::{App, Error};
use crate::base::time::Timestamp;
use crate::model::device::Device;
use crate::model::id::RecipientUid;
use crate::model::invitation::Invitation;
use crate::model::message::MessageRow;
use crate::model::policy::Site;
use crate::model::status::{EventRow, InvitationRow, RecipientRow, RunRow};
use crate::store::Tx;
use crate::store::listing::{Listing, Paging, devices, events, invitations, messages, recipients};

/// Rows read at a time where what is wanted cannot be asked of the database.
const BATCH: u32 = 200;

/// Which invitations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvitationFilter {
    /// Whose id has this in it.
    pub id: Option<String>,
    /// Of this site, or `choose`.
    pub site: Option<String>,
    /// Under this policy.
    pub policy: Option<String>,
    /// In this state.
    pub state: Option<InvitationState>,
}

/// Whether an invitation still stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationState {
    /// In the repository, not revoked.
    Active,
    /// Revoked as a whole.
    Revoked,
    /// No longer in the repository.
    Removed,
}

impl InvitationState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Active, Self::Revoked, Self::Removed];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Revoked => "revoked",
            Self::Removed => "removed",
        }
    }

    fn of(listed: &invitations::Listed) -> Self {
        let stored = &listed.stored;
        if stored.removed_at.is_some() {
            Self::Removed
        } else if stored.held.is_some() || stored.invitation.revoked.is_some() {
            Self::Revoked
        } else {
            Self::Active
        }
    }
}

/// An invitation with its numbers, and what its page shows beside them.
#[derive(Clone, Debug)]
pub struct InvitationEntry {
    /// The row that reports show.
    pub row: InvitationRow,
    /// As declared.
    pub invitation: Invitation,
    /// Whether it stands.
    pub state: InvitationState,
    /// When it was applied first.
    pub created_at: Timestamp,
    /// Recipients who enrolled.
    pub enrolled: u32,
}

/// A page of invitations with their numbers.
///
/// # Errors
/// What the database says.
pub async fn invitations(
    app: &App,
    filter: &InvitationFilter,
    paging: &Paging,
) -> Result<Listing<InvitationEntry>, Error> {
    let mut tx = app.db.read().await?;
    let now = tx.now().await?;
    let limit = usize::try_from(paging.limit).unwrap_or(usize::MAX);
    let mut batch = Paging {
        limit: BATCH.max(paging.limit),
        ..paging.clone()
    };
    let mut found = Vec::new();
    loop {
        let page = tx.invitations_page(&batch).await?;
        found.extend(page.rows.into_iter().filter(|row| wanted(row, filter)));
        match page.next {
            Some(next) if found.len() <= limit => batch.after = Some(next),
            _ => break,
        }
    }
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().map(|row| row.stored.invitation.id.0.clone());
    let mut rows = Vec::new();
    for listed in found {
        rows.push(entry(&mut tx, listed, now).await?);
    }
    Ok(Listing {
        rows,
        next: last.filter(|_| more),
    })
}

fn wanted(row: &invitations::Listed, filter: &InvitationFilter) -> bool {
    let invitation = &row.stored.invitation;
    let site = site_word(&invitation.site);
    let (part, policy) = (filter.id.as_deref(), filter.policy.as_deref());
    part.is_none_or(|part| invitation.id.0.contains(part))
        && policy.is_none_or(|id| invitation.policy.0 == id)
        && (filter.site.is_none() || filter.site == site)
        && filter
            .state
            .is_none_or(|state| InvitationState::of(row) == state)
}

async fn entry(
    tx: &mut Tx,
    listed: invitations::Listed,
    now: Timestamp,
) -> Result<InvitationEntry, Error> {
    let state = InvitationState::of(&listed);
    let invitation = listed.stored.invitation;
    let tally = tx.tally(&invitation.id.0, now).await?;
    let enrolled = tx.stages(Some(&invitation.id.0), now).await?.enrolled;
    Ok(InvitationEntry {
        row: InvitationRow {
            id: invitation.id.clone(),
            site: site_word(&invitation.site),
            policy: invitation.policy.0.clone(),
            recipients: tally.progress.iter().map(|(_, n)| n).sum(),
            progress: tally.progress,
            devices: tx.count_devices(&invitation.id.0).await?,
            expires_at: tally.expires_at,
            removed: listed.stored.removed_at.is_some(),
            place: listed.stored.place,
        },
        invitation,
        state,
        created_at: listed.created_at,
        enrolled,
    })
}

/// One invitation with its numbers.
///
/// # Errors
/// What the database says.
pub async fn invitation(app: &App, id: &str) -> Result<Option<InvitationEntry>, Error> {
    let mut tx = app.db.read().await?;
    let now = tx.now().await?;
    match tx.listed_invitation(id).await? {
        Some(listed) => Ok(Some(entry(&mut tx, listed, now).await?)),
        None => Ok(None),
    }
}

/// A page of recipients.
///
/// # Errors
/// What the database says.
pub async fn recipients(
    app: &App,
    filter: &recipients::Filter,
    paging: &Paging,
) -> Result<Listing<RecipientRow>, Error> {
    let mut tx = app.db.read().await?;
    let now = tx.now().await?;
    let page = tx.recipients_page(filter, paging, now).await?;
    Ok(page.map(|listed| row(listed, now)))
}

fn row(listed: recipients::Listed, now: Timestamp) -> RecipientRow {
    recipient_row(listed.stored, listed.delivery, listed.all_held, now)
}

/// One recipient with its latest devices.
///
/// # Errors
/// What the database says.
pub async fn recipient(
    app: &App,
    uid: &RecipientUid,
) -> Result<Option<(RecipientRow, Vec<Device>)>, Error> {
    let mut tx = app.db.read().await?;
    let now = tx.now().await?;
    let Some(listed) = tx.listed_recipient(uid).await? else {
        return Ok(None);
    };
    let devices = tx.devices_of_recipient(&uid.0).await?;
    Ok(Some((row(listed, now), devices)))
}

/// A page of devices.
///
/// # Errors
/// What the database says.
pub async fn devices(
    app: &App,
    filter: &devices::Filter,
    paging: &Paging,
) -> Result<Listing<Device>, Error> {
    Ok(app.db.read().await?.devices_page(filter, paging).await?)
}

/// A page of messages.
///
/// # Errors
/// What the database says.
pub async fn messages(
    app: &App,
    filter: &messages::Filter,
    paging: &Paging,
) -> Result<Listing<MessageRow>, Error> {
    Ok(app.db.read().await?.messages_page(filter, paging).await?)
}

/// A page of what happened.
///
/// # Errors
/// What the database says.
pub async fn events(
    app: &App,
    filter: &events::Filter,
    paging: &Paging,
) -> Result<Listing<EventRow>, Error> {
    Ok(app.db.read().await?.events_page(filter, paging).await?)
}

/// A page of runs of `apply`.
///
/// # Errors
/// What the database says.
pub async fn runs(app: &App, paging: &Paging) -> Result<Listing<RunRow>, Error> {
    Ok(app.db.read().await?.runs_page(paging).await?)
}

/// Every site, to choose from.
///
/// # Errors
/// What the database says.
pub async fn sites(app: &App) -> Result<Vec<Site>, Error> {
    Ok(app.db.read().await?.live_sites().await?)
}
