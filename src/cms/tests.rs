//! The parts together, as a phone and a server use them.

use proptest::prelude::*;

use super::ber::Limits;
use super::certificate::{Certificate, Purpose};
use super::enveloped::{Seed, envelope, open};
use super::error::{ChainFault, CmsError};
use super::key::{PrivateKey, RsaBits};
use super::pkimessage::{FailInfo, Header, MessageType, PkiError, PkiMessage, Status, encode};
use super::request::{Subject, self_signed};
use super::scep_client::{Answer, Transaction, read_answer, request};
use super::signed::{Attribute, Content, Signer, sign, sign_detached, sign_with};
use super::verify::{verify, verify_detached};
use super::{certs_only, der, oid};
use crate::base::time::{DAY, Timestamp};

const NOW: Timestamp = Timestamp(1_773_504_000_000_000);

struct Party {
    key: PrivateKey,
    certificate: Certificate,
}

impl Party {
    fn new(name: &str, key: PrivateKey) -> Self {
        let subject = Subject {
            organization: None,
            common_name: name.to_owned(),
        };
        let certificate = self_signed(&subject, &key, [7; 16], (NOW, NOW.plus(DAY))).unwrap();
        Self { key, certificate }
    }

    fn rsa(name: &str) -> Self {
        Self::new(name, PrivateKey::generate_rsa(RsaBits::B2048).unwrap())
    }

    fn signer(&self) -> Signer<'_> {
        Signer {
            key: &self.key,
            certificate: &self.certificate,
            chain: &[],
        }
    }
}

fn seed() -> Seed {
    Seed::draw(&mut |bytes: &mut [u8]| bytes.fill(9))
}

#[test]
fn attached_and_detached_signatures_verify_and_name_their_signer() {
    for party in [
        Party::rsa("a"),
        Party::new("b", PrivateKey::generate_p256().unwrap()),
    ] {
        let attached = sign(b"profile", &party.signer(), NOW).unwrap();
        let found = verify(&attached, Limits::SCEP).unwrap();
        assert_eq!(found.content.as_deref(), Some(&b"profile"[..]));
        assert_eq!(found.signer, party.certificate);
        assert_eq!(
            found
                .attribute(&oid::SIGNING_TIME, "signingTime")
                .unwrap()
                .time()
                .unwrap(),
            NOW
        );

        let detached = sign_detached(b"body", &party.signer(), NOW).unwrap();
        let found = verify_detached(&detached, b"body", Limits::HEADER).unwrap();
        assert_eq!(
            (found.content, found.signer),
            (None, party.certificate.clone())
        );
        assert_eq!(
            verify_detached(&detached, b"bodY", Limits::HEADER),
            Err(CmsError::Digest)
        );
        assert_eq!(
            verify_detached(&attached, b"other", Limits::HEADER),
            Err(CmsError::Digest)
        );
    }
}

#[test]
fn a_message_has_exactly_one_signer() {
    let party = Party::rsa("a");
    let none = certs_only::build(&[&party.certificate]);
    assert_eq!(verify(&none, Limits::SCEP), Err(CmsError::SignerCount(0)));

    let one = sign(b"x", &party.signer(), NOW).unwrap();
    let mut fields = super::verify::content_of(&one, &oid::SIGNED_DATA)
        .unwrap()
        .children();
    let head: Vec<Vec<u8>> = (0..4)
        .map(|_| fields.value().unwrap().raw.to_vec())
        .collect();
    let signer = fields.value().unwrap().value.to_vec();
    let two = der::sequence(&[&head.concat(), &der::set_of(vec![signer.clone(), signer])]);
    let two = super::signed::content_info(&oid::SIGNED_DATA, &two);
    assert_eq!(verify(&two, Limits::SCEP), Err(CmsError::SignerCount(2)));
}

