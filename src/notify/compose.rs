//! The bytes of one mail: headers, then text and HTML as alternatives, quoted-printable throughout.

use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use super::Error;
use crate::base::time::Timestamp;
use crate::model::message::Rendered;

/// Everything a mail is made of.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// `Name <address>` or an address.
    pub from: &'a str,
    /// Name of the sender when `from` has none.
    pub from_name: &'a str,
    /// Where answers go.
    pub reply_to: Option<&'a str>,
    /// Address of the recipient.
    pub to: &'a str,
    /// Name of the recipient.
    pub to_name: Option<&'a str>,
    /// Subject.
    pub subject: &'a str,
    /// Plain text.
    pub text: &'a str,
    /// HTML.
    pub html: &'a str,
    /// Language of both (BCP 47).
    pub language: &'a str,
    /// Number of the invitation, such as `4827-19`; none for a message that belongs to no invitation.
    pub number: Option<&'a str>,
    /// Message-ID without brackets.
    pub message_id: &'a str,
    /// Message-ID, without brackets, of the message that this one belongs to.
    pub answers: Option<&'a str>,
    /// When the message was written.
    pub date: Timestamp,
}

/// The message, ready to leave.
///
/// # Errors
/// [`Error::Address`] when an address is none.
pub fn compose(letter: &Letter<'_>) -> Result<Rendered, Error> {
    let mut from = mailbox("mail.from", letter.from)?;
    from.name = Some(line(from.name.as_deref().unwrap_or(letter.from_name)));
    let mut to = Mailbox::new(None, address("the recipient", letter.to)?);
    to.name = letter.to_name.map(line).filter(|name| !name.is_empty());
    let rendered = (from.email.to_string(), to.email.to_string());

    let mut builder = Message::builder().from(from);
    if let Some(reply_to) = letter.reply_to {
        builder = builder.reply_to(mailbox("mail.reply_to", reply_to)?);
    }
    if let Some(id) = letter.answers {
        let id = format!("<{}>", line(id));
        builder = builder.in_reply_to(id.clone()).references(id);
    }
    let mut message = builder
        .to(to)
        .subject(line(letter.subject))
        .date(system_time(letter.date))
        .message_id(Some(format!("<{}>", letter.message_id)))
        .multipart(alternatives(letter))?;
    let headers = message.headers_mut();
    for (name, value) in [
        // RFC 3834: no automatic answers. The other is Exchange's word for it, without "All", which would
        // also drop bounces.
        (
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated",
        ),
        (
            HeaderName::new_from_ascii_str("X-Auto-Response-Suppress"),
            "OOF, AutoReply, RN, NRN",
        ),
        (
            HeaderName::new_from_ascii_str("Content-Language"),
            letter.language,
        ),
    ] {
        headers.insert_raw(HeaderValue::new(name, line(value)));
    }
    if let Some(number) = letter.number {
        let name = HeaderName::new_from_ascii_str("X-Enroll-Invitation");
        headers.insert_raw(HeaderValue::new(name, line(number)));
    }
    Ok(Rendered {
        from: rendered.0,
        to: rendered.1,
        message_id: letter.message_id.to_owned(),
        bytes: message.formatted(),
    })
}

/// A text message on its way through a gateway that takes mail: a text and nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    /// `Name <address>` or an address.
    pub from: &'a str,
    /// Address of the number at the gateway.
    pub to: &'a str,
    /// The text, one line.
    pub text: &'a str,
    /// Message-ID without brackets.
    pub message_id: &'a str,
    /// When it was written.
    pub date: Timestamp,
}

/// The mail of a text message, ready to leave. It has no subject: gateways would put it before the text.
///
/// # Errors
/// [`Error::Address`] when an address is none.
pub fn note(note: &Note<'_>) -> Result<Rendered, Error> {
    let from = mailbox("mail.from", note.from)?;
    let to = address("the gateway", note.to)?;
    let message = Message::builder()
        .from(Mailbox::new(None, from.email.clone()))
        .to(Mailbox::new(None, to.clone()))
        .date(system_time(note.date))
        .message_id(Some(format!("<{}>", note.message_id)))
        .header(ContentType::TEXT_PLAIN)
        .header(ContentTransferEncoding::QuotedPrintable)
        .body(note.text.to_owned())?;
    Ok(Rendered {
        from: from.email.to_string(),
        to: to.to_string(),
        message_id: note.message_id.to_owned(),
        bytes: message.formatted(),
    })
}

/// The boundary comes from the Message-ID: the same letter is the same bytes.
fn alternatives(letter: &Letter<'_>) -> MultiPart {
    let part = |kind, body: &str| {
        SinglePart::builder()
            .header(kind)
            .header(ContentTransferEncoding::QuotedPrintable)
            .body(body.to_owned())
    };
    let boundary: String = letter
        .message_id
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(40)
        .collect();
    MultiPart::alternative()
        .boundary(format!("={boundary}="))
        .singlepart(part(ContentType::TEXT_PLAIN, letter.text))
        .singlepart(part(ContentType::TEXT_HTML, letter.html))
}

