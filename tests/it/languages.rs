//! Languages: every message in each of them, none too many, and every page speaking nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use enroll::render::Engine;
use enroll::render::samples::{Sample, pages};
use enroll::words::{Language, Words};

/// Messages of one file by key, each with its lines joined.
fn messages(language: Language) -> BTreeMap<String, String> {
    let file = format!("locales/{}.ftl", language.code());
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut key = String::new();
    for line in fs::read_to_string(&file).unwrap().lines() {
        let begins = line.starts_with(|c: char| c.is_ascii_lowercase());
        if begins {
            let (name, text) = line
                .split_once(" =")
                .unwrap_or_else(|| panic!("{file}: {line}"));
            key = name.to_owned();
            assert!(
                found.insert(key.clone(), text.to_owned()).is_none(),
                "{file}: {key} twice"
            );
        } else if line.starts_with([' ', '}']) {
            *found.get_mut(&key).unwrap() += &format!("\n{line}");
        } else {
            assert!(line.is_empty() || line.starts_with('#'), "{file}: {line}");
        }
    }
    found
}

fn others() -> impl Iterator<Item = Language> {
    Language::ALL
        .iter()
        .copied()
        .filter(|own| *own != Language::En)
}

/// Names after `mark` in a message.
fn names(text: &str, mark: &str) -> BTreeSet<String> {
    let name = |rest: &str| {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'));
        rest[..end.unwrap_or(rest.len())].to_owned()
    };
    text.split(mark)
        .skip(1)
        .map(name)
        .filter(|name| !name.is_empty())
        .collect()
}

/// Messages that a message names.
fn references(text: &str) -> BTreeSet<String> {
    names(text, "{ ")
        .into_iter()
        .filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect()
}

/// Variables of a message, those of the messages it names included, without what every page knows.
fn variables(all: &BTreeMap<String, String>, key: &str) -> BTreeSet<String> {
    let text = &all[key];
    let mut found = names(text, "$");
    for other in references(text) {
        found.extend(variables(all, &other));
    }
    for common in ["device", "organization", "short"] {
        found.remove(common);
    }
    found
}

#[test]
fn every_language_has_every_key_and_no_other() {
    let english: BTreeSet<_> = messages(Language::En).into_keys().collect();
    for language in others() {
        let own: BTreeSet<_> = messages(language).into_keys().collect();
        let missing: Vec<_> = english.difference(&own).collect();
        let unknown: Vec<_> = own.difference(&english).collect();
        assert!(
            missing.is_empty() && unknown.is_empty(),
            "{}: missing {missing:?}, unknown {unknown:?}",
            language.code()
        );
    }
}

#[test]
fn every_language_uses_the_same_variables() {
    let english = messages(Language::En);
    for language in others() {
        let own = messages(language);
        // Not every language says the half of the day, or the weekday.
        let dates = ["time", "date-short"];
        for key in english.keys().filter(|key| !dates.contains(&key.as_str())) {
            let code = language.code();
            assert_eq!(
                variables(&own, key),
                variables(&english, key),
                "{code}: {key}"
            );
        }
    }
}

#[test]
fn messages_hold_no_html_and_their_marks_are_pairs() {
    for language in Language::ALL {
        for (key, text) in messages(*language) {
            let name = format!("{}: {key}", language.code());
            assert!(!text.contains(['<', '>']) || text.contains("->"), "{name}");
            assert!(!text.replace("->", "").contains(['<', '>']), "{name}");
            assert!(
                !text.contains("&#") && !text.contains("&amp;") && !text.contains("&nbsp;"),
                "{name}"
            );
            let english = &messages(Language::En)[&key];
            if !text.contains("->") && !english.contains("->") {
                assert_eq!(text.matches('*').count() % 2, 0, "{name}");
                assert_eq!(
                    text.matches(']').count(),
                    text.matches('[').count(),
                    "{name}"
                );
                assert_eq!(
                    text.contains('['),
                    english.contains('['),
                    "{name}: the link"
                );
            }
            assert!(!text.trim().is_empty(), "{name} is empty");
        }
    }
}

/// Everything of `templates` and `src` that may name a message.
fn sources() -> String {
    let mut all = String::new();
    let mut folders = vec![
        "templates".to_owned(),
        "src/render".to_owned(),
        "src/portal".to_owned(),
    ];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path.display().to_string()),
                false => all += &fs::read_to_string(&path).unwrap(),
            }
        }
    }
    all
}

#[test]
fn every_message_is_used() {
    let english = messages(Language::En);
    let referred: BTreeSet<_> = english.values().flat_map(|text| references(text)).collect();
    let sources = sources();
    let unused: Vec<_> = english
        .keys()
        .filter(|key| !referred.contains(*key) && !sources.contains(&format!("\"{key}\"")))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

fn rendered(language: Language, phone: Language) -> Vec<(Sample, String)> {
    let words = Words::of(language).with_phone(phone);
    let engine = Engine::new().unwrap().speaking(&words);
    let shown = |sample: Sample| {
        let frame = sample.frame.clone().in_language(language, Language::ALL);
        let html = engine.page(&frame, &sample.page);
        let html =
            html.unwrap_or_else(|error| panic!("{} in {}: {error}", sample.name, language.code()));
        (sample, html)
    };
    pages().into_iter().map(shown).collect()
}

#[test]
fn every_page_renders_in_every_language_for_every_phone() {
    for language in Language::ALL {
        let dir = language.direction().word();
        let begin = format!(
            "<!doctype html>\n<html lang=\"{}\" dir=\"{dir}\">",
            language.code()
        );
        for phone in [*language, Language::En, Language::De] {
            for (sample, html) in rendered(*language, phone) {
                assert!(html.starts_with(&begin), "{}", sample.name);
                assert_eq!(
                    html.matches("<b>").count() + html.matches("<b ").count(),
                    html.matches("</b>").count(),
                    "{}",
                    sample.name
                );
                assert_eq!(
                    html.matches("<a ").count(),
                    html.matches("</a>").count(),
                    "{}",
                    sample.name
                );
                assert!(!html.contains('\u{E000}'), "{}", sample.name);
            }
        }
    }
}

/// Text between tags, without what a script or the head holds.
fn words_of(html: &str) -> Vec<String> {
    let body = html.split_once("<body>").unwrap().1;
    let texts = body.split('<').filter_map(|part| part.split_once('>'));
    texts
        .flat_map(|(_, text)| text.split(|c: char| !c.is_alphabetic()).map(str::to_owned))
        .filter(|word| word.len() > 1 && word.contains(['a', 'e', 'i', 'o', 'u']))
        .collect()
}

#[test]
fn no_page_says_a_word_that_is_not_translated() {
    for (sample, html) in rendered(Language::Pseudo, Language::En) {
        let known = format!("{:?} {:?} Pseudo", sample.frame, sample.page);
        let plain: BTreeSet<_> = words_of(&html)
            .into_iter()
            .filter(|word| !known.contains(word.as_str()))
            .collect();
        // Names of apps are part of sentences, and codes are for IT.
        let code = |word: &String| word.bytes().all(|b| b.is_ascii_uppercase());
        let plain: Vec<_> = plain.iter().filter(|word| !code(word)).collect();
        assert!(plain.is_empty(), "{}: {plain:?}", sample.name);
    }
}
