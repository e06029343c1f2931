//! Reading and writing DER: slices of the bytes sent on the way in, small writers on the way out.

use ::der::asn1::ObjectIdentifier;

use super::ber::header;
use super::error::{CmsError, Result};
use crate::base::time::{SECOND, Timestamp};

/// BOOLEAN.
pub const BOOLEAN: u8 = 0x01;
/// INTEGER.
pub const INTEGER: u8 = 0x02;
/// BIT STRING.
pub const BIT_STRING: u8 = 0x03;
/// OCTET STRING.
pub const OCTET_STRING: u8 = 0x04;
/// OBJECT IDENTIFIER.
pub const OID: u8 = 0x06;
/// UTF8String.
pub const UTF8_STRING: u8 = 0x0c;
/// PrintableString.
pub const PRINTABLE_STRING: u8 = 0x13;
/// IA5String.
pub const IA5_STRING: u8 = 0x16;
/// UTCTime.
pub const UTC_TIME: u8 = 0x17;
/// GeneralizedTime.
pub const GENERALIZED_TIME: u8 = 0x18;
/// SEQUENCE.
pub const SEQUENCE: u8 = 0x30;
/// SET.
pub const SET: u8 = 0x31;

/// The context-specific tag `number`, constructed.
pub const fn context(number: u8) -> u8 {
    0xa0 | number
}

/// The context-specific tag `number`, primitive.
pub const fn context_primitive(number: u8) -> u8 {
    0x80 | number
}

/// One value: its tag, its content, and all its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// The tag byte.
    pub tag: u8,
    /// The content.
    pub value: &'a [u8],
    /// Tag, length and content as sent.
    pub raw: &'a [u8],
}

impl<'a> Tlv<'a> {
    /// The values inside.
    pub fn children(self) -> Reader<'a> {
        Reader::new(self.value)
    }

    /// Whether this is the object identifier `oid`.
    pub fn is_oid(self, oid: &ObjectIdentifier) -> bool {
        self.tag == OID && self.value == oid.as_bytes()
    }

    /// The text of a PrintableString, UTF8String, IA5String, TeletexString (as Latin-1) or BMPString.
    ///
    /// # Errors
    /// Another type, or bytes that are not text of that type.
    pub fn text(self) -> Result<String> {
        let wrong = CmsError::Encoding("a text");
        match self.tag {
            UTF8_STRING | PRINTABLE_STRING | IA5_STRING => {
                String::from_utf8(self.value.to_vec()).map_err(|_| wrong)
            }
            0x14 => Ok(self.value.iter().map(|byte| char::from(*byte)).collect()),
            0x1e => {
                let (pairs, rest) = self.value.as_chunks::<2>();
                let units = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
                let text: std::result::Result<String, _> = char::decode_utf16(units).collect();
                if rest.is_empty() {
                    text.map_err(|_| wrong)
                } else {
                    Err(wrong)
                }
            }
            _ => Err(wrong),
        }
    }

    /// The bytes of a BIT STRING of whole octets.
    ///
    /// # Errors
    /// Another type, or unused bits.
    pub fn bits(self) -> Result<&'a [u8]> {
        match (self.tag, self.value) {
            (BIT_STRING, [0, bytes @ ..]) => Ok(bytes),
            _ => Err(CmsError::Encoding("a bit string")),
        }
    }

    /// The instant of a UTCTime or GeneralizedTime in the forms of RFC 5280, 4.1.2.5.
    ///
    /// # Errors
    /// Another type or form, or no such date.
    pub fn time(self) -> Result<Timestamp> {
        let wrong = CmsError::Encoding("a time");
        let text = std::str::from_utf8(self.value).map_err(|_| wrong.clone())?;
        let full = match (self.tag, text.len()) {
            (UTC_TIME, 13) if text.as_bytes()[0] >= b'5' => format!("19{text}"),
            (UTC_TIME, 13) => format!("20{text}"),
            (GENERALIZED_TIME, 15) => text.to_owned(),
            _ => return Err(wrong),
        };
        instant(&full).ok_or(wrong)
    }
}

/// The instant of `YYYYMMDDHHMMSSZ`.
fn instant(text: &str) -> Option<Timestamp> {
    let digits = text.strip_suffix('Z')?.as_bytes();
    if digits.len() != 14 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |from: usize, to: usize| {
        digits[from..to]
            .iter()
            .fold(0_i16, |sum, digit| sum * 10 + i16::from(digit - b'0'))
    };
    let part = |from: usize| number(from, from + 2) as i8;
    let civil = jiff::civil::DateTime::new(
        number(0, 4),
        part(4),
        part(6),
        part(8),
        part(10),
        part(12),
        0,
    )
    .ok()?;
    jiff::tz::TimeZone::UTC
        .to_timestamp(civil)
        .ok()
        .map(Timestamp::from)
}

