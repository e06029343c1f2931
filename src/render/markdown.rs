//! Markdown (CommonMark with tables) as blocks, and terms made of them.
//!
//! HTML in it is text, and a link leads only where people expect one to, so what an administrator writes can
//! look different but never act.

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::escape::escaped;

/// Something that stands on lines of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading and its level, from 1.
    Heading(u8, Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list, numbered or not; lists within lists are part of it.
    List(bool, Vec<Vec<Span>>),
    /// A table without its header, row by row and cell by cell.
    Table(Vec<Vec<Vec<Span>>>),
    /// A line across.
    Rule,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Plain words.
    Text(String),
    /// Bold.
    Strong(Vec<Self>),
    /// Emphasized.
    Emphasis(Vec<Self>),
    /// A link: where it leads, and its words.
    Link(String, Vec<Self>),
    /// A new line begins.
    Break,
}

/// The blocks of `text`.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut events = Parser::new_ext(text, Options::ENABLE_TABLES);
    let mut out = Vec::new();
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                out.push(Block::Heading(
                    level as u8,
                    spans(&mut events, &mut Vec::new()),
                ));
            }
            Event::Start(Tag::Paragraph | Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                out.push(Block::Paragraph(spans(&mut events, &mut Vec::new())));
            }
            Event::Start(Tag::List(first)) => {
                out.push(Block::List(first.is_some(), items(&mut events)));
            }
            Event::Start(Tag::Table(_)) => out.push(Block::Table(rows(&mut events))),
            Event::Rule => out.push(Block::Rule),
            // What encloses others, such as a quotation, has no form of its own.
            _ => {}
        }
    }
    out
}

/// Everything up to the end of what has begun. Entries of lists within it go to `lists`.
fn spans(events: &mut Parser<'_>, lists: &mut Vec<Vec<Span>>) -> Vec<Span> {
    let mut out = Vec::new();
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::List(_)) => lists.extend(items(events)),
            Event::Start(Tag::Strong) => out.push(Span::Strong(spans(events, lists))),
            Event::Start(Tag::Emphasis) => out.push(Span::Emphasis(spans(events, lists))),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let words = spans(events, lists);
                match is_expected(&dest_url) {
                    true => out.push(Span::Link(dest_url.into_string(), words)),
                    false => out.extend(words),
                }
            }
            Event::Start(Tag::Paragraph) if !out.is_empty() => {
                out.push(Span::Break);
                out.extend(spans(events, lists));
            }
            Event::Start(_) => out.extend(spans(events, lists)),
            Event::End(_) => break,
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                push_text(&mut out, &text)
            }
            Event::SoftBreak => push_text(&mut out, " "),
            Event::HardBreak => out.push(Span::Break),
            _ => {}
        }
    }
    out
}

fn push_text(out: &mut Vec<Span>, text: &str) {
    let text = text.replace('\n', " ");
    match out.last_mut() {
        Some(Span::Text(before)) => before.push_str(&text),
        _ => out.push(Span::Text(text)),
    }
}

/// The entries of a list that has begun, those of lists within it after the one they stand in.
fn items(events: &mut Parser<'_>) -> Vec<Vec<Span>> {
    let mut out = Vec::new();
    while let Some(event) = events.next() {
        match event {
            Event::Start(_) => {
                let mut inner = Vec::new();
                out.push(spans(events, &mut inner));
                out.extend(inner);
            }
            Event::End(_) => break,
            _ => {}
        }
    }
    out
}

/// The rows of a table that has begun; a header without words is none.
fn rows(events: &mut Parser<'_>) -> Vec<Vec<Vec<Span>>> {
    let mut out = Vec::new();
    while let Some(event) = events.next() {
        match event {
            Event::Start(_) => {
                let cells = items(events);
                if cells.iter().any(|cell| !cell.is_empty()) {
                    out.push(cells);
                }
            }
            Event::End(_) => break,
            _ => {}
        }
    }
    out
}

