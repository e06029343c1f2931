//! Pages of the console, in English, as `report` is: for those who run the installation, not for those who enroll.
//!
//! A page is data: facts, charts and tables, which one template lays out. Knows nothing of where they come from.
//! To add to a page, fill more of [`View`]; a new kind of thing is a field there and a part of `console/page.html`.

pub mod chart;

use serde::Serialize;

pub use chart::{Chart, bar, days, funnel, percent};

use super::assets::Assets;
use crate::model::declared::Organization;

/// Names and sources of the console's templates.
pub(super) const TEMPLATES: &[(&str, &str)] = &[
    (
        "console/layout.html",
        include_str!("../../../templates/console/layout.html"),
    ),
    (
        "console/page.html",
        include_str!("../../../templates/console/page.html"),
    ),
    (
        "console/login.html",
        include_str!("../../../templates/console/login.html"),
    ),
    (
        "console/poster.html",
        include_str!("../../../templates/console/poster.html"),
    ),
];

/// Pages that the head of every page leads to.
pub const NAV: [(&str, &str); 8] = [
    ("/console", "Overview"),
    ("/console/invitations", "Invitations"),
    ("/console/recipients", "Recipients"),
    ("/console/devices", "Devices"),
    ("/console/deliveries", "Deliveries"),
    ("/console/audit", "Audit"),
    ("/console/runs", "Runs"),
    ("/console/reports", "Reports"),
];

/// What stands around a page.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// Title of the page.
    pub title: String,
    /// Whose console it is.
    pub organization: String,
    /// The same in short.
    pub short: String,
    /// Address of the stylesheet.
    pub css: String,
    /// Address of the organization's colours.
    pub brand_css: Option<String>,
    /// Address of the stylesheet of posters.
    pub poster_css: String,
    /// Who looks; none: nobody logged in.
    pub viewer: Option<Who>,
    /// Token of forms.
    pub csrf: String,
    /// Where to go.
    pub nav: Vec<Item>,
    /// Commit that was applied last.
    pub commit: Option<String>,
}

impl Frame {
    /// The frame of an organization's console, nobody logged in.
    pub fn new(organization: &Organization, assets: &Assets, title: &str) -> Self {
        Self {
            title: title.to_owned(),
            organization: organization.name.clone(),
            short: organization.short.clone(),
            css: assets.console.path.clone(),
            brand_css: assets.brand.as_ref().map(|asset| asset.path.clone()),
            poster_css: assets.poster.path.clone(),
            viewer: None,
            csrf: String::new(),
            nav: Vec::new(),
            commit: None,
        }
    }

    /// The same for somebody who looks at `path`.
    #[must_use]
    pub fn seen_by(self, who: Who, path: &str) -> Self {
        let item = |(href, text): (&str, &str)| Item {
            href: href.to_owned(),
            text: text.to_owned(),
            current: href == path,
        };
        Self {
            viewer: Some(who),
            nav: NAV.into_iter().map(item).collect(),
            ..self
        }
    }
}

/// Who looks.
#[derive(Clone, Debug, Serialize)]
pub struct Who {
    /// Login name.
    pub username: String,
    /// Role.
    pub role: &'static str,
}

/// A link that may be where one is already.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// Where to.
    pub href: String,
    /// What it says.
    pub text: String,
    /// One is there.
    pub current: bool,
}

/// A link.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Link {
    /// Where to.
    pub href: String,
    /// What it says.
    pub text: String,
    /// What is there.
    pub about: Option<String>,
    /// It leads to another server.
    pub away: bool,
}

impl Link {
    /// A link within the console.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            text: text.into(),
            about: None,
            away: false,
        }
    }
}

/// A page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Pages above it.
    pub crumbs: Vec<Link>,
    /// Heading.
    pub heading: String,
    /// A line under it.
    pub about: Option<String>,
    /// What can be done from here.
    pub actions: Vec<Link>,
    /// What needs to be known first.
    pub notes: Vec<String>,
    /// Numbers at a glance.
    pub facts: Vec<Fact>,
    /// Charts.
    pub charts: Vec<Chart>,
    /// Tables.
    pub tables: Vec<Table>,
    /// A list of links.
    pub links: Vec<Link>,
}

