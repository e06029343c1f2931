//! The device's identity: a key of its own, and a certificate for it by SCEP (RFC 8894).

use reqwest::Client;
use url::Url;

use super::profile::Scep;
use super::safari::failed;
use super::{Error, Fault, Nature};
use crate::base::digest::sha256;
use crate::base::time::{DAY, HOUR};
use crate::cms::certificate::Certificate;
use crate::cms::enveloped::Seed;
use crate::cms::key::{PrivateKey, RsaBits};
use crate::cms::request::{Subject, certificate_request, self_signed};
use crate::cms::scep_client::{Answer, Transaction, operation, read_answer, request};
use crate::cms::signed::Signer;

/// Key and certificate of a device.
#[derive(Debug)]
pub struct Identity {
    /// The private key, made by the device.
    pub key: PrivateKey,
    /// What the authority issued.
    pub certificate: Certificate,
}

/// Gets an identity as the profile says.
///
/// # Errors
/// The authority is not the one of the profile, refuses, or does not answer.
pub async fn obtain(
    client: &Client,
    profile: &Scep,
    nature: &Nature,
    fault: Option<Fault>,
) -> Result<Identity, Error> {
    let authority = authority(client, profile).await?;
    let key = PrivateKey::generate_rsa(RsaBits::B2048)?;
    let subject = Subject {
        organization: None,
        common_name: profile.common_name.clone(),
    };
    let challenge = match fault {
        Some(Fault::WrongChallenge) => "not-the-challenge-of-the-profile",
        _ => &profile.challenge,
    };
    let challenge = Some(challenge).filter(|text| !text.is_empty());
    let csr = certificate_request(&subject, &key, challenge)?;
    let now = (nature.now)();
    let own = self_signed(
        &subject,
        &key,
        nature.bytes()?,
        (now.plus(-HOUR), now.plus(DAY)),
    )?;
    let signer = Signer {
        key: &key,
        certificate: &own,
        chain: &[],
    };
    let transaction = Transaction {
        id: data_encoding::HEXUPPER.encode(&sha256(&key.spki())),
        nonce: nature.bytes()?,
    };
    let seed = Seed {
        key: nature.bytes::<32>()?.into(),
        iv: nature.bytes()?,
    };
    let message = request(&csr, &authority, &signer, &transaction, &seed)?;
    let url = operation(&profile.url, "PKIOperation");
    let response = client
        .post(url.clone())
        .body(message)
        .send()
        .await
        .map_err(failed(&url))?;
    let status = response.status().as_u16();
    let body = response.bytes().await.map_err(failed(&url))?;
    if status != 200 {
        return Err(Error::Scep(format!("the server answers {status}")));
    }
    match read_answer(&body, &authority, &signer, &transaction, &nature.bytes()?)? {
        Answer::Issued(certificate) => Ok(Identity {
            key,
            certificate: *certificate,
        }),
        Answer::Refused(reason) => Err(Error::Scep(format!("refused: {reason:?}"))),
        Answer::Pending => Err(Error::Scep("the server wants to be asked again".to_owned())),
    }
}

/// The authority's certificate, when it is the one whose fingerprint the profile gives.
async fn authority(client: &Client, profile: &Scep) -> Result<Certificate, Error> {
    let caps = get(client, &operation(&profile.url, "GetCACaps")).await?;
    if !String::from_utf8_lossy(&caps)
        .lines()
        .any(|line| line.trim() == "SHA-256")
    {
        return Err(Error::Scep("the authority names no SHA-256".to_owned()));
    }
    let der = get(client, &operation(&profile.url, "GetCACert")).await?;
    let certificate = Certificate::parse(&der)?;
    match profile.ca_fingerprint.as_deref() {
        Some(print) if print == certificate.sha1() || print == certificate.sha256() => {
            Ok(certificate)
        }
        Some(_) => Err(Error::Scep(
            "another authority answers than the profile names".to_owned(),
        )),
        None => Ok(certificate),
    }
}

async fn get(client: &Client, url: &Url) -> Result<Vec<u8>, Error> {
    let response = client.get(url.clone()).send().await.map_err(failed(url))?;
    let status = response.status();
    if !status.is_success() {
        return Err(Error::Scep(format!(
            "the server answers {}",
            status.as_u16()
        )));
    }
    Ok(response.bytes().await.map_err(failed(url))?.to_vec())
}
