//! What a browser says it is. A hint only: it chooses a first page and never blocks.

use crate::render::Device;

/// What seems to be in front of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Browser {
    /// Safari, or another browser that hands profiles to iOS. An unknown program counts as one.
    Mobile(Device),
    /// Another app on an iPhone or iPad, named if known, that cannot install profiles.
    InApp(Device, Option<&'static str>),
    /// Android.
    Android,
    /// A computer, or an iPad that calls itself a Mac.
    Desktop,
}

/// Apps by a word in their user agent, and their name. Those with a name of their own for Safari are here too.
const APPS: [(&str, &str); 11] = [
    ("FBAN/", "Facebook"),
    ("FBAV/", "Facebook"),
    ("Instagram", "Instagram"),
    ("GSA/", "The Google app"),
    ("Line/", "LINE"),
    ("MicroMessenger", "WeChat"),
    ("LinkedInApp", "LinkedIn"),
    ("Outlook-iOS", "Outlook"),
    ("FxiOS/", "Firefox"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("Snapchat", "Snapchat"),
];

/// Programs that open links before people do. HEAD requests count as theirs too.
const SCANNERS: [&str; 12] = [
    "bot",
    "crawl",
    "spider",
    "preview",
    "scan",
    "safelinks",
    "proofpoint",
    "mimecast",
    "barracuda",
    "python-requests",
    "curl/",
    "go-http-client",
];

impl Browser {
    /// Reads a user agent.
    pub(super) fn of(agent: &str) -> Self {
        let device = if agent.contains("iPad") {
            Device::Ipad
        } else if agent.contains("iPhone") || agent.contains("iPod") {
            Device::Iphone
        } else if agent.contains("Android") {
            return Self::Android;
        } else if ["Macintosh", "Windows NT", "X11;", "CrOS"]
            .iter()
            .any(|word| agent.contains(word))
        {
            return Self::Desktop;
        } else {
            return Self::Mobile(Device::Unknown);
        };
        if let Some((_, name)) = APPS.iter().find(|(word, _)| agent.contains(word)) {
            return Self::InApp(device, Some(name));
        }
        // Every browser on iOS says Safari; the bare view inside an app does not.
        match agent.contains("Safari/") {
            true => Self::Mobile(device),
            false => Self::InApp(device, None),
        }
    }

    /// The device, for texts.
    pub(super) fn device(self) -> Device {
        match self {
            Self::Mobile(device) | Self::InApp(device, _) => device,
            Self::Android | Self::Desktop => Device::Unknown,
        }
    }
}

/// Whether a user agent is that of a scanner, or none at all.
pub(super) fn is_scanner(agent: &str) -> bool {
    let agent = agent.to_ascii_lowercase();
    agent.trim().is_empty() || SCANNERS.iter().any(|word| agent.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const IOS: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

    #[test]
    fn phones_computers_and_apps() {
        let safari = format!("{IOS} Version/26.0 Mobile/15E148 Safari/604.1");
        assert_eq!(Browser::of(&safari), Browser::Mobile(Device::Iphone));
        let chrome = format!("{IOS} CriOS/140.0 Mobile/15E148 Safari/604.1");
        assert_eq!(Browser::of(&chrome), Browser::Mobile(Device::Iphone));
        let mail = format!("{IOS} Mobile/15E148");
        assert_eq!(Browser::of(&mail), Browser::InApp(Device::Iphone, None));
        let firefox = format!("{IOS} FxiOS/140.0 Mobile/15E148 Safari/605.1.15");
        assert_eq!(
            Browser::of(&firefox),
            Browser::InApp(Device::Iphone, Some("Firefox"))
        );
        let ipad = "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) Version/17.0 Safari/604.1";
        assert_eq!(Browser::of(ipad), Browser::Mobile(Device::Ipad));
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15";
        assert_eq!(Browser::of(mac), Browser::Desktop);
        assert_eq!(
            Browser::of("Mozilla/5.0 (Linux; Android 15) Chrome/140.0"),
            Browser::Android
        );
        assert_eq!(Browser::of("Lynx"), Browser::Mobile(Device::Unknown));
    }

    #[test]
    fn scanners_are_known_by_name_or_by_having_none() {
        for agent in [
            "",
            "Googlebot/2.1",
            "Mozilla/5.0 (compatible; Proofpoint)",
            "curl/8.5",
        ] {
            assert!(is_scanner(agent), "{agent}");
        }
        assert!(!is_scanner(&format!("{IOS} Version/26.0 Safari/604.1")));
    }
}
