//! An authority from its making to a device's certificate.

use proptest::prelude::*;

use super::authority::{Authority, BACKDATE};
use super::challenge::{AuthorisedCsr, ExpectedChallenge, Refusal, authorise, hash, text};
use super::csr::{Csr, CsrError};
use super::error::CaError;
use super::issue::{DEVICE_LIFE, Leaf, sign};
use super::scep::{Request, ScepRefusal, capabilities, message_from_query};
use crate::base::time::{DAY, Timestamp};
use crate::cms::certificate::{Certificate, DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, Purpose};
use crate::cms::cipher::Accept;
use crate::cms::enveloped::Seed;
use crate::cms::error::{ChainFault, CmsError};
use crate::cms::key::{PrivateKey, RsaBits};
use crate::cms::pkimessage::FailInfo;
use crate::cms::request::{Subject, certificate_request, self_signed};
use crate::cms::scep_client::{Answer, Transaction, read_answer, request};
use crate::cms::signed::{Identity, Signer};

const NOW: Timestamp = Timestamp(1_773_504_000_000_000);

fn subject(name: &str) -> Subject {
    Subject {
        organization: Some("Riverside Schools".to_owned()),
        common_name: name.to_owned(),
    }
}

fn scep() -> Authority {
    Authority::new_scep(&subject("Devices"), RsaBits::B2048, [2; 16], NOW).unwrap()
}

fn rsa() -> PrivateKey {
    PrivateKey::generate_rsa(RsaBits::B2048).unwrap()
}

fn csr(key: &PrivateKey, name: &str, challenge: Option<&str>) -> Csr {
    Csr::parse(&certificate_request(&subject(name), key, challenge).unwrap()).unwrap()
}

fn expected(challenge: &str, bound_key: Option<[u8; 32]>) -> ExpectedChallenge {
    ExpectedChallenge {
        hash: hash(challenge),
        bound_key,
    }
}

fn authorised(key: &PrivateKey, name: &str) -> AuthorisedCsr {
    authorise(csr(key, name, Some("SECRET")), &expected("SECRET", None)).unwrap()
}

fn leaf(name: &str) -> Leaf {
    Leaf {
        subject: subject(name),
        serial: [0xff; 16],
        crl: None,
        valid_for: DEVICE_LIFE,
    }
}

#[test]
fn a_device_gets_what_the_server_says_and_nothing_it_asked_for() {
    let (authority, key) = (scep(), rsa());
    let mut asked = rcgen::CertificateParams::new(vec!["admin.example".to_owned()]).unwrap();
    asked
        .distinguished_name
        .push(rcgen::DnType::CommonName, "admin");
    asked.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    asked.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    let challenge = crate::cms::der::tlv(0x31, &[&crate::cms::der::tlv(0x13, &[b"SECRET"])]);
    let attribute = rcgen::Attribute {
        oid: &[1, 2, 840, 113_549, 1, 9, 7],
        values: challenge,
    };
    let der = asked
        .serialize_request_with_attributes(&key, vec![attribute])
        .unwrap();
    let csr = Csr::parse(der.der()).unwrap();
    let request = authorise(csr, &expected("SECRET", None)).unwrap();

    let issued = sign(&authority, &request, &leaf("enrollment-1"), NOW).unwrap();
    assert_eq!(issued.common_name().as_deref(), Some("enrollment-1"));
    assert!(!issued.extensions.authority);
    assert_eq!(
        issued.extensions.key_usage,
        Some(DIGITAL_SIGNATURE | KEY_ENCIPHERMENT)
    );
    assert_eq!(issued.extensions.purposes.as_ref().map(Vec::len), Some(1));
    assert_eq!(issued.not_before, NOW.plus(-BACKDATE));
    assert_eq!(issued.not_after, NOW.plus(DEVICE_LIFE));
    assert_eq!(issued.serial_hex(), "7f".to_owned() + &"ff".repeat(15));
    assert_eq!(issued.spki, key.spki());
    let bytes = issued.der();
    assert!(!bytes.windows(13).any(|window| window == b"admin.example"));
    assert_eq!(authority.check_device(&issued, NOW), Ok(()));
}

