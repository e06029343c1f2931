//! The entries of a kind, gathered from its files, and references to them.

use std::collections::BTreeMap;

use super::field::Field;
use super::sheet::Sheet;
use super::suggest::nearest;
use super::{Kind, codes, values};
use crate::base::diag::Span;

/// The declared ids of a kind, with the place of each.
pub struct Ids<'a> {
    what: &'static str,
    known: BTreeMap<&'a str, Option<Span>>,
    /// A file of this kind could not be parsed: an unknown id may stand in it.
    hidden: bool,
}

impl<'a> Ids<'a> {
    /// The ids of `entries`; `what` is the word in messages.
    pub fn new(what: &'static str, entries: &[Field<'a>], hidden: bool) -> Self {
        let known = entries
            .iter()
            .map(|f| (f.key, Some(f.key_span())))
            .collect();
        Self {
            what,
            known,
            hidden,
        }
    }

    /// Adds an id that stands nowhere.
    pub fn built_in(mut self, id: &'a str) -> Self {
        self.known.entry(id).or_insert(None);
        self
    }

    /// The text of `field` as the id of a declared entry; otherwise none, and reported.
    pub fn resolve(&self, field: &Field<'_>) -> Option<String> {
        let id = field.text()?;
        if self.hidden || self.known.contains_key(id) {
            return Some(id.to_owned());
        }
        let what = self.what;
        let finding = field.error(
            codes::UNKNOWN_REFERENCE,
            format!("there is no {what} `{id}`"),
        );
        let Some(near) = nearest(id, self.known.keys().copied()) else {
            drop(finding.hint(self.list()));
            return None;
        };
        let finding = finding.label(format!("did you mean `{near}`?"));
        if let Some(Some(place)) = self.known.get(near) {
            drop(finding.related(place.clone(), "defined here"));
        }
        None
    }

    fn list(&self) -> String {
        const MOST: usize = 8;
        let what = self.what;
        let names: Vec<&str> = self.known.keys().copied().take(MOST).collect();
        match self.known.len() {
            0 => format!("no {what} is declared"),
            n if n > MOST => format!("declared: {}, and {} more", names.join(", "), n - MOST),
            _ => format!("declared: {}", names.join(", ")),
        }
    }

    /// Nothing of the kind is declared.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty() && !self.hidden
    }

    /// How many are declared.
    pub fn len(&self) -> usize {
        self.known.len()
    }
}

/// All entries of `kind`, by id. An id that stands in two files is reported at the second.
pub fn entries<'a>(sheets: &'a [Sheet<'a>], kind: Kind) -> Vec<Field<'a>> {
    let mut first: BTreeMap<&str, Field<'a>> = BTreeMap::new();
    for sheet in sheets.iter().filter(|sheet| sheet.kind == kind) {
        for field in Field::root(sheet)
            .and_then(|f| f.entries())
            .unwrap_or_default()
        {
            values::check_id(&field, kind == Kind::Accounts);
            match first.get(field.key) {
                None => {
                    first.insert(field.key, field);
                }
                Some(other) => {
                    let at = other.key_place();
                    field
                        .key_error(
                            codes::DUPLICATE_ID,
                            format!("`{}` stands in {at} too", field.key),
                        )
                        .label("again")
                        .hint("ids are unique in the whole repository: rename one of them")
                        .related(other.key_span(), "first here");
                }
            }
        }
    }
    first.into_values().collect()
}

/// A file of `kind` could not be parsed.
pub fn hidden(sheets: &[Sheet<'_>], kind: Kind) -> bool {
    sheets
        .iter()
        .any(|sheet| sheet.kind == kind && sheet.is_hidden())
}
