//! From BER to DER lengths: Apple devices and Go clients send indefinite lengths and octet strings in pieces.
//!
//! Only lengths and universal octet strings change. Sets keep their order, since signatures are over them as sent.

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

/// The one value in `input` with minimal definite lengths and octet strings in one piece.
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

/// Writes a constructed value; the pieces of an octet string are joined.
fn emit(tag: u8, body: &[u8], out: &mut Vec<u8>) -> Result<()> {
    if tag != OCTET_STRING | CONSTRUCTED {
        out.extend_from_slice(&tlv(tag, &[body]));
        return Ok(());
    }
    let mut joined = Vec::with_capacity(body.len());
    let mut pieces = super::der::Reader::new(body);
    while !pieces.is_empty() {
        joined.extend_from_slice(
            pieces
                .expect(OCTET_STRING, "a piece of an octet string")?
                .value,
        );
    }
    out.extend_from_slice(&tlv(OCTET_STRING, &[&joined]));
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
