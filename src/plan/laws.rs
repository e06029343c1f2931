//! Laws that hold for every plan, tried on random repositories and databases.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::change::Action;
use super::entry::{Entry, entries, recipient_body};
use super::invitation::revoked;
use super::scope::Scope;
use super::{Circumstances, Plan, diff};
use crate::base::diag::Place;
use crate::base::time::{DAY, Timestamp};
use crate::model::declared::{Desired, Kind, Limits, Organization};
use crate::model::invitation::{Delivery, Expiry, Invitation, Recipient, SiteRule};
use crate::model::observed::{Observed, ObservedEntry, ObservedInvitation, ObservedRecipient};
use crate::model::policy::{AssignUser, Help, LoginRule, Policy, Site};
use crate::model::settings::{Mail, Mdm, Portal, Settings};
use crate::model::source::Sources;

const NOW: Timestamp = Timestamp(1_000 * DAY);

fn settings() -> Settings {
    let url: url::Url = "https://enroll.example.com".parse().unwrap();
    Settings {
        portal: Portal {
            url: url.clone(),
            listen: String::new(),
            trusted_proxies: vec![],
            tls: None,
            key: None,
        },
        database: String::new(),
        mail: Mail {
            from: "it@example.com".to_owned(),
            reply_to: None,
            smtp: None,
        },
        sms: None,
        directories: BTreeMap::new(),
        oidc: None,
        webhooks: vec![],
        digest: None,
        console: crate::model::settings::Console::default(),
        mdm: Mdm::at(url),
    }
}

fn desired(invitations: Vec<Invitation>, login: LoginRule, sites: Vec<Site>) -> Desired {
    let policy = Policy {
        id: "default".into(),
        login,
        directory: None,
        groups: vec![],
        accounts: false,
        assign_user: AssignUser::Never,
        sites: vec![],
        ownership: vec![],
        terms: None,
        devices: crate::model::policy::DeviceRules::default(),
        place: Place::default(),
        source: String::new(),
    };
    Desired {
        organization: Organization {
            name: "Example".to_owned(),
            short: "Example".to_owned(),
            time_zone: "UTC".to_owned(),
            languages: vec!["en".to_owned()],
            help: Help::default(),
            color: None,
            logo: None,
            repository: None,
            retention: None,
            texts: BTreeMap::new(),
        },
        logo: None,
        sites: sites.into_iter().map(|s| (s.id.clone(), s)).collect(),
        policies: BTreeMap::from([(policy.id.clone(), policy)]),
        accounts: BTreeMap::new(),
        open_enrollment: vec![],
        invitations: invitations.into_iter().map(|i| (i.id.clone(), i)).collect(),
        messages: BTreeMap::new(),
        limits: Limits::default(),
        settings: settings(),
        sources: Sources::default(),
    }
}

fn recipients() -> impl Strategy<Value = Vec<Recipient>> {
    let name = proptest::option::of("[A-Z][a-z]{1,3}");
    let one = (0..6_u8, name, proptest::option::weighted(0.2, "left"));
    proptest::collection::vec(one, 0..5).prop_map(|all| {
        let one = |(n, name, revoked): (u8, Option<String>, Option<String>)| {
            let email = format!("person{n}@example.com");
            let recipient = Recipient {
                key: email.clone(),
                email: Some(email.clone()),
                phone: None,
                name,
                language: None,
                user: None,
                serial: None,
                revoked,
                place: Place::default(),
            };
            (email, recipient)
        };
        let by_key: BTreeMap<_, _> = all.into_iter().map(one).collect();
        by_key.into_values().collect()
    })
}

fn expiry() -> impl Strategy<Value = Expiry> {
    prop_oneof![
        Just(Expiry::Never),
        (1..40_i64).prop_map(|days| Expiry::After(days * DAY)),
        (-20..20_i64).prop_map(|days| Expiry::At(NOW.plus(days * DAY))),
    ]
}

