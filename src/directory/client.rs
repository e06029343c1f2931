//! Conversations with the directory: a connection each, closed at their end.

use std::sync::Arc;
use std::time::Duration;

use ldap3::{
    Ldap, LdapConnAsync, LdapConnSettings, Scope, SearchEntry, SearchOptions, SearchResult,
};
use tokio::time::timeout;

use super::tls::{Protection, trusting};
use super::{Error, person};
use crate::base::secret::Secret;
use crate::model::person::Person;
use crate::model::settings;

const CONNECT: Duration = Duration::from_secs(3);
pub(super) const OPERATION: Duration = Duration::from_secs(5);

/// Most people one search returns.
pub const MOST: i32 = 20;

/// Most groups of one person that are read.
const MOST_GROUPS: i32 = 1000;

pub(super) const SUCCESS: u32 = 0;
const SIZE_LIMIT_EXCEEDED: u32 = 4;
pub(super) const NO_SUCH_OBJECT: u32 = 32;
const INVALID_CREDENTIALS: u32 = 49;

/// Result codes (RFC 4511, appendix A.1) by which a server says no to a person, not to us: constraint (locked
/// or expired), no such object, inappropriate authentication, invalid credentials, rights, unwilling.
const NOT_LET_IN: [u32; 6] = [19, NO_SUCH_OBJECT, 48, INVALID_CREDENTIALS, 50, 53];

/// One directory of the settings.
#[derive(Clone, Debug)]
pub struct Directory {
    pub(super) settings: settings::Directory,
    password: Option<Secret<String>>,
    protection: Protection,
    tls: Option<Arc<rustls::ClientConfig>>,
}

