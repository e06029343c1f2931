//! Writing messages: what an invitation or a receipt says, sealed for the outbox under its row's id.

mod admin;
mod context;
mod ended;
mod keys;
mod sealed;
mod title;

use super::{App, Error, random};
use crate::base::error::Kind;
use crate::base::mask;
use crate::base::time::Timestamp;
use crate::model::declared::Organization;
use crate::model::device::Device;
use crate::model::id::{MessageId, RecipientUid};
use crate::model::invitation::{Ahead, Invitation, Recipient};
use crate::model::link;
use crate::model::message::{Channel, MessageKind, Rendered};
use crate::model::person;
use crate::model::policy::Site;
use crate::notify::{self, Letter};
use crate::render::message::{self, Blanks, Changed, DeviceFacts, Parts, Person, Stopped};
use crate::store::outbox::NewMessage;

pub use admin::{Wish, digest as write_digest, digest_calendar, request};
pub(super) use context::{calendar, context, engine, kind, origin, text, wanted};
pub use ended::expired;
pub(super) use keys::{expired_key, invite_key, reminder_key};
pub use sealed::{message_id, open, seal};
pub(super) use title::titles;

/// An invitation to one recipient: everything its message is made of.
#[derive(Clone, Copy, Debug)]
pub struct Invite<'a> {
    /// Who invites.
    pub organization: &'a Organization,
    /// The invitation.
    pub invitation: &'a Invitation,
    /// Its fixed site, if it has one.
    pub site: Option<&'a Site>,
    /// The recipient as declared.
    pub recipient: &'a Recipient,
    /// The recipient's uid.
    pub uid: &'a RecipientUid,
    /// Counter of the recipient's link.
    pub rotate: u32,
    /// 0 for the first message; else what tells this sending from all others to the same recipient.
    pub again: i64,
    /// When the link stops working; none: never.
    pub expires_at: Option<Timestamp>,
    /// When the person was invited.
    pub invited: Timestamp,
    /// The run of `apply` that wants it.
    pub run: Option<&'a str>,
    /// Now, by the database's clock.
    pub now: Timestamp,
}

/// A receipt for one enrolled device: everything its message is made of.
#[derive(Clone, Copy, Debug)]
pub struct Receipt<'a> {
    /// Who manages the device now.
    pub organization: &'a Organization,
    /// The device's site, if it has one.
    pub site: Option<&'a Site>,
    /// The device.
    pub device: &'a Device,
    /// The link it came by; none for open enrollment.
    pub uid: Option<&'a RecipientUid>,
    /// Address it goes to: the invited one, else the person's own.
    pub to: &'a str,
    /// Name of the person.
    pub name: Option<&'a str>,
    /// Now, by the database's clock.
    pub now: Timestamp,
}

/// A reminder: what it adds to the link it is about.
#[derive(Clone, Debug)]
pub struct Reminder<'a> {
    /// How long before the end it was due: what tells it from the other reminder.
    pub ahead: Ahead,
    /// Where the person stopped, if that is known.
    pub stopped: Option<Stopped>,
    /// Message-ID of the invitation, so that mail programs show both together.
    pub invitation: Option<&'a str>,
}

/// What one message says beyond its link.
struct Particulars<'a> {
    kind: MessageKind,
    send_key: String,
    stopped: Option<Stopped>,
    changed: Changed,
    answers: Option<&'a str>,
}

impl<'a> Particulars<'a> {
    fn new(kind: MessageKind, send_key: String) -> Self {
        Self {
            kind,
            send_key,
            stopped: None,
            changed: Changed::default(),
            answers: None,
        }
    }
}

/// The outbox row of an invitation: `tx.enqueue(&message::invite(app, &of)?, now)`.
///
/// # Errors
/// The recipient has no usable email, or the message cannot be rendered.
pub fn invite(app: &App, of: &Invite<'_>) -> Result<NewMessage, Error> {
    let invite = Particulars::new(MessageKind::Invite, invite_key(of));
    about_link(app, of, invite)
}

/// The outbox row of a reminder; one link has one for each distance from its end.
///
/// # Errors
/// As [`invite`].
pub fn reminder(app: &App, of: &Invite<'_>, that: &Reminder<'_>) -> Result<NewMessage, Error> {
    let key = reminder_key(of, that.ahead);
    let particulars = Particulars {
        stopped: that.stopped.clone(),
        answers: that.invitation,
        ..Particulars::new(MessageKind::Reminder, key)
    };
    about_link(app, of, particulars)
}

/// The outbox row that tells somebody of another end or site.
///
/// # Errors
/// As [`invite`].
pub fn changed(app: &App, of: &Invite<'_>, changed: Changed) -> Result<NewMessage, Error> {
    let key = format!("changed {} {}", of.uid, of.again);
    let particulars = Particulars {
        changed,
        ..Particulars::new(MessageKind::Changed, key)
    };
    about_link(app, of, particulars)
}

/// The outbox row that tells somebody that their link was cancelled.
///
/// # Errors
/// As [`invite`].
pub fn revoked(app: &App, of: &Invite<'_>) -> Result<NewMessage, Error> {
    let key = format!("revoked {} {}", of.uid, of.again);
    about_link(app, of, Particulars::new(MessageKind::Revoked, key))
}

fn about_link(
    app: &App,
    of: &Invite<'_>,
    particulars: Particulars<'_>,
) -> Result<NewMessage, Error> {
    let id = MessageId(random::uid());
    let send_key = send_key(app, &particulars.send_key);
    let kind = particulars.kind;
    let rendered = render(app, of, &id, particulars)?;
    Ok(NewMessage {
        send_key,
        channel: Channel::Email,
        kind,
        recipient: Some(of.uid.clone()),
        invitation: Some(of.invitation.id.0.clone()),
        address: rendered.to.clone(),
        message_id: rendered.message_id.clone(),
        sealed: seal(app, &id, &rendered)?,
        run: of.run.map(str::to_owned),
        id,
    })
}

