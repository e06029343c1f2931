//! Masked forms of personal data: what every output shows unless `--pii full` is given.

/// What stands in place of an address that was erased; nobody is told by it, so every output shows it.
pub const ERASED: &str = "erased";

/// `ada@example.com` becomes `a•••@example.com`, `+4930123456` becomes `+49•••56`, anything else keeps its first letter.
pub fn address(address: &str) -> String {
    if address == ERASED {
        return address.to_owned();
    }
    if let Some((local, domain)) = address.rsplit_once('@') {
        return format!("{}•••@{domain}", first(local));
    }
    if address.starts_with('+') && address.chars().count() > 6 {
        let head: String = address.chars().take(3).collect();
        let tail: String = address.chars().skip(address.chars().count() - 2).collect();
        return format!("{head}•••{tail}");
    }
    format!("{}•••", first(address))
}

/// `F2LXK9P7` becomes `F2L…9P7`; a short value becomes dots alone.
pub fn serial(serial: &str) -> String {
    let chars: Vec<char> = serial.chars().collect();
    if chars.len() < 8 {
        return "•••".to_owned();
    }
    let head: String = chars[..3].iter().collect();
    let tail: String = chars[chars.len() - 3..].iter().collect();
    format!("{head}…{tail}")
}

/// How much of personal data an output shows (`--pii`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pii {
    /// First letter and domain.
    #[default]
    Mask,
    /// A digest that is stable within one installation.
    Hash,
    /// As it is.
    Full,
}

impl Pii {
    /// `value` as this level shows it; `salt` belongs to the installation.
    pub fn address(self, value: &str, salt: &[u8]) -> String {
        match self {
            Self::Mask => address(value),
            Self::Hash if value == ERASED => value.to_owned(),
            Self::Hash => hashed(value, salt),
            Self::Full => value.to_owned(),
        }
    }

    /// A serial number or UDID as this level shows it.
    pub fn serial(self, value: &str, salt: &[u8]) -> String {
        match self {
            Self::Mask => serial(value),
            Self::Hash => hashed(value, salt),
            Self::Full => value.to_owned(),
        }
    }
}

fn hashed(value: &str, salt: &[u8]) -> String {
    let digest = super::digest::hmac_sha256(salt, &[b"pii", value.as_bytes()]);
    format!("h1:{}", data_encoding::HEXLOWER.encode(&digest[..8]))
}

fn first(text: &str) -> String {
    text.chars().take(1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_their_domain_only() {
        assert_eq!(address("ada@example.com"), "a•••@example.com");
        assert_eq!(address("+4930123456"), "+49•••56");
        assert_eq!(address("ada"), "a•••");
        assert_eq!(Pii::Hash.address(ERASED, b""), "erased");
        assert_eq!(Pii::Mask.address(ERASED, b""), "erased");
    }

    #[test]
    fn serials_keep_both_ends() {
        assert_eq!(serial("F2LXK9P7Q9K7"), "F2L…9K7");
        assert_eq!(serial("F2L"), "•••");
    }
}