/// Whether people expect a link to lead to such an address.
fn is_expected(address: &str) -> bool {
    ["https://", "http://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
}

/// HTML of terms. Their highest headings become level 2, because the page has its own first one.
pub fn html(text: &str) -> String {
    let blocks = blocks(text);
    let highest = blocks.iter().filter_map(|block| match block {
        Block::Heading(level, _) => Some(*level),
        _ => None,
    });
    let highest = highest.min().unwrap_or(1);
    blocks
        .iter()
        .map(|block| block_html(block, highest))
        .collect()
}

fn block_html(block: &Block, highest: u8) -> String {
    match block {
        Block::Heading(level, spans) => {
            let level = (level - highest + 2).min(4);
            format!("<h{level}>{}</h{level}>\n", spans_html(spans))
        }
        Block::Paragraph(spans) => format!("<p>{}</p>\n", spans_html(spans)),
        Block::List(numbered, items) => {
            let tag = if *numbered { "ol" } else { "ul" };
            let items: String = items
                .iter()
                .map(|item| format!("<li>{}</li>", spans_html(item)))
                .collect();
            format!("<{tag}>{items}</{tag}>\n")
        }
        Block::Table(rows) => {
            let cell = |cell: &Vec<Span>| format!("<td>{}</td>", spans_html(cell));
            let row = |row: &Vec<Vec<Span>>| {
                format!("<tr>{}</tr>", row.iter().map(cell).collect::<String>())
            };
            format!(
                "<table>{}</table>\n",
                rows.iter().map(row).collect::<String>()
            )
        }
        Block::Rule => "<hr>\n".to_owned(),
    }
}

/// HTML of pieces of a line.
pub(super) fn spans_html(spans: &[Span]) -> String {
    spans
        .iter()
        .map(|span| match span {
            Span::Text(text) => escaped(text),
            Span::Strong(inner) => format!("<b>{}</b>", spans_html(inner)),
            Span::Emphasis(inner) => format!("<em>{}</em>", spans_html(inner)),
            Span::Link(address, words) => {
                format!("<a href=\"{}\">{}</a>", escaped(address), spans_html(words))
            }
            Span::Break => "<br>".to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_forms() {
        let text = "# Rules\nUse it **well**,\nand *kindly*.\n- one\n- two\n  more\n  - within\n\n1. first\n2. second\n\n\
                    See [us](https://a.example/?a=1&b=2).\n\n| | |\n|-|-|\n| a | b |\n\n---\n";
        assert_eq!(
            html(text),
            "<h2>Rules</h2>\n<p>Use it <b>well</b>, and <em>kindly</em>.</p>\n\
             <ul><li>one</li><li>two more</li><li>within</li></ul>\n<ol><li>first</li><li>second</li></ol>\n\
             <p>See <a href=\"https://a.example/?a=1&amp;b=2\">us</a>.</p>\n\
             <table><tr><td>a</td><td>b</td></tr></table>\n<hr>\n"
        );
    }

    #[test]
    fn the_highest_headings_come_right_below_that_of_the_page() {
        assert_eq!(
            html("## A\n### B\n## C"),
            "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>\n"
        );
        assert_eq!(html("##### A"), "<h2>A</h2>\n");
    }

    #[test]
    fn nothing_acts() {
        assert_eq!(
            html("x <script>x</script> [a](javascript:x) ![b](https://x.example/b.png) 2 * 3 * 4"),
            "<p>x &lt;script&gt;x&lt;/script&gt; a b 2 * 3 * 4</p>\n"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_taken_and_none_gets_through(text in "[ -~\n*\\[\\]()#<>|é-]{0,80}") {
            let html = html(&text);
            for tag in html.split('<').skip(1) {
                let name = tag.trim_start_matches('/').split(['>', ' ']).next().unwrap_or_default();
                let known = ["p", "h2", "h3", "h4", "ul", "ol", "li", "b", "em", "a", "br", "hr", "table", "tr", "td"];
                prop_assert!(known.contains(&name), "{html}");
            }
        }
    }
}
