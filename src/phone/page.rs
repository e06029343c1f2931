//! A page as a browser reads it: headings, links, images and forms. No scripts are run.

use std::collections::BTreeMap;

/// One form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Where it goes; empty: the page itself.
    pub action: String,
    /// Sent by POST.
    pub post: bool,
    /// Its controls, in order.
    pub fields: Vec<Field>,
}

/// One control of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// `hidden`, `text`, `password`, `radio`, `checkbox`, `select`, `submit`, `search`…
    pub kind: String,
    /// Name.
    pub name: String,
    /// Value; of a select: its first non-empty option.
    pub value: String,
    /// Checked, or the chosen option.
    pub checked: bool,
    /// Values of a select's options.
    pub options: Vec<String>,
}

/// What a page holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// First heading, white space folded.
    pub heading: String,
    /// Targets of links, in order.
    pub links: Vec<String>,
    /// Sources of images, in order.
    pub images: Vec<String>,
    /// Forms, in order.
    pub forms: Vec<Form>,
}

/// Reads a page. What is not understood is passed over, as browsers do.
pub fn read(html: &str) -> Page {
    let mut page = Page::default();
    let mut open: Option<Form> = None;
    let mut in_heading = false;
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        if in_heading {
            page.heading.push_str(&unescape(&rest[..start]));
        }
        let Some(end) = rest[start..].find('>') else {
            break;
        };
        let tag = &rest[start + 1..start + end];
        rest = &rest[start + end + 1..];
        let (name, attributes) = split(tag);
        match name.as_str() {
            "h1" => in_heading = page.heading.is_empty(),
            "/h1" => in_heading = false,
            "form" => open = Some(form(&attributes)),
            "/form" => page.forms.extend(open.take()),
            "a" => page.links.extend(attributes.get("href").cloned()),
            "img" => page.images.extend(attributes.get("src").cloned()),
            _ => control(&name, &attributes, open.as_mut()),
        }
    }
    page.heading = page
        .heading
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    page
}

fn form(attributes: &BTreeMap<String, String>) -> Form {
    Form {
        action: attributes.get("action").cloned().unwrap_or_default(),
        post: attributes
            .get("method")
            .is_some_and(|m| m.eq_ignore_ascii_case("post")),
        fields: Vec::new(),
    }
}

fn control(name: &str, attributes: &BTreeMap<String, String>, form: Option<&mut Form>) {
    let Some(form) = form else { return };
    let get = |key: &str| attributes.get(key).cloned().unwrap_or_default();
    match name {
        "input" | "button" | "select" | "textarea" => form.fields.push(Field {
            kind: match (name, attributes.get("type")) {
                ("input", Some(kind)) => kind.to_ascii_lowercase(),
                ("input", None) => "text".to_owned(),
                ("button", _) => "submit".to_owned(),
                (other, _) => other.to_owned(),
            },
            name: get("name"),
            value: get("value"),
            checked: attributes.contains_key("checked"),
            options: Vec::new(),
        }),
        "option" => {
            let value = get("value");
            if let Some(select) = form.fields.last_mut().filter(|f| f.kind == "select") {
                if attributes.contains_key("selected") || select.value.is_empty() {
                    select.value.clone_from(&value);
                }
                select.options.push(value);
            }
        }
        _ => {}
    }
}

/// The name of a tag in lower case, and its attributes.
fn split(tag: &str) -> (String, BTreeMap<String, String>) {
    let tag = tag.trim().trim_end_matches('/');
    let end = tag.find(char::is_whitespace).unwrap_or(tag.len());
    let name = tag[..end].to_ascii_lowercase();
    let mut attributes = BTreeMap::new();
    let mut rest = tag[end..].trim_start();
    while !rest.is_empty() {
        let stop = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let key = rest[..stop].to_ascii_lowercase();
        rest = rest[stop..].trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            (value, rest) = attribute_value(after.trim_start());
        }
        if !key.is_empty() {
            attributes.insert(key, unescape(&value));
        }
        rest = rest.trim_start();
    }
    (name, attributes)
}

/// A quoted or bare value, and what follows it.
fn attribute_value(text: &str) -> (String, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            let end = inner.find(quote).unwrap_or(inner.len());
            return (
                inner[..end].to_owned(),
                inner.get(end + 1..).unwrap_or_default(),
            );
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (text[..end].to_owned(), &text[end..])
}

/// Resolves the character references that pages of this kind hold.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let known = rest[1..].find(';').filter(|end| *end <= 8).and_then(|end| {
            let name = &rest[1..=end];
            character(name).map(|c| (c, end + 2))
        });
        match known {
            Some((c, length)) => {
                out.push(c);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_as_a_browser_reads_them() {
        let page = read(
            "<h1>Who owns\n this&nbsp;iPhone?</h1><a href='/x?a=1&amp;b=2'>x</a><img src=/p.png alt=''>\
             <form method=POST action=\"&#x2F;enroll/owner\"><input type=hidden name=csrf value=abc>\
             <input type=radio name=ownership value=personal checked><select name=site>\
             <option value=''>Choose<option value=hq>HQ</select><button name=go value=1>Go</button></form>",
        );
        assert_eq!(page.heading, "Who owns this iPhone?");
        assert_eq!(page.links, ["/x?a=1&b=2"]);
        assert_eq!(page.images, ["/p.png"]);
        let form = &page.forms[0];
        assert!(form.post && form.action == "/enroll/owner");
        let kinds: Vec<_> = form
            .fields
            .iter()
            .map(|f| (f.kind.as_str(), f.value.as_str()))
            .collect();
        assert_eq!(
            kinds,
            [
                ("hidden", "abc"),
                ("radio", "personal"),
                ("select", "hq"),
                ("submit", "1")
            ]
        );
    }

    #[test]
    fn broken_pages_do_not_break_the_reader() {
        assert_eq!(read("<h1>a & b <form <input").heading, "a & b");
        assert_eq!(read("<").forms.len(), 0);
    }
}
