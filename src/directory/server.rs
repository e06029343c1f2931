//! The servers of one directory: the first that answers is spoken to, one that does not is left alone for a short
//! while, and connections of the service account are kept for the next conversation.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use ldap3::{Ldap, LdapConnAsync, LdapConnSettings, Scope, SearchEntry, SearchResult};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout};
use url::Url;

use super::Error;
use super::client::{NOT_LET_IN, OPERATION, SUCCESS, is_usable};
use super::tls::Protection;
use crate::base::secret::Secret;

const CONNECT: Duration = Duration::from_secs(3);

/// How long a kept connection may take to show that it is alive.
const ALIVE: Duration = Duration::from_secs(2);

/// How long a server that did not answer is tried last.
const LEFT_ALONE: Duration = Duration::from_secs(30);

/// Conversations of the service account at once, and so the most connections kept of it; as many people again may
/// be proving their passwords.
const AT_ONCE: usize = 16;

/// Result codes (RFC 4511, appendix A.1) of a server that is going away: busy, unavailable.
const GOING: [u32; 2] = [51, 52];

/// What Active Directory, and who speaks like it, says of itself; such servers follow groups in groups themselves.
const ACTIVE_DIRECTORY: &str = "1.2.840.113556.1.4.800";

/// Every server of a directory.
#[derive(Debug)]
pub(super) struct Servers {
    all: Vec<Server>,
    tls: Option<Arc<rustls::ClientConfig>>,
    /// The service account; none: nobody.
    account: Option<Account>,
    turns: Semaphore,
    proofs: Semaphore,
}

/// A name and a password that `enroll` itself uses.
#[derive(Debug)]
pub(super) struct Account {
    pub(super) dn: String,
    pub(super) password: Option<Secret<String>>,
}

/// One server.
#[derive(Debug)]
struct Server {
    url: Url,
    protection: Protection,
    idle: Mutex<Vec<Ldap>>,
    alone_until: Mutex<Option<Instant>>,
    follows_groups: OnceLock<bool>,
}

/// A connection in use. Dropped, it ends; [`Conversation::keep`] leaves it to the next.
pub(super) struct Conversation<'a> {
    pub(super) ldap: Ldap,
    server: &'a Server,
    _turn: SemaphorePermit<'a>,
}

impl Conversation<'_> {
    /// Nothing is left unread: the next may go on here.
    pub(super) fn keep(self) {
        self.server.idle().push(self.ldap);
    }

    /// Whether the server follows groups in groups by itself (`LDAP_MATCHING_RULE_IN_CHAIN`).
    pub(super) async fn follows_groups(&mut self) -> Result<bool, Error> {
        if let Some(known) = self.server.follows_groups.get() {
            return Ok(*known);
        }
        let names = ["supportedCapabilities"];
        let about = self.ldap.search("", Scope::Base, "(objectClass=*)", names);
        let SearchResult(entries, _) = timeout(OPERATION, about).await??;
        let mut said = entries
            .into_iter()
            .flat_map(|entry| SearchEntry::construct(entry).attrs.into_values().flatten());
        let follows = said.any(|capability| capability == ACTIVE_DIRECTORY);
        Ok(*self.server.follows_groups.get_or_init(|| follows))
    }
}

impl Server {
    fn idle(&self) -> MutexGuard<'_, Vec<Ldap>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn alone_until(&self) -> MutexGuard<'_, Option<Instant>> {
        self.alone_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn is_left_alone(&self, now: Instant) -> bool {
        self.alone_until().is_some_and(|until| now < until)
    }

    /// A kept connection that still answers; what does not is closed.
    async fn kept(&self) -> Option<Ldap> {
        loop {
            let mut ldap = self.idle().pop()?;
            if ldap.is_closed() {
                continue;
            }
            let ping = ldap.search("", Scope::Base, "(objectClass=*)", ["1.1"]);
            match timeout(ALIVE, ping).await {
                Ok(Ok(SearchResult(_, answer))) if !GOING.contains(&answer.rc) => {
                    return Some(ldap);
                }
                // The others are as old: a server that restarted has closed them all.
                _ => self.idle().clear(),
            }
        }
    }

    async fn connect(&self, tls: Option<&Arc<rustls::ClientConfig>>) -> Result<Ldap, Error> {
        // The library takes the process's default where it builds its own configuration.
        rustls::crypto::aws_lc_rs::default_provider()
            .install_default()
            .ok();
        let mut settings = LdapConnSettings::new()
            .set_conn_timeout(CONNECT)
            .set_starttls(self.protection == Protection::StartTls);
        if let Some(tls) = tls {
            settings = settings.set_config(Arc::clone(tls));
        }
        let connecting = LdapConnAsync::from_url_with_settings(settings, &self.url);
        let (connection, ldap) = timeout(OPERATION, connecting).await??;
        tokio::spawn(async move {
            if let Err(error) = connection.drive().await {
                tracing::debug!(%error, "the connection to the directory ended");
            }
        });
        Ok(ldap)
    }
}

impl Servers {
    /// The servers at `urls`, in the order they are tried.
    ///
    /// # Errors
    /// [`Error::Settings`].
    pub(super) fn new(
        urls: &[Url],
        account: Option<Account>,
        tls: Option<Arc<rustls::ClientConfig>>,
    ) -> Result<Self, Error> {
        let server = |url: &Url| {
            Ok(Server {
                url: url.clone(),
                protection: Protection::of(url, tls.is_some())?,
                idle: Mutex::default(),
                alone_until: Mutex::default(),
                follows_groups: OnceLock::new(),
            })
        };
        Ok(Self {
            all: urls.iter().map(server).collect::<Result<_, Error>>()?,
            tls,
            account,
            turns: Semaphore::new(AT_ONCE),
            proofs: Semaphore::new(AT_ONCE),
        })
    }

