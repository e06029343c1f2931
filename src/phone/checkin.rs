//! Checking in: the device tells that it exists, where it can be woken, and asks for commands.

use plist::{Dictionary, Value};
use reqwest::Client;
use url::Url;

use super::identity::Identity;
use super::profile::Enrollment;
use super::safari::failed;
use super::{Error, Fault, Nature, Persona};
use crate::cms::signed::{Signer, sign_detached};

const CHECK_IN: &str = "application/x-apple-aspen-mdm-checkin";
const COMMAND: &str = "application/x-apple-aspen-mdm";

/// A device with its identity, talking to its server.
#[derive(Debug)]
pub struct Device<'a> {
    /// Connections that trust the roots of the profile.
    pub client: &'a Client,
    /// Profile.
    pub profile: &'a Enrollment,
    /// Key and certificate.
    pub identity: &'a Identity,
    /// Who it is.
    pub persona: &'a Persona,
    /// Clock and randomness.
    pub nature: Nature,
}

impl Device<'_> {
    /// Authenticate, TokenUpdate, and a first Idle, in Apple's order.
    ///
    /// # Errors
    /// The server refuses one of them, or answers Idle with anything but 200 and zero bytes.
    pub async fn check_in(&self, fault: Option<Fault>) -> Result<(), Error> {
        self.send("Authenticate", self.authenticate(), fault)
            .await?;
        self.send("TokenUpdate", self.token_update()?, None).await?;
        let idle = self.identified([("Status", Value::from("Idle"))]);
        let (status, body) = self
            .put(&self.profile.server_url, COMMAND, idle, None)
            .await?;
        if status == 200 && body.is_empty() {
            Ok(())
        } else {
            Err(Error::CheckIn {
                message: "Idle",
                status,
            })
        }
    }

    /// Tells that the management profile was removed.
    ///
    /// # Errors
    /// The server refuses it.
    pub async fn check_out(&self) -> Result<(), Error> {
        let body = self.identified([
            ("MessageType", Value::from("CheckOut")),
            ("Topic", Value::from(self.profile.topic.as_str())),
        ]);
        self.send("CheckOut", body, None).await
    }

    fn authenticate(&self) -> Dictionary {
        let persona = self.persona;
        self.identified([
            ("MessageType", Value::from("Authenticate")),
            ("Topic", Value::from(self.profile.topic.as_str())),
            ("SerialNumber", Value::from(persona.serial.as_str())),
            ("DeviceName", Value::from(persona.device_name.as_str())),
            ("ProductName", Value::from(persona.product.as_str())),
            ("OSVersion", Value::from(persona.os_version.as_str())),
            ("BuildVersion", Value::from("22G86")),
        ])
    }

    fn token_update(&self) -> Result<Dictionary, Error> {
        let token = self.nature.bytes::<32>()?.to_vec();
        let magic = data_encoding::HEXUPPER.encode(&self.nature.bytes::<16>()?);
        Ok(self.identified([
            ("MessageType", Value::from("TokenUpdate")),
            ("Topic", Value::from(self.profile.topic.as_str())),
            ("Token", Value::Data(token)),
            ("PushMagic", Value::from(magic)),
            ("AwaitingConfiguration", Value::from(false)),
        ]))
    }

    fn identified<const N: usize>(&self, keys: [(&str, Value); N]) -> Dictionary {
        let mut body = Dictionary::new();
        body.insert("UDID".to_owned(), Value::from(self.persona.udid.as_str()));
        body.extend(keys.map(|(key, value)| (key.to_owned(), value)));
        body
    }

    async fn send(
        &self,
        message: &'static str,
        body: Dictionary,
        fault: Option<Fault>,
    ) -> Result<(), Error> {
        match self
            .put(&self.profile.check_in_url, CHECK_IN, body, fault)
            .await?
        {
            (200, _) => Ok(()),
            (status, _) => Err(Error::CheckIn { message, status }),
        }
    }

    async fn put(
        &self,
        url: &Url,
        media_type: &str,
        body: Dictionary,
        fault: Option<Fault>,
    ) -> Result<(u16, Vec<u8>), Error> {
        let mut bytes = Vec::new();
        Value::Dictionary(body)
            .to_writer_xml(&mut bytes)
            .map_err(|e| Error::Profile(e.to_string()))?;
        let signer = Signer {
            key: &self.identity.key,
            certificate: &self.identity.certificate,
            chain: &[],
        };
        let signature = sign_detached(&bytes, &signer, (self.nature.now)())?;
        if fault == Some(Fault::FailedCheckIn) {
            bytes.push(b'\n');
        }
        let mut request = self
            .client
            .put(url.clone())
            .header("Content-Type", media_type);
        if self.profile.sign_message {
            request = request.header("Mdm-Signature", data_encoding::BASE64.encode(&signature));
        }
        let response = request.body(bytes).send().await.map_err(failed(url))?;
        let status = response.status().as_u16();
        Ok((
            status,
            response.bytes().await.map_err(failed(url))?.to_vec(),
        ))
    }
}
