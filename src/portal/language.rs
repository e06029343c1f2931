//! Which language a page is in: the address's `?lang`, else the cookie, else the invited person's, else the
//! browser's, else what the directory says of who logged in, else the organization's. Only languages that the
//! organization offers count.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::model::declared::Organization;
use crate::ops::visit::{Standing, Visit};
use crate::words::Language;

/// How long a browser keeps the choice, in seconds: a year.
const MAX_AGE: u32 = 365 * 24 * 60 * 60;
const COOKIE: &str = "enroll-language";

/// What is known about the languages of one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// What the organization offers, its fallback first; never empty.
    pub(super) offered: Vec<Language>,
    /// Chosen by the address of this request.
    pub(super) now: Option<Language>,
    before: Option<Language>,
    accepted: Vec<Language>,
}

impl Choice {
    /// Reads `?lang` (`asked`) and the headers.
    pub(super) fn new(
        organization: &Organization,
        asked: Option<&str>,
        headers: &HeaderMap,
    ) -> Self {
        let mut offered: Vec<Language> = Vec::new();
        for tag in &organization.languages {
            offered.extend(Language::of(tag).filter(|language| !offered.contains(language)));
        }
        if offered.is_empty() {
            offered.push(Language::default());
        }
        let ours = |tag: &str| Language::of(tag).filter(|language| offered.contains(language));
        let accepted = text(headers, header::ACCEPT_LANGUAGE);
        Self {
            now: asked.and_then(ours),
            before: cookie(headers).and_then(ours),
            accepted: Language::accepted(accepted),
            offered,
        }
    }

    /// The language of a page for this visit, or about the link that stands so.
    pub(super) fn language(&self, visit: Option<&Visit>, standing: Option<&Standing>) -> Language {
        let standing = standing.or_else(|| visit.and_then(|visit| visit.rules.invited()));
        let invited = standing.and_then(|standing| {
            let invited = &standing.invited;
            let own = invited.recipient.language.as_deref();
            own.or(invited.invitation.language.as_deref())
        });
        let login = visit.and_then(|visit| visit.session.login.as_ref());
        let person = login.and_then(|login| login.person.language.as_deref());
        [self.now, self.before, invited.and_then(Language::of)]
            .into_iter()
            .flatten()
            .chain(self.accepted.iter().copied())
            // The directory comes late: nobody should meet another language after logging in.
            .chain(person.and_then(Language::of))
            .find(|language| self.offered.contains(language))
            .unwrap_or(self.offered[0])
    }

    /// What the device itself seems to speak, for Apple's own labels on a page in `language`.
    pub(super) fn phone(&self, language: Language) -> Language {
        self.accepted.first().copied().unwrap_or(language)
    }

    /// Makes the browser remember a choice of this request.
    pub(super) fn remember(&self, headers: &mut HeaderMap, https: bool) {
        let Some(language) = self.now else { return };
        let secure = if https { "; Secure" } else { "" };
        let code = language.code();
        let text =
            format!("{COOKIE}={code}; Path=/; Max-Age={MAX_AGE}; HttpOnly; SameSite=Lax{secure}");
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.append(header::SET_COOKIE, value);
        }
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    text(headers, header::COOKIE)
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value)
}

/// `path` where a person may be led back to: a page of ours, without a query.
pub(super) fn way_back(path: &str) -> &str {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-_".contains(&b);
    let ours = path == "/e"
        || path.starts_with("/e/")
        || path.starts_with("/E/")
        || path.starts_with("/enroll");
    match ours && path.bytes().all(plain) {
        true => path,
        false => "/enroll",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(languages: &[&str], asked: Option<&str>, headers: &[(&'static str, &str)]) -> Choice {
        let organization = Organization {
            name: "A".into(),
            short: "A".into(),
            time_zone: "UTC".into(),
            languages: languages.iter().map(|tag| (*tag).to_owned()).collect(),
            help: Default::default(),
            color: None,
            logo: None,
            repository: None,
            retention: None,
            texts: std::collections::BTreeMap::new(),
        };
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        Choice::new(&organization, asked, &map)
    }

    #[test]
    fn the_address_wins_over_cookie_browser_and_organization() {
        let headers = [
            ("cookie", "a=b; enroll-language=es"),
            ("accept-language", "ar"),
        ];
        let all = ["en", "de", "es", "ar"];
        let language = |c: Choice| c.language(None, None);
        assert_eq!(language(choice(&all, Some("de"), &headers)), Language::De);
        assert_eq!(language(choice(&all, Some("xx"), &headers)), Language::Es);
        assert_eq!(language(choice(&all, None, &headers[1..])), Language::Ar);
        assert_eq!(
            language(choice(&["de", "en"], Some("ar"), &headers)),
            Language::De
        );
        assert_eq!(language(choice(&["it"], None, &[])), Language::En);
    }

    #[test]
    fn only_a_choice_is_remembered() {
        let mut headers = HeaderMap::new();
        choice(&["en", "de"], None, &[]).remember(&mut headers, true);
        assert!(headers.is_empty());
        choice(&["en", "de"], Some("de"), &[]).remember(&mut headers, true);
        let text = headers[header::SET_COOKIE].to_str().unwrap();
        assert!(text.starts_with("enroll-language=de; ") && text.ends_with("; Secure"));
    }

    #[test]
    fn the_way_back_is_one_of_our_pages() {
        assert_eq!(
            way_back("/e/7QK4M2XW9D3HB6TN8RVC"),
            "/e/7QK4M2XW9D3HB6TN8RVC"
        );
        assert_eq!(way_back("/enroll/login"), "/enroll/login");
        for foreign in [
            "//evil.example",
            "https://evil.example",
            "/e\\evil",
            "/enroll?x=\"",
            "/console",
        ] {
            assert_eq!(way_back(foreign), "/enroll", "{foreign}");
        }
    }
}
