//! What every page shows around its own content.

use serde::Serialize;

use super::assets::Assets;
use crate::flow::{Facts, Step, steps};
use crate::model::declared::Organization;
use crate::model::policy::Help;
use crate::words::Language;

/// As many other languages have a link of their own at the head of each page.
const LINKED: usize = 1;

/// The device a page speaks of, as its texts call it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Device {
    /// An iPhone.
    #[serde(rename = "iPhone")]
    Iphone,
    /// An iPad.
    #[serde(rename = "iPad")]
    Ipad,
    /// Not known which.
    #[default]
    #[serde(rename = "device")]
    Unknown,
}

impl Device {
    /// As messages know it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Iphone => "iPhone",
            Self::Ipad => "iPad",
            Self::Unknown => "device",
        }
    }
}

/// "Step n of N": the steps this session needs, and the one shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// Position of the one shown, from 1.
    pub now: usize,
}

impl Progress {
    /// Where `step` stands among the steps these facts need; none when there is only one, or when it is
    /// not among them.
    pub fn of<O, S>(facts: &Facts<O, S>, step: Step) -> Option<Self> {
        let steps = steps(facts);
        let now = steps.iter().position(|s| *s == step)? + 1;
        (steps.len() > 1).then_some(Self { steps, now })
    }
}

/// A link to the same page in another language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguageLink {
    /// BCP 47.
    pub code: &'static str,
    /// Its own name for itself.
    pub name: &'static str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Where it leads.
    pub href: String,
}

impl LanguageLink {
    /// The page at `path` in this language; an empty path is the page itself.
    pub fn new(language: Language, path: &str) -> Self {
        Self {
            code: language.code(),
            name: language.own_name(),
            dir: language.direction().word(),
            href: format!("{path}?lang={}", language.code()),
        }
    }
}

/// Everything around a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Frame {
    /// Full name of the organization.
    pub organization: String,
    /// Its short name, in sentences.
    pub short: String,
    /// Whom to call: the site's help, else the organization's.
    pub help: Help,
    /// Language of the page (BCP 47).
    pub language: &'static str,
    /// Its own name for itself.
    pub language_name: &'static str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Other languages; where they are many, a page of their own has them.
    pub languages: Vec<LanguageLink>,
    /// There are too many for a link each.
    pub more_languages: bool,
    /// Host of the portal, without `https://`.
    pub host: String,
    /// Number of the invitation, `4827-19`: to compare with the message, to say on the phone.
    pub number: Option<String>,
    /// Reference to say on the phone when there is no invitation, `R-58213`.
    pub reference: Option<String>,
    /// The device in front of the person.
    pub device: Device,
    /// Position among the steps.
    pub progress: Option<Progress>,
    /// Name of the system whose page is the last step, where it is not ours.
    pub elsewhere: Option<&'static str>,
    /// Value of the hidden field `csrf` of every form.
    pub csrf: String,
    /// Address of the stylesheet.
    pub css: String,
    /// Address of the organization's colours.
    pub brand_css: Option<String>,
    /// Address of the script.
    pub script: String,
    /// Address of the organization's logo.
    pub logo: Option<String>,
}

impl Frame {
    /// The frame of `organization` on the portal at `host`. Number, device, progress and token are filled
    /// in by who shows the page.
    pub fn new(organization: &Organization, host: &str, assets: &Assets) -> Self {
        Self {
            organization: organization.name.clone(),
            short: organization.short.clone(),
            help: organization.help.clone(),
            language: "en",
            language_name: "English",
            dir: "ltr",
            languages: Vec::new(),
            more_languages: false,
            host: host.to_owned(),
            number: None,
            reference: None,
            device: Device::Unknown,
            progress: None,
            elsewhere: None,
            csrf: String::new(),
            css: assets.css.path.clone(),
            brand_css: assets.brand.as_ref().map(|asset| asset.path.clone()),
            script: assets.script.path.clone(),
            logo: assets.logo.clone(),
        }
    }

    /// The same page in `language`, one of those `offered`.
    #[must_use]
    pub fn in_language(mut self, language: Language, offered: &[Language]) -> Self {
        self.language = language.code();
        self.language_name = language.own_name();
        self.dir = language.direction().word();
        let others: Vec<_> = offered.iter().filter(|own| **own != language).collect();
        self.languages.clear();
        self.more_languages = others.len() > LINKED;
        if !self.more_languages {
            let link = |own: &Language| LanguageLink::new(*own, "");
            self.languages = others.into_iter().map(link).collect();
        }
        self
    }

    /// Riverside Schools, an iPhone, invitation 4827-19.
    pub fn sample() -> Self {
        let organization = Organization {
            name: "Riverside Schools".into(),
            short: "Riverside".into(),
            time_zone: "America/New_York".into(),
            languages: vec!["en".into(), "es".into()],
            help: Help {
                name: Some("IT Help Desk".into()),
                email: Some("help@riverside.example".into()),
                phone: Some("201-555-0123".into()),
            },
            color: None,
            logo: None,
            repository: None,
            retention: None,
            texts: std::collections::BTreeMap::new(),
        };
        Self {
            number: Some("4827-19".into()),
            device: Device::Iphone,
            csrf: "sample".into(),
            languages: vec![LanguageLink::new(Language::Es, "")],
            ..Self::new(
                &organization,
                "enroll.riverside.example",
                &Assets::new(None),
            )
        }
    }

    /// The same at `step` of a session that needs login, owner, certificate, trust and profile.
    pub fn at(step: Step) -> Self {
        let progress = [
            Step::Login,
            Step::Owner,
            Step::Certificate,
            Step::Trust,
            Step::Profile,
        ];
        let now = progress.iter().position(|s| *s == step).map(|i| i + 1);
        Self {
            progress: now.map(|now| Progress {
                steps: progress.to_vec(),
                now,
            }),
            ..Self::sample()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_step_alone_has_no_progress() {
        type Facts = crate::flow::Facts<(), ()>;
        assert_eq!(Progress::of(&Facts::default(), Step::Profile), None);
        let facts = Facts {
            login_needed: true,
            ..Facts::default()
        };
        let progress = Progress::of(&facts, Step::Profile).unwrap();
        assert_eq!((progress.now, progress.steps.len()), (2, 2));
        assert_eq!(Progress::of(&facts, Step::Done), None);
    }
}