#[test]
fn doubled_signed_attributes_are_refused() {
    let party = Party::rsa("a");
    let digest = Attribute::one(&oid::MESSAGE_DIGEST, der::octets(&[0; 32]));
    let message = sign_with(Content::Attached(b"x"), &party.signer(), vec![digest]).unwrap();
    assert_eq!(
        verify(&message, Limits::SCEP),
        Err(CmsError::Attribute("messageDigest"))
    );
}

#[test]
fn an_envelope_opens_with_its_key_alone() {
    let (ours, other) = (Party::rsa("ours"), Party::rsa("other"));
    let sealed = envelope(b"request", &ours.certificate, &seed()).unwrap();
    let opened = open(
        &sealed,
        &ours.certificate,
        &ours.key,
        &[1; 32],
        Limits::SCEP,
    );
    assert_eq!(opened.as_deref(), Ok(&b"request"[..]));
    let wrong = open(
        &sealed,
        &ours.certificate,
        &other.key,
        &[1; 32],
        Limits::SCEP,
    );
    assert_ne!(wrong.as_deref(), Ok(&b"request"[..]));
    let elliptic = Party::new("ec", PrivateKey::generate_p256().unwrap());
    assert!(matches!(
        envelope(b"x", &elliptic.certificate, &seed()),
        Err(CmsError::Unsupported(_))
    ));
}

#[test]
fn a_damaged_envelope_fails_in_one_way_only() {
    let ours = Party::rsa("ours");
    let sealed = envelope(&[b'x'; 64], &ours.certificate, &seed()).unwrap();
    let end = sealed.len();
    // The wrapped key stands in the middle, the content at the end.
    for at in [end - 1, end - 17, end / 2, end / 2 + 20] {
        let mut bad = sealed.clone();
        bad[at] ^= 1;
        if let Err(error) = open(&bad, &ours.certificate, &ours.key, &[1; 32], Limits::SCEP) {
            assert_eq!(error, CmsError::Undecipherable, "byte {at}");
        }
    }
}

/// The parts of an envelope: before the recipients, the recipients, the encrypted content.
fn envelope_parts(sealed: &[u8]) -> Vec<Vec<u8>> {
    let fields = super::verify::content_of(sealed, &oid::ENVELOPED_DATA)
        .unwrap()
        .children();
    fields.map(|field| field.unwrap().raw.to_vec()).collect()
}

#[test]
fn encrypted_content_in_pieces_opens_as_go_clients_send_it() {
    let ours = Party::rsa("ours");
    let parts = envelope_parts(&envelope(&[b'x'; 100], &ours.certificate, &seed()).unwrap());
    let mut fields = der::Reader::new(&parts[2]).value().unwrap().children();
    let (kind, cipher, body) = (
        fields.value(),
        fields.value(),
        fields.value().unwrap().value,
    );
    let pieces = [der::octets(&body[..40]), der::octets(&body[40..])].concat();
    let constructed = der::tlv(der::context(0), &[&pieces]);
    let encrypted = der::sequence(&[kind.unwrap().raw, cipher.unwrap().raw, &constructed]);
    let sealed = der::sequence(&[&parts[0], &parts[1], &encrypted]);
    let sealed = super::signed::content_info(&oid::ENVELOPED_DATA, &sealed);
    let opened = open(
        &sealed,
        &ours.certificate,
        &ours.key,
        &[1; 32],
        Limits::SCEP,
    );
    assert_eq!(opened.unwrap(), [b'x'; 100]);
}

#[test]
fn a_recipient_among_several_is_found_and_a_foreign_envelope_is_not_ours() {
    let (ours, other) = (Party::rsa("ours"), Party::rsa("other"));
    let to = |party: &Party| envelope_parts(&envelope(b"x", &party.certificate, &seed()).unwrap());
    let (mine, theirs, third) = (to(&ours), to(&other), to(&Party::rsa("third")));
    let both = |one: &[Vec<u8>], two: &[Vec<u8>]| {
        let inner = |parts: &[Vec<u8>]| der::Reader::new(&parts[1]).value().unwrap().value.to_vec();
        let sealed = der::sequence(&[&one[0], &der::set_of(vec![inner(one), inner(two)]), &one[2]]);
        super::signed::content_info(&oid::ENVELOPED_DATA, &sealed)
    };
    let open = |sealed: &[u8]| open(sealed, &ours.certificate, &ours.key, &[1; 32], Limits::SCEP);
    assert_eq!(open(&both(&theirs, &mine)).as_deref(), Ok(&b"x"[..]));
    assert_eq!(open(&both(&theirs, &third)), Err(CmsError::Undecipherable));
}

