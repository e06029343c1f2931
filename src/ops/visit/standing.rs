//! How a link stands: who is invited, under which rules, and whether it works now.

use super::Denied;
use crate::base::diag::Place;
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::flow::{LinkFacts, Verdict, verdict};
use crate::model::enrollment::Enrollment;
use crate::model::id::{PolicyId, SiteId};
use crate::model::invitation::SiteRule;
use crate::model::policy::{AssignUser, LoginRule, Policy, Site};
use crate::ops::Error;
use crate::store::Tx;
use crate::store::invited::Invited;
use crate::store::link::LinkStanding;

/// How a link stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who is invited.
    pub invited: Invited,
    /// What decides whether it works.
    pub link: LinkFacts,
    /// Whether it works.
    pub verdict: Verdict,
    /// When the first reservation of others lapses.
    pub first_lapses: Option<Timestamp>,
    /// The rules.
    pub policy: Policy,
    /// The site of its devices, when the invitation fixes one.
    pub site: Option<Site>,
    /// Sites to choose from.
    pub sites: Vec<Site>,
    /// When this was found out.
    pub now: Timestamp,
}

/// Reads how the link of `invited` stands for a session with this enrollment.
pub(super) async fn standing(
    tx: &mut Tx,
    invited: Invited,
    own: Option<&Enrollment>,
    now: Timestamp,
) -> Result<Standing, Denied> {
    let own_id = own.map(|own| &own.id);
    let found = tx.link_standing(&invited.uid, own_id, now).await?;
    of_link(tx, (invited, found.ok_or(Denied::Link(None))?), own, now).await
}

/// The same, of what was read already.
pub(super) async fn of_link(
    tx: &mut Tx,
    (invited, found): (Invited, LinkStanding),
    own: Option<&Enrollment>,
    now: Timestamp,
) -> Result<Standing, Denied> {
    let wanted = &invited.invitation.policy;
    let LinkStanding {
        facts,
        others,
        policy,
    } = found;
    let link = LinkFacts {
        opens: facts.opens_at,
        expires_at: facts.expires_at,
        revoked: facts.revoked,
        uses: facts.uses,
        used: facts.used,
        reserved: others.reserved,
        own_reservation: own.map(|own| own.reserved_until),
    };
    let policy = match policy {
        Some(policy) => policy,
        // It may leave together with its invitation: the revoked link still says that it is revoked.
        None if link.revoked => gone(wanted),
        None => {
            let why = format!("there is no live policy {wanted}");
            return Err(Error::new(Kind::Operational, why).into());
        }
    };
    let (site, sites) = match &invited.invitation.site {
        SiteRule::None => (None, Vec::new()),
        SiteRule::Fixed(id) => (tx.live_site(id).await?, Vec::new()),
        SiteRule::Choose => (None, offered(tx.live_sites().await?, &policy)),
    };
    Ok(Standing {
        verdict: judged(&link, now),
        first_lapses: others.first_lapses,
        link,
        policy,
        site,
        sites,
        invited,
        now,
    })
}

/// Stands for a policy that is no more: it lets nobody in.
fn gone(id: &PolicyId) -> Policy {
    Policy {
        id: id.clone(),
        login: LoginRule::Required,
        directory: Some(String::new()),
        groups: Vec::new(),
        accounts: false,
        assign_user: AssignUser::Never,
        sites: Vec::new(),
        ownership: Vec::new(),
        terms: None,
        devices: crate::model::policy::DeviceRules::default(),
        place: Place::default(),
        source: String::new(),
    }
}

/// The sites a policy offers, ordered by name.
pub(super) fn offered(sites: Vec<Site>, policy: &Policy) -> Vec<Site> {
    let wanted = |id: &SiteId| policy.sites.is_empty() || policy.sites.contains(id);
    let mut sites: Vec<Site> = sites.into_iter().filter(|site| wanted(&site.id)).collect();
    sites.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    sites
}

/// A link for one device that somebody has reserved is let pass until they reserve: most likely the same
/// person came back with another browser, and finds their own place again.
fn judged(link: &LinkFacts, now: Timestamp) -> Verdict {
    match verdict(Some(link), now) {
        Verdict::Busy if link.uses == Some(1) => Verdict::Works,
        verdict => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_link_for_several_devices_is_busy_before_the_last_step() {
        let link = |uses| LinkFacts {
            uses: Some(uses),
            reserved: uses,
            ..LinkFacts::default()
        };
        assert_eq!(judged(&link(1), Timestamp(0)), Verdict::Works);
        assert_eq!(judged(&link(2), Timestamp(0)), Verdict::Busy);
    }
}
