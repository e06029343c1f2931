//! What every guard counts in a plan.

use std::collections::{BTreeMap, BTreeSet};

use super::Circumstances;
use super::change::{Action, Change};
use super::guard::{self, Guard};
use super::limit::fits;
use super::scope::{is_declared, names};
use crate::model::declared::{Desired, Kind, Limits, NewDomains, PathRule};
use crate::model::invitation::{Invitation, SiteRule};
use crate::model::observed::Observed;
use crate::model::source::Ending;

/// The plan as its guards see it.
pub(super) struct Count<'a> {
    pub desired: &'a Desired,
    pub observed: &'a Observed,
    pub limits: &'a Limits,
    pub changes: &'a [Change],
    pub circumstances: Circumstances<'a>,
}

impl Count<'_> {
    /// Every guard that has something to say of these changes, in a fixed order.
    pub fn guards(&self) -> Vec<Guard> {
        let limits = self.limits;
        let messages = self.changes.iter().map(Change::messages).sum();
        let ended = self.changes.iter().filter(|c| c.ends_link()).count();
        let mut all = vec![
            Guard::new(guard::MESSAGES, limits.messages, messages),
            Guard::new(guard::REVOCATIONS, limits.revocations, ended),
        ];
        let live = self.live();
        let percents = [
            (guard::MESSAGES_PERCENT, limits.messages_percent, messages),
            (
                guard::REVOCATIONS_PERCENT,
                limits.revocations_percent,
                ended,
            ),
        ];
        for (id, limit, part) in percents {
            if let Some(limit) = limit.filter(|_| live > 0) {
                all.push(Guard::new(id, limit, (part * 100).div_ceil(live)));
            }
        }
        all.extend(self.domains());
        all.extend(self.policy_devices());
        all.extend(self.entries());
        all.extend(limits.paths.iter().flat_map(|(p, rule)| self.path(p, rule)));
        all.extend(self.cut_off());
        all.extend(self.emptied());
        if self.circumstances.ci && self.observed.instance.is_none() {
            all.push(Guard::new(guard::NEW_DATABASE, 0, 1));
        }
        all
    }

    /// Links that work before the run.
    fn live(&self) -> usize {
        let now = self.circumstances.now;
        let open = self
            .observed
            .invitations
            .values()
            .filter(|i| i.held.is_none());
        let links = open.flat_map(|invitation| invitation.recipients.values());
        links.filter(|link| link.is_live(now)).count() + self.observed.rest.live as usize
    }

    /// The domain of each new recipient.
    fn invited(&self) -> impl Iterator<Item = &str> {
        let new = self.changes.iter().filter(|c| c.action == Action::Create);
        new.filter_map(|change| domain(&change.recipient.as_ref()?.key))
    }

    fn domains(&self) -> Vec<Guard> {
        let mut all = Vec::new();
        if self.limits.new_domains == NewDomains::Ack {
            let known = self.observed.invitations.values();
            let known: BTreeSet<&str> = known
                .flat_map(|i| i.recipients.keys())
                .filter_map(|key| domain(key))
                .collect();
            let new: BTreeSet<&str> = self.invited().filter(|d| !known.contains(d)).collect();
            all.push(named(guard::NEW_DOMAINS, new));
        }
        if let Some(allowed) = &self.limits.allowed_domains {
            let outside: Vec<&str> = self.invited().filter(|d| !allowed.contains(*d)).collect();
            all.push(Guard {
                actual: u32::try_from(outside.len()).unwrap_or(u32::MAX),
                ..named(guard::ALLOWED_DOMAINS, outside.into_iter().collect())
            });
        }
        all
    }

    /// Silent unless a policy changes.
    fn policy_devices(&self) -> Option<Guard> {
        let edited = self.changes.iter().filter(|change| {
            change.kind == Kind::Policy && matches!(change.action, Action::Update | Action::Remove)
        });
        let ids: Vec<&str> = edited.map(|change| change.id.as_str()).collect();
        let devices = ids
            .iter()
            .filter_map(|id| self.observed.devices.get(&(*id).into()));
        let sum = devices.map(|n| *n as usize).sum();
        (!ids.is_empty())
            .then(|| Guard::new(guard::POLICY_DEVICES, self.limits.policy_devices, sum))
    }

    /// Entries that must not change, and those that must be there.
    fn entries(&self) -> Vec<Guard> {
        let touched = |name: &&String| {
            let changes = self.changes.iter().filter(|c| c.action != Action::Create);
            changes.into_iter().any(|c| names(name, c.kind, &c.id))
        };
        let missing = |name: &&String| {
            let declared = |kind: Kind| {
                let id = name.split_once('/').map_or("", |(_, id)| id);
                names(name, kind, id)
                    && (!self.circumstances.scope.covers(kind, id)
                        || is_declared(kind, id, self.desired))
            };
            !Kind::ALL.into_iter().any(declared)
        };
        let (protect, required) = (&self.limits.protect, &self.limits.required);
        let mut all = Vec::new();
        if !protect.is_empty() {
            let found = protect.iter().filter(touched).map(String::as_str);
            all.push(named(guard::PROTECT, found.collect()));
        }
        if !required.is_empty() {
            let found = required.iter().filter(missing).map(String::as_str);
            all.push(named(guard::REQUIRED, found.collect()));
        }
        all
    }

    /// What a rule for some files says of the invitations that come or change there.
    fn path(&self, pattern: &str, rule: &PathRule) -> Vec<Guard> {
        let mut messages = 0;
        let mut elsewhere = BTreeSet::new();
        for change in self.changes.iter().filter(|c| c.kind == Kind::Invitation) {
            let Some(invitation) = self.desired.invitations.get(&change.id.as_str().into()) else {
                continue;
            };
            if !fits(pattern, &invitation.place.file) {
                continue;
            }
            messages += change.messages();
            let gives = matches!(
                change.action,
                Action::Create | Action::Update | Action::Revive
            );
            if gives && !is_within(invitation, rule) {
                elsewhere.insert(change.id.as_str());
            }
        }
        let limit = rule.messages.map(|limit| {
            Guard::new(
                format!("{}{pattern}", guard::PATH_MESSAGES),
                limit,
                messages,
            )
        });
        let sites = rule.sites.as_ref().map(|_| Guard {
            id: format!("{}{pattern}", guard::PATH_SITES),
            ..named("", elsewhere)
        });
        limit.into_iter().chain(sites).collect()
    }

    /// Files that ended with a line break and no longer do, where something changes: a copy that broke off looks
    /// like this, and can be valid YAML.
    fn cut_off(&self) -> Option<Guard> {
        let open = |file: &&str| {
            let source = self.desired.sources.files.get(*file);
            source.is_some_and(|s| s.ending == Ending::Open)
                && self.observed.whole_files.contains(*file)
        };
        let touched = self.changes.iter().filter(|c| c.kind == Kind::Invitation);
        let files =
            touched.filter_map(|change| change.place.rsplit_once(':').map(|(file, _)| file));
        let found: BTreeSet<&str> = files.filter(open).collect();
        (!found.is_empty()).then(|| named(guard::CUT_OFF, found))
    }

    /// Kinds that lose their last entry, perhaps by accident. The built-in policy is always there and says
    /// nothing.
    fn emptied(&self) -> Vec<Guard> {
        const BUILT_IN: &str = "default";
        let mut moved: BTreeMap<Kind, (usize, usize)> = BTreeMap::new();
        let own = self.changes.iter().filter(|c| c.recipient.is_none());
        for change in own.filter(|c| c.kind != Kind::Policy || c.id != BUILT_IN) {
            let (come, gone) = moved.entry(change.kind).or_default();
            match change.action {
                Action::Create => *come += 1,
                Action::Remove => *gone += 1,
                _ => {}
            }
        }
        let kinds = [Kind::Site, Kind::Policy, Kind::Account, Kind::Invitation];
        let mut all = Vec::new();
        for kind in kinds {
            let entries = self.observed.entries.get(&kind);
            let had = match kind {
                Kind::Invitation => {
                    let known = self.observed.invitations.values();
                    let rest = self.observed.rest.invitations as usize;
                    known.filter(|i| !i.removed).count() + rest
                }
                _ => entries.map_or(0, |ids| {
                    let policy = kind == Kind::Policy;
                    ids.keys().filter(|id| !policy || *id != BUILT_IN).count()
                }),
            };
            let (come, gone) = moved.get(&kind).copied().unwrap_or_default();
            if had > 0 && come == 0 && gone == had {
                all.push(Guard::new(
                    format!("{}{}", guard::EMPTY, kind.word()),
                    0,
                    had,
                ));
            }
        }
        all
    }
}

/// A guard that lets nothing pass without a word.
fn named(id: &str, found: BTreeSet<&str>) -> Guard {
    Guard {
        names: found.iter().map(|name| (*name).to_owned()).collect(),
        ..Guard::new(id, 0, found.len())
    }
}

fn is_within(invitation: &Invitation, rule: &PathRule) -> bool {
    rule.sites
        .as_ref()
        .is_none_or(|sites| match &invitation.site {
            SiteRule::Fixed(site) => sites.contains(&site.0),
            SiteRule::None | SiteRule::Choose => false,
        })
}

/// The domain of an email address.
fn domain(key: &str) -> Option<&str> {
    key.rsplit_once('@').map(|(_, domain)| domain)
}