#[test]
fn a_serial_number_over_20_octets_is_no_obstacle() {
    let key = PrivateKey::generate_rsa(RsaBits::B2048).unwrap();
    let mut parameters = rcgen::CertificateParams::default();
    parameters.serial_number = Some(rcgen::SerialNumber::from_slice(&[0x91; 32]));
    let certificate = Certificate::parse(parameters.self_signed(&key).unwrap().der()).unwrap();
    let party = Party { key, certificate };
    let message = sign(b"x", &party.signer(), NOW).unwrap();
    assert_eq!(
        verify(&message, Limits::SCEP).unwrap().signer,
        party.certificate
    );
    let sealed = envelope(b"x", &party.certificate, &seed()).unwrap();
    let opened = open(
        &sealed,
        &party.certificate,
        &party.key,
        &[1; 32],
        Limits::SCEP,
    );
    assert_eq!(opened.as_deref(), Ok(&b"x"[..]));
}

#[test]
fn a_certificate_is_checked_against_one_authority() {
    let ours = Party::rsa("ours");
    let check = |at, purpose| {
        ours.certificate
            .check_issued_by(&ours.certificate, at, purpose)
    };
    assert_eq!(check(NOW, Purpose::Any), Ok(()));
    assert_eq!(
        check(NOW, Purpose::ClientAuth),
        Err(CmsError::Chain(ChainFault::Purpose))
    );
    assert_eq!(
        check(Timestamp(NOW.0 - 1), Purpose::Any),
        Err(CmsError::Chain(ChainFault::NotYetValid))
    );
    assert_eq!(
        check(NOW.plus(2 * DAY), Purpose::Any),
        Err(CmsError::Chain(ChainFault::Expired))
    );
    let same_name = Party::rsa("ours");
    let forged = same_name
        .certificate
        .check_issued_by(&ours.certificate, NOW, Purpose::Any);
    assert_eq!(forged, Err(CmsError::Chain(ChainFault::Issuer)));
    assert_eq!(ours.certificate.common_name().as_deref(), Some("ours"));
    assert_eq!(ours.certificate.serial_hex(), "07".repeat(16));
}

#[test]
fn a_scep_exchange_ends_with_the_certificate_or_the_reason() {
    let (phone, authority) = (Party::rsa("phone"), Party::rsa("ca"));
    let transaction = Transaction {
        id: "T1".to_owned(),
        nonce: [5; 16],
    };
    let asked = request(
        b"csr",
        &authority.certificate,
        &phone.signer(),
        &transaction,
        &seed(),
    )
    .unwrap();
    let question = PkiMessage::decode(&asked, Limits::SCEP).unwrap();
    assert_eq!(question.message_type, MessageType::PkcsReq);
    assert_eq!(
        (question.transaction_id.as_str(), &question.sender_nonce[..]),
        ("T1", &[5; 16][..])
    );
    assert_eq!(question.signer, phone.certificate);

    let mut header = Header {
        message_type: MessageType::CertRep,
        transaction_id: question.transaction_id,
        sender_nonce: [6; 16],
        recipient_nonce: Some(question.sender_nonce),
        outcome: Some((Status::Failure, Some(FailInfo::BadRequest))),
    };
    let read = |answer: &[u8]| {
        read_answer(
            answer,
            &authority.certificate,
            &phone.signer(),
            &transaction,
            &[1; 32],
        )
    };
    let refusal = encode(&header, None, &authority.signer()).unwrap();
    assert_eq!(read(&refusal), Ok(Answer::Refused(FailInfo::BadRequest)));
    let foreign = encode(&header, None, &phone.signer()).unwrap();
    assert_eq!(read(&foreign), Err(PkiError::Cms(CmsError::Signature)));
    header.recipient_nonce = Some(vec![0; 16]);
    let stale = encode(&header, None, &authority.signer()).unwrap();
    assert_eq!(
        read(&stale),
        Err(PkiError::Cms(CmsError::Attribute("recipientNonce")))
    );
}

