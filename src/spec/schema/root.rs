//! The schema of `enroll.yaml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::console::Console;
use super::directory::Directory;
use super::limits::Limits;
use super::mdm::Mdm;
use super::oidc::Oidc;
use super::scalar::{PathOrSecret, Remind, Secret, Send, Uses, Version};
use super::sms::Sms;

/// Settings of the organization, in enroll.yaml. `version`, `organization.name` and `portal.url` are enough;
/// everything else has a default.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Enroll {
    /// The format's version: 1.
    pub version: Version,
    /// Who invites, as people see it.
    pub organization: Organization,
    /// The portal that people open.
    pub portal: Portal,
    /// Where the state lives: `sqlite://.enroll/enroll.db` (the default) or `postgres://user@host/name`. A
    /// password belongs into `ENROLL_DATABASE_URL`.
    pub database: Option<String>,
    /// How mail leaves. Without `smtp`, messages are written to .enroll/outbox.
    pub mail: Option<Mail>,
    /// Who carries text messages. Absent: none are sent.
    pub sms: Option<Sms>,
    /// LDAP directories by name.
    pub directory: Option<BTreeMap<String, Directory>>,
    /// The OpenID provider where people log in. Absent: none.
    pub oidc: Option<Oidc>,
    /// Device management: profile, SCEP, check-in.
    pub mdm: Option<Mdm>,
    /// What every invitation starts from.
    pub defaults: Option<Defaults>,
    /// Guards of `enroll apply`.
    pub limits: Option<Limits>,
    /// Enrollment without invitation, at the plain address of the portal. Absent: off.
    pub open_enrollment: Option<OpenEnrollment>,
    /// Who is told by HTTP what happened.
    pub webhooks: Option<Vec<Webhook>>,
    /// Who gets a mail every day or week that says what happened.
    pub digest: Option<Digest>,
    /// Groups of the directory that may look at the read-only console, at `/console`. Accounts with `role: viewer` or
    /// `role: auditor` may without it.
    pub console: Option<Console>,
    /// How long personal data is kept after an enrollment ended: days (`365d`), or `never` erased.
    #[schemars(regex(pattern = r"^(never|[1-9][0-9]*[dw])$"))]
    pub retention: Option<String>,
}

/// Who invites.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Organization {
    /// Full name.
    pub name: String,
    /// Short name for profiles and messages; else the full one.
    pub short: Option<String>,
    /// IANA time zone of dates without one, such as `Europe/Berlin`; `UTC` unless given.
    pub time_zone: Option<String>,
    /// Languages offered, the first being the fallback; all that the pages speak unless given, English first.
    pub languages: Option<Vec<String>>,
    /// Whom people ask for help.
    pub help: Option<Help>,
    /// How pages and messages look.
    pub brand: Option<Brand>,
    /// URL of this repository, for "Edit in git".
    pub repository: Option<String>,
}

/// Whom people ask for help.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Help {
    /// Name of the desk.
    pub name: Option<String>,
    /// Its email address.
    pub email: Option<String>,
    /// Its phone number, as people should read it.
    pub phone: Option<String>,
}

/// How pages and messages look.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Brand {
    /// Accent colour, `"#rrggbb"`, in quotes.
    #[schemars(regex(pattern = r"^#[0-9a-fA-F]{6}$"))]
    pub color: Option<String>,
    /// Picture at the head of every page: an SVG, PNG or JPEG file under `brand/`, at most 64 kB.
    pub logo: Option<String>,
}

/// The portal that people open.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Portal {
    /// Origin without a path, as people reach it: `https://enroll.example.com`. Plain http works on this
    /// computer alone.
    pub url: String,
    /// Address and port to listen on; `127.0.0.1:8600` unless given.
    pub listen: Option<String>,
    /// Networks of reverse proxies whose forwarded headers count, as `10.0.0.0/8`.
    pub trusted_proxies: Option<Vec<String>>,
    /// Certificate and key, if no proxy ends TLS.
    pub tls: Option<Tls>,
    /// The server key that links are derived from; else made at first use in .enroll/key.
    pub key: Option<Secret>,
}

/// A certificate and its key, PEM.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Tls {
    /// The certificate chain, the server's own first.
    pub cert: PathOrSecret,
    /// The private key.
    pub key: Secret,
}

/// Where a secret is read from: one of the two.
#[derive(Debug, JsonSchema)]
pub struct SecretKeys {
    /// Name of an environment variable that holds the secret.
    pub env: Option<String>,
    /// Path of a file that holds the secret; a final line break is cut.
    pub file: Option<String>,
}

/// How mail leaves.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Mail {
    /// Sender: an address, or `Name <address>`; `enroll@` the portal's host unless given.
    pub from: Option<String>,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// Mail server: `smtps://user@smtp.example.com` (TLS from the first byte) or `smtp://` (STARTTLS, never plain
    /// text but to this computer). `?ca=certs/root.pem` names a private root. Absent: files in .enroll/outbox.
    pub smtp: Option<String>,
    /// Password of the server's user.
    pub password: Option<Secret>,
}

/// Somebody who is told what happened: a signed POST with events as JSON.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Webhook {
    /// Where to.
    #[schemars(regex(pattern = r"^https?://"))]
    pub url: String,
    /// What the signature is made with.
    pub secret: Secret,
}

/// A mail that says what was enrolled, what did not arrive or is in doubt, which links ended unused, who waits for a
/// new link and which certificates end soon. Where nothing happened there is none.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Digest {
    /// Addresses.
    #[schemars(length(min = 1))]
    pub to: Vec<String>,
    /// `day` or `week` (the default): at six in the morning, weeks on Monday, in the organization's zone.
    pub every: Option<Every>,
}

/// How often something comes.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum Every {
    /// Every day.
    Day,
    /// Every week.
    Week,
}

/// What every invitation starts from.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Defaults {
    /// How invitations are delivered; `email` unless given.
    pub send: Option<Send>,
    /// When links stop working; `14d` unless given.
    pub expires: Option<String>,
    /// Devices per link; 1 unless given.
    pub uses: Option<Uses>,
    /// Id of a policy; `default` (a login is required) unless given.
    pub policy: Option<String>,
    /// Reminders before the end: `never`.
    pub remind: Option<Remind>,
}

/// Enrollment without invitation. Of the rows whose policy lets the person in, the first one counts.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct OpenEnrollment {
    /// Rows for devices of the organization.
    pub institution: Option<Vec<OpenRow>>,
    /// Rows for personal devices.
    pub personal: Option<Vec<OpenRow>>,
}

/// One row of open enrollment.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct OpenRow {
    /// Id of a policy with `login: required`.
    pub policy: String,
    /// Id of a site, or `choose`; none unless given.
    pub site: Option<String>,
    /// Terms over those of the policy: a file under terms/.
    pub terms: Option<String>,
}
