//! The other way: what the database holds, as files that declare it.
//!
//! Must not know files, clocks or the database: what was observed is an argument, texts come out. To add a key:
//! beside its neighbours in [`entries`] or [`root`], in the order of the contract.

mod entries;
pub mod root;
pub mod value;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::de::DeserializeOwned;

use super::yaml::{self, Slot, Value};
use super::{Kind, kind_of};
use crate::model::declared::{Kind as EntryKind, Organization};
use crate::model::id::InvitationId;
use crate::model::invitation::{Invitation, Recipient, SiteRule};
use crate::model::observed::{Observed, ObservedEntry, ObservedInvitation};
use crate::model::policy::{Account, OpenEnrollment, Policy, Site, TextFile};
use root::Settings;
use value::{Keys, Yaml, block};

/// A repository, as files by path.
#[derive(Debug, Default)]
pub struct Written {
    /// Texts by path.
    pub files: BTreeMap<String, String>,
    /// Path of the logo, and the digest its content is kept under.
    pub logo: Option<(String, String)>,
    /// What is another way than it was declared, or missing: one sentence each.
    pub notes: Vec<String>,
}

/// What `observed` holds, with the settings of another file. Every entry stands in the file it was declared in,
/// in the same order.
///
/// # Errors
/// A stored entry is not what this program writes.
pub fn repository(observed: &Observed, settings: &Settings) -> Result<Written, serde_json::Error> {
    let mut pen = Pen::default();
    let organization: Option<Organization> = first(observed, EntryKind::Organization)?;
    let sites: BTreeMap<String, Site> = all(observed, EntryKind::Site)?;
    let policies: BTreeMap<String, Policy> = all(observed, EntryKind::Policy)?;
    let accounts: BTreeMap<String, Account> = all(observed, EntryKind::Account)?;
    let open: Option<Vec<OpenEnrollment>> = first(observed, EntryKind::OpenEnrollment)?;
    let open = open.unwrap_or_default();
    pen.each(observed, EntryKind::Site, &sites, entries::site);
    pen.each(observed, EntryKind::Policy, &policies, entries::policy);
    pen.each(observed, EntryKind::Account, &accounts, entries::account);
    let policy_terms = policies.values().filter_map(|policy| policy.terms.as_ref());
    let open_terms = open.iter().filter_map(|row| row.terms.as_ref());
    for terms in policy_terms.chain(open_terms) {
        pen.text(terms);
    }
    if let Some(organization) = &organization {
        for (id, known) in observed
            .invitations
            .iter()
            .filter(|(_, known)| !known.removed)
        {
            pen.invitation(id, known, organization, &sites)?;
        }
        let limits = observed.limits.clone().unwrap_or_default();
        let text = root::root(organization, settings, &limits, &open);
        pen.written.files.insert(super::ROOT.to_owned(), text);
        pen.written
            .files
            .extend(entries::texts(&organization.texts));
        let logo = organization.logo.as_ref();
        pen.written.logo = logo.map(|logo| (logo.path.clone(), logo.sha256.clone()));
    }
    Ok(pen.finish())
}

fn all<T: DeserializeOwned>(
    observed: &Observed,
    kind: EntryKind,
) -> Result<BTreeMap<String, T>, serde_json::Error> {
    let known = observed.entries.get(&kind).into_iter().flatten();
    // What is built in stands nowhere.
    let declared = known.filter(|(_, entry)| !entry.place.is_empty());
    declared
        .map(|(id, entry)| Ok((id.clone(), serde_json::from_str(&entry.body)?)))
        .collect()
}

fn first<T: DeserializeOwned>(
    observed: &Observed,
    kind: EntryKind,
) -> Result<Option<T>, serde_json::Error> {
    let known = observed
        .entries
        .get(&kind)
        .and_then(|all| all.values().next());
    known
        .map(|entry| serde_json::from_str(&entry.body))
        .transpose()
}

/// Files while they are written.
#[derive(Default)]
struct Pen {
    /// Entries by file, in the order of their lines.
    entries: BTreeMap<String, Vec<(u32, String, Keys)>>,
    written: Written,
}

impl Pen {
    fn each<T>(
        &mut self,
        observed: &Observed,
        kind: EntryKind,
        all: &BTreeMap<String, T>,
        keys: fn(&T) -> Keys,
    ) {
        for (id, one) in all {
            if let Some(entry) = observed.entries.get(&kind).and_then(|known| known.get(id)) {
                self.entry(kind, id, entry, keys(one));
            }
        }
    }

    /// An entry goes to the file it stood in.
    fn entry(&mut self, kind: EntryKind, id: &str, known: &ObservedEntry, keys: Keys) {
        let (kind, usual) = match kind {
            EntryKind::Site => (Kind::Sites, "sites.yaml"),
            EntryKind::Policy => (Kind::Policies, "policies.yaml"),
            EntryKind::Account => (Kind::Accounts, "accounts.yaml"),
            _ => (Kind::Invitations, "invitations.yaml"),
        };
        let (file, line) = known.place.rsplit_once(':').unwrap_or((usual, ""));
        let file = match kind_of(file) == Some(kind) && is_inside(file) {
            true => file,
            false => usual,
        };
        let line = line.parse().unwrap_or(u32::MAX);
        let all = self.entries.entry(file.to_owned()).or_default();
        all.push((line, id.to_owned(), keys));
    }

