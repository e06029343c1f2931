//! Typed readers: a value of the tree is taken as text, number, word, list or map; what does not fit is
//! reported at its place and read as nothing.

use std::ops::{Range, RangeInclusive};

use super::codes;
use super::keys::Keys;
use super::sheet::Sheet;
use super::suggest::did_you_mean;
use super::yaml::{Entry, Slot, Value};
use crate::base::diag::{Diagnostic, Place, Span};

/// A value with its key.
#[derive(Clone, Copy)]
pub struct Field<'a> {
    /// The file it stands in.
    pub sheet: &'a Sheet<'a>,
    /// Its key, or the key of the list it stands in; then the value stands for its key.
    pub key: &'a str,
    key_span: &'a Range<usize>,
    slot: &'a Slot,
}

/// A map whose keys have been checked.
#[derive(Clone, Copy)]
pub struct Map<'a> {
    sheet: &'a Sheet<'a>,
    owner: &'a Range<usize>,
    entries: &'a [Entry],
}

impl<'a> Field<'a> {
    /// The document of `sheet`.
    pub fn root(sheet: &'a Sheet<'a>) -> Option<Self> {
        let slot = sheet.root.as_ref()?;
        (!matches!(slot.node.value, Value::Empty)).then_some(Self {
            sheet,
            key: "",
            key_span: &slot.span,
            slot,
        })
    }

    /// Where the value stands.
    pub fn span(&self) -> Span {
        self.sheet.span(self.slot.span.clone())
    }

    /// Where the key stands.
    pub fn key_span(&self) -> Span {
        self.sheet.span(self.key_span.clone())
    }

    /// The place of the key.
    pub fn key_place(&self) -> Place {
        self.sheet.place(self.key_span.start)
    }

    /// The place of the value.
    pub fn place(&self) -> Place {
        self.sheet.place(self.slot.span.start)
    }

    /// The lines of the entry, key and value, as bytes of the file.
    pub fn lines(&self) -> Range<usize> {
        self.sheet
            .excerpt(self.key_span.start..self.slot.end.max(self.key_span.end))
    }

    /// The text of the entry, key and value.
    pub fn source(&self) -> String {
        self.sheet.text[self.lines()].to_owned()
    }

    /// Bytes of the value.
    pub fn range(&self) -> Range<usize> {
        self.slot.span.clone()
    }