/// Reads `Name <address>` or an address; a name with special characters needs no quotes here.
fn mailbox(what: &'static str, text: &str) -> Result<Mailbox, Error> {
    let (name, address) = match text
        .trim()
        .strip_suffix('>')
        .and_then(|t| t.rsplit_once('<'))
    {
        Some((name, address)) => (line(name.trim().trim_matches('"')), address),
        None => (String::new(), text.trim()),
    };
    let email = self::address(what, address)?;
    Ok(Mailbox::new(
        Some(name).filter(|name| !name.is_empty()),
        email,
    ))
}

fn address(what: &'static str, text: &str) -> Result<Address, Error> {
    text.parse().map_err(|e| Error::Address {
        what,
        reason: format!("{e}"),
    })
}

/// One line of a header: control characters become spaces, marks that turn the direction of text are dropped.
fn line(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn system_time(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(at.0).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter<'static> {
        Letter {
            from: "enroll@riverside.example",
            from_name: "Riverside Schools",
            reply_to: Some("IT Help Desk <help@riverside.example>"),
            to: "maya.chen@riverside.example",
            to_name: Some("Maya Chen"),
            subject: "Set up your school iPhone by Fri, March 14",
            text: "Hello Maya,\n\nhttps://enroll.riverside.example/e/7QK4M2XW9D3HB6TN8RVC\n",
            html: "<p lang=\"en\">Hello Maya, grüß Gott</p>",
            language: "en",
            number: Some("4827-19"),
            message_id: "0190.invite@enroll.riverside.example",
            answers: None,
            date: Timestamp(1_741_444_920_000_000),
        }
    }

    fn text(letter: &Letter<'_>) -> String {
        String::from_utf8(compose(letter).unwrap().bytes).unwrap()
    }

    #[test]
    fn headers_and_both_parts() {
        let message = text(&letter());
        for header in [
            "From: \"Riverside Schools\" <enroll@riverside.example>\r\n",
            "Reply-To: \"IT Help Desk\" <help@riverside.example>\r\n",
            "To: \"Maya Chen\" <maya.chen@riverside.example>\r\n",
            "Subject: Set up your school iPhone by Fri, March 14\r\n",
            "Date: Sat, 08 Mar 2025 14:42:00 +0000\r\n",
            "Message-ID: <0190.invite@enroll.riverside.example>\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "X-Auto-Response-Suppress: OOF, AutoReply, RN, NRN\r\n",
            "Content-Language: en\r\n",
            "X-Enroll-Invitation: 4827-19\r\n",
            "Content-Type: multipart/alternative;",
        ] {
            assert!(message.contains(header), "{header}\n{message}");
        }
        let plain = message.find("Content-Type: text/plain").unwrap();
        let html = message.find("Content-Type: text/html").unwrap();
        assert!(plain < html, "text first");
        assert!(
            message.contains("\r\nhttps://enroll.riverside.example/e/7QK4M2XW9D3HB6TN8RVC\r\n")
        );
        assert!(message.contains("gr=C3=BC=C3=9F Gott"));
        assert!(message.is_ascii());
        assert!(message.lines().all(|line| line.len() <= 998));
        assert!(!message.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn the_same_letter_is_the_same_bytes() {
        assert_eq!(compose(&letter()).unwrap(), compose(&letter()).unwrap());
    }

    #[test]
    fn what_belongs_to_another_message_says_so() {
        let message = text(&Letter {
            answers: Some("0190.invite@enroll.riverside.example"),
            ..letter()
        });
        for header in ["In-Reply-To", "References"] {
            let line = format!("{header}: <0190.invite@enroll.riverside.example>\r\n");
            assert!(message.contains(&line), "{message}");
        }
    }

    #[test]
    fn no_text_becomes_a_header() {
        let hostile = "Maya\r\nBcc: all@riverside.example\u{202e}\n\nbody";
        let message = text(&Letter {
            to_name: Some(hostile),
            subject: hostile,
            from_name: hostile,
            language: hostile,
            ..letter()
        });
        assert!(!message.contains("\nBcc:"), "{message}");
        assert!(!message.contains('\u{202e}'));
        let sender = Letter {
            from: "Riverside\r\nBcc: x@y.example <enroll@riverside.example>",
            ..letter()
        };
        assert!(!text(&sender).contains("\nBcc:"));
    }

    #[test]
    fn an_address_with_a_line_break_is_refused() {
        for to in [
            "maya@riverside.example\r\nRCPT TO:<x@y.example>",
            "maya@riverside.example>\r\nDATA",
            "maya chen@riverside.example",
            "maya",
        ] {
            let refused = compose(&Letter { to, ..letter() });
            assert!(matches!(refused, Err(Error::Address { .. })), "{to:?}");
        }
    }
}
