//! Conversations with the directory: who somebody is, and whether a password is theirs.

use ldap3::exop::{WhoAmI, WhoAmIResp};
use ldap3::{Ldap, Scope, SearchEntry, SearchOptions, SearchResult};
use std::time::Duration;
use tokio::time::timeout;

use super::direct::{self, Identity};
use super::server::{Account, Conversation, Servers};
use super::tls::trusting;
use super::{Error, person};
use crate::base::secret::Secret;
use crate::model::person::Person;
use crate::model::settings;

pub(super) const OPERATION: Duration = Duration::from_secs(5);

/// Most people one search returns.
pub const MOST: i32 = 20;

pub(super) const SUCCESS: u32 = 0;
const SIZE_LIMIT_EXCEEDED: u32 = 4;
const REFERRAL: u32 = 10;
pub(super) const NO_SUCH_OBJECT: u32 = 32;
const INVALID_DN: u32 = 34;
const INVALID_CREDENTIALS: u32 = 49;

/// Result codes (RFC 4511, appendix A.1) by which a server says no to a person, not to us: constraint (locked
/// or expired), no such object, a name that is no DN, inappropriate authentication, invalid credentials, rights,
/// unwilling.
pub(super) const NOT_LET_IN: [u32; 7] = [
    19,
    NO_SUCH_OBJECT,
    INVALID_DN,
    48,
    INVALID_CREDENTIALS,
    50,
    53,
];

/// One directory of the settings, with the connections that it keeps.
#[derive(Debug)]
pub struct Directory {
    pub(super) settings: settings::Directory,
    pub(super) servers: Servers,
    ca: Option<Vec<u8>>,
}

/// Somebody found: their DN, what the entry says, and the groups that it names itself (`memberOf`).
pub(super) struct Found {
    pub(super) dn: String,
    pub(super) person: Person,
    pub(super) member_of: Vec<String>,
}

impl Directory {
    /// A directory by its settings, the password of its `bind` account and the PEM of its `ca`. Nothing is
    /// sent yet.
    ///
    /// # Errors
    /// [`Error::Settings`].
    pub fn new(
        settings: &settings::Directory,
        password: Option<Secret<String>>,
        ca: Option<&[u8]>,
    ) -> Result<Self, Error> {
        // Where people bind by themselves, nobody in particular asks for them.
        let account = (settings.bind.is_some() || settings.bind_as.is_none()).then(|| Account {
            dn: settings.bind.clone().unwrap_or_default(),
            password,
        });
        let tls = ca.map(trusting).transpose()?;
        Ok(Self {
            servers: Servers::new(&settings.urls, account, tls)?,
            settings: settings.clone(),
            ca: ca.map(<[u8]>::to_vec),
        })
    }

    /// Whether it was made with this password and this `ca`: else it is to be made anew.
    pub fn is_with(&self, password: Option<&Secret<String>>, ca: Option<&[u8]>) -> bool {
        let mine = self.servers.password().map(Secret::expose);
        mine == password.map(Secret::expose) && self.ca.as_deref() == ca
    }

    /// The person whose login name and password these are, with their groups. An unknown name costs the
    /// server a bind like a known one.
    ///
    /// # Errors
    /// [`Error::BadCredentials`] for a wrong or unusable password, [`Error::NotFound`] for an unknown or
    /// ambiguous name, else why nobody can tell.
    pub async fn log_in(&self, username: &str, password: &Secret<String>) -> Result<Person, Error> {
        if !is_usable(password.expose()) || username.trim().is_empty() {
            return Err(Error::BadCredentials);
        }
        match &self.settings.bind_as {
            Some(template) => self.bind_directly(template, username, password).await,
            None => self.find_and_bind(username, password).await,
        }
    }

    /// Looks the person up as the service account, then binds as the one found.
    async fn find_and_bind(
        &self,
        username: &str,
        password: &Secret<String>,
    ) -> Result<Person, Error> {
        let mut service = self.servers.service().await?;
        let filter = person::by_username(&self.settings.attributes, username);
        let found = match self.find(&mut service.ldap, &filter, username).await {
            Err(Error::NotFound) => None,
            other => Some(other?),
        };
        let nobody = || format!("cn=nobody-of-this-name,{}", self.settings.people);
        let dn = found.as_ref().map_or_else(nobody, |found| found.dn.clone());
        let mut theirs = self.servers.nobody().await?;
        let bound = prove(&mut theirs.ldap, &dn, password).await;
        let person = match (bound, found) {
            (Ok(()), Some(found)) => self.with_groups(&mut service, found).await?,
            (Err(Error::BadCredentials) | Ok(()), None) => {
                service.keep();
                return Err(Error::NotFound);
            }
            (Err(error), _) => {
                service.keep();
                return Err(error);
            }
        };
        service.keep();
        Ok(person)
    }

