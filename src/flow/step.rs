//! Steps, which of them a session needs, and which one comes next.

use serde::Serialize;

use super::facts::{Facts, LoggedIn};
use super::verdict::Verdict;

/// A step of the portal, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The link does not work: its own page says why.
    Start,
    /// Log in.
    Login,
    /// Name the person the device is for.
    Assign,
    /// Choose who owns the device, and the site if that is open too.
    Owner,
    /// Choose the site.
    Site,
    /// Accept the terms.
    Terms,
    /// Install the root certificate.
    Certificate,
    /// Trust the root certificate.
    Trust,
    /// Install the management profile.
    Profile,
    /// The device is enrolled.
    Done,
}

impl Step {
    /// Every step between start and done, in order.
    pub const BETWEEN: [Self; 8] = [
        Self::Login,
        Self::Assign,
        Self::Owner,
        Self::Site,
        Self::Terms,
        Self::Certificate,
        Self::Trust,
        Self::Profile,
    ];

    /// The path of its page.
    pub fn path(self) -> &'static str {
        match self {
            Self::Start => "/enroll",
            Self::Login => "/enroll/login",
            Self::Assign => "/enroll/assign",
            Self::Owner => "/enroll/owner",
            Self::Site => "/enroll/site",
            Self::Terms => "/enroll/terms",
            Self::Certificate => "/enroll/certificate",
            Self::Trust => "/enroll/trust",
            Self::Profile => "/enroll/profile",
            Self::Done => "/enroll/done",
        }
    }
}

/// The first step that is not met: the page to show. `Start` when the link does not work any more,
/// `Done` if and only if the device is enrolled.
pub fn next<O: PartialEq, S: PartialEq>(facts: &Facts<O, S>) -> Step {
    if facts.checked_in {
        return Step::Done;
    }
    if facts.link != Verdict::Works {
        return Step::Start;
    }
    steps(facts)
        .into_iter()
        .find(|step| !met(*step, facts))
        .unwrap_or(Step::Profile)
}

/// The steps this session needs, met or not, in order: the N of "Step n of N".
pub fn steps<O, S>(facts: &Facts<O, S>) -> Vec<Step> {
    Step::BETWEEN
        .into_iter()
        .filter(|step| needed(*step, facts))
        .collect()
}

/// Whether the page of `step` may be shown: it is the next one, or one this session went through before.
pub fn may_show<O: PartialEq, S: PartialEq>(step: Step, facts: &Facts<O, S>) -> bool {
    let next = next(facts);
    step == next || (next != Step::Done && step < next && needed(step, facts))
}

fn needed<O, S>(step: Step, facts: &Facts<O, S>) -> bool {
    let owner = facts.ownerships.len() > 1;
    match step {
        Step::Start | Step::Done => false,
        Step::Login => facts.login_needed,
        Step::Assign => {
            facts.login_needed && facts.assign && facts.logged_in == Some(LoggedIn::Account)
        }
        Step::Owner => owner,
        Step::Site => !owner && facts.sites.len() > 1,
        Step::Terms => facts.terms.is_some(),
        Step::Certificate | Step::Trust => facts.private_ca,
        Step::Profile => true,
    }
}

