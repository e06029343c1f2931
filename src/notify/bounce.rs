//! Reading delivery status notices (RFC 3464): what a mail server says later of a message it took before.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders};

/// Recipients that one notice may tell of; ours have one.
const MOST: usize = 100;
/// Longest diagnostic that is kept, in characters.
const LONGEST: usize = 300;

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What the sender called the envelope (`ENVID`, RFC 3461), where the server hands it back.
    pub envelope: Option<String>,
    /// Message-ID of the returned message, without brackets.
    pub message_id: Option<String>,
    /// What became of each recipient.
    pub recipients: Vec<Fate>,
}

/// What became of one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// The address the message was sent to, else the one it ended at.
    pub address: Option<String>,
    /// What happened.
    pub action: Action,
    /// Status code such as `5.1.1` (RFC 3463).
    pub status: Option<String>,
    /// What the last server said.
    pub diagnostic: Option<String>,
}

/// What happened to a message (RFC 3464, section 2.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It did not arrive and is not tried again.
    Failed,
    /// It is still tried.
    Delayed,
    /// It arrived, or was handed on to a server that sends no notices.
    Delivered,
}

/// Reads a mail; none when it is no delivery status notice.
pub fn read(bytes: &[u8]) -> Option<Notice> {
    let mail = MessageParser::default().parse(bytes)?;
    let report = mail.parts.iter().find(|part| is_report(part))?;
    let text = String::from_utf8_lossy(report.contents()).replace("\r\n", "\n");
    let mut groups = text.split("\n\n").filter(|group| !group.trim().is_empty());
    let head = groups.next()?;
    let recipients: Vec<Fate> = groups.take(MOST).filter_map(fate).collect();
    (!recipients.is_empty()).then(|| Notice {
        envelope: parsed(head).and_then(|head| field(&head, "Original-Envelope-Id")),
        message_id: mail.parts.iter().find_map(returned),
        recipients,
    })
}

fn is_report(part: &MessagePart<'_>) -> bool {
    is(part, "message", "delivery-status") || is(part, "message", "global-delivery-status")
}

fn is(part: &MessagePart<'_>, kind: &str, subtype: &str) -> bool {
    part.content_type().is_some_and(|found| {
        let found_subtype = found.subtype().unwrap_or_default();
        found.ctype().eq_ignore_ascii_case(kind) && found_subtype.eq_ignore_ascii_case(subtype)
    })
}

/// The Message-ID of the message that came back, whole or as its headers.
fn returned(part: &MessagePart<'_>) -> Option<String> {
    if let Some(message) = part.message() {
        return message.message_id().map(str::to_owned);
    }
    let headers = [
        ("text", "rfc822-headers"),
        ("message", "rfc822-headers"),
        ("message", "global-headers"),
    ];
    if !headers
        .iter()
        .any(|(kind, subtype)| is(part, kind, subtype))
    {
        return None;
    }
    let message = MessageParser::default().parse(part.contents())?;
    message.message_id().map(str::to_owned)
}

fn parsed(group: &str) -> Option<Message<'_>> {
    MessageParser::default().parse(group.as_bytes())
}

fn fate(group: &str) -> Option<Fate> {
    let fields = parsed(group)?;
    let action = match field(&fields, "Action")?.to_ascii_lowercase().as_str() {
        "failed" => Action::Failed,
        "delayed" => Action::Delayed,
        "delivered" | "relayed" | "expanded" => Action::Delivered,
        _ => return None,
    };
    let typed = |name| field(&fields, name).map(after_type);
    let status = field(&fields, "Status");
    Some(Fate {
        address: typed("Original-Recipient").or_else(|| typed("Final-Recipient")),
        action,
        // A comment may follow the code.
        status: status.and_then(|text| Some(text.split_whitespace().next()?.to_owned())),
        diagnostic: typed("Diagnostic-Code"),
    })
}

/// The value of a field in one line, without control characters.
fn field(fields: &Message<'_>, name: &'static str) -> Option<String> {
    let raw = fields.header_raw(name)?;
    let words: Vec<&str> = raw.split_whitespace().collect();
    let text: String = words
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST)
        .collect();
    (!text.is_empty()).then_some(text)
}

/// `rfc822; ada@example.com`: what follows the type.
fn after_type(text: String) -> String {
    match text.split_once(';') {
        Some((_, value)) => value.trim().trim_matches(['<', '>']).to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POSTFIX: &str = "From: MAILER-DAEMON@mx.example (Mail Delivery System)\r\n\
        Subject: Undelivered Mail Returned to Sender\r\nTo: enroll@riverside.example\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"B\"\r\n\r\n\
        --B\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you.\r\n\r\n\
        --B\r\nContent-Description: Delivery report\r\nContent-Type: message/delivery-status\r\n\r\n\
        Reporting-MTA: dns; mx.example\r\nOriginal-Envelope-Id: 0198.invite\r\n\
        Arrival-Date: Sun, 22 Nov 2026 20:00:00 +0000 (UTC)\r\n\r\n\
        Final-Recipient: rfc822; ada.alias@riverside.example\r\n\
        Original-Recipient: rfc822;ada@riverside.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\
        Remote-MTA: dns; mail.riverside.example\r\n\
        Diagnostic-Code: smtp; 550 5.1.1 <ada.alias@riverside.example>: Recipient\r\n    address rejected\r\n\r\n\
        --B\r\nContent-Type: text/rfc822-headers\r\n\r\n\
        From: enroll@riverside.example\r\nMessage-ID: <0198.invite@enroll.riverside.example>\r\nSubject: Set up\r\n\r\n\
        --B--\r\n";

    #[test]
    fn a_notice_tells_message_recipient_and_reason() {
        let notice = read(POSTFIX.as_bytes()).unwrap();
        assert_eq!(notice.envelope.as_deref(), Some("0198.invite"));
        let id = "0198.invite@enroll.riverside.example";
        assert_eq!(notice.message_id.as_deref(), Some(id));
        let expected = Fate {
            address: Some("ada@riverside.example".to_owned()),
            action: Action::Failed,
            status: Some("5.1.1".to_owned()),
            diagnostic: Some(
                "550 5.1.1 <ada.alias@riverside.example>: Recipient address rejected".to_owned(),
            ),
        };
        assert_eq!(notice.recipients, [expected]);
    }

    #[test]
    fn the_whole_message_may_come_back_and_fields_may_be_missing() {
        let text = POSTFIX
            .replace("Original-Envelope-Id: 0198.invite\r\n", "")
            .replace("Original-Recipient: rfc822;ada@riverside.example\r\n", "")
            .replace("text/rfc822-headers", "message/rfc822")
            .replace("Action: failed", "Action: delayed (will retry)");
        assert_eq!(
            read(text.as_bytes()),
            None,
            "a word that is none of the five"
        );
        let text = text.replace("delayed (will retry)", "Delayed");
        let notice = read(text.as_bytes()).unwrap();
        assert_eq!(notice.envelope, None);
        assert!(notice.message_id.unwrap().starts_with("0198.invite@"));
        let fate = &notice.recipients[0];
        assert_eq!(fate.address.as_deref(), Some("ada.alias@riverside.example"));
        assert_eq!(fate.action, Action::Delayed);
    }

    #[test]
    fn other_mail_is_no_notice() {
        for text in [
            "",
            "\r\n\r\n",
            "From: ada@riverside.example\r\nSubject: Out of office\r\n\r\nAction: failed\r\n",
            "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n",
            &POSTFIX.replace("message/delivery-status", "text/plain"),
        ] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }
}
