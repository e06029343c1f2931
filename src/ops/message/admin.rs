//! Mails to whoever looks after enrollment, in the first language of the organization.

use super::{App, Draft, Error, calendar, context, engine, message_id, seal, send_key, text};
use crate::base::time::Timestamp;
use crate::model::declared::Organization;
use crate::model::id::MessageId;
use crate::model::link;
use crate::model::message::{Channel, MessageKind};
use crate::model::policy::Site;
use crate::model::text::MessageText;
use crate::ops::random;
use crate::render::dates::Calendar;
use crate::render::message::{self, Context, DigestFacts, Person, RequestFacts};
use crate::store::invited::Invited;
use crate::store::outbox::NewMessage;

/// Somebody asks for a new link: everything the mail is made of.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// Who invited.
    pub organization: &'a Organization,
    /// The site of the invitation, if it has one.
    pub site: Option<&'a Site>,
    /// Who was invited.
    pub invited: &'a Invited,
    /// Where the recipient is declared: `file:line`.
    pub place: &'a str,
    /// When the link stopped working.
    pub expires_at: Option<Timestamp>,
    /// Every use is counted.
    pub used: bool,
    /// Now, by the database's clock.
    pub now: Timestamp,
}

/// The outbox row of the mail to the help address; none: there is no such address. It has neither link nor secret.
///
/// # Errors
/// The address is none, or the message cannot be rendered.
pub fn request(app: &App, of: &Wish<'_>) -> Result<Option<NewMessage>, Error> {
    let own = of.site.and_then(|site| site.help.email.as_deref());
    let Some(to) = own.or(of.organization.help.email.as_deref()) else {
        return Ok(None);
    };
    let text = text(MessageKind::Request, None, &[], of.organization);
    let calendar = calendar(of.organization, of.site, &text);
    let recipient = &of.invited.recipient;
    let mut context = context(&app.settings, of.organization, of.site, to);
    context.blanks.person = Person::new(recipient.name.as_deref());
    context.blanks.expires = of.expires_at.map(|at| calendar.when(at, of.now));
    let written = recipient.email.as_ref().or(recipient.phone.as_ref());
    context.blanks.request = Some(RequestFacts {
        address: written.unwrap_or(&recipient.key).clone(),
        invitation: of.invited.invitation.id.0.clone(),
        number: link::number(&of.invited.uid.0),
        place: of.place.to_owned(),
        used: of.used,
    });
    let mail = Mail {
        organization: of.organization,
        kind: MessageKind::Request,
        text: &text,
        context: &context,
        key: format!("request {} {}", of.invited.uid, of.now),
        now: of.now,
    };
    let row = mail.write(app)?;
    Ok(Some(NewMessage {
        recipient: Some(of.invited.uid.clone()),
        invitation: Some(of.invited.invitation.id.0.clone()),
        ..row
    }))
}

/// The outbox row of a digest for one address; one end of days has one.
///
/// # Errors
/// The address is none, or the message cannot be rendered.
pub fn digest(
    app: &App,
    organization: &Organization,
    (to, key): (&str, String),
    digest: DigestFacts,
    now: Timestamp,
) -> Result<NewMessage, Error> {
    let text = text(MessageKind::Digest, None, &[], organization);
    let mut context = context(&app.settings, organization, None, to);
    context.blanks.digest = Some(digest);
    let mail = Mail {
        organization,
        kind: MessageKind::Digest,
        text: &text,
        context: &context,
        key,
        now,
    };
    mail.write(app)
}

/// Dates of a digest, in the organization's zone and first language.
pub fn digest_calendar(organization: &Organization) -> Calendar {
    let text = text(MessageKind::Digest, None, &[], organization);
    calendar(organization, None, &text)
}

struct Mail<'a> {
    organization: &'a Organization,
    kind: MessageKind,
    text: &'a MessageText,
    context: &'a Context,
    key: String,
    now: Timestamp,
}

impl Mail<'_> {
    fn write(&self, app: &App) -> Result<NewMessage, Error> {
        let id = MessageId(random::uid());
        let draft = Draft {
            organization: self.organization,
            parts: message::write(engine()?, self.text, self.context)?,
            to: &self.context.to,
            name: None,
            number: None,
            message_id: message_id(app, &id, self.kind),
            answers: None,
            now: self.now,
        };
        let rendered = draft.compose(app)?;
        Ok(NewMessage {
            send_key: send_key(app, &self.key),
            channel: Channel::Email,
            kind: self.kind,
            recipient: None,
            invitation: None,
            address: rendered.to.clone(),
            message_id: rendered.message_id.clone(),
            sealed: seal(app, &id, &rendered)?,
            run: None,
            id,
        })
    }
}
