//! The members of a group: read whole, or not at all.
//!
//! Groups hold people and other groups by DN (`member`, `uniqueMember`), or people by login name (`memberUid`).
//! Servers cut long answers short: long attributes come in ranges (Active Directory), long searches in pages
//! (RFC 2696), and whatever stays behind is an error.

use std::collections::{BTreeMap, HashSet};

use ldap3::adapters::PagedResults;
use ldap3::{Ldap, Scope, SearchEntry, ldap_escape};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::client::{Directory, OPERATION, SUCCESS, base};
use super::{Error, person};
use crate::model::person::Person;

/// Entries in one page of an answer; servers often allow no more than 500 or 1000.
const PAGE: i32 = 100;

/// Login names in one search.
const NAMES: usize = 250;

/// Entries asked for at once.
const AT_ONCE: usize = 32;

/// What says that an entry holds members, in lower case.
const CLASSES: [&str; 6] = [
    "groupofnames",
    "groupofuniquenames",
    "groupofmembers",
    "groupofentries",
    "posixgroup",
    "group",
];

/// Attributes that hold the DNs of members.
const BY_DN: [&str; 2] = ["member", "uniqueMember"];
const BY_NAME: &str = "memberUid";

impl Directory {
    /// Everybody in the group of this name, and in the groups in it, once each. Members that are no people (they
    /// have no login name) are left out.
    ///
    /// # Errors
    /// [`Error::Group`] when there is no such group, or not all of it can be read; else why nobody can tell.
    pub async fn members(&self, name: &str) -> Result<Vec<Person>, Error> {
        let service = self.servers.service().await?;
        let mut walk = Walk {
            names: self.names(),
            directory: self,
            ldap: service.ldap.clone(),
            asked: HashSet::new(),
            entered: HashSet::new(),
            people: BTreeMap::new(),
            missing: 0,
        };
        let group = walk.find(name).await?;
        let done = walk.through(group).await;
        done?;
        service.keep();
        match (walk.missing, walk.people.is_empty()) {
            (0, true) => Err(Error::Group("nobody is in it".to_owned())),
            (0, false) => Ok(walk.people.into_values().collect()),
            (n, _) => Err(Error::Group(format!(
                "{n} of its members cannot be read: gone, or hidden from the account of `directory.bind`"
            ))),
        }
    }

    /// The attributes of people and of groups.
    fn names(&self) -> Vec<String> {
        let mut names = person::names(&self.settings.attributes);
        names.extend(["objectClass", BY_NAME]);
        names.extend(BY_DN);
        names.into_iter().map(str::to_owned).collect()
    }
}

/// One reading of a group.
struct Walk<'a> {
    directory: &'a Directory,
    ldap: Ldap,
    names: Vec<String>,
    /// DNs of members asked for, as groups spell them, in lower case.
    asked: HashSet<String>,
    /// DNs of groups entered, as they spell themselves, in lower case: one may hold itself by way of others.
    entered: HashSet<String>,
    /// People by DN in lower case.
    people: BTreeMap<String, Person>,
    missing: usize,
}

