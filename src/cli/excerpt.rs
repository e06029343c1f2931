//! Source lines fit to be seen: secrets and addresses blotted out, every other character where it was.

use std::ops::Range;

use crate::base::mask::Pii;
use crate::spec::codes;

/// From this many digits on, a text may be somebody's phone number.
const DIGITS: usize = 6;

/// The finding points at a secret.
pub fn is_secret(code: &str) -> bool {
    matches!(code, codes::LITERAL_SECRET | codes::BAD_HASH)
}

/// The finding points at something that should be an address. What is none may be a phone number all the same.
pub fn is_number(code: &str, text: &str) -> bool {
    code == codes::BAD_ADDRESS && text.chars().filter(char::is_ascii_digit).count() >= DIGITS
}

/// What to hide of a list of people: all but the first letter of each cell below the header, and domains.
pub fn cells(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = text.find('\n').map_or(text.len(), |end| end + 1);
    for cell in text[start..].split_inclusive([',', ';', '\t', '\n', '"']) {
        let first = cell.chars().next().map_or(0, char::len_utf8);
        let end = cell
            .trim_end_matches([',', ';', '\t', '\n', '\r', '"'])
            .len();
        let end = cell.find('@').unwrap_or(end);
        if first < end {
            found.push(start + first..start + end);
        }
        start += cell.len();
    }
    found
}

/// What to hide of entries about people: all but the first letter of their names, user names and serial numbers.
pub fn names(text: &str) -> Vec<Range<usize>> {
    const QUOTES: &[char] = &['"', '\''];
    let mut found = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let key = text[..colon].trim_end_matches(QUOTES);
        let key = key
            .rsplit(|c: char| !c.is_alphanumeric() && c != '_')
            .next();
        if !matches!(key, Some("name" | "user" | "serial")) {
            continue;
        }
        let value = text[colon + 1..]
            .trim_start_matches(' ')
            .trim_start_matches(QUOTES);
        let start = text.len() - value.len();
        let first = value.chars().next().map_or(0, char::len_utf8);
        let end = value
            .find(['\n', ',', '}', '#', '"', '\''])
            .unwrap_or(value.len());
        if first < end {
            found.push(start + first..start + value[..end].trim_end().len());
        }
    }
    found
}

/// `text` with `secrets` blotted out, and addresses and phone numbers too unless `pii` is full. Bytes and
/// columns stay the same.
pub fn masked(text: &str, secrets: impl Iterator<Item = Range<usize>>, pii: Pii) -> String {
    let mut hidden: Vec<Range<usize>> = secrets.chain(likely_secrets(text)).collect();
    if pii != Pii::Full {
        hidden.extend(addresses(text));
    }
    hidden.sort_by_key(|range| range.start);
    let mut ranges = hidden.into_iter().peekable();
    let mut end = 0;
    let mut shown = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        while let Some(range) = ranges.next_if(|range| range.start <= at) {
            end = end.max(range.end);
        }
        shown.push(if at < end && c != '\n' { blot(c) } else { c });
    }
    shown
}

/// Values of keys that sound like a secret, whether or not a key of this name exists: `pasword: hunter2`.
fn likely_secrets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (colon, _) in text.match_indices(": ") {
        let key = text[..colon].trim_end_matches(['"', '\'']);
        let part_of_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        let key = key.rsplit(|c| !part_of_word(c)).next().unwrap_or_default();
        let key = key.to_lowercase();
        let sounds = ["passw", "pasw", "secret", "token", "pwd"];
        let value = &text[colon + 2..];
        if !sounds.iter().any(|word| key.contains(word)) || value.trim_start().starts_with('{') {
            continue;
        }
        let end = value.find(['\n', ',', '}', '#']).unwrap_or(value.len());
        found.push(colon + 2..colon + 2 + value[..end].trim_end().len());
    }
    found
}

/// A blot of the same number of bytes.
fn blot(c: char) -> char {
    match c.len_utf8() {
        1 => '*',
        2 => '·',
        3 => '•',
        _ => '𝟎',
    }
}

/// What to hide of each address: all but the first letter before the `@`, the middle of a phone number.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let is_local = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let start = text[..at]
            .char_indices()
            .rev()
            .take_while(|(_, c)| is_local(*c))
            .last()
            .map_or(at, |(start, _)| start);
        let first = text[start..].chars().next().map_or(0, char::len_utf8);
        if start + first < at {
            found.push(start + first..at);
        }
    }
    for (at, _) in text.match_indices('+') {
        let digits = text[at + 1..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        if digits >= 7 {
            found.push(at + 3..at + 1 + digits - 2);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_columns_stay() {
        let text = "to: [ada@example.com, \"+4930123456\", jürgen@x.de]\n";
        let shown = masked(text, std::iter::empty(), Pii::Mask);
        assert_eq!(
            shown,
            "to: [a**@example.com, \"+49******56\", j·****@x.de]\n"
        );
        assert_eq!(shown.len(), text.len());
        assert_eq!(masked(text, std::iter::empty(), Pii::Full), text);
    }

    #[test]
    fn what_sounds_like_a_secret_is_hidden_too() {
        let shown = |text| masked(text, std::iter::empty(), Pii::Full);
        assert_eq!(
            shown("{ pasword: hunter2, a: b }"),
            "{ pasword: *******, a: b }"
        );
        assert_eq!(shown("password: { env: X }"), "password: { env: X }");
    }

    #[test]
    fn nobody_of_a_list_is_shown() {
        let text = "email,name\nada@b.c,Ada Lee\r\nluis.at.home,\"Luis, Jr\"\n,x\n";
        let shown = masked(text, cells(text).into_iter(), Pii::Mask);
        let wanted = "email,name\na**@b.c,A******\r\nl***********,\"L***, **\"\n,x\n";
        assert_eq!(shown, wanted);
    }

    #[test]
    fn names_in_entries_are_hidden() {
        let shown = |text: &str| masked(text, names(text).into_iter(), Pii::Mask);
        assert_eq!(
            shown("to: [{ phone: x, name: \"Ada Lee\", language: en }]"),
            "to: [{ phone: x, name: \"A******\", language: en }]"
        );
        assert_eq!(
            shown("  user: ada  # hers\n  uses: 1"),
            "  user: a**  # hers\n  uses: 1"
        );
        assert_eq!(shown("name:\n"), "name:\n");
    }

    #[test]
    fn secrets_are_hidden_whatever_is_asked_for() {
        assert_eq!(
            masked("password: hunter2", std::iter::once(10..17), Pii::Full),
            "password: *******"
        );
    }
}
