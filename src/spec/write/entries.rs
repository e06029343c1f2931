//! Entries as the keys of their maps, in the order of the contract; what goes without saying is left out.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::value::{Keys, Yaml};
use crate::model::invitation::{ANYONE, Delivery, Expiry, Invitation, Recipient, SiteRule};
use crate::model::policy::{
    Account, AssignUser, DeviceRules, Help, LoginRule, PasswordHash, Policy, ReEnroll, Role, Site,
};
use crate::model::settings::SecretSource;
use crate::model::text::OwnMessage;
use crate::spec::{expiry, organization, rules};

/// `help` of the organization or of a site.
pub fn help(help: &Help) -> Yaml {
    let mut keys = Keys::default();
    keys.text("name", help.name.as_deref());
    keys.text("email", help.email.as_deref());
    keys.text("phone", help.phone.as_deref());
    Yaml::Map(keys.0)
}

/// One site.
pub fn site(site: &Site) -> Keys {
    let mut keys = Keys::default();
    keys.text("name", Some(&site.name));
    keys.put("help", help(&site.help));
    keys.text("time_zone", site.time_zone.as_deref());
    keys
}

/// One policy.
pub fn policy(policy: &Policy) -> Keys {
    let usual = rules::default_policy();
    let mut keys = Keys::default();
    let login = match policy.login {
        LoginRule::None => "none",
        LoginRule::Required => "required",
        LoginRule::Recipient => "recipient",
    };
    keys.put("login", Yaml::Word(login.to_owned()));
    keys.text("directory", policy.directory.as_deref());
    keys.put("groups", Yaml::texts(&policy.groups));
    keys.word("accounts", &policy.accounts, &false, "local");
    let assign = match policy.assign_user {
        AssignUser::Never => "never",
        AssignUser::Optional => "optional",
        AssignUser::Required => "required",
    };
    keys.word(
        "assign_user",
        &policy.assign_user,
        &usual.assign_user,
        assign,
    );
    keys.put("sites", Yaml::texts(policy.sites.iter().map(|id| &id.0)));
    if policy.ownership != usual.ownership {
        let words = policy.ownership.iter().map(|one| one.word());
        // None at all is something else than not said.
        keys.0.push(("ownership".to_owned(), Yaml::texts(words)));
    }
    keys.text(
        "terms",
        policy.terms.as_ref().map(|terms| terms.path.as_str()),
    );
    devices(&policy.devices, &mut keys);
    keys
}

fn devices(rules: &DeviceRules, keys: &mut Keys) {
    if let Some(most) = rules.devices_per_user {
        keys.put("devices_per_user", Yaml::Word(most.to_string()));
    }
    let again = match rules.re_enroll {
        ReEnroll::Allow => "allow",
        ReEnroll::SameUser => "same_user",
        ReEnroll::Deny => "deny",
    };
    keys.word("re_enroll", &rules.re_enroll, &ReEnroll::Allow, again);
    if let Some(oldest) = rules.min_os {
        keys.put("min_os", Yaml::Word(oldest.to_string()));
    }
}

/// One local account.
pub fn account(account: &Account) -> Keys {
    let mut keys = Keys::default();
    keys.text("name", account.name.as_deref());
    keys.text("email", account.email.as_deref());
    match &account.password_hash {
        PasswordHash::Inline(hash) => keys.text("password_hash", Some(hash)),
        PasswordHash::From(source) => keys.put("password_hash", secret(source)),
    }
    let role = match account.role {
        Role::Enroller => "enroller",
        Role::Viewer => "viewer",
        Role::Auditor => "auditor",
    };
    keys.word("role", &account.role, &Role::Enroller, role);
    keys
}

fn secret(source: &SecretSource) -> Yaml {
    let (key, value) = match source {
        SecretSource::Env(name) => ("env", name),
        SecretSource::File(path) => ("file", path),
    };
    Yaml::Map(vec![(key.to_owned(), Yaml::Text(value.clone()))])
}

/// `site` of an invitation or of open enrollment.
pub fn site_rule(rule: &SiteRule, keys: &mut Keys) {
    match rule {
        SiteRule::None => {}
        SiteRule::Fixed(id) => keys.text("site", Some(&id.0)),
        SiteRule::Choose => keys.put("site", Yaml::Word(rules::CHOOSE.to_owned())),
    }
}