#[test]
fn the_challenge_is_compared_and_bound_to_its_first_key() {
    let (first, second) = (rsa(), rsa());
    let refused =
        |csr, expected: &ExpectedChallenge| authorise(csr, expected).map(|_| ()).unwrap_err();
    let fresh = expected("SECRET", None);
    assert_eq!(refused(csr(&first, "a", None), &fresh), Refusal::Missing);
    assert_eq!(
        refused(csr(&first, "a", Some("secret")), &fresh),
        Refusal::Wrong
    );
    assert_eq!(refused(csr(&first, "a", Some("")), &fresh), Refusal::Wrong);

    let request = authorise(csr(&first, "a", Some("SECRET")), &fresh).unwrap();
    let bound = expected("SECRET", Some(request.key_digest()));
    assert!(
        authorise(csr(&first, "a", Some("SECRET")), &bound).is_ok(),
        "the same key again"
    );
    assert_eq!(
        refused(csr(&second, "a", Some("SECRET")), &bound),
        Refusal::OtherKey
    );
    assert_eq!(
        refused(csr(&second, "a", Some("other")), &bound),
        Refusal::Wrong
    );
}

#[test]
fn a_challenge_has_128_bits_in_letters_that_survive_any_encoding() {
    let challenge = text(&[0xa5; 16]);
    assert_eq!(challenge.expose().len(), 26);
    assert!(
        challenge
            .expose()
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric())
    );
}

#[test]
fn a_request_proves_possession_of_an_acceptable_key() {
    let key = rsa();
    let mut bytes = certificate_request(&subject("a"), &key, Some("SECRET")).unwrap();
    let end = bytes.len() - 1;
    bytes[end] ^= 1;
    assert_eq!(
        Csr::parse(&bytes).map(|_| ()),
        Err(CsrError::Malformed(CmsError::Signature))
    );

    let p384 = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384).unwrap();
    let weak = rcgen::CertificateParams::default()
        .serialize_request(&p384)
        .unwrap();
    assert_eq!(Csr::parse(weak.der()).map(|_| ()), Err(CsrError::Key(384)));
    let p256 = PrivateKey::generate_p256().unwrap();
    assert_eq!(csr(&p256, "a", None).key().spki(), p256.spki());
}

#[test]
fn a_loaded_authority_is_for_its_key_and_may_issue() {
    let made = scep();
    let pkcs8 = made.key().pkcs8().expose().clone();
    let again = |key: PrivateKey| {
        let identity = Identity::new(key, vec![made.certificate().clone()])?;
        Authority::load_scep(identity)
    };
    let loaded = again(PrivateKey::from_pkcs8(&pkcs8).unwrap()).unwrap();
    let issued = sign(&loaded, &authorised(&rsa(), "a"), &leaf("a"), NOW).unwrap();
    assert_eq!(made.check_device(&issued, NOW), Ok(()));
    assert!(matches!(again(rsa()), Err(CaError::Cms(CmsError::Key(_)))));

    let signer = made
        .new_profile_signer(&subject("Profiles"), [3; 16], NOW)
        .unwrap();
    assert!(matches!(
        Authority::load(signer),
        Err(CaError::Authority(_))
    ));
    let root = Authority::new_tls_root(&subject("Root"), [4; 16], NOW).unwrap();
    let key = PrivateKey::from_pkcs8(root.key().pkcs8().expose()).unwrap();
    let identity = Identity::new(key, vec![root.certificate().clone()]).unwrap();
    assert!(matches!(
        Authority::load_scep(identity),
        Err(CaError::Authority(_))
    ));
}

#[test]
fn a_server_or_signing_certificate_is_no_device() {
    let authority = scep();
    let signer = authority
        .new_profile_signer(&subject("Profiles"), [3; 16], NOW)
        .unwrap();
    let purpose = CaError::Cms(CmsError::Chain(ChainFault::Purpose));
    assert_eq!(
        authority.check_device(&signer.certificate, NOW),
        Err(purpose)
    );

    let root = Authority::new_tls_root(&subject("Root"), [4; 16], NOW).unwrap();
    let hosts = ["mdm.example".to_owned(), "127.0.0.1".to_owned()];
    let server = root.new_tls_leaf(&hosts, [5; 16], NOW).unwrap();
    let check = |at| {
        server
            .certificate
            .check_issued_by(root.certificate(), at, Purpose::Any)
    };
    assert_eq!(check(NOW), Ok(()));
    assert_eq!(
        check(NOW.plus(398 * DAY)),
        Err(CmsError::Chain(ChainFault::Expired))
    );
    let foreign = CaError::Cms(CmsError::Chain(ChainFault::Issuer));
    assert_eq!(
        authority.check_device(&server.certificate, NOW),
        Err(foreign)
    );
}

/// A phone with a self-signed certificate, as the simulated one.
struct Phone {
    key: PrivateKey,
    certificate: Certificate,
    transaction: Transaction,
}

impl Phone {
    fn new() -> Self {
        let key = rsa();
        let life = (NOW.plus(-DAY), NOW.plus(DAY));
        let certificate = self_signed(&subject("phone"), &key, [8; 16], life).unwrap();
        let transaction = Transaction {
            id: "4711".to_owned(),
            nonce: [3; 16],
        };
        Self {
            key,
            certificate,
            transaction,
        }
    }

