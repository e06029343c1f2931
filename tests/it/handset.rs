//! A device at the level of its messages: what it signs, asks and says, right or wrong as a test wants it.

use std::sync::LazyLock;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use data_encoding::BASE64;
use enroll::base::time::{DAY, HOUR, Timestamp};
use enroll::ca::authority::Authority;
use enroll::ca::challenge::{self, ExpectedChallenge, authorise};
use enroll::ca::csr::Csr;
use enroll::ca::issue::{DEVICE_LIFE, Leaf, sign};
use enroll::cms::ber::Limits;
use enroll::cms::certificate::Certificate;
use enroll::cms::certs_only;
use enroll::cms::enveloped::{Seed, envelope, open};
use enroll::cms::key::{PrivateKey, RsaBits};
use enroll::cms::pkimessage::{FailInfo, Header, MessageType, PkiMessage, encode};
use enroll::cms::request::{Subject, certificate_request, self_signed};
use enroll::cms::scep_client::{Answer, Transaction, read_answer, request};
use enroll::cms::signed::{Signer, sign_detached};
use enroll::ops::{clock, random};
use tower::ServiceExt as _;

/// Making RSA keys takes long: every handset has one of these.
static KEYS: LazyLock<Vec<PrivateKey>> = LazyLock::new(|| {
    (0..3)
        .map(|_| PrivateKey::generate_rsa(RsaBits::B2048).unwrap())
        .collect()
});

/// One device.
pub struct Handset {
    /// Its key.
    pub key: &'static PrivateKey,
    /// Its identifier.
    pub udid: String,
    /// Version of its system.
    pub os_version: String,
    /// Its serial number.
    pub serial: String,
    own: Certificate,
    identity: Option<Certificate>,
    transaction: Transaction,
}

/// What the server answered.
#[derive(Debug)]
pub struct Reply {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Handset {
    /// The device number `n`; those of the same `n` modulo 3 share a key.
    pub fn new(n: usize) -> Self {
        let key = &KEYS[n % 3];
        let now = clock::now();
        let life = (now.plus(-HOUR), now.plus(DAY));
        Self {
            key,
            udid: format!("00008110-{n:016X}"),
            os_version: "18.2.1".to_owned(),
            serial: "F2LXK9P7Q9K7".to_owned(),
            own: self_signed(&name("a device"), key, random::bytes().unwrap(), life).unwrap(),
            identity: None,
            transaction: Transaction {
                id: format!("transaction-{n}"),
                nonce: random::bytes().unwrap(),
            },
        }
    }

    /// A request for its key.
    pub fn csr(&self, common_name: &str, challenge: &str) -> Vec<u8> {
        certificate_request(&name(common_name), self.key, Some(challenge)).unwrap()
    }

    /// What an authority certifies its key as, at this time.
    pub fn certified(&self, by: &Authority, common_name: &str, at: Timestamp) -> Certificate {
        let csr = Csr::parse(&self.csr(common_name, "certified")).unwrap();
        let expected = ExpectedChallenge {
            hash: challenge::hash("certified"),
            bound_key: None,
        };
        let leaf = Leaf {
            subject: name(common_name),
            serial: random::bytes().unwrap(),
            crl: None,
            valid_for: DEVICE_LIFE,
        };
        sign(by, &authorise(csr, &expected).unwrap(), &leaf, at).unwrap()
    }

    /// A request in its envelope.
    pub fn question(&self, csr: &[u8], authority: &Certificate) -> Vec<u8> {
        self.question_by(&self.first_signer(), csr, authority)
    }

    /// A request in its envelope, signed by its identity.
    pub fn renewal(&self, csr: &[u8], authority: &Certificate) -> Vec<u8> {
        self.question_by(&signer(self.key, self.identity()), csr, authority)
    }

    /// A request in its envelope that says it renews a certificate, though nobody knows the one that signed it.
    pub fn so_called_renewal(&self, csr: &[u8], authority: &Certificate) -> Vec<u8> {
        let header = Header {
            message_type: MessageType::RenewalReq,
            transaction_id: self.transaction.id.clone(),
            sender_nonce: self.transaction.nonce,
            recipient_nonce: None,
            outcome: None,
        };
        let sealed = envelope(csr, authority, &seed()).unwrap();
        encode(&header, Some(&sealed), &self.first_signer()).unwrap()
    }

    fn question_by(&self, signer: &Signer<'_>, csr: &[u8], authority: &Certificate) -> Vec<u8> {
        request(csr, authority, signer, &self.transaction, &seed()).unwrap()
    }

    /// The server's answer to a question.
    pub fn read(&self, answer: &[u8], authority: &Certificate) -> Answer {
        let fallback = random::bytes().unwrap();
        let signer = self.first_signer();
        read_answer(answer, authority, &signer, &self.transaction, &fallback).unwrap()
    }

