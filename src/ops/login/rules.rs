//! Whether somebody who logged in may go on: the policy's groups and sources, and who is invited.

use crate::model::invitation::Recipient;
use crate::model::person::{LoginSource, Person, e164};
use crate::model::policy::Policy;
use crate::model::session::Login;
use crate::model::settings::OIDC;

/// Whether local accounts may log in under this policy: it says so, or it names no source and no group.
pub(super) fn takes_accounts(policy: &Policy) -> bool {
    policy.accounts || (policy.directory.is_none() && policy.groups.is_empty())
}

/// Whether this login satisfies the policy. Groups are the directory's or the provider's: a local account that the policy takes
/// needs none.
pub fn admits(policy: &Policy, login: &Login) -> bool {
    match &login.source {
        LoginSource::Account => takes_accounts(policy),
        LoginSource::Directory(name) => takes(policy, name) && is_in_groups(policy, &login.person),
        LoginSource::Oidc => takes(policy, OIDC) && is_in_groups(policy, &login.person),
    }
}

/// Whether people of this directory may log in under this policy: it names it, or nothing at all.
fn takes(policy: &Policy, directory: &str) -> bool {
    match &policy.directory {
        Some(wanted) => wanted == directory,
        None => !policy.accounts,
    }
}

fn is_in_groups(policy: &Policy, person: &Person) -> bool {
    policy.groups.is_empty() || is_in_any(person, &policy.groups)
}

/// Whether a person is in one of these groups, whatever the case of their names.
pub fn is_in_any(person: &Person, groups: &[String]) -> bool {
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    person
        .groups
        .iter()
        .any(|mine| groups.iter().any(|wanted| same(mine, wanted)))
}

/// Whether this person is the invited one: the declared login name decides if there is one, else the email
/// (any value of the person's, in any case), else the phone in E.164.
pub fn is_invited(recipient: &Recipient, person: &Person) -> bool {
    if let Some(user) = &recipient.user {
        return user.to_lowercase() == person.username.to_lowercase();
    }
    if let Some(email) = &recipient.email {
        let email = email.to_lowercase();
        return person
            .emails
            .iter()
            .any(|mine| mine.to_lowercase() == email);
    }
    let Some(phone) = recipient.phone.as_deref().and_then(e164) else {
        return false;
    };
    let mut phones = person.phones.iter();
    phones.any(|mine| e164(mine).is_some_and(|mine| mine == phone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diag::Place;
    use crate::base::time::Timestamp;
    use crate::model::policy::{AssignUser, LoginRule};

    fn policy(directory: Option<&str>, groups: &[&str], accounts: bool) -> Policy {
        Policy {
            id: "p".into(),
            login: LoginRule::Required,
            directory: directory.map(str::to_owned),
            groups: groups.iter().map(|g| (*g).to_owned()).collect(),
            accounts,
            assign_user: AssignUser::Never,
            sites: Vec::new(),
            ownership: Vec::new(),
            terms: None,
            devices: crate::model::policy::DeviceRules::default(),
            place: Place::default(),
            source: String::new(),
        }
    }

    fn login(source: LoginSource, groups: &[&str]) -> Login {
        let person = Person {
            groups: groups.iter().map(|g| (*g).to_owned()).collect(),
            ..Person::default()
        };
        Login {
            source,
            person,
            at: Timestamp(0),
        }
    }

    #[test]
    fn sources_and_groups_are_both_asked() {
        let main = |groups: &[&str]| login(LoginSource::Directory("main".into()), groups);
        let local = login(LoginSource::Account, &[]);
        assert!(admits(&policy(None, &[], false), &main(&[])));
        assert!(admits(&policy(None, &[], false), &local));
        assert!(admits(
            &policy(Some("main"), &["Staff"], false),
            &main(&["x", "staff"])
        ));
        assert!(!admits(
            &policy(Some("main"), &["staff"], false),
            &main(&["pupils"])
        ));
        assert!(!admits(&policy(Some("other"), &[], false), &main(&[])));
        assert!(!admits(&policy(None, &["staff"], false), &local));
        assert!(admits(&policy(None, &["staff"], true), &local));
        assert!(!admits(&policy(None, &[], true), &main(&[])));
        assert!(!admits(&policy(Some("main"), &[], false), &local));
        let provider = |groups: &[&str]| login(LoginSource::Oidc, groups);
        assert!(admits(
            &policy(None, &["staff"], false),
            &provider(&["Staff"])
        ));
        assert!(admits(&policy(Some("oidc"), &[], false), &provider(&[])));
        assert!(!admits(&policy(Some("oidc"), &[], false), &main(&[])));
        assert!(!admits(&policy(Some("main"), &[], false), &provider(&[])));
        assert!(!admits(&policy(None, &[], true), &provider(&[])));
    }

    fn recipient(user: Option<&str>, email: Option<&str>, phone: Option<&str>) -> Recipient {
        Recipient {
            key: "k".into(),
            email: email.map(str::to_owned),
            phone: phone.map(str::to_owned),
            name: None,
            language: None,
            user: user.map(str::to_owned),
            serial: None,
            revoked: None,
            place: Place::default(),
        }
    }

    #[test]
    fn the_invited_person_is_known_by_user_then_email_then_phone() {
        let maya = Person {
            username: "maya.chen".into(),
            emails: vec!["Maya.Chen@riverside.example".into(), "m@x.example".into()],
            phones: vec!["+1 (201) 555-0101".into()],
            ..Person::default()
        };
        let invited = |user, email, phone| is_invited(&recipient(user, email, phone), &maya);
        assert!(invited(Some("Maya.Chen"), None, None));
        assert!(
            !invited(Some("rui"), Some("m@x.example"), None),
            "the user decides alone"
        );
        assert!(invited(None, Some("M@X.example"), Some("+490")));
        assert!(!invited(
            None,
            Some("other@x.example"),
            Some("+12015550101")
        ));
        assert!(invited(None, None, Some("+12015550101")));
        assert!(!invited(None, None, Some("+12015550102")));
        assert!(!invited(None, None, None), "a link for anyone is nobody's");
    }
}
