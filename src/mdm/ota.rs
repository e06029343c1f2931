//! The Profile Service ("OTA"): a device proves what it is, by the identity it was made with, before it is given a
//! profile. Three documents: the question, a throw-away identity, and then the profile that enrolls.

use plist::Value;

use super::document::{note, read, required, text};
use super::error::MdmError;
use super::names::Names;
use super::profile::{Scep, Texts, common, configuration, dictionary, scep_payload, write};
use crate::base::secret::Secret;
use crate::cms::certificate::Certificate;
use crate::cms::error::CmsError;
use crate::cms::public_key::{PublicKey, Strength};

/// What the device is asked for. `VERSION` is the build.
const ATTRIBUTES: [&str; 6] = ["UDID", "VERSION", "PRODUCT", "SERIAL", "IMEI", "MEID"];

/// The public key (SubjectPublicKeyInfo, DER) of “Apple iPhone Device CA”, which signs the identities that iPhones and
/// iPads are made with. Its certificate ended in 2014 and it signs on; so the key is pinned, not the certificate.
const APPLE_DEVICE_CA: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDxlErJ6rpaGGCty6JNTU5UGWkXWQdmy5foZppHX0auZ3q1\
    SnNUscsE9r02uAxVOIqEgzFSZfkz4Zd3nCtMJrAlP+kyqnsIdJTswUs4HWdOCFKUWotZo1zXk/Sg/lWFu0xGl15usndFL2dcvAsYv1m5bIb3KnV20hlx\
    9CljuSULrwIDAQAB";

/// The key that signs the identities of Apple's devices.
///
/// # Errors
/// Never: the key is a constant.
pub fn apple_device_ca() -> Result<PublicKey, CmsError> {
    let spki = data_encoding::BASE64.decode(APPLE_DEVICE_CA.as_bytes());
    PublicKey::from_spki(&spki.map_err(|_| CmsError::Encoding("a public key"))?)
}

/// Whether `maker` signed the identity of a device. Its dates are not looked at: devices outlive them. This tells a
/// device from a program, not one device from another whose key was taken out of it.
///
/// # Errors
/// Somebody else signed it.
pub fn check_made_by(identity: &Certificate, maker: &PublicKey) -> Result<(), CmsError> {
    identity.check_signed_with(maker, Strength::Factory)
}

/// The question: what are you? As unsigned XML; not a configuration, but a payload of its own.
///
/// # Errors
/// Never in practice: the XML cannot be written.
pub fn question(
    names: &Names,
    texts: &Texts<'_>,
    url: &str,
    challenge: &Secret<String>,
) -> Result<Vec<u8>, MdmError> {
    let attributes: Vec<Value> = ATTRIBUTES.into_iter().map(Value::from).collect();
    let mut payload = common(names, "Profile Service", "ota", texts.display_name);
    payload.extend(dictionary([
        ("PayloadDescription", texts.description.into()),
        ("PayloadOrganization", texts.organization.into()),
        (
            "PayloadContent",
            dictionary([
                ("URL", url.into()),
                ("DeviceAttributes", attributes.into()),
                ("Challenge", challenge.expose().as_str().into()),
            ])
            .into(),
        ),
    ]));
    write(payload)
}

/// The throw-away identity that the device comes back with, as unsigned XML.
///
/// # Errors
/// Never in practice: the XML cannot be written.
pub fn identity(names: &Names, texts: &Texts<'_>, scep: &Scep<'_>) -> Result<Vec<u8>, MdmError> {
    let content = vec![scep_payload(names, texts, "ota.scep", scep)];
    write(configuration(names, "ota.identity", texts, content))
}

/// What a device says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributes {
    /// Unique device identifier, opaque.
    pub udid: String,
    /// Serial number.
    pub serial: Option<String>,
    /// Product, such as `iPhone15,4`.
    pub product: Option<String>,
    /// Build of the operating system, such as `22G86`.
    pub build: Option<String>,
    /// The challenge of the question; some devices leave it out the second time.
    pub challenge: Option<Secret<String>>,
}

impl Attributes {
    /// Reads what a device signed.
    ///
    /// # Errors
    /// Not a property list, or no identifier in it.
    pub fn parse(bytes: &[u8]) -> Result<Self, MdmError> {
        let from = read(bytes)?;
        let udid = required(&from, "UDID")?;
        if udid.len() > 128 || !udid.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(MdmError::Wrong("UDID"));
        }
        Ok(Self {
            udid,
            serial: note(&from, "SERIAL"),
            product: note(&from, "PRODUCT"),
            build: note(&from, "VERSION"),
            challenge: text(&from, "CHALLENGE")?.map(Secret::new),
        })
    }

    /// Major version of iOS or iPadOS, as the build tells it: the number before the letter was four ahead of the
    /// version until iOS 18 (22) and follows the year since iOS 26 (23). None: not a build of either.
    pub fn major_version(&self) -> Option<u32> {
        let build = self.build.as_deref()?;
        let letter = build.find(|c: char| !c.is_ascii_digit())?;
        match build[..letter].parse().ok()? {
            train @ 5..=22 => Some(train - 4),
            train @ 23..=96 => Some(train + 3),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(build: &str) -> Attributes {
        let text = format!(
            "<plist version=\"1.0\"><dict><key>UDID</key><string>00008110-1</string><key>VERSION</key>\
             <string>{build}</string><key>CHALLENGE</key><string>C</string></dict></plist>"
        );
        Attributes::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn the_build_tells_the_version() {
        for (build, version) in [
            ("19H12", Some(15)),
            ("22G86", Some(18)),
            ("23A341", Some(26)),
            ("24A5", Some(27)),
            ("", None),
            ("G1", None),
            ("22", None),
            ("99999999999A", None),
        ] {
            assert_eq!(told(build).major_version(), version, "{build}");
        }
    }

    #[test]
    fn a_device_without_an_identifier_is_none() {
        let read = |inner: &str| {
            Attributes::parse(
                format!("<plist version=\"1.0\"><dict>{inner}</dict></plist>").as_bytes(),
            )
        };
        assert_eq!(read(""), Err(MdmError::Missing("UDID")));
        let spaced = read("<key>UDID</key><string>a b</string>");
        assert_eq!(spaced, Err(MdmError::Wrong("UDID")));
    }

    #[test]
    fn the_question_is_a_payload_of_its_own() {
        let names = Names::new("enroll.example.com", "instance-1");
        let texts = Texts {
            organization: "Riverside",
            display_name: "Riverside Enrollment",
            description: "What it is.",
            consent: None,
        };
        let challenge = Secret::new("C".to_owned());
        let asked = question(&names, &texts, "https://mdm.example.com/ota", &challenge).unwrap();
        let asked = Value::from_reader_xml(&asked[..]).unwrap();
        let asked = asked.as_dictionary().unwrap();
        let text = |key: &str| asked.get(key).and_then(Value::as_string);
        assert_eq!(text("PayloadType"), Some("Profile Service"));
        assert_eq!(text("PayloadIdentifier"), Some("com.example.enroll.ota"));
        let content = asked["PayloadContent"].as_dictionary().unwrap();
        let keys: Vec<_> = content.keys().map(String::as_str).collect();
        assert_eq!(keys, ["URL", "DeviceAttributes", "Challenge"]);
    }

    #[test]
    fn the_pinned_key_is_rsa_of_1024_bits() {
        assert_eq!(apple_device_ca().unwrap().bits().unwrap(), 1024);
    }
}
