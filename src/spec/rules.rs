//! Sites, policies and local accounts.

use std::collections::BTreeMap;

use argon2::password_hash::phc;

use super::field::{Field, Map};
use super::ids::Ids;
use super::settings::secret;
use super::{codes, keys, values};
use crate::base::digest::sha256_hex;
use crate::model::id::{PolicyId, SiteId};
use crate::model::policy::{
    Account, AssignUser, DeviceRules, Help, LoginRule, Ownership, PasswordHash, Policy, ReEnroll,
    Role, Site, TextFile,
};
use crate::model::settings::OIDC;

/// The id of the policy that always exists.
pub const DEFAULT_POLICY: &str = "default";
/// The word that lets people choose a site.
pub const CHOOSE: &str = "choose";

/// What policies refer to.
pub struct Sources<'a> {
    /// Configured directories.
    pub directories: &'a Ids<'a>,
    /// There is an OpenID provider.
    pub oidc: bool,
    /// Local accounts.
    pub accounts: &'a Ids<'a>,
    /// Sites.
    pub sites: &'a Ids<'a>,
    /// Texts under `terms/`, by path.
    pub texts: &'a BTreeMap<&'a str, &'a str>,
}

impl Sources<'_> {
    /// Nobody can log in at all.
    pub fn none(&self) -> bool {
        self.directories.is_empty() && !self.oidc && self.accounts.is_empty()
    }
}

/// The built-in policy: whoever can log in may enroll.
pub fn default_policy() -> Policy {
    Policy {
        id: PolicyId::from(DEFAULT_POLICY),
        login: LoginRule::Required,
        directory: None,
        groups: Vec::new(),
        accounts: false,
        assign_user: AssignUser::Never,
        sites: Vec::new(),
        ownership: vec![Ownership::Institution, Ownership::Personal],
        terms: None,
        devices: DeviceRules::default(),
        place: crate::base::diag::Place::default(),
        source: String::new(),
    }
}

/// `help` of the organization or of a site.
pub fn help(map: &Map<'_>) -> Help {
    let Some(map) = map.get("help").and_then(|f| f.map(&keys::HELP)) else {
        return Help::default();
    };
    Help {
        name: map.text("name"),
        email: map.get("email").and_then(|f| values::email(&f)),
        phone: map.text("phone"),
    }
}

/// One site.
pub fn site(field: &Field<'_>) -> Option<Site> {
    if field.key == CHOOSE {
        field
            .key_error(codes::BAD_ID, "`choose` cannot be the id of a site")
            .hint("`site: choose` lets people choose");
    }
    let map = field.map(&keys::SITE)?;
    let name = map.require("name", "Middle School").and_then(|f| f.text());
    Some(Site {
        id: SiteId::from(field.key),
        help: help(&map),
        time_zone: map.get("time_zone").and_then(|f| values::time_zone(&f)),
        name: name?.to_owned(),
        place: field.key_place(),
        source: field.source(),
    })
}

/// One policy, its references resolved.
pub fn policy(field: &Field<'_>, sources: &Sources<'_>) -> Option<Policy> {
    let map = field.map(&keys::POLICY)?;
    let usual = default_policy();
    let sites = map.get("sites").and_then(|f| f.list()).unwrap_or_default();
    let sites = sites
        .iter()
        .filter_map(|f| sources.sites.resolve(f).map(SiteId));
    let groups = map.get("groups").map(|f| f.texts()).unwrap_or_default();
    let login = map.get("login").map(|f| f.word(LOGIN));
    let policy = Policy {
        id: PolicyId::from(field.key),
        login: login.flatten().unwrap_or(usual.login),
        directory: map.get("directory").and_then(|f| {
            match f.scalar() == Some(OIDC) && sources.oidc {
                true => Some(OIDC.to_owned()),
                false => sources.directories.resolve(&f),
            }
        }),
        groups: groups
            .into_iter()
            .map(|(_, text)| text.to_owned())
            .collect(),
        accounts: map
            .get("accounts")
            .and_then(|f| f.word(&[("local", true)]))
            .is_some(),
        assign_user: map
            .get("assign_user")
            .and_then(|f| f.word(ASSIGN))
            .unwrap_or(usual.assign_user),
        sites: sites.collect(),
        ownership: map
            .get("ownership")
            .map_or(usual.ownership, |f| ownership(&f)),
        terms: map.get("terms").and_then(|f| terms(&f, sources.texts)),
        devices: devices(&map, login.flatten()),
        place: field.key_place(),
        source: field.source(),
    };
    // A login that cannot be read says nothing about sources.
    if login != Some(None) {
        check_sources(field, &map, &policy, sources);
    }
    Some(policy)
}