/// Somebody found: their DN and what the entry says.
struct Found {
    dn: String,
    person: Person,
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
        Ok(Self {
            protection: Protection::of(&settings.url, ca.is_some())?,
            tls: ca.map(trusting).transpose()?,
            settings: settings.clone(),
            password,
        })
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
        let mut ldap = self.open().await?;
        let found = match self.find(&mut ldap, username).await {
            Err(Error::NotFound) => {
                let nobody = format!("cn=nobody-of-this-name,{}", self.settings.people);
                return match bind_as_person(&mut ldap, &nobody, password).await {
                    Err(Error::BadCredentials) | Ok(()) => Err(Error::NotFound),
                    Err(other) => Err(other),
                };
            }
            other => other?,
        };
        bind_as_person(&mut ldap, &found.dn, password).await?;
        self.bind(&mut ldap).await?;
        let person = self.with_groups(&mut ldap, found).await;
        close(ldap).await;
        person
    }

    /// The person of this login name, with their groups.
    ///
    /// # Errors
    /// [`Error::NotFound`], else why nobody can tell.
    pub async fn person(&self, username: &str) -> Result<Person, Error> {
        if username.trim().is_empty() {
            return Err(Error::NotFound);
        }
        let mut ldap = self.open().await?;
        let found = self.find(&mut ldap, username).await?;
        let person = self.with_groups(&mut ldap, found).await;
        close(ldap).await;
        person
    }

    /// People whose name, login name or email contains `text`, at most [`MOST`], ordered by name.
    ///
    /// # Errors
    /// Why nobody can tell.
    pub async fn search(&self, text: &str) -> Result<Vec<Person>, Error> {
        let attributes = &self.settings.attributes;
        let mut ldap = self.open().await?;
        let filter = person::containing(attributes, text);
        let entries = self
            .entries(
                &mut ldap,
                &self.settings.people,
                &filter,
                &person::names(attributes),
                MOST,
            )
            .await?;
        close(ldap).await;
        let mut people: Vec<Person> = entries
            .into_iter()
            .filter_map(|entry| person::read(entry, attributes, None))
            .collect();
        people.sort_by(|a, b| (&a.name, &a.username).cmp(&(&b.name, &b.username)));
        Ok(people)
    }

    /// Connects, protects the connection and binds as `directory.bind`.
    ///
    /// # Errors
    /// As for any other conversation; `enroll doctor` shows them.
    pub async fn check(&self) -> Result<(), Error> {
        let ldap = self.open().await?;
        close(ldap).await;
        Ok(())
    }

    pub(super) async fn open(&self) -> Result<Ldap, Error> {
        // The library takes the process's default where it builds its own configuration.
        rustls::crypto::aws_lc_rs::default_provider()
            .install_default()
            .ok();
        let mut settings = LdapConnSettings::new()
            .set_conn_timeout(CONNECT)
            .set_starttls(self.protection == Protection::StartTls);
        if let Some(tls) = &self.tls {
            settings = settings.set_config(tls.clone());
        }
        let (connection, mut ldap) =
            LdapConnAsync::from_url_with_settings(settings, &self.settings.url).await?;
        tokio::spawn(async move {
            if let Err(error) = connection.drive().await {
                tracing::debug!(%error, "the connection to the directory ended");
            }
        });
        self.bind(&mut ldap).await?;
        Ok(ldap)
    }

    /// Binds as the account of the settings, or as nobody.
    async fn bind(&self, ldap: &mut Ldap) -> Result<(), Error> {
        let dn = self.settings.bind.as_deref().unwrap_or_default();
        let password = self.password.as_ref().map_or("", |p| p.expose().as_str());
        if !dn.is_empty() && !is_usable(password) {
            return Err(Error::Refused("its password is empty".to_owned()));
        }
        let answer = timeout(OPERATION, ldap.simple_bind(dn, password)).await??;
        match answer.rc {
            SUCCESS => Ok(()),
            rc if NOT_LET_IN.contains(&rc) => Err(Error::Refused(answer.to_string())),
            _ => Err(Error::Unavailable(answer.to_string())),
        }
    }

    /// Exactly one entry, or nobody.
    async fn find(&self, ldap: &mut Ldap, username: &str) -> Result<Found, Error> {
        let attributes = &self.settings.attributes;
        let filter = person::by_username(attributes, username);
        let mut entries = self
            .entries(
                ldap,
                &self.settings.people,
                &filter,
                &person::names(attributes),
                2,
            )
            .await?;
        match (entries.pop(), entries.is_empty()) {
            (Some(entry), true) => {
                let dn = entry.dn.clone();
                let person = person::read(entry, attributes, Some(username));
                Ok(Found {
                    dn,
                    person: person.ok_or(Error::NotFound)?,
                })
            }
            (Some(_), false) => {
                tracing::warn!("two people of the directory have the same login name");
                Err(Error::NotFound)
            }
            (None, _) => Err(Error::NotFound),
        }
    }

    async fn with_groups(&self, ldap: &mut Ldap, found: Found) -> Result<Person, Error> {
        let mut person = found.person;
        if let Some(base) = &self.settings.groups {
            let filter = person::groups_of(&found.dn, &person.username);
            let entries = self
                .entries(ldap, base, &filter, &["cn"], MOST_GROUPS)
                .await?;
            person.groups = entries
                .into_iter()
                .flat_map(|entry| entry.attrs.into_values().flatten())
                .collect();
            person.groups.sort();
            person.groups.dedup();
        }
        Ok(person)
    }

    async fn entries(
        &self,
        ldap: &mut Ldap,
        base: &str,
        filter: &str,
        names: &[&str],
        most: i32,
    ) -> Result<Vec<SearchEntry>, Error> {
        let options = SearchOptions::new()
            .sizelimit(most)
            .timelimit(i32::try_from(OPERATION.as_secs()).unwrap_or(i32::MAX));
        let search = ldap
            .with_search_options(options)
            .search(base, Scope::Subtree, filter, names);
        let SearchResult(entries, answer) = timeout(OPERATION, search).await??;
        match answer.rc {
            SUCCESS | SIZE_LIMIT_EXCEEDED => {
                Ok(entries.into_iter().map(SearchEntry::construct).collect())
            }
            _ => Err(Error::Unavailable(answer.to_string())),
        }
    }
}

async fn bind_as_person(ldap: &mut Ldap, dn: &str, password: &Secret<String>) -> Result<(), Error> {
    let answer = timeout(OPERATION, ldap.simple_bind(dn, password.expose())).await??;
    match answer.rc {
        SUCCESS => Ok(()),
        rc if NOT_LET_IN.contains(&rc) => Err(Error::BadCredentials),
        _ => Err(Error::Unavailable(answer.to_string())),
    }
}

/// Whether a server could take it for a password at all: an empty one is a bind as nobody, which succeeds.
fn is_usable(password: &str) -> bool {
    !password.trim().is_empty() && !password.contains('\0')
}

/// Says goodbye; whatever is answered, the connection ends when the handle is dropped.
pub(super) async fn close(mut ldap: Ldap) {
    ldap.unbind().await.ok();
}
