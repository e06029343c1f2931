//! Device management in enroll.yaml.

use schemars::JsonSchema;

use super::root::Tls;
use super::scalar::{PathOrSecret, Secret};

/// Who manages enrolled devices.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum Mode {
    /// This program.
    BuiltIn,
    /// NanoMDM: the profile leads to it, and its webhook tells what devices say.
    Nanomdm,
    /// MicroMDM, likewise.
    Micromdm,
    /// Fleet: people are led to its enrollment page, and it enrolls the device.
    Fleet,
    /// Jamf Pro, likewise.
    Jamf,
}

/// Device management: profile, SCEP, check-in.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Mdm {
    /// Who manages enrolled devices: this program (`built_in`, unless given); a server of your own, `nanomdm` or
    /// `micromdm`; or a system that people are led to after login and consent, `fleet` or `jamf`.
    pub mode: Option<Mode>,
    /// All modes but built_in: origin of that server, https.
    #[schemars(regex(pattern = r"^https://"))]
    pub server: Option<String>,
    /// nanomdm, micromdm: what its webhooks to /hooks/mdm are signed with (`-webhook-hmac-key`), or, for MicroMDM, their
    /// password.
    pub webhook_secret: Option<Secret>,
    /// fleet: the enroll secret; jamf: the code of an invitation of Jamf Pro, without which people log in there. Whoever
    /// went through all steps here sees it in the address of the page they are led to.
    pub enroll_secret: Option<Secret>,
    /// Origin of SCEP and check-in, always https; the portal's unless given.
    pub url: Option<String>,
    /// Address of a second listener for SCEP and check-in; else the portal's listener serves them.
    pub listen: Option<String>,
    /// Certificate and key of the second listener.
    pub tls: Option<Tls>,
    /// PEM file of the private root that signs the certificate of `url`. Absent: a public certificate, and people
    /// need not trust anything by hand.
    pub ca: Option<String>,
    /// Topic of the push certificate, `com.apple.mgmt.External.…`.
    #[schemars(regex(pattern = r"^com\.apple\.mgmt\..+"))]
    pub topic: Option<String>,
    /// The authority that issues device certificates: its certificate and key, or where another one answers. Else made
    /// at first start.
    pub scep: Option<Scep>,
    /// Another authority that Apple vouches to for the device (ACME with device attestation). Devices whose serial number
    /// is known before they get the profile ask it: by their recipient's `serial`, or by `ota`. All others go by SCEP.
    pub acme: Option<Acme>,
    /// The MDM push certificate, with which devices are woken. Without it they enroll, and nothing can be asked of them.
    pub push: Option<Push>,
    /// What management may do on devices, as Apple's bit mask.
    pub access_rights: Option<AccessRights>,
    /// Oldest major version of iOS and iPadOS accepted.
    #[schemars(range(min = 1, max = 99))]
    pub min_os: Option<u32>,
    /// Devices prove what they are, by the identity they were made with, before they are given the profile.
    pub ota: Option<Ota>,
    /// People sign in on the device with their Managed Apple Account, and it enrolls by itself.
    pub account_driven: Option<AccountDriven>,
}

/// Account-driven enrollment, by the rules of `open_enrollment`.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct AccountDriven {
    /// `byod`: personal devices, the organization's data lives apart and the device is not named; `adde`: devices of the
    /// organization.
    pub mode: AccountDrivenMode,
    /// How a device is given the token by which it fetches its profile: `web`, in the address that the login ends at;
    /// `oauth2`, for a code, with one to refresh it. `web` unless given.
    pub method: Option<SignInMethod>,
    /// The Managed Apple Account of a person, with `{username}` and `{email}`; `{email}` unless given.
    pub account: Option<String>,
}

/// How devices are given their token.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum SignInMethod {
    /// `apple-as-web`.
    Web,
    /// `apple-oauth2`.
    OAuth2,
}

/// How devices are managed that people sign in on.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum AccountDrivenMode {
    /// User enrollment.
    Byod,
    /// Device enrollment.
    Adde,
}

/// The Profile Service: devices tell serial number and version, signed, before they are given the profile.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Ota {
    /// `none`; `bound`: where the recipient has a serial number or an oldest version is asked for; `all`. `none` unless
    /// given.
    pub devices: Option<OtaDevices>,
    /// PEM file of the authority that signs those identities; Apple's unless given.
    pub ca: Option<String>,
}

/// Which devices prove what they are.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum OtaDevices {
    /// None.
    None,
    /// Those of which something is asked.
    Bound,
    /// All.
    All,
}

/// The MDM push certificate. Renew it in time, never replace it: another one has another topic, and devices do not
/// listen to that.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Push {
    /// The certificate; its UID is the topic.
    pub cert: PathOrSecret,
    /// Its private key.
    pub key: Secret,
    /// Push service; `https://api.push.apple.com` unless given, `https://api.push.apple.com:2197` where 443 is closed.
    #[schemars(regex(pattern = r"^https://"))]
    pub url: Option<String>,
}

/// The authority that issues device certificates.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Scep {
    /// Its certificate; together with `key`.
    pub cert: Option<PathOrSecret>,
    /// Its private key, PEM.
    pub key: Option<Secret>,
    /// What opens an encrypted key (`BEGIN ENCRYPTED PRIVATE KEY`).
    pub passphrase: Option<Secret>,
    /// Accept DES and triple DES from old SCEP clients; `false` unless given. Anybody who records such a request can
    /// read its one-time challenge with time: not for long.
    pub legacy: Option<bool>,
    /// Where another authority answers by SCEP, in place of `cert` and `key`; together with `ca`. Devices ask it for a
    /// certificate with the name of their enrollment, and it must issue that name.
    #[schemars(regex(pattern = r"^https?://"))]
    pub url: Option<String>,
    /// With `url`: PEM file of the certificates that sign those of devices.
    pub ca: Option<String>,
    /// With `url`: what devices say to be given a certificate. Everybody who gets a profile can read it.
    pub challenge: Option<Secret>,
}

/// An authority asked by ACME.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Acme {
    /// Its directory, https.
    #[schemars(regex(pattern = r"^https://"))]
    pub directory: String,
    /// PEM file of the certificates that sign those of devices.
    pub ca: String,
}

/// What management may do on devices, as Apple's bit mask.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct AccessRights {
    /// Devices of the organization; 8191, everything, unless given.
    #[schemars(range(min = 1, max = 8191))]
    pub institution: Option<u32>,
    /// Personal devices; 5139 unless given.
    #[schemars(range(min = 1, max = 8191))]
    pub personal: Option<u32>,
}
