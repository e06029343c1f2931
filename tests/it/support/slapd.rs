//! OpenLDAP with the people and groups of the Riverside Schools; `riverside.ldif` beside this file.
//!
//! Everybody's password is their uid and `-pass`. Groups that are added later are told to their members (`memberOf`). The server is as permissive as careless ones are: a bind
//! with a name and an empty password succeeds, as nobody.

use std::{
    fs,
    io::Write as _,
    net::TcpStream,
    path::Path,
    process::{Command, Stdio},
    sync::{LazyLock, Mutex},
    time::Duration,
};
use tempfile::TempDir;

use super::{
    certificate, folder, port,
    process::{Process, tied, until},
};

/// Where people are.
pub const PEOPLE: &str = "ou=people,dc=riverside,dc=example";
/// Where groups are.
pub const GROUPS: &str = "ou=groups,dc=riverside,dc=example";
/// The account that may read everything.
pub const SERVICE: &str = "cn=enroll,dc=riverside,dc=example";
/// Its password.
pub const SERVICE_PASSWORD: &str = "enroll-pass";

const ADMIN: &str = "cn=admin,dc=riverside,dc=example";
const LDIF: &str = include_str!("riverside.ldif");

static SHARED: LazyLock<Slapd> = LazyLock::new(Slapd::start);

/// The server of the run, for tests that only read and log in.
pub fn shared() -> &'static Slapd {
    &SHARED
}

/// A server of its own, for tests that change it or take it down. It is stopped when dropped.
pub struct Slapd {
    folder: TempDir,
    port: u16,
    tls_port: u16,
    process: Mutex<Option<Process>>,
}

impl Slapd {
    /// Fills a new directory and starts the server.
    pub fn start() -> Self {
        let folder = folder::fresh("slapd-");
        let path = folder.path();
        fs::create_dir(path.join("data")).unwrap();
        fs::write(path.join("slapd.conf"), configuration(path)).unwrap();
        fs::write(path.join("riverside.ldif"), LDIF).unwrap();
        // A copy: Ubuntu confines /usr/sbin/slapd itself to the folders of the package. Made by another
        // process, as a file this one has just written may still be open in a child: "text file busy".
        let copied = Command::new("cp")
            .arg("/usr/sbin/slapd")
            .arg(path)
            .status()
            .unwrap();
        assert!(copied.success(), "no slapd (package slapd)");
        let filled = Command::new(path.join("slapd"))
            .args(["-T", "add", "-f"])
            .arg(path.join("slapd.conf"))
            .arg("-l")
            .arg(path.join("riverside.ldif"))
            .output()
            .unwrap();
        assert!(
            filled.status.success(),
            "{}",
            String::from_utf8_lossy(&filled.stderr)
        );
        let mut server = Self {
            folder,
            port: 0,
            tls_port: 0,
            process: Mutex::new(None),
        };
        for _ in 0..5 {
            (server.port, server.tls_port) = (port::free(), port::free());
            if server.try_up() {
                return server;
            }
        }
        panic!("slapd does not start: {}", server.log());
    }

    /// Starts it again on the same ports after [`Slapd::down`].
    pub fn up(&self) {
        assert!(self.try_up(), "slapd does not start: {}", self.log());
    }

    /// Stops it: connections are closed and refused.
    pub fn down(&self) {
        let process = self.process.lock().unwrap().take();
        process.expect("a running slapd").stop("TERM");
    }

    /// Without TLS, ready for StartTLS with a certificate of [`certificate::ca`].
    pub fn url(&self) -> String {
        format!("ldap://localhost:{}", self.port)
    }

    /// TLS from the first byte, certificate of [`certificate::ca`].
    pub fn tls_url(&self) -> String {
        format!("ldaps://localhost:{}", self.tls_port)
    }

