//! Why a visit does not go on as asked.

use super::Standing;
use crate::base::error::Kind;
use crate::flow::{Step, Verdict};
use crate::model::invitation::Recipient;
use crate::ops::admission::Refused;
use crate::ops::login::Refusal;
use crate::{ops, store};

/// Why a visit does not go on as asked.
#[derive(Debug, thiserror::Error)]
pub enum Denied {
    /// The link does not work; none: nobody knows it.
    #[error("this link does not work")]
    Link(Option<Box<Standing>>),
    /// Another step comes first.
    #[error("another step comes first")]
    Elsewhere(Step),
    /// The session has ended.
    #[error("this session has ended")]
    Ended,
    /// Not logged in.
    #[error(transparent)]
    Login(#[from] Refusal),
    /// Logged in, and not the invited person.
    #[error("this invitation is for another person")]
    WrongAccount {
        /// Who is invited.
        invited: Box<Recipient>,
        /// Who logged in.
        username: String,
    },
    /// Logged in, and not let in by any policy.
    #[error("this account may not enroll devices")]
    NotAllowed,
    /// Logged in, and may enroll devices of the organization, not their own.
    #[error("this account may not enroll its own device")]
    Personal,
    /// The answer is not among those offered.
    #[error("this is not among the answers")]
    Missing,
    /// Every use that is left is reserved by others.
    #[error("every use of this link is reserved for the moment")]
    Busy {
        /// Seconds until the first of those reservations lapses.
        retry_after: u64,
    },
    /// The directory cannot say.
    #[error("the directory does not answer")]
    Directory,
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] ops::Error),
}

impl Denied {
    /// The kind, for the HTTP status.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Link(None) | Self::Ended => Kind::NotFound,
            Self::Link(Some(_)) | Self::WrongAccount { .. } => Kind::Refused,
            Self::NotAllowed | Self::Personal => Kind::Refused,
            Self::Elsewhere(_) | Self::Busy { .. } => Kind::Stale,
            Self::Missing => Kind::Malformed,
            Self::Directory => Kind::Unavailable,
            Self::Login(refusal) => refusal.kind(),
            Self::Failed(error) => error.kind(),
        }
    }
}

impl From<store::Error> for Denied {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Denied {
    /// What a refused reservation means to somebody whose link stood like this a moment ago.
    pub(super) fn reservation(refused: Refused, standing: Option<&Standing>) -> Self {
        let verdict = match refused {
            Refused::Busy { retry_after } => return Self::Busy { retry_after },
            Refused::Failed(error) => return Self::Failed(error),
            Refused::Used => Verdict::Used,
            Refused::Expired => Verdict::Expired,
            Refused::Revoked => Verdict::Revoked,
            Refused::NotYet => Verdict::NotYet,
        };
        Self::Link(standing.map(|standing| {
            Box::new(Standing {
                verdict,
                ..standing.clone()
            })
        }))
    }
}
