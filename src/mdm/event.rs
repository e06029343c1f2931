//! Webhook events of NanoMDM and MicroMDM: what a device said to them, passed on as JSON (`service/webhook/event.json` in
//! the source of NanoMDM, which MicroMDM's bodies agree with).

use std::collections::BTreeMap;

use data_encoding::BASE64;
use serde::Deserialize;

use super::checkin::CheckIn;
use super::error::MdmError;

/// Parameter of the profile's addresses that names the enrollment. Both servers pass it on as one of `url_params`.
pub const PARAMETER: &str = "enrollment";

/// What a webhook tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The enrollment that the device's profile named; none for devices with a profile of somebody else.
    pub enrollment: Option<String>,
    /// What the device said.
    pub said: Said,
}

/// What a device said to the other server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Authenticate, TokenUpdate or CheckOut.
    CheckIn(Box<CheckIn>),
    /// The device of this identifier asked for commands, or reported on one.
    Connect(String),
    /// Something that means nothing here.
    Other,
}

#[derive(Deserialize)]
struct Body {
    topic: String,
    checkin_event: Option<Part>,
    acknowledge_event: Option<Part>,
}

#[derive(Deserialize)]
struct Part {
    udid: Option<String>,
    enrollment_id: Option<String>,
    url_params: Option<BTreeMap<String, String>>,
    raw_payload: Option<String>,
}

impl Event {
    /// Reads the body of a webhook.
    ///
    /// # Errors
    /// Not such a body, or the device's message in it cannot be read or is another one than the topic says.
    pub fn parse(body: &[u8]) -> Result<Self, MdmError> {
        let body: Body = serde_json::from_slice(body).map_err(|_| MdmError::Wrong("the event"))?;
        let part = match body.topic.as_str() {
            "mdm.Authenticate" | "mdm.TokenUpdate" | "mdm.CheckOut" => &body.checkin_event,
            "mdm.Connect" => &body.acknowledge_event,
            _ => return Ok(Self::nothing()),
        };
        let part = part.as_ref().ok_or(MdmError::Missing("the event"))?;
        let said = match body.topic.as_str() {
            "mdm.Connect" => connected(part),
            topic => Said::CheckIn(Box::new(message(part, topic)?)),
        };
        let parameters = part.url_params.as_ref();
        Ok(Self {
            enrollment: parameters.and_then(|all| all.get(PARAMETER).cloned()),
            said,
        })
    }

    fn nothing() -> Self {
        Self {
            enrollment: None,
            said: Said::Other,
        }
    }
}

/// The report itself may be large, and is the other server's business.
fn connected(part: &Part) -> Said {
    let device = part.udid.as_ref().or(part.enrollment_id.as_ref());
    device.map_or(Said::Other, |device| Said::Connect(device.clone()))
}

fn message(part: &Part, topic: &str) -> Result<CheckIn, MdmError> {
    const KEY: &str = "raw_payload";
    let raw = part.raw_payload.as_ref().ok_or(MdmError::Missing(KEY))?;
    let raw = BASE64.decode(raw.as_bytes());
    let message = CheckIn::parse(&raw.map_err(|_| MdmError::Wrong(KEY))?)?;
    let named = match &message {
        CheckIn::Authenticate(_) => "mdm.Authenticate",
        CheckIn::TokenUpdate(_) => "mdm.TokenUpdate",
        CheckIn::CheckOut(_) => "mdm.CheckOut",
        CheckIn::SetBootstrapToken(..) | CheckIn::Other(..) => return Err(MdmError::Wrong(KEY)),
    };
    if named == topic {
        Ok(message)
    } else {
        Err(MdmError::Wrong("topic"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(topic: &str, kind: &str, parameters: &str) -> String {
        let plist = format!(
            "<plist version=\"1.0\"><dict><key>MessageType</key><string>{kind}</string>\
             <key>UDID</key><string>66ADE930</string><key>Topic</key><string>com.apple.mgmt.X</string></dict></plist>"
        );
        let raw = BASE64.encode(plist.as_bytes());
        format!(
            "{{\"topic\":\"{topic}\",\"event_id\":\"\",\"created_at\":\"2024-05-16T15:02:10.352138-07:00\",\
             \"checkin_event\":{{\"udid\":\"66ADE930\",\"url_params\":{parameters},\"raw_payload\":\"{raw}\"}}}}"
        )
    }

    #[test]
    fn the_profile_names_the_enrollment() {
        let body = event(
            "mdm.Authenticate",
            "Authenticate",
            "{\"enrollment\":\"e1\"}",
        );
        let found = Event::parse(body.as_bytes()).unwrap();
        assert_eq!(found.enrollment.as_deref(), Some("e1"));
        assert!(
            matches!(found.said, Said::CheckIn(message) if matches!(*message, CheckIn::Authenticate(_)))
        );
        for nothing in ["null", "{}", "{\"other\":\"e1\"}"] {
            let body = event("mdm.CheckOut", "CheckOut", nothing);
            assert_eq!(Event::parse(body.as_bytes()).unwrap().enrollment, None);
        }
    }

    #[test]
    fn reports_are_not_read() {
        let body = r#"{"topic":"mdm.Connect","created_at":"2024-05-16T15:02:10Z","acknowledge_event":{"udid":"66ADE930",
            "status":"Acknowledged","command_uuid":"c","raw_payload":"not read","url_params":{"enrollment":"e1"}}}"#;
        let found = Event::parse(body.as_bytes()).unwrap();
        assert_eq!(found.said, Said::Connect("66ADE930".to_owned()));
        assert_eq!(found.enrollment.as_deref(), Some("e1"));
    }

    #[test]
    fn what_is_unknown_means_nothing_and_what_contradicts_itself_is_refused() {
        let other = event("mdm.GetToken", "GetToken", "null");
        assert_eq!(Event::parse(other.as_bytes()).unwrap(), Event::nothing());
        let (named, empty) = (
            event("mdm.TokenUpdate", "Authenticate", "null"),
            "{\"topic\":\"mdm.Authenticate\"}".to_owned(),
        );
        for body in [named, empty, "[]".to_owned(), String::new()] {
            assert!(Event::parse(body.as_bytes()).is_err(), "{body}");
        }
    }
}
