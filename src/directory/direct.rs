//! People who bind by a name of their own, without being looked up before: the name is made from a template, and
//! the entry that is read afterwards must be that of whoever was bound.

use ldap3::{dn_escape, ldap_escape};

/// What a template holds in the place of the login name.
const LOGIN: &str = "{login}";

/// Whom a server let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// The entry of this DN, which the template made.
    Entry(String),
    /// The entry of this DN, which the server named.
    Dn(String),
    /// The entry of this account (`sAMAccountName`) of Active Directory.
    Account(String),
}

/// Whether the names of this template are DNs.
pub(super) fn is_dn(template: &str) -> bool {
    template.contains('=')
}

/// The name to bind by. None: nobody is called like that.
pub(super) fn name(template: &str, username: &str) -> Option<String> {
    let username = username.trim();
    if username.chars().any(char::is_control) {
        return None;
    }
    Some(match is_dn(template) {
        true => template.replace(LOGIN, &dn_escape(username)),
        false => template.replace(LOGIN, username),
    })
}

impl Identity {
    /// What "Who am I?" (RFC 4532) answered: `dn:…`, or `u:DOMAIN\account`.
    pub(super) fn of(said: &str) -> Option<Self> {
        let is_named = |name: &&str| !name.is_empty();
        if let Some(dn) = said.strip_prefix("dn:").filter(is_named) {
            return Some(Self::Dn(dn.to_owned()));
        }
        let (_, account) = said.strip_prefix("u:")?.split_once('\\')?;
        is_named(&account).then(|| Self::Account(account.to_owned()))
    }

    /// Narrows a filter that finds people by the login name they typed.
    pub(super) fn filter(&self, by_username: &str) -> String {
        match self {
            Self::Entry(_) | Self::Dn(_) => by_username.to_owned(),
            Self::Account(account) => {
                format!("(&{by_username}(sAMAccountName={}))", ldap_escape(account))
            }
        }
    }

    /// Whether the entry of `dn` is theirs, as far as a DN tells.
    pub(super) fn may_be(&self, dn: &str) -> bool {
        match self {
            Self::Entry(mine) | Self::Dn(mine) => folded(mine) == folded(dn),
            Self::Account(_) => true,
        }
    }
}

/// A DN in one spelling: without capitals, and without the blanks after commas.
pub(super) fn folded(dn: &str) -> String {
    let parts: Vec<&str> = dn.split(',').map(str::trim).collect();
    parts.join(",").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_login_name_leaves_its_place_in_a_dn() {
        let of = |login| name("uid={login},ou=people,dc=x", login);
        assert_eq!(of("maya.chen").unwrap(), "uid=maya.chen,ou=people,dc=x");
        assert_eq!(
            of("maya,ou=admins").unwrap(),
            "uid=maya\\2cou\\3dadmins,ou=people,dc=x"
        );
        assert_eq!(
            of(" #x+y\"<>;\\ ").unwrap(),
            "uid=\\23x\\2by\\22\\3c\\3e\\3b\\5c,ou=people,dc=x"
        );
        assert_eq!(of("maya\0"), None);
        assert_eq!(
            name("{login}@riverside.example", "maya").unwrap(),
            "maya@riverside.example"
        );
        assert_eq!(name("RIVERSIDE\\{login}", "a\nb"), None);
    }

    #[test]
    fn the_entry_read_is_that_of_whoever_was_bound() {
        let maya = Identity::of("dn:uid=maya,ou=people,dc=x").unwrap();
        assert!(maya.may_be("UID=Maya, ou=people, dc=X"));
        assert!(!maya.may_be("uid=rui,ou=people,dc=x"));
        let account = Identity::of("u:RIVERSIDE\\m(chen").unwrap();
        assert_eq!(
            account.filter("(userPrincipalName=maya@x)"),
            "(&(userPrincipalName=maya@x)(sAMAccountName=m\\28chen))"
        );
        for nobody in ["", "dn:", "u:", "u:maya", "u:X\\"] {
            assert_eq!(Identity::of(nobody), None, "{nobody:?}");
        }
    }
}
