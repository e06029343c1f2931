//! Text messages: who, what, until when, the link alone between spaces, whom to ask. No name of a person, nothing
//! that a GSM phone cannot show unless the organization's own words need it.

use super::dates::When;
use super::engine::{Engine, Error};
use super::frame::Device;
use super::message::{self, Context};
use crate::model::message::MessageKind;
use crate::model::policy::Help;
use crate::model::segment;
use crate::words::{Argument, Language, Words};

/// Who sends a text message, as it says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// Full name of the organization.
    pub organization: String,
    /// Whom to call: the site's help, else the organization's.
    pub help: Help,
}

impl Sender {
    /// Riverside Schools.
    pub fn sample() -> Self {
        Self {
            organization: "Riverside Schools".into(),
            help: Help {
                name: None,
                email: Some("help@riverside.example".into()),
                phone: Some("201-555-0123".into()),
            },
        }
    }
}

/// What an invitation by text message says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteText {
    /// Who sends it.
    pub sender: Sender,
    /// The personal URL.
    pub link: String,
    /// When the link stops working; none: never.
    pub until: Option<When>,
    /// When it begins to work, if later than now.
    pub opens: Option<When>,
}

impl InviteText {
    /// Maya's invitation.
    pub fn sample() -> Self {
        Self {
            sender: Sender::sample(),
            link: "https://enroll.riverside.example/e/7QK4M2XW9D3HB6TN8RVC".into(),
            until: Some(When::sample()),
            opens: None,
        }
    }
}

/// What a receipt by text message says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptText {
    /// Who sends it.
    pub sender: Sender,
    /// What kind of device it is.
    pub device: Device,
    /// When it was enrolled.
    pub enrolled: When,
}

impl ReceiptText {
    /// Maya's iPhone.
    pub fn sample() -> Self {
        Self {
            sender: Sender::sample(),
            device: Device::Iphone,
            enrolled: When::sample_now(),
        }
    }
}

/// The invitation.
pub fn invite(words: &Words, of: &InviteText) -> String {
    let arguments = about(of);
    text(words, "sms-invite", "sms-invite-ask", arguments, &of.sender)
}

/// The reminder of a link that ends.
pub fn reminder(words: &Words, of: &InviteText) -> String {
    let arguments = about(of);
    text(
        words,
        "sms-reminder",
        "sms-reminder-ask",
        arguments,
        &of.sender,
    )
}

/// Another end of the link.
pub fn changed(words: &Words, of: &InviteText) -> String {
    let until = of.until.as_ref();
    let limits = ("limits", word(until.map_or("none", |_| "until")));
    let arguments = about(of).into_iter().filter(|(name, _)| *name != "limits");
    let arguments = arguments.chain([limits]).collect();
    text(words, "sms-changed", "sms-ask", arguments, &of.sender)
}

/// The end of the link.
pub fn revoked(words: &Words, of: &InviteText) -> String {
    text(words, "sms-revoked", "sms-ask", about(of), &of.sender)
}

/// The end of the link by time.
pub fn expired(words: &Words, of: &InviteText) -> String {
    text(
        words,
        "sms-expired",
        "sms-expired-ask",
        about(of),
        &of.sender,
    )
}

/// The receipt.
pub fn receipt(words: &Words, of: &ReceiptText) -> String {
    let device = match of.device {
        Device::Iphone => "iPhone",
        Device::Ipad => "iPad",
        Device::Unknown => "device",
    };
    let arguments = vec![
        ("device", word(device)),
        ("enrolled", word(&of.enrolled.short)),
    ];
    text(
        words,
        "sms-receipt",
        "sms-receipt-ask",
        arguments,
        &of.sender,
    )
}

/// The text message of a kind that says what this mail says, for previews.
pub fn sample(words: &Words, kind: MessageKind, of: &Context) -> String {
    let sender = Sender {
        organization: of.org.name.clone(),
        help: of.help.clone(),
    };
    if let (MessageKind::Receipt, Some(device)) = (kind, &of.device) {
        let receipt = ReceiptText {
            sender,
            device: device.kind,
            enrolled: device.enrolled.clone(),
        };
        return self::receipt(words, &receipt);
    }
    let about = InviteText {
        sender,
        link: of.link.clone().unwrap_or_default(),
        until: of.expires.clone(),
        opens: of.opens.clone(),
    };
    match kind {
        MessageKind::Reminder => reminder(words, &about),
        MessageKind::Changed => changed(words, &about),
        MessageKind::Revoked => revoked(words, &about),
        MessageKind::Expired => expired(words, &about),
        _ => invite(words, &about),
    }
}

/// A text message of the organization's own, its blanks filled.
///
/// # Errors
/// [`Error::Template`] when the text has a mistake that `validate` finds.
pub fn own(engine: &Engine, sms: &str, of: &Context) -> Result<String, Error> {
    let language = Language::default();
    let filled = engine.line("sms", sms, message::filled(of, language, false))?;
    Ok(written(&filled))
}

