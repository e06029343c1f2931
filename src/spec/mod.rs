//! The administrator's repository: texts in, what they declare (or every mistake in them) out.
//!
//! Text → [`yaml`] tree with places → typed readers ([`field`]) → [`Desired`]. Must not know files, clocks,
//! the environment or the database: whoever calls brings the texts, and secrets are named, never read.
//! To add a key: its name in [`keys`], its description in [`schema`], its reader beside its neighbours, a
//! broken repository in `tests/broken/`. To add a finding: a row in [`codes`], a page in `docs/errors/`.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::base::diag::{Diagnostic, Severity, Span};
use crate::base::time::Timestamp;
use crate::model::declared::Desired;
use crate::model::id::{AccountId, InvitationId, PolicyId, SiteId};
use crate::model::logo::ImageFormat;
use crate::model::policy::Policy;
use crate::model::source::Sources;

mod authority;
pub mod blanks;
pub mod codes;
mod console;
mod digest;
mod directory;
mod expiry;
mod field;
pub mod group;
mod ids;
mod invitation;
pub mod jamf;
pub mod keys;
pub mod layout;
mod limits;
mod logo;
mod mdm;
mod message;
mod oidc;
mod organization;
mod people;
mod recipient;
mod rules;
pub mod schema;
mod settings;
mod sheet;
mod sms;
pub mod sources;
pub mod suggest;
#[cfg(test)]
mod tests;
mod texts;
mod values;
mod webhooks;
pub mod write;
mod yaml;
mod yaml_fault;

pub use logo::LARGEST;

use field::Field;
use ids::Ids;
use sheet::Sheet;

/// A file of the repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path relative to the repository, with forward slashes.
    pub path: String,
    /// Its text, without byte order mark; of a picture, its first bytes in base 64, one more than are allowed.
    pub text: String,
}

/// What the files declare.
#[derive(Debug)]
pub struct Loaded {
    /// Everything declared; none if there is an error.
    pub desired: Option<Desired>,
    /// Findings by file and place: errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a file is for, by its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `enroll.yaml`.
    Root,
    /// `sites.yaml`, `sites.d/**/*.yaml`.
    Sites,
    /// `policies.yaml`, `policies.d/**/*.yaml`.
    Policies,
    /// `accounts.yaml`, `accounts.d/**/*.yaml`.
    Accounts,
    /// `invitations.yaml`, `invitations.d/**/*.yaml`.
    Invitations,
    /// `terms/**/*.md`: a text that something else names.
    Text,
    /// `people/**/*.csv`: a list of people that an invitation names.
    List,
    /// `messages/LANGUAGE/NAME.md`: a message that an invitation names.
    Message,
    /// `messages/LANGUAGE/portal.yaml`: texts of the pages.
    Texts,
    /// `brand/**/*.svg`, `.png`, `.jpg`, `.jpeg`: a picture that something else names.
    Image,
}

/// Name of the file that every repository has.
pub const ROOT: &str = "enroll.yaml";

/// Kinds that stand in `K.yaml` and `K.d/`, with the name of the schema.
pub const KINDS: [(&str, Kind); 4] = [
    ("sites", Kind::Sites),
    ("policies", Kind::Policies),
    ("accounts", Kind::Accounts),
    ("invitations", Kind::Invitations),
];

/// What the file at `path` is for; none: not part of the declaration.
pub fn kind_of(path: &str) -> Option<Kind> {
    if path == ROOT {
        return Some(Kind::Root);
    }
    if path.starts_with("terms/") && path.ends_with(".md") {
        return Some(Kind::Text);
    }
    if path.starts_with("people/") && path.ends_with(".csv") {
        return Some(Kind::List);
    }
    if path.starts_with("messages/") && path.ends_with(".md") {
        return Some(Kind::Message);
    }
    if path.starts_with("messages/") && path.ends_with("/portal.yaml") {
        return Some(Kind::Texts);
    }
    if path.starts_with("brand/") && ImageFormat::of_path(path).is_some() {
        return Some(Kind::Image);
    }
    let stem = path.strip_suffix(".yaml")?;
    let found = KINDS.iter().find(|(name, _)| {
        stem == *name
            || stem
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(".d/"))
    });
    found.map(|(_, kind)| *kind)
}