    /// The service account's password; none where there is none.
    pub(super) fn password(&self) -> Option<&Secret<String>> {
        self.account.as_ref()?.password.as_ref()
    }

    /// A conversation as the service account, with a kept connection where one is alive.
    pub(super) async fn service(&self) -> Result<Conversation<'_>, Error> {
        let turn = turn(&self.turns).await?;
        self.first(turn, true).await
    }

    /// A conversation as nobody yet: somebody is about to prove a password.
    pub(super) async fn nobody(&self) -> Result<Conversation<'_>, Error> {
        let turn = turn(&self.proofs).await?;
        self.first(turn, false).await
    }

    /// Connects to each server and binds as the service account; says how each did.
    pub(super) async fn each(&self) -> Vec<(&Url, Result<(), Error>)> {
        let mut found = Vec::new();
        for server in &self.all {
            found.push((&server.url, self.open(server).await.map(drop)));
        }
        found
    }

    /// The first server that answers. Those that did not a short while ago are tried when no other does.
    async fn first<'a>(
        &'a self,
        turn: SemaphorePermit<'a>,
        service: bool,
    ) -> Result<Conversation<'a>, Error> {
        let now = Instant::now();
        let (alone, well): (Vec<_>, Vec<_>) =
            self.all.iter().partition(|one| one.is_left_alone(now));
        let mut silent = Vec::new();
        for server in well.into_iter().chain(alone) {
            let opened = match service {
                true => match server.kept().await {
                    Some(ldap) => Ok(ldap),
                    None => self.open(server).await,
                },
                false => server.connect(self.tls.as_ref()).await,
            };
            match opened {
                Ok(ldap) => {
                    *server.alone_until() = None;
                    return Ok(Conversation {
                        ldap,
                        server,
                        _turn: turn,
                    });
                }
                Err(Error::Unavailable(why)) => {
                    *server.alone_until() = Some(Instant::now() + LEFT_ALONE);
                    silent.push((&server.url, why));
                }
                Err(other) => return Err(other),
            }
        }
        Err(Error::Unavailable(all_of(&silent)))
    }

    /// A new connection, bound as the service account.
    async fn open(&self, server: &Server) -> Result<Ldap, Error> {
        let mut ldap = server.connect(self.tls.as_ref()).await?;
        let Some(account) = &self.account else {
            return Ok(ldap);
        };
        let password = account
            .password
            .as_ref()
            .map_or("", |p| p.expose().as_str());
        if !account.dn.is_empty() && !is_usable(password) {
            return Err(Error::Refused("its password is empty".to_owned()));
        }
        let answer = timeout(OPERATION, ldap.simple_bind(&account.dn, password)).await??;
        match answer.rc {
            SUCCESS => Ok(ldap),
            rc if NOT_LET_IN.contains(&rc) => Err(Error::Refused(answer.to_string())),
            _ => Err(Error::Unavailable(answer.to_string())),
        }
    }
}

async fn turn(of: &Semaphore) -> Result<SemaphorePermit<'_>, Error> {
    let turn = timeout(OPERATION, of.acquire()).await;
    turn.ok()
        .and_then(Result::ok)
        .ok_or_else(|| Error::Unavailable("too many ask it at once".to_owned()))
}

/// One server's reason alone, or each with its server.
fn all_of(silent: &[(&Url, String)]) -> String {
    match silent {
        [(_, why)] => why.clone(),
        several => {
            let each = several.iter().map(|(url, why)| format!("{url}: {why}"));
            each.collect::<Vec<_>>().join("; ")
        }
    }
}
