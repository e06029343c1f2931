//! The messages of one language.

use std::sync::{Arc, LazyLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::language::Language;
use super::pseudo;
use crate::base::error::Kind;

/// A variable of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// A number, which chooses plurals.
    Number(i64),
    /// Text, put in as it is.
    Text(String),
}

/// Why a message could not be said: a defect of the program.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no such message.
    #[error("there is no message {0}")]
    Unknown(String),
    /// A variable is missing, or the message names one that does not exist.
    #[error("message {0}: {1}")]
    Variables(String, String),
}

impl Error {
    /// The kind of failure.
    pub fn kind(&self) -> Kind {
        Kind::Operational
    }
}

/// The messages of one language. Cloning shares them.
#[derive(Clone)]
pub struct Words(Arc<Spoken>);

struct Spoken {
    language: Language,
    bundle: FluentBundle<Arc<FluentResource>>,
    layers: Vec<Arc<FluentResource>>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Words").field(&self.0.language).finish()
    }
}

/// The messages of every language, in the order of [`Language`].
static BUILT_IN: LazyLock<Vec<Words>> = LazyLock::new(|| {
    let parsed = |language: &Language| Arc::new(parsed(language.source()));
    let resources: Vec<_> = Language::ALL.iter().map(parsed).collect();
    resources
        .iter()
        .zip(Language::ALL)
        .map(|(own, language)| {
            let layers = vec![Arc::clone(&resources[0]), Arc::clone(own)];
            Words::layered(*language, layers)
        })
        .collect()
});

/// What of `source` is Fluent; a test sees to it that the files have nothing else.
fn parsed(source: &str) -> FluentResource {
    FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource)
}

impl Words {
    /// The messages of `language`.
    pub fn of(language: Language) -> Self {
        let index = Language::ALL.iter().position(|own| *own == language);
        match index {
            Some(index) => BUILT_IN[index].clone(),
            None => Self::layered(language, BUILT_IN[0].0.layers.clone()),
        }
    }

    /// The same for somebody whose phone speaks another language: Apple's own labels (`apple-…`) have in
    /// brackets what that phone shows.
    pub fn with_phone(&self, phone: Language) -> Self {
        let language = self.0.language;
        if phone == language || language == Language::Pseudo {
            return self.clone();
        }
        let theirs = Self::of(phone);
        // Variables go through as they are written, into the new messages.
        let organization = [("organization", Argument::Text("{ $organization }".into()))];
        let mut labels = String::new();
        for key in apple_keys() {
            let say = |words: &Self| words.say(key, &organization).unwrap_or_default();
            let (ours, theirs) = (say(self), say(&theirs));
            let both = match ours == theirs {
                true => ours,
                false => format!("{ours} ({theirs})"),
            };
            labels.push_str(&format!("{key} = {both}\n"));
        }
        self.with_layer(Arc::new(parsed(&labels)))
    }

    /// The same with messages that win over those so far.
    pub(super) fn with_layer(&self, layer: Arc<FluentResource>) -> Self {
        let mut layers = self.0.layers.clone();
        layers.push(layer);
        Self::layered(self.0.language, layers)
    }

    /// Messages in layers, the last one wins.
    fn layered(language: Language, layers: Vec<Arc<FluentResource>>) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
        bundle.set_use_isolating(false);
        if language == Language::Pseudo {
            bundle.set_transform(Some(pseudo::longer));
        }
        for layer in &layers {
            bundle.add_resource_overriding(Arc::clone(layer));
        }
        Self(Arc::new(Spoken {
            language,
            bundle,
            layers,
        }))
    }

    /// Whose messages these are.
    pub fn language(&self) -> Language {
        self.0.language
    }

    /// The message of this key.
    ///
    /// # Errors
    /// There is none, or it needs another variable: defects, which tests over all pages rule out.
    pub fn say(&self, key: &str, arguments: &[(&str, Argument)]) -> Result<String, Error> {
        let bundle = &self.0.bundle;
        let pattern = bundle
            .get_message(key)
            .and_then(|message| message.value())
            .ok_or_else(|| Error::Unknown(key.to_owned()))?;
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, argument) in arguments {
            let value = match argument {
                Argument::Number(number) => FluentValue::from(*number),
                Argument::Text(text) => FluentValue::from(text.as_str()),
            };
            values.set(*name, value);
        }
        let mut errors = Vec::new();
        let said = bundle.format_pattern(pattern, Some(&values), &mut errors);
        match errors.first() {
            None => Ok(said.into_owned()),
            Some(error) => Err(Error::Variables(key.to_owned(), error.to_string())),
        }
    }
}

/// Keys of Apple's own labels.
fn apple_keys() -> impl Iterator<Item = &'static str> {
    super::keys().filter(|key| key.starts_with("apple-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &'static str, value: &str) -> (&'static str, Argument) {
        (name, Argument::Text(value.to_owned()))
    }

    #[test]
    fn variables_choose_and_fill_in() {
        let english = Words::of(Language::En);
        let said = english.say("profile-waiting", &[text("device", "iPad")]);
        assert_eq!(said.unwrap(), "Waiting for your iPad to check in…");
        let minutes = |n| english.say("locked-lead", &[("minutes", Argument::Number(n))]);
        assert_eq!(minutes(1).unwrap(), "Wait 1 minute, then try again.");
        assert_eq!(minutes(10).unwrap(), "Wait 10 minutes, then try again.");
    }

    #[test]
    fn what_is_missing_is_an_error() {
        let english = Words::of(Language::En);
        assert!(matches!(
            english.say("nothing", &[]),
            Err(Error::Unknown(_))
        ));
        let said = english.say("revoked-reason", &[]);
        assert!(matches!(said, Err(Error::Variables(..))));
    }

    #[test]
    fn labels_as_the_phone_has_them() {
        let german = Words::of(Language::De);
        assert_eq!(german.say("apple-done", &[]).unwrap(), "Fertig");
        let on_english = german.with_phone(Language::En);
        assert_eq!(on_english.say("apple-done", &[]).unwrap(), "Fertig (Done)");
        let organization = [text("organization", "Riverside Schools")];
        let said = on_english.say("apple-enroll-in", &organization).unwrap();
        assert!(said.ends_with("(Enroll in Riverside Schools)"), "{said}");
    }

    #[test]
    fn the_pseudo_language_is_longer_than_english() {
        let pseudo = Words::of(Language::Pseudo);
        let said = pseudo.say("logout-title", &[]).unwrap();
        assert_eq!(said, "Ļøøġ øøüüţ?");
    }
}
