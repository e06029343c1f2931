//! One invitation: defaults filled in, references resolved.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;

use super::expiry::{self, Edge};
use super::field::{Field, Map};
use super::ids::Ids;
use super::message::{self, Messages};
use super::organization::{self, Defaults};
use super::{codes, keys, recipient, rules, values};
use crate::base::time::{DAY, Timestamp};
use crate::model::id::{InvitationId, PolicyId, SiteId};
use crate::model::invitation::{Ahead, Delivery, Expiry, Invitation, SiteRule, Uses};
use crate::model::policy::{LoginRule, Policy, Site};

/// What invitations refer to.
pub struct Ground<'a> {
    /// What every invitation starts from.
    pub defaults: &'a Defaults<'a>,
    /// Declared site ids.
    pub site_ids: &'a Ids<'a>,
    /// Sites, for their zones.
    pub sites: &'a BTreeMap<SiteId, Site>,
    /// Declared policy ids.
    pub policy_ids: &'a Ids<'a>,
    /// Policies, for their rules.
    pub policies: &'a BTreeMap<PolicyId, Policy>,
    /// The organization's zone.
    pub zone: &'a TimeZone,
    /// Nobody can log in, and that has not been said yet.
    pub no_source: &'a Cell<bool>,
    /// Somebody carries text messages.
    pub sms: bool,
    /// CSV files by path.
    pub lists: &'a BTreeMap<&'a str, &'a str>,
    /// Messages that invitations may name.
    pub messages: &'a Messages,
    /// Directories, to read groups from.
    pub directories: &'a [Field<'a>],
    /// The instant to measure long links from, if known.
    pub now: Option<Timestamp>,
}

/// One invitation.
pub fn invitation(field: &Field<'_>, ground: &Ground<'_>) -> Option<Invitation> {
    let map = field.map(&keys::INVITATION)?;
    let send = map
        .get("send")
        .map_or(ground.defaults.send, |f| organization::delivery(&f));
    check_carrier(field, &map, send, ground);
    let site = map.get("site").map_or(SiteRule::None, |f| {
        organization::site_rule(&f, ground.site_ids)
    });
    let uses = map
        .get("uses")
        .map_or(ground.defaults.uses, |f| organization::uses(&f));
    let policy = policy(field, &map, ground, uses);
    let zone = zone_of(&site, ground);
    let (expires, expires_text) = expires(&map, &zone, ground);
    let opens = map
        .get("opens")
        .and_then(|f| expiry::instant(&f, &zone, Edge::First));
    if let (Some(opens), Expiry::At(end), Some(f)) = (opens, &expires, map.get("opens"))
        && opens >= *end
    {
        f.error(codes::OPENS_LATE, "this invitation opens after its end");
    }
    let of = recipient::Sources {
        lists: ground.lists,
        directories: ground.directories,
        directory: ground
            .policies
            .get(&policy)
            .and_then(|p| p.directory.as_deref()),
    };
    let mut invited = recipient::invited(field, &map, send, &of);
    if let Some(except) = map.get("except") {
        invited.except(&except);
    }
    invited.recipients.sort_by(|a, b| a.key.cmp(&b.key));
    Some(Invitation {
        id: InvitationId::from(field.key),
        recipients: invited.recipients,
        groups: invited.groups,
        send,
        site,
        policy,
        remind: remind(&map, ground, &expires),
        expires,
        expires_text,
        opens,
        uses,
        notify: map.get("notify").and_then(|f| f.flag()).unwrap_or(false),
        message: map
            .get("message")
            .and_then(|f| message::named(&f, ground.messages)),
        language: map.get("language").and_then(|f| values::language(&f)),
        revoked: map.text("revoked"),
        resend: counter(&map, "resend"),
        rotate: counter(&map, "rotate"),
        was: map.text("was").map(InvitationId),
        place: field.key_place(),
        source: field.source(),
    })
}

/// A reminder before the invitation itself would be sent is a mistake.
fn remind(map: &Map<'_>, ground: &Ground<'_>, expires: &Expiry) -> Vec<Ahead> {
    let Some(field) = map.get("remind") else {
        return ground.defaults.remind.clone();
    };
    let found = organization::remind(&field);
    if let Expiry::After(length) = expires
        && found.iter().any(|ahead| ahead.0 >= *length)
    {
        field
            .error(codes::OUT_OF_RANGE, "a reminder before the link is there")
            .hint("a reminder comes that long before the end: `expires: 14d` with `remind: 2d`");
    }
    found
}

