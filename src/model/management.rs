//! Who manages the devices that people enroll.

use url::Url;

use super::settings::SecretSource;

/// Who manages enrolled devices.
#[derive(Clone, Debug)]
pub enum Manager {
    /// This program.
    BuiltIn,
    /// A server that devices with our profile and our certificates talk to. It tells us by webhook what they say.
    Server(OtherServer),
    /// Another system that enrolls people on a page of its own: we lead them there, and hear no more of them.
    Page(OtherPage),
}

impl Manager {
    /// The page that people are led to; none: their devices get the profile here.
    pub fn page(&self) -> Option<&OtherPage> {
        match self {
            Self::Page(page) => Some(page),
            Self::BuiltIn | Self::Server(_) => None,
        }
    }
}

/// A server that manages devices in our place.
#[derive(Clone, Debug)]
pub struct OtherServer {
    /// Which program it is.
    pub product: Product,
    /// Its origin, https.
    pub url: Url,
    /// What its webhooks are signed with.
    pub webhook_secret: SecretSource,
}

/// A program that manages devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// NanoMDM.
    NanoMdm,
    /// MicroMDM.
    MicroMdm,
}

/// The enrollment page of another system.
#[derive(Clone, Debug)]
pub struct OtherPage {
    /// Whose page it is.
    pub of: PageOf,
    /// Origin of that system, https.
    pub url: Url,
    /// What its page lets people in with; none: they log in there.
    pub secret: Option<SecretSource>,
}

/// A system with an enrollment page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageOf {
    /// Fleet.
    Fleet,
    /// Jamf Pro.
    Jamf,
}

impl PageOf {
    /// The name that people know it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fleet => "Fleet",
            Self::Jamf => "Jamf Pro",
        }
    }
}

impl OtherPage {
    /// The address of the page, with what lets people in.
    pub fn address(&self, secret: Option<&str>) -> Url {
        let mut url = self.url.clone();
        url.set_path("/enroll");
        if let Some(secret) = secret {
            let parameter = match self.of {
                PageOf::Fleet => "enroll_secret",
                PageOf::Jamf => "invitation",
            };
            url.query_pairs_mut().append_pair(parameter, secret);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_each_system() {
        let page = |of| OtherPage {
            of,
            url: "https://mdm.example:8443".parse().unwrap(),
            secret: None,
        };
        let fleet = page(PageOf::Fleet).address(Some("a+b&c"));
        assert_eq!(
            fleet.as_str(),
            "https://mdm.example:8443/enroll?enroll_secret=a%2Bb%26c"
        );
        let jamf = page(PageOf::Jamf);
        assert_eq!(
            jamf.address(None).as_str(),
            "https://mdm.example:8443/enroll"
        );
        assert_eq!(
            jamf.address(Some("123")).as_str(),
            "https://mdm.example:8443/enroll?invitation=123"
        );
    }
}
