//! Whether an edited policy became stricter. What is not known to be looser counts as stricter.

use std::collections::BTreeSet;
use std::hash::Hash;

use super::change::Phase;
use crate::model::policy::{AssignUser, DeviceRules, LoginRule, Policy, ReEnroll};

/// The phase of an edit: [`Phase::Loosen`] only when every changed rule lets in more than before.
pub fn phase(before: Option<&Policy>, after: &Policy) -> Phase {
    let Some(before) = before else {
        return Phase::Tighten;
    };
    let looser = [
        before.login == after.login || strictness(after.login) < strictness(before.login),
        before.directory == after.directory,
        before.accounts == after.accounts,
        admits(&before.groups, &after.groups),
        admits(&before.sites, &after.sites),
        before.assign_user == after.assign_user || before.assign_user == AssignUser::Required,
        before.ownership.iter().all(|o| after.ownership.contains(o)),
        before.terms == after.terms || after.terms.is_none(),
        devices_looser(&before.devices, &after.devices),
    ];
    if looser.into_iter().all(|l| l) {
        Phase::Loosen
    } else {
        Phase::Tighten
    }
}

/// Whether every device that could come in still can.
fn devices_looser(before: &DeviceRules, after: &DeviceRules) -> bool {
    let again = |rule: ReEnroll| match rule {
        ReEnroll::Allow => 0,
        ReEnroll::SameUser => 1,
        ReEnroll::Deny => 2,
    };
    let most = |rules: &DeviceRules| rules.devices_per_user.unwrap_or(u32::MAX);
    most(before) <= most(after)
        && again(after.re_enroll) <= again(before.re_enroll)
        && after.min_os.unwrap_or(0) <= before.min_os.unwrap_or(0)
}

fn strictness(rule: LoginRule) -> u8 {
    match rule {
        LoginRule::None => 0,
        LoginRule::Required => 1,
        LoginRule::Recipient => 2,
    }
}

/// Whether a list whose emptiness means "all" admits everything it admitted before.
fn admits<T: Ord + Hash>(before: &[T], after: &[T]) -> bool {
    if after.is_empty() {
        return true;
    }
    let after: BTreeSet<_> = after.iter().collect();
    !before.is_empty() && before.iter().all(|x| after.contains(x))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diag::Place;
    use crate::model::policy::Ownership;

    fn policy() -> Policy {
        Policy {
            id: "staff".into(),
            login: LoginRule::Required,
            directory: None,
            groups: vec!["staff".to_owned()],
            accounts: false,
            assign_user: AssignUser::Never,
            sites: vec![],
            ownership: vec![Ownership::Institution],
            terms: None,
            devices: DeviceRules::default(),
            place: Place::default(),
            source: String::new(),
        }
    }

    #[test]
    fn only_what_lets_in_more_is_looser() {
        let loosened = [
            Policy {
                login: LoginRule::None,
                ..policy()
            },
            Policy {
                groups: vec![],
                ..policy()
            },
            Policy {
                groups: vec!["staff".to_owned(), "guests".to_owned()],
                ..policy()
            },
            Policy {
                ownership: vec![Ownership::Personal, Ownership::Institution],
                ..policy()
            },
        ];
        for after in loosened {
            assert_eq!(phase(Some(&policy()), &after), Phase::Loosen, "{after:?}");
        }
        let tightened = [
            Policy {
                login: LoginRule::Recipient,
                ..policy()
            },
            Policy {
                groups: vec!["guests".to_owned()],
                ..policy()
            },
            Policy {
                sites: vec!["berlin".into()],
                ..policy()
            },
            Policy {
                accounts: true,
                ..policy()
            },
            Policy {
                devices: DeviceRules {
                    min_os: Some(17),
                    ..DeviceRules::default()
                },
                ..policy()
            },
            Policy {
                login: LoginRule::None,
                ownership: vec![],
                ..policy()
            },
        ];
        for after in tightened {
            assert_eq!(phase(Some(&policy()), &after), Phase::Tighten, "{after:?}");
        }
        assert_eq!(phase(None, &policy()), Phase::Tighten);
    }
}
