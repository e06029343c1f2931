//! Text messages: who, what, until when, the link alone between spaces, whom to ask. No name of a person, nothing
//! that a GSM phone cannot show unless the organization's own words need it.

use super::dates::When;
use super::frame::Device;
use crate::model::policy::Help;
use crate::model::segment;

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
pub fn invite(of: &InviteText) -> String {
    let when = match (&of.opens, &of.until) {
        (Some(opens), Some(until)) => format!(" from {} to {}", opens.short, until.short),
        (Some(opens), None) => format!(" from {}", opens.short),
        (None, Some(until)) => format!(" by {}", until.short),
        (None, None) => String::new(),
    };
    let ask = help(&of.sender).map(|help| format!(" Not expecting this? {help}"));
    written(format!(
        "{}: set up your device{when}: {}{}",
        of.sender.organization,
        of.link,
        ask.unwrap_or_default()
    ))
}

/// The reminder of a link that ends.
pub fn reminder(of: &InviteText) -> String {
    let ends = of
        .until
        .as_ref()
        .map(|until| format!(" Link ends {}:", until.short));
    let ask = help(&of.sender).map(|help| format!(" Help: {help}"));
    written(format!(
        "{}: your device is not set up yet.{} {}{}",
        of.sender.organization,
        ends.unwrap_or_default(),
        of.link,
        ask.unwrap_or_default()
    ))
}

/// Another end of the link.
pub fn changed(of: &InviteText) -> String {
    let ends = match &of.until {
        Some(until) => format!("works until {}", until.short),
        None => "has no end any more".to_owned(),
    };
    let ask = help(&of.sender).map(|help| format!(" Questions? {help}"));
    written(format!(
        "{}: your device setup link now {ends}: {}{}",
        of.sender.organization,
        of.link,
        ask.unwrap_or_default()
    ))
}

/// The end of the link.
pub fn revoked(of: &InviteText) -> String {
    let ask = help(&of.sender).map(|help| format!(" Questions? {help}"));
    written(format!(
        "{}: your device setup link was cancelled. You don't need to do anything.{}",
        of.sender.organization,
        ask.unwrap_or_default()
    ))
}

/// The end of the link by time.
pub fn expired(of: &InviteText) -> String {
    let ask = help(&of.sender).map(|help| format!(" Still need it? {help}"));
    written(format!(
        "{}: your device setup link has expired. Nothing was changed.{}",
        of.sender.organization,
        ask.unwrap_or_default()
    ))
}

/// The receipt.
pub fn receipt(of: &ReceiptText) -> String {
    let device = match of.device {
        Device::Iphone => "an iPhone",
        Device::Ipad => "an iPad",
        Device::Unknown => "a device",
    };
    let ask = help(&of.sender).map(|help| format!(" Not you? {help} now."));
    written(format!(
        "{}: {device} was enrolled for you on {}.{}",
        of.sender.organization,
        of.enrolled.short,
        ask.unwrap_or_default()
    ))
}

/// How to ask: by phone, else by email.
fn help(sender: &Sender) -> Option<String> {
    let call = |phone: &String| format!("Call {phone}");
    let write = |email: &String| format!("Write to {email}");
    let help = &sender.help;
    help.phone
        .as_ref()
        .map(call)
        .or_else(|| help.email.as_ref().map(write))
}

/// One line, quotes and dashes as GSM phones have them.
fn written(text: String) -> String {
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

    #[test]
    fn an_invitation_fits_into_one_part() {
        let text = invite(&InviteText::sample());
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
            reminder(&InviteText::sample()),
            "Riverside Schools: your device is not set up yet. Link ends Fri 14 Mar, 5 PM: \
             https://enroll.riverside.example/e/7QK4M2XW9D3HB6TN8RVC Help: Call 201-555-0123"
        );
    }

    #[test]
    fn an_expired_link_is_not_told_again() {
        assert_eq!(
            expired(&InviteText::sample()),
            "Riverside Schools: your device setup link has expired. Nothing was changed. \
             Still need it? Call 201-555-0123"
        );
    }

    #[test]
    fn a_receipt_says_whom_to_call() {
        assert_eq!(
            receipt(&ReceiptText::sample()),
            "Riverside Schools: an iPhone was enrolled for you on Sat 8 Mar, 9:42 AM. \
             Not you? Call 201-555-0123 now."
        );
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let mut text = InviteText::sample();
        text.sender.help.phone = None;
        assert!(invite(&text).ends_with(" Not expecting this? Write to help@riverside.example"));
        text.sender.help.email = None;
        text.until = None;
        assert_eq!(
            invite(&text),
            "Riverside Schools: set up your device: https://enroll.riverside.example/e/7QK4M2XW9D3HB6TN8RVC"
        );
        text.opens = Some(When::sample());
        assert!(invite(&text).contains("your device from Fri 14 Mar, 5 PM: https"));
    }

    #[test]
    fn a_name_makes_no_second_line_and_its_quotes_cost_no_alphabet() {
        let mut text = InviteText::sample();
        text.sender.organization = "The “Old” School\r\nof Ada – x".into();
        let text = invite(&text);
        assert!(text.starts_with("The \"Old\" School of Ada - x: set up"));
        assert_eq!(segment::length(&text).alphabet, segment::Alphabet::Gsm7);
    }
}