/// One invitation. `to` stands for nobody that is known: what the file said last.
pub fn invitation(invitation: &Invitation, to: Yaml, zone: &TimeZone) -> Keys {
    let mut keys = Keys::default();
    keys.put("to", to);
    let send = match invitation.send {
        Delivery::Email => "email",
        Delivery::Sms => "sms",
        Delivery::Both => "both",
        Delivery::None => "none",
    };
    keys.word("send", &invitation.send, &Delivery::Email, send);
    site_rule(&invitation.site, &mut keys);
    let usual = rules::DEFAULT_POLICY;
    keys.word("policy", &*invitation.policy.0, usual, &invitation.policy.0);
    if !matches!(invitation.expires, Expiry::After(_))
        || invitation.expires_text != organization::EXPIRES
    {
        keys.text("expires", Some(&invitation.expires_text));
    }
    let opens = invitation.opens.map(|at| expiry::written(at, zone));
    keys.text("opens", opens.as_deref());
    let uses = invitation
        .uses
        .map_or("unlimited".to_owned(), |n| n.to_string());
    keys.word("uses", &invitation.uses, &Some(1), uses);
    let message = invitation.message.as_ref();
    keys.text("message", message.map(|own| own.name.as_str()));
    keys.text("language", invitation.language.as_deref());
    let remind: Vec<String> = invitation.remind.iter().map(ToString::to_string).collect();
    match remind.as_slice() {
        [one] => keys.text("remind", Some(one)),
        several => keys.put("remind", Yaml::texts(several)),
    }
    keys.word("notify", &invitation.notify, &false, "true");
    let excepted = invitation.recipients.iter().filter_map(|r| {
        let reason = Yaml::Text(r.revoked.clone()?);
        Some((r.key.clone(), reason))
    });
    keys.put("except", Yaml::Map(excepted.collect()));
    keys.text("revoked", invitation.revoked.as_deref());
    keys.word("resend", &invitation.resend, &0, invitation.resend);
    keys.word("rotate", &invitation.rotate, &0, invitation.rotate);
    keys
}

/// Everybody who is invited; nothing for the one link of whoever holds it.
pub fn recipients(all: &[Recipient]) -> Yaml {
    let named = all.iter().filter(|r| r.key != ANYONE);
    Yaml::List(named.map(recipient).collect())
}

fn recipient(recipient: &Recipient) -> Yaml {
    let Recipient {
        email,
        phone,
        name,
        language,
        user,
        serial,
        ..
    } = recipient;
    let mut keys = Keys::default();
    let fields = [
        ("email", email),
        ("phone", phone),
        ("name", name),
        ("language", language),
        ("user", user),
        ("serial", serial),
    ];
    for (key, value) in fields {
        keys.text(key, value.as_deref());
    }
    match keys.0.as_slice() {
        [(_, address)] => address.clone(),
        _ => Yaml::Map(keys.0),
    }
}

/// The files of a message of the organization's own.
pub fn message(own: &OwnMessage) -> impl Iterator<Item = (String, String)> + '_ {
    own.texts.iter().map(|(language, text)| {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let head: String = [
            ("subject", some(&text.subject)),
            ("preheader", some(&text.preheader)),
            ("button", text.button.clone()),
            ("sms", text.sms.clone()),
        ]
        .into_iter()
        // Texts in JSON are texts in YAML, too.
        .filter_map(|(key, value)| Some(format!("{key}: {}\n", serde_json::Value::from(value?))))
        .collect();
        let path = format!("messages/{language}/{}.md", own.name);
        (path, format!("---\n{head}---\n{}", text.text))
    })
}

/// The files of texts of the pages.
pub fn texts(
    all: &BTreeMap<String, BTreeMap<String, String>>,
) -> impl Iterator<Item = (String, String)> + '_ {
    all.iter().map(|(language, texts)| {
        let line = |(key, text): (&String, &String)| {
            format!("{key}: {}\n", serde_json::Value::from(text.as_str()))
        };
        let path = format!("messages/{language}/{}.yaml", super::super::texts::FILE);
        (path, texts.iter().map(line).collect())
    })
}
