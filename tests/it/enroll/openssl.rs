//! The `openssl` program as the other side: it verifies the profile, makes the key and the request, and reads the
//! answer.

use std::path::Path;
use std::process::Command;

use enroll::base::time::{DAY, HOUR};
use enroll::cms::certificate::Certificate;
use enroll::cms::key::PrivateKey;
use enroll::cms::pkimessage::{Header, MessageType, encode};
use enroll::cms::signed::Identity;
use enroll::ops::{clock, random};

use super::{Scene, given};
use crate::handset::ask;
use crate::support::folder;

/// Runs `openssl` in a folder; its output, when it succeeds.
pub fn openssl(folder: &Path, arguments: &str) -> String {
    let output = Command::new("openssl")
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .output()
        .expect("the openssl program");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments}: {errors}");
    text + &errors
}

/// A key, a request for it with the challenge, a certificate of its own, and the request sealed to the authority.
fn make_request(at: &Path, common_name: &str, challenge: &str) {
    std::fs::write(at.join("request.cnf"),
            format!(
            "[req]\nprompt = no\ndistinguished_name = name\nattributes = more\nstring_mask = nombstr\n\
             [name]\nCN = {}\n[more]\nchallengePassword = {}\n",
            common_name, challenge
        )
        .as_bytes(),
    )
    .unwrap();
    openssl(
        at,
        "req -new -newkey rsa:2048 -nodes -keyout key.pem -config request.cnf -outform DER -out request.der",
    );
    openssl(
        at,
        "req -x509 -new -key key.pem -config request.cnf -days 1 -out own.pem",
    );
    openssl(
        at,
        "cms -encrypt -binary -aes-256-cbc -in request.der -outform DER -out envelope.der authority.pem",
    );
}

/// Takes the answer apart: its signature, its envelope, and the certificate in it.
fn open_answer(at: &Path) {
    openssl(
        at,
        "cms -verify -inform DER -in answer.der -binary -CAfile authority.pem -purpose any -out sealed.der",
    );
    openssl(
        at,
        "cms -decrypt -binary -inform DER -in sealed.der -inkey key.pem -recip own.pem -out issued.p7",
    );
    openssl(
        at,
        "pkcs7 -inform DER -in issued.p7 -print_certs -out issued.pem",
    );
    openssl(
        at,
        "verify -CAfile authority.pem -purpose sslclient issued.pem",
    );
}

both_databases!(
    openssl_verifies_the_profile_and_gets_a_certificate,
    |url| async {
        let scene = Scene::open(url).await;
        let link = scene.here.link("ada", None).await;
        let enrollment = scene.reserve(&link, "a").await;
        let profile = scene.profile(&enrollment.id).await;
        let temporary = folder::fresh("openssl-");
        let at = temporary.path();
        let write = |name: &str, bytes: &[u8]| std::fs::write(at.join(name), bytes).unwrap();
        let read = |name: &str| std::fs::read(at.join(name)).unwrap();

        // The profile: signed by somebody the authority vouches for.
        write("authority.der", scene.authority.der());
        openssl(at, "x509 -inform DER -in authority.der -out authority.pem");
        let signed = given(&scene.here.app, &enrollment.id).await.unwrap();
        write("profile.mobileconfig", &signed);
        openssl(
            at,
            "cms -verify -inform DER -in profile.mobileconfig -CAfile authority.pem -purpose any -out profile.xml",
        );
        let plain = String::from_utf8(read("profile.xml")).unwrap();
        assert!(plain.contains(&profile.challenge) && plain.contains("com.apple.mdm"));

        make_request(at, &profile.common_name, &profile.challenge);

        // openssl cannot set SCEP's attributes: our half signs the message around its envelope.
        let own = Identity::from_pem(&read("own.pem"), &read("key.pem")).unwrap();
        let header = Header {
            message_type: MessageType::PkcsReq,
            transaction_id: "openssl".to_owned(),
            sender_nonce: random::bytes().unwrap(),
            recipient_nonce: None,
            outcome: None,
        };
        let question = encode(&header, Some(&read("envelope.der")), &own.signer()).unwrap();
        let reply = ask(&scene.router, question).await;
        assert_eq!(reply.status, 200);

        // The answer: signed by the authority, sealed to the key, holding the identity alone.
        write("answer.der", &reply.body);
        open_answer(at);
        let text = openssl(at, "x509 -in issued.pem -noout -text");
        assert!(
            text.contains(&format!("CN = {}", enrollment.id))
                || text.contains(&format!("CN={}", enrollment.id))
        );
        assert!(text.contains("CA:FALSE") && text.contains("TLS Web Client Authentication"));
        assert_eq!(text.matches("-----BEGIN").count(), 0);

        // It is the key's, and it is the one that was kept.
        let issued = Certificate::from_pem(&read("issued.pem")).unwrap();
        let key = PrivateKey::from_pem(&read("key.pem")).unwrap();
        assert_eq!((issued.len(), issued[0].spki.clone()), (1, key.spki()));
        let now = clock::now();
        assert!(
            issued[0].not_before < now.plus(-5 * HOUR / 60)
                && now.plus(300 * DAY) < issued[0].not_after
        );
        let kept = format!(
            "SELECT COUNT(*) FROM certificate WHERE serial = '{}'",
            issued[0].serial_hex()
        );
        assert_eq!(scene.here.number(&kept).await, 1);
    }
);