#[test]
fn a_message_type_missing_doubled_or_unknown_is_an_error_of_its_own() {
    let phone = Party::rsa("phone");
    let text = |name, text: &str| {
        Attribute::one(name, der::tlv(der::PRINTABLE_STRING, &[text.as_bytes()]))
    };
    let message = |types: Vec<Attribute>| {
        let mut attributes = types;
        attributes.push(text(&oid::TRANSACTION_ID, "T"));
        attributes.push(Attribute::one(&oid::SENDER_NONCE, der::octets(&[1; 16])));
        let bytes = sign_with(Content::Attached(b"x"), &phone.signer(), attributes).unwrap();
        PkiMessage::decode(&bytes, Limits::SCEP).map(|message| message.message_type)
    };
    let kind = |number: &str| text(&oid::MESSAGE_TYPE, number);
    let mut two_values = kind("19");
    two_values.values.push(two_values.values[0].clone());
    assert_eq!(message(vec![]), Err(PkiError::MessageType));
    assert_eq!(
        message(vec![kind("19"), kind("3")]),
        Err(PkiError::MessageType)
    );
    assert_eq!(message(vec![two_values]), Err(PkiError::MessageType));
    for odd in ["", "019", "+19", "19 ", "x", "275"] {
        assert_eq!(
            message(vec![kind(odd)]),
            Err(PkiError::MessageType),
            "{odd:?}"
        );
    }
    for number in 0..=255_u16 {
        let found = message(vec![kind(&number.to_string())]);
        match number {
            17 => assert_eq!(found, Ok(MessageType::RenewalReq)),
            19 => assert_eq!(found, Ok(MessageType::PkcsReq)),
            20 => assert_eq!(found, Ok(MessageType::CertPoll)),
            21 => assert_eq!(found, Ok(MessageType::GetCert)),
            22 => assert_eq!(found, Ok(MessageType::GetCrl)),
            // An answer without pkiStatus is no answer.
            3 => assert_eq!(
                found,
                Err(PkiError::Cms(CmsError::Attribute("recipientNonce")))
            ),
            _ => assert_eq!(found, Err(PkiError::MessageType), "{number}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn altered_messages_are_refused_without_a_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        static PARTIES: std::sync::LazyLock<(Party, Vec<u8>, Vec<u8>)> = std::sync::LazyLock::new(|| {
            let party = Party::rsa("fixed");
            let signed = sign(b"content", &party.signer(), NOW).unwrap();
            let sealed = envelope(b"content", &party.certificate, &seed()).unwrap();
            (party, signed, sealed)
        });
        let (party, signed, sealed) = &*PARTIES;
        for original in [signed, sealed, &party.certificate.der().to_vec()] {
            let mut bytes = original.clone();
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            if let Ok(found) = verify(&bytes, Limits::SCEP) {
                prop_assert_eq!(found.content.as_deref(), Some(&b"content"[..]));
            }
            let _ = open(&bytes, &party.certificate, &party.key, &[1; 32], Limits::SCEP);
            let _ = Certificate::parse(&bytes).map(|one| one.check_issued_by(&party.certificate, NOW, Purpose::Any));
            let _ = PkiMessage::decode(&bytes[..cut.index(bytes.len())], Limits::SCEP);
            let _ = certs_only::read(&bytes, Limits::SCEP);
        }
    }
}
