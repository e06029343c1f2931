//! The groups of one person, with those they are in by way of other groups.
//!
//! Groups name their members by DN (`member`, `uniqueMember`) or login name (`memberUid`, RFC 2307), and some
//! servers write the groups of an entry into the entry (`memberOf`). Where the server follows groups in groups
//! itself (Active Directory's `LDAP_MATCHING_RULE_IN_CHAIN`) it is asked once, else level by level, each group once.

use std::collections::{BTreeSet, HashSet};

use ldap3::{Ldap, SearchEntry, ldap_escape};

use super::client::{Directory, Found, base, below, hidden};
use super::direct::folded;
use super::server::Conversation;
use super::{Error, person};
use crate::model::person::Person;

/// Most groups that one search reads.
const MOST: i32 = 1000;

/// Groups whose groups one search asks for.
const AT_ONCE: usize = 100;

const NAMES: [&str; 2] = ["cn", person::MEMBER_OF];

/// Groups that are known by now.
#[derive(Default)]
struct Known {
    names: BTreeSet<String>,
    /// Their DNs in one spelling: a group may hold itself by way of others.
    dns: HashSet<String>,
    /// DNs whose own groups are to be asked for.
    next: Vec<String>,
    /// DNs that entries name, and that nobody has read.
    named: Vec<String>,
}

impl Known {
    fn add(&mut self, entry: &SearchEntry) {
        if self.dns.insert(folded(&entry.dn)) {
            let names = person::attribute(entry, "cn").iter();
            self.names.extend(names.cloned());
            self.named.extend(person::member_of(entry));
            self.next.push(entry.dn.clone());
        }
    }
}

impl Directory {
    /// The person who was found, with the names of all their groups.
    pub(super) async fn with_groups(
        &self,
        by: &mut Conversation<'_>,
        found: Found,
    ) -> Result<Person, Error> {
        let mut person = found.person;
        let mut known = Known {
            named: found.member_of,
            ..Known::default()
        };
        if let Some(base) = &self.settings.groups {
            let follows = by.follows_groups().await?;
            let filter = match follows {
                true => chained(&found.dn, &person.username),
                false => person::groups_of(&found.dn, &person.username),
            };
            for entry in self.groups(&mut by.ldap, base, &filter).await? {
                known.add(&entry);
            }
            if follows {
                (known.next, known.named) = (Vec::new(), Vec::new());
            }
        }
        while !(known.next.is_empty() && known.named.is_empty()) {
            self.read_named(&mut by.ldap, &mut known).await?;
            self.ask_above(&mut by.ldap, &mut known).await?;
        }
        person.groups = known.names.into_iter().collect();
        Ok(person)
    }

    /// The groups that match. Somebody who asks for themselves may not see any; the service account must.
    async fn groups(
        &self,
        ldap: &mut Ldap,
        base: &str,
        filter: &str,
    ) -> Result<Vec<SearchEntry>, Error> {
        let found = below(ldap, base, filter, &NAMES, MOST).await?;
        let themselves = self.settings.bind.is_none() && self.settings.bind_as.is_some();
        match found {
            None if themselves => Ok(Vec::new()),
            found => found.ok_or_else(|| hidden(base)),
        }
    }

    /// Reads the groups that entries name, below `groups` where that is given.
    async fn read_named(&self, ldap: &mut Ldap, known: &mut Known) -> Result<(), Error> {
        let base_dn = self.settings.groups.as_deref().map(folded);
        for dn in std::mem::take(&mut known.named) {
            let same = folded(&dn);
            let outside = base_dn.as_ref().is_some_and(|base| !same.ends_with(base));
            if outside || known.dns.contains(&same) {
                continue;
            }
            match base(ldap, &dn, &NAMES).await? {
                Some(entry) => known.add(&entry),
                // Hidden from whoever asks: its name stands in its DN.
                None => {
                    known.names.extend(common_name(&dn));
                    known.dns.insert(same);
                }
            }
        }
        Ok(())
    }

    /// The groups that hold those of the last level.
    async fn ask_above(&self, ldap: &mut Ldap, known: &mut Known) -> Result<(), Error> {
        let level = std::mem::take(&mut known.next);
        let Some(base) = &self.settings.groups else {
            return Ok(());
        };
        for dns in level.chunks(AT_ONCE) {
            let each = dns.iter().map(|dn| {
                let dn = ldap_escape(dn.as_str());
                format!("(member={dn})(uniqueMember={dn})")
            });
            let filter = format!("(|{})", each.collect::<String>());
            for entry in self.groups(ldap, base, &filter).await? {
                known.add(&entry);
            }
        }
        Ok(())
    }
}

/// The `cn` that a DN begins with, what is escaped in it (RFC 4514) put back.
fn common_name(dn: &str) -> Option<String> {
    let (kind, rest) = dn.split_once('=')?;
    if !kind.trim().eq_ignore_ascii_case("cn") {
        return None;
    }
    let (mut name, mut left) = (Vec::new(), rest.as_bytes());
    loop {
        left = match left {
            [] | [b',' | b'+', ..] => break,
            [b'\\', a, b, after @ ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => {
                let hex = [a.to_ascii_uppercase(), b.to_ascii_uppercase()];
                name.extend(data_encoding::HEXUPPER.decode(&hex).ok()?);
                after
            }
            [b'\\', one, after @ ..] | [one, after @ ..] => {
                name.push(*one);
                after
            }
        };
    }
    String::from_utf8(name).ok().filter(|name| !name.is_empty())
}

/// Finds the groups of a person at every level, where the server follows them.
fn chained(dn: &str, username: &str) -> String {
    const IN_CHAIN: &str = "1.2.840.113556.1.4.1941";
    let (dn, username) = (ldap_escape(dn), ldap_escape(username));
    format!("(|(member:{IN_CHAIN}:={dn})(memberUid={username}))")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_follows_groups_is_asked_once_for_all() {
        assert_eq!(
            chained("cn=Maya (IT),dc=x", "*"),
            "(|(member:1.2.840.113556.1.4.1941:=cn=Maya \\28IT\\29,dc=x)(memberUid=\\2a))"
        );
    }
    #[test]
    fn a_hidden_group_is_called_as_its_dn_begins() {
        let of = |dn| common_name(dn);
        assert_eq!(of("CN=Staff,ou=groups,dc=x").as_deref(), Some("Staff"));
        assert_eq!(
            of("cn=Smith\\, J\\c3\\b6rg\\+1+uid=2,dc=x").as_deref(),
            Some("Smith, J\u{f6}rg+1")
        );
        assert_eq!(of("ou=staff,dc=x"), None);
        assert_eq!(of("cn=,dc=x"), None);
    }
}
