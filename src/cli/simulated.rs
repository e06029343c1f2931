//! Simulated devices against a running portal, for `demo device` and `doctor --enroll`: from a link to the first check-in,
//! with nothing but what a person and a phone have.

use url::Url;

use super::global::Failure;
use crate::base::error::Kind;
use crate::ops::{clock, random};
use crate::phone::{self, Error, Fault, Journey, Nature, Persona};

/// Where the password of the person is read from.
const PASSWORD: &str = "ENROLL_DEVICE_PASSWORD";

/// Who enrolls the device, and which answers they give.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Person {
    /// Login name of the person, where a login is asked; the password is read from ENROLL_DEVICE_PASSWORD
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// Whom the device is for, where a technician is asked
    #[arg(long, value_name = "NAME")]
    assign: Option<String>,
    /// Whose device it is, where that is asked
    #[arg(long, value_parser = ["institution", "personal"], default_value = "institution")]
    ownership: String,
    /// Site id, where it is asked; else the first
    #[arg(long, value_name = "ID")]
    site: Option<String>,
    /// Version of iOS that the device tells
    #[arg(long, value_name = "VERSION", default_value = "18.6")]
    os_version: String,
}

/// A link, as it stands in a message.
///
/// # Errors
/// Not an address of a web page.
pub fn link(text: &str) -> Result<Url, String> {
    let url = text.parse::<Url>().map_err(|e| e.to_string())?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        _ => Err("a link begins with https://".to_owned()),
    }
}

impl Person {
    /// A device of theirs that nobody has seen before.
    ///
    /// # Errors
    /// There are no random bytes.
    pub fn device(&self, leaves: bool) -> Result<Persona, Failure> {
        let number = random::token()?.to_uppercase();
        Ok(Persona {
            username: self.user.clone().unwrap_or_default(),
            password: std::env::var(PASSWORD).unwrap_or_default(),
            assign: self.assign.clone(),
            ownership: self.ownership.clone(),
            site: self.site.clone(),
            udid: format!("00000000-{}", &number[..16]),
            serial: format!("SIM{}", &number[16..25]),
            device_name: "Simulated iPhone".to_owned(),
            product: "iPhone15,4".to_owned(),
            os_version: self.os_version.clone(),
            leaves,
            made: None,
        })
    }
}

/// Goes the whole way once.
///
/// # Errors
/// The first thing that does not work, as the person or the device met it.
pub async fn enroll(
    link: &Url,
    device: &Persona,
    fault: Option<Fault>,
    seen: impl FnMut(&str),
) -> Result<Journey, Error> {
    let nature = Nature {
        now: clock::now,
        random: |buffer| aws_lc_rs::rand::fill(buffer).is_ok(),
        public: true,
    };
    phone::enroll(link, device, nature, fault, seen).await
}

/// What ends a verb when a device does not get there.
pub fn failed(error: &Error) -> Failure {
    Failure::new(
        Kind::Operational,
        format!("the device did not enroll: {error}"),
    )
}
