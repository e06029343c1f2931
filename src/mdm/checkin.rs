//! Check-in messages (Apple's `mdm/checkin` schemas): what a device says of itself, and what it asks.

use plist::{Dictionary, Value};

use super::document::{data, flag, note, read, required, text};
use super::error::MdmError;
use crate::base::secret::Secret;

/// Content type of check-in messages; a prefix, since parameters may follow.
pub const CONTENT_TYPE: &str = "application/x-apple-aspen-mdm-checkin";

/// Content type and body, with HTTP 403, that make a device (iOS 17 and later) remove its enrollment. Only for an
/// enrollment that an administrator ended, and only after its signature was verified.
pub const UNRECOGNIZED: (&str, &str) = (
    "application/json",
    "{\"code\":\"com.apple.unrecognized.device\"}",
);

/// Which device speaks. Both are opaque.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DeviceId {
    /// The device's own identifier.
    Udid(String),
    /// A user enrollment, which never names the device.
    Enrollment(String),
}

impl DeviceId {
    /// The identifier without its kind.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Udid(id) | Self::Enrollment(id) => id,
        }
    }
}

/// Who speaks: the device itself or a person logged in on it (shared devices).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The device.
    pub device: DeviceId,
    /// The person's identifier on the user channel; none on the device channel.
    pub user: Option<String>,
}

impl Sender {
    pub(super) fn of(from: &Dictionary) -> Result<Self, MdmError> {
        let id = |key| match text(from, key)? {
            Some(id) if id.len() > 128 || !id.bytes().all(|byte| byte.is_ascii_graphic()) => {
                Err(MdmError::Wrong(key))
            }
            found => Ok(found),
        };
        let device = match (id("UDID")?, id("EnrollmentID")?) {
            (Some(udid), _) => DeviceId::Udid(udid),
            (None, Some(enrollment)) => DeviceId::Enrollment(enrollment),
            (None, None) => return Err(MdmError::Missing("UDID")),
        };
        let user = match id("UserID")? {
            Some(user) => Some(user),
            None => id("EnrollmentUserID")?,
        };
        Ok(Self { device, user })
    }
}

/// The first message: the device has its identity and asks to be managed. It is not enrolled yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authenticate {
    /// Who speaks.
    pub sender: Sender,
    /// The push topic of the profile.
    pub topic: String,
    /// Serial number; absent in user enrollments.
    pub serial: Option<String>,
    /// Model identifier such as `iPhone15,4`.
    pub product: Option<String>,
    /// Version of the operating system.
    pub os_version: Option<String>,
    /// Build of the operating system.
    pub build_version: Option<String>,
    /// Name given by its owner.
    pub device_name: Option<String>,
    /// Model number.
    pub model: Option<String>,
    /// IMEI.
    pub imei: Option<String>,
    /// MEID.
    pub meid: Option<String>,
}

/// The push token; the first one on the device channel completes the enrollment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenUpdate {
    /// Who speaks.
    pub sender: Sender,
    /// The push topic of the profile.
    pub topic: String,
    /// Push token.
    pub token: Secret<Vec<u8>>,
    /// What a push notification must say to be heeded.
    pub push_magic: Secret<String>,
    /// Clears the passcode. Sent perhaps once; its absence later does not take it back.
    pub unlock_token: Option<Secret<Vec<u8>>>,
    /// The device waits in Setup Assistant for DeviceConfigured.
    pub awaiting_configuration: bool,
}

/// The enrollment profile was removed. Best effort, never repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckOut {
    /// Who speaks.
    pub sender: Sender,
    /// The push topic of the profile, where given.
    pub topic: Option<String>,
}

/// Messages that are known and not acted upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    /// A person logs in on a shared device; HTTP 410 declines.
    UserAuthenticate,
    /// Give the bootstrap token back.
    GetBootstrapToken,
    /// Give a token for a service.
    GetToken,
    /// Declarative management; comes only once the server asked for it.
    DeclarativeManagement,
}

