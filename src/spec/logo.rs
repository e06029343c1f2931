//! The organization's logo: a picture of the repository, taken with its content.

use std::collections::BTreeMap;

use data_encoding::BASE64;

use super::field::Field;
use super::{codes, suggest};
use crate::base::digest::sha256_hex;
use crate::model::logo::{ImageFormat, Logo};

/// Largest picture, in bytes: phones fetch it over slow networks before anything else can be read.
pub const LARGEST: usize = 64 * 1024;

const SVG_NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// The picture that `field` names, and its content. `images` holds files of `brand/` by path, in base 64.
pub fn logo(field: &Field<'_>, images: &BTreeMap<&str, &str>) -> Option<(Logo, Vec<u8>)> {
    let path = field.text()?;
    let Some((text, format)) = images.get(path).zip(ImageFormat::of_path(path)) else {
        let near = suggest::did_you_mean(path, images.keys().copied());
        field
            .error(
                codes::UNKNOWN_REFERENCE,
                format!("there is no picture `{path}`"),
            )
            .label(near)
            .hint("a logo is an SVG, PNG or JPEG file under brand/: brand/logo.svg");
        return None;
    };
    let content = BASE64.decode(text.as_bytes()).unwrap_or_default();
    if let Err(why) = check(format, &content) {
        field
            .error(codes::BAD_LOGO, format!("`{path}` {}", why.0))
            .hint(why.1);
        return None;
    }
    let logo = Logo {
        path: path.to_owned(),
        sha256: sha256_hex(&content),
        format,
    };
    Some((logo, content))
}

/// What is wrong with a picture, and what to do about it.
struct Fault(String, &'static str);

fn check(format: ImageFormat, content: &[u8]) -> Result<(), Fault> {
    if content.len() > LARGEST {
        let text = format!("is larger than {} kB", LARGEST / 1024);
        let hint =
            "export it smaller: it is shown 40 pixels high, and phones fetch it first of all";
        return Err(Fault(text, hint));
    }
    let is_picture = match format {
        ImageFormat::Png => {
            content.starts_with(b"\x89PNG\r\n\x1a\n") && content.get(12..16) == Some(b"IHDR")
        }
        ImageFormat::Jpeg => content.starts_with(&[0xff, 0xd8, 0xff]),
        ImageFormat::Svg => return std::str::from_utf8(content).map_or(Err(no(format)), check_svg),
    };
    match is_picture {
        true => Ok(()),
        false => Err(no(format)),
    }
}

fn no(format: ImageFormat) -> Fault {
    let hint = "the content must be what the ending says: .svg, .png, .jpg or .jpeg";
    Fault(format!("is no {}", format.name()), hint)
}

/// Scripts never run where the logo is shown, so one that has them is not what it seems.
fn check_svg(text: &str) -> Result<(), Fault> {
    let Some(root) = root(text) else {
        return Err(no(ImageFormat::Svg));
    };
    let open = root.split_once('>').map_or(root, |(open, _)| open);
    if !open.contains(SVG_NAMESPACE) {
        let hint = "browsers need it: <svg xmlns=\"http://www.w3.org/2000/svg\" …>";
        return Err(Fault("does not name the namespace of SVG".to_owned(), hint));
    }
    let text = text.to_ascii_lowercase();
    if text.contains("<script") || text.contains("<!entity") {
        let hint = "export it as a plain drawing";
        return Err(Fault("has a script or entities".to_owned(), hint));
    }
    Ok(())
}

/// The text from its root element on; none if that is not `svg`.
fn root(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<!") => ">",
            _ => break,
        };
        rest = rest.split_once(end)?.1.trim_start();
    }
    let after = rest.strip_prefix("<svg")?;
    after
        .starts_with(|c: char| c.is_whitespace() || c == '>')
        .then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(format: ImageFormat, content: &[u8]) -> Option<String> {
        check(format, content).err().map(|fault| fault.0)
    }

    #[test]
    fn pictures_are_what_their_ending_says() {
        let drawing = "<?xml version=\"1.0\"?>\n<!-- ours -->\n<!DOCTYPE svg>\n\
                       <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>";
        let point = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01";
        assert_eq!(fault(ImageFormat::Svg, drawing.as_bytes()), None);
        assert_eq!(fault(ImageFormat::Png, point), None);
        assert_eq!(fault(ImageFormat::Jpeg, b"\xff\xd8\xff\xe0"), None);
        assert_eq!(
            fault(ImageFormat::Jpeg, point).as_deref(),
            Some("is no JPEG")
        );
        assert_eq!(
            fault(ImageFormat::Png, drawing.as_bytes()).as_deref(),
            Some("is no PNG")
        );
        for text in [&b"<html><svg/></html>"[..], b"<svgx>", b"\xff", b""] {
            assert_eq!(fault(ImageFormat::Svg, text).as_deref(), Some("is no SVG"));
        }
    }

    #[test]
    fn drawings_have_their_namespace_and_no_script() {
        assert!(fault(ImageFormat::Svg, b"<svg></svg>").is_some());
        let with = |inside: &str| {
            let text = format!("<svg xmlns=\"{SVG_NAMESPACE}\">{inside}</svg>");
            fault(ImageFormat::Svg, text.as_bytes())
        };
        assert_eq!(with("<path d=\"M0 0\"/>"), None);
        assert!(with("<Script>alert(1)</Script>").is_some());
    }

    #[test]
    fn large_pictures_are_refused() {
        let mut content = b"\xff\xd8\xff".to_vec();
        content.resize(LARGEST, 0);
        assert_eq!(fault(ImageFormat::Jpeg, &content), None);
        content.push(0);
        assert_eq!(
            fault(ImageFormat::Jpeg, &content).as_deref(),
            Some("is larger than 64 kB")
        );
    }
}
