//! What the SCEP server gives, to whom, and what it refuses.

use axum::body::Body;
use axum::http::Request;
use data_encoding::BASE64;
use enroll::cms::ber::Limits;
use enroll::cms::certificate::Certificate;
use enroll::cms::der::{PRINTABLE_STRING, octets, tlv};
use enroll::cms::enveloped::{Seed, envelope};
use enroll::cms::key::PrivateKey;
use enroll::cms::oid;
use enroll::cms::pkimessage::{FailInfo, PkiMessage};
use enroll::cms::request::{Subject, certificate_request};
use enroll::cms::scep_client::Answer;
use enroll::cms::signed::{Attribute, Content, sign_with};
use enroll::ops::random;
use tokio::task::JoinSet;

use super::Scene;
use crate::handset::{Handset, ask, send};

const REFUSED: Answer = Answer::Refused(FailInfo::BadRequest);

both_databases!(the_authority_says_who_it_is, |url| async {
    let scene = Scene::open(url).await;
    let get = |query: &str| {
        let request = Request::get(format!("/scep?{query}"))
            .body(Body::empty())
            .unwrap();
        send(&scene.router, request)
    };
    let caps = get("operation=GetCACaps").await;
    assert!(String::from_utf8(caps.body).unwrap().contains("SHA-256"));
    let certificate = get("operation=GetCACert&message=anything").await;
    assert_eq!(
        certificate.headers["content-type"],
        "application/x-x509-ca-cert"
    );
    assert_eq!(
        Certificate::parse(&certificate.body).unwrap(),
        scene.authority
    );
    for odd in [
        "",
        "operation=GetNextCACert",
        "operation=PKIOperation",
        "operation=PKIOperation&message=%25",
    ] {
        assert_eq!(get(odd).await.status, 400, "{odd}");
    }
});

both_databases!(
    a_question_may_come_by_get_with_its_plus_signs_lost,
    |url| async {
        let scene = Scene::open(url).await;
        let link = scene.here.link("ada", None).await;
        let enrollment = scene.reserve(&link, "a").await;
        let profile = scene.profile(&enrollment.id).await;
        let handset = Handset::new(0);
        let csr = handset.csr(&profile.common_name, &profile.challenge);
        let text = BASE64.encode(&handset.question(&csr, &scene.authority));
        for message in [
            text.clone(),
            text.replace('+', "%20"),
            text.replace('+', "%2B").replace('/', "%2F"),
            text.replace('+', "-").replace('/', "_"),
            text.trim_end_matches('=').to_owned(),
        ] {
            let uri = format!("/scep?operation=PKIOperation&message={message}");
            let reply = send(
                &scene.router,
                Request::get(uri).body(Body::empty()).unwrap(),
            )
            .await;
            assert_eq!(reply.headers["content-type"], "application/x-pki-message");
            let answer = handset.read(&reply.body, &scene.authority);
            assert!(matches!(answer, Answer::Issued(_)), "{answer:?}");
        }
    }
);

both_databases!(fifty_keys_at_once_get_one_certificate, |url| async {
    let scene = Scene::open(url).await;
    let link = scene.here.link("ada", None).await;
    let enrollment = scene.reserve(&link, "a").await;
    let profile = scene.profile(&enrollment.id).await;
    let mut tasks = JoinSet::new();
    for n in 0..50 {
        let handset = Handset::new(n);
        let key = PrivateKey::generate_p256().unwrap();
        let csr = certificate_request(&Subject::default(), &key, Some(&profile.challenge)).unwrap();
        let question = handset.question(&csr, &scene.authority);
        let router = scene.router.clone();
        tasks.spawn(async move {
            let reply = ask(&router, question).await;
            assert_eq!(reply.status, 200);
            reply.body.len()
        });
    }
    // Only a grant carries an envelope.
    let granted = tasks
        .join_all()
        .await
        .into_iter()
        .filter(|length| *length > 2000)
        .count();
    assert_eq!(granted, 1);
    assert_eq!(
        scene.here.number("SELECT COUNT(*) FROM certificate").await,
        1
    );
    let alerts = "SELECT COUNT(*) FROM event WHERE action = 'challenge_reused'";
    assert_eq!(scene.here.number(alerts).await, 49);
});

