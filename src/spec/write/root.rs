//! enroll.yaml: what is applied, and the settings of a file that is there already.

use super::entries::{help, site_rule};
use super::value::{Keys, Yaml, entry};
use crate::model::declared::{Limits, NewDomains, Organization, PathRule};
use crate::model::policy::{OpenEnrollment, Ownership};
use crate::spec::yaml::{self, Value};
use crate::words::Language;

/// Keys whose values the database knows, and `defaults`, which every entry has taken in.
const KNOWN: [&str; 5] = [
    "version",
    "organization",
    "defaults",
    "limits",
    "open_enrollment",
];

/// What stands in enroll.yaml and not in the database.
#[derive(Debug, Default)]
pub struct Settings {
    /// Its lines.
    text: String,
    /// There is a `portal`, without which nothing is valid.
    portal: bool,
}

impl Settings {
    /// The settings of a file, as they are written, comments included. None: it cannot be read, or its keys do not
    /// begin lines.
    pub fn of(text: &str) -> Option<Self> {
        let (root, faults) = yaml::parse(text);
        let root = root.filter(|_| faults.is_empty())?;
        let Value::Map(entries) = &root.node.value else {
            return None;
        };
        let starts: Vec<usize> = entries.iter().map(|e| e.key_span.start).collect();
        let at_line = |at: usize| at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n');
        if !starts.iter().all(|at| at_line(*at)) {
            return None;
        }
        let mut kept = Self::default();
        for (n, one) in entries.iter().enumerate() {
            if KNOWN.contains(&one.key.as_str()) {
                continue;
            }
            kept.portal |= one.key == "portal";
            let end = starts
                .get(n + 1)
                .map_or(text.len(), |next| before_comments(text, *next));
            kept.text
                .push_str(&text[before_comments(text, starts[n])..end]);
            if !kept.text.ends_with('\n') {
                kept.text.push('\n');
            }
        }
        Some(kept)
    }

    /// Whether it says where the portal is.
    pub fn has_portal(&self) -> bool {
        self.portal
    }
}

/// Where the comments right above the line at `start` begin.
fn before_comments(text: &str, start: usize) -> usize {
    let mut at = start;
    for line in text[..start].split_inclusive('\n').rev() {
        if !line.starts_with('#') || line.contains("yaml-language-server") {
            break;
        }
        at -= line.len();
    }
    at
}

/// The file.
pub fn root(
    organization: &Organization,
    settings: &Settings,
    limits: &Limits,
    open: &[OpenEnrollment],
) -> String {
    let mut out = String::new();
    let put = |key: &str, value: Yaml, out: &mut String| entry(key, &value, 0, out);
    put("version", Yaml::Word("1".to_owned()), &mut out);
    put("organization", organization_keys(organization), &mut out);
    if !settings.portal {
        out.push_str("# The database does not know settings: where people open the portal, mail server, directory and so on.\n");
        out.push_str("portal: { url: \"https://enroll.example.com\" }\n");
    }
    out.push_str(&settings.text);
    let limits = limits_keys(limits);
    if !limits.0.is_empty() {
        put("limits", Yaml::Map(limits.0), &mut out);
    }
    if !open.is_empty() {
        put("open_enrollment", open_rows(open), &mut out);
    }
    out
}

fn organization_keys(own: &Organization) -> Yaml {
    let mut keys = Keys::default();
    keys.text("name", Some(&own.name));
    keys.text(
        "short",
        Some(&own.short)
            .filter(|s| **s != own.name)
            .map(String::as_str),
    );
    keys.word("time_zone", &*own.time_zone, "UTC", &own.time_zone);
    if !own
        .languages
        .iter()
        .eq(Language::ALL.iter().map(|l| l.code()))
    {
        keys.put("languages", Yaml::texts(&own.languages));
    }
    keys.put("help", help(&own.help));
    let mut brand = Keys::default();
    brand.text("color", own.color.as_deref());
    brand.text("logo", own.logo.as_ref().map(|logo| logo.path.as_str()));
    keys.put("brand", Yaml::Map(brand.0));
    keys.text("repository", own.repository.as_deref());
    Yaml::Map(keys.0)
}

fn limits_keys(limits: &Limits) -> Keys {
    let usual = Limits::default();
    let mut keys = Keys::default();
    keys.word(
        "messages",
        &limits.messages,
        &usual.messages,
        limits.messages,
    );
    keys.word(
        "revocations",
        &limits.revocations,
        &usual.revocations,
        limits.revocations,
    );
    keys.word(
        "auto_approve",
        &limits.auto_approve,
        &usual.auto_approve,
        limits.auto_approve,
    );
    let percents = [
        ("messages_percent", limits.messages_percent),
        ("revocations_percent", limits.revocations_percent),
    ];
    for (key, percent) in percents {
        keys.word(key, &percent, &None, percent.unwrap_or_default());
    }
    keys.word(
        "new_domains",
        &limits.new_domains,
        &NewDomains::Allow,
        "ack",
    );
    keys.put(
        "allowed_domains",
        Yaml::texts(limits.allowed_domains.iter().flatten()),
    );
    keys.word(
        "policy_devices",
        &limits.policy_devices,
        &usual.policy_devices,
        limits.policy_devices,
    );
    keys.put("protect", Yaml::texts(&limits.protect));
    keys.put("required", Yaml::texts(&limits.required));
    let paths = limits
        .paths
        .iter()
        .map(|(path, rule)| (path.clone(), path_rule(rule)));
    keys.put("paths", Yaml::Map(paths.collect()));
    keys
}

fn path_rule(rule: &PathRule) -> Yaml {
    let mut keys = Keys::default();
    if let Some(sites) = &rule.sites {
        keys.0.push(("sites".to_owned(), Yaml::texts(sites)));
    }
    if let Some(messages) = rule.messages {
        keys.put("messages", Yaml::Word(messages.to_string()));
    }
    Yaml::Map(keys.0)
}

fn open_rows(rows: &[OpenEnrollment]) -> Yaml {
    let mut keys = Keys::default();
    for ownership in [Ownership::Institution, Ownership::Personal] {
        let own = rows.iter().filter(|row| row.ownership == ownership);
        let own = own.map(|row| {
            let mut keys = Keys::default();
            keys.text("policy", Some(&row.policy.0));
            site_rule(&row.site, &mut keys);
            keys.text("terms", row.terms.as_ref().map(|terms| terms.path.as_str()));
            Yaml::Map(keys.0)
        });
        keys.put(ownership.word(), Yaml::List(own.collect()));
    }
    Yaml::Map(keys.0)
}
