//! Texts of entries as a plan may show them: personal data masked, both sides as a unified diff.

use similar::{ChangeTag, TextDiff};

/// Lines of context around each change.
const CONTEXT: usize = 2;

/// Keys in invitations and accounts whose values describe a person.
const PERSONAL: &[&str] = &["name", "user", "serial"];

/// `text` with every email address and phone number shown by `show`; where `people` is set, also the values of
/// the keys that describe a person.
pub fn masked(text: &str, people: bool, show: &impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let line = addresses(line, show);
        out.push_str(&if people { described(&line) } else { line });
    }
    out
}

/// A unified diff without file headers, one line each with its sign; empty when nothing differs.
pub fn unified(before: &str, after: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(before, after);
    let mut out = Vec::new();
    for (n, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if n > 0 {
            out.push("…".to_owned());
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            out.push(format!("{sign}{}", change.value().trim_end_matches('\n')));
        }
    }
    out
}

/// Replaces words like `local@domain`, and `+` with seven digits or more.
fn addresses(line: &str, show: &impl Fn(&str) -> String) -> String {
    let is_word = |c: char| c.is_alphanumeric() || "@.+-_%~".contains(c);
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find(is_word) {
        let (head, tail) = rest.split_at(start);
        let (word, tail) = tail.split_at(tail.find(|c| !is_word(c)).unwrap_or(tail.len()));
        out.push_str(head);
        if is_address(word) {
            out.push_str(&show(word));
        } else {
            out.push_str(word);
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn is_address(word: &str) -> bool {
    let email = word
        .split_once('@')
        .is_some_and(|(local, host)| !local.is_empty() && !host.is_empty());
    let digits = word.strip_prefix('+').unwrap_or_default();
    email || (digits.len() >= 7 && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Replaces the values of [`PERSONAL`] keys, in block and in flow style.
fn described(line: &str) -> String {
    let mut out = line.to_owned();
    for key in PERSONAL {
        let mut from = 0;
        while let Some(found) = out[from..].find(key) {
            let start = from + found;
            let end = start + key.len();
            from = end;
            let before = out[..start].trim_end_matches(['"', '\'']);
            let opens = before.is_empty() || before.ends_with([' ', '{', ',', '-', '\t']);
            let after = out[end..].trim_start_matches(['"', '\'']);
            let Some(value) = after.strip_prefix(':').filter(|_| opens) else {
                continue;
            };
            let value_at = out.len() - value.len();
            let quoted = value
                .trim_start()
                .chars()
                .next()
                .filter(|c| "\"'".contains(*c));
            let stop = match quoted {
                Some(quote) => {
                    let open = value.find(quote).unwrap_or(0) + 1;
                    value[open..]
                        .find(quote)
                        .map_or(value.len(), |n| open + n + 1)
                }
                None => value.find([',', '}', '\n', '#']).unwrap_or(value.len()),
            };
            if !value[..stop].trim().is_empty() {
                out.replace_range(value_at..value_at + stop, " …");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::mask;

    fn shown(text: &str) -> String {
        masked(text, true, &mask::address)
    }

    #[test]
    fn addresses_and_phones_are_masked_wherever_they_stand() {
        assert_eq!(
            shown("  to: [ada@example.com, \"+4930123456\"]\n"),
            "  to: [a•••@example.com, \"+49•••56\"]\n"
        );
        assert_eq!(shown("x: bob+tag@example.com\n"), "x: b•••@example.com\n");
        assert_eq!(shown("  expires: +14d a@ @b\n"), "  expires: +14d a@ @b\n");
    }

    #[test]
    fn what_describes_a_person_is_left_out() {
        assert_eq!(
            shown("  - {email: ada@example.com, name: Ada Lovelace, user: ada}\n"),
            "  - {email: a•••@example.com, name: …, user: …}\n"
        );
        assert_eq!(shown("    name: \"Ada, K.\"\n"), "    name: …\n");
        assert_eq!(
            masked("name: Berlin\n", false, &mask::address),
            "name: Berlin\n"
        );
        assert_eq!(shown("username: x\n"), "username: x\n");
    }

    #[test]
    fn both_sides_become_one_diff() {
        let diff = unified("a\nb\nc\nd\n", "a\nB\nc\nd\n");
        assert_eq!(diff, [" a", "-b", "+B", " c", " d"]);
        assert!(unified("a\n", "a\n").is_empty());
    }
}
