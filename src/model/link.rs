//! A link: the personal URL of a recipient. Its code is 100 bits as 20 Crockford base-32 characters.

use crate::base::digest::{hmac_sha256, sha256_hex};
use crate::base::secret::Secret;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Length of a code in characters; 5 bits each.
pub const LENGTH: usize = 20;

/// The code of a link. Never printed but into the message it belongs to, or by `enroll link`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkCode(Secret<String>);

impl LinkCode {
    /// The first 100 bits of HMAC-SHA-256(server key, "link" ‖ recipient uid ‖ rotate counter).
    pub fn derive(server_key: &[u8], recipient_uid: &str, rotate: u32) -> Self {
        let mac = hmac_sha256(
            server_key,
            &[b"link", recipient_uid.as_bytes(), &rotate.to_be_bytes()],
        );
        let bits = u128::from_be_bytes([
            mac[0], mac[1], mac[2], mac[3], mac[4], mac[5], mac[6], mac[7], mac[8], mac[9],
            mac[10], mac[11], mac[12], mac[13], mac[14], mac[15],
        ]) >> 28;
        let text = (0..LENGTH)
            .map(|i| char::from(ALPHABET[((bits >> (5 * (LENGTH - 1 - i))) & 31) as usize]))
            .collect();
        Self(Secret::new(text))
    }

    /// Reads what a person typed: any case, spaces and dashes ignored, `O` is 0, `I` and `L` are 1.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut text = String::with_capacity(LENGTH);
        for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let c = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            if !c.is_ascii() || !ALPHABET.contains(&(c as u8)) {
                return None;
            }
            text.push(c);
        }
        (text.len() == LENGTH).then(|| Self(Secret::new(text)))
    }

    /// The 20 characters.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// `7QK4M-2XW9D-3HB6T-N8RVC`, easier to read aloud.
    pub fn grouped(&self) -> String {
        let text = self.0.expose();
        [&text[0..5], &text[5..10], &text[10..15], &text[15..20]].join("-")
    }

    /// SHA-256 of the 20 characters in hexadecimal: the only form in the database.
    pub fn hash(&self) -> String {
        sha256_hex(self.0.expose().as_bytes())
    }
}

/// The number people compare between message and page, such as `4827-19`; it opens nothing.
pub fn number(recipient_uid: &str) -> String {
    let digest = crate::base::digest::sha256(recipient_uid.as_bytes());
    let n = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]) % 1_000_000;
    format!("{:04}-{:02}", n / 100, n % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_depends_on_key_recipient_and_counter() {
        let a = LinkCode::derive(b"key", "uid", 0);
        assert_eq!(a, LinkCode::derive(b"key", "uid", 0));
        assert_ne!(a, LinkCode::derive(b"key", "uid", 1));
        assert_ne!(a, LinkCode::derive(b"other", "uid", 0));
        assert_eq!(a.expose().len(), LENGTH);
    }

    #[test]
    fn what_people_type_is_forgiven() {
        let code = LinkCode::parse("7qk4m-2xw9d 3hb6t n8rvc").unwrap();
        assert_eq!(code.grouped(), "7QK4M-2XW9D-3HB6T-N8RVC");
        assert_eq!(
            LinkCode::parse("OIL4M2XW9D3HB6TN8RVC").unwrap().expose(),
            "0114M2XW9D3HB6TN8RVC"
        );
        assert_eq!(LinkCode::parse("U2345"), None);
    }

    #[test]
    fn numbers_have_six_digits() {
        assert_eq!(number("x").len(), 7);
    }
}
