//! Writing text messages: what an invitation or a receipt says in one, sealed for the outbox.

use std::collections::{BTreeMap, BTreeSet};

use super::message::{self, Invite, Receipt, kind, message_id, origin, seal, send_key};
use super::{App, Error, random};
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::model::declared::{Desired, Organization};
use crate::model::id::MessageId;
use crate::model::invitation::{Ahead, Invitation, SiteRule};
use crate::model::message::{Channel, MessageKind, Rendered};
use crate::model::policy::{Help, Site};
use crate::model::settings::Sms;
use crate::model::{link, segment};
use crate::notify::{Note, note};
use crate::plan::Plan;
use crate::render::dates::Calendar;
use crate::render::text::{self, InviteText, ReceiptText, Sender};
use crate::store::outbox::NewMessage;

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
        link: format!("{}/e/{}", origin(&app.settings), code.expose()),
        expires_at: of.expires_at,
        now: of.now,
    };
    let about = about(of.organization, (of.invitation, of.site), link);
    let text = match kind {
        MessageKind::Reminder => text::reminder(&about),
        MessageKind::Changed => text::changed(&about),
        MessageKind::Revoked => text::revoked(&about),
        MessageKind::Expired => text::expired(&about),
        _ => text::invite(&about),
    };
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
    let text = text::receipt(&ReceiptText {
        sender: sender(of.organization, of.site),
        device: kind(of.device),
        enrolled: calendar(of.organization, of.site).when(of.device.enrolled_at, of.now),
    });
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
    link: String,
    expires_at: Option<Timestamp>,
    now: Timestamp,
}

fn about(
    organization: &Organization,
    (invitation, site): (&Invitation, Option<&Site>),
    of: Link,
) -> InviteText {
    let calendar = calendar(organization, site);
    let opens = invitation.opens.filter(|at| *at > of.now);
    InviteText {
        sender: sender(organization, site),
        link: of.link,
        until: of.expires_at.map(|at| calendar.when(at, of.now)),
        opens: opens.map(|at| calendar.when(at, of.now)),
    }
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

/// Dates in the zone of the site, else of the organization.
fn calendar(organization: &Organization, site: Option<&Site>) -> Calendar {
    let own = site.and_then(|site| site.time_zone.as_deref());
    Calendar::new(own.unwrap_or(&organization.time_zone))
}

/// Parts of the text messages that a plan sends, by invitation: each is as long as it will be, and of the same
/// alphabet, though its link is not made yet.
pub(super) fn parts(desired: &Desired, plan: &Plan) -> BTreeMap<String, u32> {
    let texting = plan.changes.iter().filter(|change| change.texts() > 0);
    let ids: BTreeSet<&str> = texting.map(|change| change.id.as_str()).collect();
    let mut parts = BTreeMap::new();
    for id in ids {
        let Some(invitation) = desired.invitations.get(&id.into()) else {
            continue;
        };
        let site = match &invitation.site {
            SiteRule::Fixed(id) => desired.sites.get(id),
            SiteRule::None | SiteRule::Choose => None,
        };
        let code = "0".repeat(link::LENGTH);
        let of = Link {
            link: format!("{}/e/{code}", origin(&desired.settings)),
            expires_at: invitation.expires.end(plan.now),
            now: plan.now,
        };
        let text = text::invite(&about(&desired.organization, (invitation, site), of));
        parts.insert(id.to_owned(), segment::length(&text).parts);
    }
    parts
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