/// What the policy asks of devices.
fn devices(map: &Map<'_>, login: Option<LoginRule>) -> DeviceRules {
    let limit = map.get("devices_per_user");
    if let Some(f) = limit
        && login == Some(LoginRule::None)
    {
        f.key_error(codes::USER_WITHOUT, "without a login, a device has no user")
            .hint("add `login: required`, or limit the devices of each link by `uses`");
    }
    let most = |f: Option<Field<'_>>, high| f.and_then(|f| f.number(1..=high));
    DeviceRules {
        devices_per_user: most(limit, u32::MAX),
        re_enroll: map
            .get("re_enroll")
            .and_then(|f| f.word(RE_ENROLL))
            .unwrap_or_default(),
        min_os: most(map.get("min_os"), 99),
    }
}

const RE_ENROLL: &[(&str, ReEnroll)] = &[
    ("allow", ReEnroll::Allow),
    ("same_user", ReEnroll::SameUser),
    ("deny", ReEnroll::Deny),
];

const LOGIN: &[(&str, LoginRule)] = &[
    ("none", LoginRule::None),
    ("required", LoginRule::Required),
    ("recipient", LoginRule::Recipient),
];

const ASSIGN: &[(&str, AssignUser)] = &[
    ("never", AssignUser::Never),
    ("optional", AssignUser::Optional),
    ("required", AssignUser::Required),
];

fn ownership(field: &Field<'_>) -> Vec<Ownership> {
    let words = &[
        ("institution", Ownership::Institution),
        ("personal", Ownership::Personal),
    ];
    let items = field.list().unwrap_or_default();
    items.iter().filter_map(|f| f.word(words)).collect()
}

/// A text of the repository, taken with its content.
pub fn terms(field: &Field<'_>, texts: &BTreeMap<&str, &str>) -> Option<TextFile> {
    let path = field.text()?;
    let Some(text) = texts.get(path) else {
        let near = super::suggest::did_you_mean(path, texts.keys().copied());
        field
            .error(
                codes::UNKNOWN_REFERENCE,
                format!("there is no text `{path}`"),
            )
            .label(near)
            .hint("terms are Markdown files under terms/: terms/byod.md");
        return None;
    };
    Some(TextFile {
        path: path.to_owned(),
        sha256: sha256_hex(text.as_bytes()),
        text: (*text).to_owned(),
    })
}

