//! Messages of the organization's own: `messages/LANGUAGE/NAME.md`, a head between two lines of dashes, then Markdown.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::blanks;
use super::field::Field;
use super::sheet::Sheet;
use super::suggest::did_you_mean;
use super::{Kind, codes, keys};
use crate::base::diag::Diagnostic;
use crate::model::declared::Organization;
use crate::model::text::{MessageText, OwnMessage};
use crate::words::Language;

/// What stands under `messages/`.
#[derive(Debug, Default)]
pub struct Messages {
    /// Messages by name.
    pub all: BTreeMap<String, OwnMessage>,
    /// Names of all of them, also of those that cannot be read.
    names: BTreeSet<String>,
    /// The language that every message must be written in.
    fallback: &'static str,
}

/// How a text is divided: where its head ends, and where the message begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Parts {
    head: usize,
    body: usize,
}

/// What of a message is YAML: all up to the second line of dashes.
pub fn head(text: &str) -> &str {
    parts(text).map_or("", |parts| &text[..parts.head])
}

fn parts(text: &str) -> Option<Parts> {
    let mut lines = text.split_inclusive('\n');
    let mut at = lines.next().filter(|line| line.trim_end() == "---")?.len();
    for line in lines {
        if line.trim_end() == "---" {
            let body = at + line.len();
            return Some(Parts { head: at, body });
        }
        at += line.len();
    }
    None
}

/// Every message. The first language that the organization offers is its fallback.
pub fn messages(sheets: &[Sheet<'_>], organization: Option<&Organization>) -> Messages {
    let languages = organization.map_or(&[][..], |o| &o.languages);
    let mut found = Messages {
        fallback: fallback(languages).code(),
        ..Messages::default()
    };
    for sheet in sheets.iter().filter(|sheet| sheet.kind == Kind::Message) {
        let Some((language, name)) = place(sheet, ".md") else {
            continue;
        };
        found.names.insert(name.to_owned());
        let Some(text) = message(sheet, language, name) else {
            continue;
        };
        let own = found.all.entry(name.to_owned());
        let own = own.or_insert_with(|| OwnMessage {
            name: name.to_owned(),
            texts: BTreeMap::new(),
        });
        own.texts.insert(language.code().to_owned(), text);
    }
    found
}

/// The language for all who have none of those offered.
pub fn fallback(languages: &[String]) -> Language {
    let first = languages.first().and_then(|tag| Language::of(tag));
    first.unwrap_or_default()
}

/// Language and name of a file under `messages/`; what does not fit is reported.
pub fn place<'s>(sheet: &Sheet<'s>, ending: &str) -> Option<(Language, &'s str)> {
    let refuse = |code, message: String, hint: String| {
        sheet.push(Diagnostic::error(code, Some(sheet.span(0..0)), message).hint(hint));
    };
    let inner = sheet.path.strip_prefix("messages/")?;
    let found = inner.strip_suffix(ending).and_then(|i| i.split_once('/'));
    let Some((tag, name)) = found.filter(|(_, name)| !name.contains('/')) else {
        let hint = "messages stand in messages/LANGUAGE/NAME.md";
        refuse(
            codes::UNREADABLE,
            "this file is not read".to_owned(),
            hint.to_owned(),
        );
        return None;
    };
    let Some(language) = Language::ALL.iter().find(|own| own.code() == tag) else {
        let known: Vec<&str> = Language::ALL.iter().map(|own| own.code()).collect();
        let hint = format!(
            "the folder is named by one of the languages of the pages: {}",
            known.join(", ")
        );
        refuse(
            codes::BAD_LANGUAGE,
            format!("there are no pages in `{tag}`"),
            hint,
        );
        return None;
    };
    Some((*language, name))
}

