//! Configuration profiles as a device reads them.

use plist::{Dictionary, Value};
use url::Url;

use super::{Error, Fault};
use crate::base::time::Timestamp;
use crate::cms::ber::Limits;
use crate::cms::certificate::{Certificate, Purpose};
use crate::cms::certs_only;
use crate::cms::error::CmsError;
use crate::cms::verify::verify;

/// A profile: 2 MiB, 32 levels.
const LIMITS: Limits = Limits {
    bytes: 2 << 20,
    depth: 32,
};

/// What a device needs from an enrollment profile.
#[derive(Clone, Debug)]
pub struct Enrollment {
    /// Roots that come with it, DER.
    pub roots: Vec<Vec<u8>>,
    /// Where to get an identity.
    pub scep_url: Url,
    /// One-time challenge.
    pub challenge: String,
    /// Common name to ask for.
    pub common_name: String,
    /// Fingerprint of the issuing authority, as given.
    pub ca_fingerprint: Option<Vec<u8>>,
    /// Where to check in.
    pub check_in_url: Url,
    /// Where to ask for commands.
    pub server_url: Url,
    /// APNs topic.
    pub topic: String,
    /// Whether requests must be signed.
    pub sign_message: bool,
}

/// How a device gets an identity.
#[derive(Clone, Debug)]
pub struct Scep {
    /// Where.
    pub url: Url,
    /// The challenge; empty: none is given.
    pub challenge: String,
    /// Common name to ask for.
    pub common_name: String,
    /// Fingerprint of the issuing authority, as given.
    pub ca_fingerprint: Option<Vec<u8>>,
}

impl Enrollment {
    /// How to get the identity it checks in with.
    pub fn scep(&self) -> Scep {
        Scep {
            url: self.scep_url.clone(),
            challenge: self.challenge.clone(),
            common_name: self.common_name.clone(),
            ca_fingerprint: self.ca_fingerprint.clone(),
        }
    }
}

/// The profile inside its signature, when the signer leads to one of `roots`.
///
/// # Errors
/// Not signed, wrongly signed, or signed by somebody who is not trusted.
pub fn verified(
    bytes: &[u8],
    roots: &[Vec<u8>],
    now: Timestamp,
    fault: Option<Fault>,
) -> Result<Dictionary, Error> {
    if fault == Some(Fault::UnsignedProfile) {
        let inner = verify(bytes, LIMITS)?.content.unwrap_or_default();
        return verified(&inner, roots, now, None);
    }
    let signed = verify(bytes, LIMITS).map_err(|e| Error::Signature(e.to_string()))?;
    let enclosed = certs_only::read(bytes, LIMITS)?;
    let roots: Vec<Certificate> = roots
        .iter()
        .map(|der| Certificate::parse(der))
        .collect::<Result<_, _>>()?;
    if !leads_to_root(&signed.signer, &enclosed, &roots, now) {
        return Err(Error::Signature("its signer is not trusted".to_owned()));
    }
    dictionary(&signed.content.unwrap_or_default())
}

/// The profile inside its signature, whoever made that.
///
/// # Errors
/// Not signed, or wrongly signed.
pub fn unverified(bytes: &[u8], fault: Option<Fault>) -> Result<Dictionary, Error> {
    let refused = |e: CmsError| Error::Signature(e.to_string());
    let mut plain = verify(bytes, LIMITS).map_err(refused)?.content;
    if fault == Some(Fault::UnsignedProfile) {
        let inner = plain.unwrap_or_default();
        plain = verify(&inner, LIMITS).map_err(refused)?.content;
    }
    dictionary(&plain.unwrap_or_default())
}

/// Walks from the signer through the enclosed certificates to a root, at most as many steps as there are.
fn leads_to_root(
    signer: &Certificate,
    enclosed: &[Certificate],
    roots: &[Certificate],
    now: Timestamp,
) -> bool {
    let mut current = signer;
    for _ in 0..=enclosed.len() {
        if roots
            .iter()
            .any(|root| current.check_issued_by(root, now, Purpose::Any).is_ok())
        {
            return true;
        }
        let next = enclosed
            .iter()
            .find(|one| *one != current && current.check_issued_by(one, now, Purpose::Any).is_ok());
        match next {
            Some(issuer) => current = issuer,
            None => return false,
        }
    }
    false
}

/// The root certificates (DER) of a profile that brings nothing else, signed or not.
///
/// # Errors
/// Not a profile, or no root in it.
pub fn roots_of_trust_profile(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
    let plain = match verify(bytes, LIMITS) {
        Ok(signed) => signed.content.unwrap_or_default(),
        Err(_) => bytes.to_vec(),
    };
    let roots = roots(&dictionary(&plain)?);
    if roots.is_empty() {
        Err(wrong("no certificate in it"))
    } else {
        Ok(roots)
    }
}

