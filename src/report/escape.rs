//! Text that people wrote, made fit for Markdown as code hosts show it: no mention, no reference, no HTML, no
//! link, no broken table, nothing invisible.

/// Written after a sign that would mention or refer: shows nothing, joins nothing to it.
const APART: char = '\u{2060}';

/// Text as Markdown shows it letter for letter, in a paragraph or in the cell of a table.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '$' | '!' | '^' => {
                out.push('\\');
                out.push(c);
            }
            // A backslash before it would be read differently in a table and outside of one.
            '|' => out.push_str("&#124;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '.' if ends_with(&out, "www") => out.extend([APART, '.']),
            c => out.push(seen(c)),
        }
        let refers = match c {
            '@' | '#' | '!' | '~' | '%' | '$' | '&' | '^' => true,
            ':' => chars.peek() == Some(&'/'),
            '-' => ends_with(&out, "gh-"),
            _ => false,
        };
        let follows = chars.peek().is_some_and(|next| !next.is_whitespace());
        if refers && follows {
            out.push(APART);
        }
    }
    out
}

/// Text as a code span, where it can be one in a cell as well; else escaped.
pub fn code(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || " .,:;/+=@_-•…#*()'%".contains(c);
    if !text.is_empty() && text.trim() == text && text.chars().all(plain) {
        format!("`{text}`")
    } else {
        escape(text)
    }
}

/// A code span outside of tables, to be copied: its fence is longer than any run of backticks in it.
pub fn span(text: &str) -> String {
    let text: String = text.chars().map(seen).collect();
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Lines as a block of code.
pub fn block(lines: &[String], language: &str) -> String {
    let longest = lines.iter().map(|line| longest_run(line)).max();
    let fence = "`".repeat(longest.unwrap_or(0).max(2) + 1);
    let mut out = format!("{fence}{language}\n");
    for line in lines {
        out.extend(line.chars().map(seen));
        out.push('\n');
    }
    out.push_str(&fence);
    out.push('\n');
    out
}

/// At most `most` letters, with a sign where some are left out.
pub fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What is seen in place of a character that would be invisible, or move what stands around it.
fn seen(c: char) -> char {
    match c {
        c if c.is_control() => ' ',
        '\u{2028}' | '\u{2029}' => ' ',
        '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}' => '\u{fffd}',
        c => c,
    }
}

fn ends_with(out: &str, word: &str) -> bool {
    let tail = out
        .len()
        .checked_sub(word.len())
        .and_then(|at| out.get(at..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(word))
}

fn longest_run(text: &str) -> usize {
    let runs = text.split(|c| c != '`').map(str::len);
    runs.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_stays_text() {
        assert_eq!(escape("a|b\n<b>@x"), "a&#124;b &lt;b&gt;@\u{2060}x");
        assert_eq!(escape("[x](y) **z**"), "\\[x\\](y) \\*\\*z\\*\\*");
    }

    #[test]
    fn nothing_mentions_refers_or_links() {
        for (text, sign) in [
            ("@team", "@t"),
            ("a•••@school.example", "@s"),
            ("#12", "#1"),
            ("GH-12", "-1"),
            ("!7", "!7"),
            ("https://evil.example", "://"),
            ("WWW.evil.example", "W."),
            ("&12", ";1"),
        ] {
            let shown = escape(text);
            assert!(!shown.contains(sign), "{shown}");
        }
        assert_eq!(escape("50 % @ noon"), "50 % @ noon");
    }

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        assert_eq!(span("a``b`"), "``` a``b` ```");
        let text = block(&["+````".to_owned(), "-x\u{202e}y".to_owned()], "diff");
        assert_eq!(text, "`````diff\n+````\n-x\u{fffd}y\n`````\n");
        assert_eq!(code("grade-6"), "`grade-6`");
        assert_eq!(code("a|`b"), "a&#124;\\`b");
    }

    #[test]
    fn a_long_text_is_cut_between_letters() {
        assert_eq!(clip("äöü", 2), "äö…");
        assert_eq!(clip("äöü", 3), "äöü");
    }
}
