//! From BER to DER lengths: Apple devices and Go clients send indefinite lengths and octet strings in pieces.
//!
//! Only lengths and universal strings change. Sets keep their order, since signatures are over them as sent.

use super::der::tlv;
use super::error::{CmsError, Result};

/// Bounds on what is read, so that no message can exhaust memory or stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest message in bytes.
    pub bytes: usize,
    /// Deepest nesting.
    pub depth: usize,
}

impl Limits {
    /// A SCEP message: 2 MiB, 32 levels.
    pub const SCEP: Self = Self {
        bytes: 2 << 20,
        depth: 32,
    };
    /// A detached signature in an HTTP header: 10 KiB, 32 levels.
    pub const HEADER: Self = Self {
        bytes: 10 << 10,
        depth: 32,
    };
}

/// The one value in `input` with minimal definite lengths and strings in one piece.
///
/// # Errors
/// Bytes that are not one complete BER value, or that exceed `limits`.
pub fn to_der(input: &[u8], limits: Limits) -> Result<Vec<u8>> {
    if input.len() > limits.bytes {
        return Err(CmsError::TooLarge(limits.bytes));
    }
    let mut out = Vec::with_capacity(input.len());
    let rest = convert(input, limits.depth, limits.depth, &mut out)?;
    if !rest.is_empty() {
        return Err(CmsError::Encoding("bytes after the end"));
    }
    Ok(out)
}

const CONSTRUCTED: u8 = 0x20;
const OCTET_STRING: u8 = 0x04;
const BIT_STRING: u8 = 0x03;
/// The types that may come in pieces (X.690, 8.6, 8.7 and 8.23): bit, octet and character strings.
const STRINGS: [u8; 11] = [
    BIT_STRING,
    OCTET_STRING,
    0x0c,
    0x12,
    0x13,
    0x14,
    0x16,
    0x19,
    0x1a,
    0x1c,
    0x1e,
];

/// Appends the first value of `input` to `out`; returns what follows it. `left` is how much deeper it may nest.
fn convert<'a>(input: &'a [u8], left: usize, depth: usize, out: &mut Vec<u8>) -> Result<&'a [u8]> {
    let left = left.checked_sub(1).ok_or(CmsError::TooDeep(depth))?;
    let (tag, length, rest) = header(input)?;
    let constructed = tag & CONSTRUCTED != 0;
    let Some(length) = length else {
        if !constructed {
            return Err(CmsError::Encoding("indefinite length of a primitive value"));
        }
        let (body, rest) = indefinite(rest, left, depth)?;
        emit(tag, &body, out)?;
        return Ok(rest);
    };
    if length > rest.len() {
        return Err(CmsError::Encoding("cut short"));
    }
    let (content, rest) = rest.split_at(length);
    if constructed {
        let mut body = Vec::with_capacity(content.len());
        let mut inner = content;
        while !inner.is_empty() {
            inner = convert(inner, left, depth, &mut body)?;
        }
        emit(tag, &body, out)?;
    } else {
        out.extend_from_slice(&tlv(tag, &[content]));
    }
    Ok(rest)
}

/// The values up to the end-of-contents mark, and what follows the mark.
fn indefinite(mut rest: &[u8], left: usize, depth: usize) -> Result<(Vec<u8>, &[u8])> {
    let mut body = Vec::new();
    loop {
        match rest {
            [0, 0, after @ ..] => return Ok((body, after)),
            [] => return Err(CmsError::Encoding("cut short")),
            _ => rest = convert(rest, left, depth, &mut body)?,
        }
    }
}

/// Writes a constructed value; the pieces of a string are joined. Those of a character string are of its own type or
/// octet strings.
fn emit(tag: u8, body: &[u8], out: &mut Vec<u8>) -> Result<()> {
    let string = tag & !CONSTRUCTED;
    if !STRINGS.contains(&string) {
        out.extend_from_slice(&tlv(tag, &[body]));
        return Ok(());
    }
    let wrong = CmsError::Encoding("a piece of a string");
    let mut joined = Vec::with_capacity(body.len());
    let mut unused = 0;
    for piece in super::der::Reader::new(body) {
        let piece = piece?;
        match piece.tag {
            // Only the last piece of a bit string may end within an octet.
            BIT_STRING if string == BIT_STRING && unused == 0 => {
                let (first, bits) = piece.value.split_first().ok_or(wrong.clone())?;
                unused = *first;
                joined.extend_from_slice(bits);
            }
            found if found != BIT_STRING && (found == string || found == OCTET_STRING) => {
                if string == BIT_STRING {
                    return Err(wrong);
                }
                joined.extend_from_slice(piece.value);
            }
            _ => return Err(wrong),
        }
    }
    if string == BIT_STRING {
        joined.insert(0, unused);
    }
    out.extend_from_slice(&tlv(string, &[&joined]));
    Ok(())
}

