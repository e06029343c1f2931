//! QR codes as inline SVG: dark modules on white in every colour scheme, because cameras want it so.

use qrcode::bits::Bits;
use qrcode::{EcLevel, QrCode, Version};

use super::engine::Error;

/// White modules around the code (ISO/IEC 18004 asks for 4).
const QUIET: usize = 4;

/// The SVG of a code for `url`, level M. An invitation's link is written in capitals, which host names and
/// the portal's `/E/{link}` do not mind, so that the denser alphanumeric mode applies: version 3.
///
/// # Errors
/// [`Error::Qr`] when the URL is too long for any code.
pub fn svg(url: &str) -> Result<String, Error> {
    let text = match is_link(url) {
        true => url.to_ascii_uppercase(),
        false => url.to_owned(),
    };
    let code = encode(text.as_bytes())?;
    let (width, colors) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..]
                .iter()
                .take_while(|c| **c == qrcode::Color::Dark)
                .count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run.max(1);
        }
    }
    let side = width + 2 * QUIET;
    Ok(format!(
        "<svg viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\"QR code with the link\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#111413\" d=\"{path}\"/></svg>"
    ))
}

/// Whether only case-insensitive parts make up `url`: scheme, host and the code of a link.
fn is_link(url: &str) -> bool {
    let path = url.splitn(4, '/').nth(3);
    path.is_some_and(|path| path.starts_with("e/") && !path.contains(['?', '#']))
}

/// The smallest version that holds `text` in alphanumeric mode; other text in whatever mode fits it.
fn encode(text: &[u8]) -> Result<QrCode, Error> {
    for version in 1..=40 {
        let mut bits = Bits::new(Version::Normal(version));
        if bits.push_alphanumeric_data(text).is_err() || !text.iter().all(|b| is_alphanumeric(*b)) {
            break;
        }
        if bits.push_terminator(EcLevel::M).is_ok() {
            return QrCode::with_bits(bits, EcLevel::M).map_err(|e| Error::Qr(e.to_string()));
        }
    }
    QrCode::with_error_correction_level(text, EcLevel::M).map_err(|e| Error::Qr(e.to_string()))
}

/// The 45 characters of alphanumeric mode.
fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase() || b" $%*+-./:".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_link_is_version_3_of_29_modules() {
        let svg = svg("https://enroll.riverside.example/e/7QK4M2XW9D3HB6TN8RVC").unwrap();
        assert!(svg.contains("viewBox=\"0 0 37 37\""), "{}", &svg[..80]);
        assert!(!svg.contains("style="));
    }

    #[test]
    fn only_links_are_written_in_capitals() {
        assert!(is_link("https://enroll.example/e/7QK4"));
        assert!(!is_link("https://enroll.example/enroll"));
        assert!(!is_link("https://enroll.example/e/7QK4?as=ipad"));
    }

    #[test]
    fn other_characters_and_excess() {
        assert!(svg("https://enroll.example/enroll?site=a_b").is_ok());
        assert!(matches!(svg(&"_".repeat(4000)), Err(Error::Qr(_))));
    }
}
