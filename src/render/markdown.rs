//! The Markdown that terms are written in: headings, paragraphs, lists, bold, emphasis and links.
//!
//! Everything is escaped first, so what an administrator writes can look different but never act.

use super::escape::escaped;

/// HTML of `text`. Its highest headings become level 2, because the page has its own first one.
pub fn html(text: &str) -> String {
    let mut out = String::new();
    let blocks = blocks(text);
    let headings = blocks.iter().filter(|b| nature(b[0]) == Nature::Heading);
    let highest = headings.map(|b| depth(b[0])).min().unwrap_or(1);
    for block in blocks {
        match nature(block[0]) {
            Nature::Heading => heading(&mut out, block[0], highest),
            Nature::Bullets => list(&mut out, "ul", &block),
            Nature::Numbers => list(&mut out, "ol", &block),
            Nature::Paragraph => out.push_str(&format!("<p>{}</p>\n", inline(&block.join(" ")))),
        }
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Nature {
    Heading,
    Bullets,
    Numbers,
    Paragraph,
}

fn nature(line: &str) -> Nature {
    match line {
        line if line.starts_with('#') => Nature::Heading,
        line if bullet(line).is_some() => Nature::Bullets,
        line if numbered(line).is_some() => Nature::Numbers,
        _ => Nature::Paragraph,
    }
}

/// Lines that belong together. A new block begins after an empty line, at and after a heading, and where a
/// list begins; a plain line goes on with whatever stands above it.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    let mut fresh = true;
    for line in text.lines().map(str::trim) {
        let of = nature(line);
        let above = blocks.last().map(|block| nature(block[0]));
        let goes_on = of != Nature::Heading
            && above != Some(Nature::Heading)
            && (of == Nature::Paragraph || above == Some(of));
        match blocks.last_mut() {
            _ if line.is_empty() => {}
            Some(block) if goes_on && !fresh => block.push(line),
            _ => blocks.push(vec![line]),
        }
        fresh = line.is_empty();
    }
    blocks
}

fn depth(line: &str) -> usize {
    line.bytes().take_while(|b| *b == b'#').count()
}

fn heading(out: &mut String, line: &str, highest: usize) {
    let depth = (depth(line) - highest + 2).min(4);
    let title = inline(line.trim_start_matches('#').trim());
    out.push_str(&format!("<h{depth}>{title}</h{depth}>\n"));
}

fn list(out: &mut String, tag: &str, lines: &[&str]) {
    out.push_str(&format!("<{tag}>"));
    let mut item = String::new();
    let close = |item: &str| match item.is_empty() {
        true => String::new(),
        false => format!("<li>{}</li>", inline(item)),
    };
    for line in lines {
        match bullet(line).or_else(|| numbered(line)) {
            Some(text) => {
                out.push_str(&close(&item));
                item = text.to_owned();
            }
            None => item = format!("{item} {line}"),
        }
    }
    out.push_str(&format!("{}</{tag}>\n", close(&item)));
}

fn bullet(line: &str) -> Option<&str> {
    line.strip_prefix("- ").or_else(|| line.strip_prefix("* "))
}

fn numbered(line: &str) -> Option<&str> {
    let (number, text) = line.split_once(". ")?;
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

/// Bold, emphasis and links within one line of text.
fn inline(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['*', '[']) {
        out.push_str(&escaped(&rest[..at]));
        rest = &rest[at..];
        let (html, used) = strong(rest)
            .or_else(|| emphasis(rest))
            .or_else(|| link(rest))
            .unwrap_or_else(|| (rest[..1].to_owned(), 1));
        out.push_str(&html);
        rest = &rest[used..];
    }
    out + &escaped(rest)
}

fn strong(text: &str) -> Option<(String, usize)> {
    let (inner, _) = text.strip_prefix("**")?.split_once("**")?;
    (!inner.is_empty()).then(|| (format!("<b>{}</b>", escaped(inner)), inner.len() + 4))
}

fn emphasis(text: &str) -> Option<(String, usize)> {
    let (inner, _) = text.strip_prefix('*')?.split_once('*')?;
    let tight = !inner.is_empty() && !inner.starts_with(' ') && !inner.ends_with(' ');
    tight.then(|| (format!("<em>{}</em>", escaped(inner)), inner.len() + 2))
}

fn link(text: &str) -> Option<(String, usize)> {
    let (label, after) = text.strip_prefix('[')?.split_once("](")?;
    let (address, _) = after.split_once(')')?;
    let safe = ["https://", "http://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| address.starts_with(scheme));
    safe.then(|| {
        let html = format!("<a href=\"{}\">{}</a>", escaped(address), escaped(label));
        (html, label.len() + address.len() + 4)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_subset() {
        let text = "# Rules\nUse it **well**,\nand *kindly*.\n- one\n- two\n  more\n\n1. first\n2. second\n\nSee [us](https://a.example/?a=1&b=2).";
        assert_eq!(
            html(text),
            "<h2>Rules</h2>\n<p>Use it <b>well</b>, and <em>kindly</em>.</p>\n\
             <ul><li>one</li><li>two more</li></ul>\n<ol><li>first</li><li>second</li></ol>\n\
             <p>See <a href=\"https://a.example/?a=1&amp;b=2\">us</a>.</p>\n"
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
            html("<script>x</script> [a](javascript:x) 2 * 3 * 4"),
            "<p>&lt;script&gt;x&lt;/script&gt; [a](javascript:x) 2 * 3 * 4</p>\n"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_taken_and_none_gets_through(text in "[ -~\n*\\[\\]()#<>é]{0,80}") {
            let html = html(&text);
            for tag in html.split('<').skip(1) {
                let name = tag.trim_start_matches('/').split(['>', ' ']).next().unwrap_or_default();
                prop_assert!(["p", "h2", "h3", "h4", "ul", "ol", "li", "b", "em", "a"].contains(&name), "{html}");
            }
        }
    }
}
