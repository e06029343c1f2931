//! The texts that are part of the program: one folder of Markdown for each language.

use crate::model::message::MessageKind;
use crate::model::text::MessageText;

/// What surrounds every text of one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// Below the button: the link's facts, and how to check that it is real.
    pub link: &'static str,
    /// The link once more, for HTML alone.
    pub copy: &'static str,
    /// Whom to ask, and why this was sent.
    pub foot: &'static str,
}

struct Language {
    code: &'static str,
    around: Around,
    texts: &'static [(MessageKind, &'static str)],
}

macro_rules! languages {
    ($($code:literal),+ $(,)?) => {
        /// Languages that have built-in texts; the first is for all that have none.
        pub const LANGUAGES: &[&str] = &[$($code),+];

        const ALL: &[Language] = &[$(Language {
            code: $code,
            around: Around {
                link: include_str!(concat!("../../../templates/mail/", $code, "/_link.md")),
                copy: include_str!(concat!("../../../templates/mail/", $code, "/_copy.md")),
                foot: include_str!(concat!("../../../templates/mail/", $code, "/_foot.md")),
            },
            texts: &[
                (MessageKind::Invite, include_str!(concat!("../../../templates/mail/", $code, "/invite.md"))),
                (MessageKind::Reminder, include_str!(concat!("../../../templates/mail/", $code, "/reminder.md"))),
                (MessageKind::Changed, include_str!(concat!("../../../templates/mail/", $code, "/changed.md"))),
                (MessageKind::Revoked, include_str!(concat!("../../../templates/mail/", $code, "/revoked.md"))),
                (MessageKind::Receipt, include_str!(concat!("../../../templates/mail/", $code, "/receipt.md"))),
                (MessageKind::Expired, include_str!(concat!("../../../templates/mail/", $code, "/expired.md"))),
                (MessageKind::Request, include_str!(concat!("../../../templates/mail/", $code, "/request.md"))),
                (MessageKind::Digest, include_str!(concat!("../../../templates/mail/", $code, "/digest.md"))),
            ],
        }),+];
    };
}

languages!["en", "de", "es", "fr", "nl", "pt", "pl", "ar", "zh-Hans"];

/// The language of ours that `wanted` (BCP 47) is nearest to.
fn language(wanted: &str) -> Option<&'static Language> {
    let primary = |code: &str| code.split('-').next().unwrap_or_default().to_lowercase();
    let exact = ALL.iter().find(|l| l.code.eq_ignore_ascii_case(wanted));
    exact.or_else(|| ALL.iter().find(|l| primary(l.code) == primary(wanted)))
}

pub(super) fn around(wanted: &str) -> Around {
    language(wanted).unwrap_or(&ALL[0]).around
}

/// The built-in text of a kind in a language (BCP 47); none where we have no such language.
pub fn built_in(kind: MessageKind, wanted: &str) -> Option<MessageText> {
    let language = language(wanted)?;
    let (_, source) = language.texts.iter().find(|(k, _)| *k == kind)?;
    Some(parse(kind.word(), language.code, source))
}

/// An invitation of the organization's own; what it leaves out is as the built-in one says.
pub fn completed(own: &MessageText) -> MessageText {
    let usual = built_in(MessageKind::Invite, &own.language)
        .or_else(|| built_in(MessageKind::Invite, ALL[0].code))
        .unwrap_or_default();
    let mut text = own.clone();
    if text.preheader.is_empty() {
        text.preheader = usual.preheader;
    }
    text.button = text.button.or(usual.button);
    text
}

/// Our own files are simple: `key: value` lines between two lines of dashes, then Markdown.
fn parse(name: &str, language: &str, source: &str) -> MessageText {
    let rest = source.strip_prefix("---\n").unwrap_or_default();
    let (head, text) = rest.split_once("\n---\n").unwrap_or_default();
    let value = |key: &str| {
        let line = head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            (found == key).then_some(value)
        });
        line.map(|value| value.trim_matches('"').to_owned())
    };
    MessageText {
        name: name.to_owned(),
        language: language.to_owned(),
        subject: value("subject").unwrap_or_default(),
        preheader: value("preheader").unwrap_or_default(),
        button: value("button"),
        sms: None,
        text: text.to_owned(),
    }
}