    /// The certificates in the server's answer to a renewal, or why it refuses.
    pub fn read_renewal(&self, answer: &[u8]) -> Result<Vec<Certificate>, FailInfo> {
        let message = PkiMessage::decode(answer, Limits::SCEP).unwrap();
        if let Some(reason) = message.fail_info {
            return Err(reason);
        }
        let sealed = message.envelope.unwrap();
        let plain = open(&sealed, self.identity(), self.key, &[0; 32], Limits::SCEP).unwrap();
        Ok(certs_only::read(&plain, Limits::SCEP).unwrap())
    }

    /// Signs SCEP messages before it has an identity.
    pub fn first_signer(&self) -> Signer<'_> {
        signer(self.key, &self.own)
    }

    /// Takes what the authority issued.
    pub fn take(&mut self, certificate: Certificate) {
        self.identity = Some(certificate);
    }

    /// Its identity.
    pub fn identity(&self) -> &Certificate {
        self.identity.as_ref().expect("an identity")
    }

    /// The `Mdm-Signature` of a body by its identity.
    pub fn sign(&self, body: &[u8]) -> String {
        self.sign_at(body, clock::now())
    }

    fn sign_at(&self, body: &[u8], at: Timestamp) -> String {
        let signer = signer(self.key, self.identity());
        BASE64.encode(&sign_detached(body, &signer, at).unwrap())
    }

    /// The `Mdm-Signature` of a body by a certificate that the device made itself.
    pub fn sign_as_nobody(&self, body: &[u8]) -> String {
        BASE64.encode(&sign_detached(body, &self.first_signer(), clock::now()).unwrap())
    }

    /// Authenticate.
    pub fn authenticate(&self) -> Vec<u8> {
        let (version, serial) = (&self.os_version, &self.serial);
        self.message(&format!(
            "<key>MessageType</key><string>Authenticate</string>\
             <key>Topic</key><string>com.apple.mgmt.External.test</string>\
             <key>ProductName</key><string>iPhone15,4</string><key>OSVersion</key><string>{version}</string>\
             <key>SerialNumber</key><string>{serial}</string>"
        ))
    }

    /// TokenUpdate with this push magic.
    pub fn token_update(&self, magic: &str) -> Vec<u8> {
        self.token_update_and(magic, "")
    }

    /// The same with more keys.
    pub fn token_update_and(&self, magic: &str, more: &str) -> Vec<u8> {
        self.message(&format!(
            "<key>MessageType</key><string>TokenUpdate</string>\
             <key>Topic</key><string>com.apple.mgmt.External.test</string>\
             <key>Token</key><data>ftAoCo4gNk3mxQgFVRXRJfO8qYsMpS46kHClaugCnt8=</data>\
             <key>PushMagic</key><string>{magic}</string>{more}"
        ))
    }

    /// CheckOut.
    pub fn check_out(&self) -> Vec<u8> {
        self.message("<key>MessageType</key><string>CheckOut</string>")
    }

    /// Asks for commands.
    pub fn idle(&self) -> Vec<u8> {
        self.message("<key>Status</key><string>Idle</string>")
    }

    /// A property list with the device's identifier and these keys.
    pub fn message(&self, keys: &str) -> Vec<u8> {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><plist version=\"1.0\"><dict>\
             <key>UDID</key><string>{}</string>{keys}</dict></plist>",
            self.udid
        )
        .into_bytes()
    }
}

fn seed() -> Seed {
    Seed {
        key: random::bytes::<32>().unwrap().into(),
        iv: random::bytes().unwrap(),
    }
}

fn name(common_name: &str) -> Subject {
    Subject {
        organization: None,
        common_name: common_name.to_owned(),
    }
}

fn signer<'a>(key: &'a PrivateKey, certificate: &'a Certificate) -> Signer<'a> {
    Signer {
        key,
        certificate,
        chain: &[],
    }
}

/// Sends a request to the routes. Whatever happens, the answer is never 401: a device would remove its profile.
pub async fn send(router: &Router, request: Request<Body>) -> Reply {
    let answer = router.clone().oneshot(request).await.unwrap();
    let (head, body) = answer.into_parts();
    assert_ne!(head.status, StatusCode::UNAUTHORIZED);
    Reply {
        status: head.status,
        headers: head.headers,
        body: to_bytes(body, 1 << 20).await.unwrap().to_vec(),
    }
}

/// Asks the SCEP server.
pub async fn ask(router: &Router, question: Vec<u8>) -> Reply {
    let request = Request::post("/scep?operation=PKIOperation");
    send(router, request.body(question.into()).unwrap()).await
}

/// Puts a message with these `Mdm-Signature` headers.
pub async fn put(router: &Router, path: &str, body: Vec<u8>, signatures: &[String]) -> Reply {
    let mut request =
        Request::put(path).header("Content-Type", "application/x-apple-aspen-mdm-checkin");
    for signature in signatures {
        request = request.header("Mdm-Signature", signature);
    }
    send(router, request.body(body.into()).unwrap()).await
}
