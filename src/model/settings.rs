//! Settings: read by each process at start, never part of the diff.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::Url;

use super::enrollment::EnrollmentMode;
pub use super::log_in::{Attributes, Claims, Directory, OIDC, Oidc};
pub use super::management::{Manager, OtherPage, OtherServer, PageOf, Product};
use super::person::Person;

/// Where a secret is read from, at the moment it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretSource {
    /// An environment variable.
    Env(String),
    /// A file, relative to the repository unless absolute; a final newline is cut.
    File(String),
}

/// Settings of `enroll.yaml`, defaults filled in.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Portal.
    pub portal: Portal,
    /// `sqlite://path` (relative to the repository) or `postgres://…`.
    pub database: String,
    /// Mail.
    pub mail: Mail,
    /// Text messages; none: not sent.
    pub sms: Option<Sms>,
    /// Directories by name.
    pub directories: BTreeMap<String, Directory>,
    /// The OpenID provider where people log in.
    pub oidc: Option<Oidc>,
    /// Device management.
    pub mdm: Mdm,
    /// Who is told what happened.
    pub webhooks: Vec<Webhook>,
    /// Who gets a digest by mail; none: nobody.
    pub digest: Option<Digest>,
    /// Who may look at the console.
    pub console: Console,
}

/// Groups whose members may look at the console; accounts have their role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Console {
    /// Personal data masked.
    pub viewers: Vec<String>,
    /// Personal data in full.
    pub auditors: Vec<String>,
}

/// Mails that say what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Addresses.
    pub to: Vec<String>,
    /// How often.
    pub every: Every,
}

/// How often something comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Every day.
    Day,
    /// Every week.
    Week,
}

/// Somebody who is told what happened.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Where to.
    pub url: Url,
    /// What the signature is made with.
    pub secret: SecretSource,
}

/// The portal people open.
#[derive(Clone, Debug)]
pub struct Portal {
    /// Origin without a path; https unless its host is loopback.
    pub url: Url,
    /// Address to listen on, `127.0.0.1:8600` unless given.
    pub listen: String,
    /// Networks of proxies whose forwarded headers count (CIDR).
    pub trusted_proxies: Vec<String>,
    /// Certificate and key of the portal itself, PEM; none behind a proxy.
    pub tls: Option<TlsFiles>,
    /// The server key; else made at first use in `.enroll/key`.
    pub key: Option<SecretSource>,
}

/// A certificate chain and its private key, PEM.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    /// Chain, leaf first.
    pub cert: SecretSource,
    /// Private key.
    pub key: SecretSource,
    /// What opens the key; none: it is not encrypted.
    pub passphrase: Option<SecretSource>,
}

/// An authority of somebody else, asked by SCEP.
#[derive(Clone, Debug)]
pub struct OutsideScep {
    /// Where devices ask.
    pub url: Url,
    /// PEM file with the certificates that sign those of devices.
    pub ca: String,
    /// What every device says to be given one; none: nothing.
    pub challenge: Option<SecretSource>,
}

/// An authority of somebody else, asked by ACME, that lets Apple vouch for the device (device-attest-01).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acme {
    /// The directory (RFC 8555, 7.1.1).
    pub directory: Url,
    /// PEM file with the certificates that sign those of devices.
    pub ca: String,
}

/// How devices are woken.
#[derive(Clone, Debug)]
pub struct Push {
    /// MDM push certificate and its key.
    pub files: TlsFiles,
    /// Push service, an origin.
    pub url: Url,
}

/// How mail leaves.
#[derive(Clone, Debug)]
pub struct Mail {
    /// `Name <address>` or an address.
    pub from: String,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// `smtp://`, `smtps://` or none: captured as `.eml` files in `.enroll/outbox`.
    pub smtp: Option<Smtp>,
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// Host name or address.
    pub host: String,
    /// Port: 465 for `smtps`, 587 with a user, else 25, unless given.
    pub port: u16,
    /// How the connection is protected.
    pub security: SmtpSecurity,
    /// Login name.
    pub user: Option<String>,
    /// Password.
    pub password: Option<SecretSource>,
    /// PEM file of a private root that signs the server's certificate (`?ca=PATH` in the URL).
    pub ca: Option<String>,
}

/// Protection of an SMTP connection. There is no silent fallback to plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// TLS from the first byte (`smtps://`).
    Implicit,
    /// STARTTLS, mandatory (`smtp://` to any host but loopback).
    StartTls,
    /// Plain text (`smtp://` to loopback only).
    Loopback,
}

/// Who carries text messages.
#[derive(Clone, Debug)]
pub enum Sms {
    /// Twilio's Messages API, or a server that speaks it.
    Twilio(Twilio),
    /// A gateway that takes JSON.
    Http(Gateway),
    /// A gateway that takes mail: an address with `{digits}` or `{number}` in it.
    Email(String),
}

/// An account of Twilio.
#[derive(Clone, Debug)]
pub struct Twilio {
    /// Origin of the API; `https://api.twilio.com` unless given.
    pub url: Url,
    /// Account SID, `AC…`.
    pub account: String,
    /// Auth token: the password of requests, and the key that signs callbacks.
    pub token: SecretSource,
    /// A number, a name of 1 to 11 letters and digits, or the SID of a messaging service (`MG…`).
    pub from: String,
}

