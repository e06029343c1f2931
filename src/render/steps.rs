//! Pages of the steps, from login to done. Each form posts to the step's own path, with `csrf`.

use serde::Serialize;

use super::access::Access;
use super::dates::When;
use super::entry::Uses;
use crate::model::policy::Ownership;

/// Where a login is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The directory.
    Directory,
    /// Local accounts.
    Account,
    /// The OpenID provider: no form, a button to its own page.
    Provider,
}

/// What is wrong with a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LoginError {
    /// Username or password are wrong, or there is no such person: the same words.
    Wrong,
    /// A field is empty.
    Empty,
}

/// `/enroll/login`. Posts `source` (`directory` or `account`), `username`, `password`. The link to the
/// other source is `/enroll/login?source=…`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Login {
    /// The source this form is for.
    pub source: Source,
    /// The other source may log in too.
    pub other: bool,
    /// The OpenID provider may log in too, at `/enroll/login/oidc`.
    pub provider: bool,
    /// The username typed before.
    pub username: String,
    /// What is wrong.
    pub error: Option<LoginError>,
    /// Where a forgotten password is reset.
    pub reset: Option<String>,
}

impl Login {
    /// A first try at the directory.
    pub fn sample() -> Self {
        Self {
            source: Source::Directory,
            other: true,
            provider: false,
            username: String::new(),
            error: None,
            reset: Some("https://password.riverside.example".into()),
        }
    }
}

/// A person of the directory to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Value of `who`: the login name.
    pub username: String,
    /// Full name.
    pub name: Option<String>,
    /// Email.
    pub email: Option<String>,
    /// Department.
    pub department: Option<String>,
}

/// `/enroll/assign`. One form posts `q`; the other posts `who`: a login name, or `-` for no one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Assign {
    /// What was searched for; none: not searched yet.
    pub query: Option<String>,
    /// Who was found.
    pub people: Vec<Candidate>,
    /// There are more than these.
    pub more: bool,
    /// "No one" is an answer.
    pub optional: bool,
    /// Continue was pressed without a choice.
    pub missing: bool,
}

impl Assign {
    /// Two people found.
    pub fn sample() -> Self {
        let person = |username: &str, name: &str, department: &str| Candidate {
            username: username.into(),
            name: Some(name.into()),
            email: Some(format!("{username}@riverside.example")),
            department: Some(department.into()),
        };
        Self {
            query: Some("chen".into()),
            people: vec![
                person("maya.chen", "Maya Chen", "Science"),
                person("tom.chen", "Tom Chen", "Library"),
            ],
            optional: true,
            ..Self::default()
        }
    }
}

/// One site to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SiteChoice {
    /// Value of `site`.
    pub id: String,
    /// Name shown.
    pub name: String,
}

/// The sites to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sites {
    /// In the order of their names.
    pub offered: Vec<SiteChoice>,
    /// Id chosen before, or named by the address.
    pub chosen: Option<String>,
}

impl Sites {
    /// Three schools.
    pub fn sample() -> Self {
        let site = |id: &str, name: &str| SiteChoice {
            id: id.into(),
            name: name.into(),
        };
        Self {
            offered: vec![
                site("district", "District Office"),
                site("high-school", "High School"),
                site("middle-school", "Middle School"),
            ],
            chosen: None,
        }
    }
}

/// `/enroll/owner`. Posts `owner` (`institution` or `personal`), and `site` when sites are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// Chosen before.
    pub owner: Option<Ownership>,
    /// What the organization can do to its own devices.
    pub institution: Access,
    /// What it can do to a personal one.
    pub personal: Access,
    /// Sites, when they are chosen here too.
    pub sites: Option<Sites>,
    /// Who logged in.
    pub username: Option<String>,
    /// Continue was pressed without a whole choice.
    pub missing: bool,
}

impl Owner {
    /// Both ownerships and three sites.
    pub fn sample() -> Self {
        Self {
            owner: None,
            institution: Access::of(8191),
            personal: Access::of(5139),
            sites: Some(Sites::sample()),
            username: Some("maya.chen".into()),
            missing: false,
        }
    }
}

/// `/enroll/site`. Posts `site`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Site {
    /// The choice.
    pub sites: Sites,
    /// Who logged in.
    pub username: Option<String>,
    /// Continue was pressed without a choice.
    pub missing: bool,
}

impl Site {
    /// Three sites.
    pub fn sample() -> Self {
        Self {
            sites: Sites::sample(),
            username: Some("maya.chen".into()),
            missing: false,
        }
    }
}

/// `/enroll/terms`. Posts `sha256`, `accept=yes` when ticked, and `answer` (`accept` or `decline`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Terms {
    /// HTML of [`super::markdown::html`].
    pub html: String,
    /// SHA-256 of the text shown, so that exactly this text is accepted.
    pub sha256: String,
    /// Accept was pressed without the tick.
    pub missing: bool,
}

