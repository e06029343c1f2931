//! What a plan covers: everything, or one entry with its recipients.

use std::collections::BTreeSet;
use std::fmt;

use super::change::{Action, Change};
use crate::model::declared::{Desired, Kind};
use crate::model::invitation::{Invitation, SiteRule};
use crate::model::observed::Observed;

/// What a plan covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Everything declared.
    #[default]
    Complete,
    /// The entries of this id, or the one of `kind/id`; nothing else is touched.
    Only(String),
    /// Links that end without a message to anybody, and nothing else: what may be done while the rest waits.
    Endings,
}

/// Why one entry cannot be applied alone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Neither git nor the database knows it.
    #[error("nothing is called {0}, in git or in the database")]
    Unknown(String),
    /// It stands on an entry that is not live yet.
    #[error("invitation/{invitation} needs {needed}, which is not applied yet")]
    Needs {
        /// The invitation.
        invitation: String,
        /// `kind/id` of what is missing.
        needed: String,
    },
    /// A live entry stands on what would leave.
    #[error("{leaving} cannot leave alone: invitation/{invitation} still names it")]
    Named {
        /// `kind/id` of what would leave.
        leaving: String,
        /// The invitation.
        invitation: String,
    },
}

impl Scope {
    /// The entry it names; none: everything.
    pub fn only(&self) -> Option<&str> {
        match self {
            Self::Complete | Self::Endings => None,
            Self::Only(id) => Some(id),
        }
    }

    /// Whether this entry is looked at.
    pub fn covers(&self, kind: Kind, id: &str) -> bool {
        match self {
            Self::Complete | Self::Endings => true,
            Self::Only(only) => names(only, kind, id),
        }
    }

    /// Whether this change is part of it.
    pub fn admits(&self, change: &Change) -> bool {
        let ends = matches!(change.action, Action::Revoke | Action::Expire);
        let fits = *self != Self::Endings || (ends && change.messages() == 0);
        fits && self.covers(change.kind, &change.id)
    }

    /// Whether what it covers can be live without the rest.
    ///
    /// # Errors
    /// It is unknown, needs what is not applied, or something live still needs it.
    pub fn check(&self, desired: &Desired, observed: &Observed) -> Result<(), Unfit> {
        let Self::Only(only) = self else {
            return Ok(());
        };
        if !is_known(only, desired, observed) {
            return Err(Unfit::Unknown(only.clone()));
        }
        for (id, invitation) in &desired.invitations {
            if !self.covers(Kind::Invitation, &id.0) {
                continue;
            }
            for (kind, needed) in needs(invitation) {
                let live = observed.entries.get(&kind);
                let live = live.is_some_and(|all| all.contains_key(&needed));
                if !live && !self.covers(kind, &needed) && is_declared(kind, &needed, desired) {
                    return Err(Unfit::Needs {
                        invitation: id.0.clone(),
                        needed: format!("{}/{needed}", kind.word()),
                    });
                }
            }
        }
        self.check_leaving(desired, observed)
    }

    fn check_leaving(&self, desired: &Desired, observed: &Observed) -> Result<(), Unfit> {
        for (id, known) in &observed.invitations {
            if known.removed || self.covers(Kind::Invitation, &id.0) {
                continue;
            }
            let Ok(live) = serde_json::from_str::<Invitation>(&known.entry.body) else {
                continue;
            };
            for (kind, named) in needs(&live) {
                if self.covers(kind, &named) && !is_declared(kind, &named, desired) {
                    return Err(Unfit::Named {
                        leaving: format!("{}/{named}", kind.word()),
                        invitation: id.0.clone(),
                    });
                }
            }
        }
        Ok(())
    }
}

/// The words of the fingerprint: `complete`, `only ID` or `endings`.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Complete => f.write_str("complete"),
            Self::Only(id) => write!(f, "only {id}"),
            Self::Endings => f.write_str("endings"),
        }
    }
}

/// Whether `text`, an id or `kind/id`, names this entry.
pub fn names(text: &str, kind: Kind, id: &str) -> bool {
    match text.split_once('/') {
        Some((word, rest)) => word == kind.word() && rest == id,
        None => text == id,
    }
}

/// Whether the repository declares this entry.
pub fn is_declared(kind: Kind, id: &str, desired: &Desired) -> bool {
    match kind {
        Kind::Organization => id == kind.word(),
        Kind::Site => desired.sites.contains_key(&id.into()),
        Kind::Policy => desired.policies.contains_key(&id.into()),
        Kind::Account => desired.accounts.contains_key(&id.into()),
        Kind::OpenEnrollment => id == kind.word() && !desired.open_enrollment.is_empty(),
        Kind::Invitation => desired.invitations.contains_key(&id.into()),
    }
}

fn is_known(text: &str, desired: &Desired, observed: &Observed) -> bool {
    let id = text.split_once('/').map_or(text, |(_, id)| id);
    let kinds = Kind::ALL.into_iter().filter(|kind| names(text, *kind, id));
    let live = |kind: Kind| match kind {
        Kind::Invitation => observed.invitations.contains_key(&id.into()),
        kind => observed
            .entries
            .get(&kind)
            .is_some_and(|all| all.contains_key(id)),
    };
    kinds
        .into_iter()
        .any(|kind| is_declared(kind, id, desired) || live(kind))
}

/// What an invitation cannot live without.
fn needs(invitation: &Invitation) -> BTreeSet<(Kind, String)> {
    let mut all = BTreeSet::from([(Kind::Policy, invitation.policy.0.clone())]);
    if let SiteRule::Fixed(site) = &invitation.site {
        all.insert((Kind::Site, site.0.clone()));
    }
    all
}