fn met<O: PartialEq, S: PartialEq>(step: Step, facts: &Facts<O, S>) -> bool {
    let offered = |site: &S| facts.sites.contains(site);
    let site = facts.sites.len() < 2 || facts.site.as_ref().is_some_and(offered);
    let allowed = |owner: &O| facts.ownerships.contains(owner);
    match step {
        Step::Start => facts.link == Verdict::Works,
        Step::Login => facts.logged_in.is_some(),
        Step::Assign => facts.assigned,
        Step::Owner => facts.ownership.as_ref().is_some_and(allowed) && site,
        Step::Site => site,
        Step::Terms => facts.accepted == facts.terms,
        Step::Certificate => facts.certificate || facts.trusted,
        Step::Trust => facts.trusted,
        Step::Profile | Step::Done => facts.checked_in,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Facts = super::Facts<&'static str, &'static str>;

    fn sites() -> Vec<&'static str> {
        vec!["middle", "high"]
    }

    fn everything() -> Facts {
        Facts {
            login_needed: true,
            assign: true,
            ownerships: vec!["institution", "personal"],
            sites: sites(),
            terms: Some("t1".into()),
            private_ca: true,
            ..Facts::default()
        }
    }

    #[test]
    fn the_whole_way_in_order() {
        let mut f = everything();
        let mut seen = vec![next(&f)];
        f.logged_in = Some(LoggedIn::Account);
        seen.push(next(&f));
        f.assigned = true;
        seen.push(next(&f));
        f.ownership = Some("personal");
        assert_eq!(next(&f), Step::Owner, "the site is asked on the same page");
        f.site = Some("high");
        seen.push(next(&f));
        f.accepted = Some("t1".into());
        seen.push(next(&f));
        f.certificate = true;
        seen.push(next(&f));
        f.trusted = true;
        seen.push(next(&f));
        f.checked_in = true;
        seen.push(next(&f));
        use Step::*;
        let whole = [
            Login,
            Assign,
            Owner,
            Terms,
            Certificate,
            Trust,
            Profile,
            Done,
        ];
        assert_eq!(seen, whole);
        assert_eq!(steps(&f), whole[..7]);
    }

    #[test]
    fn what_the_rules_do_not_ask_is_left_out() {
        assert_eq!(steps(&Facts::default()), [Step::Profile]);
        let directory = Facts {
            logged_in: Some(LoggedIn::Person),
            ..everything()
        };
        assert!(!steps(&directory).contains(&Step::Assign));
        let one_owner = Facts {
            ownerships: vec!["institution"],
            ..everything()
        };
        assert!(steps(&one_owner).contains(&Step::Site));
        assert!(!steps(&one_owner).contains(&Step::Owner));
    }

    #[test]
    fn changed_terms_are_asked_again() {
        let f = Facts {
            terms: Some("t2".into()),
            accepted: Some("t1".into()),
            ..Facts::default()
        };
        assert_eq!(next(&f), Step::Terms);
    }

    #[test]
    fn a_site_that_is_not_offered_is_no_answer() {
        let f = Facts {
            sites: sites(),
            site: Some("moon"),
            ..Facts::default()
        };
        assert_eq!(next(&f), Step::Site);
    }

    #[test]
    fn a_link_that_stopped_working_leads_back_to_its_page_unless_enrolled() {
        let mut f = Facts {
            link: Verdict::Revoked,
            ..everything()
        };
        assert_eq!(next(&f), Step::Start);
        f.checked_in = true;
        assert_eq!(next(&f), Step::Done);
    }

    #[test]
    fn earlier_steps_may_be_looked_at_again_later_ones_not() {
        let f = Facts {
            logged_in: Some(LoggedIn::Person),
            certificate: true,
            private_ca: true,
            login_needed: true,
            ..Facts::default()
        };
        assert_eq!(next(&f), Step::Trust);
        assert!(may_show(Step::Certificate, &f) && may_show(Step::Trust, &f));
        assert!(!may_show(Step::Profile, &f) && !may_show(Step::Terms, &f));
        let enrolled = Facts {
            checked_in: true,
            ..f
        };
        assert!(!may_show(Step::Profile, &enrolled) && may_show(Step::Done, &enrolled));
    }

    prop_compose! {
        fn any_facts()(
            link in prop_oneof![9 => Just(Verdict::Works), 1 => Just(Verdict::Expired)],
            flags in any::<[bool; 12]>(),
            account in any::<bool>(),
            assign in any::<bool>(),
        ) -> Facts {
            let both = vec!["institution", "personal"];
            Facts {
                link,
                login_needed: flags[0],
                logged_in: flags[1].then_some(if account { LoggedIn::Account } else { LoggedIn::Person }),
                assign,
                assigned: flags[2],
                ownerships: if flags[3] { both } else { vec!["institution"] },
                ownership: flags[4].then_some("institution"),
                sites: if flags[5] { sites() } else { Vec::new() },
                site: flags[6].then_some("high"),
                terms: flags[7].then(|| "t1".into()),
                accepted: flags[8].then(|| "t1".into()),
                private_ca: flags[9],
                certificate: flags[10],
                trusted: flags[11],
                checked_in: false,
            }
        }
    }

    /// `facts` after more became known; the rules stay as they are.
    fn grown(facts: &Facts, more: &Facts, checked_in: bool) -> Facts {
        Facts {
            logged_in: facts.logged_in.or(more.logged_in),
            assigned: facts.assigned || more.assigned,
            ownership: facts.ownership.or(more.ownership),
            site: facts.site.or(more.site),
            accepted: facts.accepted.clone().or(more.accepted.clone()),
            certificate: facts.certificate || more.certificate,
            trusted: facts.trusted || more.trusted,
            checked_in,
            ..facts.clone()
        }
    }

    proptest! {
        #[test]
        fn growing_facts_never_lead_back(facts in any_facts(), more in any_facts(), end in any::<bool>()) {
            prop_assert!(next(&grown(&facts, &more, end)) >= next(&facts));
        }

        #[test]
        fn done_if_and_only_if_checked_in(facts in any_facts(), checked_in in any::<bool>()) {
            let facts = Facts { checked_in, ..facts };
            prop_assert_eq!(next(&facts) == Step::Done, checked_in);
        }

        #[test]
        fn the_next_step_is_needed_and_everything_before_it_is_met(facts in any_facts()) {
            let step = next(&facts);
            let all = steps(&facts);
            prop_assert!(all.is_sorted() && all.last() == Some(&Step::Profile));
            if step != Step::Start {
                prop_assert!(all.contains(&step) && !met(step, &facts));
                prop_assert!(all.iter().filter(|s| **s < step).all(|s| met(*s, &facts)));
            }
        }
    }
}