impl Terms {
    /// Short terms.
    pub fn sample() -> Self {
        let text = "## Care\nTreat the device well and report damage **within a day**.\n\n\
                    ## Privacy\n- IT sees the model and the installed apps.\n- IT never reads messages.\n\n\
                    See the [whole policy](https://riverside.example/byod).";
        Self {
            html: super::markdown::html(text),
            sha256: crate::base::digest::sha256_hex(text.as_bytes()),
            missing: false,
        }
    }
}

/// The person did not accept the terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Declined {}

/// `/enroll/certificate`. Downloads from `/enroll/certificate/download`; posts `answer=installed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Name of the root certificate.
    pub authority: String,
    /// It was downloaded before.
    pub downloaded: bool,
}

impl Certificate {
    /// Riverside's.
    pub fn sample() -> Self {
        Self {
            authority: "Riverside Schools Root CA".into(),
            downloaded: false,
        }
    }
}

/// `/enroll/trust`. Posts `answer`: `trusted` first; after the probe stayed silent `check` or `anyway`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trust {
    /// Name of the root certificate.
    pub authority: String,
    /// SHA-256 of the certificate, in pairs.
    pub fingerprint: String,
    /// Address of the probe image; a request for it proves the trust.
    pub probe: Option<String>,
    /// The person said it is on, and the probe stayed silent.
    pub doubted: bool,
}

impl Trust {
    /// Not trusted yet.
    pub fn sample() -> Self {
        Self {
            authority: "Riverside Schools Root CA".into(),
            fingerprint: "3F:9A:12:C4:7B:E0:55:1D:A0:66:18:F2:90:CE:47:3B:11:D8:6E:25:9C:04:B7:F3:5A:81:2D:E9:70:C6:88:02".into(),
            probe: Some("https://probe.riverside.example/probe/sample.gif".into()),
            doubted: false,
        }
    }
}

/// What is said when no device checked in for long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Late {
    /// Over 8 minutes after the download: iOS has deleted the profile.
    Gone,
    /// Over 15 minutes.
    Silent {
        /// Reference to say on the phone, `R-58213`.
        reference: String,
    },
    /// Authenticate was refused, because the system is too old.
    Old {
        /// The version of iOS it has, if it said so: `12.5`.
        has: Option<String>,
        /// The version it needs at least.
        needs: String,
    },
    /// The link is for one device, and this is another.
    Other,
    /// The user has as many devices as the policy allows.
    Many {
        /// How many that are.
        allowed: u32,
    },
    /// The device is enrolled already.
    Enrolled,
}

/// `/enroll/profile`. Posts `answer`: `download` reserves a use and leads to the download, `installed` waits
/// for the check-in. `?check=15` asks the page to look again every 15 seconds without a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Profile {
    /// What the organization will be able to do.
    pub access: Access,
    /// The profile was downloaded before.
    pub downloaded: bool,
    /// A certificate had to be trusted: "Check step n", n from 1.
    pub trust_step: Option<usize>,
    /// Nothing was heard for long.
    pub late: Option<Late>,
    /// The link stopped working meanwhile; a started session may finish until then.
    pub grace: Option<When>,
    /// The person asked to check every 15 seconds.
    pub checking: bool,
}

impl Profile {
    /// First look.
    pub fn sample() -> Self {
        Self {
            access: Access::of(8191),
            downloaded: false,
            trust_step: Some(4),
            late: None,
            grace: None,
            checking: false,
        }
    }
}

/// `/enroll/done`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Done {
    /// First name to thank.
    pub first_name: Option<String>,
    /// Name of the device.
    pub name: Option<String>,
    /// Model.
    pub model: Option<String>,
    /// Serial number, masked.
    pub serial: Option<String>,
    /// Name of the site.
    pub site: Option<String>,
    /// Who owns it.
    pub ownership: Ownership,
    /// When it was enrolled.
    pub enrolled: When,
    /// Where the receipt went.
    pub receipt: Option<String>,
    /// Devices of the link; none without an invitation.
    pub uses: Option<Uses>,
    /// What the organization can do now.
    pub access: Access,
}

impl Done {
    /// Maya's iPhone.
    pub fn sample() -> Self {
        Self {
            first_name: Some("Maya".into()),
            name: Some("Maya’s iPhone".into()),
            model: Some("iPhone 15".into()),
            serial: Some("F2L…9K7".into()),
            site: Some("Middle School".into()),
            ownership: Ownership::Institution,
            enrolled: When::sample_now(),
            receipt: Some("maya.chen@riverside.example".into()),
            uses: Some(Uses {
                used: 1,
                reserved: 0,
                of: Some(1),
            }),
            access: Access::of(8191),
        }
    }
}
