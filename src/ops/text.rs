//! Writing text messages: what an invitation or a receipt says in one, sealed for the outbox.

use std::collections::BTreeMap;

use super::message::{
    self, Invite, Receipt, engine, kind, message_id, origin, seal, send_key, wanted,
};
use super::{App, Error, random};
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::model::declared::{Desired, Organization};
use crate::model::id::{MessageId, RecipientUid};
use crate::model::invitation::{Ahead, Invitation, Recipient, SiteRule};
use crate::model::message::{Channel, MessageKind, Rendered};
use crate::model::policy::{Help, Site};
use crate::model::settings::{Settings, Sms};
use crate::model::text::MessageText;
use crate::model::{link, segment};
use crate::notify::{Note, note};
use crate::plan::Plan;
use crate::plan::change::Change;
use crate::render::message::{Blanks, Person};
use crate::render::text::{self, InviteText, ReceiptText, Sender};
use crate::store::outbox::NewMessage;
use crate::words::{Language, Words};

/// The outbox row of an invitation by text message.
///
/// # Errors
/// The recipient has no phone, or nobody carries text messages.
pub fn invite(app: &App, of: &Invite<'_>) -> Result<NewMessage, Error> {
    about_link(app, of, MessageKind::Invite, &message::invite_key(of))
}

/// The outbox row of a reminder by text message, so long before the end.
///
/// # Errors
/// As [`invite`].
pub fn reminder(app: &App, of: &Invite<'_>, ahead: Ahead) -> Result<NewMessage, Error> {
    about_link(
        app,
        of,
        MessageKind::Reminder,
        &message::reminder_key(of, ahead),
    )
}

/// The outbox row that tells somebody by text message of another end, or that their link was cancelled.
///
/// # Errors
/// As [`invite`].
pub fn told(app: &App, of: &Invite<'_>, kind: MessageKind) -> Result<NewMessage, Error> {
    let key = format!("{} {} {}", kind.word(), of.uid, of.again);
    about_link(app, of, kind, &key)
}

/// The outbox row that tells somebody by text message that their link has expired.
///
/// # Errors
/// As [`invite`].
pub fn expired(app: &App, of: &Invite<'_>) -> Result<NewMessage, Error> {
    about_link(app, of, MessageKind::Expired, &message::expired_key(of))
}

fn about_link(
    app: &App,
    of: &Invite<'_>,
    kind: MessageKind,
    key: &str,
) -> Result<NewMessage, Error> {
    let phone = of.recipient.phone.as_deref().ok_or_else(|| {
        let text = format!("a recipient of {} has no phone number", of.invitation.id);
        Error::new(Kind::Config, text)
    })?;
    let id = MessageId(random::uid());
    let code = app.key.link(&of.uid.0, of.rotate);
    let link = Link {
        uid: Some(of.uid.clone()),
        link: format!("{}/e/{}", origin(&app.settings), code.expose()),
        expires_at: of.expires_at,
        invited: of.invited,
        now: of.now,
    };
    let target = (of.invitation, of.recipient, of.site);
    let text = said(kind, of.organization, &app.settings, target, &link)?;
    let draft = Draft {
        to: phone,
        text: &text,
        kind,
        now: of.now,
    };
    let rendered = draft.render(app, &id)?;
    Ok(NewMessage {
        send_key: send_key(app, &format!("sms {key}")),
        channel: Channel::Sms,
        kind,
        recipient: Some(of.uid.clone()),
        invitation: Some(of.invitation.id.0.clone()),
        address: phone.to_owned(),
        message_id: rendered.message_id.clone(),
        sealed: seal(app, &id, &rendered)?,
        run: of.run.map(str::to_owned),
        id,
    })
}

/// The outbox row of a receipt by text message; one enrollment has one.
///
/// # Errors
/// Nobody carries text messages.
pub fn receipt(app: &App, of: &Receipt<'_>) -> Result<NewMessage, Error> {
    let id = MessageId(random::uid());
    let usual = message::text(MessageKind::Receipt, None, &[], of.organization);
    let words = words(&usual);
    let calendar = message::calendar(of.organization, of.site, &usual);
    let receipt = ReceiptText {
        sender: sender(of.organization, of.site),
        device: kind(of.device),
        enrolled: calendar.when(of.device.enrolled_at, of.now),
    };
    let text = text::receipt(&words, &receipt);
    let draft = Draft {
        to: of.to,
        text: &text,
        kind: MessageKind::Receipt,
        now: of.now,
    };
    let rendered = draft.render(app, &id)?;
    Ok(NewMessage {
        send_key: send_key(app, &format!("receipt {}", of.device.enrollment)),
        channel: Channel::Sms,
        kind: MessageKind::Receipt,
        recipient: of.uid.cloned(),
        invitation: of.device.invitation.as_ref().map(|id| id.0.clone()),
        address: of.to.to_owned(),
        message_id: rendered.message_id.clone(),
        sealed: seal(app, &id, &rendered)?,
        run: None,
        id,
    })
}

/// The link of one text message.
struct Link {
    /// None before it is made.
    uid: Option<RecipientUid>,
    link: String,
    expires_at: Option<Timestamp>,
    invited: Timestamp,
    now: Timestamp,
}

/// Whom a text message is about: the invitation, its recipient and its fixed site.
type Target<'a> = (&'a Invitation, &'a Recipient, Option<&'a Site>);

