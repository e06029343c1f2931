//! Configuration profiles: the one that enrolls a device, and the one that makes it trust the TLS root first.

use plist::{Dictionary, Value};

use super::error::MdmError;
use super::names::Names;
use super::rights::AccessRights;
use crate::base::secret::Secret;
use crate::model::enrollment::EnrollmentMode;

/// Content type of a profile, signed or not.
pub const CONTENT_TYPE: &str = "application/x-apple-aspen-config";

/// What people read of the payload that brings the identity.
const IDENTITY: &str = "Device identity";
/// The extended key usage of TLS clients.
const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";

/// What this server can do for devices that are named.
const CAPABILITIES: [&str; 2] = [
    "com.apple.mdm.per-user-connections",
    "com.apple.mdm.bootstraptoken",
];

/// What people read on the device before they install.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    /// The organization's name.
    pub organization: &'a str,
    /// The profile's name.
    pub display_name: &'a str,
    /// What the profile is for.
    pub description: &'a str,
    /// What must be agreed to, if anything.
    pub consent: Option<&'a str>,
}

/// How the device gets its identity.
#[derive(Clone, Copy, Debug)]
pub enum Identity<'a> {
    /// For a secret that the profile brings.
    Scep(Scep<'a>),
    /// For what Apple says of the device.
    Acme(Acme<'a>),
}

impl Identity<'_> {
    /// Of its payload.
    fn label(&self) -> &'static str {
        match self {
            Self::Scep(_) => "scep",
            Self::Acme(_) => "acme",
        }
    }
}

/// An identity by SCEP.
#[derive(Clone, Copy, Debug)]
pub struct Scep<'a> {
    /// Where.
    pub url: &'a str,
    /// The challenge, if the authority wants one.
    pub challenge: Option<&'a Secret<String>>,
    /// The common name to ask for: our own name of the enrollment. (Variables are not replaced on renewal.)
    pub common_name: &'a str,
    /// SHA-1 of the authority's certificate, where we know what it answers with.
    pub fingerprint: Option<&'a [u8]>,
}

/// An identity by ACME (RFC 8555) with device attestation.
#[derive(Clone, Copy, Debug)]
pub struct Acme<'a> {
    /// The authority's directory.
    pub directory: &'a str,
    /// The device's serial number. Authorities compare it with what the device attests, and certify it as common name.
    pub serial: &'a str,
}

/// How the device is managed.
#[derive(Clone, Copy, Debug)]
pub struct Management<'a> {
    /// The push topic, `com.apple.mgmt.…`. Cannot change later.
    pub topic: &'a str,
    /// Where commands are fetched. Cannot change later.
    pub server_url: &'a str,
    /// Where check-in messages go. Cannot change later.
    pub check_in_url: &'a str,
    /// What the server may do. Can only shrink later.
    pub rights: AccessRights,
    /// Who signed in on the device; none: a profile that a person installed.
    pub account: Option<Account<'a>>,
}

/// An account-driven enrollment. Devices refuse a profile without these, and one with rights where they are not named.
#[derive(Clone, Copy, Debug)]
pub struct Account<'a> {
    /// How the device is managed. Cannot change later.
    pub mode: EnrollmentMode,
    /// The Managed Apple Account. Cannot change later.
    pub managed: &'a str,
}

/// The profile that enrolls a device, as unsigned XML. `tls_root` (DER) is included when the MDM host's certificate
/// is not a public one.
///
/// # Errors
/// Never in practice: the XML cannot be written.
pub fn enrollment(
    names: &Names,
    texts: &Texts<'_>,
    identity: &Identity<'_>,
    management: &Management<'_>,
    tls_root: Option<&[u8]>,
) -> Result<Vec<u8>, MdmError> {
    let mut content = Vec::new();
    if let Some(der) = tls_root {
        content.push(root(names, "ca", texts, der));
    }
    let label = identity.label();
    content.push(match identity {
        Identity::Scep(scep) => scep_payload(names, texts, label, scep),
        Identity::Acme(acme) => acme_payload(names, label, acme),
    });
    content.push(mdm_payload(names, texts, label, management));
    write(configuration(names, "", texts, content))
}

/// The profile that holds the TLS root alone, as unsigned XML. It has its own identifier and stays when the device
/// is enrolled.
///
/// # Errors
/// Never in practice: the XML cannot be written.
pub fn trust(names: &Names, texts: &Texts<'_>, tls_root: &[u8]) -> Result<Vec<u8>, MdmError> {
    write(configuration(
        names,
        "trust",
        texts,
        vec![root(names, "trust.root", texts, tls_root)],
    ))
}

/// The keys that every profile and payload has.
pub(super) fn common(names: &Names, kind: &str, label: &str, name: &str) -> Dictionary {
    dictionary([
        ("PayloadType", kind.into()),
        ("PayloadVersion", 1.into()),
        ("PayloadIdentifier", names.identifier(label).into()),
        ("PayloadUUID", names.uuid(label).into()),
        ("PayloadDisplayName", name.into()),
    ])
}

