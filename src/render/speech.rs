//! `t("key", name=value)` in templates: a message of the page's language as safe HTML.

use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, State};

use super::escape::escaped;
use crate::words::{Argument, COMMON, Direction, Language, Words};

/// Stands for the first text that is put in; none of these characters has a meaning of its own.
const FIRST: char = '\u{E000}';

/// Teaches `environment` to speak.
pub(super) fn teach(environment: &mut Environment<'_>, words: Words) {
    environment.add_function("t", move |state: &State, key: &str, named: Kwargs| {
        say(&words, state, key, &named).map(Value::from_safe_string)
    });
}

fn say(words: &Words, state: &State, key: &str, named: &Kwargs) -> Result<String, Error> {
    let mut sentence = Sentence::new(words.language());
    let mut href = None;
    for name in named.args() {
        let value: Value = named.get(name)?;
        match name {
            "href" => href = value.as_str().map(escaped),
            _ => sentence.set(name, &value),
        }
    }
    if let Some(frame) = state.lookup("frame") {
        for name in COMMON.into_iter().filter(|name| !named.has(name)) {
            sentence.set(name, &frame.get_attr(name)?);
        }
    }
    let said = words
        .say(key, &sentence.arguments)
        .map_err(|error| Error::new(ErrorKind::InvalidOperation, error.to_string()))?;
    Ok(sentence.html(&said, href.as_deref()))
}

/// Variables of one message. Texts are put in last, so that nothing in them is taken for a mark.
struct Sentence<'a> {
    language: Language,
    arguments: Vec<(&'a str, Argument)>,
    texts: Vec<String>,
}

impl<'a> Sentence<'a> {
    fn new(language: Language) -> Self {
        Self {
            language,
            arguments: Vec::new(),
            texts: Vec::new(),
        }
    }

    fn set(&mut self, name: &'a str, value: &Value) {
        let argument = match (value.kind(), value.as_str()) {
            (ValueKind::Number, _) => match i64::try_from(value.clone()) {
                Ok(number) => Argument::Number(number),
                Err(_) => Argument::Text(value.to_string()),
            },
            // Plain words choose variants; nothing in them could be a mark.
            (_, Some(word)) if is_word(word) => Argument::Text(word.to_owned()),
            (_, Some(text)) => Argument::Text(self.kept(text, value.is_safe())),
            _ => Argument::Text(self.kept(&value.to_string(), false)),
        };
        self.arguments.push((name, argument));
    }

    /// Keeps a text for later and returns what stands for it.
    fn kept(&mut self, text: &str, safe: bool) -> String {
        let place = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(match (safe, self.language.direction()) {
            (true, _) => text.to_owned(),
            (false, Direction::Ltr) => escaped(text),
            // Names and numbers run their own way within a sentence from right to left.
            (false, Direction::Rtl) => format!("\u{2068}{}\u{2069}", escaped(text)),
        });
        let stands_for = u32::from(FIRST).checked_add(place).and_then(char::from_u32);
        stands_for.map(String::from).unwrap_or_default()
    }

    /// `*bold*` and `[link]` as HTML, the kept texts in their places.
    fn html(&self, said: &str, href: Option<&str>) -> String {
        let mut out = String::with_capacity(said.len() + 32);
        let mut bold = false;
        for c in said.chars() {
            let kept = u32::from(c).checked_sub(u32::from(FIRST));
            let kept = kept.and_then(|index| self.texts.get(index as usize));
            match (c, kept, href) {
                (_, Some(text), _) => out.push_str(text),
                ('*', ..) => {
                    out.push_str(if bold { "</b>" } else { "<b>" });
                    bold = !bold;
                }
                ('[', _, Some(href)) => out.push_str(&format!("<a href=\"{href}\">")),
                (']', _, Some(_)) => out.push_str("</a>"),
                ('›', ..) => out.push_str("<span class=\"path\">›</span>"),
                _ => out.push_str(&escaped(c.encode_utf8(&mut [0; 4]))),
            }
        }
        out
    }
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::context;

    fn said(language: Language, template: &str) -> String {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
        teach(&mut environment, Words::of(language));
        let frame = context! { device => "iPad", organization => "A*[b]*<c>", short => "A" };
        environment
            .render_str(template, context! { frame })
            .unwrap()
    }

    #[test]
    fn marks_become_html_and_texts_stay_texts() {
        let html = said(Language::En, "{{ t('login-forgotten', href='/a?b&c') }}");
        assert!(
            html.contains("<a href=\"/a?b&amp;c\">Reset it</a>, then"),
            "{html}"
        );
        let html = said(
            Language::En,
            "{{ t('logged-in', username='<*x*>', href='/l') }}",
        );
        assert!(html.contains("as <b>&lt;*x*&gt;</b>."), "{html}");
        let html = said(Language::En, "{{ t('owner-lead') }}");
        assert_eq!(html, "This decides what A*[b]*&lt;c&gt; can see and do.");
    }

    #[test]
    fn safe_values_stay_html_and_names_are_isolated_from_right_to_left() {
        let html = said(
            Language::En,
            "{{ t('footer-number', number='<b>1</b>'|safe) }}",
        );
        assert_eq!(html, "Say invitation <b>1</b>.");
        let html = said(Language::Ar, "{{ t('owner-lead') }}");
        assert!(html.contains("\u{2068}A*[b]*&lt;c&gt;\u{2069}"), "{html}");
    }
}
