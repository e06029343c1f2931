//! The command channel: how a device reports, and what it is told to do.

use plist::{Dictionary, Value};

use super::checkin::Sender;
use super::document::{note, read, required, text};
use super::error::MdmError;
use crate::model::device::{Hardware, Inventory};

/// Content type of reports; a prefix. Simulators leave it out.
pub const CONTENT_TYPE: &str = "application/x-apple-aspen-mdm";

/// How the last command went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// No command; give me one.
    Idle,
    /// Done.
    Acknowledged,
    /// Failed.
    Error,
    /// The command was not understood.
    CommandFormatError,
    /// Not now; the device asks again by itself.
    NotNow,
}

impl Status {
    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Acknowledged => "acknowledged",
            Self::Error => "error",
            Self::CommandFormatError => "format_error",
            Self::NotNow => "not_now",
        }
    }
}

/// A report of a device.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Who speaks.
    pub sender: Sender,
    /// How it went.
    pub status: Status,
    /// Which command; none when idle.
    pub command: Option<String>,
    information: Option<Dictionary>,
    security: Option<Dictionary>,
}

impl Report {
    /// Reads a report.
    ///
    /// # Errors
    /// Not a bounded property list, an unknown Status, a key missing or of the wrong type.
    pub fn parse(body: &[u8]) -> Result<Self, MdmError> {
        let mut from = read(body)?;
        let status = match required(&from, "Status")?.as_str() {
            "Idle" => Status::Idle,
            "Acknowledged" => Status::Acknowledged,
            "Error" => Status::Error,
            "CommandFormatError" => Status::CommandFormatError,
            "NotNow" => Status::NotNow,
            _ => return Err(MdmError::Unknown("Status")),
        };
        let mut answers = |key| from.remove(key).and_then(Value::into_dictionary);
        let (information, security) = (answers("QueryResponses"), answers("SecurityInfo"));
        Ok(Self {
            sender: Sender::of(&from)?,
            status,
            command: text(&from, "CommandUUID")?,
            information,
            security,
        })
    }

    /// Writes what the device answered over what is known of it; `false` when it answered nothing.
    pub fn describe(&self, hardware: &mut Hardware, inventory: &mut Inventory) -> bool {
        if let Some(told) = &self.information {
            let take = |known: &mut Option<String>, key| {
                if let Some(found) = note(told, key) {
                    *known = Some(found);
                }
            };
            take(&mut hardware.name, "DeviceName");
            take(&mut hardware.os_version, "OSVersion");
            take(&mut hardware.build, "BuildVersion");
            take(&mut hardware.product, "ProductName");
            take(&mut hardware.model, "ModelName");
            take(&mut hardware.serial, "SerialNumber");
            take(&mut inventory.wifi_mac, "WiFiMAC");
            take(&mut inventory.imei, "IMEI");
            inventory.supervised = truth(told, "IsSupervised").or(inventory.supervised);
            inventory.capacity_gb = gigabytes(told, "DeviceCapacity").or(inventory.capacity_gb);
        }
        if let Some(told) = &self.security {
            let caps = told
                .get("HardwareEncryptionCaps")
                .and_then(Value::as_signed_integer);
            inventory.encrypted = caps.map(|caps| caps & 3 != 0).or(inventory.encrypted);
            inventory.passcode = truth(told, "PasscodePresent").or(inventory.passcode);
            inventory.passcode_compliant =
                truth(told, "PasscodeCompliant").or(inventory.passcode_compliant);
        }
        self.information.is_some() || self.security.is_some()
    }
}

fn truth(from: &Dictionary, key: &str) -> Option<bool> {
    from.get(key)?.as_boolean()
}

/// A number of gigabytes, without its fraction.
fn gigabytes(from: &Dictionary, key: &str) -> Option<u32> {
    let value = from.get(key)?;
    let number = match value.as_signed_integer() {
        Some(whole) => whole,
        None => value.as_real()?.round() as i64,
    };
    u32::try_from(number).ok()
}

