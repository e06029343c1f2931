//! The text part: short lines, a link alone on its line.

use textwrap::WordSeparator;
use textwrap::core::{Word, display_width};
use textwrap::wrap_algorithms::wrap_first_fit;

use super::Sheet;
use crate::render::markdown::{Block, Span, blocks};

/// Longest line, in columns of a terminal (a Chinese character takes two); an address alone on its line may be longer.
pub(super) const WIDTH: usize = 70;

/// The text part of a message.
pub(super) fn text(sheet: &Sheet<'_>) -> String {
    let mut out = String::new();
    write(&mut out, sheet.body);
    if let Some(button) = sheet.button {
        out.push_str(&format!("\n{}:\n\n{}\n", button.words, button.link));
    }
    write(&mut out, sheet.below);
    write(&mut out, sheet.foot);
    out
}

/// Markdown as plain text.
pub fn of_markdown(text: &str) -> String {
    let mut out = String::new();
    write(&mut out, &blocks(text));
    out
}

fn write(out: &mut String, blocks: &[Block]) {
    let mut close = false;
    for block in blocks {
        if !out.is_empty() && !close && *block != Block::Rule {
            out.push('\n');
        }
        close = false;
        match block {
            Block::Heading(level, spans) => {
                lines(out, "", &words(spans));
                // What stands under a smaller heading belongs to it.
                close = *level > 1;
            }
            Block::Paragraph(spans) => lines(out, "", &words(spans)),
            Block::List(numbered, items) => {
                for (n, item) in (1..).zip(items) {
                    let mark = match numbered {
                        true => format!("{n}. "),
                        false => "- ".to_owned(),
                    };
                    lines(out, &mark, &words(item));
                }
            }
            Block::Table(rows) => table(out, rows),
            Block::Rule => {}
        }
    }
}

/// Labels, and what belongs to them aligned beside.
fn table(out: &mut String, rows: &[Vec<Vec<Span>>]) {
    let label = |row: &Vec<Vec<Span>>| row.first().map(|cell| words(cell)).unwrap_or_default();
    let longest = rows.iter().map(|row| display_width(&label(row))).max();
    let wide = longest.unwrap_or_default() + 3;
    for row in rows {
        let rest: Vec<String> = row.iter().skip(1).map(|cell| words(cell)).collect();
        let label = label(row);
        let mark = format!("{label}:{:1$}", "", wide - display_width(&label) - 1);
        lines(out, &mark, &rest.join(", "));
    }
}

/// Breaks `text` into lines that begin under the end of `mark`.
fn lines(out: &mut String, mark: &str, text: &str) {
    let indent = display_width(mark);
    out.push_str(mark);
    for (n, part) in text.split('\n').enumerate() {
        let words = pieces(part);
        let lines = wrap_first_fit(&words, &[WIDTH.saturating_sub(indent) as f64]);
        for (m, line) in lines.into_iter().enumerate() {
            if n + m > 0 {
                out.push_str(&format!("\n{:indent$}", ""));
            }
            for (k, piece) in line.iter().enumerate() {
                out.push_str(piece);
                if k + 1 < line.len() {
                    out.push_str(piece.whitespace);
                }
            }
        }
    }
    out.push('\n');
}

/// Where a line may break: at spaces, and in scripts without spaces by the rules of Unicode (UAX 14). Those would break
/// addresses at their slashes too, so a word whose characters are all narrow stays whole.
fn pieces(text: &str) -> Vec<Word<'_>> {
    let mut all = Vec::new();
    for word in WordSeparator::AsciiSpace.find_words(text.trim()) {
        if display_width(&word) <= word.chars().count() {
            all.push(word);
            continue;
        }
        let parts = WordSeparator::UnicodeBreakProperties.find_words(word.word);
        all.extend(parts);
        if let Some(last) = all.last_mut() {
            last.whitespace = word.whitespace;
        }
    }
    all
}

/// The words of a line. A link that its words do not tell stands on a line of its own.
fn words(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        match span {
            Span::Text(text) => out.push_str(text),
            Span::Strong(inner) | Span::Emphasis(inner) => out.push_str(&words(inner)),
            Span::Link(address, inner) => {
                let said = words(inner);
                let told = !address.starts_with("http") || *address == said;
                out.push_str(&said);
                if !told {
                    out.push_str(&format!(":\n{address}"));
                }
            }
            Span::Break => out.push('\n'),
        }
    }
    out
}
