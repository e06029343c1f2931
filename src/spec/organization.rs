//! enroll.yaml: organization, defaults and open enrollment.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::expiry;
use super::field::{Field, Map};
use super::ids::Ids;
use super::rules::{self, Sources};
use super::sheet::Sheet;
use super::{codes, keys, logo, texts, values};
use crate::base::time::DAY;
use crate::model::declared::Organization;
use crate::model::id::{PolicyId, SiteId};
use crate::model::invitation::{Ahead, Delivery, SiteRule, Uses};
use crate::model::policy::{LoginRule, OpenEnrollment, Ownership, Policy};
use crate::words::Language;

/// What every invitation starts from.
pub struct Defaults<'a> {
    /// How it is delivered.
    pub send: Delivery,
    /// When links stop working; none: [`EXPIRES`].
    pub expires: Option<Field<'a>>,
    /// Devices per link.
    pub uses: Uses,
    /// Policy.
    pub policy: PolicyId,
    /// Reminders before the end.
    pub remind: Vec<Ahead>,
}

/// Links live this long unless something else is said.
pub const EXPIRES: &str = "14d";

/// Refuses a version other than 1.
pub fn check_version(root: &Map<'_>) {
    if let Some(version) = root.require("version", "1")
        && version.number(0..=u32::MAX).is_some_and(|n| n != 1)
    {
        version
            .error(
                codes::BAD_VERSION,
                "this version of the format is not known",
            )
            .hint("this program reads `version: 1`");
    }
}

/// Days after which personal data is erased; none: never.
fn retention(root: &Map<'_>) -> Option<u32> {
    let field = root.get("retention")?;
    let text = field.text().filter(|text| *text != "never")?;
    let days = expiry::duration(text).filter(|time| *time > 0 && time % DAY == 0);
    let days = days.and_then(|time| u32::try_from(time / DAY).ok());
    if days.is_none() {
        field
            .error(codes::BAD_DATE, "this is no number of days")
            .hint("write `retention: 365d`, or `never`");
    }
    days
}