/// A gateway that takes JSON.
#[derive(Clone, Debug)]
pub struct Gateway {
    /// Where requests go.
    pub url: Url,
    /// Headers of each request.
    pub headers: BTreeMap<String, HeaderText>,
    /// The JSON body as a template: `{to}`, `{digits}`, `{text}` and `{id}` in its texts are filled.
    pub body: serde_json::Value,
    /// The gateway knows requests again by `Idempotency-Key`, so that a lost answer can be asked for again.
    pub idempotent: bool,
}

/// The value of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderText {
    /// As it stands.
    Plain(String),
    /// Read when used.
    Secret(SecretSource),
}

/// Device management.
#[derive(Clone, Debug)]
pub struct Mdm {
    /// Who manages enrolled devices.
    pub manager: Manager,
    /// Origin of SCEP and check-in; always https. The portal's unless given.
    pub url: Url,
    /// Address of a second listener for SCEP and check-in; none: the portal's listener serves them.
    pub listen: Option<String>,
    /// Certificate and key of that listener.
    pub tls: Option<TlsFiles>,
    /// PEM file of the private root of the MDM host's certificate; none: a public certificate, no trust step.
    pub ca: Option<String>,
    /// APNs topic, `com.apple.mgmt.…`; a placeholder is derived when none is given.
    pub topic: Option<String>,
    /// Given SCEP CA certificate and key; else made at first start and kept sealed in the database.
    pub scep: Option<TlsFiles>,
    /// Another authority that issues the identities of devices, by SCEP; none: the one of this server.
    pub outside_scep: Option<OutsideScep>,
    /// Another authority for devices whose serial number is known beforehand, by ACME.
    pub acme: Option<Acme>,
    /// Push certificate; none: devices are not woken.
    pub push: Option<Push>,
    /// Whether SCEP clients may use DES and triple DES.
    pub scep_legacy: bool,
    /// Access rights of devices of the organization (bit mask).
    pub rights_institution: u32,
    /// Access rights of personal devices (bit mask).
    pub rights_personal: u32,
    /// Oldest major iOS version accepted.
    pub min_os: Option<u32>,
    /// When a device proves what it is before it is given the profile.
    pub ota: Ota,
    /// Account-driven enrollment; none: it is not offered.
    pub account_driven: Option<AccountDriven>,
}

/// Every right there is, and that Apple's bit mask knows.
pub const ALL_RIGHTS: u32 = 8191;
/// To see and to configure, and neither erase nor unlock.
pub const PERSONAL_RIGHTS: u32 = 5139;

impl Mdm {
    /// By this server at this origin, everything else as it is unless told.
    pub fn at(url: Url) -> Self {
        Self {
            manager: Manager::BuiltIn,
            url,
            listen: None,
            tls: None,
            ca: None,
            topic: None,
            scep: None,
            outside_scep: None,
            acme: None,
            push: None,
            scep_legacy: false,
            rights_institution: ALL_RIGHTS,
            rights_personal: PERSONAL_RIGHTS,
            min_os: None,
            ota: Ota::default(),
            account_driven: None,
        }
    }
}

/// Account-driven enrollment: people sign in on the device with their Managed Apple Account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountDriven {
    /// How the devices are managed.
    pub mode: EnrollmentMode,
    /// How they are given their token.
    pub method: SignInMethod,
    /// The Managed Apple Account of a person, with `{username}` and `{email}`.
    pub account: String,
}

/// How a device is given the token by which it fetches its profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignInMethod {
    /// In the address that the web view ends at (`apple-as-web`).
    #[default]
    Web,
    /// For a code, at an address of its own (`apple-oauth2`).
    OAuth2,
}

impl AccountDriven {
    /// The Managed Apple Account of a person: the one that was asked for if it is among theirs, the first where none
    /// was. None: it needs an email and there is none, or somebody else's was asked for.
    pub fn of(&self, person: &Person, asked: Option<&str>) -> Option<String> {
        let account = self.account.replace("{username}", &person.username);
        let theirs: Vec<String> = if account.contains("{email}") {
            let emails = person.emails.iter();
            emails
                .map(|email| account.replace("{email}", email))
                .collect()
        } else {
            vec![account]
        };
        let mut theirs = theirs.into_iter().map(|one| one.to_lowercase());
        match asked.map(str::to_lowercase) {
            Some(asked) => theirs.find(|one| *one == asked),
            None => theirs.next(),
        }
    }
}

/// The Profile Service: devices prove what they are, by the identity they were made with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ota {
    /// Which devices.
    pub of: Proven,
    /// PEM file of the authority that signs those identities; Apple's unless given.
    pub ca: Option<String>,
}

/// Which devices prove what they are before they are given the profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Proven {
    /// None: they say what they are at check-in.
    #[default]
    None,
    /// Those of which something is asked: a serial number, or an oldest version.
    Bound,
    /// All.
    All,
}
