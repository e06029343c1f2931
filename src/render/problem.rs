//! Pages that say why it does not go on. Each names its code and the time for IT.

use serde::Serialize;

use super::dates::When;
use super::entry::Uses;

/// "Ask for a new link": a form that posts `link` to `/enroll/ask`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ask {
    /// The 20 characters of the link.
    pub link: String,
    /// Who is told, by name or team: `IT Help Desk`.
    pub who: Option<String>,
}

/// Why it does not go on. The serialized tag is the code shown to IT.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// Nobody knows the link.
    Unknown,
    /// The link does not work yet.
    NotYet {
        /// When it will.
        opens: When,
    },
    /// The link stopped working.
    Expired {
        /// When it did.
        until: When,
        /// Offer to ask for a new one.
        ask: Option<Ask>,
    },
    /// The link was revoked.
    Revoked {
        /// When.
        at: Option<When>,
        /// Why, where people may know.
        reason: Option<String>,
    },
    /// All its devices are enrolled.
    Used {
        /// How many.
        uses: Uses,
        /// When the last one was.
        last: Option<When>,
        /// The system that people were led to, where it enrolls them and not we.
        product: Option<&'static str>,
        /// Offer to ask for a new one.
        ask: Option<Ask>,
    },
    /// All uses that are left are reserved by others.
    Busy {
        /// How many.
        uses: Uses,
        /// Minutes after which to try again.
        minutes: u32,
    },
    /// Somebody else than the invited person logged in.
    WrongAccount {
        /// The address it was sent to, masked.
        sent_to: Option<String>,
        /// Who logged in.
        username: String,
    },
    /// The person is in none of the policy's groups.
    NotAllowed {
        /// The groups, where people may know.
        groups: Vec<String>,
    },
    /// The directory does not answer.
    Directory {
        /// A local account may log in meanwhile.
        account: bool,
    },
    /// The OpenID provider does not answer.
    Provider,
    /// The login at the OpenID provider ended without one.
    NotLoggedIn {
        /// The person or the provider broke it off; else what came back proves nothing.
        declined: bool,
    },
    /// Too many wrong passwords.
    Locked {
        /// Minutes to wait.
        minutes: u32,
    },
    /// Personal devices are not enrolled here.
    Personal {
        /// It was an invitation.
        invitation: bool,
    },
    /// Away for more than 60 minutes.
    Session,
    /// The browser keeps no cookies.
    Cookies,
    /// The form was not one of this session's pages.
    Form,
    /// There is no such page.
    NotFound,
    /// Something failed on our side.
    Server {
        /// Reference that IT finds in the log.
        reference: String,
    },
}

/// A page that says why it does not go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Why.
    #[serde(flatten)]
    pub reason: Reason,
    /// When it was.
    pub now: When,
    /// Nothing was installed so far, and the page may say so.
    pub unchanged: bool,
    /// The path to try again, for what passes by itself; a link, so nothing is posted twice.
    pub retry: Option<String>,
}

impl Problem {
    /// A reason met at `now`, before anything was installed.
    pub fn new(reason: Reason, now: When) -> Self {
        Self {
            reason,
            now,
            unchanged: true,
            retry: None,
        }
    }

    /// An expired invitation.
    pub fn sample() -> Self {
        let ask = Some(Ask {
            link: "7QK4M2XW9D3HB6TN8RVC".into(),
            who: Some("IT Help Desk".into()),
        });
        Self::new(
            Reason::Expired {
                until: When::sample_past(),
                ask,
            },
            When::sample_now(),
        )
    }

    /// The HTTP status that goes with it.
    pub fn status(&self) -> u16 {
        match self.reason {
            Reason::Unknown | Reason::NotFound => 404,
            Reason::NotYet { .. }
            | Reason::WrongAccount { .. }
            | Reason::NotAllowed { .. }
            | Reason::Personal { .. }
            | Reason::NotLoggedIn { .. }
            | Reason::Form => 403,
            Reason::Expired { .. } | Reason::Revoked { .. } | Reason::Used { .. } => 410,
            Reason::Busy { .. } => 409,
            Reason::Directory { .. } | Reason::Provider => 503,
            Reason::Locked { .. } => 429,
            Reason::Session | Reason::Cookies => 200,
            Reason::Server { .. } => 500,
        }
    }

    /// Seconds for the Retry-After header.
    pub fn retry_after(&self) -> Option<u32> {
        match self.reason {
            Reason::Busy { minutes, .. } | Reason::Locked { minutes } => Some(minutes * 60),
            Reason::Directory { .. } | Reason::Provider => Some(60),
            _ => None,
        }
    }
}
