//! Text in HTML.

use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Error, Output, State, Value, escape_formatter};

/// `text` with the five characters replaced that mean something in HTML and its quoted attributes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// `text` as one line of Markdown that shows it letter for letter.
pub(super) fn in_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// `text` without control characters: what goes into a header must never begin another one.
pub(super) fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes a value into a template. The engine's own way would also replace slashes, of which addresses are full.
pub(super) fn write(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    let plain = value.kind() == ValueKind::String && !value.is_safe();
    match (state.auto_escape(), value.as_str()) {
        (AutoEscape::Html, Some(text)) if plain => {
            out.write_str(&escaped(text)).map_err(Error::from)
        }
        _ => escape_formatter(out, state, value),
    }
}

/// Writes a value into the text of a message: what is not known leaves its place empty.
pub(super) fn write_message(
    out: &mut Output,
    state: &mut State,
    value: &Value,
) -> Result<(), Error> {
    if value.is_undefined() || value.is_none() {
        return Ok(());
    }
    let text = value.to_string();
    let text = match state.auto_escape() {
        _ if value.is_safe() => text,
        AutoEscape::Custom(_) => in_markdown(&text),
        _ => one_line(&text),
    };
    out.write_str(&text).map_err(Error::from)
}

/// The name of this way of writing values.
pub(super) const MARKDOWN: &str = "markdown";