    fn text(&mut self, file: &TextFile) {
        if is_inside(&file.path) {
            self.written
                .files
                .insert(file.path.clone(), file.text.clone());
        }
    }

    fn invitation(
        &mut self,
        id: &InvitationId,
        known: &ObservedInvitation,
        organization: &Organization,
        sites: &BTreeMap<String, Site>,
    ) -> Result<(), serde_json::Error> {
        let mut one: Invitation = serde_json::from_str(&known.entry.body)?;
        if let Some(own) = &one.message {
            self.written.files.extend(entries::message(own));
        }
        let links = known.recipients.values();
        one.recipients = links
            .map(|link| serde_json::from_str::<Recipient>(&link.body))
            .collect::<Result<_, _>>()?;
        let declared = Declared::of(&known.entry.source);
        let mut to = entries::recipients(&one.recipients);
        if one.recipients.is_empty() {
            if declared.unreadable {
                self.written.notes.push(format!(
                    "invitation/{id} is left out: nobody of it is known here"
                ));
                return Ok(());
            }
            to = Yaml::List(declared.to);
        } else {
            for (source, name) in &declared.taken_in {
                self.written.notes.push(format!(
                    "invitation/{id}: people of the {source} {name} are written one by one, as they were at the last apply"
                ));
            }
        }
        let site = match &one.site {
            SiteRule::Fixed(id) => sites.get(&id.0).and_then(|site| site.time_zone.as_deref()),
            SiteRule::None | SiteRule::Choose => None,
        };
        let zone = TimeZone::get(site.unwrap_or(&organization.time_zone)).unwrap_or(TimeZone::UTC);
        let keys = entries::invitation(&one, to, &zone);
        self.entry(EntryKind::Invitation, &id.0, &known.entry, keys);
        Ok(())
    }

    fn finish(mut self) -> Written {
        for (file, mut all) in self.entries {
            all.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
            let mut text = String::new();
            for (n, (_, id, keys)) in all.iter().enumerate() {
                if n > 0 {
                    text.push('\n');
                }
                block(id, &keys.0, &mut text);
            }
            self.written.files.insert(file, text);
        }
        self.written
    }
}

/// A path that stays in the repository, whoever wrote it into the database.
pub fn is_inside(path: &str) -> bool {
    let good = |part: &str| !part.is_empty() && !part.starts_with('.');
    path.split('/').all(good) && !path.contains(['\\', '\0'])
}

/// Whom an invitation named in its file.
#[derive(Default)]
struct Declared {
    /// People and groups, as they are written.
    to: Vec<Yaml>,
    /// Lists and groups: the word and the name.
    taken_in: Vec<(&'static str, String)>,
    /// It named somebody in a way that does not stand here.
    unreadable: bool,
}

impl Declared {
    fn of(source: &str) -> Self {
        let (root, _) = yaml::parse(source);
        let entry = root.as_ref().and_then(|root| match &root.node.value {
            Value::Map(entries) => entries.first(),
            _ => None,
        });
        let Some(entry) = entry else {
            return Self {
                unreadable: true,
                ..Self::default()
            };
        };
        let mut found = Self::default();
        let Some(to) = child(&entry.slot, "to") else {
            return found;
        };
        let Value::List(items) = &to.node.value else {
            return Self {
                unreadable: true,
                ..Self::default()
            };
        };
        for item in items {
            let name = |key| child(item, key).and_then(scalar).unwrap_or_default();
            if child(item, "csv").is_some() {
                found.taken_in.push(("list", name("csv")));
                continue;
            }
            if child(item, "group").is_some() {
                found.taken_in.push(("group", name("group")));
            }
            found.to.push(written(item));
        }
        found.unreadable = found.to.is_empty();
        found
    }
}

fn child<'s>(slot: &'s Slot, key: &str) -> Option<&'s Slot> {
    let Value::Map(entries) = &slot.node.value else {
        return None;
    };
    entries.iter().find(|e| e.key == key).map(|e| &e.slot)
}

fn scalar(slot: &Slot) -> Option<String> {
    match &slot.node.value {
        Value::Scalar { text, .. } => Some(text.clone()),
        _ => None,
    }
}

fn written(slot: &Slot) -> Yaml {
    match &slot.node.value {
        Value::Empty => Yaml::Word("~".to_owned()),
        Value::Scalar { text, .. } => Yaml::Text(text.clone()),
        Value::List(items) => Yaml::List(items.iter().map(written).collect()),
        Value::Map(entries) => Yaml::Map(
            entries
                .iter()
                .map(|e| (e.key.clone(), written(&e.slot)))
                .collect(),
        ),
    }
}