    /// Applies LDIF change records as the administrator.
    pub fn modify(&self, ldif: &str) {
        let mut child = Command::new("ldapmodify")
            .args([
                "-x",
                "-H",
                &format!("ldap://127.0.0.1:{}", self.port),
                "-D",
                ADMIN,
                "-w",
                "admin-pass",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("ldapmodify (package ldap-utils)");
        child
            .stdin
            .take()
            .unwrap()
            .write_all(ldif.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// What the server was asked, as its `stats` log tells it: `conn=… op=… BIND dn="…"`. A request is logged
    /// before it is answered; what is logged at any later time (answers, farewells) is not in it.
    pub fn asked(&self) -> Vec<String> {
        let log = self.log();
        let asked = log.lines().filter(|line| {
            let verb = line
                .split(" op=")
                .nth(1)
                .and_then(|op| op.split(' ').nth(1));
            verb.is_some_and(|verb| !["RESULT", "SEARCH", "UNBIND"].contains(&verb))
        });
        asked.map(str::to_owned).collect()
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn try_up(&self) -> bool {
        let path = self.folder.path();
        let mut command = tied("KILL", path.join("slapd"));
        let urls = format!(
            "ldap://127.0.0.1:{} ldaps://127.0.0.1:{}",
            self.port, self.tls_port
        );
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(path.join("log"))
            .unwrap();
        command
            .args(["-d", "stats", "-h", &urls, "-f"])
            .arg(path.join("slapd.conf"));
        let mut process = Process::start({
            command.stdout(Stdio::null()).stderr(log);
            command
        });
        let ready = until(Duration::from_secs(20), || match process.ended() {
            Some(_) => Some(false),
            None => TcpStream::connect(("127.0.0.1", self.tls_port))
                .is_ok()
                .then_some(true),
        });
        let ready = ready == Some(true);
        if ready {
            *self.process.lock().unwrap() = Some(process);
        }
        ready
    }
}

fn configuration(path: &Path) -> String {
    let path = path.display();
    let (ca, certificate, key) = (
        certificate::ca(),
        certificate::server(),
        certificate::server_key(),
    );
    let (ca, certificate, key) = (ca.display(), certificate.display(), key.display());
    format!(
        "include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/nis.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
pidfile {path}/pid
argsfile {path}/args
allow bind_anon_dn
TLSCACertificateFile {ca}
TLSCertificateFile {certificate}
TLSCertificateKeyFile {key}
database mdb
suffix dc=riverside,dc=example
directory {path}/data
dbnosync
rootdn {ADMIN}
rootpw admin-pass
index objectClass,uid,mail,mobile,cn,member eq
overlay memberof
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact={SERVICE} read by self read by * none
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use ldap3::{Ldap, LdapConnAsync, LdapError, Scope, SearchEntry};

    async fn connect(server: &Slapd) -> Result<Ldap, LdapError> {
        let (connection, ldap) = LdapConnAsync::new(&server.url()).await?;
        ldap3::drive!(connection);
        Ok(ldap)
    }

    async fn bind(server: &Slapd, dn: &str, password: &str) -> Result<u32, LdapError> {
        Ok(connect(server).await?.simple_bind(dn, password).await?.rc)
    }

    fn person(uid: &str) -> String {
        format!("uid={uid},{PEOPLE}")
    }

    #[tokio::test]
    async fn people_log_in_with_their_passwords() {
        for uid in ["maya.chen", "rui.costa", "dana.ortiz", "sam.park"] {
            assert_eq!(
                bind(shared(), &person(uid), &format!("{uid}-pass"))
                    .await
                    .unwrap(),
                0
            );
            assert_eq!(bind(shared(), &person(uid), "wrong").await.unwrap(), 49);
        }
    }

    #[tokio::test]
    async fn it_takes_an_empty_password_for_nobody() {
        assert_eq!(bind(shared(), &person("maya.chen"), "").await.unwrap(), 0);
    }

    #[tokio::test]
    async fn only_the_service_account_finds_people_and_groups() {
        let filter = format!("(member={})", person("maya.chen"));
        let mut ldap = connect(shared()).await.unwrap();
        let nothing = ldap
            .search(GROUPS, Scope::Subtree, &filter, vec!["cn"])
            .await
            .unwrap();
        assert!(nothing.0.is_empty());
        ldap.simple_bind(SERVICE, SERVICE_PASSWORD)
            .await
            .unwrap()
            .success()
            .unwrap();
        let found = ldap
            .search(GROUPS, Scope::Subtree, &filter, vec!["cn"])
            .await
            .unwrap();
        let names = found
            .0
            .into_iter()
            .map(|entry| SearchEntry::construct(entry).attrs["cn"][0].clone());
        assert_eq!(names.collect::<Vec<_>>(), ["staff"]);
    }

    #[test]
    fn it_speaks_tls_with_a_certificate_of_the_throw_away_authority() {
        for url in [shared().tls_url(), shared().url()] {
            // This client looks for the machine's own name when told `localhost`.
            let url = url.replace("localhost", "127.0.0.1");
            let mut command = Command::new("ldapwhoami");
            command
                .env("LDAPTLS_CACERT", certificate::ca())
                .args(["-x", "-H", &url]);
            if url.starts_with("ldap:") {
                command.arg("-ZZ");
            }
            let output = command.output().unwrap();
            assert!(
                output.status.success(),
                "{url}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }

    #[tokio::test]
    async fn it_changes_goes_down_and_comes_back() {
        let server = Slapd::start();
        let dn = person("maya.chen");
        server.modify(&format!(
            "dn: {dn}\nchangetype: modify\nreplace: userPassword\nuserPassword: new\n"
        ));
        assert_eq!(bind(&server, &dn, "new").await.unwrap(), 0);
        server.down();
        bind(&server, &dn, "new").await.unwrap_err();
        server.up();
        assert_eq!(bind(&server, &dn, "new").await.unwrap(), 0);
        assert!(
            server
                .asked()
                .iter()
                .any(|line| line.contains(&format!("BIND dn=\"{dn}\"")))
        );
    }
}
