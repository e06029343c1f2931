//! Mails captured as files: what the demonstration shows as an inbox, and its phone opens.

use std::path::Path;

use mail_parser::MessageParser;

use crate::base::time::{SECOND, Timestamp};

/// One captured mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captured {
    /// Name of its file.
    pub file: String,
    /// Sender as shown.
    pub from: String,
    /// Address of the recipient.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Date header.
    pub at: Timestamp,
    /// Text part.
    pub text: String,
    /// HTML part.
    pub html: Option<String>,
}

impl Captured {
    /// The link in the text part: the line that is an address of this portal.
    pub fn link(&self, portal: &str) -> Option<&str> {
        self.text
            .lines()
            .map(str::trim)
            .find(|line| line.starts_with(portal) && line.contains("/e/"))
    }
}

/// The mails in `folder`, newest first; what is no mail is passed over.
///
/// # Errors
/// The folder cannot be read.
pub fn list(folder: &Path) -> std::io::Result<Vec<Captured>> {
    let mut mails = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "eml") {
            mails.extend(read(&path)?);
        }
    }
    mails.sort_by(|a, b| (b.at, &b.file).cmp(&(a.at, &a.file)));
    Ok(mails)
}

fn read(path: &Path) -> std::io::Result<Option<Captured>> {
    let bytes = std::fs::read(path)?;
    let Some(mail) = MessageParser::default().parse(&bytes) else {
        return Ok(None);
    };
    let address = |list: Option<&mail_parser::Address<'_>>| {
        list.and_then(|a| a.first())
            .and_then(|a| a.address.as_deref())
            .unwrap_or_default()
            .to_owned()
    };
    Ok(Some(Captured {
        file: path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        from: address(mail.from()),
        to: address(mail.to()),
        subject: mail.subject().unwrap_or_default().to_owned(),
        at: Timestamp(mail.date().map_or(0, mail_parser::DateTime::to_timestamp) * SECOND),
        text: mail.body_text(0).unwrap_or_default().into_owned(),
        html: mail.body_html(0).map(std::borrow::Cow::into_owned),
    }))
}
