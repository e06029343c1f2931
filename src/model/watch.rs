//! A folder that a server follows: how far it may go by itself, and how the folder stands to what is live.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::base::diag::Place;
use crate::base::time::Timestamp;

/// What a server that follows a folder does by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Auto {
    /// It plans and tells.
    #[default]
    None,
    /// It ends links, where nobody is told by a message.
    Revoke,
    /// It makes everything true that stays within `limits.auto_approve`.
    All,
}

impl Auto {
    /// The word on the command line and in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Revoke => "revoke",
            Self::All => "all",
        }
    }

    /// The one of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [Self::None, Self::Revoke, Self::All];
        all.into_iter().find(|auto| auto.word() == word)
    }
}

/// How the folder stands to what is live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "condition")]
pub enum Condition {
    /// What it declares is live.
    InStep,
    /// It is not valid; what was live stays so.
    ConfigInvalid {
        /// Code of the first error.
        code: String,
        /// Where, if it is about a place.
        place: Option<Place>,
        /// Errors in all.
        errors: usize,
    },
    /// It declares what this server may not do by itself.
    Held {
        /// What to approve.
        fingerprint: String,
        /// Changes that wait.
        changes: usize,
        /// Messages among them.
        messages: usize,
        /// Why they wait.
        why: String,
        /// The command that lets them go.
        command: String,
    },
    /// It cannot be looked at.
    Failing {
        /// Why.
        why: String,
    },
}

impl Condition {
    /// Its name in documents, logs and events.
    pub fn word(&self) -> &'static str {
        match self {
            Self::InStep => "InStep",
            Self::ConfigInvalid { .. } => "ConfigInvalid",
            Self::Held { .. } => "Held",
            Self::Failing { .. } => "Failing",
        }
    }
}

/// One sentence that begins with its name.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())?;
        match self {
            Self::InStep => Ok(()),
            Self::ConfigInvalid {
                code,
                place,
                errors,
            } => {
                write!(f, ": {code}")?;
                if let Some(place) = place {
                    write!(f, " at {place}:{}", place.column)?;
                }
                match errors.saturating_sub(1) {
                    0 => Ok(()),
                    others => write!(f, ", and {others} more"),
                }
            }
            Self::Held {
                changes,
                messages,
                why,
                ..
            } => write!(f, ": {changes} changes, {messages} messages: {why}"),
            Self::Failing { why } => write!(f, ": {why}"),
        }
    }
}

/// A folder that is followed, as last looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// Its path on the server.
    pub folder: String,
    /// What the server does by itself.
    pub auto: Auto,
    /// How it stands.
    pub condition: Condition,
    /// Since when it stands so.
    pub since: Timestamp,
    /// When it was looked at last.
    pub looked_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_says_code_and_place() {
        let place = Place {
            file: "sites.yaml".to_owned(),
            line: 3,
            column: 7,
        };
        let invalid = Condition::ConfigInvalid {
            code: "E003".to_owned(),
            place: Some(place),
            errors: 3,
        };
        assert_eq!(
            invalid.to_string(),
            "ConfigInvalid: E003 at sites.yaml:3:7, and 2 more"
        );
        assert_eq!(Condition::InStep.to_string(), "InStep");
    }

    #[test]
    fn every_word_is_read_back() {
        for auto in [Auto::None, Auto::Revoke, Auto::All] {
            assert_eq!(Auto::from_word(auto.word()), Some(auto));
        }
        assert_eq!(Auto::from_word("some"), None);
    }
}
