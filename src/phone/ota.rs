//! The Profile Service as a device answers it: with the identity it was made with, then with the one it got for that.

use plist::{Dictionary, Value};
use reqwest::Client;
use url::Url;

use super::profile::{address, needed, scep, text, verified, wrong};
use super::safari::{client, failed};
use super::{Error, Nature, Persona, identity};
use crate::cms::signed::{Signer, sign};

/// Whether a profile asks what the device is, and enrolls nothing yet.
pub fn is_question(profile: &Dictionary) -> bool {
    text(profile, "PayloadType") == Some("Profile Service")
}

/// A device that is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Who it is.
    pub persona: &'a Persona,
    /// Clock and randomness.
    pub nature: &'a Nature,
    /// Roots it trusts, DER.
    pub roots: &'a [Vec<u8>],
}

impl Asked<'_> {
    /// Answers twice; the profile that enrolls, its signature checked.
    ///
    /// # Errors
    /// The device has nothing to prove itself with, or the server does not take it.
    pub async fn answer(&self, question: &Dictionary) -> Result<Dictionary, Error> {
        let content = question
            .get("PayloadContent")
            .and_then(Value::as_dictionary)
            .ok_or_else(|| wrong("the question is empty"))?;
        let (url, challenge) = (address(content, "URL")?, needed(content, "Challenge")?);
        let made = self.persona.made.as_deref();
        let made = made.ok_or_else(|| wrong("the device was made without an identity"))?;
        let client = client(self.roots, self.nature.public)?;
        let first = self.send(&client, &url, &challenge, &made.signer()).await?;
        let given = identity::obtain(&client, &scep(&first)?, self.nature, None).await?;
        let signer = Signer {
            key: &given.key,
            certificate: &given.certificate,
            chain: &[],
        };
        self.send(&client, &url, &challenge, &signer).await
    }

    async fn send(
        &self,
        client: &Client,
        url: &Url,
        challenge: &str,
        signer: &Signer<'_>,
    ) -> Result<Dictionary, Error> {
        let now = (self.nature.now)();
        let signed = sign(&self.attributes(challenge)?, signer, now)?;
        let request = client
            .post(url.clone())
            .header("Content-Type", "application/pkcs7-signature")
            .body(signed);
        let response = request.send().await.map_err(failed(url))?;
        let status = response.status().as_u16();
        let body = response.bytes().await.map_err(failed(url))?;
        if status != 200 {
            return Err(wrong(&format!("the device is answered {status}")));
        }
        verified(&body, self.roots, now, None)
    }

    fn attributes(&self, challenge: &str) -> Result<Vec<u8>, Error> {
        let persona = self.persona;
        let told = [
            ("UDID", persona.udid.as_str()),
            ("SERIAL", &persona.serial),
            ("PRODUCT", &persona.product),
            ("VERSION", &persona.build()),
            ("CHALLENGE", challenge),
        ];
        let told = told.map(|(key, value)| (key.to_owned(), Value::from(value)));
        let mut bytes = Vec::new();
        Value::Dictionary(Dictionary::from_iter(told))
            .to_writer_xml(&mut bytes)
            .map_err(|e| Error::Profile(e.to_string()))?;
        Ok(bytes)
    }
}
