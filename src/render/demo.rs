//! The demo's inbox: captured mails, instead of a mail server.

use serde::Serialize;

use super::dates::When;

/// One mail in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InboxRow {
    /// Where it is shown.
    pub href: String,
    /// To whom.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// When it was captured.
    pub at: When,
}

/// `/demo/inbox`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Inbox {
    /// Newest first.
    pub mails: Vec<InboxRow>,
}

impl Inbox {
    /// Two mails.
    pub fn sample() -> Self {
        let row = |href: &str, to: &str, subject: &str| InboxRow {
            href: href.into(),
            to: to.into(),
            subject: subject.into(),
            at: When::sample_now(),
        };
        Self {
            mails: vec![
                row(
                    "/demo/inbox/2",
                    "maya.chen@riverside.example",
                    "Your iPhone is now managed by Riverside Schools",
                ),
                row(
                    "/demo/inbox/1",
                    "maya.chen@riverside.example",
                    "Set up your iPhone or iPad by Fri, March 14",
                ),
            ],
        }
    }
}

/// One captured mail. `text` is shown with its link highlighted; `html` is shown in a sandboxed frame whose
/// own response must allow inline styles, so it has an address of its own and the page must be allowed
/// `frame-src 'self'`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mail {
    /// From.
    pub from: String,
    /// To.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// When it was captured.
    pub at: When,
    /// The text part.
    pub text: String,
    /// Address of the HTML part.
    pub html: Option<String>,
    /// The link in it.
    pub link: Option<String>,
    /// The code of that link, to go through the steps on a computer.
    pub code: Option<String>,
}

impl Mail {
    /// Maya's invitation.
    pub fn sample() -> Self {
        let link = "https://enroll.riverside.example/e/7QK4M2XW9D3HB6TN8RVC";
        Self {
            from: "Riverside Schools IT <enroll@riverside.example>".into(),
            to: "maya.chen@riverside.example".into(),
            subject: "Set up your iPhone or iPad by Fri, March 14".into(),
            at: When::sample_now(),
            text: format!("Hello Maya,\n\nOpen this link on your iPhone:\n\n{link}\n\nThank you."),
            html: Some("/demo/inbox/1/html".into()),
            link: Some(link.into()),
            code: Some("7QK4M2XW9D3HB6TN8RVC".into()),
        }
    }
}
