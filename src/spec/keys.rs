//! Which keys a map may have. The schemas in [`super::schema`] describe the same keys; a test compares them.

use super::codes;

/// The keys of one kind of map.
#[derive(Debug)]
pub struct Keys {
    /// What the map is, for messages: `an invitation`.
    pub of: &'static str,
    /// Its name in `enroll explain NAME.KEY`.
    pub name: &'static str,
    /// Keys that are read.
    pub built: &'static [&'static str],
    /// Keys that belong elsewhere, with what to do instead.
    pub refused: &'static [Refused],
}

/// A key that belongs elsewhere.
#[derive(Debug)]
pub struct Refused {
    /// The key.
    pub key: &'static str,
    /// Registry code.
    pub code: &'static str,
    /// What is wrong.
    pub message: &'static str,
    /// Beside the caret.
    pub label: &'static str,
    /// What to do instead.
    pub hint: &'static str,
}

macro_rules! keys {
    ($($(#[$doc:meta])* $table:ident = $of:literal, $name:literal, [$($key:literal),* $(,)?]
        $(, refused [$($refused:expr),* $(,)?])?;)+) => {
        $($(#[$doc])* pub static $table: Keys = Keys {
            of: $of,
            name: $name,
            built: &[$($key),*],
            refused: &[$($($refused),*)?],
        };)+

        /// Every table.
        pub static ALL: &[&Keys] = &[$(&$table),+];
    };
}

keys! {
    /// enroll.yaml.
    ROOT = "enroll.yaml", "enroll", ["version", "organization", "portal", "database", "mail", "sms", "directory",
        "oidc", "mdm", "defaults", "limits", "open_enrollment", "retention", "webhooks",
        "digest", "console"];
    /// enroll.yaml: organization.
    ORGANIZATION = "organization", "organization",
        ["name", "short", "time_zone", "languages", "help", "brand", "repository"];
    /// help of the organization or of a site.
    HELP = "help", "help", ["name", "email", "phone"];
    /// enroll.yaml: organization.brand.
    BRAND = "brand", "brand", ["color", "logo"];
    /// enroll.yaml: portal.
    PORTAL = "portal", "portal", ["url", "listen", "trusted_proxies", "tls", "key"];
    /// A certificate and its key.
    TLS = "tls", "tls", ["cert", "key"];
    /// Where a secret is read from.
    SECRET = "a secret", "secret", ["env", "file"];
    /// enroll.yaml: mail.
    MAIL = "mail", "mail", ["from", "reply_to", "smtp", "password"];
    /// enroll.yaml: sms.
    SMS = "sms", "sms", ["provider", "account", "token", "from", "url", "headers", "body", "idempotent", "address"];
    /// enroll.yaml: one directory.
    DIRECTORY = "a directory", "directory", ["url", "bind", "password", "bind_as", "people",
        "groups", "ca", "attributes"];
    /// enroll.yaml: attributes of a directory.
    ATTRIBUTES = "attributes", "attributes", ["username", "name", "email", "phone", "title", "department",
        "building", "room", "language"];
    /// enroll.yaml: oidc.
    OIDC = "oidc", "oidc", ["issuer", "client", "secret", "ca", "scopes", "claims"];
    /// enroll.yaml: oidc.claims.
    CLAIMS = "claims", "claims", ["username", "name", "email", "groups", "phone", "title",
        "department"];
    /// enroll.yaml: mdm.
    MDM = "mdm", "mdm", ["mode", "url", "listen", "tls", "ca", "topic", "scep", "acme", "access_rights", "min_os",
        "push", "ota", "server", "webhook_secret", "enroll_secret", "account_driven"];
    /// enroll.yaml: mdm.account_driven.
    ACCOUNT_DRIVEN = "account_driven", "account_driven", ["mode", "method", "account"];
    /// enroll.yaml: mdm.ota.
    OTA = "ota", "ota", ["devices", "ca"];
    /// enroll.yaml: mdm.push.
    PUSH = "push", "push", ["cert", "key", "url"];
    /// enroll.yaml: mdm.scep.
    SCEP = "scep", "scep", ["cert", "key", "passphrase", "legacy", "url", "ca", "challenge"];
    /// enroll.yaml: mdm.acme.
    ACME = "acme", "acme", ["directory", "ca"];
    /// enroll.yaml: mdm.access_rights.
    RIGHTS = "access_rights", "access_rights", ["institution", "personal"];
    /// enroll.yaml: console.
    CONSOLE = "console", "console", ["viewers", "auditors"];
    /// enroll.yaml: one of webhooks.
    WEBHOOK = "a webhook", "webhook", ["url", "secret"];
    /// enroll.yaml: digest.
    DIGEST = "digest", "digest", ["to", "every"];
    /// enroll.yaml: defaults.
    DEFAULTS = "defaults", "defaults", ["send", "expires", "uses", "policy", "remind"];
    /// enroll.yaml: limits.
    LIMITS = "limits", "limits", ["messages", "revocations", "auto_approve", "messages_percent",
        "revocations_percent", "new_domains", "allowed_domains", "policy_devices", "protect", "required", "paths"];
    /// enroll.yaml: one rule of limits.paths.
    PATH_RULE = "a rule of limits.paths", "path_rule", ["sites", "messages"];
    /// enroll.yaml: open_enrollment.
    OPEN = "open_enrollment", "open_enrollment", ["institution", "personal"];
    /// One row of open_enrollment.
    OPEN_ROW = "a row of open_enrollment", "open_enrollment_row", ["policy", "site", "terms"];
    /// A site.
    SITE = "a site", "site", ["name", "help", "time_zone"];
    /// A policy.
    POLICY = "a policy", "policy", ["login", "directory", "groups", "accounts", "assign_user", "sites",
        "ownership", "terms", "devices_per_user", "re_enroll", "min_os"];
    /// A local account.
    ACCOUNT = "an account", "account", ["name", "email", "password_hash", "role"];
    /// An invitation.
    INVITATION = "an invitation", "invitation", ["to", "send", "site", "policy", "expires", "opens", "uses",
        "message", "language", "remind", "notify", "except", "revoked", "resend", "rotate", "was"],
        refused [Refused {
            key: "ownership",
            code: codes::PERSONAL_INVITATION,
            message: "an invitation cannot be for personally owned devices",
            label: "invitations are for devices of the organization",
            hint: "people with a device of their own use the plain portal address: delete this invitation and \
                   put a row under `open_enrollment: personal` in enroll.yaml",
        }];
    /// One recipient of an invitation.
    RECIPIENT = "a recipient", "recipient", ["email", "phone", "name", "language", "user", "serial"];
    /// A list of recipients in a file.
    LIST = "a list of recipients", "list", ["csv"];
    /// A group of a directory.
    GROUP = "a group of recipients", "group", ["group"];
    /// The head of a message.
    MESSAGE = "a message", "message", ["subject", "preheader", "button", "sms"];
}
