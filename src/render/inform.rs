//! Pages that only inform: languages, all steps at once, privacy, logging out, a request that was noted.

use serde::Serialize;

use super::access::Access;
use super::frame::LanguageLink;
use crate::words::Language;

/// `/enroll/help`: every step on one page, to print or to read aloud.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Help {
    /// A login is asked for.
    pub login: bool,
    /// Name of the private root certificate, when there is one to trust.
    pub authority: Option<String>,
}

impl Help {
    /// All steps.
    pub fn sample() -> Self {
        Self {
            login: true,
            authority: Some("Riverside Schools Root CA".into()),
        }
    }

    /// Where another system enrolls: nothing to install here.
    pub fn elsewhere() -> Self {
        Self {
            authority: None,
            ..Self::sample()
        }
    }
}

/// `/enroll/language`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Languages {
    /// Those that are offered, each a link back to where somebody came from.
    pub languages: Vec<LanguageLink>,
}

impl Languages {
    /// All of them.
    pub fn sample() -> Self {
        let link = |language: &Language| LanguageLink::new(*language, "/enroll");
        Self {
            languages: Language::ALL.iter().map(link).collect(),
        }
    }
}

/// `/enroll/privacy`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Privacy {
    /// What the organization can do to its own devices.
    pub institution: Access,
    /// What it can do to personal ones; none where they are not enrolled.
    pub personal: Option<Access>,
    /// Days after which personal data of ended enrollments is erased; none: kept.
    pub retention_days: Option<u32>,
}

impl Privacy {
    /// Both kinds of devices.
    pub fn sample() -> Self {
        Self {
            institution: Access::of(8191),
            personal: Some(Access::of(5139)),
            retention_days: None,
        }
    }
}

/// `/enroll/logout`: asks first (posts to the same path), then says that it is done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Logout {
    /// Who is logged in; none: nobody any more.
    pub username: Option<String>,
}

impl Logout {
    /// Asking Maya.
    pub fn sample() -> Self {
        Self {
            username: Some("maya.chen".into()),
        }
    }
}

/// `/enroll/ask`: the wish for a new link was noted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Who was told.
    pub who: Option<String>,
}

impl Asked {
    /// The help desk was told.
    pub fn sample() -> Self {
        Self {
            who: Some("IT Help Desk".into()),
        }
    }
}
