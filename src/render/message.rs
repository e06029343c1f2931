//! Messages to people: subject, preheader, text part and HTML part. Who builds the mail adds its headers.

use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use super::brand::Palette;
use super::dates::When;
use super::engine::{Engine, Error};
use super::frame::Device;
use crate::model::policy::Help;

/// Longest line of a text part, in characters; an address alone on its line may be longer.
const WIDTH: usize = 71;

/// A rendered message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Subject: one line.
    pub subject: String,
    /// The first words that lists of mails show: one line. The HTML part begins with it, hidden.
    pub preheader: String,
    /// Text part, `\n` line ends, lines under 72 characters.
    pub text: String,
    /// HTML part, `\n` line ends.
    pub html: String,
}

/// Who sends a message, as it says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sender {
    /// Full name of the organization.
    pub organization: String,
    /// Its short name.
    pub short: String,
    /// Whom to call: the site's help, else the organization's.
    pub help: Help,
    /// Origin of the portal: `https://enroll.riverside.example`.
    pub portal: String,
    /// The organization's colours.
    pub palette: Palette,
    /// Language of the message (BCP 47).
    pub language: String,
}

impl Sender {
    /// Riverside Schools.
    pub fn sample() -> Self {
        Self {
            organization: "Riverside Schools".into(),
            short: "Riverside".into(),
            help: Help {
                name: Some("IT Help Desk".into()),
                email: Some("help@riverside.example".into()),
                phone: Some("201-555-0123".into()),
            },
            portal: "https://enroll.riverside.example".into(),
            palette: Palette::new(None),
            language: "en".into(),
        }
    }
}

/// Who invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Inviter {
    /// Name.
    pub name: String,
    /// Team: `IT Services`.
    pub team: Option<String>,
    /// Email.
    pub email: Option<String>,
}

/// What an invitation says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InviteContext {
    /// Who sends it.
    pub sender: Sender,
    /// Address it goes to.
    pub to: String,
    /// First name to greet.
    pub first_name: Option<String>,
    /// Who invited, if known.
    pub inviter: Option<Inviter>,
    /// The personal URL.
    pub link: String,
    /// Number to compare with the page: `4827-19`.
    pub number: String,
    /// When the link stops working; none: never.
    pub until: Option<When>,
    /// When it begins to work, if later than now.
    pub opens: Option<When>,
    /// Devices; none: any number.
    pub uses: Option<u32>,
    /// Name of the site, if fixed.
    pub site: Option<String>,
    /// When the person was invited.
    pub invited: When,
}

impl InviteContext {
    /// Maya's invitation.
    pub fn sample() -> Self {
        Self {
            sender: Sender::sample(),
            to: "maya.chen@riverside.example".into(),
            first_name: Some("Maya".into()),
            inviter: Some(Inviter {
                name: "Dana Ortiz".into(),
                team: Some("IT Services".into()),
                email: Some("dana.ortiz@riverside.example".into()),
            }),
            link: "https://enroll.riverside.example/e/7QK4M2XW9D3HB6TN8RVC".into(),
            number: "4827-19".into(),
            until: Some(When::sample()),
            opens: None,
            uses: Some(1),
            site: Some("Middle School".into()),
            invited: When::sample_now(),
        }
    }
}

/// What a receipt says, after a device was enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceiptContext {
    /// Who sends it.
    pub sender: Sender,
    /// Address it goes to.
    pub to: String,
    /// First name to greet.
    pub first_name: Option<String>,
    /// What kind of device it is.
    pub device: Device,
    /// Its name.
    pub name: Option<String>,
    /// Its model.
    pub model: Option<String>,
    /// Its serial number, masked.
    pub serial: Option<String>,
    /// Name of its site.
    pub site: Option<String>,
    /// When it was enrolled.
    pub enrolled: When,
    /// Number of the invitation.
    pub number: Option<String>,
}

impl ReceiptContext {
    /// Maya's iPhone.
    pub fn sample() -> Self {
        Self {
            sender: Sender::sample(),
            to: "maya.chen@riverside.example".into(),
            first_name: Some("Maya".into()),
            device: Device::Iphone,
            name: Some("Maya’s iPhone".into()),
            model: Some("iPhone 15".into()),
            serial: Some("F2L…9K7".into()),
            site: Some("Middle School".into()),
            enrolled: When::sample_now(),
            number: Some("4827-19".into()),
        }
    }
}