both_databases!(
    the_same_key_gets_the_same_certificate_until_it_is_enrolled,
    |url| async {
        let scene = Scene::open(url).await;
        let link = scene.here.link("ada", None).await;
        let enrollment = scene.reserve(&link, "a").await;
        let profile = scene.profile(&enrollment.id).await;
        let handset = scene.identified(0, &enrollment).await;
        let csr = handset.csr("other", &profile.challenge);
        for _ in 0..2 {
            let answer = scene.scep(&handset, &csr).await;
            assert_eq!(answer, Answer::Issued(Box::new(handset.identity().clone())));
        }
        let before = scene.here.dump().await;
        let thief = Handset::new(1);
        let answer = scene
            .scep(&thief, &thief.csr("other", &profile.challenge))
            .await;
        assert_eq!(answer, REFUSED);
        assert_eq!(scene.here.dump().await, before);
        for body in [handset.authenticate(), handset.token_update("magic")] {
            assert_eq!(scene.check_in(&handset, body).await.status, 200);
        }
        let before = scene.here.dump().await;
        assert_eq!(
            scene.scep(&handset, &csr).await,
            REFUSED,
            "the challenge is spent"
        );
        assert_eq!(scene.here.dump().await, before);
    }
);

both_databases!(
    whatever_a_request_asks_for_the_certificate_says_what_the_server_knows,
    |url| async {
        let scene = Scene::open(url).await;
        let link = scene.here.link("ada", None).await;
        let enrollment = scene.reserve(&link, "a").await;
        let profile = scene.profile(&enrollment.id).await;
        let handset = Handset::new(0);
        let mut asked = rcgen::CertificateParams::new(vec!["admin.example".to_owned()]).unwrap();
        asked
            .distinguished_name
            .push(rcgen::DnType::CommonName, "admin");
        asked.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        asked.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
        let challenge = rcgen::Attribute {
            oid: &[1, 2, 840, 113_549, 1, 9, 7],
            values: tlv(
                0x31,
                &[&tlv(PRINTABLE_STRING, &[profile.challenge.as_bytes()])],
            ),
        };
        let csr = asked
            .serialize_request_with_attributes(handset.key, vec![challenge])
            .unwrap();
        let Answer::Issued(certificate) = scene.scep(&handset, csr.der()).await else {
            panic!("the request's key may be certified");
        };
        assert_eq!(certificate.common_name(), Some(enrollment.id.0));
        assert!(!certificate.extensions.authority);
        assert_eq!(
            certificate.extensions.purposes.as_ref().map(Vec::len),
            Some(1)
        );
        let bytes = certificate.der();
        for foreign in [&b"admin"[..], b"admin.example"] {
            assert!(!bytes.windows(foreign.len()).any(|window| window == foreign));
        }
        let organization = b"Riverside Schools";
        assert!(
            bytes
                .windows(organization.len())
                .any(|window| window == organization)
        );
    }
);

both_databases!(a_wrong_challenge_changes_nothing, |url| async {
    let scene = Scene::open(url).await;
    let link = scene.here.link("ada", None).await;
    let (own, other) = (
        scene.reserve(&link, "a").await,
        scene.reserve(&link, "b").await,
    );
    let theirs = scene.profile(&other.id).await.challenge;
    let handset = Handset::new(0);
    let before = scene.here.dump().await;
    for challenge in [theirs.as_str(), "", "guess", &theirs.to_lowercase()] {
        let answer = scene
            .scep(&handset, &handset.csr(&own.id.0, challenge))
            .await;
        assert_eq!(answer, REFUSED, "{challenge:?}");
    }
    let bare = certificate_request(&Subject::default(), handset.key, None).unwrap();
    assert_eq!(scene.scep(&handset, &bare).await, REFUSED);
    let junk = scene.scep(&handset, b"no request").await;
    assert_eq!(junk, Answer::Refused(FailInfo::BadMessageCheck));
    assert_eq!(scene.here.dump().await, before);
    assert!(matches!(
        scene
            .scep(&handset, &handset.csr(&other.id.0, &theirs))
            .await,
        Answer::Issued(_)
    ));
});