    /// Reports an error at the value.
    pub fn error(&self, code: &'static str, message: impl Into<String>) -> Finding<'a> {
        self.finding(Diagnostic::error(code, Some(self.span()), message))
    }

    /// Reports an error at the key.
    pub fn key_error(&self, code: &'static str, message: impl Into<String>) -> Finding<'a> {
        self.finding(Diagnostic::error(code, Some(self.key_span()), message))
    }

    /// Reports a warning at the value.
    pub fn warning(&self, code: &'static str, message: impl Into<String>) -> Finding<'a> {
        self.finding(Diagnostic::warning(code, Some(self.span()), message))
    }

    fn finding(&self, finding: Diagnostic) -> Finding<'a> {
        Finding {
            sheet: self.sheet,
            finding: Some(finding),
        }
    }

    pub fn wrong_type(&self, wanted: &str) {
        let found = match &self.slot.node.value {
            // Has been reported.
            Value::Empty => return,
            Value::Scalar { plain: true, .. } => "a plain value",
            Value::Scalar { plain: false, .. } => "a text in quotes",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        };
        let name = self.key;
        self.error(codes::WRONG_TYPE, format!("`{name}` takes {wanted}"))
            .label(format!("this is {found}"));
    }

    /// Nothing stands here, which has been reported.
    pub fn is_empty(&self) -> bool {
        matches!(self.slot.node.value, Value::Empty)
    }

    /// The scalar, if it is one; reports nothing.
    pub fn scalar(&self) -> Option<&'a str> {
        match &self.slot.node.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The scalar, if it is one, and whether it stands without quotes; reports nothing.
    pub fn plain(&self) -> Option<(&'a str, bool)> {
        match &self.slot.node.value {
            Value::Scalar { text, plain } => Some((text, *plain)),
            _ => None,
        }
    }

    /// A text.
    pub fn text(&self) -> Option<&'a str> {
        if self.scalar().is_none() {
            self.wrong_type("a text");
        }
        self.scalar()
    }

    /// A whole number without quotes, within `range`.
    pub fn number(&self, range: RangeInclusive<u32>) -> Option<u32> {
        let Value::Scalar { text, plain: true } = &self.slot.node.value else {
            self.wrong_type("a number");
            return None;
        };
        let sign = text.strip_prefix('-').unwrap_or(text);
        if sign.is_empty() || !sign.bytes().all(|b| b.is_ascii_digit()) {
            self.wrong_type("a number");
            return None;
        }
        let number = text.parse().ok().filter(|n| range.contains(n));
        if number.is_none() {
            let (low, high) = range.into_inner();
            let name = self.key;
            let label = if high == u32::MAX {
                format!("{low} or more")
            } else {
                format!("from {low} to {high}")
            };
            self.error(codes::OUT_OF_RANGE, format!("`{name}` is out of range"))
                .label(label);
        }
        number
    }

    /// `true` or `false`.
    pub fn flag(&self) -> Option<bool> {
        match &self.slot.node.value {
            Value::Scalar { text, plain: true } if text == "true" => Some(true),
            Value::Scalar { text, plain: true } if text == "false" => Some(false),
            _ => {
                self.wrong_type("`true` or `false`");
                None
            }
        }
    }

    /// One of a closed set of words.
    pub fn word<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let text = self.text()?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let name = self.key;
            self.error(codes::UNKNOWN_WORD, format!("`{name}` cannot be `{text}`"))
                .label(did_you_mean(text, known.iter().copied()))
                .hint(format!("one of: {}", known.join(", ")));
        }
        found.map(|(_, value)| *value)
    }

    /// The items of a list.
    pub fn list(&self) -> Option<Vec<Field<'a>>> {
        let Value::List(items) = &self.slot.node.value else {
            self.wrong_type("a list");
            return None;
        };
        let item = |slot: &'a Slot| Field {
            slot,
            key_span: &slot.span,
            ..*self
        };
        Some(items.iter().map(item).filter(|f| !f.is_empty()).collect())
    }

    /// The texts of a list, each with its place.
    pub fn texts(&self) -> Vec<(Field<'a>, &'a str)> {
        let items = self.list().unwrap_or_default();
        items
            .into_iter()
            .filter_map(|f| Some((f, f.text()?)))
            .collect()
    }

    /// A map with known keys: unknown ones, and those whose behaviour is not built, are reported.
    pub fn map(&self, keys: &'static Keys) -> Option<Map<'a>> {
        let Value::Map(entries) = &self.slot.node.value else {
            self.wrong_type("a map");
            return None;
        };
        let map = Map {
            sheet: self.sheet,
            owner: self.key_span,
            entries,
        };
        for field in map.fields() {
            field.check_key(keys);
        }
        Some(map)
    }

    /// The entries of a map whose keys are free.
    pub fn entries(&self) -> Option<Vec<Field<'a>>> {
        let Value::Map(entries) = &self.slot.node.value else {
            self.wrong_type("a map");
            return None;
        };
        let map = Map {
            sheet: self.sheet,
            owner: self.key_span,
            entries,
        };
        Some(map.fields().filter(|f| f.key != "<<").collect())
    }

    /// The value of `key` in a map whose keys have been checked elsewhere.
    pub fn child(&self, key: &str) -> Option<Field<'a>> {
        let Value::Map(entries) = &self.slot.node.value else {
            return None;
        };
        let map = Map {
            sheet: self.sheet,
            owner: self.key_span,
            entries,
        };
        map.get(key)
    }

    /// The value is a map.
    pub fn is_map(&self) -> bool {
        matches!(self.slot.node.value, Value::Map(_))
    }

    fn check_key(&self, keys: &'static Keys) {
        let key = self.key;
        if keys.built.contains(&key) || matches!(key, "" | "<<") || self.sheet.is_full() {
            return;
        }
        if let Some(refused) = keys.refused.iter().find(|refused| refused.key == key) {
            let at = if self.is_empty() {
                self.key_span()
            } else {
                self.span()
            };
            let finding = Diagnostic::error(refused.code, Some(at), refused.message)
                .label(refused.label)
                .hint(refused.hint);
            return self.sheet.push(finding);
        }
        self.key_error(codes::UNKNOWN_KEY, format!("unknown key `{key}`"))
            .label(did_you_mean(key, keys.built.iter().copied()))
            .hint(format!("keys of {}: {}", keys.of, keys.built.join(", ")));
    }
}

impl<'a> Map<'a> {
    /// The value of `key`, unless absent or empty.
    pub fn get(&self, key: &str) -> Option<Field<'a>> {
        self.fields().find(|f| f.key == key && !f.is_empty())
    }

    /// The value of `key`; its absence is reported.
    pub fn require(&self, key: &str, example: &str) -> Option<Field<'a>> {
        if !self.has(key) {
            let at = self.sheet.span(self.owner.clone());
            let message = format!("`{key}` is missing");
            let finding = Diagnostic::error(codes::MISSING_KEY, Some(at), message)
                .hint(format!("add `{key}: {example}`"));
            self.sheet.push(finding);
        }
        self.get(key)
    }

    /// The key stands here, with or without a value.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// Reports `key`, if it stands here: it is not read beside the other keys.
    pub fn refuse(&self, key: &str, hint: &str) {
        if let Some(field) = self.get(key) {
            let message = format!("`{key}` has no effect here");
            field.key_error(codes::HAND_OVER, message).hint(hint);
        }
    }

    /// The text of `key`.
    pub fn text(&self, key: &str) -> Option<String> {
        self.get(key)?.text().map(str::to_owned)
    }

    fn fields(&self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        let sheet = self.sheet;
        self.entries.iter().map(move |entry| Field {
            sheet,
            key: &entry.key,
            key_span: &entry.key_span,
            slot: &entry.slot,
        })
    }
}

/// A finding that is kept when the statement ends; labels and hints may be added until then.
pub struct Finding<'a> {
    sheet: &'a Sheet<'a>,
    finding: Option<Diagnostic>,
}

impl Finding<'_> {
    /// Adds a text beside the caret; an empty one is none.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.finding = self.finding.take().map(|f| f.label(text));
        }
        self
    }

    /// Adds a remedy.
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.finding = self.finding.take().map(|f| f.hint(text));
        self
    }

    /// Adds another place.
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.finding = self.finding.take().map(|f| f.related(span, text));
        self
    }
}

impl Drop for Finding<'_> {
    fn drop(&mut self) {
        if let Some(finding) = self.finding.take() {
            self.sheet.push(finding);
        }
    }
}
