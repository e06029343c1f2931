//! The Profile Service: a device proves what it is before it is given the profile.

use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use data_encoding::BASE64;
use enroll::ca::authority::Authority;
use enroll::cms::ber::Limits;
use enroll::cms::key::RsaBits;
use enroll::cms::request::Subject;
use enroll::cms::scep_client::Answer;
use enroll::cms::signed::{Identity, Signer, sign};
use enroll::cms::verify::verify;
use enroll::model::enrollment::{Enrollment, Refusal};
use enroll::model::id::RecipientUid;
use enroll::model::settings::{Ota, Proven};
use enroll::ops::{clock, random};
use enroll::phone::profile;
use plist::{Dictionary, Value};

use super::openssl::openssl;
use super::{Scene, given, progress};
use crate::handset::{Handset, Reply, ask, send};
use crate::installation::Installation;
use crate::redeem::over_http;
use crate::support::{database::Database, folder};

/// Who makes devices here, and one that it made.
struct Maker {
    authority: Authority,
}

impl Maker {
    fn new() -> Self {
        let name = subject("Another Device CA");
        let serial = random::bytes().unwrap();
        Self {
            authority: Authority::new_scep(&name, RsaBits::B2048, serial, clock::now()).unwrap(),
        }
    }

    /// The identity that a device is made with.
    fn device(&self) -> Identity {
        let name = subject("00008110-0000000000000001");
        let serial = random::bytes().unwrap();
        self.authority
            .new_profile_signer(&name, serial, clock::now())
            .unwrap()
    }

    /// Writes its certificate into a folder.
    fn write(&self, at: &Path) {
        let base64 = BASE64.encode(self.authority.certificate().der());
        let pem = format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n");
        std::fs::write(at.join("maker.pem"), pem).unwrap();
    }
}

fn subject(common_name: &str) -> Subject {
    Subject {
        organization: None,
        common_name: common_name.to_owned(),
    }
}

/// A scene in which these devices prove what they are.
async fn scene(url: &str, of: Proven, maker: &Maker) -> Scene {
    let mut here = Installation::open(url).await;
    maker.write(&here.app.root);
    here.app.settings.mdm.ota = Ota {
        of,
        ca: Some("maker.pem".to_owned()),
    };
    Scene::of(here).await
}

/// A link for the device with this serial number.
async fn bound(scene: &Scene, serial: &str) -> RecipientUid {
    let link = scene.here.link("ada", Some(1)).await;
    scene.here.bind(serial).await;
    link
}

/// What the portal hands out, its signature verified.
async fn downloaded(scene: &Scene, enrollment: &Enrollment) -> Dictionary {
    let bytes = given(&scene.here.app, &enrollment.id);
    let roots = [scene.authority.der().to_vec()];
    profile::verified(&bytes.await.unwrap(), &roots, clock::now(), None).unwrap()
}

/// The challenge of the question.
fn challenge(question: &Dictionary) -> String {
    assert_eq!(question["PayloadType"].as_string(), Some("Profile Service"));
    let content = question["PayloadContent"].as_dictionary().unwrap();
    assert_eq!(
        content["URL"].as_string(),
        Some("https://mdm.riverside.example/ota")
    );
    content["Challenge"].as_string().unwrap().to_owned()
}

/// What a handset says of itself.
fn told(handset: &Handset, challenge: &str) -> Vec<u8> {
    let keys = [
        ("UDID", handset.udid.as_str()),
        ("SERIAL", &handset.serial),
        ("VERSION", "22G86"),
        ("PRODUCT", "iPhone15,4"),
        ("CHALLENGE", challenge),
    ];
    let keys = keys.map(|(key, value)| (key.to_owned(), Value::from(value)));
    let mut bytes = Vec::new();
    let value = Value::Dictionary(Dictionary::from_iter(keys));
    value.to_writer_xml(&mut bytes).unwrap();
    bytes
}

async fn post(scene: &Scene, body: Vec<u8>) -> Reply {
    let request = Request::post("/ota").header("Content-Type", "application/pkcs7-signature");
    send(&scene.router, request.body(Body::from(body)).unwrap()).await
}

/// What a device gets that says this, signed so.
async fn says(scene: &Scene, body: &[u8], signer: &Signer<'_>) -> Reply {
    post(scene, sign(body, signer, clock::now()).unwrap()).await
}

/// The profile in an answer.
fn opened(reply: &Reply) -> Dictionary {
    assert_eq!(reply.status, 200);
    let kind = reply.headers["content-type"].to_str().unwrap();
    assert_eq!(kind, "application/x-apple-aspen-config");
    let plain = verify(&reply.body, Limits::SCEP).unwrap().content.unwrap();
    let value = Value::from_reader_xml(&plain[..]).unwrap();
    value.into_dictionary().unwrap()
}