/// Reads `files`. Their order does not matter; those that are not part of the declaration are passed over.
pub fn load(files: &[SourceFile]) -> Loaded {
    load_at(files, None)
}

/// As [`load`]; with an instant, links that end far after it are warned about too.
pub fn load_at(files: &[SourceFile], now: Option<Timestamp>) -> Loaded {
    let mut known: Vec<(&SourceFile, Kind)> = files
        .iter()
        .filter_map(|file| Some((file, kind_of(&file.path)?)))
        .collect();
    // The file of a kind comes before its folder: of two equal ids, the deeper one is reported.
    known.sort_by_key(|(file, _)| (file.path.contains('/'), &file.path));
    let texts = |wanted: Kind| -> BTreeMap<&str, &str> {
        let of_kind = known.iter().filter(|(_, kind)| *kind == wanted);
        let named = of_kind.map(|(file, _)| (file.path.as_str(), file.text.as_str()));
        named.collect()
    };
    let sheets: Vec<Sheet<'_>> = known
        .iter()
        .filter(|(_, kind)| !matches!(kind, Kind::Text | Kind::List | Kind::Image))
        .map(|(file, kind)| Sheet::read(file, *kind))
        .collect();
    let beside = Beside {
        texts: texts(Kind::Text),
        lists: texts(Kind::List),
        images: texts(Kind::Image),
    };
    let desired = desired(&sheets, &beside, now);
    let blank = sheets.iter().find(|s| s.kind == Kind::Root && s.is_blank());
    let mut diagnostics: Vec<Diagnostic> = sheets.iter().flat_map(Sheet::take).collect();
    diagnostics.extend(misnamed(files));
    if !sheets.iter().any(|sheet| sheet.kind == Kind::Root) {
        let missing = Diagnostic::error(codes::NO_ROOT, None, "there is no enroll.yaml here")
            .hint("name the repository with -C DIR, or write a starter with `enroll init`");
        diagnostics.push(missing);
    }
    if let Some(empty) = blank {
        let missing = Diagnostic::error(
            codes::MISSING_KEY,
            Some(empty.span(0..0)),
            "enroll.yaml is empty",
        )
        .hint("it needs at least `version: 1`, `organization` and `portal`");
        diagnostics.push(missing);
    }
    order(&mut diagnostics);
    let refused = diagnostics.iter().any(|d| d.severity == Severity::Error);
    let mut desired = desired.filter(|_| !refused);
    if let Some(desired) = &mut desired {
        desired.sources = sources::of(files, desired, &diagnostics);
    }
    Loaded {
        desired,
        diagnostics,
    }
}

/// Sorts by place and drops what was said twice, as defaults are read once for every zone.
fn order(diagnostics: &mut Vec<Diagnostic>) {
    let key = |d: &Diagnostic| {
        let place = d.span.as_ref().map(|s| (s.file.clone(), s.start, s.end));
        (place, d.code, d.message.clone())
    };
    diagnostics.sort_by_cached_key(key);
    diagnostics.dedup_by(|a, b| key(a) == key(b));
}

/// `K.yml` looks like part of the declaration and is not.
fn misnamed(files: &[SourceFile]) -> Vec<Diagnostic> {
    let wrong = files.iter().filter(|file| {
        let right = file
            .path
            .strip_suffix(".yml")
            .map(|stem| format!("{stem}.yaml"));
        right.is_some_and(|path| kind_of(&path).is_some())
    });
    wrong
        .map(|file| {
            let span = Span {
                file: file.path.clone(),
                start: 0,
                end: 0,
            };
            Diagnostic::error(
                codes::UNREADABLE,
                Some(span),
                "a file that ends in .yml is not read",
            )
            .hint("rename it to .yaml")
        })
        .collect()
}

/// Files that declarations name, by path.
struct Beside<'a> {
    texts: BTreeMap<&'a str, &'a str>,
    lists: BTreeMap<&'a str, &'a str>,
    images: BTreeMap<&'a str, &'a str>,
}

