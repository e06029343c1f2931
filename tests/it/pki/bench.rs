//! A folder with the `openssl` program at work in it, and the parties of the tests.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use enroll::base::time::Timestamp;
use enroll::ca::authority::Authority;
use enroll::ca::challenge::{ExpectedChallenge, authorise, hash};
use enroll::ca::csr::Csr;
use enroll::ca::issue::{DEVICE_LIFE, Leaf, sign};
use enroll::cms::certificate::Certificate;
use enroll::cms::key::{PrivateKey, RsaBits};
use enroll::cms::request::{Subject, certificate_request};
use enroll::cms::signed::Identity;

use crate::support::folder;

pub struct Bench {
    dir: PathBuf,
}

impl Bench {
    pub fn new() -> Self {
        Self {
            dir: folder::fresh("pki-").keep(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) -> &Self {
        fs::write(self.path(name), bytes).unwrap();
        self
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    pub fn certificate(&self, name: &str, certificate: &Certificate) -> &Self {
        self.write(name, pem("CERTIFICATE", certificate.der()).as_bytes())
    }

    pub fn key(&self, name: &str, key: &PrivateKey) -> &Self {
        self.write(name, pem("PRIVATE KEY", key.pkcs8().expose()).as_bytes())
    }

    /// Runs `openssl` with the words of `line`, in the folder.
    pub fn try_openssl(&self, line: &str) -> Output {
        Command::new("openssl")
            .args(line.split_whitespace())
            .current_dir(&self.dir)
            .output()
            .unwrap()
    }

    pub fn openssl(&self, line: &str) -> String {
        let output = self.try_openssl(line);
        let log = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "openssl {line}\n{log}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

fn pem(label: &str, der: &[u8]) -> String {
    let text = data_encoding::BASE64.encode(der);
    let lines: Vec<_> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}

/// openssl goes by the machine's clock, so do these tests.
pub fn now() -> Timestamp {
    let text = String::from_utf8(
        Command::new("date")
            .args(["-u", "+%Y-%m-%dT%H:%M:%SZ"])
            .output()
            .unwrap()
            .stdout,
    );
    text.unwrap().trim().parse().unwrap()
}

pub fn subject(name: &str) -> Subject {
    Subject {
        organization: Some("Riverside Schools".to_owned()),
        common_name: name.to_owned(),
    }
}

pub fn scep_authority() -> Authority {
    Authority::new_scep(
        &subject("Riverside devices"),
        RsaBits::B2048,
        [2; 16],
        now(),
    )
    .unwrap()
}

/// A device's identity, as SCEP would have given it.
pub fn device(authority: &Authority, key: PrivateKey) -> Identity {
    let csr = certificate_request(&subject("whatever"), &key, Some("SECRET")).unwrap();
    let expected = ExpectedChallenge {
        hash: hash("SECRET"),
        bound_key: None,
    };
    let request = authorise(Csr::parse(&csr).unwrap(), &expected).unwrap();
    let leaf = Leaf {
        subject: subject("enrollment-1"),
        serial: [5; 16],
        crl: None,
        valid_for: DEVICE_LIFE,
    };
    let certificate = sign(authority, &request, &leaf, now()).unwrap();
    Identity::new(key, vec![certificate]).unwrap()
}

pub fn keys() -> [PrivateKey; 2] {
    [
        PrivateKey::generate_rsa(RsaBits::B2048).unwrap(),
        PrivateKey::generate_p256().unwrap(),
    ]
}
