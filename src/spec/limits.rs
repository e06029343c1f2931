//! enroll.yaml: limits, the guards of apply.

use std::collections::{BTreeMap, BTreeSet};

use super::field::{Field, Map};
use super::ids::Ids;
use super::{codes, keys, values};
use crate::model::declared::{Kind, Limits, NewDomains, PathRule};

/// The guards of apply.
pub fn limits(root: &Map<'_>, sites: &Ids<'_>) -> Limits {
    let usual = Limits::default();
    let Some(map) = root.get("limits").and_then(|f| f.map(&keys::LIMITS)) else {
        return usual;
    };
    let given = |key: &str| map.get(key).and_then(|f| f.number(0..=u32::MAX));
    let percent = |key: &str| map.get(key).and_then(|f| f.number(0..=1_000_000));
    let words = [("allow", NewDomains::Allow), ("ack", NewDomains::Ack)];
    let new_domains = map.get("new_domains").and_then(|f| f.word(&words));
    let domains = map.get("allowed_domains").map(|f| domains(&f));
    let paths = map.get("paths").map(|f| paths(&f, sites));
    Limits {
        messages: given("messages").unwrap_or(usual.messages),
        revocations: given("revocations").unwrap_or(usual.revocations),
        auto_approve: given("auto_approve").unwrap_or(usual.auto_approve),
        messages_percent: percent("messages_percent"),
        revocations_percent: percent("revocations_percent"),
        new_domains: new_domains.unwrap_or_default(),
        allowed_domains: domains.filter(|all| !all.is_empty()),
        policy_devices: given("policy_devices").unwrap_or(usual.policy_devices),
        protect: map.get("protect").map(|f| entries(&f)).unwrap_or_default(),
        required: map.get("required").map(|f| entries(&f)).unwrap_or_default(),
        paths: paths.unwrap_or_default(),
    }
}

/// Domains as the identity of a recipient has them: lower case.
fn domains(field: &Field<'_>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (item, text) in field.texts() {
        let address = format!("somebody@{text}");
        if text.contains('.') && address.parse::<lettre::Address>().is_ok() {
            all.insert(values::identity(text));
        } else {
            item.error(codes::BAD_LIMIT, "this is not the domain of an address")
                .hint("what stands behind the @, in full: example.com");
        }
    }
    all
}

/// `kind/id` each. They need not be declared: that is what the guards are for.
fn entries(field: &Field<'_>) -> BTreeSet<String> {
    const KINDS: [Kind; 4] = [Kind::Site, Kind::Policy, Kind::Account, Kind::Invitation];
    let mut all = BTreeSet::new();
    for (item, text) in field.texts() {
        let named = text.split_once('/').filter(|(_, id)| !id.is_empty());
        let kind = named.and_then(|(word, _)| Kind::from_word(word));
        if kind.is_some_and(|kind| KINDS.contains(&kind)) {
            all.insert(text.to_owned());
        } else {
            let words = KINDS.map(Kind::word).join(", ");
            item.error(codes::BAD_LIMIT, "this does not name an entry")
                .hint(format!("write kind/id, such as site/hq; kinds: {words}"));
        }
    }
    all
}

fn paths(field: &Field<'_>, sites: &Ids<'_>) -> BTreeMap<String, PathRule> {
    let mut all = BTreeMap::new();
    for rule in field.entries().unwrap_or_default() {
        if !rule.key.starts_with("invitations.") {
            rule.key_error(codes::BAD_LIMIT, "no invitation stands there")
                .hint("a file or folder of invitations: \"invitations.d/berlin/**\"");
        }
        let Some(map) = rule.map(&keys::PATH_RULE) else {
            continue;
        };
        let ids = |f: Field<'_>| -> BTreeSet<String> {
            let items = f.list().unwrap_or_default();
            items
                .iter()
                .filter_map(|item| sites.resolve(item))
                .collect()
        };
        let read = PathRule {
            sites: map.get("sites").map(ids),
            messages: map.get("messages").and_then(|f| f.number(0..=u32::MAX)),
        };
        all.insert(rule.key.to_owned(), read);
    }
    all
}
