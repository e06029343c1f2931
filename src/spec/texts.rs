//! Texts of the pages in words of the organization's own: `messages/LANGUAGE/portal.yaml`, a text for each key.

use std::collections::BTreeMap;

use super::field::Field;
use super::sheet::Sheet;
use super::suggest::did_you_mean;
use super::{Kind, codes, message};
use crate::words::{Fault, Language, check, keys};

/// The file's name below its language.
pub const FILE: &str = "portal";

/// Texts by language and key.
pub type Texts = BTreeMap<String, BTreeMap<String, String>>;

/// Every text that can be said.
pub fn texts(sheets: &[Sheet<'_>]) -> Texts {
    let mut all = Texts::new();
    for sheet in sheets.iter().filter(|sheet| sheet.kind == Kind::Texts) {
        let Some((language, _)) = message::place(sheet, ".yaml") else {
            continue;
        };
        let fields = Field::root(sheet).and_then(|root| root.entries());
        let texts = fields.into_iter().flatten();
        let sound: BTreeMap<String, String> =
            texts.filter_map(|field| text(&field, language)).collect();
        if !sound.is_empty() {
            all.insert(language.code().to_owned(), sound);
        }
    }
    all
}

fn text(field: &Field<'_>, language: Language) -> Option<(String, String)> {
    let own = field.text()?;
    let key = field.key;
    let Err(fault) = check(language, key, own) else {
        return Some((key.to_owned(), own.to_owned()));
    };
    match fault {
        Fault::Unknown => field
            .key_error(codes::BAD_TEXT, format!("no page has a text `{key}`"))
            .label(did_you_mean(key, keys()))
            .hint("the keys are those of locales/en.ftl"),
        Fault::Malformed => field
            .error(codes::BAD_TEXT, "this text cannot be said")
            .hint("what the page fills in stands between braces: { $name }; a brace alone is written { \"{\" }"),
        Fault::Variable { name, known } => field
            .error(codes::BAD_TEXT, format!("this text is not given `{name}`"))
            .hint(format!("it is given: {}", known.join(", "))),
        Fault::Link => field
            .error(codes::BAD_TEXT, "this text has no link")
            .hint("people need it: put the words that lead on in brackets, [like these]"),
    };
    None
}