/// The organization, and the content of its logo. None: its name is missing, which has been reported.
pub fn organization(
    root: &Map<'_>,
    sheets: &[Sheet<'_>],
    images: &BTreeMap<&str, &str>,
) -> Option<(Organization, Option<Vec<u8>>)> {
    let map = root
        .require("organization", "{ name: Example Schools }")?
        .map(&keys::ORGANIZATION)?;
    let name = map
        .require("name", "Example Schools")
        .and_then(|f| f.text());
    let zone = map.get("time_zone").and_then(|f| values::time_zone(&f));
    let languages = map
        .get("languages")
        .map(|f| languages(&f))
        .unwrap_or_default();
    let repository = map
        .get("repository")
        .and_then(|f| values::url(&f, &["https", "http"]));
    let brand = map.get("brand").and_then(|f| f.map(&keys::BRAND));
    let color = brand
        .and_then(|m| m.get("color"))
        .and_then(|f| values::color(&f));
    let logo = brand
        .and_then(|m| m.get("logo"))
        .and_then(|f| logo::logo(&f, images));
    let (logo, picture) = logo.unzip();
    let help = rules::help(&map);
    let texts = texts::texts(sheets);
    let name = name?.to_owned();
    let organization = Organization {
        short: map.text("short").unwrap_or_else(|| name.clone()),
        name,
        time_zone: zone.unwrap_or_else(|| "UTC".to_owned()),
        languages: if languages.is_empty() {
            Language::ALL
                .iter()
                .map(|own| own.code().to_owned())
                .collect()
        } else {
            languages
        },
        help,
        color,
        logo,
        repository: repository.map(|url| url.as_str().trim_end_matches('/').to_owned()),
        retention: retention(root),
        texts,
    };
    Some((organization, picture))
}

fn languages(field: &Field<'_>) -> Vec<String> {
    let items = field.list().unwrap_or_default();
    if items.is_empty() && field.scalar().is_none() && !field.is_map() {
        field
            .error(codes::EMPTY, "`languages` is empty")
            .hint("name at least one, the first is the fallback: [en]");
    }
    items.iter().filter_map(values::language).collect()
}

/// The organization's zone; UTC unless given or when it cannot be read.
pub fn zone(organization: Option<&Organization>) -> TimeZone {
    let name = organization.map_or("UTC", |o| o.time_zone.as_str());
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// How an invitation is delivered.
pub fn delivery(field: &Field<'_>) -> Delivery {
    let words = &[
        ("email", Delivery::Email),
        ("none", Delivery::None),
        ("sms", Delivery::Sms),
        ("both", Delivery::Both),
    ];
    field.word(words).unwrap_or(Delivery::Email)
}

/// `unlimited` or a number from 1.
pub fn uses(field: &Field<'_>) -> Uses {
    if field.scalar() == Some("unlimited") {
        return None;
    }
    Some(field.number(1..=u32::MAX).unwrap_or(1))
}

/// More reminders would be a nuisance.
const REMINDERS: usize = 2;

/// `never`, `2d`, or a list of such times before the end, and `expired` for a word once it is over; the earliest reminder comes first.
pub fn remind(field: &Field<'_>) -> Vec<Ahead> {
    if field.scalar() == Some("never") {
        return Vec::new();
    }
    let items = match field.scalar() {
        Some(_) => vec![*field],
        None => field.list().unwrap_or_default(),
    };
    let mut found = Vec::new();
    for item in items {
        let ahead = match item.scalar() {
            Some("expired") => Some(Ahead::EXPIRED),
            _ => expiry::ahead(&item).map(Ahead),
        };
        let Some(ahead) = ahead else { continue };
        let before = found.iter().filter(|one| **one != Ahead::EXPIRED).count();
        if found.contains(&ahead) {
            item.error(codes::OUT_OF_RANGE, "the same reminder twice");
        } else if ahead != Ahead::EXPIRED && before == REMINDERS {
            item.error(codes::OUT_OF_RANGE, "more than two reminders");
        } else {
            found.push(ahead);
        }
    }
    found.sort_by(|a, b| b.cmp(a));
    found
}

/// What every invitation starts from.
pub fn defaults<'a>(root: &Map<'a>, policies: &Ids<'_>, zone: &TimeZone) -> Defaults<'a> {
    let map = root.get("defaults").and_then(|f| f.map(&keys::DEFAULTS));
    let get = |key: &str| map.and_then(|m| m.get(key));
    let policy = get("policy").and_then(|f| policies.resolve(&f));
    Defaults {
        send: get("send").map_or(Delivery::Email, |f| delivery(&f)),
        // Read here so that a mistake is reported even when no invitation uses it.
        expires: get("expires").filter(|f| expiry::expires(f, zone).is_some()),
        uses: get("uses").map_or(Some(1), |f| uses(&f)),
        policy: policy.map_or_else(|| PolicyId::from(rules::DEFAULT_POLICY), PolicyId),
        remind: get("remind").map(|f| remind(&f)).unwrap_or_default(),
    }
}

/// `site`: an id, or `choose`. An unknown site has been reported and is read as none.
pub fn site_rule(field: &Field<'_>, sites: &Ids<'_>) -> SiteRule {
    if field.scalar() != Some(rules::CHOOSE) {
        let id = sites.resolve(field);
        return id.map_or(SiteRule::None, |id| SiteRule::Fixed(SiteId(id)));
    }
    if sites.is_empty() {
        field
            .error(codes::NO_SITES, "there are no sites to choose from")
            .hint("declare some in sites.yaml, or leave `site` out");
    }
    SiteRule::Choose
}

/// Open enrollment in the order of the file.
pub fn open_enrollment(
    root: &Map<'_>,
    policies: &BTreeMap<PolicyId, Policy>,
    policy_ids: &Ids<'_>,
    sources: &Sources<'_>,
) -> Vec<OpenEnrollment> {
    let map = root.get("open_enrollment").and_then(|f| f.map(&keys::OPEN));
    let mut rows = Vec::new();
    for ownership in [Ownership::Institution, Ownership::Personal] {
        let list = map
            .and_then(|m| m.get(ownership.word()))
            .and_then(|f| f.list());
        for field in list.unwrap_or_default() {
            let Some(row) = field.map(&keys::OPEN_ROW) else {
                continue;
            };
            let named = row.require("policy", "staff");
            let id = named.and_then(|f| policy_ids.resolve(&f));
            if let (Some(named), Some(id)) = (named, &id)
                && let Some(policy) = policies.get(&PolicyId(id.clone()))
            {
                check_open(&named, policy, ownership, sources);
            }
            rows.push(OpenEnrollment {
                ownership,
                policy: PolicyId(id.unwrap_or_default()),
                site: row
                    .get("site")
                    .map_or(SiteRule::None, |f| site_rule(&f, sources.sites)),
                terms: row
                    .get("terms")
                    .and_then(|f| rules::terms(&f, sources.texts)),
                place: field.place(),
            });
        }
    }
    rows
}

fn check_open(named: &Field<'_>, policy: &Policy, ownership: Ownership, sources: &Sources<'_>) {
    let id = &policy.id;
    match policy.login {
        LoginRule::Required => {}
        LoginRule::None => {
            named
                .error(
                    codes::OPEN_LOGIN,
                    format!("policy `{id}` asks for no login"),
                )
                .hint("anybody on the internet could enroll: name a policy with `login: required`");
        }
        LoginRule::Recipient => {
            named
                .error(
                    codes::OPEN_LOGIN,
                    format!("policy `{id}` lets in the invited person alone"),
                )
                .hint("nobody is invited here: name a policy with `login: required`");
        }
    }
    if !policy.ownership.contains(&ownership) {
        let word = ownership.word();
        named
            .error(
                codes::OPEN_OWNERSHIP,
                format!("policy `{id}` does not allow `{word}` devices"),
            )
            .hint(format!(
                "add `{word}` to its `ownership`, or name another policy"
            ));
    }
    if policy.source.is_empty() && sources.none() {
        named
            .error(codes::NO_LOGIN_SOURCE, rules::NOBODY)
            .hint(rules::SOURCES);
    }
}
