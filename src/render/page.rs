//! Every page there is.

use minijinja::Value;
use minijinja::value::Serde;

use super::demo::{Inbox, Mail};
use super::entry::{Android, CodeEntry, Desktop, FrontDoor, InApp, Invitation};
use super::hand_over::HandOver;
use super::inform::{Asked, Help, Languages, Logout, Privacy};
use super::problem::Problem;
use super::steps::{
    Assign, Certificate, Declined, Done, Login, LoginError, Owner, Profile, Site, Terms, Trust,
};

macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident => $file:literal),+ $(,)?) => {
        /// A page with its content.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Page {
            $($(#[$doc])* $name($name)),+
        }

        $(impl From<$name> for Page {
            fn from(page: $name) -> Self {
                Self::$name(page)
            }
        })+

        impl Page {
            /// Name of its template.
            pub fn template(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => concat!("pages/", $file, ".html")),+
                }
            }

            pub(super) fn value(&self) -> Value {
                match self {
                    $(Self::$name(page) => Value::from(Serde(page))),+
                }
            }
        }

        /// Names and sources of all page templates.
        pub(super) const TEMPLATES: &[(&str, &str)] = &[
            $((
                concat!("pages/", $file, ".html"),
                include_str!(concat!("../../templates/pages/", $file, ".html")),
            )),+
        ];
    };
}

pages! {
    /// Open enrollment.
    FrontDoor => "front_door",
    /// An invitation.
    Invitation => "invitation",
    /// Type the code.
    CodeEntry => "code",
    /// On a computer.
    Desktop => "desktop",
    /// On Android.
    Android => "android",
    /// Inside another app.
    InApp => "in_app",
    /// Log in.
    Login => "login",
    /// Name the person.
    Assign => "assign",
    /// Choose the owner, and the site.
    Owner => "owner",
    /// Choose the site.
    Site => "site",
    /// Accept the terms.
    Terms => "terms",
    /// The terms were not accepted.
    Declined => "declined",
    /// Install the root certificate.
    Certificate => "certificate",
    /// Trust it.
    Trust => "trust",
    /// Install the profile.
    Profile => "profile",
    /// On to another system.
    HandOver => "hand_over",
    /// Enrolled.
    Done => "done",
    /// Why it does not go on.
    Problem => "problem",
    /// A new link was asked for.
    Asked => "asked",
    /// Choose the language.
    Languages => "language",
    /// All steps on one page.
    Help => "help",
    /// What is seen, done and kept.
    Privacy => "privacy",
    /// Log out.
    Logout => "logout",
    /// Captured mails.
    Inbox => "inbox",
    /// One captured mail.
    Mail => "mail",
}

impl Page {
    /// The HTTP status that goes with the page.
    pub fn status(&self) -> u16 {
        match self {
            Self::Problem(problem) => problem.status(),
            Self::Login(Login {
                error: Some(LoginError::Wrong | LoginError::Empty),
                ..
            }) => 422,
            Self::CodeEntry(CodeEntry { rejected: Some(_) }) => 422,
            Self::Assign(Assign { missing: true, .. })
            | Self::Owner(Owner { missing: true, .. })
            | Self::Site(Site { missing: true, .. })
            | Self::Terms(Terms { missing: true, .. }) => 422,
            _ => 200,
        }
    }
}
