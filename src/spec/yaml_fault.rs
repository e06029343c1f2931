//! What is wrong with a YAML text, in words an administrator can act upon.

use std::ops::Range;

use serde_saphyr::granit_parser::{ErrorKind, ScanError};

use super::codes;

/// One finding within one text.
#[derive(Debug)]
pub struct Fault {
    /// Registry code.
    pub code: &'static str,
    /// Where (bytes).
    pub span: Range<usize>,
    /// What.
    pub message: String,
    /// Beside the caret.
    pub label: Option<String>,
    /// Remedy.
    pub hint: Option<String>,
    /// Another place of the same text.
    pub related: Option<(Range<usize>, String)>,
}

impl Fault {
    /// A fault without label, hint and related place.
    pub fn new(code: &'static str, span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            code,
            span,
            message: message.into(),
            label: None,
            hint: None,
            related: None,
        }
    }

    /// The same with a text beside the caret.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = Some(text.into());
        self
    }

    /// The same with a remedy.
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hint = Some(text.into());
        self
    }
}

/// The fault that ends a document. `open_flow` is the first byte of the outermost open `[` or `{`.
pub fn syntax(text: &str, error: &ScanError, open_flow: Option<usize>) -> Fault {
    let mut at = error.marker().byte_offset().unwrap_or(text.len());
    if is_tab(error.kind()) {
        // Reported where the line before ends.
        at += text.get(at..).and_then(|rest| rest.find('\t')).unwrap_or(0);
    }
    if let Some(trap) = comment_in_flow(text, open_flow.unwrap_or(at).min(at), at) {
        return trap;
    }
    let (message, hint) = explain(error.kind());
    let message = message.map_or_else(|| error.info(), str::to_owned);
    let fault = Fault::new(codes::SYNTAX, one_char(text, at), message);
    match hint {
        Some(hint) => fault.hint(hint),
        None => fault,
    }
}

fn is_tab(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::TabInIndentation
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabNotAllowed
            | ErrorKind::TabInPlainScalar
    )
}

fn explain(kind: &ErrorKind) -> (Option<&'static str>, Option<&'static str>) {
    match kind {
        ErrorKind::MappingValueNotAllowed => (
            Some("a second `: ` in one value, or a wrong indentation above"),
            Some("put a text that holds `: ` in quotes, and align the keys of one map"),
        ),
        kind if is_tab(kind) => (
            Some("a tab where YAML wants spaces"),
            Some("indent with spaces"),
        ),
        ErrorKind::UnclosedQuotedScalar => (
            Some("this quote is never closed"),
            Some("add the closing quote"),
        ),
        ErrorKind::UnclosedFlowCollection { .. } => (
            Some("this bracket is never closed"),
            Some("add the closing bracket"),
        ),
        ErrorKind::UnexpectedCharacter { .. } => (
            Some("a text cannot begin with this character"),
            Some("put the text in quotes"),
        ),
        ErrorKind::UnknownAnchor => (
            Some("no anchor of this name stands above"),
            Some("write `&name` before the first value; a text that begins with `*` needs quotes"),
        ),
        ErrorKind::SimpleKeyExpected => (
            Some("a key needs a `: ` after it"),
            Some("write `key: value`"),
        ),
        ErrorKind::ExpectedDocumentStart | ErrorKind::ExpectedBlockMappingKey => (
            Some("this line is indented differently from the keys above"),
            Some("align the keys of one map"),
        ),
        _ => (None, None),
    }
}

/// The span of the character at `at`, or of the last one when the text ends there.
fn one_char(text: &str, at: usize) -> Range<usize> {
    match text.get(at..).and_then(|rest| rest.chars().next()) {
        Some(c) if c != '\n' => at..at + c.len_utf8(),
        _ => {
            let end = text.get(..at).unwrap_or(text).trim_end().len();
            let last = text[..end].chars().next_back().map_or(0, char::len_utf8);
            end - last..end
        }
    }
}

/// `{ color: #0f5f56 }`: the comment swallows the bracket, so YAML complains about the bracket. Looked for
/// between the opening bracket and the end of the line on which the parser gave up or, if it read on to the
/// end of the text, of the bracket's own line.
fn comment_in_flow(text: &str, open: usize, at: usize) -> Option<Fault> {
    let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |n| from + n);
    if !text[open..line_end(open)].contains(['{', '[']) {
        return None;
    }
    let region = &text[open..line_end(at.max(open).min(text.len()))];
    let trap = region.match_indices(": #").find_map(|(n, _)| {
        let line = region[..n].rsplit('\n').next().unwrap_or_default();
        let hash = open + n + 2;
        let word = word_at(text, hash);
        // Within a comment or a text in quotes, nothing is swallowed.
        let hidden = line.contains(" #") || line.matches(['"', '\'']).count() % 2 == 1;
        (word.len() > 1 && !hidden).then_some(hash..hash + word.len())
    })?;
    let key = key_before(&text[..trap.start - 2]);
    Some(hash_trap(trap, key))
}

/// The word that ends `text`.
fn key_before(text: &str) -> &str {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    text.rsplit(|c| !part_of_word(c)).next().unwrap_or_default()
}

fn word_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, ',' | '}' | ']'))
        .unwrap_or(rest.len());
    &rest[..end]
}

fn hash_trap(span: Range<usize>, key: &str) -> Fault {
    Fault::new(codes::EMPTY, span, format!("`{key}` is empty"))
        .label("`#` starts a comment in YAML")
        .hint(format!("put the value in quotes: {key}: \"#…\""))
}

/// `key:` without a value. A comment that looks like a value, as in `color: #0f5f56`, is pointed at.
pub fn empty_value(text: &str, key: &str, key_span: &Range<usize>, value: &Range<usize>) -> Fault {
    let rest = text.get(key_span.end..).unwrap_or("");
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    if let Some(n) = line.find(" #") {
        let hash = key_span.end + n + 1;
        let word = word_at(text, hash);
        if word.len() > 1 && line[..n].trim() == ":" {
            return hash_trap(hash..hash + word.len(), key);
        }
    }
    let span = if value.is_empty() { key_span } else { value };
    Fault::new(codes::EMPTY, span.clone(), format!("`{key}` is empty"))
        .hint("give it a value, or remove the line to take the default")
}

/// `- ` without a value.
pub fn empty_item(span: &Range<usize>) -> Fault {
    Fault::new(
        codes::EMPTY,
        span.start..span.end.max(span.start),
        "an empty item in a list",
    )
    .hint("give it a value, or remove it")
}

/// The same key twice in one map.
pub fn duplicate_key(key: &str, again: &Range<usize>, first: &Range<usize>) -> Fault {
    let mut fault = Fault::new(
        codes::DUPLICATE_KEY,
        again.clone(),
        format!("`{key}` stands here a second time"),
    )
    .label("again")
    .hint("keep one of them");
    fault.related = Some((first.clone(), "first here".to_owned()));
    fault
}
