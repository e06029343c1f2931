//! Reading XML property lists from strangers: bounded in size and depth, without DTD subset, entities or CDATA.

use plist::{Dictionary, Value};

use super::error::MdmError;
use crate::base::secret::Secret;

/// Largest message of a device, in bytes.
pub const BYTES: usize = 64 << 10;
/// Deepest nesting of dictionaries and arrays.
pub const DEPTH: usize = 16;
/// Longest text value, in characters.
const TEXT: usize = 1024;

/// The dictionary that `bytes` is.
///
/// # Errors
/// Too large, too deep, not an XML property list, or not a dictionary.
pub fn read(bytes: &[u8]) -> Result<Dictionary, MdmError> {
    if bytes.len() > BYTES {
        return Err(MdmError::TooLarge(BYTES));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| MdmError::NotPlist("not UTF-8"))?;
    scan(text)?;
    Value::from_reader_xml(bytes)
        .ok()
        .and_then(Value::into_dictionary)
        .ok_or(MdmError::NotPlist("no dictionary"))
}

/// Looks at the mark-up before any parser does: the parser is recursive and silently drops unknown entities.
fn scan(text: &str) -> Result<(), MdmError> {
    let (mut rest, mut depth) = (text, 0_usize);
    while let Some(at) = rest.find(['<', '&']) {
        let found = &rest[at..];
        let length = if found.starts_with('&') {
            entity(found)?
        } else if let Some(comment) = found.strip_prefix("<!--") {
            4 + comment
                .find("-->")
                .ok_or(MdmError::NotPlist("an open comment"))?
                + 3
        } else {
            let end = found.find('>').ok_or(MdmError::NotPlist("an open tag"))?;
            depth = tag(&found[1..end], depth)?;
            end + 1
        };
        rest = &found[length..];
    }
    Ok(())
}

/// The length of the entity that `found` begins with: a predefined one or a character by number.
fn entity(found: &str) -> Result<usize, MdmError> {
    let wrong = MdmError::NotPlist("an entity");
    let end = found.find(';').ok_or(wrong.clone())?;
    match &found[1..end] {
        "lt" | "gt" | "amp" | "apos" | "quot" => Ok(end + 1),
        number if number.starts_with('#') && number.len() <= 9 => Ok(end + 1),
        _ => Err(wrong),
    }
}

/// The depth after a tag. Elements have no attributes, `plist` aside, so that nothing can hide in them.
fn tag(tag: &str, depth: usize) -> Result<usize, MdmError> {
    const LEAVES: [&str; 7] = ["key", "string", "data", "date", "integer", "real", "true"];
    if tag.starts_with("?xml") || (tag.starts_with("!DOCTYPE plist") && !tag.contains('[')) {
        return Ok(depth);
    }
    let closing = tag.starts_with('/');
    let empty = tag.ends_with('/');
    let name = tag.trim_start_matches('/').trim_end_matches('/').trim_end();
    match name {
        "dict" | "array" if empty => Ok(depth),
        "dict" | "array" if closing => Ok(depth.saturating_sub(1)),
        "dict" | "array" if depth == DEPTH => Err(MdmError::TooDeep(DEPTH)),
        "dict" | "array" => Ok(depth + 1),
        "plist" | "plist version=\"1.0\"" | "false" => Ok(depth),
        leaf if LEAVES.contains(&leaf) => Ok(depth),
        _ => Err(MdmError::NotPlist(
            "mark-up that property lists do not have",
        )),
    }
}