/// The invitation.
///
/// # Errors
/// [`Error::Template`], which a test over the samples rules out.
pub fn invite(engine: &Engine, invite: &InviteContext) -> Result<Parts, Error> {
    let subject = match &invite.until {
        Some(until) => format!("Set up your iPhone or iPad by {}", until.day),
        None => "Set up your iPhone or iPad".to_owned(),
    };
    let who = match &invite.inviter {
        Some(Inviter { name, team, .. }) => match team {
            Some(team) => format!("{name} ({team})"),
            None => name.clone(),
        },
        None => invite.sender.organization.clone(),
    };
    let preheader = format!(
        "Takes 5 minutes. {who} invited you. Invitation number {}.",
        invite.number
    );
    parts(
        engine,
        "invite",
        [subject, preheader],
        Value::from(Serde(invite)),
    )
}

/// The receipt.
///
/// # Errors
/// [`Error::Template`], which a test over the samples rules out.
pub fn receipt(engine: &Engine, receipt: &ReceiptContext) -> Result<Parts, Error> {
    let device = match receipt.device {
        Device::Iphone => "iPhone",
        Device::Ipad => "iPad",
        Device::Unknown => "device",
    };
    let subject = format!(
        "Your {device} is now managed by {}",
        receipt.sender.organization
    );
    let preheader = "Not you? Tell IT now.".to_owned();
    parts(
        engine,
        "receipt",
        [subject, preheader],
        Value::from(Serde(receipt)),
    )
}

fn parts(engine: &Engine, name: &str, heads: [String; 2], message: Value) -> Result<Parts, Error> {
    let [subject, preheader] = heads.map(|head| one_line(&head));
    let context =
        context! { m => message, subject => subject.clone(), preheader => preheader.clone() };
    let text = engine.render(&format!("messages/{name}.txt"), context.clone())?;
    let html = engine.render(&format!("messages/{name}.html"), context)?;
    Ok(Parts {
        subject,
        preheader,
        text: wrapped(&text),
        html,
    })
}

/// `text` without control characters: what goes into a header must never begin another one.
pub(super) fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Breaks long lines at spaces. What belongs to a list entry or stands under a label stays aligned.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut width = 0;
        if line.is_empty() {
            out.push('\n');
            continue;
        }
        for word in line.split(' ') {
            let length = word.chars().count();
            if width > 0 && width + 1 + length > WIDTH {
                let indent = hanging(line);
                out.push_str(&format!("\n{:indent$}", ""));
                width = indent;
            } else if width > 0 {
                out.push(' ');
                width += 1;
            }
            out.push_str(word);
            width += length;
            // Leading and repeated spaces come as empty words; keep them.
            if word.is_empty() && width == 0 {
                out.push(' ');
                width = 1;
            }
        }
        out.push('\n');
    }
    out
}

/// Column where the text of a line begins: after `- `, or after the spaces that follow a label.
fn hanging(line: &str) -> usize {
    if line.starts_with("- ") {
        return 2;
    }
    let label = line
        .split_once(":  ")
        .map(|(label, _)| label.chars().count() + 1);
    label.map_or(0, |end| {
        let spaces = line.chars().skip(end).take_while(|c| *c == ' ').count();
        end + spaces
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine() -> Engine {
        Engine::new().unwrap()
    }

    #[test]
    fn a_subject_is_one_line_whatever_a_name_contains() {
        let mut context = ReceiptContext::sample();
        context.sender.organization = "Riverside\r\nBcc: everyone@riverside.example".into();
        let parts = receipt(&engine(), &context).unwrap();
        assert_eq!(
            parts.subject,
            "Your iPhone is now managed by Riverside Bcc: everyone@riverside.example"
        );
    }

    #[test]
    fn text_lines_are_short_and_the_link_stands_alone() {
        let mut context = InviteContext::sample();
        context.sender.organization =
            "The United Schools of the River Side and Both Its Banks".into();
        context.site = Some("The Very Old Middle School beside the Bridge over the River".into());
        let text = invite(&engine(), &context).unwrap().text;
        for line in text.lines() {
            assert!(line.chars().count() < 72, "{line}");
        }
        assert!(text.contains(&format!("\n\n{}\n\n", context.link)));
        assert!(
            text.contains("\n              "),
            "the site goes on under its label"
        );
    }

    #[test]
    fn html_is_escaped_and_text_is_not() {
        let mut context = InviteContext::sample();
        context.first_name = Some("<b>O'Neil</b>".into());
        let parts = invite(&engine(), &context).unwrap();
        assert!(parts.text.contains("Hello <b>O'Neil</b>,"));
        assert!(
            parts.html.contains("Hello &lt;b&gt;O&#39;Neil&lt;"),
            "{}",
            parts.html
        );
    }

    #[test]
    fn without_the_optional_parts() {
        let context = InviteContext {
            first_name: None,
            inviter: None,
            until: None,
            uses: None,
            site: None,
            ..InviteContext::sample()
        };
        let parts = invite(&engine(), &context).unwrap();
        assert_eq!(parts.subject, "Set up your iPhone or iPad");
        assert!(parts.text.contains("Hello,\n"));
        assert!(parts.text.contains("any number of devices"));
    }
}