/// One number at a glance.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// The number.
    pub value: String,
    /// What it means.
    pub small: Option<String>,
    /// Where there is more.
    pub href: Option<String>,
}

impl Fact {
    /// A fact with a line of explanation.
    pub fn new(name: &str, value: impl ToString, small: Option<String>) -> Self {
        Self {
            name: name.to_owned(),
            value: value.to_string(),
            small,
            href: None,
        }
    }
}

/// A table, one page of it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Table {
    /// Its title.
    pub title: String,
    /// Where filters lead.
    pub action: String,
    /// Filters; none: it cannot be filtered here.
    pub filters: Vec<Filter>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
    /// What it says without rows.
    pub empty: String,
    /// Rows of a page.
    pub size: u32,
    /// The first page, where this is another one.
    pub later: Option<String>,
    /// The next page.
    pub next: Option<String>,
    /// The same as CSV.
    pub csv: String,
    /// The same as JSON.
    pub json: String,
}

/// One filter: a choice, a text, or a value that goes along.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Filter {
    /// Name in the address.
    pub name: &'static str,
    /// What it is; none: it is not shown.
    pub label: Option<&'static str>,
    /// Value.
    pub value: String,
    /// What to choose from; none: a text.
    pub options: Option<Vec<Choice>>,
}

/// One value of a filter.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// Value in the address.
    pub value: String,
    /// What it says.
    pub text: String,
}

/// One column.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Column {
    /// Heading.
    pub text: &'static str,
    /// Where it is sorted the other way round.
    pub href: Option<String>,
    /// `ascending` or `descending`.
    pub sorted: Option<&'static str>,
}

/// One cell.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// A second line.
    pub small: Option<String>,
    /// Where it leads.
    pub href: Option<String>,
    /// Shown as a tag: `ok`, `warn`, `bad`, or plain.
    pub tag: Option<&'static str>,
    /// An instant, for machines.
    pub iso: Option<String>,
    /// In letters of one width.
    pub mono: bool,
    /// A share as a drawing.
    pub bar: Option<String>,
}

impl Cell {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Text, or a dash.
    pub fn or_dash(text: Option<impl Into<String>>) -> Self {
        text.map_or_else(|| Self::text("–"), Self::text)
    }

    /// Text in letters of one width.
    #[must_use]
    pub fn mono(self) -> Self {
        Self { mono: true, ..self }
    }

    /// With a second line.
    #[must_use]
    pub fn small(self, small: Option<String>) -> Self {
        Self { small, ..self }
    }

    /// As a link.
    #[must_use]
    pub fn to(self, href: impl Into<String>) -> Self {
        Self {
            href: Some(href.into()),
            ..self
        }
    }

    /// As a tag.
    pub fn tag(text: impl Into<String>, kind: &'static str) -> Self {
        Self {
            tag: Some(kind),
            ..Self::text(text)
        }
    }
}

/// The login page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Login {
    /// What went wrong.
    pub mistake: Option<&'static str>,
    /// What was typed.
    pub username: String,
    /// Where to go then: a path of the console.
    pub next: String,
    /// Directory and local accounts are both there.
    pub both: bool,
    /// A local account was chosen.
    pub account: bool,
}

/// A sheet to print.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sheet {
    /// `letter` or `a4`.
    pub size: &'static str,
    /// 1, 4 or 30.
    pub per: u8,
    /// So many labels.
    pub labels: Vec<u8>,
    /// Other sheets.
    pub choices: Vec<Item>,
    /// Where it was asked for.
    pub back: String,
    /// The code, SVG.
    pub qr: String,
    /// What to type into the browser.
    pub address: String,
    /// What to type then.
    pub code: Option<String>,
    /// The number people compare.
    pub number: Option<String>,
    /// Name of the site.
    pub site: Option<String>,
    /// When it stops working.
    pub until: Option<String>,
    /// Devices it is for.
    pub uses: Option<u32>,
    /// Whom to call.
    pub help: Option<String>,
    /// A login comes.
    pub login: bool,
}

/// What the console shows.
#[derive(Clone, Debug)]
pub enum Console {
    /// A page.
    View(Box<View>),
    /// The login page.
    Login(Login),
    /// A sheet to print.
    Sheet(Box<Sheet>),
}
