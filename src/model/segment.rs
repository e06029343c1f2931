//! How long a text message is: the alphabet of GSM (3GPP TS 23.038, section 6.2.1) or UCS-2, and its parts
//! (TS 23.040: a part of several gives six bytes of its 140 to a header).

/// The default alphabet by code, as TS 23.038 tabulates it; the escape at 0x1B is no character.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1b}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// The extension table: an escape and a code each.
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// The alphabet a text message travels in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// Seven bits a character: 160 in one part, 153 in each of several.
    Gsm7,
    /// Two bytes a unit of UTF-16: 70 in one part, 67 in each of several.
    Ucs2,
}

/// How long a text is on the air.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Length {
    /// Its alphabet.
    pub alphabet: Alphabet,
    /// Characters of that alphabet, those of the extension table twice.
    pub units: usize,
    /// Parts it is sent, and paid, as.
    pub parts: u32,
    /// The characters that need UCS-2, each once.
    pub foreign: Vec<char>,
}

/// `text` with quotes, dashes, dots and spaces that only typesetters see replaced by those of the GSM alphabet.
/// Letters stay: another letter is another word.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' => out.push('\''),
            '“' | '”' | '„' | '‟' | '″' | '«' | '»' => out.push('"'),
            '‹' => out.push('<'),
            '›' => out.push('>'),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => out.push('-'),
            '…' => out.push_str("..."),
            '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => out.push(' '),
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
            _ => out.push(c),
        }
    }
    out
}

/// The length of `text` as it stands.
pub fn length(text: &str) -> Length {
    let mut foreign = Vec::new();
    let mut septets = 0;
    for c in text.chars() {
        match septets_of(c) {
            Some(n) => septets += n,
            None if foreign.contains(&c) => {}
            None => foreign.push(c),
        }
    }
    let (alphabet, units) = match foreign.is_empty() {
        true => (Alphabet::Gsm7, septets),
        false => (Alphabet::Ucs2, text.encode_utf16().count()),
    };
    let parts = match alphabet {
        Alphabet::Gsm7 if units <= 160 => 1,
        Alphabet::Ucs2 if units <= 70 => 1,
        Alphabet::Gsm7 => filled(text, 153, |c| septets_of(c).unwrap_or(1)),
        Alphabet::Ucs2 => filled(text, 67, char::len_utf16),
    };
    Length {
        alphabet,
        units,
        parts,
        foreign,
    }
}

/// Parts of `room` units: what takes two units never stands across the border of two parts.
fn filled(text: &str, room: usize, width: impl Fn(char) -> usize) -> u32 {
    let (mut parts, mut used) = (1, 0);
    for c in text.chars() {
        let wide = width(c);
        if used + wide > room {
            parts += 1;
            used = 0;
        }
        used += wide;
    }
    parts
}

fn septets_of(c: char) -> Option<usize> {
    if c != '\u{1b}' && BASIC.contains(c) {
        Some(1)
    } else if EXTENDED.contains(c) {
        Some(2)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (Alphabet, usize, u32) {
        let length = length(text);
        (length.alphabet, length.units, length.parts)
    }

    #[test]
    fn the_table_has_the_characters_of_the_standard_at_their_codes() {
        let table: Vec<char> = BASIC.chars().collect();
        assert_eq!(table.len(), 128);
        for (code, c) in [
            (0, '@'),
            (0x11, '_'),
            (0x24, '¤'),
            (0x40, '¡'),
            (0x60, '¿'),
            (0x7f, 'à'),
        ] {
            assert_eq!(table[code], c, "{code:#x}");
        }
        for code in (0x30..=0x39).chain(0x41..=0x5a).chain(0x61..=0x7a) {
            assert_eq!(u32::from(table[code]), u32::try_from(code).unwrap());
        }
        assert_eq!(EXTENDED.chars().count(), 10);
    }

    #[test]
    fn parts_end_where_the_standard_ends_them() {
        use Alphabet::{Gsm7, Ucs2};
        assert_eq!(of(&"a".repeat(160)), (Gsm7, 160, 1));
        assert_eq!(of(&"a".repeat(161)), (Gsm7, 161, 2));
        assert_eq!(of(&"a".repeat(306)), (Gsm7, 306, 2));
        assert_eq!(of(&"a".repeat(307)), (Gsm7, 307, 3));
        assert_eq!(of(&"ç".repeat(70)), (Ucs2, 70, 1));
        assert_eq!(of(&"ç".repeat(71)), (Ucs2, 71, 2));
        assert_eq!(of(&"ç".repeat(135)), (Ucs2, 135, 3));
        assert_eq!(of(&"€".repeat(80)), (Gsm7, 160, 1));
        // 153 is odd: the 77th euro sign begins the second part.
        assert_eq!(of(&"€".repeat(153)), (Gsm7, 306, 3));
        assert_eq!(of(&"🙂".repeat(35)), (Ucs2, 70, 1));
        assert_eq!(of(&"🙂".repeat(67)), (Ucs2, 134, 3));
    }

    #[test]
    fn letters_of_the_alphabet_are_those_of_the_standard() {
        assert_eq!(
            length("é è ù ì ò à ä ö ü ñ å ø æ ß Ç").alphabet,
            Alphabet::Gsm7
        );
        assert_eq!(
            length("á í ó ú ê ç").foreign,
            ['á', 'í', 'ó', 'ú', 'ê', 'ç']
        );
    }

    #[test]
    fn quotes_and_dashes_are_folded_and_letters_are_not() {
        assert_eq!(fold("“Don’t” – wait…\u{a0}ok"), "\"Don't\" - wait... ok");
        assert_eq!(fold("Dúvidas?"), "Dúvidas?");
        assert_eq!(length(&fold("‘a’ – “b”…")).alphabet, Alphabet::Gsm7);
    }
}
