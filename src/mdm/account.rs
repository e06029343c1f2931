//! Account-driven enrollment: how a device learns where to enroll, that somebody has to log in, and that they did.
//! (Apple: “Implementing the simple authentication user-enrollment flow”.)

use serde_json::json;

use super::document;
use super::error::MdmError;
use crate::base::secret::Secret;
use crate::cms::ber::Limits;
use crate::cms::public_key::Strength;
use crate::cms::verify::verify_as;
use crate::model::enrollment::EnrollmentMode;

/// The scheme that takes a person back to Settings.
pub const SCHEME: &str = "apple-remotemanagement-user-login";

/// Media type of the two documents of discovery.
pub const JSON: &str = "application/json";

/// The segment of the path that devices of this mode enroll at.
pub fn segment(mode: EnrollmentMode) -> &'static str {
    match mode {
        EnrollmentMode::Byod => "byod",
        EnrollmentMode::Adde => "adde",
    }
}

/// Where devices enroll: exactly one server, or the device refuses.
pub fn servers(mode: EnrollmentMode, base: &str) -> String {
    let version = format!("mdm-{}", segment(mode));
    json!({ "Servers": [{ "Version": version, "BaseURL": base }] }).to_string()
}

/// Why this device finds no server here, with HTTP 403.
pub fn no_server(why: &str) -> String {
    json!({ "code": "com.apple.well-known.failed", "message": why }).to_string()
}

/// Whether devices of this family are managed here; those that do not tell are.
pub fn is_managed(family: &str) -> bool {
    matches!(family, "" | "iPhone" | "iPad")
}

/// The header `WWW-Authenticate` that opens this address in a web view, with HTTP 401 and no body.
pub fn log_in_at(url: &str) -> String {
    format!("Bearer method=\"apple-as-web\", url=\"{url}\"")
}

/// Where the web view goes, by HTTP 308, when the person has logged in.
pub fn logged_in(token: &Secret<String>) -> Secret<String> {
    Secret::new(format!(
        "{SCHEME}://authentication-results?access-token={}",
        token.expose()
    ))
}

/// Looks whether a device asks: a property list, signed or not. What it says of itself is not believed.
///
/// # Errors
/// Neither.
pub fn check_request(body: &[u8]) -> Result<(), MdmError> {
    let signed = verify_as(Strength::Factory, body, Limits::SCEP);
    let told = match &signed {
        Ok(verified) => verified.content.as_deref().unwrap_or_default(),
        Err(_) => body,
    };
    document::read(told).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_finds_one_server() {
        let found = servers(EnrollmentMode::Byod, "https://enroll.example/ade/byod");
        assert_eq!(
            found,
            r#"{"Servers":[{"BaseURL":"https://enroll.example/ade/byod","Version":"mdm-byod"}]}"#
        );
        assert!(servers(EnrollmentMode::Adde, "x").contains("mdm-adde"));
        assert!(is_managed("iPad") && is_managed("") && !is_managed("Mac"));
    }

    #[test]
    fn a_request_is_a_property_list_signed_or_not() {
        assert!(check_request(b"<plist version=\"1.0\"><dict/></plist>").is_ok());
        assert!(check_request(b"LANGUAGE=en").is_err());
    }
}
