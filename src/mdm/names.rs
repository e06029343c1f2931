//! Identifiers and UUIDs of profiles and payloads: the same for ever in one installation. A second profile under the
//! same identifier replaces the first; under another one it is refused as a second management.

use crate::base::digest::hmac_sha256;

/// The names of an installation's profiles and payloads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    prefix: String,
    instance: String,
}

impl Names {
    /// From the portal's host name and the installation's identifier.
    pub fn new(host: &str, instance: &str) -> Self {
        let address = host.contains(':')
            || host
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.');
        let prefix = if address || !host.contains('.') {
            let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
            format!(
                "local.{}",
                host.chars()
                    .map(plain)
                    .collect::<String>()
                    .trim_matches('-')
            )
        } else {
            host.to_ascii_lowercase()
                .trim_end_matches('.')
                .rsplit('.')
                .collect::<Vec<_>>()
                .join(".")
        };
        Self {
            prefix,
            instance: instance.to_owned(),
        }
    }

    /// The identifier of a profile or payload: the host reversed, then the label, if any.
    pub fn identifier(&self, label: &str) -> String {
        if label.is_empty() {
            self.prefix.clone()
        } else {
            format!("{}.{label}", self.prefix)
        }
    }

    /// The UUID of a profile or payload, in capital letters as Apple writes them.
    pub fn uuid(&self, label: &str) -> String {
        let digest = hmac_sha256(self.instance.as_bytes(), &[b"profile", label.as_bytes()]);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        uuid::Builder::from_custom_bytes(bytes)
            .into_uuid()
            .hyphenated()
            .to_string()
            .to_uppercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_without_a_domain_still_makes_an_identifier() {
        assert_eq!(
            Names::new("127.0.0.1", "i").identifier("mdm"),
            "local.127-0-0-1.mdm"
        );
        assert_eq!(Names::new("[::1]", "i").identifier(""), "local.1");
        assert_eq!(
            Names::new("localhost", "i").identifier(""),
            "local.localhost"
        );
        assert_eq!(
            Names::new("Enroll.Example.com", "i").identifier(""),
            "com.example.enroll"
        );
    }
}