    /// Binds by the name that the template makes, and reads the entry of whoever that is: as the service account
    /// where there is one, else as they themselves.
    async fn bind_directly(
        &self,
        template: &str,
        username: &str,
        password: &Secret<String>,
    ) -> Result<Person, Error> {
        let name = direct::name(template, username).ok_or(Error::BadCredentials)?;
        let mut theirs = self.servers.nobody().await?;
        prove(&mut theirs.ldap, &name, password).await?;
        let who = match direct::is_dn(template) {
            true => Identity::Entry(name),
            false => who_am_i(&mut theirs.ldap).await?,
        };
        if self.settings.bind.is_none() {
            return self.read(&mut theirs, &who, username).await;
        }
        let mut service = self.servers.service().await?;
        let person = self.read(&mut service, &who, username).await?;
        service.keep();
        Ok(person)
    }

    async fn read(
        &self,
        by: &mut Conversation<'_>,
        who: &Identity,
        username: &str,
    ) -> Result<Person, Error> {
        let attributes = &self.settings.attributes;
        let found = match who {
            Identity::Entry(dn) => {
                let entry = base(&mut by.ldap, dn, &person::names(attributes)).await?;
                self.found(entry.ok_or(Error::NotFound)?, username)?
            }
            Identity::Dn(_) | Identity::Account(_) => {
                let filter = who.filter(&person::by_username(attributes, username));
                let found = self.find(&mut by.ldap, &filter, username).await?;
                if !who.may_be(&found.dn) {
                    return Err(Error::NotFound);
                }
                found
            }
        };
        self.with_groups(by, found).await
    }

    /// The person of this login name, with their groups.
    ///
    /// # Errors
    /// [`Error::NotFound`], else why nobody can tell.
    pub async fn person(&self, username: &str) -> Result<Person, Error> {
        if username.trim().is_empty() {
            return Err(Error::NotFound);
        }
        let mut service = self.servers.service().await?;
        let filter = person::by_username(&self.settings.attributes, username);
        let found = self.find(&mut service.ldap, &filter, username).await?;
        let person = self.with_groups(&mut service, found).await?;
        service.keep();
        Ok(person)
    }

    /// People whose name, login name or email contains `text`, at most [`MOST`], ordered by name.
    ///
    /// # Errors
    /// Why nobody can tell.
    pub async fn search(&self, text: &str) -> Result<Vec<Person>, Error> {
        let attributes = &self.settings.attributes;
        let mut service = self.servers.service().await?;
        let filter = person::containing(attributes, text);
        let names = person::names(attributes);
        let entries = entries(
            &mut service.ldap,
            &self.settings.people,
            &filter,
            &names,
            MOST,
        )
        .await?;
        service.keep();
        let mut people: Vec<Person> = entries
            .into_iter()
            .filter_map(|entry| person::read(entry, attributes, None))
            .collect();
        people.sort_by(|a, b| (&a.name, &a.username).cmp(&(&b.name, &b.username)));
        Ok(people)
    }

    /// Connects to each server, protects the connection and binds as `directory.bind`; tells how each did, in the
    /// order they are tried.
    pub async fn check(&self) -> Vec<(String, Result<(), Error>)> {
        let each = self.servers.each().await.into_iter();
        each.map(|(url, found)| (url.to_string(), found)).collect()
    }

    /// Exactly one entry below `people`, or nobody.
    async fn find(&self, ldap: &mut Ldap, filter: &str, username: &str) -> Result<Found, Error> {
        let names = person::names(&self.settings.attributes);
        let mut entries = entries(ldap, &self.settings.people, filter, &names, 2).await?;
        match (entries.pop(), entries.is_empty()) {
            (Some(entry), true) => self.found(entry, username),
            (Some(_), false) => {
                tracing::warn!("two people of the directory have the same login name");
                Err(Error::NotFound)
            }
            (None, _) => Err(Error::NotFound),
        }
    }