impl Walk<'_> {
    /// The one group of this name.
    async fn find(&mut self, name: &str) -> Result<SearchEntry, Error> {
        let settings = &self.directory.settings;
        let Some(base) = &settings.groups else {
            let why = "the directory has no `groups` in enroll.yaml";
            return Err(Error::Settings(why.to_owned()));
        };
        let filter = format!("(cn={})", ldap_escape(name));
        let mut found = self.paged(base, &filter).await?;
        found.retain(is_group);
        match (found.pop(), found.len()) {
            (Some(group), 0) => Ok(group),
            (None, _) => Err(Error::Group(format!("no group has this name below {base}"))),
            (Some(_), n) => Err(Error::Group(format!(
                "{} groups have this name below {base}",
                n + 1
            ))),
        }
    }

    async fn through(&mut self, group: SearchEntry) -> Result<(), Error> {
        self.entered.insert(group.dn.to_lowercase());
        let mut groups = vec![group];
        while let Some(group) = groups.pop() {
            let mut dns = Vec::new();
            for attribute in BY_DN {
                dns.extend(self.values(&group, attribute).await?);
            }
            dns.retain(|dn| self.asked.insert(dn.to_lowercase()));
            for dns in dns.chunks(AT_ONCE) {
                for entry in self.read(dns).await? {
                    let key = entry.dn.to_lowercase();
                    if !is_group(&entry) {
                        self.keep(key, entry);
                    } else if self.entered.insert(key) {
                        groups.push(entry);
                    }
                }
            }
            let uids = self.values(&group, BY_NAME).await?;
            for uids in uids.chunks(NAMES) {
                self.named(uids).await?;
            }
        }
        Ok(())
    }

    fn keep(&mut self, key: String, entry: SearchEntry) {
        let attributes = &self.directory.settings.attributes;
        if let Some(person) = person::read(entry, attributes, None) {
            self.people.insert(key, person);
        }
    }

    /// People by login name.
    async fn named(&mut self, uids: &[String]) -> Result<(), Error> {
        let settings = &self.directory.settings;
        let each = uids
            .iter()
            .map(|uid| person::by_username(&settings.attributes, uid));
        let filter = format!("(|{})", each.collect::<String>());
        let found = self.paged(&settings.people, &filter).await?;
        let mut wanted: HashSet<String> = uids.iter().map(|uid| uid.to_lowercase()).collect();
        for entry in found {
            let key = entry.dn.to_lowercase();
            for name in person::attribute(&entry, &settings.attributes.username) {
                wanted.remove(&name.to_lowercase());
            }
            self.keep(key, entry);
        }
        self.missing += wanted.len();
        Ok(())
    }

    /// The entries of these DNs, asked for together; those that are not there are counted.
    async fn read(&mut self, dns: &[String]) -> Result<Vec<SearchEntry>, Error> {
        let mut asking = JoinSet::new();
        for dn in dns {
            let (ldap, dn, names) = (self.ldap.clone(), dn.clone(), self.names.clone());
            asking.spawn(async move { one(ldap, &dn, names).await });
        }
        let mut entries = Vec::new();
        while let Some(answer) = asking.join_next().await {
            match answer.map_err(|e| Error::Unavailable(e.to_string()))?? {
                Some(entry) => entries.push(entry),
                None => self.missing += 1,
            }
        }
        Ok(entries)
    }

    /// Every value of an attribute, the ranges that the server kept back included.
    async fn values(&self, entry: &SearchEntry, name: &str) -> Result<Vec<String>, Error> {
        let mut values = person::attribute(entry, name).to_vec();
        let mut next = range(entry, name);
        while let Some((part, from)) = next.take() {
            values.extend(part);
            let Some(from) = from else {
                break;
            };
            let wanted = vec![format!("{name};range={from}-*")];
            let Some(more) = one(self.ldap.clone(), &entry.dn, wanted).await? else {
                return Err(Error::Group("it changed while it was read".to_owned()));
            };
            next = range(&more, name).filter(|(part, _)| !part.is_empty());
            if next.is_none() {
                return Err(Error::Group("the server breaks off in it".to_owned()));
            }
        }
        Ok(values)
    }

    /// Everything below `base` that matches, page by page.
    async fn paged(&self, base: &str, filter: &str) -> Result<Vec<SearchEntry>, Error> {
        let mut ldap = self.ldap.clone();
        let search = ldap.streaming_search_with(
            PagedResults::new(PAGE),
            base,
            Scope::Subtree,
            filter,
            self.names.clone(),
        );
        let mut stream = timeout(OPERATION, search).await??;
        let mut entries = Vec::new();
        while let Some(entry) = timeout(OPERATION, stream.next()).await?? {
            if entry.is_ref() {
                return Err(Error::Group(
                    "a part of the tree is on another server".to_owned(),
                ));
            }
            if !entry.is_intermediate() {
                entries.push(SearchEntry::construct(entry));
            }
        }
        let answer = stream.finish().await;
        match answer.rc {
            SUCCESS => Ok(entries),
            _ => Err(Error::Unavailable(answer.to_string())),
        }
    }
}

/// Asked for beside others.
async fn one(mut ldap: Ldap, dn: &str, names: Vec<String>) -> Result<Option<SearchEntry>, Error> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    base(&mut ldap, dn, &names).await
}

fn is_group(entry: &SearchEntry) -> bool {
    let mut classes = person::attribute(entry, "objectClass").iter();
    classes.any(|class| CLASSES.contains(&class.to_lowercase().as_str()))
}

/// The values that came under `NAME;range=0-1499`, and where the next range begins; none: it was the last.
fn range(entry: &SearchEntry, name: &str) -> Option<(Vec<String>, Option<u64>)> {
    entry.attrs.iter().find_map(|(key, values)| {
        let (attribute, option) = key.split_once(';')?;
        let lower = option.to_lowercase();
        let (_, last) = lower.strip_prefix("range=")?.split_once('-')?;
        let next = last.parse::<u64>().ok().map(|last| last + 1);
        let same = attribute.eq_ignore_ascii_case(name);
        same.then(|| (values.clone(), next))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(attribute: &str, values: &[&str]) -> SearchEntry {
        let values = values.iter().map(|v| (*v).to_owned()).collect();
        SearchEntry {
            dn: "cn=g".into(),
            attrs: [(attribute.to_owned(), values)].into(),
            bin_attrs: [].into(),
        }
    }

    #[test]
    fn a_range_says_where_the_next_begins() {
        let values = || vec!["a".to_owned(), "b".to_owned()];
        let first = entry("member;range=0-1", &["a", "b"]);
        assert_eq!(range(&first, "member"), Some((values(), Some(2))));
        let last = entry("Member;Range=2-*", &["a", "b"]);
        assert_eq!(range(&last, "member"), Some((values(), None)));
        assert_eq!(range(&first, "uniqueMember"), None);
        assert_eq!(range(&entry("member", &["a"]), "member"), None);
        assert_eq!(range(&entry("member;binary", &["a"]), "member"), None);
    }

    #[test]
    fn groups_are_known_by_their_class() {
        assert!(is_group(&entry("objectclass", &["top", "groupOfNames"])));
        assert!(!is_group(&entry("objectClass", &["inetOrgPerson"])));
    }
}
