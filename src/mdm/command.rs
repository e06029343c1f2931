//! The command channel: how a device reports, and that it asks for the next command.

use super::checkin::Sender;
use super::document::{read, required, text};
use super::error::MdmError;

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

/// A report of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Who speaks.
    pub sender: Sender,
    /// How it went.
    pub status: Status,
    /// Which command; none when idle.
    pub command: Option<String>,
}

impl Report {
    /// Reads a report.
    ///
    /// # Errors
    /// Not a bounded property list, an unknown Status, a key missing or of the wrong type.
    pub fn parse(body: &[u8]) -> Result<Self, MdmError> {
        let from = read(body)?;
        let status = match required(&from, "Status")?.as_str() {
            "Idle" => Status::Idle,
            "Acknowledged" => Status::Acknowledged,
            "Error" => Status::Error,
            "CommandFormatError" => Status::CommandFormatError,
            "NotNow" => Status::NotNow,
            _ => return Err(MdmError::Unknown("Status")),
        };
        Ok(Self {
            sender: Sender::of(&from)?,
            status,
            command: text(&from, "CommandUUID")?,
        })
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
}
