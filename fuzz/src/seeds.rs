//! Where mutation begins: good messages, made anew for the authority of this run.

use aws_lc_rs::rand;
use enroll::base::time::{DAY, HOUR, Timestamp};
use enroll::ca::authority::Authority;
use enroll::cms::certificate::Certificate;
use enroll::cms::certs_only;
use enroll::cms::enveloped::{Seed, envelope};
use enroll::cms::key::{PrivateKey, RsaBits};
use enroll::cms::request::{Subject, certificate_request, self_signed};
use enroll::cms::scep_client::{Transaction, request};
use enroll::cms::signed::{Signer, sign, sign_detached};

use super::Target;

/// A repository's root that nothing is wrong with.
pub const ROOT: &str = "version: 1\norganization: { name: Riverside }\n\
    portal: { url: https://enroll.riverside.example }\nmail: { smtp: smtp://localhost }\n";
/// 2026, inside the life of what is made here.
const NOW: Timestamp = Timestamp(1_770_000_000_000_000);

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).expect("random bytes");
    bytes
}

fn name(common_name: &str) -> Subject {
    Subject {
        organization: Some("Riverside".to_owned()),
        common_name: common_name.to_owned(),
    }
}

/// A SCEP authority.
pub fn authority() -> Authority {
    Authority::new_scep(&name("Device CA"), RsaBits::B2048, random(), NOW).expect("an authority")
}

struct Client {
    key: PrivateKey,
    certificate: Certificate,
}

impl Client {
    fn new(key: PrivateKey) -> Self {
        let life = (NOW.plus(-HOUR), NOW.plus(DAY));
        let certificate = self_signed(&name("a device"), &key, random(), life);
        Self {
            certificate: certificate.expect("a certificate"),
            key,
        }
    }

    fn signer(&self) -> Signer<'_> {
        Signer {
            key: &self.key,
            certificate: &self.certificate,
            chain: &[],
        }
    }

    fn csr(&self) -> Vec<u8> {
        certificate_request(&name("enrollment-1"), &self.key, Some("challenge")).expect("a request")
    }
}

/// The seeds of a target, by name.
pub fn of(target: Target, authority: &Authority) -> Vec<(String, Vec<u8>)> {
    let rsa = Client::new(PrivateKey::generate_rsa(RsaBits::B2048).expect("a key"));
    let p256 = Client::new(PrivateKey::generate_p256().expect("a key"));
    let named = |name: &str, bytes: Vec<u8>| (name.to_owned(), bytes);
    match target {
        Target::Scep => vec![
            named("request", scep(authority, &rsa)),
            named("query", b"MIIB%2BjCC%0AAfYG+SQ==".to_vec()),
        ],
        Target::Cms => cms(authority, &rsa, &p256),
        Target::Csr => vec![named("rsa", rsa.csr()), named("p256", p256.csr())],
        Target::Plist => plists(),
        Target::Yaml => yaml(),
    }
}

fn seed() -> Seed {
    Seed {
        key: random::<32>().into(),
        iv: random(),
    }
}

fn scep(authority: &Authority, client: &Client) -> Vec<u8> {
    let transaction = Transaction {
        id: "transaction".to_owned(),
        nonce: random(),
    };
    let signer = client.signer();
    request(
        &client.csr(),
        authority.certificate(),
        &signer,
        &transaction,
        &seed(),
    )
    .expect("a message")
}

fn cms(authority: &Authority, rsa: &Client, p256: &Client) -> Vec<(String, Vec<u8>)> {
    let mut all = vec![
        (
            "certificate".to_owned(),
            authority.certificate().der().to_vec(),
        ),
        (
            "certificates".to_owned(),
            certs_only::build(&[authority.certificate()]),
        ),
    ];
    let sealed = envelope(&rsa.csr(), authority.certificate(), &seed());
    all.push(("envelope".to_owned(), sealed.expect("an envelope")));
    for (name, client) in [("rsa", rsa), ("p256", p256)] {
        let whole = sign(b"body", &client.signer(), NOW).expect("a signature");
        let detached = sign_detached(b"body", &client.signer(), NOW).expect("a signature");
        all.push((format!("signed-{name}"), whole));
        all.push((format!("detached-{name}"), detached));
    }
    // Indefinite lengths, and a string in pieces.
    all.push((
        "ber".to_owned(),
        b"\x30\x80\x24\x80\x04\x01a\x04\x01b\0\0\x05\0\0\0".to_vec(),
    ));
    all
}

fn plists() -> Vec<(String, Vec<u8>)> {
    let plist = |keys: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
            \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\"><plist version=\"1.0\"><dict><key>UDID</key>\
            <string>00008110-0011</string>{keys}</dict></plist>"
        )
    };
    let says = |kind: &str, keys: &str| {
        plist(&format!(
            "<key>MessageType</key><string>{kind}</string><key>Topic</key>\
            <string>com.apple.mgmt.External.X</string>{keys}"
        ))
    };
    let texts = [
        says("Authenticate", "<key>SerialNumber</key><string>F2L&amp;</string>"),
        says("TokenUpdate", "<key>Token</key><data>ftAo</data><key>PushMagic</key><string>M</string>\
            <key>AwaitingConfiguration</key><false/>"),
        says("CheckOut", ""),
        plist("<key>Status</key><string>Acknowledged</string><key>CommandUUID</key><string>c</string>\
            <key>QueryResponses</key><dict><key>OSVersion</key><string>18.2</string>\
            <key>DeviceCapacity</key><real>119.1</real></dict>"),
        "{\"topic\":\"mdm.CheckOut\",\"checkin_event\":{\"udid\":\"1\",\"url_params\":{\"enrollment\":\"e\"},\
            \"raw_payload\":\"PHBsaXN0Lz4=\"}}".to_owned(),
    ];
    let numbered = (0..).zip(texts);
    numbered
        .map(|(n, text): (u32, _)| (n.to_string(), text.into_bytes()))
        .collect()
}

/// The root above, and every broken repository of the tests.
fn yaml() -> Vec<(String, Vec<u8>)> {
    let mut all = vec![
        ("root".to_owned(), ROOT.as_bytes().to_vec()),
        (
            "invitation".to_owned(),
            b"a: { to: [ada@example.com, { email: b@example.com }], uses: 2, expires: 14d }\n"
                .to_vec(),
        ),
    ];
    let broken = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/broken");
    for folder in std::fs::read_dir(broken)
        .expect("the broken repositories")
        .flatten()
    {
        if let Ok(bytes) = std::fs::read(folder.path().join("enroll.yaml")) {
            all.push((folder.file_name().to_string_lossy().into_owned(), bytes));
        }
    }
    all
}