/// A good question with these values of messageType.
fn typed(handset: &Handset, csr: &[u8], authority: &Certificate, types: &[&str]) -> Vec<u8> {
    question(handset, csr, authority, (types, true))
}

/// The same, with a sender nonce or without.
fn question(
    handset: &Handset,
    csr: &[u8],
    authority: &Certificate,
    (types, nonce): (&[&str], bool),
) -> Vec<u8> {
    let seed = Seed {
        key: random::bytes::<32>().unwrap().into(),
        iv: random::bytes().unwrap(),
    };
    let text = |name, text: &str| Attribute::one(name, tlv(PRINTABLE_STRING, &[text.as_bytes()]));
    let mut attributes: Vec<_> = types
        .iter()
        .map(|one| text(&oid::MESSAGE_TYPE, one))
        .collect();
    attributes.push(text(&oid::TRANSACTION_ID, "T"));
    if nonce {
        attributes.push(Attribute::one(&oid::SENDER_NONCE, octets(&[1; 16])));
    }
    let sealed = envelope(csr, authority, &seed).unwrap();
    let content = Content::Attached(&sealed);
    sign_with(content, &handset.first_signer(), attributes).unwrap()
}

both_databases!(a_question_without_a_nonce_is_answered, |url| async {
    let scene = Scene::open(url).await;
    let link = scene.here.link("ada", None).await;
    let enrollment = scene.reserve(&link, "a").await;
    let profile = scene.profile(&enrollment.id).await;
    let handset = Handset::new(0);
    let csr = handset.csr(&profile.common_name, &profile.challenge);
    let asked = question(&handset, &csr, &scene.authority, (&["19"], false));
    let reply = ask(&scene.router, asked).await;
    assert_eq!(reply.status, 200);
    assert!(reply.body.len() > 2000, "only a grant carries an envelope");
    let issued = "SELECT COUNT(*) FROM certificate";
    assert_eq!(scene.here.number(issued).await, 1);
});

both_databases!(a_message_of_no_allowed_type_is_no_request, |url| async {
    let scene = Scene::open(url).await;
    let link = scene.here.link("ada", None).await;
    let enrollment = scene.reserve(&link, "a").await;
    let profile = scene.profile(&enrollment.id).await;
    let handset = Handset::new(0);
    let csr = handset.csr(&profile.common_name, &profile.challenge);
    let message = |types: &[&str]| typed(&handset, &csr, &scene.authority, types);
    let before = scene.here.dump().await;
    for types in [
        &[][..],
        &["19", "19"],
        &["19", "3"],
        &["019"],
        &["x"],
        &["3"],
        &["0"],
        &["255"],
        &["275"],
    ] {
        assert_eq!(
            ask(&scene.router, message(types)).await.status,
            400,
            "{types:?}"
        );
    }
    // Understood, and refused: polling, asking for certificates and lists.
    for kind in ["20", "21", "22"] {
        let reply = ask(&scene.router, message(&[kind])).await;
        assert_eq!(reply.status, 200);
        let answer = PkiMessage::decode(&reply.body, Limits::SCEP).unwrap();
        assert_eq!(answer.fail_info, Some(FailInfo::BadRequest), "{kind}");
        assert_eq!(answer.recipient_nonce.as_deref(), Some(&[1; 16][..]));
        assert_eq!(
            (answer.transaction_id.as_str(), answer.envelope),
            ("T", None)
        );
    }
    let mut altered = message(&["19"]);
    let end = altered.len() - 1;
    altered[end] ^= 1;
    assert_eq!(ask(&scene.router, altered).await.status, 400);
    assert_eq!(
        ask(&scene.router, vec![0x30; (64 << 10) + 1]).await.status,
        400
    );
    assert_eq!(ask(&scene.router, Vec::new()).await.status, 400);
    assert_eq!(scene.here.dump().await, before);
});
