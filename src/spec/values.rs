//! Scalars with a meaning: ids, addresses, URLs, zones, networks, colours.

use core::net::{IpAddr, SocketAddr};

use unicode_normalization::UnicodeNormalization;
use url::{Host, Url};

use super::codes;
use super::field::Field;

const LONGEST_ID: usize = 64;

/// The key as an id: letters and digits of ASCII, `-`, `_` and `.`, beginning with a letter or digit.
/// The ids of accounts are login names and may hold `@`.
pub fn check_id(field: &Field<'_>, login_name: bool) {
    let id = field.key;
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c) || login_name && c == '@';
    let begins = id.starts_with(|c: char| c.is_ascii_alphanumeric());
    if id.is_empty() || begins && id.len() <= LONGEST_ID && id.chars().all(inner) {
        return;
    }
    field
        .key_error(codes::BAD_ID, "this cannot be an id")
        .hint(format!(
            "letters and digits of ASCII, `-`, `_` and `.`, at most {LONGEST_ID} of them, a letter or digit first"
        ));
}

/// An email address with a domain that has a dot.
pub fn email(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    if let Err(why) = check_email(text) {
        field
            .error(codes::BAD_ADDRESS, "this is not an email address")
            .label(why);
        return None;
    }
    Some(text.to_owned())
}

/// Whether `text` is an email address with a domain that has a dot; else why not.
pub fn check_email(text: &str) -> Result<(), &'static str> {
    let good = text
        .parse::<lettre::Address>()
        .is_ok_and(|a| a.domain().contains('.'));
    match good {
        true => Ok(()),
        false if text.contains('@') => Err("this is no address"),
        false => Err("no @"),
    }
}

/// The serial number of a device.
pub fn serial(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    if let Err(why) = check_serial(text) {
        field
            .error(codes::BAD_SERIAL, "this is not a serial number")
            .label(why);
        return None;
    }
    Some(text.to_owned())
}

/// Whether `text` can be the serial number of a device of Apple's; else what it should be.
pub fn check_serial(text: &str) -> Result<(), &'static str> {
    let good = (8..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
    match good {
        true => Ok(()),
        false => Err("8 to 20 letters and digits, as under Settings › General › About"),
    }
}

/// A phone number in E.164.
pub fn phone(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    if check_phone(text).is_err() {
        field
            .error(codes::BAD_ADDRESS, "this is not a phone number")
            .hint("write it internationally, digits only: \"+4930123456\"");
        return None;
    }
    if !is_assigned(text) {
        field
            .warning(codes::UNKNOWN_NUMBER, NOT_ASSIGNED)
            .hint("look at its digits again");
    }
    Some(text.to_owned())
}

/// Whether `text` is a phone number in E.164; else what it should be.
pub fn check_phone(text: &str) -> Result<(), &'static str> {
    match is_e164(text) && phonenumber::parse(None, text).is_ok() {
        true => Ok(()),
        false => Err("not an international number such as +4930123456"),
    }
}

/// What is said of a number that is not [`is_assigned`].
pub const NOT_ASSIGNED: &str = "no numbering plan knows this phone number";

/// Whether its country gives out such numbers, as far as the tables of the library know.
pub fn is_assigned(text: &str) -> bool {
    phonenumber::parse(None, text).is_ok_and(|number| number.is_valid())
}

/// `+` and 7 to 15 digits, the first not 0 (ITU-T E.164).
pub fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

/// How addresses are compared: lower case, NFC.
pub fn identity(address: &str) -> String {
    address.nfc().collect::<String>().to_lowercase()
}

/// `Name <address>` or an address, as written.
pub fn mailbox(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    if text.parse::<lettre::message::Mailbox>().is_err() {
        field
            .error(codes::BAD_ADDRESS, "this is not a sender")
            .hint("write `Name <name@example.com>` or an address alone");
        return None;
    }
    Some(text.to_owned())
}

/// The name of an IANA time zone.
pub fn time_zone(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    if jiff::tz::TimeZone::get(text).is_err() {
        field
            .error(
                codes::BAD_TIME_ZONE,
                format!("there is no time zone `{text}`"),
            )
            .hint("write an IANA name such as Europe/Berlin, America/New_York or UTC");
        return None;
    }
    Some(text.to_owned())
}

/// A language tag of the usual forms (BCP 47): `en`, `pt-BR`, `zh-Hant`.
pub fn language(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    if let Err(hint) = check_language(text) {
        field
            .error(codes::BAD_LANGUAGE, "this is not a language")
            .hint(hint);
        return None;
    }
    Some(text.to_owned())
}