type Arguments = Vec<(&'static str, Argument)>;

fn word(text: &str) -> Argument {
    Argument::Text(text.to_owned())
}

/// What is known of the link.
fn about(of: &InviteText) -> Arguments {
    let limits = match (&of.opens, &of.until) {
        (Some(_), Some(_)) => "both",
        (Some(_), None) => "opens",
        (None, Some(_)) => "until",
        (None, None) => "none",
    };
    let mut all = vec![("link", word(&of.link)), ("limits", word(limits))];
    all.extend(of.opens.as_ref().map(|when| ("opens", word(&when.short))));
    all.extend(of.until.as_ref().map(|when| ("until", word(&when.short))));
    all
}

/// What there is to say and, where somebody can be asked, how: by phone, else by email.
fn text(words: &Words, key: &str, ask: &str, mut of: Arguments, sender: &Sender) -> String {
    of.push(("organization", word(&sender.organization)));
    let say = |key: &str, of: &Arguments| words.say(key, of).unwrap_or_default();
    let mut said = say(key, &of);
    let contact = match (&sender.help.phone, &sender.help.email) {
        (Some(phone), _) => Some(("phone", phone)),
        (None, Some(email)) => Some(("email", email)),
        (None, None) => None,
    };
    if let Some((way, address)) = contact {
        of.extend([("ask", word(way)), (way, word(address))]);
        said.push(' ');
        said.push_str(&say(ask, &of));
    }
    written(&said)
}

/// One line, quotes and dashes as GSM phones have them.
fn written(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    segment::fold(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::dates::{Calendar, SAMPLE_NOW};

    fn english() -> Words {
        Words::of(Language::En)
    }

    #[test]
    fn an_invitation_fits_into_one_part() {
        let text = invite(&english(), &InviteText::sample());
        assert_eq!(
            text,
            "Riverside Schools: set up your device by Fri 14 Mar, 5 PM: \
             https://enroll.riverside.example/e/7QK4M2XW9D3HB6TN8RVC Not expecting this? Call 201-555-0123"
        );
        let length = segment::length(&text);
        assert_eq!((length.units, length.parts), (152, 1));
    }

    #[test]
    fn a_reminder_says_when_the_link_ends() {
        assert_eq!(
            reminder(&english(), &InviteText::sample()),
            "Riverside Schools: your device is not set up yet. Link ends Fri 14 Mar, 5 PM: \
             https://enroll.riverside.example/e/7QK4M2XW9D3HB6TN8RVC Help: Call 201-555-0123"
        );
    }

    #[test]
    fn an_expired_link_is_not_told_again() {
        assert_eq!(
            expired(&english(), &InviteText::sample()),
            "Riverside Schools: your device setup link has expired. Nothing was changed. \
             Still need it? Call 201-555-0123"
        );
    }

    #[test]
    fn a_receipt_says_whom_to_call() {
        assert_eq!(
            receipt(&english(), &ReceiptText::sample()),
            "Riverside Schools: an iPhone was enrolled for you on Sat 8 Mar, 9:42 AM. \
             Not you? Call 201-555-0123 now."
        );
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let mut text = InviteText::sample();
        text.sender.help.phone = None;
        assert!(
            invite(&english(), &text)
                .ends_with(" Not expecting this? Write to help@riverside.example")
        );
        text.sender.help.email = None;
        text.until = None;
        assert_eq!(
            invite(&english(), &text),
            "Riverside Schools: set up your device: https://enroll.riverside.example/e/7QK4M2XW9D3HB6TN8RVC"
        );
        text.opens = Some(When::sample());
        assert!(invite(&english(), &text).contains("your device from Fri 14 Mar, 5 PM: https"));
    }

    #[test]
    fn a_name_makes_no_second_line_and_its_quotes_cost_no_alphabet() {
        let mut text = InviteText::sample();
        text.sender.organization = "The “Old” School\r\nof Ada – x".into();
        let text = invite(&english(), &text);
        assert!(text.starts_with("The \"Old\" School of Ada - x: set up"));
        assert_eq!(segment::length(&text).alphabet, segment::Alphabet::Gsm7);
    }

    #[test]
    fn every_language_says_everything_and_most_in_the_letters_of_gsm() {
        let mut long = Vec::new();
        for language in Language::ALL {
            let words = Words::of(*language);
            let calendar = Calendar::new("America/New_York").speaking(&words);
            let about = InviteText {
                until: Some(calendar.when(SAMPLE_NOW.plus(541_080_000_000), SAMPLE_NOW)),
                ..InviteText::sample()
            };
            let done = ReceiptText {
                enrolled: calendar.when(SAMPLE_NOW, SAMPLE_NOW),
                ..ReceiptText::sample()
            };
            let all = [
                invite(&words, &about),
                reminder(&words, &about),
                changed(&words, &about),
                revoked(&words, &about),
                expired(&words, &about),
                receipt(&words, &done),
            ];
            for (n, text) in all.iter().enumerate() {
                let code = language.code();
                assert!(text.starts_with("Riverside Schools"), "{code}: {text}");
                assert!(text.contains("201-555-0123"), "{code}: {text}");
                assert!(!text.contains(['{', '$', '\u{2068}']), "{code}: {text}");
                let links = text.matches(&*about.link).count();
                assert_eq!(links, usize::from(n < 3), "{code}: {text}");
                let alone = format!(" {}", about.link);
                assert_eq!(text.matches(&alone).count(), links, "{code}: {text}");
                let length = segment::length(text);
                let wide = ["ar", "zh-Hans"].contains(&code);
                let most = if wide { 3 } else { 1 };
                if length.parts > most {
                    long.push(format!("{code}: {length:?} {text}"));
                }
                let narrow = length.alphabet == segment::Alphabet::Gsm7;
                assert_eq!(narrow, !wide, "{code}: {text}");
            }
        }
        assert!(long.is_empty(), "{long:#?}");
    }
}