/// Tag, length (none: indefinite) and the rest after the header.
pub(super) fn header(input: &[u8]) -> Result<(u8, Option<usize>, &[u8])> {
    let [tag, first, rest @ ..] = input else {
        return Err(CmsError::Encoding("cut short"));
    };
    if tag & 0x1f == 0x1f {
        return Err(CmsError::Encoding("a tag of many bytes"));
    }
    match *first {
        short @ 0..=0x7f => Ok((*tag, Some(usize::from(short)), rest)),
        0x80 => Ok((*tag, None, rest)),
        long => {
            let count = usize::from(long & 0x7f);
            if count > 4 || count > rest.len() {
                return Err(CmsError::Encoding("a length of too many bytes"));
            }
            let (digits, rest) = rest.split_at(count);
            let length = digits
                .iter()
                .fold(0_usize, |sum, digit| (sum << 8) | usize::from(*digit));
            Ok((*tag, Some(length), rest))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn indefinite_lengths_and_pieces_become_definite_and_whole() {
        // SEQUENCE (indefinite) { OCTET STRING (constructed, indefinite) { "ab", "c" }, INTEGER 5 }
        let ber = [
            0x30, 0x80, 0x24, 0x80, 0x04, 0x02, b'a', b'b', 0x04, 0x01, b'c', 0, 0, 0x02, 0x01, 5,
            0, 0,
        ];
        let der = [0x30, 0x08, 0x04, 0x03, b'a', b'b', b'c', 0x02, 0x01, 5];
        assert_eq!(to_der(&ber, Limits::SCEP).unwrap(), der);
        assert_eq!(
            to_der(&der, Limits::SCEP).unwrap(),
            der,
            "DER stays as it is"
        );
    }

    #[test]
    fn texts_and_bits_in_pieces_become_whole() {
        // PrintableString { "1", OCTET STRING "9" } and BIT STRING { a0, b0 without its last four bits }
        let text = [0x33, 0x06, 0x13, 0x01, b'1', 0x04, 0x01, b'9'];
        assert_eq!(
            to_der(&text, Limits::SCEP).unwrap(),
            [0x13, 0x02, b'1', b'9']
        );
        let bits = [0x23, 0x80, 0x03, 0x02, 0, 0xa0, 0x03, 0x02, 4, 0xb0, 0, 0];
        assert_eq!(
            to_der(&bits, Limits::SCEP).unwrap(),
            [0x03, 0x03, 4, 0xa0, 0xb0]
        );
        for bad in [
            &[0x23_u8, 0x08, 0x03, 0x02, 4, 0xa0, 0x03, 0x02, 4, 0xb0][..],
            &[0x23, 0x03, 0x04, 0x01, 0],
            &[0x33, 0x03, 0x0c, 0x01, b'1'],
            &[0x23, 0x02, 0x03, 0x00],
        ] {
            assert!(to_der(bad, Limits::SCEP).is_err(), "{bad:02x?}");
        }
    }

    #[test]
    fn long_forms_of_short_lengths_become_minimal() {
        assert_eq!(
            to_der(&[0x30, 0x82, 0x00, 0x03, 0x02, 0x01, 5], Limits::SCEP).unwrap(),
            [0x30, 0x03, 0x02, 0x01, 5]
        );
    }

    #[test]
    fn nesting_and_size_are_bounded() {
        let deep: Vec<u8> = [0x30, 0x80].repeat(100_000);
        assert_eq!(to_der(&deep, Limits::SCEP), Err(CmsError::TooDeep(32)));
        let limits = Limits { bytes: 4, depth: 2 };
        assert_eq!(to_der(&[0x30; 5], limits), Err(CmsError::TooLarge(4)));
    }

    #[test]
    fn what_is_cut_short_or_continued_is_refused() {
        for bad in [
            &[0x30_u8, 0x03, 0x02, 0x01][..],
            &[0x30, 0x80, 0x02, 0x01, 5],
            &[0x02, 0x80, 5, 0, 0],
            &[0x30, 0x00, 0x00],
            &[],
            &[0x30],
            &[0x3f, 0x01, 0x00],
            &[0x24, 0x03, 0x02, 0x01, 0x05],
        ] {
            assert!(
                matches!(to_der(bad, Limits::SCEP), Err(CmsError::Encoding(_))),
                "{bad:02x?}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_are_refused_or_become_stable(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(der) = to_der(&bytes, Limits::SCEP) {
                prop_assert_eq!(to_der(&der, Limits::SCEP).unwrap(), der);
            }
        }
    }
}
