//! What can go wrong in a use-case. Its kind decides exit code, HTTP status and retry; nothing else does.

use crate::base::error::Kind;
use crate::base::seal::Unopenable;
use crate::http;
use crate::notify;
use crate::render;
use crate::store;

/// A failure of a use-case.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A text.
    #[error(transparent)]
    Render(#[from] render::Error),
    /// A message, or the way it should leave.
    #[error(transparent)]
    Notify(#[from] notify::Error),
    /// A file or folder.
    #[error("{what}: {source}")]
    File {
        /// What was tried, with the path.
        what: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The server key is not the one that sealed this database.
    #[error("this is not the server key that this database was made with")]
    WrongKey,
    /// The lock of apply ran out, or somebody else holds it by now.
    #[error(
        "this run was held up for longer than its lock lasts, and may not write any more: nothing was done"
    )]
    LockLost,
    /// The server key cannot be used.
    #[error("the server key {0}")]
    BadKey(String),
    /// A secret that is needed now cannot be read.
    #[error("the secret {0} cannot be read: {1}")]
    Secret(String, String),
    /// Sealed data does not open.
    #[error(transparent)]
    Sealed(#[from] Unopenable),
    /// The operating system gave no random bytes.
    #[error("the operating system gives no random numbers")]
    Random,
    /// Anything with its kind and remedy named where it arose.
    #[error("{message}")]
    Other {
        /// Kind.
        kind: Kind,
        /// One sentence, lower-case first letter, no full stop.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
}

impl From<http::Unready> for Error {
    fn from(error: http::Unready) -> Self {
        Self::new(Kind::Operational, error.to_string())
    }
}

impl Error {
    /// An error whose kind is known where it arises.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self::Other {
            kind,
            message: message.into(),
            hint: None,
        }
    }

    /// The same with a remedy.
    #[must_use]
    pub fn with_hint(self, text: impl Into<String>) -> Self {
        match self {
            Self::Other { kind, message, .. } => Self::Other {
                kind,
                message,
                hint: Some(text.into()),
            },
            other => other,
        }
    }

    /// A failed use of a file.
    pub fn file(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::File { what, source }
    }

    /// Whether only the database's schema is out of date, which apply and serve mend.
    pub fn is_older_schema(&self) -> bool {
        matches!(self, Self::Store(store::Error::Older { .. }))
    }

    /// The kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Store(e) => e.kind(),
            Self::Notify(e) => e.kind(),
            Self::Render(e) => e.kind(),
            Self::Other { kind, .. } => *kind,
            Self::LockLost => Kind::Stale,
            Self::File { .. }
            | Self::WrongKey
            | Self::BadKey(_)
            | Self::Secret(..)
            | Self::Sealed(_)
            | Self::Random => Kind::Operational,
        }
    }

    /// What helps.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Store(e) => e.hint(),
            Self::Other { hint, .. } => hint.clone(),
            Self::WrongKey | Self::Sealed(_) => Some(
                "give the key this installation was started with (portal.key, or .enroll/key)"
                    .to_owned(),
            ),
            Self::BadKey(_) => Some(
                "a server key is 64 hexadecimal characters; leave it out to have one made"
                    .to_owned(),
            ),
            Self::Secret(..) => {
                Some("set the variable or write the file, then run again".to_owned())
            }
            Self::LockLost => {
                Some("run `enroll plan` again: another run may have been faster".to_owned())
            }
            Self::File { .. } | Self::Render(_) | Self::Notify(_) | Self::Random => None,
        }
    }
}
