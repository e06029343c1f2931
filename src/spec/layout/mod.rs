//! The canonical layout of a file: keys in the order of the contract, two spaces of indentation, comments and blank
//! lines kept. [`laid_out`] answers only with a text that means the same and has the same comments.
//!
//! Must not know files. Printing is `pretty_yaml`'s; the order of keys is [`order`]'s, which goes by the tables of
//! [`super::keys`], so that a new key has its place there already.

mod order;
mod same;

use pretty_yaml::config::{FormatOptions, LanguageOptions, LayoutOptions};

use super::yaml_fault::Fault;
use super::{Kind, yaml};

/// Longest line that a collection in brackets is kept on.
const WIDTH: usize = 120;
/// Layouts settle at the first or second turn; one that does not is not canonical.
const TURNS: usize = 4;

/// Why a file stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It has a mistake that leaves open what it means.
    #[error("{message}")]
    Faulty {
        /// What is wrong.
        message: String,
        /// Line, 1-based.
        line: usize,
    },
    /// The layout would mean something else, or lose a comment.
    #[error("no other layout says the same for sure")]
    Ambiguous,
}

/// `text` in the canonical layout. A file of no kind keeps its order of keys.
///
/// # Errors
/// What it means is open, or would be another thing.
pub fn laid_out(text: &str, kind: Option<Kind>) -> Result<String, Unfit> {
    let plain = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let (root, faults) = yaml::parse(&plain);
    if let Some(fault) = faults.first() {
        return Err(faulty(&plain, fault));
    }
    let Some(root) = root else {
        return Ok(text.to_owned());
    };
    let fits = |candidate: &String| same::same(&plain, candidate);
    // Printed before it is ordered too: where a comment belongs shows in its indentation, which people vary.
    let printed = settled(&plain).filter(fits);
    let base = printed.as_deref().unwrap_or(&plain);
    let (again, _) = yaml::parse(base);
    let ordered = order::ordered(base, again.as_ref().unwrap_or(&root), kind);
    let found = settled(&ordered).filter(fits);
    let found = found.or(printed);
    found.ok_or(Unfit::Ambiguous)
}

fn faulty(text: &str, fault: &Fault) -> Unfit {
    let before = text.get(..fault.span.start).unwrap_or(text);
    Unfit::Faulty {
        message: fault.message.clone(),
        line: before.matches('\n').count() + 1,
    }
}

/// Printed until printing changes nothing.
fn settled(text: &str) -> Option<String> {
    let mut now = text.to_owned();
    for _ in 0..TURNS {
        let next = pretty_yaml::format_text(&now, &options()).ok()?;
        if next == now {
            return Some(now);
        }
        now = next;
    }
    None
}

fn options() -> FormatOptions {
    FormatOptions {
        layout: LayoutOptions {
            print_width: WIDTH,
            ..LayoutOptions::default()
        },
        language: LanguageOptions {
            trailing_comma: false,
            ..LanguageOptions::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn invitations(text: &str) -> String {
        laid_out(text, Some(Kind::Invitations)).unwrap()
    }

    #[test]
    fn keys_have_the_order_of_the_contract_and_comments_stay_with_them() {
        let before = "# Everybody.\nstaff:\n    # Two each.\n    uses:   2   # phone and pad\n    to:\n    - {name: Ada,   email: ada@example.com}\n    - bea@example.com\n\n    revoked: over\n    expires: 14d\n\n\nother: { uses: 1, to: [cid@example.com] }\n";
        let after = "# Everybody.\nstaff:\n  to:\n    - { email: ada@example.com, name: Ada }\n    - bea@example.com\n  # Two each.\n  uses: 2 # phone and pad\n\n  expires: 14d\n  revoked: over\n\nother: { to: [cid@example.com], uses: 1 }\n";
        assert_eq!(invitations(before), after);
        assert_eq!(invitations(after), after);
    }

    #[test]
    fn settings_are_ordered_level_by_level() {
        let before = "portal:\n  key: { env: KEY }\n  url: https://e.example.com\nversion: 1\norganization: { help: { phone: \"1\", name: IT }, name: O }\n";
        let after = "version: 1\norganization: { name: O, help: { name: IT, phone: \"1\" } }\nportal:\n  url: https://e.example.com\n  key: { env: KEY }\n";
        assert_eq!(laid_out(before, Some(Kind::Root)).unwrap(), after);
    }

    #[test]
    fn an_anchor_stays_before_its_aliases() {
        let text = "a:\n  uses: 2\n  to: &all\n    - ada@example.com\nb:\n  to: *all\n";
        let found = invitations(text);
        assert!(
            found.find("&all").unwrap() < found.find("*all").unwrap(),
            "{found}"
        );
    }

    #[test]
    fn what_cannot_be_read_stays_as_it_is() {
        let found = laid_out("a: 1\na: 2\n", None);
        assert!(
            matches!(found, Err(Unfit::Faulty { line: 2, .. })),
            "{found:?}"
        );
        assert_eq!(
            laid_out("# nothing yet\n", None).unwrap(),
            "# nothing yet\n"
        );
    }

    /// Lines of an invitation: each a key with its value, and what may stand around it.
    fn entry() -> impl Strategy<Value = String> {
        let line = proptest::sample::select(
            &[
                "to: [ada@example.com,   'bea@example.com']",
                "to:\n  - { name: \"A: #1\", email: ada@example.com }\n  # a second one\n  - bea@example.com",
                "to:\n  -   name: Ada\n      email: ada@example.com",
                "expires:    '2027-03-14 17:00'",
                "uses: 3 # each",
                "revoked: |\n    it is\n    # not a comment\n    over",
                "revoked: >-\n      folded\n      text",
                "except:\n     ada@example.com:  left\n     # nobody else",
                "remind: [ 3d,\n   1d ]",
                "site: \"north\"",
                "language:   de",
                "notify: true",
            ][..],
        );
        let around = proptest::sample::select(
            &[
                "",
                "\n",
                "# about what follows\n",
                "# apart\n\n",
                "\n# below a gap\n",
            ][..],
        );
        proptest::collection::vec((around, line), 1..6).prop_map(|all| {
            let mut seen = std::collections::BTreeSet::new();
            let mut out = String::new();
            for (around, line) in all {
                let key = line.split(':').next().unwrap_or_default();
                if seen.insert(key) {
                    for part in format!("{around}{line}\n").split_inclusive('\n') {
                        out.push_str(if part == "\n" { "" } else { "   " });
                        out.push_str(part);
                    }
                }
            }
            out
        })
    }

    proptest! {
        #[test]
        fn a_layout_means_the_same_keeps_comments_and_is_final(all in proptest::collection::vec(entry(), 1..4), head in any::<bool>()) {
            let mut text = String::from(if head { "# yaml-language-server: $schema=x\n\n" } else { "" });
            for (n, entry) in all.iter().enumerate() {
                text.push_str(&format!("entry-{n}:   # number {n}\n{entry}"));
            }
            let found = laid_out(&text, Some(Kind::Invitations));
            let found = match found {
                Ok(found) => found,
                Err(why) => return Err(TestCaseError::fail(format!("{why}\n{text}"))),
            };
            prop_assert!(same::same(&text, &found));
            prop_assert_eq!(laid_out(&found, Some(Kind::Invitations)).unwrap(), found);
        }
    }
}
