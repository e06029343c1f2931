//! Texts of the organization's own in the place of built-in ones: what may be said there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fluent_bundle::FluentResource;

use super::language::Language;
use super::speak::{Argument, Words};

/// Why a text cannot take the place of the built-in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No page has this key.
    Unknown,
    /// Its braces are not as Fluent has them.
    Malformed,
    /// It names something that the page does not fill in.
    Variable {
        /// What it names.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The built-in text has a link in brackets, this one has none.
    Link,
}

/// What every page fills in, whichever the text: the kind of device, and the organization's names.
pub const COMMON: [&str; 3] = ["device", "organization", "short"];

/// Every key, in the order of the file.
pub fn keys() -> impl Iterator<Item = &'static str> {
    let lines = Language::En.source().lines();
    lines.filter_map(|line| {
        let (key, _) = line.split_once(" =")?;
        key.starts_with(|c: char| c.is_ascii_lowercase())
            .then_some(key)
    })
}

/// Whether `text` may stand in the place of the message `key` in `language`.
///
/// # Errors
/// Why not.
pub fn check(language: Language, key: &str, text: &str) -> Result<(), Fault> {
    let mut known = given(source_of(key).ok_or(Fault::Unknown)?);
    known.extend(COMMON);
    let own = resource(key, text).ok_or(Fault::Malformed)?;
    if let Some(name) = variables(text)
        .into_iter()
        .find(|name| !known.contains(name))
    {
        return Err(Fault::Variable {
            name: name.to_owned(),
            known: known.into_iter().map(str::to_owned).collect(),
        });
    }
    let filled: Vec<(&str, Argument)> = known
        .iter()
        .map(|name| (*name, Argument::Number(2)))
        .collect();
    let words = Words::of(language);
    let said = words
        .with_layer(own)
        .say(key, &filled)
        .map_err(|_| Fault::Malformed)?;
    let is_linked = |said: &str| said.contains('[') && said.contains(']');
    let usual = words.say(key, &filled).unwrap_or_default();
    match is_linked(&usual) && !is_linked(&said) {
        true => Err(Fault::Link),
        false => Ok(()),
    }
}

impl Words {
    /// The same with texts of the organization's own, by key; those that cannot be said are passed over.
    pub fn with_own(&self, own: Option<&BTreeMap<String, String>>) -> Self {
        let Some(own) = own.filter(|own| !own.is_empty() && self.language() != Language::Pseudo)
        else {
            return self.clone();
        };
        let layers = own.iter().filter_map(|(key, text)| resource(key, text));
        layers.fold(self.clone(), |words, layer| words.with_layer(layer))
    }
}

/// One message. Lines after the first are set in, so that they go on with it, whatever they begin with.
fn resource(key: &str, text: &str) -> Option<Arc<FluentResource>> {
    let source = format!("{key} = {}\n", text.trim().replace('\n', "\n    "));
    let read = FluentResource::try_new(source).ok()?;
    (read.entries().count() == 1).then(|| Arc::new(read))
}

/// The English message as it is written.
fn source_of(key: &str) -> Option<&'static str> {
    let file = Language::En.source();
    let found = keys().find(|own| *own == key)?;
    let start = file.find(&format!("\n{found} ="))? + 1;
    let mut end = start;
    for (n, line) in file[start..].split_inclusive('\n').enumerate() {
        if n > 0 && !line.starts_with([' ', '}']) {
            break;
        }
        end += line.len();
    }
    Some(&file[start..end])
}

/// What a built-in message is given: the variables in it, and in those it is made of.
fn given(source: &'static str) -> BTreeSet<&'static str> {
    let mut all = variables(source);
    for part in source.split('{').skip(1) {
        let named = name(part.trim_start());
        all.extend(source_of(named).map(given).unwrap_or_default());
    }
    all
}

/// What `text` begins with that may be a name.
fn name(text: &str) -> &str {
    let other = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-');
    &text[..text.find(other).unwrap_or(text.len())]
}

/// What stands behind a dollar sign.
fn variables(text: &str) -> BTreeSet<&str> {
    let names = text.split('$').skip(1).map(name);
    names.filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(key: &str, text: &str) -> Option<Fault> {
        check(Language::En, key, text).err()
    }

    #[test]
    fn every_built_in_text_may_stand_in_its_own_place() {
        for key in keys() {
            let source = source_of(key).unwrap();
            let (_, text) = source.split_once('=').unwrap();
            assert_eq!(fault(key, text), None, "{key}");
        }
    }

    #[test]
    fn what_cannot_be_said_is_told() {
        assert_eq!(fault("invitation-hello", "Hi { $name }!"), None);
        assert_eq!(fault("invitation-hello", "Hi!"), None);
        assert_eq!(fault("invitation-helo", "Hi!"), Some(Fault::Unknown));
        for text in [
            "Hi { $name",
            "Hi { other-key-that-is-not }",
            "Hi { NOTHING($name) }",
            "",
        ] {
            assert_eq!(
                fault("invitation-hello", text),
                Some(Fault::Malformed),
                "{text}"
            );
        }
        let wrong = Fault::Variable {
            name: "first_name".to_owned(),
            known: ["device", "name", "organization", "short"]
                .map(str::to_owned)
                .to_vec(),
        };
        assert_eq!(
            fault("invitation-hello", "Hi { $first_name }!"),
            Some(wrong)
        );
        assert_eq!(fault("door-invited", "Open your link."), Some(Fault::Link));
        assert_eq!(fault("door-invited", "Or [type the code]."), None);
    }

    #[test]
    fn a_text_is_one_message_whatever_its_lines_begin_with() {
        assert_eq!(fault("invitation-hello", "Hi.\ndone-title = Ha"), None);
        let own = [(
            "invitation-hello".to_owned(),
            "Hi.\ndone-title = Ha".to_owned(),
        )];
        let words = Words::of(Language::En).with_own(Some(&own.into()));
        let usual = Words::of(Language::En);
        let about = [("device", Argument::Text("iPad".to_owned()))];
        assert_eq!(
            words.say("done-title", &about),
            usual.say("done-title", &about)
        );
        let said = words.say("invitation-hello", &[]).unwrap();
        assert!(said.starts_with("Hi."), "{said}");
    }
}
