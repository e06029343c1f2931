//! YAML as it is written: scalars with the quotes they need, short collections on one line.

/// Longest line that a collection is put on.
const WIDTH: usize = 100;

/// A value to write.
#[derive(Clone, Debug)]
pub enum Yaml {
    /// A text: quoted where it could be read as something else.
    Text(String),
    /// A number or word that is written as it is.
    Word(String),
    /// A sequence.
    List(Vec<Yaml>),
    /// A mapping, in this order.
    Map(Vec<(String, Yaml)>),
}

impl Yaml {
    /// A list of texts.
    pub fn texts<T: AsRef<str>>(all: impl IntoIterator<Item = T>) -> Self {
        Self::List(
            all.into_iter()
                .map(|text| Self::Text(text.as_ref().to_owned()))
                .collect(),
        )
    }

    /// On one line.
    pub fn flow(&self) -> String {
        match self {
            Self::Text(text) => scalar(text),
            Self::Word(word) => word.clone(),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::flow).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Map(entries) => {
                let entry =
                    |(key, value): &(String, Self)| format!("{}: {}", scalar(key), value.flow());
                let entries: Vec<String> = entries.iter().map(entry).collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Text(_) | Self::Word(_) => false,
            Self::List(items) => items.is_empty(),
            Self::Map(entries) => entries.is_empty(),
        }
    }
}

/// `key: value` as lines, indented by so many spaces; what is too long for one line stands below its key.
pub fn entry(key: &str, value: &Yaml, indent: usize, out: &mut String) {
    let spaces = " ".repeat(indent);
    let line = format!("{spaces}{}: {}\n", scalar(key), value.flow());
    let fits = line.chars().count() <= WIDTH;
    match value {
        Yaml::List(items) if !fits => {
            out.push_str(&format!("{spaces}{}:\n", scalar(key)));
            for item in items {
                out.push_str(&format!("{spaces}  - {}\n", item.flow()));
            }
        }
        Yaml::Map(entries) if !fits => {
            out.push_str(&format!("{spaces}{}:\n", scalar(key)));
            for (key, value) in entries {
                entry(key, value, indent + 2, out);
            }
        }
        _ => out.push_str(&line),
    }
}

/// `id:` with its keys below; `id: {}` without any.
pub fn block(id: &str, entries: &[(String, Yaml)], out: &mut String) {
    if entries.is_empty() {
        out.push_str(&format!("{}: {{}}\n", scalar(id)));
        return;
    }
    out.push_str(&format!("{}:\n", scalar(id)));
    for (key, value) in entries {
        entry(key, value, 2, out);
    }
}

/// Keys and values while they are gathered; what is not there is left out.
#[derive(Debug, Default)]
pub struct Keys(pub Vec<(String, Yaml)>);

impl Keys {
    /// A value.
    pub fn put(&mut self, key: &str, value: Yaml) {
        if !value.is_empty() {
            self.0.push((key.to_owned(), value));
        }
    }

    /// A text, if there is one.
    pub fn text(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.put(key, Yaml::Text(text.to_owned()));
        }
    }

    /// A word or number, unless it is what goes without saying.
    pub fn word<T: PartialEq + ?Sized>(
        &mut self,
        key: &str,
        value: &T,
        usual: &T,
        word: impl ToString,
    ) {
        if value != usual {
            self.put(key, Yaml::Word(word.to_string()));
        }
    }
}

/// A text as a scalar that every reader of YAML takes for that text.
pub fn scalar(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Words, addresses, dates and times before an end: what nothing else could be meant by, in any version of YAML.
fn is_plain(text: &str) -> bool {
    const RESERVED: [&str; 10] = [
        "true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan",
    ];
    let inner = |c: char| c.is_alphanumeric() || "-_.@/+ ".contains(c);
    let begins = text.starts_with(char::is_alphabetic);
    let words = begins && text.chars().all(inner) && !text.ends_with(' ') && !text.contains("  ");
    if words {
        return !RESERVED.contains(&text.to_lowercase().as_str());
    }
    let shape: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    let duration = shape
        .strip_suffix(['d', 'h', 'w'])
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b == b'0'));
    duration || matches!(shape.as_str(), "0000-00-00" | "0000-00-00 00:00")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::yaml::{self, Value};
    use proptest::prelude::*;

    #[test]
    fn words_dates_and_addresses_need_no_quotes() {
        for plain in [
            "ada@example.com",
            "Ada Lovelace",
            "14d",
            "2027-03-14 17:00",
            "Zoë",
        ] {
            assert_eq!(scalar(plain), plain);
        }
        assert_eq!(scalar("+4930123456"), "\"+4930123456\"");
        assert_eq!(scalar("No"), "\"No\"");
        assert_eq!(scalar("a: b"), "\"a: b\"");
        assert_eq!(scalar("12"), "\"12\"");
    }

    proptest! {
        #[test]
        fn every_text_is_read_as_it_was(text in "\\PC{1,12}|[ -~\u{85}\u{2028}\t\n]{1,8}", short in any::<bool>()) {
            // Nothing but blanks is an empty value, which no file declares.
            prop_assume!(!text.trim().is_empty());
            let value = Yaml::Text(text.clone());
            let written = match short {
                true => Yaml::List(vec![Yaml::Map(vec![("k".to_owned(), value)])]).flow(),
                false => {
                    let mut out = String::new();
                    entry("k", &value, 0, &mut out);
                    out
                }
            };
            let (root, faults) = yaml::parse(&written);
            prop_assert!(faults.is_empty(), "{written}");
            let root = root.unwrap();
            let map = match &root.node.value {
                Value::List(items) => items[0].clone(),
                _ => root,
            };
            let Value::Map(entries) = &map.node.value else { panic!("{written}") };
            let Value::Scalar { text: read, .. } = &entries[0].slot.node.value else { panic!("{written}") };
            prop_assert_eq!(read, &text);
        }
    }
}