/// The text of `key`: without control characters, not endless. None when absent or empty.
///
/// # Errors
/// The value is something else.
pub(super) fn text(from: &Dictionary, key: &'static str) -> Result<Option<String>, MdmError> {
    let Some(value) = from.get(key) else {
        return Ok(None);
    };
    let text = value.as_string().ok_or(MdmError::Wrong(key))?;
    if text.chars().count() > TEXT || text.chars().any(char::is_control) {
        return Err(MdmError::Wrong(key));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// The text of a key that merely describes the device: what does not print is left out, what is too long is cut.
/// A device is not turned away for the name its owner gave it.
pub(super) fn note(from: &Dictionary, key: &'static str) -> Option<String> {
    let text = from.get(key)?.as_string()?;
    let clean: String = text
        .chars()
        .filter(|c| !c.is_control())
        .take(TEXT)
        .collect();
    (!clean.is_empty()).then_some(clean)
}

/// The text of a key that must be there.
///
/// # Errors
/// Absent, or as [`text`].
pub(super) fn required(from: &Dictionary, key: &'static str) -> Result<String, MdmError> {
    text(from, key)?.ok_or(MdmError::Missing(key))
}

/// The bytes of `key`, kept secret. None when absent or empty.
///
/// # Errors
/// The value is something else.
pub(super) fn data(
    from: &Dictionary,
    key: &'static str,
) -> Result<Option<Secret<Vec<u8>>>, MdmError> {
    match from.get(key) {
        None => Ok(None),
        Some(value) => {
            let bytes = value.as_data().ok_or(MdmError::Wrong(key))?;
            Ok((!bytes.is_empty()).then(|| Secret::new(bytes.to_vec())))
        }
    }
}

/// The truth of `key`; false when absent.
///
/// # Errors
/// The value is something else.
pub(super) fn flag(from: &Dictionary, key: &'static str) -> Result<bool, MdmError> {
    from.get(key).map_or(Ok(false), |value| {
        value.as_boolean().ok_or(MdmError::Wrong(key))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wrap(inner: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\">{inner}</plist>"
        )
    }

    #[test]
    fn a_dictionary_is_read() {
        let found =
            read(wrap("<dict><key>a</key><string>x &amp; y&#33;</string></dict>").as_bytes())
                .unwrap();
        assert_eq!(text(&found, "a").unwrap().as_deref(), Some("x & y!"));
        assert_eq!(required(&found, "b"), Err(MdmError::Missing("b")));
        assert_eq!(data(&found, "a").unwrap_err(), MdmError::Wrong("a"));
    }

    #[test]
    fn the_usual_doctype_is_welcome_and_an_internal_subset_is_not() {
        let usual = "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">";
        assert!(read(format!("{usual}{}", wrap("<dict/>")).as_bytes()).is_ok());
        let laughs = "<!DOCTYPE plist [<!ENTITY a \"ha\">]>";
        let refused = read(format!("{laughs}{}", wrap("<dict/>")).as_bytes());
        assert!(matches!(refused, Err(MdmError::NotPlist(_))));
    }

    #[test]
    fn nesting_size_and_odd_markup_are_refused() {
        let nested = |depth: usize| {
            let open = "<dict><key>a</key>".repeat(depth - 1);
            read(wrap(&format!("{open}<dict/>{}", "</dict>".repeat(depth - 1))).as_bytes())
        };
        assert!(nested(16).is_ok());
        assert_eq!(nested(18).unwrap_err(), MdmError::TooDeep(16));
        assert_eq!(read(&vec![b' '; BYTES + 1]), Err(MdmError::TooLarge(BYTES)));
        for odd in [
            "<dict a=\"/>\">",
            "<dict><key>a</key><string><![CDATA[x]]></string></dict>",
            "<dict><key>a</key><string>&b;</string></dict>",
            "<dict><uid/></dict>",
            "<array/>",
            "<string>x</string>",
            "<dict>",
            "<!-- <dict>",
            "",
        ] {
            assert!(
                matches!(read(wrap(odd).as_bytes()), Err(MdmError::NotPlist(_))),
                "{odd}"
            );
        }
        assert!(matches!(read(b"bplist00"), Err(MdmError::NotPlist(_))));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn altered_documents_never_panic(
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
            pieces in proptest::collection::vec(prop::sample::select(vec![
                "<dict>", "</dict>", "<array>", "</array>", "<key>a</key>", "<string>", "</string>", "<data>",
                "</data>", "<integer>1</integer>", "<date>", "&lt;", "&#x0;", "<!--", "-->", "<true/>", "A",
            ]), 0..40),
        ) {
            let mut bytes = wrap(&pieces.concat()).into_bytes();
            let _ = read(&bytes);
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            let _ = read(&bytes);
        }
    }
}
