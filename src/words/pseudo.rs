//! The pseudo-language: English that looks foreign and is 40 % longer.

use std::borrow::Cow;

/// `Log in` becomes `Ļøøġ ïïń`. Marks of bold and links stay.
pub(super) fn longer(text: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        let other = match c {
            'a' => 'å',
            'e' => 'é',
            'i' => 'ï',
            'o' => 'ø',
            'u' => 'ü',
            'A' => 'Å',
            'E' => 'É',
            'I' => 'Î',
            'O' => 'Ø',
            'U' => 'Ü',
            'c' => 'ç',
            'g' => 'ġ',
            'l' => 'ļ',
            'n' => 'ń',
            's' => 'š',
            't' => 'ţ',
            'L' => 'Ļ',
            'S' => 'Š',
            'T' => 'Ţ',
            other => other,
        };
        out.push(other);
        if "aeiou".contains(c) {
            out.push(other);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_longer_and_keeps_the_marks() {
        assert_eq!(longer("Tap *Log in*."), "Ţååp *Ļøøġ ïïń*.");
    }
}
