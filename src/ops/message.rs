//! Writing messages: what an invitation or a receipt says, sealed for the outbox under its row's id.

use super::{App, Error, random};
use crate::base::time::Timestamp;
use crate::model::declared::Organization;
use crate::model::id::{MessageId, RecipientUid};
use crate::model::invitation::{Invitation, Recipient};
use crate::model::link;
use crate::model::message::{MessageKind, Rendered};
use crate::model::policy::Site;
use crate::notify::{self, Letter};
use crate::store::outbox::NewMessage;

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
    /// When the link stops working; none: never.
    pub expires_at: Option<Timestamp>,
    /// The run of `apply` that wants it.
    pub run: Option<&'a str>,
    /// Now, by the database's clock.
    pub now: Timestamp,
}

/// The outbox row of an invitation: `tx.enqueue(&message::invite(app, &of)?, now)`.
///
/// # Errors
/// The recipient has no usable email, or the message cannot be rendered.
pub fn invite(app: &App, of: &Invite<'_>) -> Result<NewMessage, Error> {
    let id = MessageId(random::uid());
    let rendered = render_invite(app, of, &id)?;
    Ok(NewMessage {
        send_key: app
            .key
            .tag("send", &format!("invite {} {}", of.uid, of.rotate)),
        kind: MessageKind::Invite,
        recipient: Some(of.uid.clone()),
        invitation: Some(of.invitation.id.0.clone()),
        address: rendered.to.clone(),
        message_id: rendered.message_id.clone(),
        sealed: seal(app, &id, &rendered)?,
        run: of.run.map(str::to_owned),
        id,
    })
}

/// The bytes of an invitation, for the outbox and for previews.
///
/// # Errors
/// As [`invite`].
pub fn render_invite(app: &App, of: &Invite<'_>, id: &MessageId) -> Result<Rendered, Error> {
    let email = of.recipient.email.as_deref().ok_or_else(|| {
        Error::new(
            crate::base::error::Kind::Config,
            format!("a recipient of {} has no email", of.invitation.id),
        )
    })?;
    let code = app.key.link(&of.uid.0, of.rotate);
    let link = format!("{}e/{}", app.settings.portal.url, code.expose());
    let number = link::number(&of.uid.0);
    let text = format!(
        "{} asks you to enroll a device.\n\n{link}\n\nInvitation {number}\n",
        of.organization.name
    );
    let html = format!("<p>{text}</p>");
    Ok(notify::compose(&Letter {
        from: &app.settings.mail.from,
        from_name: &of.organization.name,
        reply_to: app.settings.mail.reply_to.as_deref(),
        to: email,
        to_name: of.recipient.name.as_deref(),
        subject: "Set up your device",
        text: &text,
        html: &html,
        language: language(of),
        number: Some(&number),
        message_id: &message_id(app, id, MessageKind::Invite),
        date: of.now,
    })?)
}

/// The recipient's language, else the invitation's, else the organization's first.
fn language<'a>(of: &Invite<'a>) -> &'a str {
    let first = of.organization.languages.first().map(String::as_str);
    let (recipient, invitation) = (of.recipient, of.invitation);
    let own = recipient.language.as_deref();
    own.or(invitation.language.as_deref())
        .or(first)
        .unwrap_or("en")
}

/// The Message-ID of an outbox row, without brackets.
pub fn message_id(app: &App, id: &MessageId, kind: MessageKind) -> String {
    let host = app.settings.portal.url.host_str().unwrap_or("localhost");
    format!("{id}.{}@{host}", kind.word())
}

/// Seals a rendered message for the outbox row `id`: two lines with sender and recipient, a third with the
/// Message-ID, then the bytes.
///
/// # Errors
/// No random bytes.
pub fn seal(app: &App, id: &MessageId, rendered: &Rendered) -> Result<Vec<u8>, Error> {
    let mut plain = format!(
        "{}\n{}\n{}\n",
        rendered.from, rendered.to, rendered.message_id
    )
    .into_bytes();
    plain.extend_from_slice(&rendered.bytes);
    let key = app.key.seal("outbox");
    Ok(key.seal(random::bytes()?, id.0.as_bytes(), &plain)?)
}

/// Opens what [`seal`] made.
///
/// # Errors
/// [`Error::Sealed`] when it was sealed for another row or by another key.
pub fn open(app: &App, id: &MessageId, sealed: &[u8]) -> Result<Rendered, Error> {
    let plain = app.key.seal("outbox").open(id.0.as_bytes(), sealed)?;
    let mut parts = plain.splitn(4, |byte| *byte == b'\n');
    let mut line = || {
        let bytes = parts.next().unwrap_or_default();
        String::from_utf8_lossy(bytes).into_owned()
    };
    Ok(Rendered {
        from: line(),
        to: line(),
        message_id: line(),
        bytes: parts.next().unwrap_or_default().to_vec(),
    })
}