/// Reads an enrollment profile.
///
/// # Errors
/// A key that a device needs is missing or of another type.
pub fn enrollment(profile: &Dictionary) -> Result<Enrollment, Error> {
    if payload(profile, ACME).is_ok() {
        return Err(wrong(
            "it asks for an attestation, and only real devices can give one",
        ));
    }
    let scep_outer = payload(profile, SCEP)?;
    let scep = scep(profile)?;
    let mdm = payload(profile, "com.apple.mdm")?;
    if text(mdm, "IdentityCertificateUUID") != text(scep_outer, "PayloadUUID") {
        return Err(wrong("the MDM payload names another identity"));
    }
    let server_url = address(mdm, "ServerURL")?;
    Ok(Enrollment {
        roots: roots(profile),
        scep_url: scep.url,
        challenge: scep.challenge,
        common_name: scep.common_name,
        ca_fingerprint: scep.ca_fingerprint,
        check_in_url: match mdm.get("CheckInURL") {
            Some(_) => address(mdm, "CheckInURL")?,
            None => server_url.clone(),
        },
        server_url,
        topic: needed(mdm, "Topic")?,
        sign_message: mdm
            .get("SignMessage")
            .and_then(Value::as_boolean)
            .unwrap_or(false),
    })
}

/// Reads how a profile wants an identity to be got.
///
/// # Errors
/// A key that a device needs is missing or of another type.
pub fn scep(profile: &Dictionary) -> Result<Scep, Error> {
    let scep = payload(profile, SCEP)?
        .get("PayloadContent")
        .and_then(Value::as_dictionary)
        .ok_or_else(|| wrong("the SCEP payload is empty"))?;
    Ok(Scep {
        // What is sent there is signed and sealed: plain http will do.
        url: url(scep, "URL")?,
        challenge: text(scep, "Challenge").unwrap_or_default().to_owned(),
        common_name: common_name(scep).ok_or_else(|| wrong("no common name to ask for"))?,
        ca_fingerprint: scep
            .get("CAFingerprint")
            .and_then(Value::as_data)
            .map(<[u8]>::to_vec),
    })
}

const SCEP: &str = "com.apple.security.scep";
const ACME: &str = "com.apple.security.acme";

fn payload<'a>(profile: &'a Dictionary, kind: &str) -> Result<&'a Dictionary, Error> {
    payloads(profile)
        .find(|p| text(p, "PayloadType") == Some(kind))
        .ok_or_else(|| wrong(&format!("no payload {kind}")))
}

fn dictionary(bytes: &[u8]) -> Result<Dictionary, Error> {
    Value::from_reader_xml(bytes)
        .ok()
        .and_then(Value::into_dictionary)
        .ok_or_else(|| wrong("it is not a property list"))
}

fn payloads(profile: &Dictionary) -> impl Iterator<Item = &Dictionary> {
    let content = profile.get("PayloadContent").and_then(Value::as_array);
    content
        .into_iter()
        .flatten()
        .filter_map(Value::as_dictionary)
}

fn roots(profile: &Dictionary) -> Vec<Vec<u8>> {
    payloads(profile)
        .filter(|p| text(p, "PayloadType") == Some("com.apple.security.root"))
        .filter_map(|p| p.get("PayloadContent").and_then(Value::as_data))
        .map(<[u8]>::to_vec)
        .collect()
}

/// `Subject` is an array of relative names, each an array of pairs.
fn common_name(scep: &Dictionary) -> Option<String> {
    scep.get("Subject")?
        .as_array()?
        .iter()
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(Value::as_array)
        .find(|pair| pair.first().and_then(Value::as_string) == Some("CN"))
        .and_then(|pair| pair.get(1)?.as_string().map(str::to_owned))
}

pub(super) fn text<'a>(dictionary: &'a Dictionary, key: &str) -> Option<&'a str> {
    dictionary.get(key).and_then(Value::as_string)
}

pub(super) fn needed(dictionary: &Dictionary, key: &str) -> Result<String, Error> {
    text(dictionary, key)
        .map(str::to_owned)
        .ok_or_else(|| wrong(&format!("{key} is missing")))
}

/// Devices refuse anything but https here.
pub(super) fn address(dictionary: &Dictionary, key: &str) -> Result<Url, Error> {
    match url(dictionary, key)? {
        url if url.scheme() == "https" => Ok(url),
        _ => Err(wrong(&format!("{key} is not https"))),
    }
}

fn url(dictionary: &Dictionary, key: &str) -> Result<Url, Error> {
    let found = needed(dictionary, key)?.parse();
    found.map_err(|_| wrong(&format!("{key} is not an address")))
}

pub(super) fn wrong(why: &str) -> Error {
    Error::Profile(why.to_owned())
}