pub(super) fn configuration(
    names: &Names,
    label: &str,
    texts: &Texts<'_>,
    content: Vec<Value>,
) -> Dictionary {
    let mut profile = common(names, "Configuration", label, texts.display_name);
    profile.extend(dictionary([
        ("PayloadDescription", texts.description.into()),
        ("PayloadOrganization", texts.organization.into()),
        // iPhone and iPad: no question whether it is for a watch.
        ("TargetDeviceType", 1.into()),
        ("PayloadContent", content.into()),
    ]));
    if let Some(text) = texts.consent {
        profile.insert(
            "ConsentText".to_owned(),
            dictionary([("default", text.into())]).into(),
        );
    }
    profile
}

fn root(names: &Names, label: &str, texts: &Texts<'_>, der: &[u8]) -> Value {
    let name = format!("{} Root CA", texts.organization);
    let mut payload = common(names, "com.apple.security.root", label, &name);
    payload.insert("PayloadContent".to_owned(), Value::Data(der.to_vec()));
    payload.into()
}

pub(super) fn scep_payload(
    names: &Names,
    texts: &Texts<'_>,
    label: &str,
    scep: &Scep<'_>,
) -> Value {
    let mut payload = common(names, "com.apple.security.scep", label, IDENTITY);
    let mut content = dictionary([
        ("URL", scep.url.into()),
        ("Name", names.identifier("").into()),
        ("Key Type", "RSA".into()),
        ("Keysize", 2048.into()),
        // Signing and encryption.
        ("Key Usage", 5.into()),
        (
            "Subject",
            vec![part("O", texts.organization), part("CN", scep.common_name)].into(),
        ),
    ]);
    if let Some(challenge) = scep.challenge {
        content.insert("Challenge".to_owned(), challenge.expose().as_str().into());
    }
    if let Some(fingerprint) = scep.fingerprint {
        let bytes = Value::Data(fingerprint.to_vec());
        content.insert("CAFingerprint".to_owned(), bytes);
    }
    payload.insert("PayloadContent".to_owned(), content.into());
    payload.into()
}

/// A key that cannot leave the device, which alone can be attested.
fn acme_payload(names: &Names, label: &str, acme: &Acme<'_>) -> Value {
    let mut payload = common(names, "com.apple.security.acme", label, IDENTITY);
    payload.extend(dictionary([
        ("DirectoryURL", acme.directory.into()),
        ("ClientIdentifier", acme.serial.into()),
        ("KeyType", "ECSECPrimeRandom".into()),
        ("KeySize", 384.into()),
        ("HardwareBound", true.into()),
        ("Attest", true.into()),
        ("Subject", vec![part("CN", acme.serial)].into()),
        // Signing.
        ("UsageFlags", 1.into()),
        ("ExtendedKeyUsage", vec![Value::from(CLIENT_AUTH)].into()),
    ]));
    payload.into()
}

/// One relative name of a subject.
fn part(key: &str, value: &str) -> Value {
    Value::Array(vec![vec![Value::from(key), value.into()].into()])
}

fn mdm_payload(
    names: &Names,
    texts: &Texts<'_>,
    identity: &str,
    management: &Management<'_>,
) -> Value {
    let name = format!("{} device management", texts.organization);
    let mut payload = common(names, "com.apple.mdm", "mdm", &name);
    payload.extend(dictionary([
        ("IdentityCertificateUUID", names.uuid(identity).into()),
        ("Topic", management.topic.into()),
        ("ServerURL", management.server_url.into()),
        ("CheckInURL", management.check_in_url.into()),
        ("SignMessage", true.into()),
        ("CheckOutWhenRemoved", true.into()),
    ]));
    if let Some(account) = management.account {
        payload.extend(dictionary([
            ("EnrollmentMode", account.mode.word().into()),
            ("AssignedManagedAppleID", account.managed.into()),
        ]));
    }
    if management
        .account
        .is_none_or(|account| account.mode != EnrollmentMode::Byod)
    {
        payload.extend(dictionary([
            ("AccessRights", u64::from(management.rights.bits()).into()),
            (
                "ServerCapabilities",
                Value::Array(CAPABILITIES.map(Value::from).to_vec()),
            ),
        ]));
    }
    payload.into()
}

pub(super) fn dictionary<const N: usize>(pairs: [(&str, Value); N]) -> Dictionary {
    pairs
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

pub(super) fn write(profile: Dictionary) -> Result<Vec<u8>, MdmError> {
    let mut out = Vec::new();
    let written = Value::Dictionary(profile).to_writer_xml(&mut out);
    written.map_err(|_| MdmError::NotPlist("cannot be written"))?;
    out.push(b'\n');
    Ok(out)
}

#[cfg(test)]
mod tests;