/// Text messages need somebody who carries them.
fn check_carrier(field: &Field<'_>, map: &Map<'_>, send: Delivery, ground: &Ground<'_>) {
    if matches!(send, Delivery::Sms | Delivery::Both) && !ground.sms {
        let finding = match map.get("send") {
            Some(f) => f.error(codes::NO_SMS, "nobody carries text messages"),
            None => field.key_error(codes::NO_SMS, "nobody carries text messages"),
        };
        finding.hint("name a provider under `sms` in enroll.yaml");
    }
}

fn counter(map: &Map<'_>, key: &str) -> u32 {
    map.get(key)
        .and_then(|f| f.number(0..=u32::MAX))
        .unwrap_or(0)
}

/// Renames go from ids that are gone, each to one invitation.
pub fn check_renames(entries: &[Field<'_>]) {
    let declared: BTreeSet<&str> = entries.iter().map(|f| f.key).collect();
    let mut taken: BTreeMap<&str, Field<'_>> = BTreeMap::new();
    for was in entries.iter().filter_map(|f| f.child("was")) {
        let Some(id) = was.scalar() else {
            continue;
        };
        if declared.contains(id) {
            was.error(codes::BAD_RENAME, format!("`{id}` is still declared"))
                .hint("a rename takes the old entry out");
        } else if let Some(first) = taken.get(id) {
            was.error(
                codes::BAD_RENAME,
                format!("two invitations go on from `{id}`"),
            )
            .label("again")
            .related(first.span(), "first here");
        } else {
            taken.insert(id, was);
        }
    }
}

fn policy(field: &Field<'_>, map: &Map<'_>, ground: &Ground<'_>, uses: Uses) -> PolicyId {
    let named = map.get("policy");
    let id = match named {
        Some(f) => ground.policy_ids.resolve(&f).map(PolicyId),
        None => Some(ground.defaults.policy.clone()),
    };
    let Some(policy) = id.as_ref().and_then(|id| ground.policies.get(id)) else {
        return id.unwrap_or_else(|| PolicyId::from(rules::DEFAULT_POLICY));
    };
    let say = |code, message: String| match named {
        Some(f) => f.error(code, message),
        None => field.key_error(code, message),
    };
    let name = &policy.id;
    if policy.login == LoginRule::Recipient && map.get("to").is_none() {
        say(
            codes::NOBODY_NAMED,
            format!("policy `{name}` lets in the invited person alone"),
        )
        .label("and nobody is named here")
        .hint("add `to`, or take a policy with `login: required`");
    }
    // Declared policies have been checked where they stand.
    let built_in = policy.source.is_empty();
    if built_in && policy.login != LoginRule::None && ground.no_source.take() {
        say(codes::NO_LOGIN_SOURCE, rules::NOBODY.to_owned()).hint(rules::SOURCES);
    }
    if policy.login == LoginRule::None
        && uses.is_none()
        && let Some(f) = map.get("uses").or(named)
    {
        f.warning(
            codes::WIDE_OPEN,
            "anybody who holds this link may enroll any number of devices",
        )
        .hint("name a number of uses, or a policy with a login");
    }
    policy.id.clone()
}

fn zone_of(site: &SiteRule, ground: &Ground<'_>) -> TimeZone {
    let SiteRule::Fixed(id) = site else {
        return ground.zone.clone();
    };
    let name = ground
        .sites
        .get(id)
        .and_then(|site| site.time_zone.as_deref());
    name.and_then(|name| TimeZone::get(name).ok())
        .unwrap_or_else(|| ground.zone.clone())
}

fn expires(map: &Map<'_>, zone: &TimeZone, ground: &Ground<'_>) -> (Expiry, String) {
    let given = map.get("expires");
    let read = |f: Field<'_>| Some((expiry::expires(&f, zone)?, f.text()?.to_owned()));
    let found = given.or(ground.defaults.expires).and_then(read);
    let (expires, text) =
        found.unwrap_or_else(|| (Expiry::After(14 * DAY), organization::EXPIRES.to_owned()));
    if let (Some(f), Expiry::At(end), Some(now)) = (given, &expires, ground.now)
        && end.since(now) > expiry::LONG
    {
        expiry::warn_long(&f);
    }
    if let (Some(f), Expiry::Never) = (given, &expires) {
        expiry::warn_long(&f);
    }
    (expires, text)
}

/// Nobody receives it, and it is meant to be sent.
pub fn check_to(field: &Field<'_>, send: Delivery) {
    if send != Delivery::None {
        field
            .key_error(codes::NO_RECIPIENTS, "nobody receives this invitation")
            .hint(
                "add `to: [name@example.com]`, or `send: none` for one link to hand over or print",
            );
    }
}