prop_compose! {
    fn invitation()(
        n in 0..4_u8,
        recipients in recipients(),
        expires in expiry(),
        uses in proptest::option::of(1..3_u32),
        send in prop_oneof![Just(Delivery::Email), Just(Delivery::None)],
        revoked in proptest::option::weighted(0.1, "over"),
    ) -> Invitation {
        Invitation {
            id: format!("invitation-{n}").into(),
            recipients,
            groups: crate::model::group::Groups::default(),
            send,
            site: SiteRule::None,
            policy: "default".into(),
            expires_text: format!("{expires:?}"),
            expires,
            opens: None,
            uses,
            remind: vec![],
            notify: false,
            message: None,
            language: None,
            revoked,
            resend: 0,
            rotate: 0,
            was: None,
            place: Place::default(),
            source: String::new(),
        }
    }
}

prop_compose! {
    fn repository()(
        invitations in proptest::collection::vec(invitation(), 0..4),
        login in prop_oneof![Just(LoginRule::None), Just(LoginRule::Required)],
        sites in proptest::collection::btree_set("[a-c]", 0..3),
    ) -> Desired {
        let site = |id: String| Site {
            id: id.clone().into(),
            name: id,
            help: Help::default(),
            time_zone: None,
            place: Place::default(),
            source: String::new(),
        };
        desired(invitations, login, sites.into_iter().map(site).collect())
    }
}

fn plan(desired: &Desired, observed: &Observed) -> Plan {
    let circumstances = Circumstances {
        now: NOW,
        ci: false,
        scope: &Scope::Complete,
    };
    diff(desired, observed, circumstances).unwrap()
}

/// What portal traffic, operators and time do to some links.
fn disturb(observed: &mut Observed, seed: u64) {
    let links = observed
        .invitations
        .values_mut()
        .flat_map(|i| i.recipients.values_mut());
    for (n, link) in links.enumerate() {
        match (seed >> (n % 20 * 3)) & 7 {
            1 => link.used = link.uses.unwrap_or(1),
            2 => link.held = Some("lost".to_owned()),
            3 => link.used += 1,
            _ => {}
        }
    }
}

fn observed_entry(entry: &Entry, version: i64) -> ObservedEntry {
    ObservedEntry {
        body: entry.body.clone(),
        digest: entry.digest.clone(),
        source: entry.source.clone(),
        place: entry.place.clone(),
        version,
    }
}

/// Does to the observed side what `apply` does to the database.
fn applied(desired: &Desired, mut observed: Observed, plan: &Plan) -> Observed {
    observed.instance = Some("instance".to_owned());
    observed.salt = Some("salt".to_owned());
    observed.limits = Some(desired.limits.clone());
    let declared = entries(desired).unwrap();
    for change in &plan.changes {
        let id = change.id.as_str().into();
        match (change.kind, &change.recipient, change.action) {
            (Kind::Invitation, Some(tag), Action::Revoke | Action::Forget)
                if desired
                    .invitations
                    .get(&id)
                    .is_none_or(|i| i.recipients.iter().all(|r| r.key != tag.key)) =>
            {
                let known = observed.invitations.get_mut(&id).unwrap();
                known.recipients.remove(&tag.key);
            }
            (Kind::Invitation, Some(tag), _) => {
                write_recipient(&mut observed, &desired.invitations[&id], &tag.key);
            }
            (Kind::Invitation, None, Action::Remove) => {
                observed.invitations.remove(&id);
            }
            (Kind::Invitation, None, _) => {
                write_invitation(&mut observed, &desired.invitations[&id]);
            }
            (kind, _, Action::Remove) => {
                observed.entries.get_mut(&kind).unwrap().remove(&change.id);
            }
            (kind, _, _) => {
                let entry = &declared[&(kind, change.id.clone())];
                let kept = observed.entries.entry(kind).or_default();
                kept.insert(change.id.clone(), observed_entry(entry, 1));
            }
        }
    }
    observed
}

fn write_invitation(observed: &mut Observed, invitation: &Invitation) {
    let entry = Entry::of_invitation(invitation).unwrap();
    let known = observed
        .invitations
        .entry(invitation.id.clone())
        .or_insert(ObservedInvitation {
            entry: observed_entry(&entry, 0),
            recipients: BTreeMap::new(),
            removed: false,
            held: None,
        });
    known.entry = observed_entry(&entry, known.entry.version + 1);
    for link in known.recipients.values_mut() {
        link.uses = invitation.uses;
        link.expires_at = invitation.expires.end(link.anchored_at);
    }
}

