//! Records of Jamf's exports: XML and JSON of the Classic API, and CSV.

use std::fmt;

use csv_core::{ReadFieldResult, ReaderBuilder};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use serde_json::Value;

const ONE: &str = "mobile_device_invitation";
const MANY: &str = "mobile_device_invitations";

/// One invitation, as a list of fields; those of inner elements as `outer.inner`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Which one it is: the file and its number in it.
    pub place: String,
    /// Names and values, empty ones left out.
    pub fields: Vec<(String, String)>,
}

/// A file that is no export of mobile device invitations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// File and line.
    pub place: String,
    /// What is wrong.
    pub reason: String,
    /// What helps.
    pub hint: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// The records of a file, whichever of the three forms it has.
///
/// # Errors
/// It has none of them, or something in it is broken.
pub fn records(name: &str, text: &str) -> Result<Vec<Record>, Broken> {
    let text = text.trim_start_matches('\u{feff}');
    let all = match text.trim_start().chars().next() {
        None => Err(broken(name, 1, "this file is empty")),
        Some('<') => xml(name, text),
        Some('{' | '[') => json(name, text),
        Some(_) => csv(name, text),
    }?;
    let numbered = all.into_iter().zip(1..);
    Ok(numbered
        .map(|(fields, n)| Record {
            place: format!("{name}, record {n}"),
            fields: fields
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .collect(),
        })
        .collect())
}

type Fields = Vec<(String, String)>;

fn broken(name: &str, line: usize, reason: impl Into<String>) -> Broken {
    Broken {
        place: format!("{name}:{line}"),
        reason: reason.into(),
        hint: "export again: GET /JSSResource/mobiledeviceinvitations/id/ID as XML or JSON, or a CSV with a header row"
            .to_owned(),
    }
}

fn xml(name: &str, text: &str) -> Result<Vec<Fields>, Broken> {
    let mut reader = Reader::from_str(text);
    let mut path: Vec<String> = Vec::new();
    let (mut all, mut fields, mut value) = (Vec::new(), Fields::new(), String::new());
    loop {
        let event = reader.read_event();
        let line = |reader: &Reader<&[u8]>| {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            text.get(..at).unwrap_or(text).matches('\n').count() + 1
        };
        let fail = |reader: &Reader<&[u8]>, reason: String| broken(name, line(reader), reason);
        match event.map_err(|error| fail(&reader, error.to_string()))? {
            Event::Start(tag) => {
                let tag = tag.name().0.to_owned();
                if path.is_empty() && tag != ONE && tag != MANY {
                    return Err(fail(
                        &reader,
                        format!("<{tag}> is no export of mobile device invitations"),
                    ));
                }
                path.push(tag);
                value.clear();
            }
            Event::Text(text) => value.push_str(&text.xml10_content()),
            Event::CData(text) => value.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => match resolved(&reference) {
                Some(c) => value.push_str(&c),
                None => return Err(fail(&reader, "an entity that XML does not know".to_owned())),
            },
            Event::End(_) => {
                let inside = path.iter().position(|tag| tag == ONE);
                if let Some(at) = inside {
                    let inner = &path[at + 1..];
                    if inner.is_empty() {
                        all.push(std::mem::take(&mut fields));
                    } else {
                        fields.push((inner.join("."), value.trim().to_owned()));
                    }
                }
                value.clear();
                path.pop();
            }
            Event::Eof if path.is_empty() => return Ok(all),
            Event::Eof => {
                return Err(fail(
                    &reader,
                    format!("the file ends inside <{}>", path.join("><")),
                ));
            }
            _ => {}
        }
    }
}

/// What `&amp;` or `&#38;` stands for.
fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    let named = resolve_predefined_entity(reference).map(str::to_owned);
    named.or_else(|| {
        reference
            .resolve_char_ref()
            .ok()
            .flatten()
            .map(String::from)
    })
}

fn json(name: &str, text: &str) -> Result<Vec<Fields>, Broken> {
    let document: Value =
        serde_json::from_str(text).map_err(|e| broken(name, e.line(), e.to_string()))?;
    let all = match &document {
        Value::Array(all) => Some(all.clone()),
        Value::Object(map) => match (map.get(MANY), map.get(ONE)) {
            (Some(Value::Array(all)), _) => Some(all.clone()),
            (_, Some(Value::Array(all))) => Some(all.clone()),
            (_, Some(one)) => Some(vec![one.clone()]),
            _ => None,
        },
        _ => None,
    };
    let all = all.ok_or_else(|| broken(name, 1, format!("there is no `{MANY}` in this JSON")))?;
    let mut records = Vec::new();
    for (n, one) in all.iter().enumerate() {
        let Value::Object(_) = one else {
            return Err(broken(name, 1, format!("record {} is no object", n + 1)));
        };
        let mut fields = Fields::new();
        flatten("", one, &mut fields);
        records.push(fields);
    }
    Ok(records)
}

fn flatten(path: &str, value: &Value, fields: &mut Fields) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                flatten(&path, value, fields);
            }
        }
        Value::Array(all) => all.iter().for_each(|value| flatten(path, value, fields)),
        Value::Null => {}
        Value::String(text) => fields.push((path.to_owned(), text.trim().to_owned())),
        other => fields.push((path.to_owned(), other.to_string())),
    }
}

fn csv(name: &str, text: &str) -> Result<Vec<Fields>, Broken> {
    let header = text.lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|d| header.bytes().filter(|b| b == d).count());
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .build();
    let (mut rows, mut row) = (vec![], vec![]);
    let (mut input, mut cell, mut buffer) = (text.as_bytes(), Vec::new(), [0; 1024]);
    loop {
        let (found, read, written) = reader.read_field(input, &mut buffer);
        input = &input[read..];
        cell.extend_from_slice(&buffer[..written]);
        match found {
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            ReadFieldResult::Field { record_end } => {
                let text = String::from_utf8_lossy(&cell).trim().to_owned();
                row.push((text, reader.line()));
                cell.clear();
                if record_end {
                    rows.push(std::mem::take(&mut row));
                }
            }
            ReadFieldResult::End => break,
        }
    }
    let mut rows = rows.into_iter();
    let header: Vec<String> = rows
        .next()
        .into_iter()
        .flatten()
        .map(|(cell, _)| named(&cell))
        .collect();
    if !header.iter().any(|column| column == "invitation_type") {
        return Err(broken(name, 1, "there is no column `invitation_type`"));
    }
    rows.map(|row| {
        if row.len() > header.len() {
            let line = usize::try_from(row[0].1).unwrap_or(usize::MAX);
            return Err(broken(
                name,
                line,
                "this row has more cells than the header",
            ));
        }
        Ok(header
            .iter()
            .cloned()
            .zip(row.into_iter().map(|(cell, _)| cell))
            .collect())
    })
    .collect()
}

/// `Invitation Type` is `invitation_type`; what the console calls otherwise has the name of the API.
fn named(column: &str) -> String {
    let name = column.to_lowercase().replace([' ', '-'], "_");
    match name.as_str() {
        "site" | "enroll_into_site" | "site_name" => "enroll_into_site.name".to_owned(),
        "type" => "invitation_type".to_owned(),
        "expiration" | "expires" => "expiration_date".to_owned(),
        "email" | "email_address" | "phone" | "phone_number" | "recipient" => "sent_to".to_owned(),
        "multiple_uses" => "multiple_uses_allowed".to_owned(),
        "require_login" => "login_required".to_owned(),
        _ => name,
    }
}
