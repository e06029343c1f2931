//! The device in the person's hand: it installs what was downloaded, and trusts the downloaded root alone.

use enroll::ops::clock;
use enroll::phone::checkin::Device;
use enroll::phone::identity::{self, Identity};
use enroll::phone::profile::{self, Enrollment};
use enroll::phone::safari::client;
use enroll::phone::{Error, Nature, Persona};
use reqwest::Client;

/// The phone's clock and randomness.
pub const NATURE: Nature = Nature {
    now: clock::now,
    random: |buffer| aws_lc_rs::rand::fill(buffer).is_ok(),
    public: false,
};

/// An iPhone with an enrollment profile whose signature it has verified.
pub struct Phone {
    persona: Persona,
    client: Client,
    profile: Enrollment,
}

impl Phone {
    /// Reads the downloaded profile; its signer must lead to the root in the downloaded certificate.
    ///
    /// # Panics
    /// The signature or the profile is not accepted.
    pub fn new(certificate: &[u8], downloaded: &[u8]) -> Self {
        let roots = profile::roots_of_trust_profile(certificate).unwrap();
        let plain = profile::verified(downloaded, &roots, clock::now(), None).unwrap();
        Self {
            persona: persona(),
            client: client(&roots, false).unwrap(),
            profile: profile::enrollment(&plain).unwrap(),
        }
    }

    /// Its identity by SCEP.
    pub async fn identity(&self) -> Result<Identity, Error> {
        identity::obtain(&self.client, &self.profile.scep(), &NATURE, None).await
    }

    /// Authenticate, TokenUpdate, Idle.
    pub async fn check_in(&self, identity: &Identity) -> Result<(), Error> {
        let device = Device {
            client: &self.client,
            profile: &self.profile,
            identity,
            persona: &self.persona,
            nature: NATURE,
        };
        device.check_in(None).await
    }

    /// Installs the profile: identity and check-in.
    pub async fn install(&self) {
        let identity = self.identity().await.unwrap();
        self.check_in(&identity).await.unwrap();
    }
}

/// Name, serial number and system of the phone. Nobody logs in by it.
fn persona() -> Persona {
    Persona {
        username: String::new(),
        password: String::new(),
        assign: None,
        ownership: String::new(),
        site: None,
        udid: "00008120-001A2B3C4D5E6F70".to_owned(),
        serial: "F2LXK9P7Q9K7".to_owned(),
        device_name: "Maya’s iPhone".to_owned(),
        product: "iPhone15,4".to_owned(),
        os_version: "18.6".to_owned(),
        leaves: false,
        made: None,
    }
}
