//! The files that declare invitations, as they were applied last: what lets a plan pass over those that did not
//! change.

use std::collections::{BTreeMap, BTreeSet};

use super::id::InvitationId;

/// Every file that declares invitations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// SHA-256 of everything else that is declared, and of the program's version: what gives a file its meaning.
    pub base: String,
    /// The files by path.
    pub files: BTreeMap<String, Source>,
    /// What was not read; none: everything was.
    pub unread: Option<Unread>,
}

impl Sources {
    /// Makes these files be read in full by every plan: they declare something that may change without an edit.
    pub fn distrust(&mut self, invitations: &BTreeSet<&str>) {
        for file in self.files.values_mut() {
            if file
                .invitations
                .iter()
                .any(|id| invitations.contains(id.0.as_str()))
            {
                file.digest = None;
            }
        }
    }
}

/// One file that declares invitations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// SHA-256 of its text and its lists' texts; none: it is read by every plan.
    pub digest: Option<String>,
    /// Paths of the lists of people that it names.
    pub lists: Vec<String>,
    /// Ids of its invitations, in order.
    pub invitations: Vec<InvitationId>,
    /// How its text ends.
    pub ending: Ending,
}

/// How a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With a line break, as editors leave it.
    Line,
    /// Without: it may have been cut off.
    Open,
}

impl Ending {
    /// How `text` ends.
    pub fn of(text: &str) -> Self {
        match text.ends_with('\n') {
            true => Self::Line,
            false => Self::Open,
        }
    }

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Open => "open",
        }
    }

    /// The ending that `word` names.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Line, Self::Open]
            .into_iter()
            .find(|e| e.word() == word)
    }
}

/// What is asked of the invitations that are passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// How many there are, what is held, what ended.
    Facts,
    /// Also how many of their links work.
    LiveLinks,
}

/// What a plan passes over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The invitations that are compared; of the others, git says what the database says.
    pub compared: BTreeSet<InvitationId>,
    /// The files as the database knew them: a plan of other ones starts again.
    pub known: BTreeMap<String, Known>,
    /// What is asked of the others.
    pub want: Want,
}

/// What the database knows of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// How its text ended.
    pub ending: Ending,
    /// Its digest; none: it is read by every plan.
    pub digest: Option<String>,
    /// Paths of the lists that it names.
    pub lists: Vec<String>,
}