/// A handset with the throw-away identity that a profile brings.
async fn thrown_away(scene: &Scene, n: usize, first: &Dictionary) -> Handset {
    let asked = profile::scep(first).unwrap();
    assert!(profile::enrollment(first).is_err(), "it enrolls nothing");
    let mut handset = Handset::new(n);
    let csr = handset.csr(&asked.common_name, &asked.challenge);
    match scene.scep(&handset, &csr).await {
        Answer::Issued(certificate) => handset.take(*certificate),
        other => panic!("{other:?}"),
    }
    handset
}

fn by(handset: &Handset) -> Signer<'_> {
    Signer {
        key: handset.key,
        certificate: handset.identity(),
        chain: &[],
    }
}

both_databases!(a_device_proves_what_it_is_and_is_enrolled, |url| async {
    let maker = Maker::new();
    let made = maker.device();
    let scene = scene(url, Proven::Bound, &maker).await;
    let link = bound(&scene, "F2LXK9P7Q9K7").await;
    let enrollment = scene.reserve(&link, "a").await;
    let question = downloaded(&scene, &enrollment).await;
    let challenge = challenge(&question);
    assert_eq!(downloaded(&scene, &enrollment).await, question);

    let body = told(&Handset::new(0), &challenge);
    let first = opened(&says(&scene, &body, &made.signer()).await);
    assert_eq!(opened(&says(&scene, &body, &made.signer()).await), first);
    let proved = thrown_away(&scene, 0, &first).await;
    let last = opened(&says(&scene, &body, &by(&proved)).await);
    let profile = profile::enrollment(&last).unwrap();
    assert_eq!(profile.common_name, enrollment.id.0);

    // The throw-away identity is none to check in with, nor to renew.
    let alone = scene.check_in(&proved, proved.authenticate()).await;
    assert_eq!(alone.status, 400);
    let csr = proved.csr(&enrollment.id.0, "");
    let renewal = proved.renewal(&csr, &scene.authority);
    let refused = ask(&scene.router, renewal).await;
    assert!(proved.read_renewal(&refused.body).is_err());

    let mut handset = Handset::new(0);
    let csr = handset.csr(&profile.common_name, &profile.challenge);
    match scene.scep(&handset, &csr).await {
        Answer::Issued(certificate) => handset.take(*certificate),
        other => panic!("{other:?}"),
    }
    let mut other = Handset::new(0);
    other.udid = "00008110-00000000FFFFFFFF".to_owned();
    other.take(handset.identity().clone());
    let reply = scene.check_in(&other, other.authenticate()).await;
    assert_eq!(
        reply.status, 400,
        "another device than the one that proved itself"
    );
    for body in [handset.authenticate(), handset.token_update("magic")] {
        assert_eq!(scene.check_in(&handset, body).await.status, 200);
    }
    let used = scene.here.number("SELECT used FROM recipient").await;
    assert_eq!(used, 1);
});

both_databases!(
    who_may_not_come_in_is_told_before_any_profile,
    |url| async {
        let maker = Maker::new();
        let made = maker.device();
        let scene = scene(url, Proven::Bound, &maker).await;
        let link = bound(&scene, "ANOTHER00001").await;
        let enrollment = scene.reserve(&link, "a").await;
        let challenge = challenge(&downloaded(&scene, &enrollment).await);
        let body = told(&Handset::new(0), &challenge);
        let reply = says(&scene, &body, &made.signer()).await;
        assert_eq!((reply.status.as_u16(), reply.body.len()), (403, 0));
        let seen = progress(&scene.here.app, &enrollment.id).await;
        assert_eq!(seen.unwrap().0.refusal, Some(Refusal::OtherDevice));
        let issued = scene.here.number("SELECT COUNT(*) FROM certificate").await;
        assert_eq!(issued, 0);
    }
);