fn write_recipient(observed: &mut Observed, invitation: &Invitation, key: &str) {
    let declared = invitation.recipients.iter().find(|r| r.key == key).unwrap();
    let (body, digest) = recipient_body(declared).unwrap();
    let known = observed.invitations.get_mut(&invitation.id).unwrap();
    let link = known
        .recipients
        .entry(key.to_owned())
        .or_insert(ObservedRecipient {
            uid: key.into(),
            body: String::new(),
            digest: String::new(),
            place: String::new(),
            version: 0,
            rotate: 0,
            expires_at: invitation.expires.end(NOW),
            anchored_at: NOW,
            uses: invitation.uses,
            used: 0,
            revoked: None,
            held: None,
            delivered: false,
            reminders: BTreeMap::new(),
        });
    (link.body, link.digest, link.version) = (body, digest, link.version + 1);
    link.revoked = revoked(invitation, declared).map(str::to_owned);
}

/// A database: one repository applied, then disturbed.
fn database() -> impl Strategy<Value = Observed> {
    (repository(), any::<u64>(), any::<bool>()).prop_map(|(before, seed, empty)| {
        if empty {
            return Observed::default();
        }
        let plan = plan(&before, &Observed::default());
        let mut observed = applied(&before, Observed::default(), &plan);
        disturb(&mut observed, seed);
        observed
    })
}

fn invited(plan: &Plan) -> BTreeSet<(String, String)> {
    let sends = plan.changes.iter().filter(|c| c.messages() > 0);
    sends
        .map(|c| (c.id.clone(), c.recipient.as_ref().unwrap().key.clone()))
        .collect()
}

proptest! {
    #[test]
    fn after_an_apply_nothing_is_left_to_do(after in repository(), before in database()) {
        let first = plan(&after, &before);
        let second = plan(&after, &applied(&after, before, &first));
        prop_assert_eq!(second.changes, vec![]);
    }

    #[test]
    fn the_order_of_reading_never_matters(after in repository(), before in database()) {
        let mut other = after.clone();
        for invitation in other.invitations.values_mut() {
            invitation.recipients.reverse();
        }
        prop_assert_eq!(plan(&after, &before), plan(&other, &before));
    }

    #[test]
    fn exactly_the_new_recipients_whose_link_works_get_a_message(
        after in repository(),
        before in database(),
    ) {
        let mut wanted = BTreeSet::new();
        for invitation in after.invitations.values().filter(|i| i.send == Delivery::Email) {
            let known = before.invitations.get(&invitation.id);
            let works = invitation.expires.end(NOW).is_none_or(|end| end > NOW);
            for recipient in &invitation.recipients {
                let new = known.is_none_or(|k| !k.recipients.contains_key(&recipient.key));
                if new && works && revoked(invitation, recipient).is_none() {
                    wanted.insert((invitation.id.0.clone(), recipient.key.clone()));
                }
            }
        }
        prop_assert_eq!(invited(&plan(&after, &before)), wanted);
    }

    #[test]
    fn what_takes_away_comes_first_and_ends_only_working_links(
        after in repository(),
        before in database(),
    ) {
        let plan = plan(&after, &before);
        prop_assert!(plan.changes.is_sorted_by_key(|c| c.phase));
        for change in plan.changes.iter().filter(|c| c.ends_link()) {
            let key = &change.recipient.as_ref().unwrap().key;
            let link = &before.invitations[&change.id.as_str().into()].recipients[key];
            prop_assert!(link.is_live(NOW));
            prop_assert_eq!(change.messages(), 0);
        }
    }

    #[test]
    fn the_fingerprint_changes_with_what_is_done(after in repository(), other in repository()) {
        let known = Observed::default();
        let (one, two) = (plan(&after, &known), plan(&other, &known));
        let done = |p: &Plan| p.changes.iter().map(|c| (c.id.clone(), c.after.clone(), c.recipient.clone())).collect::<Vec<_>>();
        prop_assert_eq!(done(&one) == done(&two), one.fingerprint == two.fingerprint);
    }
}

#[test]
fn time_alone_is_no_change() {
    let after = desired(vec![], LoginRule::None, vec![]);
    let first = plan(&after, &Observed::default());
    let later = Circumstances {
        now: NOW.plus(400 * DAY),
        ci: false,
        scope: &Scope::Complete,
    };
    let again = diff(&after, &Observed::default(), later).unwrap();
    assert_eq!(first.fingerprint, again.fingerprint);
}
