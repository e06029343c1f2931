//! Stylesheet and script, each under an address that changes with its content.

use super::brand::brand_css;
use crate::base::digest::sha256_hex;
use crate::model::declared::Organization;

const CSS: &str = include_str!("../../assets/portal.css");
const CONSOLE: &str = include_str!("../../assets/console.css");
const POSTER: &str = include_str!("../../assets/poster.css");
const SCRIPT: &str = include_str!("../../assets/status.js");

/// One file that pages load; may be cached for ever, because another content has another address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// `/assets/` and 16 hexadecimal digits of its SHA-256 with an extension.
    pub path: String,
    /// Value of the Content-Type header.
    pub content_type: &'static str,
    /// Its content.
    pub body: String,
}

impl Asset {
    fn new(body: String, extension: &str, content_type: &'static str) -> Self {
        let hash = sha256_hex(body.as_bytes());
        Self {
            path: format!("/assets/{}.{extension}", &hash[..16]),
            content_type,
            body,
        }
    }
}

/// All files that pages load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// The stylesheet.
    pub css: Asset,
    /// The organization's colours over it.
    pub brand: Option<Asset>,
    /// The script that watches for the next step.
    pub script: Asset,
    /// The console's stylesheet.
    pub console: Asset,
    /// The stylesheet of posters.
    pub poster: Asset,
    /// Address of the organization's logo.
    pub logo: Option<String>,
}

impl Assets {
    /// The files of an organization.
    pub fn of(organization: &Organization) -> Self {
        let logo = organization.logo.as_ref().map(|logo| {
            let (hash, extension) = (&logo.sha256, logo.format.extension());
            format!("/assets/{}.{extension}", hash.get(..16).unwrap_or(hash))
        });
        Self {
            logo,
            ..Self::new(organization.color.as_deref())
        }
    }

    /// The files, with the organization's colour (`#rrggbb`) if it has one.
    pub fn new(color: Option<&str>) -> Self {
        let css = |body| Asset::new(body, "css", "text/css; charset=utf-8");
        Self {
            css: css(CSS.to_owned()),
            brand: color
                .map(brand_css)
                .filter(|text| !text.is_empty())
                .map(css),
            script: Asset::new(SCRIPT.to_owned(), "js", "text/javascript; charset=utf-8"),
            console: css(CONSOLE.to_owned()),
            poster: css(POSTER.to_owned()),
            logo: None,
        }
    }

    /// The file at this path; the logo is not among them, because the database has it.
    pub fn get(&self, path: &str) -> Option<&Asset> {
        [&self.css, &self.script, &self.console, &self.poster]
            .into_iter()
            .chain(self.brand.as_ref())
            .find(|asset| asset.path == path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_their_own_address_only() {
        let plain = Assets::new(None);
        let green = Assets::new(Some("#117733"));
        assert_eq!(plain.get(&plain.css.path), Some(&plain.css));
        assert!(plain.brand.is_none());
        let brand = green.brand.clone().unwrap();
        assert_eq!(green.get(&brand.path), Some(&brand));
        assert_eq!(plain.get("/assets/0000000000000000.css"), None);
    }

    #[test]
    fn the_script_stays_small() {
        assert!(SCRIPT.len() <= 1024, "{} bytes", SCRIPT.len());
    }
}