fn check_sources(field: &Field<'_>, map: &Map<'_>, policy: &Policy, sources: &Sources<'_>) {
    let named = map.get("directory").is_some() || policy.accounts;
    let by_directory = map.get("directory").is_some()
        || !named && (sources.oidc || !sources.directories.is_empty());
    let by_account = (policy.accounts || !named) && !sources.accounts.is_empty();
    if policy.login != LoginRule::None {
        match map.get("accounts") {
            Some(f) if policy.accounts && sources.accounts.is_empty() => {
                f.error(codes::NO_LOGIN_SOURCE, "there are no local accounts")
                    .hint("declare some in accounts.yaml: `enroll password` makes the hash");
            }
            _ if !by_directory && !by_account && !named => {
                map.get("login")
                    .map_or_else(
                        || field.key_error(codes::NO_LOGIN_SOURCE, NOBODY),
                        |f| f.error(codes::NO_LOGIN_SOURCE, NOBODY),
                    )
                    .hint(SOURCES);
            }
            _ => {}
        }
    }
    if let Some(groups) = map.get("groups")
        && (!by_directory || policy.login == LoginRule::None)
    {
        groups
            .key_error(
                codes::GROUPS_WITHOUT,
                "nothing tells which groups somebody is in",
            )
            .hint("groups are asked of a directory or an OpenID provider, after a login");
    }
    let searchable = match &policy.directory {
        Some(name) => name != OIDC,
        None => map.get("directory").is_some() || sources.directories.len() == 1,
    };
    if let Some(assign) = map.get("assign_user")
        && policy.assign_user != AssignUser::Never
        && (!searchable || !by_account || policy.login == LoginRule::None)
    {
        assign
            .key_error(codes::ASSIGN_WITHOUT, "there is nobody to assign the device to, or by")
            .hint(
                "somebody with a local account (`accounts: local`) looks the person up in a directory \
                 (`directory: NAME` when there are several)",
            );
    }
}

/// For E025.
pub const NOBODY: &str = "a login is required, and there is nothing to log in with";
/// For E025.
pub const SOURCES: &str = "add a `directory` or `oidc` in enroll.yaml, an account in accounts.yaml, or a policy with `login: none`";

/// The accounts that may enroll: those that look at the console are no way to log in to the portal.
pub fn enrollers<'a>(accounts: &[Field<'a>], hidden: bool) -> Ids<'a> {
    let looks = |field: &Field<'_>| {
        let role = field.child("role");
        let role = role.as_ref().and_then(Field::scalar);
        matches!(role, Some("viewer" | "auditor"))
    };
    let enrollers: Vec<Field<'a>> = accounts.iter().filter(|f| !looks(f)).copied().collect();
    Ids::new("account", &enrollers, hidden)
}

/// One local account.
pub fn account(field: &Field<'_>) -> Option<Account> {
    let map = field.map(&keys::ACCOUNT)?;
    let hash = map.require("password_hash", "\"$argon2id$v=19$…\"");
    let password_hash = hash.and_then(|f| password_hash(&f));
    let role = map.get("role").and_then(|f| f.word(ROLES));
    let mut source = field.source();
    if let Some(hash) = hash.filter(|f| f.scalar().is_some()) {
        let from = field.lines().start;
        let range = hash.range();
        if range.start >= from && range.end - from <= source.len() {
            source.replace_range(range.start - from..range.end - from, "•••");
        }
    }
    Some(Account {
        id: field.key.into(),
        name: map.text("name"),
        email: map.get("email").and_then(|f| values::email(&f)),
        role: role.unwrap_or(Role::Enroller),
        password_hash: password_hash?,
        place: field.key_place(),
        source,
    })
}

const ROLES: &[(&str, Role)] = &[
    ("enroller", Role::Enroller),
    ("viewer", Role::Viewer),
    ("auditor", Role::Auditor),
];

fn password_hash(field: &Field<'_>) -> Option<PasswordHash> {
    let Some(text) = field.scalar() else {
        return secret(field).map(PasswordHash::From);
    };
    if !text.starts_with('$') {
        field
            .error(
                codes::LITERAL_SECRET,
                "this looks like a password in plain text",
            )
            .label("anybody who reads the repository knows it now: change it")
            .hint("`enroll password` turns a password into a hash");
        return None;
    }
    let good = phc::PasswordHash::new(text)
        .is_ok_and(|hash| hash.algorithm.as_str() == "argon2id" && hash.hash.is_some());
    if !good {
        field
            .error(codes::BAD_HASH, "this is not an argon2id hash")
            .hint("`enroll password` makes one; it begins with $argon2id$");
        return None;
    }
    Some(PasswordHash::Inline(text.to_owned()))
}