/// Walks over the values in a slice.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// A reader at the beginning of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether all has been read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next value, whatever it is.
    ///
    /// # Errors
    /// Nothing left, or no definite length within the bytes left.
    pub fn value(&mut self) -> Result<Tlv<'a>> {
        let (tag, length, rest) = header(self.0)?;
        let length = length.ok_or(CmsError::Encoding("an indefinite length"))?;
        if length > rest.len() {
            return Err(CmsError::Encoding("cut short"));
        }
        let (value, after) = rest.split_at(length);
        let raw = &self.0[..self.0.len() - after.len()];
        self.0 = after;
        Ok(Tlv { tag, value, raw })
    }

    /// The next value, which must have `tag`; `what` names it in the error.
    ///
    /// # Errors
    /// As [`Self::value`], or another tag.
    pub fn expect(&mut self, tag: u8, what: &'static str) -> Result<Tlv<'a>> {
        let found = self.value()?;
        if found.tag == tag {
            Ok(found)
        } else {
            Err(CmsError::Encoding(what))
        }
    }

    /// The next value if it has `tag`.
    ///
    /// # Errors
    /// As [`Self::value`], once the tag is the wanted one.
    pub fn optional(&mut self, tag: u8) -> Result<Option<Tlv<'a>>> {
        if self.0.first() == Some(&tag) {
            self.value().map(Some)
        } else {
            Ok(None)
        }
    }

    /// The only value in `bytes`, which must have `tag`.
    ///
    /// # Errors
    /// As [`Self::expect`], or more bytes after it.
    pub fn only(bytes: &'a [u8], tag: u8, what: &'static str) -> Result<Tlv<'a>> {
        let mut reader = Self::new(bytes);
        let found = reader.expect(tag, what)?;
        if reader.is_empty() {
            Ok(found)
        } else {
            Err(CmsError::Encoding(what))
        }
    }
}

/// The values left, each as it comes; the first error ends it.
impl<'a> Iterator for Reader<'a> {
    type Item = Result<Tlv<'a>>;
    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let found = self.value();
        if found.is_err() {
            self.0 = &[];
        }
        Some(found)
    }
}

/// A value of `tag` whose content is `parts`, one after the other.
pub fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = Vec::with_capacity(length + 6);
    out.push(tag);
    if length < 0x80 {
        out.push(length as u8);
    } else {
        let bytes = length.to_be_bytes();
        let skip = bytes.iter().take_while(|byte| **byte == 0).count();
        out.push(0x80 | (bytes.len() - skip) as u8);
        out.extend_from_slice(&bytes[skip..]);
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// A SEQUENCE of `parts`.
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(SEQUENCE, parts)
}

/// A SET OF `members` in the order DER wants.
pub fn set_of(members: Vec<Vec<u8>>) -> Vec<u8> {
    tlv(SET, &[&sorted(members)])
}

/// The content of a SET OF: `members` in the order DER wants (X.690, 11.6).
pub fn sorted(mut members: Vec<Vec<u8>>) -> Vec<u8> {
    members.sort();
    members.concat()
}

/// An OBJECT IDENTIFIER.
pub fn oid(oid: &ObjectIdentifier) -> Vec<u8> {
    tlv(OID, &[oid.as_bytes()])
}

/// An OCTET STRING.
pub fn octets(bytes: &[u8]) -> Vec<u8> {
    tlv(OCTET_STRING, &[bytes])
}

/// A small INTEGER, 0 to 127.
pub fn small(number: u8) -> Vec<u8> {
    tlv(INTEGER, &[&[number & 0x7f]])
}

/// NULL.
pub const NULL: [u8; 2] = [0x05, 0x00];

/// An AlgorithmIdentifier with NULL parameters, or with none.
pub fn algorithm(name: &ObjectIdentifier, null: bool) -> Vec<u8> {
    sequence(&[&oid(name), if null { &NULL } else { &[] }])
}

/// A time in the form that RFC 5280 wants for its year; fractions of a second are dropped.
pub fn time(at: Timestamp) -> Vec<u8> {
    let whole = Timestamp(at.0.div_euclid(SECOND) * SECOND);
    let civil = whole.jiff().to_zoned(jiff::tz::TimeZone::UTC);
    let digits = civil.strftime("%Y%m%d%H%M%SZ").to_string();
    if (1950..2050).contains(&civil.year()) {
        tlv(UTC_TIME, &[&digits.as_bytes()[2..]])
    } else {
        tlv(GENERALIZED_TIME, &[digits.as_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_and_read_back() {
        for text in [
            "1950-01-01T00:00:00Z",
            "2026-03-14T17:00:09Z",
            "2049-12-31T23:59:59Z",
            "2050-01-01T00:00:00Z",
        ] {
            let at: Timestamp = text.parse().unwrap();
            let bytes = time(at);
            let read = Reader::new(&bytes).value().unwrap();
            assert_eq!(read.time().unwrap(), at, "{text}");
            let short = at.jiff().to_zoned(jiff::tz::TimeZone::UTC).year() < 2050;
            assert_eq!(read.tag == UTC_TIME, short);
        }
    }

    #[test]
    fn a_date_that_does_not_exist_is_refused() {
        let bytes = tlv(UTC_TIME, &[b"260230000000Z"]);
        assert!(Reader::new(&bytes).value().unwrap().time().is_err());
    }

    #[test]
    fn lengths_are_minimal() {
        assert_eq!(tlv(4, &[&[0; 127]])[..2], [4, 127]);
        assert_eq!(tlv(4, &[&[0; 128]])[..3], [4, 0x81, 128]);
        assert_eq!(tlv(4, &[&[0; 256]])[..4], [4, 0x82, 1, 0]);
    }

    #[test]
    fn texts_of_every_kind() {
        let of = |tag: u8, bytes: &[u8]| Reader::new(&tlv(tag, &[bytes])).value().unwrap().text();
        assert_eq!(of(0x13, b"abc").unwrap(), "abc");
        assert_eq!(of(0x14, &[0xe4]).unwrap(), "ä");
        assert_eq!(of(0x1e, &[0, b'a', 0, b'b']).unwrap(), "ab");
        assert!(of(0x1e, &[0]).is_err() && of(0x0c, &[0xff]).is_err() && of(0x02, &[1]).is_err());
    }
}
