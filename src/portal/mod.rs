//! The portal: pages for people by HTTP. The only module that knows axum.
//!
//! [`routes::ROUTES`] is the one table of what may be asked, with what guards it; everything else is refused.
//! [`guard`] loads the visit, checks the form's token and lets pass who may; a page reads [`ask::Ask`], calls
//! one use-case of `ops::visit` and shows one page of `render`. Must not know SQL, LDAP or files, nor decide
//! anything about links. Errors become answers in [`error`] alone.
//!
//! To add one more page: a file in `pages/` with `show` (GET) and `send` (POST), a row in the table.

pub mod account_driven;
mod address;
mod ask;
mod browser;
mod capacity;
pub mod console;
mod cookie;
mod error;
mod fields;
mod guard;
mod headers;
pub mod hooks;
mod language;
mod machine;
pub mod mdm;
pub mod ota;
mod pages;
pub mod routes;
pub mod scep;
mod serve;
mod show;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

pub use serve::{Listener, Listeners, listen, serve};

use crate::base::error::Kind;
use crate::model::declared::Organization;
use crate::model::logo::Logo;
use crate::ops::{App, Error};
use crate::render::{Assets, Engine};
use crate::words::{Language, Words};

/// What every request shares.
#[derive(Debug)]
pub struct Portal {
    /// Use-cases work on it.
    pub app: Arc<App>,
    engine: Engine,
    speaking: Mutex<(Texts, Engines)>,
    assets: Mutex<Option<(Look, Arc<Assets>)>>,
    answers: Answers,
}

/// What the files of pages are made of: the organization's colour and logo.
type Look = (Option<String>, Option<Logo>);

/// Counted answers by the first digit of their status.
/// Texts of the organization's own, by language and key.
type Texts = BTreeMap<String, BTreeMap<String, String>>;
/// Engines by the language of the page and that of the phone.
type Engines = BTreeMap<(Language, Language), Arc<Engine>>;

#[derive(Debug, Default)]
struct Answers([AtomicU64; 6]);

impl Answers {
    fn count(&self, status: u16) {
        let class = usize::from(status / 100).min(5);
        self.0[class].fetch_add(1, Ordering::Relaxed);
    }

    fn of(&self, class: usize) -> u64 {
        self.0.get(class).map_or(0, |n| n.load(Ordering::Relaxed))
    }
}

impl Portal {
    /// A portal over an open application.
    ///
    /// # Errors
    /// A page that is no template: a defect of the program.
    pub fn new(app: Arc<App>) -> Result<Self, Error> {
        Ok(Self {
            engine: Engine::new().map_err(|e| Error::new(Kind::Operational, e.to_string()))?,
            speaking: Mutex::default(),
            assets: Mutex::new(None),
            answers: Answers::default(),
            app,
        })
    }

    /// Stylesheet, script and logo of the organization, made again when its look changes.
    fn assets(&self, organization: &Organization) -> Arc<Assets> {
        let mut kept = self.assets.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.as_ref() {
            Some(((color, logo), assets))
                if (color, logo) == (&organization.color, &organization.logo) =>
            {
                Arc::clone(assets)
            }
            _ => {
                let assets = Arc::new(Assets::of(organization));
                let look = (organization.color.clone(), organization.logo.clone());
                *kept = Some((look, Arc::clone(&assets)));
                assets
            }
        }
    }

    /// The engine for pages in `language`, on a phone that speaks `phone`; made when first asked for, and again when
    /// the organization says something in other words.
    fn engine(
        &self,
        organization: &Organization,
        language: Language,
        phone: Language,
    ) -> Arc<Engine> {
        let kept = self.speaking.lock();
        let mut kept = kept.unwrap_or_else(PoisonError::into_inner);
        if kept.0 != organization.texts {
            *kept = (organization.texts.clone(), BTreeMap::new());
        }
        let made = kept.1.entry((language, phone)).or_insert_with(|| {
            let words = words(organization, language).with_phone(phone);
            Arc::new(self.engine.speaking(&words))
        });
        Arc::clone(made)
    }

    /// Whether people come by https, which decides the cookie's name.
    fn is_https(&self) -> bool {
        self.app.settings.portal.url.scheme() == "https"
    }

    /// `https://enroll.example`, without a slash at its end.
    fn origin(&self) -> String {
        self.app.settings.portal.url.origin().ascii_serialization()
    }
}

/// The words of a language, the organization's own among them.
fn words(organization: &Organization, language: Language) -> Words {
    Words::of(language).with_own(organization.texts.get(language.code()))
}
