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
/// More commands than a new device is given; a loop would be a fault of the server.
const MOST_COMMANDS: usize = 16;
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
        self.obey().await
    }

    /// Asks for commands until there are none, and answers what each asks.
    async fn obey(&self) -> Result<(), Error> {
        let mut report = self.identified([("Status", Value::from("Idle"))]);
        for _ in 0..MOST_COMMANDS {
            let url = &self.profile.server_url;
            let (status, body) = self.put(url, COMMAND, report, None).await?;
            match (status, body.is_empty()) {
                (200, true) => return Ok(()),
                (200, false) => report = self.done(&body)?,
                _ => {
                    let message = "Idle";
                    return Err(Error::CheckIn { message, status });
                }
            }
        }
        Err(Error::Profile("commands without end".to_owned()))
    }

    fn done(&self, command: &[u8]) -> Result<Dictionary, Error> {
        let wrong = || Error::Profile("a command that is none".to_owned());
        let command = Value::from_reader_xml(command)
            .ok()
            .and_then(Value::into_dictionary)
            .ok_or_else(wrong)?;
        let uuid = command.get("CommandUUID").ok_or_else(wrong)?.clone();
        let answers = Dictionary::from_iter([
            (
                "OSVersion".to_owned(),
                Value::from(self.persona.os_version.as_str()),
            ),
            (
                "DeviceName".to_owned(),
                Value::from(self.persona.device_name.as_str()),
            ),
        ]);
        Ok(self.identified([
            ("Status", Value::from("Acknowledged")),
            ("CommandUUID", uuid),
            ("QueryResponses", Value::Dictionary(answers)),
        ]))
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
            ("BuildVersion", Value::from(persona.build())),
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