both_databases!(whoever_is_no_device_gets_nothing, |url| async {
    let maker = Maker::new();
    let made = maker.device();
    let scene = scene(url, Proven::All, &maker).await;
    let link = scene.here.link("ada", Some(1)).await;
    let enrollment = scene.reserve(&link, "a").await;
    let challenge = challenge(&downloaded(&scene, &enrollment).await);
    let (first, second) = (Handset::new(0), Handset::new(1));
    let body = told(&first, &challenge);
    let before = scene.here.dump().await;
    let stranger = Maker::new().device();
    let answers = [
        (403, says(&scene, &body, &stranger.signer()).await),
        (403, says(&scene, &body, &first.first_signer()).await),
        (
            403,
            says(&scene, &told(&first, "guess"), &made.signer()).await,
        ),
        (400, says(&scene, &told(&first, ""), &made.signer()).await),
        (400, says(&scene, b"<plist/>", &made.signer()).await),
        (400, post(&scene, b"nonsense".to_vec()).await),
        (400, post(&scene, vec![0x30; 80 << 10]).await),
    ];
    for (status, reply) in answers {
        assert_eq!((reply.status.as_u16(), reply.body.len()), (status, 0));
    }
    assert_eq!(scene.here.dump().await, before);

    // The first to answer is the only one.
    let profile = opened(&says(&scene, &body, &made.signer()).await);
    let late = says(&scene, &told(&second, &challenge), &made.signer()).await;
    assert_eq!(late.status, 403);
    let proved = thrown_away(&scene, 0, &profile).await;
    let another = says(&scene, &told(&second, &challenge), &by(&proved)).await;
    assert_eq!(another.status, 403);
    // And the throw-away identity is for the key that came first.
    let asked = profile::scep(&profile).unwrap();
    let csr = second.csr(&asked.common_name, &asked.challenge);
    let refused = scene.scep(&second, &csr).await;
    assert!(matches!(refused, Answer::Refused(_)), "{refused:?}");
    scene
        .here
        .sql("UPDATE enrollment SET reserved_until = 0")
        .await;
    let lapsed = says(&scene, &body, &by(&proved)).await;
    assert_eq!(lapsed.status, 403);
});

both_databases!(nothing_is_asked_where_nothing_is_bound, |url| async {
    let maker = Maker::new();
    let scene = scene(url, Proven::Bound, &maker).await;
    let link = scene.here.link("ada", Some(1)).await;
    let enrollment = scene.reserve(&link, "a").await;
    let profile = downloaded(&scene, &enrollment).await;
    assert!(profile::enrollment(&profile).is_ok());
});

both_databases!(
    devices_with_keys_as_old_as_apples_are_understood,
    |url| async {
        // As Apple's: keys of 1024 bits, and everything over SHA-1.
        let at = folder::fresh("maker-");
        let at = at.path();
        for line in [
            "req -x509 -newkey rsa:1024 -sha1 -nodes -keyout ca.key -out maker.pem -subj /CN=Old -days 1",
            "req -new -newkey rsa:1024 -nodes -keyout device.key -out device.csr -subj /CN=device",
            "x509 -req -in device.csr -CA maker.pem -CAkey ca.key -sha1 -days 9000 -out device.pem",
        ] {
            openssl(at, line);
        }
        let maker = Maker::new();
        let scene = scene(url, Proven::All, &maker).await;
        std::fs::copy(at.join("maker.pem"), scene.here.app.root.join("maker.pem")).unwrap();
        let link = scene.here.link("ada", Some(1)).await;
        let enrollment = scene.reserve(&link, "a").await;
        let challenge = challenge(&downloaded(&scene, &enrollment).await);
        std::fs::write(at.join("told"), told(&Handset::new(0), &challenge)).unwrap();
        openssl(
            at,
            "cms -sign -nodetach -binary -md sha1 -in told -signer device.pem -inkey device.key -outform DER -out said",
        );
        let reply = post(&scene, std::fs::read(at.join("said")).unwrap()).await;
        let profile = opened(&reply);
        assert!(profile::scep(&profile).is_ok());
    }
);

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_goes_all_the_way_by_http() {
    let database = Database::sqlite();
    let repo = over_http::repository(database.url(), 2);
    let maker = Maker::new();
    maker.write(&repo.path());
    let settings = repo.read("enroll.yaml");
    let asked = settings.replace("mdm:\n", "mdm:\n  ota: { devices: all, ca: maker.pem }\n");
    repo.write("enroll.yaml", &asked);
    drop(repo.run(&["apply", "--auto-approve"]).expect_code(0));
    let mut server = repo.spawn(&["serve"]);
    let link = over_http::link(&repo, &mut server);
    let nature = over_http::nature();

    let nobody = over_http::persona(1);
    let end = enroll::phone::enroll(&link, &nobody, nature, None, |_| {}).await;
    let why = end.unwrap_err().to_string();
    assert!(why.contains("made without an identity"), "{why}");

    let mut persona = over_http::persona(2);
    persona.made = Some(Arc::new(maker.device()));
    let journey = enroll::phone::enroll(&link, &persona, nature, None, |_| {}).await;
    let steps = journey.unwrap().steps;
    assert!(
        steps.iter().any(|step| step == "device proved what it is"),
        "{steps:?}"
    );
    drop(server.stop().expect_code(0));
}
