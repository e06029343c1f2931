//! Pages before a session: front door, invitation, code, and what other devices see.
//!
//! Forms here post `csrf` and what the struct says to `/enroll/start`, but the code to `/e`.

use serde::Serialize;

use super::dates::When;

/// `/enroll`: open enrollment. Posts `site` when there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FrontDoor {
    /// Open enrollment is on; else the page only asks for a code.
    pub open: bool,
    /// A password will be asked for.
    pub login: bool,
    /// Site id that the address named and that is offered.
    pub site: Option<String>,
}

impl FrontDoor {
    /// Open to everybody with an account.
    pub fn sample() -> Self {
        Self {
            open: true,
            login: true,
            site: None,
        }
    }
}

/// How many devices a link is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Uses {
    /// Devices counted.
    pub used: u32,
    /// Devices on their way in.
    pub reserved: u32,
    /// Devices allowed; none: any number.
    pub of: Option<u32>,
}

impl Uses {
    /// 0 of 1.
    pub fn sample() -> Self {
        Self {
            of: Some(1),
            ..Self::default()
        }
    }
}

/// `/e/{link}`: the invitation. Posts `link`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Invitation {
    /// The 20 characters of the link.
    pub link: String,
    /// First name to greet.
    pub first_name: Option<String>,
    /// Who invited: `Dana Ortiz, IT Services`.
    pub from: Option<String>,
    /// The address it was sent to.
    pub to: Option<String>,
    /// When it stops working; none: never.
    pub until: Option<When>,
    /// Devices.
    pub uses: Uses,
    /// A password will be asked for.
    pub login: bool,
    /// A message with a number to compare was sent (not for posters).
    pub mailed: bool,
}

impl Invitation {
    /// Maya's.
    pub fn sample() -> Self {
        Self {
            link: "7QK4M2XW9D3HB6TN8RVC".into(),
            first_name: Some("Maya".into()),
            from: Some("Dana Ortiz, IT Services".into()),
            to: Some("maya.chen@riverside.example".into()),
            until: Some(When::sample()),
            uses: Uses::sample(),
            login: true,
            mailed: true,
        }
    }
}

/// `/e`: type the code. Posts `code` to `/e`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CodeEntry {
    /// What was typed, when it is no code.
    pub rejected: Option<String>,
}

impl CodeEntry {
    /// Nothing typed yet.
    pub fn sample() -> Self {
        Self::default()
    }
}

/// What a desktop page knows of the device that goes on with the link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Elsewhere {
    /// Nothing yet.
    #[default]
    Waiting,
    /// Started.
    Started,
    /// Logged in.
    LoggedIn,
    /// The profile was downloaded.
    Downloaded,
    /// Enrolled.
    Enrolled,
}

/// The link opened on a computer. Its form, shown to touch screens alone, posts `link` or `site` (if any) and
/// `here=1` to `/enroll/start`: an iPad that calls itself a Mac.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Desktop {
    /// SVG of [`super::qr::svg`].
    pub qr: String,
    /// The 20 characters of the link; none at the front door.
    pub link: Option<String>,
    /// Site id that the front door's address named.
    pub site: Option<String>,
    /// The code to type, in groups: `7QK4M-2XW9D-3HB6T-N8RVC`.
    pub code: Option<String>,
    /// When the link stops working.
    pub until: Option<When>,
    /// How far the device came.
    pub state: Elsewhere,
    /// Where the script asks for news; none: it does not.
    pub status: Option<String>,
}

impl Desktop {
    /// Maya's invitation on her laptop.
    pub fn sample() -> Self {
        let url = "https://enroll.riverside.example/e/7QK4M2XW9D3HB6TN8RVC";
        Self {
            qr: super::qr::svg(url).unwrap_or_default(),
            link: Some("7QK4M2XW9D3HB6TN8RVC".into()),
            site: None,
            code: Some("7QK4M-2XW9D-3HB6T-N8RVC".into()),
            until: Some(When::sample()),
            state: Elsewhere::Waiting,
            status: Some("/enroll/status".into()),
        }
    }
}

/// The link opened on an Android device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Android {
    /// It was an invitation, which stays valid.
    pub invitation: bool,
    /// Where Android devices are set up.
    pub handoff: Option<String>,
}

impl Android {
    /// An invitation, with a place to go on.
    pub fn sample() -> Self {
        Self {
            invitation: true,
            handoff: Some("https://android.riverside.example/setup".into()),
        }
    }
}

/// The link opened inside another app, which cannot install profiles. Its form posts `link` or `site` (if any) and
/// `here=1` to `/enroll/start`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InApp {
    /// Name of the app, if known.
    pub app: Option<String>,
    /// The whole address to copy.
    pub url: String,
    /// The 20 characters of the link; none at the front door.
    pub link: Option<String>,
    /// Site id that the front door's address named.
    pub site: Option<String>,
}

impl InApp {
    /// Inside a mail app.
    pub fn sample() -> Self {
        Self {
            app: Some("Gmail".into()),
            url: "https://enroll.riverside.example/e/7QK4M2XW9D3HB6TN8RVC".into(),
            link: Some("7QK4M2XW9D3HB6TN8RVC".into()),
            site: None,
        }
    }
}