/// What a device is told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command<'a> {
    /// Tell about itself.
    DeviceInformation,
    /// Tell about passcode and encryption.
    SecurityInfo,
    /// Leave Setup Assistant.
    DeviceConfigured,
    /// Install this profile.
    InstallProfile(&'a [u8]),
    /// Remove the profile of this identifier.
    RemoveProfile(&'a str),
}

/// What DeviceInformation asks for.
const QUERIES: [&str; 11] = [
    "UDID",
    "DeviceName",
    "OSVersion",
    "BuildVersion",
    "ModelName",
    "ProductName",
    "SerialNumber",
    "DeviceCapacity",
    "IsSupervised",
    "WiFiMAC",
    "IMEI",
];

impl Command<'_> {
    /// The property list that hands it out under the name `uuid`.
    ///
    /// # Errors
    /// Never in practice: the XML cannot be written.
    pub fn encode(self, uuid: &str) -> Result<Vec<u8>, MdmError> {
        let mut inner = Dictionary::new();
        let mut put = |key: &str, value: Value| inner.insert(key.to_owned(), value);
        match self {
            Self::DeviceInformation => {
                put("RequestType", "DeviceInformation".into());
                put(
                    "Queries",
                    Value::Array(QUERIES.map(Value::from).into_iter().collect()),
                );
            }
            Self::SecurityInfo => {
                put("RequestType", "SecurityInfo".into());
            }
            Self::DeviceConfigured => {
                put("RequestType", "DeviceConfigured".into());
            }
            Self::InstallProfile(profile) => {
                put("RequestType", "InstallProfile".into());
                put("Payload", Value::Data(profile.to_vec()));
            }
            Self::RemoveProfile(identifier) => {
                put("RequestType", "RemoveProfile".into());
                put("Identifier", identifier.into());
            }
        }
        let mut outer = Dictionary::new();
        outer.insert("CommandUUID".to_owned(), uuid.into());
        outer.insert("Command".to_owned(), Value::Dictionary(inner));
        let mut out = Vec::new();
        Value::Dictionary(outer)
            .to_writer_xml(&mut out)
            .map_err(|_| MdmError::NotPlist("cannot be written"))?;
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_who_how_and_which() {
        let of = |status: &str| {
            let body = format!(
                "<plist version=\"1.0\"><dict><key>UDID</key><string>A</string><key>Status</key>\
                 <string>{status}</string><key>CommandUUID</key><string>C1</string></dict></plist>"
            );
            Report::parse(body.as_bytes())
        };
        assert_eq!(of("Idle").unwrap().status, Status::Idle);
        let report = of("NotNow").unwrap();
        assert_eq!(
            (report.status, report.command.as_deref()),
            (Status::NotNow, Some("C1"))
        );
        assert_eq!(report.sender.device.as_str(), "A");
        assert_eq!(of("Busy"), Err(MdmError::Unknown("Status")));
    }

    #[test]
    fn what_a_device_answers_is_written_over_what_it_said_before() {
        let body = "<plist version=\"1.0\"><dict><key>UDID</key><string>A</string><key>Status</key>\
             <string>Acknowledged</string><key>CommandUUID</key><string>C1</string>\
             <key>QueryResponses</key><dict><key>OSVersion</key><string>18.3</string>\
             <key>DeviceCapacity</key><real>127.9</real><key>IsSupervised</key><false/>\
             <key>IMEI</key><integer>3</integer></dict>\
             <key>SecurityInfo</key><dict><key>HardwareEncryptionCaps</key><integer>3</integer>\
             <key>PasscodePresent</key><true/></dict></dict></plist>";
        let report = Report::parse(body.as_bytes()).unwrap();
        let mut hardware = Hardware {
            os_version: Some("18.2".to_owned()),
            name: Some("Ada".to_owned()),
            ..Hardware::default()
        };
        let mut inventory = Inventory::default();
        assert!(report.describe(&mut hardware, &mut inventory));
        assert_eq!(hardware.os_version.as_deref(), Some("18.3"));
        assert_eq!(hardware.name.as_deref(), Some("Ada"));
        let told = Inventory {
            supervised: Some(false),
            capacity_gb: Some(128),
            passcode: Some(true),
            encrypted: Some(true),
            ..Inventory::default()
        };
        assert_eq!(inventory, told);
    }

    #[test]
    fn commands_are_property_lists_with_a_name() {
        let profile = b"profile".as_slice();
        for (command, kind) in [
            (Command::DeviceInformation, "DeviceInformation"),
            (Command::SecurityInfo, "SecurityInfo"),
            (Command::InstallProfile(profile), "InstallProfile"),
            (Command::RemoveProfile("com.example"), "RemoveProfile"),
        ] {
            let from = read(&command.encode("U1").unwrap()).unwrap();
            assert_eq!(text(&from, "CommandUUID").unwrap().as_deref(), Some("U1"));
            let inner = from.get("Command").unwrap().as_dictionary().unwrap();
            assert_eq!(required(inner, "RequestType").unwrap(), kind);
            let payload = inner.get("Payload").and_then(Value::as_data);
            assert_eq!(payload.is_some(), kind == "InstallProfile");
        }
    }
}