/// Whether `text` is a language tag of the usual forms; else what to write.
pub fn check_language(text: &str) -> Result<(), &'static str> {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or("");
    let good = (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && parts
            .all(|p| (2..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
    match good {
        true => Ok(()),
        false => Err("write a tag such as en, de or pt-BR"),
    }
}

/// `#rrggbb`.
pub fn color(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    let digits = text.strip_prefix('#').unwrap_or("");
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        field
            .error(codes::BAD_COLOR, "this is not a colour")
            .hint("write six hexadecimal digits in quotes: \"#0f5f56\"");
        return None;
    }
    if contrast_with_white(digits) < 4.5 {
        field
            .warning(
                codes::LOW_CONTRAST,
                "white text is hard to read on this colour",
            )
            .hint("buttons get dark text; a darker colour keeps it white");
    }
    Some(text.to_owned())
}

/// Contrast ratio to white (WCAG 2.2, relative luminance).
fn contrast_with_white(digits: &str) -> f64 {
    let channel = |at: usize| {
        let byte = u8::from_str_radix(digits.get(at..at + 2).unwrap_or("00"), 16).unwrap_or(0);
        let part = f64::from(byte) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    1.05 / (0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4) + 0.05)
}

/// An address and port to listen on.
pub fn listen(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    if text.parse::<SocketAddr>().is_err() {
        field
            .error(codes::BAD_LISTEN, "this is not an address to listen on")
            .hint("write an IP address and a port: 127.0.0.1:8600, or [::]:8600 for all");
        return None;
    }
    Some(text.to_owned())
}

/// A network in CIDR form, or a single address.
pub fn network(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    let (address, bits) = text.split_once('/').unwrap_or((text, ""));
    let most = match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => -1,
    };
    let good = match bits {
        "" => most > 0 && !text.contains('/'),
        _ => bits
            .parse::<i16>()
            .is_ok_and(|bits| (0..=most).contains(&bits)),
    };
    if !good {
        field
            .error(codes::BAD_NETWORK, "this is not a network")
            .hint("write an address or a network in CIDR form: 10.0.0.0/8");
        return None;
    }
    Some(text.to_owned())
}

/// A URL whose scheme is one of `schemes`, without a password in it.
pub fn url(field: &Field<'_>, schemes: &[&str]) -> Option<Url> {
    let text = field.text()?;
    let parsed = Url::parse(text).ok();
    let parsed = parsed.filter(|url| schemes.contains(&url.scheme()) && url.has_host());
    let Some(url) = parsed else {
        field
            .error(codes::BAD_URL, "this URL cannot be used")
            .hint(format!(
                "write a URL that begins with {}",
                schemes.join(":// or ") + "://"
            ));
        return None;
    };
    refuse_password(field, &url)?;
    Some(url)
}

/// None, reported, if `url` holds a password.
pub fn refuse_password(field: &Field<'_>, url: &Url) -> Option<()> {
    if url.password().is_none() {
        return Some(());
    }
    field
        .error(
            codes::LITERAL_SECRET,
            "this URL holds a password in plain text",
        )
        .label("anybody who reads the repository knows it now: change it")
        .hint(
            "take it out of the URL and name where to read it, or give the URL by the environment",
        );
    None
}

/// An http or https origin: no path, no query, no user.
pub fn origin(field: &Field<'_>) -> Option<Url> {
    let url = url(field, &["https", "http"])?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !bare || !url.username().is_empty() {
        field
            .error(
                codes::ORIGIN,
                "this must be an origin: scheme, host and port alone",
            )
            .hint(format!("write {}", url.origin().ascii_serialization()));
        return None;
    }
    Some(url)
}

/// The URL, if it is one of https; `why` is said of any other.
pub fn https(field: &Field<'_>, url: Url, why: &str) -> Option<Url> {
    if url.scheme() == "https" {
        return Some(url);
    }
    field
        .error(codes::NOT_HTTPS, why.to_owned())
        .hint("write https://…");
    None
}

/// The URL's host is this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        // Other schemes than http keep a numeric host as a name.
        Some(Host::Domain(name)) => {
            name == "localhost"
                || name.ends_with(".localhost")
                || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_international() {
        assert!(is_e164("+4930123456"));
        assert!(!is_e164("030123456"));
        assert!(!is_e164("+0301234567"));
        assert!(!is_e164("+49 30 123456"));
    }

    #[test]
    fn a_number_belongs_to_a_country_and_its_plan() {
        for number in [
            "+12015550131",
            "+4930123456",
            "+33612345678",
            "+551199887766",
        ] {
            assert!(check_phone(number).is_ok(), "{number}");
        }
        assert!(check_phone("+9991234567").is_err(), "no country");
        assert!(is_assigned("+12015550131") && is_assigned("+4930123456"));
        assert!(!is_assigned("+1201555013"), "a digit is missing");
    }

    #[test]
    fn addresses_compare_without_case_and_composition() {
        assert_eq!(identity("Ada@Example.COM"), "ada@example.com");
        assert_eq!(identity("u\u{308}@x.y"), identity("\u{fc}@x.y"));
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((contrast_with_white("000000") - 21.0).abs() < 0.01);
        assert!(contrast_with_white("0f5f56") > 4.5);
        assert!(contrast_with_white("ffcc00") < 4.5);
    }

    #[test]
    fn loopback_is_known_whatever_the_scheme() {
        for text in [
            "http://127.0.0.1:1",
            "smtp://127.0.0.1:25",
            "ldap://[::1]",
            "smtp://localhost",
        ] {
            assert!(is_loopback(&Url::parse(text).unwrap()), "{text}");
        }
        assert!(!is_loopback(
            &Url::parse("smtp://mail.example.com").unwrap()
        ));
    }
}