/// A check-in message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckIn {
    /// See [`Authenticate`].
    Authenticate(Box<Authenticate>),
    /// See [`TokenUpdate`].
    TokenUpdate(Box<TokenUpdate>),
    /// See [`CheckOut`].
    CheckOut(CheckOut),
    /// Keep this bootstrap token of a Mac; none: forget it.
    SetBootstrapToken(Sender, Option<Secret<Vec<u8>>>),
    /// Known, not acted upon.
    Other(Other, Sender),
}

impl CheckIn {
    /// Reads a message.
    ///
    /// # Errors
    /// Not a bounded property list, an unknown MessageType, a key missing or of the wrong type.
    pub fn parse(body: &[u8]) -> Result<Self, MdmError> {
        let from = read(body)?;
        let sender = Sender::of(&from)?;
        let other = |which| Ok(Self::Other(which, sender.clone()));
        match required(&from, "MessageType")?.as_str() {
            "Authenticate" => Ok(Self::Authenticate(Box::new(authenticate(&from, sender)?))),
            "TokenUpdate" => Ok(Self::TokenUpdate(Box::new(token_update(&from, sender)?))),
            "CheckOut" => Ok(Self::CheckOut(CheckOut {
                topic: text(&from, "Topic")?,
                sender,
            })),
            "UserAuthenticate" => other(Other::UserAuthenticate),
            "SetBootstrapToken" => {
                let token = data(&from, "BootstrapToken")?;
                Ok(Self::SetBootstrapToken(sender, token))
            }
            "GetBootstrapToken" => other(Other::GetBootstrapToken),
            "GetToken" => other(Other::GetToken),
            "DeclarativeManagement" => other(Other::DeclarativeManagement),
            _ => Err(MdmError::Unknown("MessageType")),
        }
    }

    /// Who speaks.
    pub fn sender(&self) -> &Sender {
        match self {
            Self::Authenticate(message) => &message.sender,
            Self::TokenUpdate(message) => &message.sender,
            Self::CheckOut(message) => &message.sender,
            Self::SetBootstrapToken(sender, _) | Self::Other(_, sender) => sender,
        }
    }
}

/// The answer to GetBootstrapToken, a property list; one without the key where there is none.
///
/// # Errors
/// Never in practice: the XML cannot be written.
pub fn bootstrap_token(token: Option<&[u8]>) -> Result<Vec<u8>, MdmError> {
    let mut answer = Dictionary::new();
    if let Some(token) = token {
        answer.insert("BootstrapToken".to_owned(), Value::Data(token.to_vec()));
    }
    super::profile::write(answer)
}

fn authenticate(from: &Dictionary, sender: Sender) -> Result<Authenticate, MdmError> {
    Ok(Authenticate {
        sender,
        topic: required(from, "Topic")?,
        serial: note(from, "SerialNumber"),
        product: note(from, "ProductName"),
        os_version: note(from, "OSVersion"),
        build_version: note(from, "BuildVersion"),
        device_name: note(from, "DeviceName"),
        model: note(from, "Model"),
        imei: note(from, "IMEI"),
        meid: note(from, "MEID"),
    })
}