    fn found(&self, entry: SearchEntry, username: &str) -> Result<Found, Error> {
        let (dn, member_of) = (entry.dn.clone(), person::member_of(&entry));
        let person = person::read(entry, &self.settings.attributes, Some(username));
        Ok(Found {
            dn,
            person: person.ok_or(Error::NotFound)?,
            member_of,
        })
    }
}

/// At most `most` entries below `base`, which the account of `bind` can see.
async fn entries(
    ldap: &mut Ldap,
    base: &str,
    filter: &str,
    names: &[&str],
    most: i32,
) -> Result<Vec<SearchEntry>, Error> {
    let found = below(ldap, base, filter, names, most).await?;
    found.ok_or_else(|| hidden(base))
}

/// There is no such base, or it is hidden.
pub(super) fn hidden(base: &str) -> Error {
    Error::Unavailable(format!(
        "noSuchObject: {base} is not there, or hidden from `bind`"
    ))
}

/// At most `most` entries below `base`; none when the server has or shows no such base.
pub(super) async fn below(
    ldap: &mut Ldap,
    base: &str,
    filter: &str,
    names: &[&str],
    most: i32,
) -> Result<Option<Vec<SearchEntry>>, Error> {
    let options = SearchOptions::new()
        .sizelimit(most)
        .timelimit(i32::try_from(OPERATION.as_secs()).unwrap_or(i32::MAX));
    let search = ldap
        .with_search_options(options)
        .search(base, Scope::Subtree, filter, names);
    let SearchResult(entries, answer) = timeout(OPERATION, search).await??;
    match answer.rc {
        SUCCESS | SIZE_LIMIT_EXCEEDED => {
            let entries = entries.into_iter().map(SearchEntry::construct);
            Ok(Some(entries.collect()))
        }
        rc if NOT_THERE.contains(&rc) => Ok(None),
        REFERRAL => Err(Error::Unavailable(
            "it refers to another server, and is not followed there: name that one in `url`"
                .to_owned(),
        )),
        _ => Err(Error::Unavailable(answer.to_string())),
    }
}

/// The entry of this DN; none when the server has or shows none.
pub(super) async fn base(
    ldap: &mut Ldap,
    dn: &str,
    names: &[&str],
) -> Result<Option<SearchEntry>, Error> {
    let search = ldap.search(dn, Scope::Base, "(objectClass=*)", names);
    let SearchResult(mut entries, answer) = timeout(OPERATION, search).await??;
    match answer.rc {
        SUCCESS => Ok(entries.pop().map(SearchEntry::construct)),
        rc if NOT_THERE.contains(&rc) => Ok(None),
        _ => Err(Error::Unavailable(answer.to_string())),
    }
}

/// Result codes (RFC 4511, appendix A.1) by which a server hides an entry or has none: no such object, a DN that is
/// none, insufficient rights.
const NOT_THERE: [u32; 3] = [NO_SUCH_OBJECT, INVALID_DN, 50];

/// Binds by this name and password.
async fn prove(ldap: &mut Ldap, name: &str, password: &Secret<String>) -> Result<(), Error> {
    let answer = timeout(OPERATION, ldap.simple_bind(name, password.expose())).await??;
    match answer.rc {
        SUCCESS => Ok(()),
        rc if NOT_LET_IN.contains(&rc) => Err(Error::BadCredentials),
        _ => Err(Error::Unavailable(answer.to_string())),
    }
}

/// Whom the server takes the bound person for (RFC 4532).
async fn who_am_i(ldap: &mut Ldap) -> Result<Identity, Error> {
    let answer = timeout(OPERATION, ldap.extended(WhoAmI)).await??;
    let said = match (answer.1.rc, answer.0.val.is_some()) {
        (SUCCESS, true) => answer.0.parse::<WhoAmIResp>().authzid,
        _ => String::new(),
    };
    Identity::of(&said).ok_or_else(|| {
        Error::Settings("it does not say who is bound: give `bind_as` as a DN".to_owned())
    })
}

/// Whether a server could take it for a password at all: an empty one is a bind as nobody, which succeeds.
pub(super) fn is_usable(password: &str) -> bool {
    !password.trim().is_empty() && !password.contains('\0')
}