/// Whom a receipt goes to: the invited person, else the person of the device, by email; where nobody has one and
/// somebody carries `texts`, the invited person by text message.
pub fn receipt_address<'a>(
    recipient: Option<&'a Recipient>,
    person: Option<&'a person::Person>,
    texts: bool,
) -> Option<(Channel, &'a str)> {
    let invited = recipient.and_then(|recipient| recipient.email.as_deref());
    let known = || person.and_then(|person| person.emails.first().map(String::as_str));
    let phone = || recipient.and_then(|recipient| recipient.phone.as_deref());
    let email = invited.or_else(known).map(|to| (Channel::Email, to));
    email.or_else(|| phone().filter(|_| texts).map(|to| (Channel::Sms, to)))
}

/// The outbox row of a receipt; one enrollment has one, however often it is asked for.
///
/// # Errors
/// The address is none, or the message cannot be rendered.
pub fn receipt(app: &App, of: &Receipt<'_>) -> Result<NewMessage, Error> {
    let id = MessageId(random::uid());
    let text = text(MessageKind::Receipt, None, &[], of.organization);
    let calendar = calendar(of.organization, of.site, &text);
    let mut context = context(&app.settings, of.organization, of.site, of.to);
    context.blanks.person = Person::new(of.name);
    context.blanks.site = of.site.map(|site| site.name.clone());
    context.blanks.number = of.uid.map(|uid| link::number(&uid.0));
    context.blanks.device = Some(DeviceFacts {
        kind: kind(of.device),
        name: of.device.hardware.name.clone(),
        model: of.device.hardware.model.clone(),
        serial: of.device.hardware.serial.as_deref().map(mask::serial),
        enrolled: calendar.when(of.device.enrolled_at, of.now),
    });
    let letter = Draft {
        organization: of.organization,
        parts: message::write(engine()?, &text, &context)?,
        to: of.to,
        name: of.name,
        number: context.number.as_deref(),
        message_id: message_id(app, &id, MessageKind::Receipt),
        answers: None,
        now: of.now,
    };
    let rendered = letter.compose(app)?;
    Ok(NewMessage {
        send_key: send_key(app, &format!("receipt {}", of.device.enrollment)),
        channel: Channel::Email,
        kind: MessageKind::Receipt,
        recipient: of.uid.cloned(),
        invitation: of.device.invitation.as_ref().map(|id| id.0.clone()),
        address: rendered.to.clone(),
        message_id: rendered.message_id.clone(),
        sealed: seal(app, &id, &rendered)?,
        run: None,
        id,
    })
}

fn render(
    app: &App,
    of: &Invite<'_>,
    id: &MessageId,
    particulars: Particulars<'_>,
) -> Result<Rendered, Error> {
    let email = of.recipient.email.as_deref().ok_or_else(|| {
        let text = format!("a recipient of {} has no email", of.invitation.id);
        Error::new(Kind::Config, text)
    })?;
    let code = app.key.link(&of.uid.0, of.rotate);
    let own = of.invitation.message.as_ref();
    let wanted = wanted(of.invitation, of.recipient);
    let text = text(particulars.kind, own, &wanted, of.organization);
    let calendar = calendar(of.organization, of.site, &text);
    let opens = of.invitation.opens.filter(|at| *at > of.now);
    let mut context = context(&app.settings, of.organization, of.site, email);
    if !matches!(
        particulars.kind,
        MessageKind::Revoked | MessageKind::Expired
    ) {
        context.link = Some(format!("{}/e/{}", origin(&app.settings), code.expose()));
    }
    context.blanks = Blanks {
        person: Person::new(of.recipient.name.as_deref()),
        number: Some(link::number(&of.uid.0)),
        expires: of.expires_at.map(|at| calendar.when(at, of.now)),
        opens: opens.map(|at| calendar.when(at, of.now)),
        uses: of.invitation.uses,
        site: of.site.map(|site| site.name.clone()),
        invited: Some(calendar.when(of.invited, of.now)),
        stopped: particulars.stopped,
        changed: particulars.changed,
        ..context.blanks
    };
    let draft = Draft {
        organization: of.organization,
        parts: message::write(engine()?, &text, &context)?,
        to: email,
        name: of.recipient.name.as_deref(),
        number: context.number.as_deref(),
        message_id: message_id(app, id, particulars.kind),
        answers: particulars.answers,
        now: of.now,
    };
    draft.compose(app)
}

/// A message whose text is written.
struct Draft<'a> {
    organization: &'a Organization,
    parts: Parts,
    to: &'a str,
    name: Option<&'a str>,
    number: Option<&'a str>,
    message_id: String,
    /// Message-ID of the message that this one belongs to.
    answers: Option<&'a str>,
    now: Timestamp,
}

impl Draft<'_> {
    fn compose(&self, app: &App) -> Result<Rendered, Error> {
        let mail = &app.settings.mail;
        Ok(notify::compose(&Letter {
            from: &mail.from,
            from_name: &self.organization.name,
            reply_to: mail.reply_to.as_deref(),
            to: self.to,
            to_name: self.name,
            subject: &self.parts.subject,
            text: &self.parts.text,
            html: &self.parts.html,
            language: &self.parts.language,
            number: self.number,
            message_id: &self.message_id,
            answers: self.answers,
            date: self.now,
        })?)
    }
}

pub(super) fn send_key(app: &App, what: &str) -> String {
    app.key.tag("send", what)
}
