//! Texts of messages: what an email says, in one language, before its blanks are filled.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The text of one message in one language. Every part but the name may hold blanks such as `{{ org.name }}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MessageText {
    /// Its name: that of what it is for (`invite`, `reminder`), or one that an invitation gives.
    pub name: String,
    /// Its language (BCP 47).
    pub language: String,
    /// Subject.
    pub subject: String,
    /// The first words that lists of mails show.
    pub preheader: String,
    /// Words on the button that leads to the link.
    pub button: Option<String>,
    /// What a text message says instead.
    pub sms: Option<String>,
    /// The message in Markdown; its first heading is the title.
    pub text: String,
}

/// A message of the organization's own, which invitations name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OwnMessage {
    /// Its name.
    pub name: String,
    /// Its text in each language it is written in (BCP 47).
    pub texts: BTreeMap<String, MessageText>,
}