/// Everything declared, as far as it can be read; none when that is not far enough.
fn desired(sheets: &[Sheet<'_>], beside: &Beside<'_>, now: Option<Timestamp>) -> Option<Desired> {
    let [sites, policies, accounts, invitations] =
        KINDS.map(|(_, kind)| ids::entries(sheets, kind));
    let hidden = |kind| ids::hidden(sheets, kind);
    let site_ids = Ids::new("site", &sites, hidden(Kind::Sites));
    let policy_ids = Ids::new("policy", &policies, hidden(Kind::Policies));
    let policy_ids = policy_ids.built_in(rules::DEFAULT_POLICY);
    let account_ids = rules::enrollers(&accounts, hidden(Kind::Accounts));
    let root = sheets.iter().find(|sheet| sheet.kind == Kind::Root);
    let root_hidden = root.is_none_or(Sheet::is_hidden);
    let root = root.and_then(root_map);
    let directories = directories(root.as_ref());
    let directory_ids = Ids::new("directory", &directories, root_hidden);
    let sources = rules::Sources {
        directories: &directory_ids,
        oidc: root.as_ref().is_some_and(|root| root.has("oidc")),
        accounts: &account_ids,
        sites: &site_ids,
        texts: &beside.texts,
    };
    let sites: BTreeMap<SiteId, _> = by_id(&sites, rules::site, |s| s.id.clone());
    let policies = all_policies(&policies, &sources);
    let accounts: BTreeMap<AccountId, _> = by_id(&accounts, rules::account, |a| a.id.clone());
    // What follows is measured against enroll.yaml; without it, the entries alone have been checked.
    let root = root?;
    organization::check_version(&root);
    let (organization, logo) = organization::organization(&root, sheets, &beside.images).unzip();
    let messages = message::messages(sheets, organization.as_ref());
    let settings = settings::settings(&root);
    let zone = organization::zone(organization.as_ref());
    let defaults = organization::defaults(&root, &policy_ids, &zone);
    let open_enrollment = organization::open_enrollment(&root, &policies, &policy_ids, &sources);
    let ground = invitation::Ground {
        defaults: &defaults,
        site_ids: &site_ids,
        sites: &sites,
        policy_ids: &policy_ids,
        policies: &policies,
        zone: &zone,
        no_source: &Cell::new(sources.none()),
        sms: root.has("sms"),
        lists: &beside.lists,
        messages: &messages,
        directories: &directories,
        now,
    };
    invitation::check_renames(&invitations);
    let read = |f: &Field<'_>| invitation::invitation(f, &ground);
    let invitations: BTreeMap<InvitationId, _> = by_id(&invitations, read, |i| i.id.clone());
    Some(Desired {
        limits: limits::limits(&root, &site_ids),
        organization: organization?,
        logo: logo.flatten(),
        settings: settings?,
        sites,
        policies,
        accounts,
        open_enrollment,
        invitations,
        messages: messages.all,
        sources: Sources::default(),
    })
}

fn directories<'a>(root: Option<&field::Map<'a>>) -> Vec<Field<'a>> {
    let field = root.and_then(|r| r.get("directory")).filter(Field::is_map);
    field.and_then(|f| f.entries()).unwrap_or_default()
}

/// The declared policies and, unless one replaces it, the built-in one.
fn all_policies(entries: &[Field<'_>], sources: &rules::Sources<'_>) -> BTreeMap<PolicyId, Policy> {
    let read = |f: &Field<'_>| rules::policy(f, sources);
    let mut policies = by_id(entries, read, |p: &Policy| p.id.clone());
    if !entries.iter().any(|f| f.key == rules::DEFAULT_POLICY) {
        let default = rules::default_policy();
        policies.insert(default.id.clone(), default);
    }
    policies
}

fn root_map<'a>(sheet: &'a Sheet<'a>) -> Option<field::Map<'a>> {
    Field::root(sheet)?.map(&keys::ROOT)
}

fn by_id<'a, I: Ord, T>(
    entries: &[Field<'a>],
    read: impl Fn(&Field<'a>) -> Option<T>,
    id: impl Fn(&T) -> I,
) -> BTreeMap<I, T> {
    let values = entries.iter().filter(|f| !f.is_empty()).filter_map(read);
    values.map(|value| (id(&value), value)).collect()
}
