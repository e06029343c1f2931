//! The rules a session is under, and the facts they make of it.

use super::Facts;
use super::standing::{Standing, offered};
use crate::flow::{LoggedIn, Verdict};
use crate::model::id::SiteId;
use crate::model::invitation::SiteRule;
use crate::model::person::LoginSource;
use crate::model::policy::{
    AssignUser, LoginRule, OpenEnrollment, Ownership, Policy, Site, TextFile,
};
use crate::model::session::{Login, Session};
use crate::ops::login::{admits, is_invited};

/// The rules a session is under.
#[derive(Clone, Debug)]
pub enum Rules {
    /// Those of an invitation.
    Invited(Box<Standing>),
    /// Those of open enrollment: its rows in order, each with its policy, and every site.
    Open {
        /// Rows in order.
        rows: Vec<(OpenEnrollment, Policy)>,
        /// Every site.
        sites: Vec<Site>,
    },
}

/// The rules for one ownership.
pub(super) struct Terms<'a> {
    pub(super) policy: &'a Policy,
    pub(super) site: &'a SiteRule,
    pub(super) text: Option<&'a TextFile>,
}

impl Terms<'_> {
    /// The site of the device.
    pub(super) fn site(&self, session: &Session) -> Option<SiteId> {
        match self.site {
            SiteRule::None => None,
            SiteRule::Fixed(id) => Some(id.clone()),
            SiteRule::Choose => session.site.clone(),
        }
    }
}

impl Rules {
    /// The link's standing, for invitations.
    pub fn invited(&self) -> Option<&Standing> {
        match self {
            Self::Invited(standing) => Some(standing),
            Self::Open { .. } => None,
        }
    }

    /// The policies that may apply.
    pub fn policies(&self) -> Vec<Policy> {
        match self {
            Self::Invited(standing) => vec![standing.policy.clone()],
            Self::Open { rows, .. } => rows.iter().map(|(_, policy)| policy.clone()).collect(),
        }
    }

    /// Whether this login satisfies the rules.
    pub(super) fn admits(&self, login: &Login) -> bool {
        match self {
            Self::Invited(standing) => admits(&standing.policy, login),
            Self::Open { rows, .. } => rows.iter().any(|(_, policy)| admits(policy, login)),
        }
    }

    /// Whether somebody else than this person is invited.
    pub(super) fn is_for_another(&self, login: &Login) -> bool {
        self.invited().is_some_and(|standing| {
            standing.policy.login == LoginRule::Recipient
                && !is_invited(&standing.invited.recipient, &login.person)
        })
    }

    /// The first row of open enrollment for this ownership that lets the person in; an invitation's one.
    pub(super) fn terms_for(
        &self,
        ownership: Ownership,
        login: Option<&Login>,
    ) -> Option<Terms<'_>> {
        match self {
            Self::Invited(standing) => Some(Terms {
                policy: &standing.policy,
                site: &standing.invited.invitation.site,
                text: standing.policy.terms.as_ref(),
            }),
            Self::Open { rows, .. } => rows
                .iter()
                .filter(|(row, _)| row.ownership == ownership)
                .find(|(_, policy)| login.is_some_and(|login| admits(policy, login)))
                .map(|(row, policy)| Terms {
                    policy,
                    site: &row.site,
                    text: row.terms.as_ref().or(policy.terms.as_ref()),
                }),
        }
    }

    /// The terms to accept, as far as it is decided whose.
    pub fn text(&self, ownership: Option<Ownership>, login: Option<&Login>) -> Option<&TextFile> {
        self.terms_for(ownership?, login)?.text
    }

    /// The sites to choose from: those of the ownership, or of any while that is open.
    pub fn sites(&self, ownership: Option<Ownership>, login: Option<&Login>) -> Vec<Site> {
        let Self::Open { sites, .. } = self else {
            return self.invited().map_or_else(Vec::new, |s| s.sites.clone());
        };
        let asked = match ownership {
            Some(one) => vec![one],
            None => vec![Ownership::Institution, Ownership::Personal],
        };
        let mut out: Vec<Site> = Vec::new();
        for terms in asked.iter().filter_map(|o| self.terms_for(*o, login)) {
            if *terms.site == SiteRule::Choose {
                out.extend(offered(sites.clone(), terms.policy));
            }
        }
        out.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        out.dedup();
        out
    }

    /// The facts of a session under these rules; what concerns root, probe and device is added by the caller.
    pub(super) fn facts(&self, session: &Session) -> Facts {
        let login = session
            .login
            .as_ref()
            .filter(|login| self.admits(login) && !self.is_for_another(login));
        let allowed = self.ownerships(login);
        let ownerships = match &session.signing_in {
            Some(device) => vec![device.mode.ownership()],
            None => self.asked(&allowed, login),
        };
        let ownership = match ownerships.as_slice() {
            [only] => Some(*only),
            _ => session.ownership.filter(|o| allowed.contains(o)),
        };
        let sites = self.sites(ownership, login).into_iter().map(|site| site.id);
        let text = self.text(ownership, login);
        let terms = ownership.and_then(|o| self.terms_for(o, login));
        Facts {
            link: self.verdict(),
            login_needed: self.needs_login(),
            logged_in: login.map(|login| match login.source {
                LoginSource::Directory(_) | LoginSource::Oidc => LoggedIn::Person,
                LoginSource::Account => LoggedIn::Account,
            }),
            assign: terms.is_some_and(|terms| terms.policy.assign_user != AssignUser::Never),
            assigned: session.assigned.is_some(),
            ownerships,
            ownership,
            sites: sites.collect(),
            site: session.site.clone(),
            terms: text.map(|text| text.sha256.clone()),
            accepted: session.accepted().map(str::to_owned),
            ..Facts::default()
        }
    }

    fn verdict(&self) -> Verdict {
        match self {
            Self::Invited(standing) => standing.verdict,
            Self::Open { rows, .. } if rows.is_empty() => Verdict::Unknown,
            Self::Open { .. } => Verdict::Works,
        }
    }

    fn needs_login(&self) -> bool {
        self.invited()
            .is_none_or(|standing| standing.policy.login != LoginRule::None)
    }

    /// The ownerships a person is asked about. Somebody of the directory who may not bring their own device in,
    /// where others may, is asked too: else it would silently become one of the organization.
    fn asked(&self, allowed: &[Ownership], login: Option<&Login>) -> Vec<Ownership> {
        let is_person = login.is_some_and(|l| l.source != LoginSource::Account);
        let personal = match self {
            Self::Invited(_) => false,
            Self::Open { rows, .. } => rows
                .iter()
                .any(|(row, _)| row.ownership == Ownership::Personal),
        };
        match allowed {
            [Ownership::Institution] if is_person && personal => {
                vec![Ownership::Institution, Ownership::Personal]
            }
            _ => allowed.to_vec(),
        }
    }

    fn ownerships(&self, login: Option<&Login>) -> Vec<Ownership> {
        match self {
            Self::Invited(_) => vec![Ownership::Institution],
            Self::Open { .. } => [Ownership::Institution, Ownership::Personal]
                .into_iter()
                .filter(|ownership| self.terms_for(*ownership, login).is_some())
                .collect(),
        }
    }
}
