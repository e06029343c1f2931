//! The HTML part: tables and styles of their own on every element, as programs for mail need them.

use super::Sheet;
use crate::render::brand::Palette;
use crate::render::escape::escaped;
use crate::render::markdown::{Block, Span, spans_html};

const FONT: &str =
    "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
/// Ordinary words.
const INK: &str =
    "class=\"ink\" style=\"margin:0 0 14px;font-size:17px;line-height:1.5;color:#1b1e1d\"";
/// Words beside the matter: below the button, and after a line across.
const FAINT: &str =
    "class=\"faint\" style=\"margin:14px 0 0;font-size:15px;line-height:1.5;color:#565b59\"";
const RULE: &str = "class=\"rule faint\" style=\"margin:28px 0 0;padding:20px 0 0;border-top:1px solid #d9d6cd;\
                    font-size:15px;line-height:1.5;color:#565b59\"";
const FOOT: &str =
    "class=\"faint\" style=\"margin:0 0 10px;font-size:14px;line-height:1.5;color:#565b59\"";

/// How one message looks.
pub(super) struct Look<'a> {
    pub palette: &'a Palette,
    /// Written from right to left.
    pub is_rtl: bool,
}

/// What the next paragraph is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    Ink,
    Faint,
    Rule,
    Foot,
}

impl Look<'_> {
    /// What stands on the sheet.
    pub fn sheet(&self, sheet: &Sheet<'_>) -> String {
        let mut out = String::new();
        self.write(&mut out, sheet.body, Tone::Ink);
        let below = match sheet.button {
            Some(button) => {
                out.push_str(&self.button(&button.words, button.link));
                Tone::Faint
            }
            None => Tone::Ink,
        };
        self.write(&mut out, sheet.below, below);
        self.write(&mut out, sheet.copy, Tone::Ink);
        out
    }

    /// What stands under it.
    pub fn foot(&self, sheet: &Sheet<'_>) -> String {
        let mut out = String::new();
        self.write(&mut out, sheet.foot, Tone::Foot);
        out
    }

    fn button(&self, words: &str, link: &str) -> String {
        let light = &self.palette.light;
        format!(
            "<table role=\"presentation\" class=\"go\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" \
             style=\"margin:10px 0 0\"><tr><td align=\"center\" style=\"background:{};border-radius:14px\">\n\
             <a href=\"{}\" style=\"display:block;padding:15px 24px;font-size:17px;line-height:22px;font-weight:600;\
             color:{};text-decoration:none;{FONT}\">{}</a></td></tr></table>\n",
            light.base,
            escaped(link),
            light.on,
            escaped(words)
        )
    }

    fn write(&self, out: &mut String, blocks: &[Block], mut tone: Tone) {
        for block in blocks {
            match block {
                Block::Heading(1, spans) => out.push_str(&format!(
                    "<h1 class=\"ink title\" style=\"margin:0 0 14px;font-size:28px;line-height:1.18;\
                     letter-spacing:-.02em;color:#1b1e1d;font-weight:700\">{}</h1>\n",
                    spans_html(spans)
                )),
                Block::Heading(_, spans) => out.push_str(&format!(
                    "<h2 class=\"ink\" style=\"margin:28px 0 8px;font-size:17px;line-height:1.3;color:#1b1e1d\">\
                     {}</h2>\n",
                    spans_html(spans)
                )),
                Block::Paragraph(spans) => {
                    let style = match tone {
                        Tone::Ink => INK,
                        Tone::Faint => FAINT,
                        Tone::Rule => RULE,
                        Tone::Foot => FOOT,
                    };
                    out.push_str(&format!("<p {style}>{}</p>\n", words(spans)));
                    tone = match tone {
                        Tone::Rule => Tone::Faint,
                        tone => tone,
                    };
                }
                Block::List(numbered, items) => out.push_str(&self.list(*numbered, items)),
                Block::Table(rows) => out.push_str(&self.table(rows)),
                Block::Rule => tone = Tone::Rule,
            }
        }
    }

    fn list(&self, numbered: bool, items: &[Vec<Span>]) -> String {
        let tag = if numbered { "ol" } else { "ul" };
        let side = if self.is_rtl {
            "0 20px 0 0"
        } else {
            "0 0 0 20px"
        };
        let items: String = items
            .iter()
            .map(|item| format!("<li style=\"margin:0 0 6px\">{}</li>\n", spans_html(item)))
            .collect();
        format!(
            "<{tag} class=\"ink\" style=\"margin:0 0 14px;padding:{side};font-size:16px;line-height:1.5;color:#1b1e1d\">\n\
             {items}</{tag}>\n"
        )
    }

    fn table(&self, rows: &[Vec<Vec<Span>>]) -> String {
        let (align, padding) = match self.is_rtl {
            true => ("right", "3px 0 3px 16px"),
            false => ("left", "3px 16px 3px 0"),
        };
        let cells = |row: &Vec<Vec<Span>>| -> String {
            let mut cells = row.iter();
            let label = cells.next().map(|cell| {
                format!(
                    "<th scope=\"row\" align=\"{align}\" valign=\"top\" class=\"faint\" style=\"font-weight:400;\
                     color:#565b59;padding:{padding};white-space:nowrap\">{}</th>",
                    spans_html(cell)
                )
            });
            let rest = cells.map(|cell| {
                let cell = spans_html(cell);
                format!("<td class=\"ink\" style=\"color:#1b1e1d;padding:3px 0;overflow-wrap:anywhere\">{cell}</td>")
            });
            label.into_iter().chain(rest).collect()
        };
        let rows: String = rows
            .iter()
            .map(|row| format!("<tr>{}</tr>\n", cells(row)))
            .collect();
        format!(
            "<table role=\"presentation\" class=\"well\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" \
             style=\"background:#eceae3;border-radius:14px;margin:24px 0\"><tr><td style=\"padding:16px 18px\">\n\
             <table cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\" style=\"font-size:16px;\
             line-height:1.45;{FONT}\">\n{rows}</table></td></tr></table>\n"
        )
    }
}

/// A link that is its own words may be broken anywhere.
fn words(spans: &[Span]) -> String {
    spans
        .iter()
        .map(|span| match span {
            Span::Link(address, words) if *words == [Span::Text(address.clone())] => {
                let address = escaped(address);
                format!("<a href=\"{address}\" style=\"word-break:break-all\">{address}</a>")
            }
            other => spans_html(std::slice::from_ref(other)),
        })
        .collect()
}