fn token_update(from: &Dictionary, sender: Sender) -> Result<TokenUpdate, MdmError> {
    Ok(TokenUpdate {
        sender,
        topic: required(from, "Topic")?,
        token: data(from, "Token")?.ok_or(MdmError::Missing("Token"))?,
        push_magic: Secret::new(required(from, "PushMagic")?),
        unlock_token: data(from, "UnlockToken")?,
        awaiting_configuration: flag(from, "AwaitingConfiguration")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plist(inner: &str) -> Vec<u8> {
        format!("<?xml version=\"1.0\"?><plist version=\"1.0\"><dict>{inner}</dict></plist>")
            .into_bytes()
    }

    const AUTHENTICATE: &str = "<key>BuildVersion</key><string>22C161</string>
        <key>UDID</key><string>00008110-0011</string><key>SerialNumber</key><string>F2LXK9P7Q9K7</string>
        <key>MessageType</key><string>Authenticate</string><key>OSVersion</key><string>18.2.1</string>
        <key>ProductName</key><string>iPhone12,1</string><key>Topic</key><string>com.apple.mgmt.External.X</string>";
    const TOKEN_UPDATE: &str = "<key>AwaitingConfiguration</key><false/>
        <key>EnrollmentID</key><string>FB833D84-50C0</string><key>MessageType</key><string>TokenUpdate</string>
        <key>PushMagic</key><string>7B8A04B0</string>
        <key>Token</key><data>ftAoCo4gNk3mxQgFVRXRJfO8qYsMpS46kHClaugCnt8=</data>
        <key>Topic</key><string>com.apple.mgmt.External.X</string>";

    #[test]
    fn authenticate_says_what_the_device_is() {
        let Ok(CheckIn::Authenticate(found)) = CheckIn::parse(&plist(AUTHENTICATE)) else {
            panic!("not an Authenticate");
        };
        assert_eq!(
            found.sender.device,
            DeviceId::Udid("00008110-0011".to_owned())
        );
        assert_eq!(found.serial.as_deref(), Some("F2LXK9P7Q9K7"));
        assert_eq!(found.product.as_deref(), Some("iPhone12,1"));
        assert_eq!(found.topic, "com.apple.mgmt.External.X");
        assert_eq!((found.imei, found.sender.user), (None, None));
    }

    #[test]
    fn an_owner_may_name_the_device_as_they_like() {
        let named = format!(
            "{AUTHENTICATE}<key>DeviceName</key><string>Ada's&#10;📱</string><key>IMEI</key><string/>"
        );
        let Ok(CheckIn::Authenticate(found)) = CheckIn::parse(&plist(&named)) else {
            panic!("not an Authenticate");
        };
        assert_eq!(found.device_name.as_deref(), Some("Ada's📱"));
        assert_eq!(found.imei, None);
    }

    #[test]
    fn token_update_of_a_user_enrollment_names_no_device() {
        let Ok(CheckIn::TokenUpdate(found)) = CheckIn::parse(&plist(TOKEN_UPDATE)) else {
            panic!("not a TokenUpdate");
        };
        assert_eq!(
            found.sender.device,
            DeviceId::Enrollment("FB833D84-50C0".to_owned())
        );
        assert_eq!(found.token.expose().len(), 32);
        assert_eq!(found.push_magic.expose(), "7B8A04B0");
        assert_eq!(
            (found.unlock_token, found.awaiting_configuration),
            (None, false)
        );
    }

    #[test]
    fn a_missing_key_is_named() {
        let without = |message: &str, key: &str| {
            let start = message.find(&format!("<key>{key}</key>")).unwrap();
            let rest = &message[start + 1..];
            let end = rest
                .find("<key>")
                .map_or(message.len(), |at| start + 1 + at);
            CheckIn::parse(&plist(&(message[..start].to_owned() + &message[end..]))).unwrap_err()
        };
        for key in ["MessageType", "Topic", "UDID"] {
            assert!(matches!(without(AUTHENTICATE, key), MdmError::Missing(found) if found == key));
        }
        for key in ["Topic", "Token", "PushMagic"] {
            assert!(matches!(without(TOKEN_UPDATE, key), MdmError::Missing(found) if found == key));
        }
    }

    #[test]
    fn other_types_are_known_and_unknown_ones_refused() {
        let of = |kind: &str| {
            CheckIn::parse(&plist(&format!(
                "<key>UDID</key><string>A</string><key>MessageType</key><string>{kind}</string>"
            )))
        };
        assert!(matches!(of("CheckOut"), Ok(CheckIn::CheckOut(_))));
        assert!(matches!(
            of("GetBootstrapToken"),
            Ok(CheckIn::Other(Other::GetBootstrapToken, _))
        ));
        assert_eq!(of("Anything"), Err(MdmError::Unknown("MessageType")));
    }

    #[test]
    fn identifiers_and_texts_are_printable_and_bounded() {
        let udid = |text: &str| {
            let body = format!(
                "<key>UDID</key><string>{text}</string><key>MessageType</key><string>CheckOut</string>"
            );
            CheckIn::parse(&plist(&body)).map(|_| ())
        };
        assert_eq!(udid("00008110-001A"), Ok(()));
        assert_eq!(udid(""), Err(MdmError::Missing("UDID")));
        for bad in ["a b", "ä", "a&#10;b", &"x".repeat(129)] {
            assert_eq!(udid(bad), Err(MdmError::Wrong("UDID")), "{bad:?}");
        }
    }
}
