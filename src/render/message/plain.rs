//! The text part: short lines, a link alone on its line.

use super::Sheet;
use crate::render::markdown::{Block, Span, blocks};

/// Longest line, in characters; an address alone on its line may be longer.
const WIDTH: usize = 70;

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
    let longest = rows.iter().map(|row| label(row).chars().count()).max();
    let wide = longest.unwrap_or_default() + 3;
    for row in rows {
        let rest: Vec<String> = row.iter().skip(1).map(|cell| words(cell)).collect();
        let mark = format!("{:<wide$}", format!("{}:", label(row)));
        lines(out, &mark, &rest.join(", "));
    }
}

/// Breaks `text` at spaces into lines that begin under the end of `mark`.
fn lines(out: &mut String, mark: &str, text: &str) {
    let indent = mark.chars().count();
    out.push_str(mark);
    for (n, part) in text.split('\n').enumerate() {
        if n > 0 {
            out.push_str(&format!("\n{:indent$}", ""));
        }
        let mut width = indent;
        for (n, word) in part.split(' ').filter(|word| !word.is_empty()).enumerate() {
            let length = word.chars().count();
            if n > 0 && width + 1 + length > WIDTH {
                out.push_str(&format!("\n{:indent$}", ""));
                width = indent;
            } else if n > 0 {
                out.push(' ');
                width += 1;
            }
            out.push_str(word);
            width += length;
        }
    }
    out.push('\n');
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
