//! The languages there are, and which of them somebody means.

use unic_langid::LanguageIdentifier;

/// Which way a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

impl Direction {
    /// The value of HTML's `dir`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

macro_rules! languages {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $name:literal;)+) => {
        /// A language with a file of messages.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Language {
            $($(#[$doc])* $variant,)+
            /// English letters with accents, longer: shows in pictures what was not translated or does not fit.
            Pseudo,
        }

        impl Language {
            /// Every language that people are offered.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// BCP 47.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                    Self::Pseudo => "en-XA",
                }
            }

            /// Its own name for itself.
            pub fn own_name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                    Self::Pseudo => "Pseudo",
                }
            }

            pub(super) fn source(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("../../locales/", $code, ".ftl")),)+
                    Self::Pseudo => Self::En.source(),
                }
            }
        }
    };
}

languages! {
    /// English.
    #[default]
    En = "en", "English";
    /// German.
    De = "de", "Deutsch";
    /// Spanish.
    Es = "es", "Español";
    /// French.
    Fr = "fr", "Français";
    /// Dutch.
    Nl = "nl", "Nederlands";
    /// Portuguese.
    Pt = "pt", "Português";
    /// Polish.
    Pl = "pl", "Polski";
    /// Arabic.
    Ar = "ar", "العربية";
    /// Chinese in simplified letters.
    ZhHans = "zh-Hans", "简体中文";
}

impl Language {
    /// The language that a BCP 47 tag means: `pt-BR` is `pt`, `zh-CN` is `zh-Hans`, `zh-TW` is none of ours.
    pub fn of(tag: &str) -> Option<Self> {
        let wanted: LanguageIdentifier = tag.parse().ok()?;
        let traditional = wanted.script.is_some_and(|s| s.as_str() == "Hant")
            || (wanted.script.is_none()
                && wanted
                    .region
                    .is_some_and(|r| ["TW", "HK", "MO"].contains(&r.as_str())));
        let ours = |own: &&Self| own.code().split('-').next() == Some(wanted.language.as_str());
        let found = Self::ALL.iter().find(ours).copied()?;
        (!(found.code() == "zh-Hans" && traditional)).then_some(found)
    }

    /// The languages of an Accept-Language header (RFC 9110, 12.5.4) that we have, best first.
    pub fn accepted(header: &str) -> Vec<Self> {
        let mut wanted: Vec<(u16, Self)> = header
            .split(',')
            .take(30)
            .filter_map(|item| {
                let (tag, rest) = item.split_once(';').unwrap_or((item, ""));
                let weight = match rest.trim().strip_prefix("q=") {
                    Some(q) => (q.trim().parse::<f32>().ok()?.clamp(0.0, 1.0) * 1000.0) as u16,
                    None => 1000,
                };
                Some((weight, Self::of(tag.trim())?)).filter(|(weight, _)| *weight > 0)
            })
            .collect();
        wanted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        wanted.into_iter().map(|(_, language)| language).collect()
    }

    /// Which way it is written.
    pub fn direction(self) -> Direction {
        match self {
            Self::Ar => Direction::Rtl,
            _ => Direction::Ltr,
        }
    }

    pub(super) fn identifier(self) -> LanguageIdentifier {
        self.code().parse().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_find_the_language_they_mean() {
        assert_eq!(Language::of("es-MX"), Some(Language::Es));
        assert_eq!(Language::of("AR"), Some(Language::Ar));
        assert_eq!(Language::of("fi"), None);
        assert_eq!(Language::of("not a tag"), None);
        assert_eq!(Language::of("en-XA"), Some(Language::En));
        assert_eq!(Language::of("zh-CN"), Some(Language::ZhHans));
        assert_eq!(Language::of("zh-TW"), None);
        assert_eq!(Language::of("zh-Hant-CN"), None);
        assert_eq!(Language::of("pt-BR"), Some(Language::Pt));
        for language in Language::ALL {
            assert_eq!(Language::of(language.code()), Some(*language));
            assert_eq!(language.identifier().to_string(), language.code());
        }
    }

    #[test]
    fn the_browser_orders_by_weight() {
        let wanted = Language::accepted("fi, es-MX;q=0.8, de;q=0.9, ar;q=0, *;q=0.1");
        assert_eq!(wanted, [Language::De, Language::Es]);
        assert_eq!(Language::accepted(""), []);
    }

    #[test]
    fn arabic_runs_from_right_to_left() {
        assert_eq!(Language::Ar.direction().word(), "rtl");
        assert_eq!(Language::Es.direction().word(), "ltr");
    }
}
