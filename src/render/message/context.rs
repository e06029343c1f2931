//! What the blanks of a message stand for.

use std::ops::Deref;

use serde::Serialize;

use super::{DigestFacts, Ending, Line, Lines, RequestFacts};
use crate::base::time::{DAY, SECOND, Timestamp};
use crate::flow::Step;
use crate::model::message::MessageKind;
use crate::model::policy::Help;
use crate::render::brand::Palette;
use crate::render::dates::{Calendar, SAMPLE_NOW, When};
use crate::render::frame::Device;
use crate::words::{Language, Words};

/// Everything one message is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The organization's colours.
    pub palette: Palette,
    /// The personal URL, where the message has one.
    pub link: Option<String>,
    /// What blanks stand for.
    pub blanks: Blanks,
}

impl Deref for Context {
    type Target = Blanks;

    fn deref(&self) -> &Blanks {
        &self.blanks
    }
}

/// What blanks stand for, beside `link`. The names are those of the blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Blanks {
    /// Who sends it.
    pub org: Names,
    /// Whom to call: the site's help, else the organization's.
    pub help: Help,
    /// Origin of the portal: `https://enroll.riverside.example`.
    pub portal: String,
    /// Address it goes to.
    pub to: String,
    /// Whom it greets.
    pub person: Person,
    /// Number to compare with the page: `4827-19`.
    pub number: Option<String>,
    /// When the link stops working; none: never.
    pub expires: Option<When>,
    /// When it begins to work, if later than now.
    pub opens: Option<When>,
    /// Devices; none: any number.
    pub uses: Option<u32>,
    /// Name of the site, if fixed.
    pub site: Option<String>,
    /// When the person was invited.
    pub invited: Option<When>,
    /// Where the person stopped, for a reminder.
    pub stopped: Option<Stopped>,
    /// What changed.
    pub changed: Changed,
    /// The enrolled device, for a receipt.
    pub device: Option<DeviceFacts>,
    /// Who asks for a new link, in a mail to IT.
    pub request: Option<RequestFacts>,
    /// What happened, in a mail to IT.
    pub digest: Option<DigestFacts>,
}

/// Names of the organization.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Names {
    /// Full name.
    pub name: String,
    /// Short name.
    pub short: String,
}

/// Whom a message greets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Full name.
    pub name: Option<String>,
    /// First name.
    pub first_name: Option<String>,
}

impl Person {
    /// The person of this name.
    pub fn new(name: Option<&str>) -> Self {
        let first = name.and_then(|name| name.split_whitespace().next());
        Self {
            first_name: first.map(str::to_owned),
            name: name.map(str::to_owned),
        }
    }
}

/// Where somebody stopped on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stopped {
    /// Position among the steps, from 1.
    pub number: usize,
    /// The step. Its blank is `stopped.name`, in the language of the message.
    pub step: Step,
}

/// What is not as the invitation said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The end of the link.
    pub expires: bool,
    /// The site.
    pub site: bool,
}

/// An enrolled device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceFacts {
    /// What kind of device it is.
    pub kind: Device,
    /// Its name.
    pub name: Option<String>,
    /// Its model.
    pub model: Option<String>,
    /// Its serial number, masked.
    pub serial: Option<String>,
    /// When it was enrolled.
    pub enrolled: When,
}

/// Maya's message of a kind, its dates in this language.
pub fn sample(kind: MessageKind, language: Language) -> Context {
    let calendar = Calendar::new("America/New_York").speaking(&Words::of(language));
    let when = |at| calendar.when(at, SAMPLE_NOW);
    let end = SAMPLE_NOW.plus(541_080 * SECOND);
    let (has_link, has_device) = match kind {
        MessageKind::Invite | MessageKind::Reminder | MessageKind::Changed => (true, false),
        MessageKind::Revoked | MessageKind::Expired => (false, false),
        MessageKind::Receipt => (false, true),
        MessageKind::Request | MessageKind::Digest => (false, false),
    };
    let to_it = matches!(kind, MessageKind::Request | MessageKind::Digest);
    let text = |text: &str| Some(text.to_owned());
    let device = DeviceFacts {
        kind: Device::Iphone,
        name: text("Maya’s iPhone"),
        model: text("iPhone 15"),
        serial: text("F2L…9K7"),
        enrolled: when(SAMPLE_NOW),
    };
    Context {
        palette: Palette::new(None),
        link: has_link
            .then(|| "https://enroll.riverside.example/e/7QK4M2XW9D3HB6TN8RVC".to_owned()),
        blanks: Blanks {
            org: Names {
                name: "Riverside Schools".to_owned(),
                short: "Riverside".to_owned(),
            },
            help: Help {
                name: text("IT Help Desk"),
                email: text("help@riverside.example"),
                phone: text("201-555-0123"),
            },
            portal: "https://enroll.riverside.example".to_owned(),
            to: match to_it {
                true => "help@riverside.example".to_owned(),
                false => "maya.chen@riverside.example".to_owned(),
            },
            person: Person::new(Some("Maya Chen")),
            number: text("4827-19").filter(|_| !to_it),
            expires: Some(when(end)),
            opens: None,
            uses: Some(1),
            site: text("Middle School"),
            invited: (!has_device && !to_it).then(|| when(SAMPLE_NOW)),
            stopped: (kind == MessageKind::Reminder).then_some(Stopped {
                number: 4,
                step: Step::Trust,
            }),
            changed: Changed {
                expires: kind == MessageKind::Changed,
                site: false,
            },
            device: has_device.then_some(device),
            request: (kind == MessageKind::Request).then(sample_request),
            digest: (kind == MessageKind::Digest).then(|| sample_digest(when)),
        },
    }
}

fn sample_request() -> RequestFacts {
    RequestFacts {
        address: "maya.chen@riverside.example".to_owned(),
        invitation: "maya-iphone".to_owned(),
        number: "4827-19".to_owned(),
        place: "invitations.d/maya.yaml:2".to_owned(),
        used: false,
    }
}

fn sample_digest(when: impl Fn(Timestamp) -> When) -> DigestFacts {
    let lines = |counts: &[(&str, u64)]| {
        let line = |(what, count): &(&str, u64)| Line {
            what: (!what.is_empty()).then(|| (*what).to_owned()),
            count: *count,
        };
        Lines::of(counts.iter().map(line).collect())
    };
    DigestFacts {
        from: when(SAMPLE_NOW.plus(-7 * DAY)),
        to: when(SAMPLE_NOW),
        in_doubt: 1,
        certificates: vec![Ending {
            name: "mdm.push",
            ends: when(SAMPLE_NOW.plus(20 * DAY)),
        }],
        failed: lines(&[("grade-6-ipads", 2)]),
        requests: lines(&[("maya-iphone", 1)]),
        expired: lines(&[("summer-interns", 3)]),
        enrolled: lines(&[("grade-6-ipads", 41), ("", 3)]),
    }
}