fn message(sheet: &Sheet<'_>, language: Language, name: &str) -> Option<MessageText> {
    let Some(parts) = parts(sheet.text) else {
        let line = sheet.text.lines().next().map_or(0, str::len);
        let finding = Diagnostic::error(
            codes::BAD_MESSAGE,
            Some(sheet.span(0..line)),
            "this message has no head",
        );
        sheet.push(
            finding.hint("it begins with `---`, then `subject: …`, then another line of `---`"),
        );
        return None;
    };
    if sheet.is_hidden() {
        return None;
    }
    let Some(head) = Field::root(sheet) else {
        let span = sheet.span(0..parts.body);
        let finding = Diagnostic::error(codes::MISSING_KEY, Some(span), "`subject` is missing");
        sheet.push(finding.hint("add `subject: Set up your iPad`"));
        return None;
    };
    let map = head.map(&keys::MESSAGE)?;
    let subject = map
        .require("subject", "Set up your iPad")
        .and_then(|f| text(&f, false));
    let optional = |key: &str| map.get(key).and_then(|f| text(&f, key == "sms"));
    let (preheader, button, sms) = (optional("preheader"), optional("button"), optional("sms"));
    let body = &sheet.text[parts.body..];
    if body.trim().is_empty() {
        let span = sheet.span(parts.head..parts.body);
        let finding =
            Diagnostic::error(codes::BAD_MESSAGE, Some(span), "this message says nothing");
        sheet.push(
            finding.hint("below its head it is Markdown: a heading, then what there is to say"),
        );
    }
    report(sheet, blanks::check(body).0, parts.body);
    Some(MessageText {
        name: name.to_owned(),
        language: language.code().to_owned(),
        subject: subject?,
        preheader: preheader.unwrap_or_default(),
        button,
        sms,
        text: body.to_owned(),
    })
}

/// One line with blanks; a text message must lead somewhere.
fn text(field: &Field<'_>, needs_link: bool) -> Option<String> {
    let text = field.text()?;
    let range = field.range();
    let (mut faults, links) = blanks::check(text);
    if needs_link && !links && faults.is_empty() {
        field
            .error(codes::BAD_BLANK, "this text message has no link")
            .hint("people need it: add {{ link }}, alone between spaces");
    }
    // Quotes and escapes move places; then the whole value is pointed at.
    let offset = field.sheet.text[range.clone()].find(text);
    if offset.is_none() {
        for fault in &mut faults {
            fault.range = 0..range.len();
        }
    }
    report(field.sheet, faults, range.start + offset.unwrap_or(0));
    Some(text.to_owned())
}

fn report(sheet: &Sheet<'_>, faults: Vec<blanks::Fault>, offset: usize) {
    for fault in faults {
        let Range { start, end } = fault.range;
        let span = sheet.span(offset + start..offset + end);
        let mut finding = Diagnostic::error(codes::BAD_BLANK, Some(span), fault.message);
        if !fault.label.is_empty() {
            finding = finding.label(fault.label);
        }
        sheet.push(finding.hint(fault.hint));
    }
}

/// The message that `field` names.
pub fn named(field: &Field<'_>, messages: &Messages) -> Option<OwnMessage> {
    let name = field.text()?;
    let fallback = messages.fallback;
    let path = format!("messages/{fallback}/{name}.md");
    if !messages.names.contains(name) {
        let near = did_you_mean(name, messages.names.iter().map(String::as_str));
        field
            .error(
                codes::UNKNOWN_REFERENCE,
                format!("there is no message `{name}`"),
            )
            .label(near)
            .hint(format!("write it: {path}"));
        return None;
    }
    // What cannot be read has been reported where it stands.
    let own = messages.all.get(name)?;
    if !own.texts.contains_key(fallback) {
        field
            .error(
                codes::NO_FALLBACK,
                format!("message `{name}` is not written in `{fallback}`"),
            )
            .hint(format!(
                "that is the language for everybody without another one: write {path}"
            ));
    }
    Some(own.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_a_head_and_a_body() {
        let text = "---\nsubject: A\n---\n# B\n---\n";
        assert_eq!(head(text), "---\nsubject: A\n");
        assert_eq!(parts(text).map(|p| &text[p.body..]), Some("# B\n---\n"));
        assert_eq!(
            parts("---\r\nsubject: A\r\n---\r\nB").map(|p| p.body),
            Some(22)
        );
        assert_eq!(parts("subject: A\n---\n"), None);
        assert_eq!(parts("---\nsubject: A\n"), None);
    }
}
