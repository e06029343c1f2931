//! Limits in force: the stricter of those last applied and those declared, so that a raise counts from the next
//! apply on and cannot be used by the pull request that makes it.

use std::collections::BTreeSet;

use crate::model::declared::{Kind, Limits, NewDomains, PathRule};

/// The stricter of both, key by key.
pub fn in_force(declared: &Limits, applied: Option<&Limits>) -> Limits {
    let Some(applied) = applied else {
        return declared.clone();
    };
    let mut paths = applied.paths.clone();
    for (pattern, rule) in &declared.paths {
        let known = paths.remove(pattern);
        let stricter = known.map_or_else(|| rule.clone(), |known| stricter(rule, &known));
        paths.insert(pattern.clone(), stricter);
    }
    Limits {
        messages: declared.messages.min(applied.messages),
        revocations: declared.revocations.min(applied.revocations),
        auto_approve: declared.auto_approve.min(applied.auto_approve),
        messages_percent: lower(declared.messages_percent, applied.messages_percent),
        revocations_percent: lower(declared.revocations_percent, applied.revocations_percent),
        new_domains: declared.new_domains.max(applied.new_domains),
        allowed_domains: both(&declared.allowed_domains, &applied.allowed_domains),
        policy_devices: declared.policy_devices.min(applied.policy_devices),
        protect: &declared.protect | &applied.protect,
        required: &declared.required | &applied.required,
        paths,
    }
}

/// Whether a guard looks at every invitation, changed or not.
pub fn needs_every_invitation(limits: &Limits) -> bool {
    limits.new_domains == NewDomains::Ack
        || limits.required.iter().any(|name| {
            name.split_once('/')
                .is_none_or(|(kind, _)| kind == Kind::Invitation.word())
        })
}

/// Whether a guard compares with the number of working links.
pub fn needs_live_links(limits: &Limits) -> bool {
    limits.messages_percent.is_some() || limits.revocations_percent.is_some()
}

fn stricter(one: &PathRule, other: &PathRule) -> PathRule {
    PathRule {
        sites: both(&one.sites, &other.sites),
        messages: lower(one.messages, other.messages),
    }
}

fn lower(one: Option<u32>, other: Option<u32>) -> Option<u32> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// What both allow; none allows anything.
fn both(
    one: &Option<BTreeSet<String>>,
    other: &Option<BTreeSet<String>>,
) -> Option<BTreeSet<String>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one & other),
        (one, other) => one.as_ref().or(other.as_ref()).cloned(),
    }
}

/// Whether the path of a file fits a pattern: `*` stands for anything but `/`, `**` for anything, `?` for one
/// character.
pub fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), path.chars().collect());
    // Row by row, so that no pattern takes more than its length times that of the path.
    let mut row = vec![false; path.len() + 1];
    row[0] = true;
    let mut at = 0;
    while at < pattern.len() {
        let deep = pattern[at..].starts_with(&['*', '*']);
        let mut next = vec![false; path.len() + 1];
        match pattern[at] {
            '*' => {
                for (n, reached) in row.iter().enumerate() {
                    let on = n > 0 && next[n - 1] && (deep || path[n - 1] != '/');
                    next[n] = *reached || on;
                }
            }
            wanted => {
                for (n, found) in path.iter().enumerate() {
                    let same = *found == wanted || wanted == '?' && *found != '/';
                    next[n + 1] = row[n] && same;
                }
            }
        }
        row = next;
        at += if deep { 2 } else { 1 };
    }
    row[path.len()]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::declared::NewDomains;

    fn set(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn rules(sites: &[&str], messages: u32) -> BTreeMap<String, PathRule> {
        let rule = PathRule {
            sites: Some(set(sites)),
            messages: Some(messages),
        };
        BTreeMap::from([("invitations.d/berlin/**".to_owned(), rule)])
    }

    #[test]
    fn a_raised_limit_waits_for_the_next_apply() {
        let applied = Limits::default();
        let declared = Limits {
            messages: 1000,
            revocations: 10,
            auto_approve: 5,
            policy_devices: 1000,
            ..Limits::default()
        };
        let limits = in_force(&declared, Some(&applied));
        assert_eq!((limits.messages, limits.revocations), (300, 10));
        assert_eq!((limits.auto_approve, limits.policy_devices), (0, 100));
        assert_eq!(in_force(&declared, None), declared);
    }

    #[test]
    fn dropping_a_guard_waits_too() {
        let applied = Limits {
            messages_percent: Some(10),
            new_domains: NewDomains::Ack,
            allowed_domains: Some(set(&["a.example", "b.example"])),
            protect: set(&["policy/emergency"]),
            required: set(&["site/hq"]),
            paths: rules(&["berlin", "bonn"], 50),
            ..Limits::default()
        };
        assert_eq!(in_force(&Limits::default(), Some(&applied)), applied);
        let declared = Limits {
            allowed_domains: Some(set(&["b.example", "c.example"])),
            paths: rules(&["bonn", "ulm"], 60),
            ..Limits::default()
        };
        let limits = in_force(&declared, Some(&applied));
        assert_eq!(limits.allowed_domains, Some(set(&["b.example"])));
        assert_eq!(limits.paths, rules(&["bonn"], 50));
    }

    #[test]
    fn patterns_name_folders() {
        let berlin = |path| fits("invitations.d/berlin/**", path);
        assert!(berlin("invitations.d/berlin/a.yaml"));
        assert!(berlin("invitations.d/berlin/deep/a.yaml"));
        assert!(!berlin("invitations.d/berlin.yaml"));
        assert!(!berlin("invitations.d/bonn/a.yaml"));
        assert!(fits("invitations.d/*.yaml", "invitations.d/a.yaml"));
        assert!(!fits("invitations.d/*.yaml", "invitations.d/b/a.yaml"));
        assert!(fits("**/?.yaml", "invitations.d/b/a.yaml"));
        assert!(!fits("", "a") && fits("**", "") && fits("**", "x/y"));
    }
}