    fn signer(&self) -> Signer<'_> {
        Signer {
            key: &self.key,
            certificate: &self.certificate,
            chain: &[],
        }
    }

    fn ask(&self, authority: &Authority, content: &[u8]) -> Vec<u8> {
        let to = authority.certificate();
        request(content, to, &self.signer(), &self.transaction, &seed()).unwrap()
    }

    fn read(&self, authority: &Authority, answer: &[u8]) -> Answer {
        let from = authority.certificate();
        read_answer(answer, from, &self.signer(), &self.transaction, &[1; 32]).unwrap()
    }
}

fn seed() -> Seed {
    Seed::draw(&mut |bytes: &mut [u8]| bytes.fill(4))
}

#[test]
fn scep_from_the_question_to_the_certificate() {
    let (authority, phone) = (scep(), Phone::new());
    let challenge = text(&[1; 16]);
    let csr = certificate_request(&subject("phone"), &phone.key, Some(challenge.expose())).unwrap();
    let question = Request::decode(&phone.ask(&authority, &csr)).unwrap();
    assert_eq!(
        (question.transaction_id(), question.client()),
        ("4711", &phone.certificate)
    );
    let csr = question.open(&authority, &[0; 32], Accept::Modern).unwrap();
    let request = authorise(csr, &expected(challenge.expose(), None)).unwrap();
    let issued = sign(&authority, &request, &leaf("enrollment-1"), NOW).unwrap();
    let granted = question
        .grant(&issued, &authority, [9; 16], &seed())
        .unwrap();
    assert_eq!(
        phone.read(&authority, &granted),
        Answer::Issued(Box::new(issued))
    );
    let refused = question
        .refuse(FailInfo::BadRequest, &authority, [9; 16])
        .unwrap();
    assert_eq!(
        phone.read(&authority, &refused),
        Answer::Refused(FailInfo::BadRequest)
    );
}

#[test]
fn what_cannot_be_opened_looks_the_same_whatever_is_wrong() {
    let (authority, other, phone) = (scep(), scep(), Phone::new());
    let open = |message: &[u8]| {
        let question = Request::decode(message).unwrap();
        let opened = question.open(&authority, &[7; 32], Accept::Modern);
        opened.map(|_| ()).unwrap_err()
    };
    assert_eq!(
        open(&phone.ask(&other, b"for another key")),
        ScepRefusal::Unreadable
    );
    assert_eq!(
        open(&phone.ask(&authority, b"no request")),
        ScepRefusal::Unreadable
    );
    assert_eq!(open(&phone.ask(&authority, b"")), ScepRefusal::Unreadable);
    assert_eq!(
        ScepRefusal::Unreadable.fail_info(),
        FailInfo::BadMessageCheck
    );
}

#[test]
fn capabilities_name_what_is_done_and_nothing_else() {
    for accept in [Accept::Modern, Accept::Legacy] {
        let said: Vec<&str> = capabilities(accept).lines().collect();
        assert_eq!(said.contains(&"DES3"), accept == Accept::Legacy);
        for always in ["AES", "POSTPKIOperation", "Renewal", "SHA-256"] {
            assert!(said.contains(&always), "{always}");
        }
    }
}

#[test]
fn a_message_in_a_query_may_have_lost_its_plus_signs() {
    assert_eq!(message_from_query("+/8=").unwrap(), [0xfb, 0xff]);
    assert_eq!(message_from_query(" /8=").unwrap(), [0xfb, 0xff]);
    assert_eq!(message_from_query("+/8\r\n").unwrap(), [0xfb, 0xff]);
    assert_eq!(message_from_query("-_8").unwrap(), [0xfb, 0xff]);
    assert_eq!(message_from_query("-_8=").unwrap(), [0xfb, 0xff]);
    assert_eq!(
        message_from_query("-w=").unwrap(),
        [0xfb],
        "half of its padding"
    );
    for wrong in ["%", "+/8===", "=", "+=8"] {
        assert_eq!(
            message_from_query(wrong).filter(|b| !b.is_empty()),
            None,
            "{wrong}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn altered_requests_are_refused_without_a_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        static REQUEST: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| {
            certificate_request(&subject("phone"), &rsa(), Some("SECRET")).unwrap()
        });
        let mut bytes = REQUEST.clone();
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        // Only what is outside the signature, such as the parameters of its algorithm, may change.
        if let Ok(found) = Csr::parse(&bytes) {
            prop_assert_eq!(found.key_digest(), Csr::parse(&REQUEST).unwrap().key_digest());
            prop_assert_eq!(found.challenge().unwrap().expose(), "SECRET");
        }
    }
}