/// What a text message says in its recipient's language.
fn said(
    kind: MessageKind,
    organization: &Organization,
    settings: &Settings,
    (invitation, recipient, site): Target<'_>,
    of: &Link,
) -> Result<String, Error> {
    let wanted = wanted(invitation, recipient);
    let written = message::text(kind, invitation.message.as_ref(), &wanted, organization);
    let calendar = message::calendar(organization, site, &written);
    let opens = invitation.opens.filter(|at| *at > of.now);
    let until = of.expires_at.map(|at| calendar.when(at, of.now));
    let opens = opens.map(|at| calendar.when(at, of.now));
    if let Some(sms) = written.sms.as_ref().filter(|_| kind == MessageKind::Invite) {
        let to = recipient.phone.as_deref().unwrap_or_default();
        let mut context = message::context(settings, organization, site, to);
        context.link = Some(of.link.clone());
        context.blanks = Blanks {
            person: Person::new(recipient.name.as_deref()),
            number: of.uid.as_ref().map(|uid| link::number(&uid.0)),
            expires: until,
            opens,
            uses: invitation.uses,
            site: site.map(|site| site.name.clone()),
            invited: Some(calendar.when(of.invited, of.now)),
            ..context.blanks
        };
        return Ok(text::own(engine()?, sms, &context)?);
    }
    let about = InviteText {
        sender: sender(organization, site),
        link: of.link.clone(),
        until,
        opens,
    };
    let words = words(&written);
    Ok(match kind {
        MessageKind::Reminder => text::reminder(&words, &about),
        MessageKind::Changed => text::changed(&words, &about),
        MessageKind::Revoked => text::revoked(&words, &about),
        MessageKind::Expired => text::expired(&words, &about),
        _ => text::invite(&words, &about),
    })
}

fn words(text: &MessageText) -> Words {
    Words::of(Language::of(&text.language).unwrap_or_default())
}

fn sender(organization: &Organization, site: Option<&Site>) -> Sender {
    let (own, site) = (&organization.help, site.map(|site| &site.help));
    let pick = |of: fn(&Help) -> &Option<String>| {
        site.and_then(|help| of(help).clone())
            .or_else(|| of(own).clone())
    };
    Sender {
        organization: organization.name.clone(),
        help: Help {
            name: None,
            email: pick(|help| &help.email),
            phone: pick(|help| &help.phone),
        },
    }
}

/// Parts of the text messages that a plan sends, by invitation and recipient: each is as long as it will be, and of
/// the same alphabet, though its link is not made yet.
///
/// # Errors
/// A message cannot be filled.
pub(super) fn parts(
    desired: &Desired,
    plan: &Plan,
) -> Result<BTreeMap<(String, String), u32>, Error> {
    let mut parts = BTreeMap::new();
    // People without particulars get the same text.
    let mut known: BTreeMap<(&str, Option<&str>, Option<&str>), u32> = BTreeMap::new();
    for change in plan.changes.iter().filter(|change| change.texts() > 0) {
        let Some((invitation, recipient)) = declared(desired, change) else {
            continue;
        };
        let about = (
            change.id.as_str(),
            recipient.language.as_deref(),
            recipient.name.as_deref(),
        );
        let length = match known.get(&about) {
            Some(length) => *length,
            None => {
                let length = length(desired, (invitation, recipient), plan.now)?;
                known.insert(about, length);
                length
            }
        };
        parts.insert((change.id.clone(), recipient.key.clone()), length);
    }
    Ok(parts)
}

fn declared<'a>(desired: &'a Desired, change: &Change) -> Option<(&'a Invitation, &'a Recipient)> {
    let invitation = desired.invitations.get(&change.id.as_str().into())?;
    let key = &change.recipient.as_ref()?.key;
    let all = &invitation.recipients;
    let at = all.binary_search_by(|r| r.key.cmp(key)).ok()?;
    Some((invitation, all.get(at)?))
}

fn length(
    desired: &Desired,
    (invitation, recipient): (&Invitation, &Recipient),
    now: Timestamp,
) -> Result<u32, Error> {
    let site = match &invitation.site {
        SiteRule::Fixed(id) => desired.sites.get(id),
        SiteRule::None | SiteRule::Choose => None,
    };
    let code = "0".repeat(link::LENGTH);
    let of = Link {
        uid: None,
        link: format!("{}/e/{code}", origin(&desired.settings)),
        expires_at: invitation.expires.end(now),
        invited: now,
        now,
    };
    let target = (invitation, recipient, site);
    let text = said(
        MessageKind::Invite,
        &desired.organization,
        &desired.settings,
        target,
        &of,
    )?;
    Ok(segment::length(&text).parts)
}

/// A text message whose text is written.
struct Draft<'a> {
    to: &'a str,
    text: &'a str,
    kind: MessageKind,
    now: Timestamp,
}

impl Draft<'_> {
    /// As the provider takes it: the text itself, or a mail with it.
    fn render(&self, app: &App, id: &MessageId) -> Result<Rendered, Error> {
        let message_id = message_id(app, id, self.kind);
        match &app.settings.sms {
            None => Err(Error::new(Kind::Config, "nobody carries text messages")
                .with_hint("name a provider under `sms` in enroll.yaml")),
            Some(Sms::Email(address)) => {
                let digits = self.to.trim_start_matches('+');
                let to = address
                    .replace("{digits}", digits)
                    .replace("{number}", self.to);
                Ok(note(&Note {
                    from: &app.settings.mail.from,
                    to: &to,
                    text: self.text,
                    message_id: &message_id,
                    date: self.now,
                })?)
            }
            Some(Sms::Twilio(_) | Sms::Http(_)) => Ok(Rendered {
                from: String::new(),
                to: self.to.to_owned(),
                message_id,
                bytes: self.text.into(),
            }),
        }
    }
}
